import CEmbedded
import Signing

/// The schema, from the files of `migrations/` that are embedded in the executable.
enum Schema {
  /// Marks a file as a ledger: the bytes `XTOU`.
  static let applicationID: Int64 = 0x5854_4F55

  /// One migration file.
  struct Migration {
    let name: String
    let sql: String
  }

  /// All migrations in order; the n-th makes version n.
  static let migrations: [Migration] = {
    var count = 0
    guard let files = embedded_migrations(&count) else { return [] }
    return UnsafeBufferPointer(start: files, count: count).map { file in
      let bytes = UnsafeRawBufferPointer(start: file.bytes, count: file.size)
      return Migration(
        name: String(cString: file.name),
        sql: String(decoding: bytes, as: UTF8.self)
      )
    }
  }()

  /// Brings a file from its version to the newest one, in the transaction that is open.
  static func migrate(_ database: Database) throws(StoreError) {
    let version = Int(try database.integer("PRAGMA user_version") ?? 0)
    for (index, migration) in migrations.enumerated().dropFirst(version) {
      try database.execute(migration.sql)
      let insert = try database.statement(
        "INSERT INTO migration (version, name, sha256) VALUES (?1, ?2, ?3)"
      )
      insert.bind(index + 1, 1)
      insert.bind(migration.name, 2)
      insert.bind(blob: try SHA256.digest(Array(migration.sql.utf8)).bytes, 3)
      try insert.run()
      try database.execute("PRAGMA user_version = \(index + 1)")
    }
    try database.execute("PRAGMA application_id = \(applicationID)")
  }

  /// Refuses a file that is not a ledger, or one that a newer program wrote.
  /// - Returns: whether older migrations are missing.
  static func needsUpgrade(_ database: Database, path: String) throws(StoreError) -> Bool {
    guard try database.integer("PRAGMA application_id") == applicationID else {
      throw .notALedger(path: path)
    }
    let version = Int(try database.integer("PRAGMA user_version") ?? 0)
    guard version <= migrations.count else {
      throw .newerSchema(found: version, known: migrations.count)
    }
    return version < migrations.count
  }
}
