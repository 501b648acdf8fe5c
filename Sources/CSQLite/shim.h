#ifndef XIANTOU_CSQLITE_H
#define XIANTOU_CSQLITE_H

#include <sqlite3.h>

/// Lets SQLite allocate without counting under a lock; refused, which does no harm, once the
/// process has used SQLite already. `sqlite3_config` is variadic, which Swift does not import.
static inline void xiantou_configure(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// `SQLITE_TRANSIENT` is a cast macro, which Swift does not import.
static inline sqlite3_destructor_type xiantou_transient(void) { return SQLITE_TRANSIENT; }

/// Refuses what could change the schema or the file behind the ledger's back; `sqlite3_db_config`
/// is variadic, which Swift does not import.
static inline int xiantou_defend(sqlite3 *database) {
  int code = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  if (code == SQLITE_OK) {
    code = sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
  }
  if (code == SQLITE_OK) {
    code = sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_FKEY, 1, (int *)0);
  }
  return code;
}

#endif
