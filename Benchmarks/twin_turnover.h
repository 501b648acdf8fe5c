// Debit and credit per key, gathered in memory and given back in order.
#ifndef TWIN_TURNOVER_H
#define TWIN_TURNOVER_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  uint64_t key; // (day or period) << 32 | account
  int64_t debit, credit;
  size_t place; // where its number stands
} cell;

typedef struct {
  cell *cells;      // `count` of them, in the order of arrival
  uint32_t *places; // by hash of the key: number of the cell plus one, 0 where there is none
  size_t room, count; // `room` places, a power of two
} turnover;

static size_t turnover_place(const turnover *sums, uint64_t key) {
  size_t place = (size_t)(key * 0x9E3779B97F4A7C15u >> 32) & (sums->room - 1);
  while (sums->places[place] != 0 && sums->cells[sums->places[place] - 1].key != key) {
    place = (place + 1) & (sums->room - 1);
  }
  return place;
}

static const cell *turnover_find(const turnover *sums, uint64_t key) {
  uint32_t number = sums->room ? sums->places[turnover_place(sums, key)] : 0;
  return number ? &sums->cells[number - 1] : NULL;
}

static void turnover_reserve(turnover *sums) {
  if (sums->count * 2 < sums->room) return;
  sums->room = sums->room ? sums->room * 2 : 4096;
  free(sums->places);
  sums->places = calloc(sums->room, sizeof *sums->places);
  sums->cells = realloc(sums->cells, sums->room / 2 * sizeof(cell));
  if (sums->places == NULL || sums->cells == NULL) abort();
  for (size_t i = 0; i < sums->count; i++) {
    sums->cells[i].place = turnover_place(sums, sums->cells[i].key);
    sums->places[sums->cells[i].place] = (uint32_t)i + 1;
  }
}

static void turnover_add(turnover *sums, int64_t time, int64_t account, int64_t debit,
                         int64_t credit) {
  turnover_reserve(sums);
  uint64_t key = (uint64_t)time << 32 | (uint64_t)account;
  size_t place = turnover_place(sums, key);
  if (sums->places[place] == 0) {
    sums->cells[sums->count++] = (cell){.key = key, .place = place};
    sums->places[place] = (uint32_t)sums->count;
  }
  cell *found = &sums->cells[sums->places[place] - 1];
  if (__builtin_add_overflow(found->debit, debit, &found->debit) ||
      __builtin_add_overflow(found->credit, credit, &found->credit)) {
    abort();
  }
}

static int by_key(const void *left, const void *right) {
  uint64_t a = ((const cell *)left)->key, b = ((const cell *)right)->key;
  return (a > b) - (a < b);
}

// The sums in the order of keys, valid until the next is added; forgets them.
static const cell *turnover_take(turnover *sums, size_t *count) {
  for (size_t i = 0; i < sums->count; i++) sums->places[sums->cells[i].place] = 0;
  *count = sums->count;
  qsort(sums->cells, sums->count, sizeof(cell), by_key);
  sums->count = 0;
  return sums->cells;
}

static void turnover_free(turnover *sums) {
  free(sums->cells);
  free(sums->places);
  *sums = (turnover){0};
}

#endif
