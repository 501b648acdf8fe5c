/// Rows that the log tells, held against the rows that a table holds, as text by key.
enum RowComparison {
  static func compare(
    _ expected: [String: String],
    _ table: String,
    _ sql: String,
    _ database: Database
  ) throws(CheckFailure) {
    var rows: Set<String> = []
    let query = try CheckFailure.wrap { () throws(StoreError) in try database.statement(sql) }
    defer { query.reset() }
    while try CheckFailure.wrap({ () throws(StoreError) in try query.step() }) {
      let key = query.text(0)
      guard expected[key] == query.text(1) else {
        throw .difference(
          CheckDifference(
            "\(table) \(key)",
            expected: expected[key] ?? "absent",
            found: query.text(1)
          )
        )
      }
      rows.insert(key)
    }
    if let missing = expected.keys.filter({ !rows.contains($0) }).min() {
      throw .difference(
        CheckDifference(
          "\(table) \(missing)",
          expected: expected[missing] ?? "",
          found: "absent"
        )
      )
    }
  }
}
