import Audit
import CSQLite
import Signing

/// What a check of the whole file found (账本核验).
public struct CheckReport: Hashable, Sendable {
  /// How many records were replayed.
  public let records: Int64
  /// The first thing that is not as the log says; `nil` when everything agrees.
  public let firstDifference: CheckDifference?

  /// Whether log, tables and balances agree.
  public var isSound: Bool { firstDifference == nil }
}

/// Something in the file that is not as it should be.
public struct CheckDifference: Error, Hashable, Sendable {
  /// The place, for example `record 12 line 2` or `balance_day 2025-12-01 100201`.
  public let place: String
  /// What the log, or the program's own schema, says.
  public let expected: String
  /// What the file holds.
  public let found: String

  /// Names a difference.
  package init(_ place: String, expected: String, found: String) {
    self.place = place
    self.expected = expected
    self.found = found
  }
}

/// Why a check stopped: a difference, or a file that cannot be read.
enum CheckFailure: Error {
  case difference(CheckDifference)
  case store(StoreError)
}

extension LedgerSnapshot {
  /// Replays the log from its first record and compares everything derived from it.
  ///
  /// In this order: the file's pages and indexes, the schema, each record with its hashes and the
  /// rows made from it, what the tables hold beyond the log, balances, and the heads.
  /// `progress` is told how many records have been replayed, every so often.
  /// - Throws: when the file cannot be read; a difference is a result, not an error.
  public func check(
    progress: (Int64) -> Void = { _ in }
  ) throws(StoreError) -> CheckReport {
    var records: Int64 = 0
    do throws(CheckFailure) {
      try checkPages()
      try checkSchema()
      let replay = try Replay(self)
      while try replay.next() {
        records += 1
        if records % 1024 == 0 { progress(records) }
      }
      try replay.finish()
      return CheckReport(records: records, firstDifference: nil)
    } catch {
      switch error {
      case .difference(let difference):
        return CheckReport(records: records, firstDifference: difference)
      case .store(.damaged(let detail)):
        let difference = CheckDifference("file", expected: "sound", found: detail)
        return CheckReport(records: records, firstDifference: difference)
      case .store(let error): throw error
      }
    }
  }

  private func checkPages() throws(CheckFailure) {
    let query = try CheckFailure.wrap { () throws(StoreError) in
      try database.statement("PRAGMA integrity_check(1)")
    }
    defer { query.reset() }
    let hasRow = try CheckFailure.wrap { () throws(StoreError) in try query.step() }
    if hasRow, query.text(0) != "ok" {
      throw .difference(CheckDifference("file", expected: "ok", found: query.text(0)))
    }
  }

  /// The schema has to be the one that the migrations make, trigger by trigger.
  private func checkSchema() throws(CheckFailure) {
    let found = try CheckFailure.wrap { () throws(StoreError) in try Schema.objects(database) }
    let expected = try CheckFailure.wrap { () throws(StoreError) in
      let fresh = try Database(
        path: ":memory:",
        flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
        busyMilliseconds: 0
      )
      try Schema.migrate(fresh)
      return try Schema.objects(fresh)
    }
    for name in Set(found.keys).union(expected.keys).sorted() where found[name] != expected[name] {
      throw .difference(
        CheckDifference(
          "schema \(name)",
          expected: expected[name] ?? "absent",
          found: found[name] ?? "absent"
        )
      )
    }
  }
}

extension CheckFailure {
  static func wrap<Result>(_ body: () throws(StoreError) -> Result) throws(CheckFailure) -> Result {
    do throws(StoreError) { return try body() } catch { throw .store(error) }
  }
}

extension Schema {
  /// The statements that made the schema, by kind and name, and the migrations that ran.
  static func objects(_ database: Database) throws(StoreError) -> [String: String] {
    let query = try database.statement(
      """
      SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema
      WHERE name NOT LIKE 'sqlite_stat%'
      UNION ALL
      SELECT 'migration ' || version, name || ' ' || hex(sha256) FROM migration
      """
    )
    defer { query.reset() }
    var objects: [String: String] = [:]
    while try query.step() { objects[query.text(0)] = query.text(1) }
    return objects
  }
}
