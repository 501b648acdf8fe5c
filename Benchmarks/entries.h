// The entries that every benchmark posts: the same seed gives the same entries to all programs.
//
// 2,000 accounts; a quarter of the first lines fall on 10 hot accounts; dates run through one
// year in order; amounts are whole fen; an entry has 2 or 4 lines and balances.
#ifndef ENTRIES_H
#define ENTRIES_H

#include <stdint.h>
#include <stdio.h>

enum { ACCOUNTS = 2000, HOT_ACCOUNTS = 10, LINES_MAX = 4, YEAR = 2025, DAYS = 365 };

typedef struct {
  int account;    // 0 ..< ACCOUNTS
  int side;       // +1 debit, -1 credit
  int64_t amount; // fen, positive
} entry_line;

typedef struct {
  int64_t number; // within its month, from 1
  int day;        // 0 ..< DAYS
  int month, day_of_month;
  int line_count;
  entry_line lines[LINES_MAX];
} entry;

typedef struct {
  uint64_t state;
  int64_t count, next;
  int line_count, month;
  int64_t number;
} entry_stream;

// SplitMix64: small, seedable, good enough to spread accounts and amounts.
static inline uint64_t entries_random(entry_stream *stream) {
  uint64_t z = (stream->state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static inline entry_stream entries_begin(uint64_t seed, int64_t count, int line_count) {
  return (entry_stream){.state = seed, .count = count, .line_count = line_count};
}

static inline void entries_date(entry *made) {
  static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int day = made->day, month = 0;
  while (day >= length[month]) day -= length[month++];
  made->month = month + 1;
  made->day_of_month = day + 1;
}

static inline int entries_account(entry_stream *stream, int maybe_hot) {
  uint64_t random = entries_random(stream);
  int hot = maybe_hot && (random & 3) == 0;
  int span = hot ? HOT_ACCOUNTS : ACCOUNTS;
  return (int)((random >> 2) % (uint64_t)span) * (ACCOUNTS / span);
}

// The next entry; 0 at the end.
static inline int entries_next(entry_stream *stream, entry *made) {
  if (stream->next == stream->count) return 0;
  made->day = (int)(stream->next * DAYS / stream->count);
  entries_date(made);
  if (made->month != stream->month) {
    stream->month = made->month;
    stream->number = 0;
  }
  made->number = ++stream->number;
  made->line_count = stream->line_count;
  int half = made->line_count / 2;
  int64_t total = 0;
  for (int i = 0; i < made->line_count; i++) {
    entry_line *line = &made->lines[i];
    int taken;
    do {
      line->account = entries_account(stream, i == 0);
      taken = 0;
      for (int j = 0; j < i; j++) taken |= made->lines[j].account == line->account;
    } while (taken);
    line->side = i < half ? 1 : -1;
    if (i < half) {
      line->amount = 2 + (int64_t)(entries_random(stream) % 10000000);
      total += line->amount;
    } else if (i == made->line_count - 1) {
      line->amount = total;
    } else {
      line->amount = 1 + (int64_t)(entries_random(stream) % (uint64_t)(total - 1));
      total -= line->amount;
    }
  }
  stream->next++;
  return 1;
}

// The code of an account: 20 heads of 100 leaves, 1001000 … 1020099.
static inline int entries_code(int account) {
  return (1001 + account / 100) * 1000 + account % 100;
}

#endif
