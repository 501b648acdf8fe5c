// Debit and credit per key, gathered in memory and given back in order.
#ifndef TWIN_TURNOVER_H
#define TWIN_TURNOVER_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  uint64_t key; // (day or period) << 32 | account; 0 is an empty place
  int64_t debit, credit;
} cell;

typedef struct {
  cell *places;
  size_t room, count; // room is a power of two
} turnover;

static cell *turnover_find(turnover *sums, uint64_t key) {
  size_t place = (size_t)(key * 0x9E3779B97F4A7C15u >> 32) & (sums->room - 1);
  while (sums->places[place].key != 0 && sums->places[place].key != key) {
    place = (place + 1) & (sums->room - 1);
  }
  return &sums->places[place];
}

static void turnover_reserve(turnover *sums) {
  if (sums->count * 2 < sums->room) return;
  turnover grown = {.room = sums->room ? sums->room * 2 : 4096, .count = sums->count};
  grown.places = calloc(grown.room, sizeof(cell));
  if (grown.places == NULL) abort();
  for (size_t i = 0; i < sums->room; i++) {
    if (sums->places[i].key) *turnover_find(&grown, sums->places[i].key) = sums->places[i];
  }
  free(sums->places);
  *sums = grown;
}

static void turnover_add(turnover *sums, int64_t time, int64_t account, int64_t debit,
                         int64_t credit) {
  turnover_reserve(sums);
  uint64_t key = (uint64_t)time << 32 | (uint64_t)account;
  cell *found = turnover_find(sums, key);
  sums->count += found->key == 0;
  found->key = key;
  if (__builtin_add_overflow(found->debit, debit, &found->debit) ||
      __builtin_add_overflow(found->credit, credit, &found->credit)) {
    abort();
  }
}

static int by_key(const void *left, const void *right) {
  uint64_t a = ((const cell *)left)->key, b = ((const cell *)right)->key;
  return (a > b) - (a < b);
}

// The sums in order of keys, in memory that the next call uses again; forgets them.
static const cell *turnover_take(turnover *sums, size_t *count) {
  static cell *sorted;
  static size_t room;
  if (room < sums->count) {
    room = sums->count * 2;
    sorted = realloc(sorted, room * sizeof(cell));
    if (sorted == NULL) abort();
  }
  *count = 0;
  for (size_t i = 0; i < sums->room; i++) {
    if (sums->places[i].key) sorted[(*count)++] = sums->places[i];
  }
  memset(sums->places, 0, sums->room * sizeof(cell));
  sums->count = 0;
  qsort(sorted, *count, sizeof(cell), by_key);
  return sorted;
}

static void turnover_free(turnover *sums) {
  free(sums->places);
  *sums = (turnover){0};
}

#endif
