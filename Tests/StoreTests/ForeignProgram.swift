import CSQLite
import Glibc

/// Another program that opens the ledger file with plain SQLite, as the `sqlite3` shell does: no
/// foreign keys, no recursive triggers, no defences.
final class ForeignProgram {
  private let handle: OpaquePointer

  /// What SQLite answered instead of doing what it was told.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }

  init(_ path: String) throws {
    var opened: OpaquePointer?
    guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else {
      throw Refusal(description: "cannot open \(path)")
    }
    handle = opened
    sqlite3_busy_timeout(handle, 5_000)
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements up to the first that is refused.
  func run(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
      throw Refusal(description: String(cString: sqlite3_errmsg(handle)))
    }
  }

  /// Runs statements as one transaction; a refusal undoes all of them.
  func transact(_ sql: String) throws {
    try run("BEGIN IMMEDIATE")
    do {
      try run(sql)
      try run("COMMIT")
    } catch {
      try? run("ROLLBACK")
      throw error
    }
  }

  /// The rows of a query, each as its columns joined by `|`.
  func rows(_ sql: String) throws -> [String] {
    var query: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &query, nil) == SQLITE_OK else {
      throw Refusal(description: String(cString: sqlite3_errmsg(handle)))
    }
    defer { sqlite3_finalize(query) }
    var rows: [String] = []
    while sqlite3_step(query) == SQLITE_ROW {
      let columns = (0..<sqlite3_column_count(query)).map { column in
        sqlite3_column_text(query, column).map { String(cString: $0) } ?? "NULL"
      }
      rows.append(columns.joined(separator: "|"))
    }
    return rows
  }

  /// Everything that is posted, row by row.
  func posted() throws -> [String] {
    try rows("SELECT * FROM entry ORDER BY id")
      + rows("SELECT p.* FROM posting AS p JOIN entry AS e ON e.id = p.entry_id ORDER BY 1, 2")
  }

  /// Runs statements with every trigger out of the way, and puts the triggers back afterwards: what
  /// the owner of the file can do without leaving a trace in the schema.
  func transactWithoutTriggers(_ sql: String) throws {
    try withoutTriggers { try transact(sql) }
  }

  /// Takes every trigger away while `body` runs.
  func withoutTriggers<Result>(_ body: () throws -> Result) throws -> Result {
    let triggers = try rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    let bodies = try rows("SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
    try run("PRAGMA ignore_check_constraints = ON")
    try transact(triggers.map { "DROP TRIGGER \($0);" }.joined(separator: "\n"))
    let result = try body()
    try transact(bodies.map { $0 + ";" }.joined(separator: "\n"))
    return result
  }
}

/// The `sqlite3` shell, when it is installed.
enum Shell {
  static let path: String? = ["/usr/bin/sqlite3", "/usr/local/bin/sqlite3"].first {
    access($0, X_OK) == 0
  }

  /// Feeds the shell a script of one transaction; it stops at the first error.
  /// - Returns: whether everything was done.
  static func run(_ sql: String, on file: String) throws -> Bool? {
    guard let path else { return nil }
    let script = file + ".sql"
    try write("BEGIN IMMEDIATE;\n\(sql);\nCOMMIT;\n", to: script)
    defer { unlink(script) }
    return try Child.run([path, "-batch", "-bail", "-init", "/dev/null", file, ".read \(script)"])
      .status == 0
  }
}

/// Writes a text file.
func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

/// Writes a file of bytes.
func write(_ bytes: [UInt8], to path: String) throws {
  guard let file = fopen(path, "w") else { throw ForeignProgram.Refusal(description: path) }
  defer { fclose(file) }
  guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
    throw ForeignProgram.Refusal(description: path)
  }
}

/// The bytes of a file.
func bytes(of path: String) throws -> [UInt8] {
  guard let file = fopen(path, "r") else { throw ForeignProgram.Refusal(description: path) }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
    bytes += buffer.prefix(count)
  }
  return bytes
}
