// Reading and checking, statement for statement what `Store` does.
#ifndef TWIN_READ_H
#define TWIN_READ_H

#include "ledger_twin_schema.h"

enum { POINTS = 20000, PAGES = 2000, TRIALS = 500, PAGE_LENGTH = 50 };

static double latencies[POINTS];

#define TIMED(name, times, work)                                                                   \
  do {                                                                                             \
    for (int n = 0; n < (times); n++) {                                                            \
      double began = now().wall;                                                                   \
      work;                                                                                        \
      latencies[n] = now().wall - began;                                                           \
    }                                                                                              \
    report_latencies(name, "c", latencies, times);                                                 \
  } while (0)

typedef struct {
  int64_t debit, credit;
} columns;

static void add_columns(sqlite3 *db, sqlite3_stmt *query, columns *sums) {
  while (step(db, query)) {
    sums->debit += sqlite3_column_int64(query, 0);
    sums->credit += sqlite3_column_int64(query, 1);
  }
  sqlite3_reset(query);
}

static int month_of(int day, int *first) {
  entry made = {.day = day};
  entries_date(&made);
  *first = day + 1 - made.day_of_month;
  return made.month - 1;
}

static int64_t last_closed(sqlite3 *db, int64_t before) {
  sqlite3_stmt *query = prepared[CLOSED_LAST];
  sqlite3_bind_int64(query, 1, 1);
  sqlite3_bind_int64(query, 2, FIRST_PERIOD);
  sqlite3_bind_int64(query, 3, before);
  step(db, query);
  int64_t found = sqlite3_column_type(query, 0) == SQLITE_NULL ? -1 : sqlite3_column_int64(query, 0);
  sqlite3_reset(query);
  return found;
}

// ---------------------------------------------------------------- balances

static columns balance_now(sqlite3 *db, int account) {
  columns sums = {0};
  sqlite3_bind_int64(prepared[NOW], 1, account_id(account));
  add_columns(db, prepared[NOW], &sums);
  return sums;
}

static void add_range(sqlite3 *db, int statement, int64_t first, int64_t last, int account,
                      columns *sums) {
  sqlite3_bind_int64(prepared[statement], 2, account_id(account));
  for (int64_t key = first; key <= last; key++) {
    sqlite3_bind_int64(prepared[statement], 1, key);
    add_columns(db, prepared[statement], sums);
  }
}

static columns balance_as_of(sqlite3 *db, int account, int day) {
  columns sums = {0};
  int first;
  int64_t period = FIRST_PERIOD + month_of(day, &first), closed = last_closed(db, period);
  int is_whole = day == first + month_length(period) - 1;
  if (closed >= 0) add_range(db, CLOSE_ONE, closed, closed, account, &sums);
  add_range(db, PERIOD_ONE, closed >= 0 ? closed + 1 : FIRST_PERIOD - 1, period - !is_whole, account,
            &sums);
  if (!is_whole) add_range(db, DAY_ONE, FIRST_DAY + first, FIRST_DAY + day, account, &sums);
  return sums;
}

// ---------------------------------------------------------------- statements

typedef struct {
  int64_t entry, line, day;
} place;

typedef struct {
  place at;
  int64_t period, number, account, dimensions, side, amount, quantity;
  char word[40], *summary, *reference;
  int counter_count;
  int64_t counter[LINES_MAX];
} page_line;

static char *copy_text(sqlite3_stmt *row, int column) {
  size_t count = (size_t)sqlite3_column_bytes(row, column);
  char *copy = malloc(count + 1);
  if (copy == NULL) stop("out of memory");
  memcpy(copy, sqlite3_column_text(row, column), count);
  copy[count] = 0;
  return copy;
}

static void read_lines(sqlite3 *db, page_line *line) {
  struct {
    int64_t account, signed_amount;
  } all[LINES_MAX];
  int count = 0;
  sqlite3_stmt *query = prepared[PAGE_LINES];
  sqlite3_bind_int64(query, 1, line->at.entry);
  while (step(db, query)) {
    if (count == LINES_MAX) stop("too many lines");
    all[count].account = sqlite3_column_int64(query, 0);
    all[count].signed_amount = sqlite3_column_int64(query, 2) * sqlite3_column_int64(query, 3);
    if (++count != line->at.line) continue;
    line->account = all[count - 1].account;
    line->dimensions = sqlite3_column_int64(query, 1);
    line->side = sqlite3_column_int64(query, 2);
    line->amount = sqlite3_column_int64(query, 3);
    line->quantity = sqlite3_column_int64(query, 4);
    line->summary = copy_text(query, 5);
    line->reference = copy_text(query, 6);
  }
  sqlite3_reset(query);
  line->counter_count = 0;
  int increases = all[line->at.line - 1].signed_amount > 0;
  for (int i = 0; i < count; i++) {
    int seen = increases == (all[i].signed_amount > 0);
    for (int n = 0; n < line->counter_count; n++) seen |= line->counter[n] == all[i].account;
    if (!seen) line->counter[line->counter_count++] = all[i].account;
  }
}

static void read_number(sqlite3 *db, page_line *line) {
  sqlite3_stmt *query = prepared[PAGE_NUMBER];
  sqlite3_bind_int64(query, 1, line->at.entry);
  if (!step(db, query)) stop("no entry");
  line->period = sqlite3_column_int64(query, 0);
  snprintf(line->word, sizeof line->word, "%s", sqlite3_column_text(query, 1));
  line->number = sqlite3_column_int64(query, 2);
  sqlite3_reset(query);
}

static page_line page[PAGE_LENGTH];

static int64_t month_used(sqlite3 *db, int64_t from) {
  sqlite3_bind_int64(prepared[MONTH_USED], 1, from);
  step(db, prepared[MONTH_USED]);
  int64_t month = sqlite3_column_int64(prepared[MONTH_USED], 0); // 0 for NULL
  sqlite3_reset(prepared[MONTH_USED]);
  return month;
}

static int month_moved(sqlite3 *db, int64_t month, int64_t account) {
  sqlite3_bind_int64(prepared[MONTH_MOVED], 1, month);
  sqlite3_bind_int64(prepared[MONTH_MOVED], 2, account);
  int moved = step(db, prepared[MONTH_MOVED]);
  sqlite3_reset(prepared[MONTH_MOVED]);
  return moved;
}

static int page_day(sqlite3 *db, int64_t day, int64_t account, int count) {
  sqlite3_stmt *query = prepared[PAGE_DAY];
  sqlite3_bind_int64(query, 1, day);
  sqlite3_bind_int64(query, 2, account);
  sqlite3_bind_int64(query, 3, -1);
  sqlite3_bind_int64(query, 4, 0);
  sqlite3_bind_int64(query, 5, INT64_MAX);
  while (count < PAGE_LENGTH && step(db, query)) {
    page[count++].at =
      (place){sqlite3_column_int64(query, 0), sqlite3_column_int64(query, 1), day};
  }
  sqlite3_reset(query);
  return count;
}

static int statement_page(sqlite3 *db, int account, int day) {
  int count = 0, first;
  int64_t from = FIRST_DAY + day, id = account_id(account);
  int64_t month = FIRST_PERIOD + month_of(day, &first), next = month_used(db, month);
  int64_t month_start = FIRST_DAY + first; // of `month`
  while (next != 0 && count < PAGE_LENGTH) {
    while (month < next) month_start += month_length(month++);
    int64_t end = month_start + month_length(month);
    if (month_moved(db, month, id)) {
      for (int64_t on = from > month_start ? from : month_start; on < end && count < PAGE_LENGTH; on++) {
        count = page_day(db, on, id, count);
      }
    }
    next = month_used(db, month + 1);
  }
  for (int i = 0; i < count; i++) {
    read_number(db, &page[i]);
    read_lines(db, &page[i]);
  }
  for (int i = 0; i < count; i++) {
    free(page[i].summary);
    free(page[i].reference);
  }
  return count;
}

// ---------------------------------------------------------------- trial balances

enum { ALL_ACCOUNTS = ACCOUNTS + ACCOUNTS / 100 };

typedef struct {
  int64_t opening, debit, credit, closing;
} trial_row;

static trial_row trial_rows[ALL_ACCOUNTS + 1];

static void add_cells(sqlite3 *db, int statement, int64_t first, int64_t last, int is_opening) {
  sqlite3_stmt *query = prepared[statement];
  sqlite3_bind_int64(query, 1, first);
  sqlite3_bind_int64(query, 2, last);
  while (step(db, query)) {
    trial_row *row = &trial_rows[sqlite3_column_int64(query, 0)];
    int64_t debit = sqlite3_column_int64(query, 2), credit = sqlite3_column_int64(query, 3);
    if (is_opening) {
      row->opening += debit - credit;
    } else {
      row->debit += debit;
      row->credit += credit;
    }
  }
  sqlite3_reset(query);
}

static void trial_opening(sqlite3 *db, int64_t period) {
  memset(trial_rows, 0, sizeof trial_rows);
  int64_t closed = last_closed(db, period);
  add_cells(db, CELLS_CLOSED, closed, closed, 1);
  add_cells(db, CELLS_PERIOD, closed + 1, period - 1, 1);
}

static trial_row trial_balance(sqlite3 *db, int64_t period) {
  trial_opening(db, period);
  add_cells(db, CELLS_PERIOD, period, period, 0);
  trial_row total = {0};
  for (int id = ALL_ACCOUNTS; id > 0; id--) {
    trial_row *row = &trial_rows[id], *parent = &trial_rows[(id - 1) / 101 * 101 + 1];
    row->closing = row->opening + row->debit - row->credit;
    if (row == parent) continue;
    parent->opening += row->opening;
    parent->debit += row->debit;
    parent->credit += row->credit;
    total.opening += row->opening;
    total.debit += row->debit;
    total.credit += row->credit;
  }
  if (total.opening != 0 || total.debit != total.credit) stop("the trial balance does not balance");
  return total;
}

static void trial_as_of(sqlite3 *db, int day) {
  int first;
  int64_t period = FIRST_PERIOD + month_of(day, &first);
  trial_opening(db, period);
  if (day == first + month_length(period) - 1) add_cells(db, CELLS_PERIOD, period, period, 1);
  else add_cells(db, CELLS_DAY, FIRST_DAY + first, FIRST_DAY + day, 1);
}

static void twin_read(sqlite3 *db, uint64_t seed) {
  run(db, "BEGIN");
  entry_stream points = {.state = seed}, pages = {.state = seed}, trials = {.state = seed};
#define DRAW(stream, span) ((int)(entries_random(&stream) % (span)))
  TIMED("balance", POINTS, balance_now(db, DRAW(points, ACCOUNTS)));
  TIMED("balance-as-of", POINTS, {
    int account = DRAW(points, ACCOUNTS);
    balance_as_of(db, account, DRAW(points, DAYS));
  });
  TIMED("statement", PAGES, statement_page(db, DRAW(pages, ACCOUNTS), 0));
  TIMED("statement-deep", PAGES, {
    int account = DRAW(pages, HOT_ACCOUNTS) * (ACCOUNTS / HOT_ACCOUNTS);
    statement_page(db, account, DRAW(pages, DAYS));
  });
  TIMED("trial", TRIALS, trial_balance(db, FIRST_PERIOD + 11));
  TIMED("trial-as-of", TRIALS, trial_as_of(db, DRAW(trials, DAYS)));
#undef DRAW
  run(db, "ROLLBACK");
}

// ---------------------------------------------------------------- checking

static void differ(int64_t seq, const char *what) {
  fprintf(stderr, "ledger_twin: record %lld: %s\n", (long long)seq, what);
  exit(1);
}

// The nonce that stands in the stored bytes after `at` bytes of `"nonce":"`.
static const char *seen_nonce(const char *body, size_t count, size_t at, int64_t seq) {
  at += sizeof "\"nonce\":\"" - 1;
  if (at + 32 > count) differ(seq, "too short");
  for (size_t i = at; i < at + 32; i++) {
    int is_digit = (body[i] >= '0' && body[i] <= '9') || (body[i] >= 'a' && body[i] <= 'f');
    if (!is_digit) differ(seq, "nonce");
  }
  return body + at;
}

// Where the nonce of a header begins: behind its data and its line roots, both of known length.
static size_t header_nonce(const record *made) {
  enum { ROOTS = sizeof "},\"lines\":{\"count\":\"\",\"sha256\":\"\",\"sm3\":\"\"}," - 1 };
  char digits[24];
  int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)made->line_tree.size);
  return made->header.count + ROOTS + (size_t)count + 4 * DIGEST;
}

typedef struct {
  sqlite3_stmt *records, *entries, *postings;
  int has_entry, has_posting;
  log_end log;
  record made;
  turnover days, periods, totals;
} replay;

static void replay_lines(sqlite3 *db, replay *r, const char *body, size_t count, int64_t seq,
                         int64_t day, int64_t period) {
  const char *header = memchr(body, '\n', count);
  if (header == NULL) differ(seq, "no header");
  const char *lines = header + 1;
  size_t room = count - (size_t)(lines - body);
  for (int64_t line = 1; r->has_posting && sqlite3_column_int64(r->postings, 0) == seq; line++) {
    sqlite3_stmt *row = r->postings;
    if (sqlite3_column_int64(row, 1) != line || sqlite3_column_int64(row, 3) != day) {
      differ(seq, "posting");
    }
    int64_t account = sqlite3_column_int64(row, 2), amount = sqlite3_column_int64(row, 6);
    int side = sqlite3_column_int(row, 5);
    text *out = line_begin(&r->made);
    write_line(out, account_code(account), side, amount, (const char *)sqlite3_column_text(row, 8),
               (size_t)sqlite3_column_bytes(row, 8));
    size_t digits = line < 10 ? 1 : line < 100 ? 2 : line < 1000 ? 3 : 4;
    size_t at = out->count + sizeof "},\"n\":\"\"," - 1 + digits;
    line_end(&r->made, seen_nonce(lines, room, at, seq));
    int64_t debit = side > 0 ? amount : 0;
    turnover_add(&r->days, day, account, debit, amount - debit);
    turnover_add(&r->periods, period, account, debit, amount - debit);
    turnover_add(&r->totals, 0, account, debit, amount - debit);
    r->has_posting = step(db, r->postings);
  }
}

// Writes a voucher's record again from its rows: every byte but the nonces has to come out the same.
static digests replay_voucher(sqlite3 *db, replay *r, const char *body, size_t count, int64_t seq) {
  sqlite3_stmt *row = r->entries;
  int64_t period = sqlite3_column_int64(row, 1), day = sqlite3_column_int64(row, 2);
  record_begin(&r->made);
  replay_lines(db, r, body, count, seq, day, period);
  text *out = header_begin(&r->made, (const char *)sqlite3_column_text(row, 9), BOOK,
                           (const char *)sqlite3_column_text(row, 8));
  write_header(out, day, period, sqlite3_column_int64(row, 4));
  const char *seen = seen_nonce(body, count, header_nonce(&r->made), seq);
  digests leaf = header_end(&r->made, "voucher", &r->log, seen);
  if (r->made.header.count != count || memcmp(r->made.header.bytes, body, count) != 0) {
    differ(seq, "bytes");
  }
  r->has_entry = step(db, r->entries);
  return leaf;
}

// Master data is hashed, not judged: there are a dozen such records.
static digests replay_other(replay *r, const char *body, size_t count, int64_t seq) {
  const char *end = memchr(body, '\n', count);
  if (end == NULL) differ(seq, "no header");
  digests leaf = leaf_hash(body, (size_t)(end - body));
  for (const char *line = end + 1; line < body + count; line = end + 1) {
    end = memchr(line, '\n', (size_t)(body + count - line));
    if (end == NULL) differ(seq, "no line feed");
    leaf_hash(line, (size_t)(end - line));
  }
  tree_append(&r->log.records, &leaf);
  memcpy(r->log.last, leaf.bytes[SHA256], DIGEST);
  return leaf;
}

static void compare_cells(sqlite3 *db, const char *select, turnover *sums) {
  sqlite3_stmt *query = prepare(db, select);
  size_t rows = 0;
  for (; step(db, query); rows++) {
    uint64_t key =
      (uint64_t)sqlite3_column_int64(query, 0) << 32 | (uint64_t)sqlite3_column_int64(query, 1);
    const cell *found = turnover_find(sums, key);
    if (found == NULL || found->debit != sqlite3_column_int64(query, 2) ||
        found->credit != sqlite3_column_int64(query, 3)) {
      stop(select);
    }
  }
  if (rows != sums->count) stop(select);
  sqlite3_finalize(query);
}

static void compare_closings(sqlite3 *db, turnover *periods) {
  turnover closings = {0};
  for (size_t i = 0; i < periods->count; i++) {
    const cell *found = &periods->cells[i];
    for (int64_t end = (int64_t)(found->key >> 32); end < FIRST_PERIOD + 11; end++) {
      turnover_add(&closings, end, (int64_t)(found->key & 0xFFFFFFFF), found->debit, found->credit);
    }
  }
  compare_cells(db, "SELECT period, account_id, debit, credit FROM balance_close", &closings);
  turnover_free(&closings);
}

static void compare_end(sqlite3 *db, replay *r) {
  if (r->has_entry || r->has_posting) stop("rows without a record");
  compare_cells(db, "SELECT day, account_id, debit, credit FROM balance_day", &r->days);
  compare_cells(db, "SELECT period, account_id, debit, credit FROM balance_period", &r->periods);
  compare_cells(db, "SELECT 0, account_id, debit, credit FROM balance", &r->totals);
  compare_closings(db, &r->periods);
  uint8_t bytes[40 + 2 * PEAKS * DIGEST];
  size_t count = head_bytes(&r->log, bytes);
  sqlite3_stmt *head = prepared[HEAD_READ];
  if (!step(db, head) || sqlite3_column_bytes(head, 0) != (int)count ||
      memcmp(sqlite3_column_blob(head, 0), bytes, count) != 0) {
    stop("head");
  }
  sqlite3_reset(head);
}

static int64_t twin_check(sqlite3 *db) {
  static replay r;
  memset(&r, 0, sizeof r);
  run(db, "BEGIN");
  sqlite3_stmt *pages = prepare(db, "PRAGMA integrity_check(1)");
  if (!step(db, pages) || strcmp((const char *)sqlite3_column_text(pages, 0), "ok") != 0) {
    stop("pages");
  }
  sqlite3_finalize(pages);
  r.records = prepare(db, "SELECT seq, body, sha256, sm3 FROM record ORDER BY seq");
  r.entries = prepare(db, "SELECT id, period, day, word, number, prepared_by, reviewed_by, "
                          "approved_by, posted_by, posted_at, reverses, history, attachments, "
                          "book_id FROM entry ORDER BY id");
  r.postings = prepare(db, "SELECT entry_id, line, account_id, day, dims_id, side, amount, quantity, "
                           "summary, reference FROM posting ORDER BY entry_id, line");
  r.has_entry = step(db, r.entries);
  r.has_posting = step(db, r.postings);
  int64_t count = 0;
  for (; step(db, r.records); count++) {
    int64_t seq = sqlite3_column_int64(r.records, 0);
    if (seq != count) differ(count, "absent");
    const char *body = sqlite3_column_blob(r.records, 1);
    size_t size = (size_t)sqlite3_column_bytes(r.records, 1);
    int is_voucher = r.has_entry && sqlite3_column_int64(r.entries, 0) == seq;
    digests leaf =
      is_voucher ? replay_voucher(db, &r, body, size, seq) : replay_other(&r, body, size, seq);
    if (memcmp(sqlite3_column_blob(r.records, 2), leaf.bytes[SHA256], DIGEST) != 0 ||
        memcmp(sqlite3_column_blob(r.records, 3), leaf.bytes[SM3], DIGEST) != 0) {
      differ(seq, "leaf hash");
    }
  }
  compare_end(db, &r);
  sqlite3_finalize(r.records);
  sqlite3_finalize(r.entries);
  sqlite3_finalize(r.postings);
  run(db, "ROLLBACK");
  return count;
}

#endif
