import Accounting
import Audit
import CanonicalJSON
import Quantities

/// Books, accounts, dimension values, people and periods as the log tells them.
///
/// They are held against their tables row by row, as the text of their columns.
struct ReplayedMasters {
  private var books: [String: String] = [:]
  private var accounts: [String: String] = [:]
  private var values: [String: String] = [:]
  private var people: [String: String] = [:]
  /// The latest closed period of each book.
  private(set) var closed: [String: FiscalPeriod] = [:]
  private var closedBefore: [String: [FiscalPeriod]] = [:]

  mutating func apply(
    _ type: String,
    _ body: Span<UInt8>,
    _ layout: RecordLayout,
    _ sequence: Int64
  ) throws(CheckFailure) {
    let place = "record \(sequence)"
    let data = try Members(body, layout.data, place)
    let lines = try layout.lines.map { line throws(CheckFailure) in
      try Members(body, line.data, place)
    }
    switch type {
    case "book":
      books[try data.text("code")] = try data.texts("name", "start") + "\t\(sequence)"
    case "accounts":
      let book = try Members.text(body, layout.book, place)
      for line in lines {
        accounts["\(book)\t\(try line.text("code"))"] =
          try line.texts("name", "side", "element", "aspect", "leaf", "open", "dimensions")
      }
    case "dimension_values":
      for line in lines {
        values["\(try line.text("kind"))\t\(try line.text("code"))"] =
          try line.texts("kind_name", "name", "open", "attributes")
      }
    case "person":
      people[try data.text("name")] = try data.texts("roles", "signs_in")
    case "period_close", "period_reopen":
      let book = try Members.text(body, layout.book, place)
      guard let period = FiscalPeriod(iso: try data.text("period")) else {
        throw .difference(CheckDifference(place, expected: "a period", found: ""))
      }
      if type == "period_close" {
        closedBefore[book, default: []].append(period)
      } else {
        closedBefore[book]?.removeAll { $0 >= period }
      }
      closed[book] = closedBefore[book]?.max()
    case "import": break
    default:
      throw .difference(CheckDifference(place, expected: "a known type", found: type))
    }
  }

  func compare(with snapshot: LedgerSnapshot) throws(CheckFailure) {
    let database = snapshot.database
    try compare(
      books,
      "book",
      """
      SELECT code, name || char(9) || printf('%04d-%02d', start_period / 12, start_period % 12 + 1)
        || char(9) || created_seq FROM book
      """,
      database
    )
    try compare(
      accounts,
      "account",
      """
      SELECT b.code || char(9) || a.code, a.name || char(9)
        || iif(a.normal_side = 1, 'debit', 'credit') || char(9) || a.element || char(9)
        || iif(a.aspect = 0, 'financial', iif(a.aspect = 1, 'budget',
             iif(a.aspect = 2, 'control', 'commitment'))) || char(9)
        || iif(a.is_leaf, 'true', 'false') || char(9) || iif(a.is_open, 'true', 'false') || char(9)
        || replace(a.dimensions, ',', char(10))
      FROM account AS a JOIN book AS b ON b.id = a.book_id
      """,
      database
    )
    try compare(
      values,
      "dimension_value",
      """
      SELECT v.kind || char(9) || v.code, k.name || char(9) || v.name || char(9)
        || iif(v.is_open, 'true', 'false') || char(9) || v.attributes
      FROM dimension_value AS v JOIN dimension_kind AS k ON k.code = v.kind
      """,
      database
    )
    try compare(
      people,
      "person",
      """
      SELECT name, replace(roles, ',', char(10)) || char(9)
        || iif(can_sign_in, 'true', 'false') FROM person
      """,
      database
    )
  }

  private func compare(
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

/// The members of a data object, for reading one record that is not a voucher.
private struct Members {
  private let object: JSONValue
  private let place: String

  init(_ body: Span<UInt8>, _ range: Range<Int>, _ place: String) throws(CheckFailure) {
    self.place = place
    do throws(JSONSyntaxError) {
      object = try JSONValue(range.map { body[$0] }, profile: .record)
    } catch {
      throw .difference(
        CheckDifference(place, expected: "canonical JSON", found: "byte \(error.offset)")
      )
    }
  }

  /// A text that stands in a header member.
  static func text(
    _ body: Span<UInt8>,
    _ token: JSONScanner.Token,
    _ place: String
  ) throws(CheckFailure) -> String {
    let range = token.range.lowerBound - 1..<token.range.upperBound + 1
    let wrapped = Array("{\"text\":".utf8) + range.map { body[$0] } + Array("}".utf8)
    return try Members(wrapped.span, 0..<wrapped.count, place).text("text")
  }

  /// A member that must be there; arrays become lines, and arrays of arrays lines of tabbed texts.
  func text(_ key: String) throws(CheckFailure) -> String {
    guard let value = object[key] else {
      throw .difference(CheckDifference(place, expected: "member \(key)", found: "absent"))
    }
    return Members.flat(value, separator: "\n")
  }

  /// Several members, joined by tabs.
  func texts(_ keys: String...) throws(CheckFailure) -> String {
    try keys.map { key throws(CheckFailure) in try text(key) }.joined(separator: "\t")
  }

  private static func flat(_ value: JSONValue, separator: String) -> String {
    switch value {
    case .string(let text): text
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .array(let values): values.map { flat($0, separator: "\t") }.joined(separator: separator)
    case .object(let members):
      members.map { flat($0.value, separator: "\t") }.joined(separator: "\t")
    }
  }
}
