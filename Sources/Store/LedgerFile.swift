public import Audit
import CSQLite
import Glibc

/// A ledger in one SQLite file (账本文件): the append-only record log and everything derived from it.
///
/// Many may read while one writes. A write is one transaction: it is on the disk when the call
/// returns, or nothing of it is in the file. A value of this type belongs to one thread.
public final class LedgerFile {
  /// What the file is opened for.
  public enum Mode: Sendable {
    /// Queries only; also works on a write-protected file.
    case read
    /// Queries and writes.
    case write
  }

  /// How long a writer waits for another one before it gives up, in milliseconds.
  public static let defaultPatience: Int32 = 5_000

  /// The version of the schema that this program writes.
  public static var version: Int { Schema.migrations.count }

  let database: Database
  private var writer: LedgerTransaction?
  /// Where the nonces of records come from.
  package var nonces: () -> NonceSource = { .system() }
  /// Where the file is.
  public let path: String

  /// Opens a ledger file; an older one is upgraded first.
  /// - Throws: `notFound`, `notALedger`, `newerSchema`, `readOnly` or what the system reported.
  public init(
    path: String,
    mode: Mode,
    patience: Int32 = defaultPatience
  ) throws(StoreError) {
    guard access(path, F_OK) == 0 else { throw .notFound(path: path) }
    self.path = path
    database = try LedgerFile.open(path, mode, patience)
    if try Schema.needsUpgrade(database, path: path) {
      try LedgerFile.transaction(database) { () throws(StoreError) in
        try Schema.migrate(database)
      }
    }
    if mode == .read { try database.execute("PRAGMA query_only = ON") }
  }

  /// Creates a ledger file without books.
  ///
  /// The file appears under its name only when it is complete.
  /// - Throws: `exists` when something is there already, `readOnly` when the folder cannot be
  ///   written, or what the system reported.
  public static func create(path: String) throws(StoreError) {
    guard access(path, F_OK) != 0 else { throw .exists(path: path) }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    if access(folder, W_OK) != 0, errno != ENOENT { throw .readOnly(path: folder) }
    let draft = "\(path).new-\(getpid())"
    unlink(draft)
    defer { unlink(draft) }
    do {
      let database = try Database(
        path: draft,
        flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
        busyMilliseconds: defaultPatience
      )
      try database.execute("PRAGMA page_size = 4096; PRAGMA journal_mode = DELETE")
      try transaction(database) { () throws(StoreError) in try Schema.migrate(database) }
      try database.execute("PRAGMA journal_mode = WAL")
    }
    guard link(draft, path) == 0 else {
      if errno == EEXIST { throw .exists(path: path) }
      throw .inputOutput(detail: "\(path): \(String(cString: strerror(errno)))")
    }
  }

  /// Copies the ledger to a new file while others go on using it (备份).
  /// - Throws: `exists` when something is there already, or what the system reported.
  public func copy(to target: String) throws(StoreError) {
    guard access(target, F_OK) != 0 else { throw .exists(path: target) }
    let copy = try database.statement("VACUUM INTO ?1")
    copy.bind(target, 1)
    try copy.run()
    let database = try Database(
      path: target,
      flags: SQLITE_OPEN_READWRITE,
      busyMilliseconds: 0
    )
    try database.execute("PRAGMA journal_mode = WAL")
  }

  /// Runs `body` on one unchanging state of the ledger.
  public func read<Result>(
    _ body: (LedgerSnapshot) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try database.execute("BEGIN")
    defer { sqlite3_exec(database.handle, "ROLLBACK", nil, nil, nil) }
    return try body(LedgerSnapshot(database))
  }

  /// Runs `body` as one transaction.
  ///
  /// - Parameters:
  ///   - person: who acts; empty for the system itself.
  ///   - moment: when.
  ///   - keep: whether to keep the result; a rehearsal (`--dry-run`) does all, keeps nothing.
  ///   - body: what to write.
  /// - Returns: what `body` returns.
  /// - Throws: `busy` when another process is writing; what `body` throws. The file is then as it
  ///   was.
  public func write<Result>(
    by person: String,
    at moment: RecordTime,
    keep: Bool = true,
    _ body: (LedgerTransaction) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    guard sqlite3_db_readonly(database.handle, "main") == 0 else { throw .readOnly(path: path) }
    // What a writer remembers is worth nothing once it has failed.
    let last = writer
    writer = nil
    var current: LedgerTransaction?
    let result = try LedgerFile.transaction(database, keep: keep) { () throws(StoreError) in
      let transaction = try transaction(after: last, by: person, at: moment)
      current = transaction
      let result = try body(transaction)
      if keep { try transaction.requireWhole() }
      try transaction.flush()
      return result
    }
    if keep {
      current?.commit()
      writer = current
    }
    return result
  }

  private func transaction(
    after last: LedgerTransaction?,
    by person: String,
    at moment: RecordTime
  ) throws(StoreError) -> LedgerTransaction {
    if let last, try last.resume(by: person, at: moment) { return last }
    return try LedgerTransaction(database, person: person, at: moment, nonces: nonces())
  }

  private static func transaction<Result>(
    _ database: Database,
    keep: Bool = true,
    _ body: () throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try database.execute("BEGIN IMMEDIATE")
    do throws(StoreError) {
      let result = try body()
      try database.endRows()
      try database.execute(keep ? "COMMIT" : "ROLLBACK")
      return result
    } catch {
      try? database.endRows()
      // A failed commit or a full disk may have rolled back already; that is what is wanted.
      sqlite3_exec(database.handle, "ROLLBACK", nil, nil, nil)
      throw error
    }
  }

  private static func open(
    _ path: String,
    _ mode: Mode,
    _ patience: Int32
  ) throws(StoreError) -> Database {
    do throws(StoreError) {
      let database = try Database(
        path: path,
        flags: SQLITE_OPEN_READWRITE,
        busyMilliseconds: patience
      )
      try configure(database, mode)
      return database
    } catch {
      guard mode == .read, access(path, R_OK) == 0 else { throw error }
      switch error {
      case .readOnly, .inputOutput: break
      default: throw error
      }
    }
    // A write-protected folder has no room for the shared memory of the write-ahead log. Without a
    // log the file is complete in itself and may be read as it stands.
    guard access(path + "-wal", F_OK) != 0 else { throw .readOnly(path: path) }
    let database = try Database(
      path: "file:\(LedgerFile.percentEncoded(path))?immutable=1",
      flags: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
      busyMilliseconds: patience
    )
    _ = try database.integer("PRAGMA application_id")
    return database
  }

  /// Reading needs the schema, so that a file that cannot be read fails here.
  private static func configure(_ database: Database, _ mode: Mode) throws(StoreError) {
    try database.execute(
      """
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
      PRAGMA recursive_triggers = ON;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -65536;
      PRAGMA wal_autocheckpoint = 10000;
      """
    )
    _ = try database.integer("PRAGMA application_id")
  }

  private static func percentEncoded(_ path: String) -> String {
    path.utf8.reduce(into: "") { text, byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2F, 0x2E, 0x2D, 0x5F:
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = Array("0123456789ABCDEF")
        text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }
}
