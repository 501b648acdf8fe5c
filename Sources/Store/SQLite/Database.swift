import CSQLite
import Findings

/// One connection to an SQLite file.
///
/// This file and `Statement.swift` are the only ones that call SQLite's C interface. A connection
/// belongs to one thread; ``RowWriter`` borrows it for a load, and everybody else waits meanwhile.
final class Database {
  let handle: OpaquePointer
  /// Who writes rows through this connection on another thread; `nil` when nobody does.
  var rowWriter: RowWriter?
  private var cached: [String: Statement] = [:]
  private static let configure: Void = xiantou_configure()

  /// Opens the file at `path`; `flags` are SQLite's.
  init(path: String, flags: Int32, busyMilliseconds: Int32) throws(StoreError) {
    Database.configure
    var opened: OpaquePointer?
    let flags = flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path, &opened, flags, nil)
    guard let opened else { throw .inputOutput(detail: "out of memory") }
    guard code == SQLITE_OK else {
      let error = Database.error(code, opened, path: path)
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    sqlite3_busy_timeout(handle, busyMilliseconds)
    guard xiantou_defend(handle) == SQLITE_OK else {
      throw .inputOutput(detail: "the database library is too old")
    }
  }

  deinit {
    cached.removeAll()
    sqlite3_close_v2(handle)
  }

  /// Closes the file: when this is its last connection the write-ahead log is folded in.
  /// - Throws: what the last checkpoint met, for example a full disk.
  func checkpoint() throws(StoreError) {
    cached.removeAll()
    try check(sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil))
  }

  /// Waits until the connection belongs to this thread alone.
  /// - Throws: what the other one met.
  func waitForRows() throws(StoreError) { try rowWriter?.wait() }

  /// Waits likewise, and lets nobody else write any more.
  func endRows() throws(StoreError) {
    guard let rowWriter else { return }
    self.rowWriter = nil
    try rowWriter.finish()
  }

  /// Runs statements that return nothing.
  func execute(_ sql: String) throws(StoreError) {
    try waitForRows()
    try check(sqlite3_exec(handle, sql, nil, nil, nil))
  }

  /// A prepared statement, kept for the next use of the same text.
  func statement(_ sql: String) throws(StoreError) -> Statement {
    try waitForRows()
    if let known = cached[sql] {
      known.reset()
      return known
    }
    let fresh = try Statement(sql, in: self)
    cached[sql] = fresh
    return fresh
  }

  /// The first column of the first row as an integer; `nil` when there is no row or it is NULL.
  func integer(_ sql: String) throws(StoreError) -> Int64? {
    let query = try statement(sql)
    defer { query.reset() }
    guard try query.step(), !query.isNull(0) else { return nil }
    return query.integer(0)
  }

  /// Whether a transaction is open; a full disk may have ended it.
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Rows changed by the last statement.
  var changes: Int { Int(sqlite3_changes(handle)) }

  func check(_ code: Int32) throws(StoreError) {
    guard code == SQLITE_OK else { throw Database.error(code, handle, path: nil) }
  }

  /// SQLITE_CONSTRAINT_DATATYPE, a macro that Swift does not import.
  private static let strictType = SQLITE_CONSTRAINT | 12 << 8

  static func error(_ code: Int32, _ handle: OpaquePointer, path: String?) -> StoreError {
    let text = String(cString: sqlite3_errmsg(handle))
    let file = path ?? sqlite3_db_filename(handle, nil).map { String(cString: $0) } ?? ""
    // Only sums are computed in SQL; the one that does not fit turns into a floating-point number,
    // which a STRICT column refuses, or is reported by `sum`.
    if code == strictType || code == SQLITE_ERROR && text == "integer overflow" {
      return .finding(.overflow)
    }
    return switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_READONLY, SQLITE_PERM: .readOnly(path: file)
    case SQLITE_CANTOPEN: .inputOutput(detail: "\(file): \(text)")
    case SQLITE_FULL: .diskFull
    case SQLITE_NOTADB: .notALedger(path: file)
    case SQLITE_CORRUPT: .damaged(detail: text)
    case SQLITE_CONSTRAINT: .constraint(detail: text)
    default: .inputOutput(detail: text)
    }
  }
}
