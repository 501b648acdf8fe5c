// How entries become rows of migrations/*.sql: statement for statement what `Store` does.
#ifndef LEDGER_TWIN_SCHEMA_H
#define LEDGER_TWIN_SCHEMA_H

#include "twin_record.h"
#include "twin_turnover.h"

static const char BOOK[] = "bench", CHIEF[] = "何伟", WORD[] = "记";
static const char MAKER[] = "张敏", REVIEWER[] = "王磊", APPROVER[] = "周正";
enum { FIRST_DAY = 20089, FIRST_PERIOD = YEAR * 12 }; // 2025-01-01, 2025-01

// ---------------------------------------------------------------- statements

enum {
  HEAD_READ, HEAD_WRITE, RECORD, POSTING, ENTRY, PERIOD_READ, PERIOD_OPEN, NUMBER_LAST,
  DAY_ADD, PERIOD_ADD, TOTAL_ADD,
  CLOSED_LAST, NOW, CLOSE_ONE, PERIOD_ONE, DAY_ONE,
  MONTH_USED, MONTH_MOVED, PAGE_DAY, PAGE_NUMBER, PAGE_LINES,
  CELLS_CLOSED, CELLS_PERIOD, CELLS_DAY,
  STATEMENTS
};

#define ADD(table, column)                                                                         \
  "INSERT INTO " table " (" column "account_id, dims_id, debit, credit) VALUES "

#define UPSERT                                                                                     \
  " ON CONFLICT DO UPDATE SET debit = debit + excluded.debit, credit = credit + excluded.credit"

static const char *const sql[STATEMENTS] = {
  [HEAD_READ] = "SELECT head FROM log_head WHERE id = 1",
  [HEAD_WRITE] = "INSERT INTO log_head (id, head) VALUES (1, ?1) "
                 "ON CONFLICT DO UPDATE SET head = excluded.head",
  [RECORD] = "INSERT OR FAIL INTO record (seq, body, sha256, sm3) VALUES (?1, ?2, ?3, ?4)",
  [POSTING] = "INSERT OR FAIL INTO posting (entry_id, line, account_id, day, dims_id, side, amount, "
              "quantity, summary, reference) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
  [ENTRY] = "INSERT OR FAIL INTO entry (id, book_id, period, day, word, number, attachments, prepared_by, "
            "reviewed_by, approved_by, posted_by, posted_at, reverses, history) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
  [PERIOD_READ] = "SELECT is_open FROM period WHERE book_id = ?1 AND period = ?2",
  [PERIOD_OPEN] = "INSERT INTO period (book_id, period, first_day, last_day, is_open) "
                  "VALUES (?1, ?2, ?3, ?4, 1)",
  [NUMBER_LAST] = "SELECT coalesce(max(number), 0) FROM entry "
                  "WHERE book_id = ?1 AND period = ?2 AND word = ?3",
  [DAY_ADD] = ADD("balance_day", "day, ") "(?1, ?2, ?3, ?4, ?5)" UPSERT,
  [PERIOD_ADD] = ADD("balance_period", "period, ") "(?1, ?2, ?3, ?4, ?5)" UPSERT,
  [TOTAL_ADD] = ADD("balance", "") "(?2, ?3, ?4, ?5)" UPSERT,
  [CLOSED_LAST] = "SELECT max(period) FROM period "
                  "WHERE book_id = ?1 AND is_open = 0 AND period >= ?2 AND period < ?3",
  [NOW] = "SELECT debit, credit FROM balance WHERE account_id = ?1",
  [CLOSE_ONE] = "SELECT debit, credit FROM balance_close WHERE period = ?1 AND account_id = ?2",
  [PERIOD_ONE] = "SELECT debit, credit FROM balance_period WHERE period = ?1 AND account_id = ?2",
  [DAY_ONE] = "SELECT debit, credit FROM balance_day WHERE day = ?1 AND account_id = ?2",
  [MONTH_USED] = "SELECT min(period) FROM balance_period WHERE period >= ?1",
  [MONTH_MOVED] = "SELECT 1 FROM balance_period WHERE period = ?1 AND account_id = ?2",
  [PAGE_DAY] = "SELECT entry_id, line, dims_id FROM posting WHERE day = ?1 AND account_id = ?2 "
               "AND (entry_id, line) > (?3, ?4) AND entry_id < ?5 ORDER BY entry_id, line",
  [PAGE_NUMBER] = "SELECT period, word, number FROM entry WHERE id = ?1",
  [PAGE_LINES] = "SELECT account_id, dims_id, side, amount, quantity, summary, reference "
                 "FROM posting WHERE entry_id = ?1 ORDER BY line",
  [CELLS_CLOSED] = "SELECT account_id, dims_id, debit, credit FROM balance_close "
               "WHERE period BETWEEN ?1 AND ?2",
  [CELLS_PERIOD] = "SELECT account_id, dims_id, debit, credit FROM balance_period "
              "WHERE period BETWEEN ?1 AND ?2",
  [CELLS_DAY] = "SELECT account_id, dims_id, debit, credit FROM balance_day WHERE day BETWEEN ?1 AND ?2",
};

static sqlite3_stmt *prepared[STATEMENTS];

// What the writer remembers between commits.
static struct {
  record made;
  log_end log;
  turnover days, periods, totals;
  int64_t month, last_number; // of the month in which numbers run
  int has_month;
  char at[21];
  int has_no_log;     // what posting would cost without records
  int64_t unrecorded; // entries so far in that case
} twin;

static sqlite3_stmt *prepare(sqlite3 *db, const char *text) {
  sqlite3_stmt *made = NULL;
  int code = sqlite3_prepare_v3(db, text, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL);
  demand(code == SQLITE_OK, db, text);
  return made;
}

static void twin_prepare(sqlite3 *db) {
  for (int i = 0; i < STATEMENTS; i++) prepared[i] = prepare(db, sql[i]);
}

static void twin_finish(void) {
  for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(prepared[i]);
  turnover_free(&twin.days);
  turnover_free(&twin.periods);
  turnover_free(&twin.totals);
}

static int step(sqlite3 *db, sqlite3_stmt *statement) {
  int code = sqlite3_step(statement);
  demand(code == SQLITE_ROW || code == SQLITE_DONE, db, sqlite3_sql(statement));
  return code == SQLITE_ROW;
}

static void execute(sqlite3 *db, sqlite3_stmt *statement) {
  step(db, statement);
  sqlite3_reset(statement);
}

static void bind_text(sqlite3_stmt *statement, int index, const char *value, size_t count) {
  sqlite3_bind_text(statement, index, value, (int)count, SQLITE_STATIC);
}

// ---------------------------------------------------------------- records

static int64_t insert_record(sqlite3 *db, const digests *leaf) {
  int64_t seq = (int64_t)twin.log.records.size - 1;
  sqlite3_stmt *insert = prepared[RECORD];
  sqlite3_bind_int64(insert, 1, seq);
  bind_text(insert, 2, twin.made.header.bytes, twin.made.header.count);
  sqlite3_bind_blob(insert, 3, leaf->bytes[SHA256], DIGEST, SQLITE_STATIC);
  sqlite3_bind_blob(insert, 4, leaf->bytes[SM3], DIGEST, SQLITE_STATIC);
  execute(db, insert);
  return seq;
}

static void set_time(void) {
  time_t seconds = time(NULL);
  struct tm parts;
  strftime(twin.at, sizeof twin.at, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&seconds, &parts));
}

static void put_period(text *out, int64_t period) {
  put_digits(out, (uint64_t)(period / 12), 4);
  PUT(out, "-");
  put_digits(out, (uint64_t)(period % 12 + 1), 2);
}

static void write_header(text *out, int64_t day, int64_t period, int64_t number) {
  PUT(out, "\"approved_by\":");
  put_string(out, APPROVER, sizeof APPROVER - 1);
  PUT(out, ",\"attachments\":\"0\",\"date\":\"");
  put_date(out, day);
  PUT(out, "\",\"number\":\"");
  put_period(out, period);
  PUT(out, "-");
  put(out, WORD, sizeof WORD - 1);
  PUT(out, "-");
  put_digits(out, (uint64_t)number, 4);
  PUT(out, "\",\"prepared_by\":");
  put_string(out, MAKER, sizeof MAKER - 1);
  PUT(out, ",\"reviewed_by\":");
  put_string(out, REVIEWER, sizeof REVIEWER - 1);
}

static void write_line(text *out, int64_t code, int side, int64_t amount, const char *summary,
                       size_t count) {
  PUT(out, "\"account\":\"");
  put_digits(out, (uint64_t)code, 1);
  PUT(out, "\",\"aspect\":\"financial\",");
  if (side < 0) PUT(out, "\"credit\":\"");
  else PUT(out, "\"debit\":\"");
  put_fen(out, amount);
  PUT(out, "\",\"summary\":");
  put_string(out, summary, count);
}

// ---------------------------------------------------------------- the file

static char *read_migration(void) {
  char path[4096];
  const char *slash = strrchr(__FILE__, '/');
  snprintf(path, sizeof path, "%.*s../migrations/0001_ledger.sql",
           slash ? (int)(slash + 1 - __FILE__) : 0, __FILE__);
  FILE *file = fopen(path, "rb");
  if (file == NULL) stop(path);
  static char content[1 << 20];
  content[fread(content, 1, sizeof content - 1, file)] = 0;
  fclose(file);
  return content;
}

static void replace(char *content, const char *old, const char *by) {
  for (char *at; (at = strstr(content, old)) != NULL;) {
    memset(at, ' ', strlen(old));
    memcpy(at, by, strlen(by));
  }
}

// Without records nothing can refer to them; all other rules stay.
static void forget_records(char *migration) {
  replace(migration, "REFERENCES record(seq) DEFERRABLE INITIALLY DEFERRED", "");
  replace(migration, "REFERENCES record(seq)", "");
  replace(migration, "(SELECT max(seq) FROM record)", "NEW.id");
}

// The id of an account, in the order of insertion: each head stands before its 100 leaves.
static int64_t account_id(int account) { return account + account / 100 + 2; }

static int64_t account_code(int64_t id) {
  int64_t head = (id - 1) / 101, leaf = (id - 1) % 101;
  return leaf == 0 ? 1001 + head : (1001 + head) * 1000 + leaf - 1;
}

static void create_accounts(sqlite3 *db) {
  sqlite3_stmt *insert =
    prepare(db, "INSERT INTO account (book_id, code, name, normal_side, element, aspect, is_leaf, "
                "is_open, dimensions) VALUES (1, ?1, ?2, 1, 'asset', 0, ?3, 1, '')");
  record_begin(&twin.made);
  for (int64_t id = 1; id <= ACCOUNTS + ACCOUNTS / 100; id++) {
    char code[24], name[40];
    int is_leaf = (id - 1) % 101 != 0;
    snprintf(code, sizeof code, "%lld", (long long)account_code(id));
    snprintf(name, sizeof name, "科目%s", code);
    text *out = line_begin(&twin.made);
    PUT(out, "\"aspect\":\"financial\",\"code\":");
    put_string(out, code, strlen(code));
    PUT(out, ",\"dimensions\":[],\"element\":\"asset\",\"leaf\":");
    if (is_leaf) PUT(out, "true");
    else PUT(out, "false");
    PUT(out, ",\"name\":");
    put_string(out, name, strlen(name));
    PUT(out, ",\"open\":true,\"side\":\"debit\"");
    line_end(&twin.made, NULL);
    bind_text(insert, 1, code, strlen(code));
    bind_text(insert, 2, name, strlen(name));
    sqlite3_bind_int(insert, 3, is_leaf);
    execute(db, insert);
  }
  sqlite3_finalize(insert);
  header_begin(&twin.made, twin.at, BOOK, "");
  digests leaf = header_end(&twin.made, "accounts", &twin.log, NULL);
  insert_record(db, &leaf);
}

static void create_book(sqlite3 *db) {
  record_begin(&twin.made);
  text *out = header_begin(&twin.made, twin.at, BOOK, "");
  PUT(out, "\"code\":\"bench\",\"name\":\"bench\",\"start\":\"");
  put_period(out, FIRST_PERIOD);
  PUT(out, "\"");
  digests leaf = header_end(&twin.made, "book", &twin.log, NULL);
  insert_record(db, &leaf);
  char insert[200];
  snprintf(insert, sizeof insert,
           "INSERT INTO book (code, name, start_period, created_seq) "
           "VALUES ('bench', 'bench', %d, 0)",
           FIRST_PERIOD);
  run(db, insert);
}

static void store_head(sqlite3 *db) {
  uint8_t bytes[40 + 2 * PEAKS * DIGEST];
  size_t count = head_bytes(&twin.log, bytes);
  sqlite3_bind_blob(prepared[HEAD_WRITE], 1, bytes, (int)count, SQLITE_STATIC);
  execute(db, prepared[HEAD_WRITE]);
}

static void twin_create(sqlite3 *db) {
  digest_begin();
  memset(&twin.log, 0, sizeof twin.log);
  twin.has_month = 0;
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  run(db, "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
          "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON; PRAGMA temp_store = MEMORY;"
          "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 10000");
  run(db, "BEGIN IMMEDIATE");
  char *migration = read_migration();
  if (twin.has_no_log) forget_records(migration);
  run(db, migration);
  uint8_t sha256[DIGEST];
  digest(SHA256, "", 0, migration, strlen(migration), sha256);
  text insert = {0};
  PUT(&insert, "INSERT INTO migration VALUES (1, '0001_ledger', x'");
  put_hex(&insert, sha256, DIGEST);
  PUT(&insert, "')");
  put(&insert, "", 1);
  run(db, insert.bytes);
  free(insert.bytes);
  run(db, "PRAGMA user_version = 1; PRAGMA application_id = 0x58544F55; COMMIT");
}

static void twin_fill(sqlite3 *db) {
  set_time();
  run(db, "BEGIN IMMEDIATE");
  create_book(db);
  create_accounts(db);
  store_head(db);
  run(db, "COMMIT");
}

// ---------------------------------------------------------------- posting

// The log must stand where this writer left it, or what it remembers is worth nothing.
static void twin_begin(sqlite3 *db) {
  run(db, "BEGIN IMMEDIATE");
  uint8_t bytes[40 + 2 * PEAKS * DIGEST];
  size_t count = head_bytes(&twin.log, bytes);
  sqlite3_stmt *head = prepared[HEAD_READ];
  if (!step(db, head) || sqlite3_column_bytes(head, 0) != (int)count ||
      memcmp(sqlite3_column_blob(head, 0), bytes, count) != 0) {
    stop("another writer");
  }
  sqlite3_reset(head);
  set_time();
}

static void flush_turnover(sqlite3 *db, int statement, turnover *sums) {
  size_t count;
  const cell *cells = turnover_take(sums, &count);
  sqlite3_stmt *upsert = prepared[statement];
  for (size_t i = 0; i < count; i++) {
    if (statement != TOTAL_ADD) sqlite3_bind_int64(upsert, 1, (int64_t)(cells[i].key >> 32));
    sqlite3_bind_int64(upsert, 2, (int64_t)(cells[i].key & 0xFFFFFFFF));
    sqlite3_bind_int64(upsert, 3, 0);
    sqlite3_bind_int64(upsert, 4, cells[i].debit);
    sqlite3_bind_int64(upsert, 5, cells[i].credit);
    execute(db, upsert);
  }
}

static void twin_commit(sqlite3 *db) {
  flush_turnover(db, DAY_ADD, &twin.days);
  flush_turnover(db, PERIOD_ADD, &twin.periods);
  flush_turnover(db, TOTAL_ADD, &twin.totals);
  store_head(db);
  run(db, "COMMIT");
}

static int month_length(int64_t period) {
  static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return length[period % 12];
}

// The first entry of a month looks up whether the month is open and where its numbers are.
static void enter_month(sqlite3 *db, int64_t period, int64_t first_day) {
  sqlite3_stmt *query = prepared[PERIOD_READ];
  sqlite3_bind_int64(query, 1, 1);
  sqlite3_bind_int64(query, 2, period);
  int is_known = step(db, query);
  if (is_known && sqlite3_column_int(query, 0) != 1) stop("the period is closed");
  sqlite3_reset(query);
  if (!is_known) {
    sqlite3_stmt *insert = prepared[PERIOD_OPEN];
    sqlite3_bind_int64(insert, 1, 1);
    sqlite3_bind_int64(insert, 2, period);
    sqlite3_bind_int64(insert, 3, first_day);
    sqlite3_bind_int64(insert, 4, first_day + month_length(period) - 1);
    execute(db, insert);
  }
  query = prepared[NUMBER_LAST];
  sqlite3_bind_int64(query, 1, 1);
  sqlite3_bind_int64(query, 2, period);
  bind_text(query, 3, WORD, sizeof WORD - 1);
  step(db, query);
  twin.last_number = sqlite3_column_int64(query, 0);
  sqlite3_reset(query);
  twin.month = period;
  twin.has_month = 1;
}

static void insert_entry(sqlite3 *db, int64_t seq, int64_t period, int64_t day, int64_t number) {
  sqlite3_stmt *insert = prepared[ENTRY];
  sqlite3_bind_int64(insert, 1, seq);
  sqlite3_bind_int64(insert, 2, 1);
  sqlite3_bind_int64(insert, 3, period);
  sqlite3_bind_int64(insert, 4, day);
  bind_text(insert, 5, WORD, sizeof WORD - 1);
  sqlite3_bind_int64(insert, 6, number);
  sqlite3_bind_int64(insert, 7, 0);
  bind_text(insert, 8, MAKER, sizeof MAKER - 1);
  bind_text(insert, 9, REVIEWER, sizeof REVIEWER - 1);
  bind_text(insert, 10, APPROVER, sizeof APPROVER - 1);
  bind_text(insert, 11, CHIEF, sizeof CHIEF - 1);
  bind_text(insert, 12, twin.at, 20);
  sqlite3_bind_null(insert, 13);
  bind_text(insert, 14, "", 0);
  execute(db, insert);
}

// The record of an entry: its lines, its header, all hashes, and its row. Gives its place.
static int64_t append_record(sqlite3 *db, const entry *made, int64_t day, int64_t period,
                             int64_t number, const char *summary, size_t length) {
  record_begin(&twin.made);
  for (int i = 0; i < made->line_count; i++) {
    const entry_line *line = &made->lines[i];
    write_line(line_begin(&twin.made), entries_code(line->account), line->side, line->amount,
               summary, length);
    line_end(&twin.made, NULL);
  }
  write_header(header_begin(&twin.made, twin.at, BOOK, CHIEF), day, period, number);
  digests leaf = header_end(&twin.made, "voucher", &twin.log, NULL);
  return insert_record(db, &leaf);
}

// One entry inside an open transaction.
static void twin_append(sqlite3 *db, const entry *made, int64_t serial) {
  int64_t day = FIRST_DAY + made->day, period = FIRST_PERIOD + made->month - 1;
  if (!twin.has_month || twin.month != period) enter_month(db, period, day + 1 - made->day_of_month);
  int64_t number = ++twin.last_number;
  char summary[40];
  size_t length = (size_t)snprintf(summary, sizeof summary, "业务%lld", (long long)serial);

  int64_t seq = twin.has_no_log
                  ? (int64_t)twin.log.records.size - 1 + ++twin.unrecorded
                  : append_record(db, made, day, period, number, summary, length);

  sqlite3_stmt *insert = prepared[POSTING];
  sqlite3_bind_int64(insert, 1, seq);
  sqlite3_bind_int64(insert, 4, day);
  sqlite3_bind_int64(insert, 5, 0);
  sqlite3_bind_null(insert, 8);
  bind_text(insert, 9, summary, length);
  bind_text(insert, 10, "", 0);
  for (int i = 0; i < made->line_count; i++) {
    const entry_line *line = &made->lines[i];
    int64_t account = account_id(line->account);
    sqlite3_bind_int64(insert, 2, i + 1);
    sqlite3_bind_int64(insert, 3, account);
    sqlite3_bind_int64(insert, 6, line->side);
    sqlite3_bind_int64(insert, 7, line->amount);
    execute(db, insert);
    int64_t debit = line->side > 0 ? line->amount : 0, credit = line->amount - debit;
    turnover_add(&twin.days, day, account, debit, credit);
    turnover_add(&twin.periods, period, account, debit, credit);
    turnover_add(&twin.totals, 0, account, debit, credit);
  }
  insert_entry(db, seq, period, day, number);
}

// ---------------------------------------------------------------- closing

static void close_month(sqlite3 *db, int64_t period) {
  twin_begin(db);
  record_begin(&twin.made);
  text *out = header_begin(&twin.made, twin.at, BOOK, CHIEF);
  PUT(out, "\"period\":\"");
  put_period(out, period);
  PUT(out, "\"");
  digests leaf = header_end(&twin.made, "period_close", &twin.log, NULL);
  insert_record(db, &leaf);
  char closing[1000];
  snprintf(closing, sizeof closing,
           "UPDATE period SET is_open = 0 WHERE period = %lld;"
           "INSERT INTO balance_close (period, account_id, dims_id, debit, credit) "
           "SELECT %lld, account_id, dims_id, sum(debit), sum(credit) FROM ("
           "SELECT account_id, dims_id, debit, credit FROM balance_close WHERE period = %lld "
           "UNION ALL SELECT account_id, dims_id, debit, credit FROM balance_period "
           "WHERE period = %lld) GROUP BY account_id, dims_id",
           (long long)period, (long long)period, (long long)period - 1, (long long)period);
  run(db, closing);
  twin_commit(db);
}

static void twin_close_months(sqlite3 *db) {
  for (int month = 0; month < 11; month++) close_month(db, FIRST_PERIOD + month);
}

#include "twin_read.h"

#endif
