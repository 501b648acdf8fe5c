// The work of `Store` in C: the same SQL on the same schema and SQLite, the same hashes, and
// nothing else. What it needs is the least that Swift could need.
//
//   ledger_twin ENTRIES SEED FOLDER [quick|large|log|no-log]
//
// log and no-log only post, with the record log and without: neither the text of the records nor
// any hash of them is made, and their rows are not written.
//
// FOLDER must be on the disk to be measured. Reports one JSON object a line (measure.h), and leaves
// twin-2.xiantou there, a ledger file that `xiantou book check` accepts.
//
//   twin_record.h         canonical JSON, digests, trees
//   twin_turnover.h       debit and credit by key
//   ledger_twin_schema.h  the statements, and how an entry becomes rows
//   twin_read.h           balances, statements, trial balances, the check
#include "entries.h"
#include "measure.h"
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 1000, SINGLES = 2000 };

static void demand(int is_so, sqlite3 *db, const char *what) {
  if (is_so) return;
  fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(db));
  exit(1);
}

static void run(sqlite3 *db, const char *sql) {
  demand(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, db, sql);
}

#include "ledger_twin_schema.h"

static sqlite3 *fresh(const char *folder, const char *name) {
  char path[4096], beside[4200];
  snprintf(path, sizeof path, "%s/%s.xiantou", folder, name);
  const char *suffixes[] = {"", "-wal", "-shm"};
  for (int i = 0; i < 3; i++) {
    snprintf(beside, sizeof beside, "%s%s", path, suffixes[i]);
    unlink(beside);
  }
  sqlite3 *db = NULL;
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  demand(sqlite3_open_v2(path, &db, flags, NULL) == SQLITE_OK, db, path);
  twin_create(db);
  twin_prepare(db);
  twin_fill(db);
  return db;
}

static void done(sqlite3 *db) {
  twin_finish();
  demand(sqlite3_close(db) == SQLITE_OK, db, "close");
}

// Posts up to `count` entries, `size` a commit; gives how many there were.
static int64_t post(sqlite3 *db, entry_stream *stream, int64_t count, int size) {
  entry made;
  int64_t posted = 0;
  int more = 1;
  while (more && posted < count) {
    twin_begin(db);
    for (int i = 0; i < size && posted < count; i++, posted++) {
      more = entries_next(stream, &made);
      if (!more) break;
      twin_append(db, &made, stream->next);
    }
    twin_commit(db);
  }
  return posted;
}

static void batches(const char *folder, int64_t entries, uint64_t seed, int lines) {
  char name[32], file[32];
  snprintf(name, sizeof name, "post-%d", lines);
  snprintf(file, sizeof file, "twin-%d", lines);
  sqlite3 *db = fresh(folder, file);
  entry_stream stream = entries_begin(seed, entries, lines);
  instant since = now();
  int64_t posted = post(db, &stream, entries, BATCH);
  report(name, "c", posted, since);
  if (lines == 2) {
    twin_close_months(db);
    twin_read(db, seed);
    since = now();
    twin_check(db);
    report("check", "c", posted, since);
  }
  done(db);
}

static void singles(const char *folder, uint64_t seed) {
  static double each[SINGLES];
  sqlite3 *db = fresh(folder, "twin");
  entry_stream stream = entries_begin(seed, SINGLES, 2);
  for (int i = 0; i < SINGLES; i++) {
    instant since = now();
    post(db, &stream, 1, 1);
    each[i] = now().wall - since.wall;
  }
  report_latencies("single", "c", each, SINGLES);
  done(db);
}

// The rate of the last 250,000 entries on the way to each size.
static void growth(const char *folder, uint64_t seed, int is_large) {
  const int64_t step = 250000, sizes[] = {250000, 3000000, 10000000};
  const int count = is_large ? 3 : 2;
  sqlite3 *db = fresh(folder, "twin");
  entry_stream stream = entries_begin(seed, sizes[count - 1], 2);
  int64_t reached = 0;
  for (int i = 0; i < count; i++) {
    char name[32];
    snprintf(name, sizeof name, "growth-%lld", (long long)sizes[i]);
    reached += post(db, &stream, sizes[i] - step - reached, BATCH);
    instant since = now();
    int64_t posted = post(db, &stream, step, BATCH);
    report(name, "c", posted, since);
    reached += posted;
  }
  done(db);
}

static void posting(const char *folder, int64_t entries, uint64_t seed, int has_log) {
  twin.has_no_log = !has_log;
  sqlite3 *db = fresh(folder, "twin");
  entry_stream stream = entries_begin(seed, entries, 2);
  instant since = now();
  int64_t posted = post(db, &stream, entries, BATCH);
  report(has_log ? "post-log" : "post-no-log", "c", posted, since);
  done(db);
}

int main(int count, char **arguments) {
  if (count < 4) {
    fputs("usage: ledger_twin ENTRIES SEED FOLDER [quick|large|log|no-log]\n", stderr);
    return 2;
  }
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  int64_t entries = atoll(arguments[1]);
  uint64_t seed = strtoull(arguments[2], NULL, 10);
  const char *folder = arguments[3];
  const char *extent = count > 4 ? arguments[4] : "";
  if (strcmp(extent, "log") == 0 || strcmp(extent, "no-log") == 0) {
    posting(folder, entries, seed, strcmp(extent, "log") == 0);
    return 0;
  }
  batches(folder, entries, seed, 2);
  batches(folder, entries, seed, 4);
  singles(folder, seed);
  if (strcmp(extent, "quick") != 0) growth(folder, seed, strcmp(extent, "large") == 0);
  return 0;
}
