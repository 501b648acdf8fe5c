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
  private var kinds: [String: String] = [:]
  /// The periods of each book, which vouchers use.
  var periods = ReplayedPeriods()

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
      let code = try data.text("code")
      books[code] = try data.texts("name", "start") + "\t\(sequence)"
      periods.open(code, from: try data.period("start"))
    case "accounts":
      let book = try Members.text(body, layout.book, place)
      for line in lines {
        accounts["\(book)\t\(try line.text("code"))"] =
          try line.texts("name", "side", "element", "aspect", "leaf", "open", "dimensions")
      }
    case "dimension_values":
      for line in lines {
        let kind = try line.text("kind")
        if kinds[kind] == nil { kinds[kind] = try line.text("kind_name") + "\t\(kinds.count)" }
        values["\(kind)\t\(try line.text("code"))"] =
          try line.texts("kind_name", "name", "open", "attributes")
      }
    case "person":
      people[try data.text("name")] = try data.texts("roles", "signs_in")
    case "period_close":
      periods.close(try data.period("period"), of: try Members.text(body, layout.book, place))
    case "period_reopen":
      periods.reopen(try data.period("period"), of: try Members.text(body, layout.book, place))
    case "import": break
    default:
      throw .difference(CheckDifference(place, expected: "a known type", found: type))
    }
  }

  func compare(with snapshot: LedgerSnapshot) throws(CheckFailure) {
    let database = snapshot.database
    try RowComparison.compare(
      books,
      "book",
      """
      SELECT code, name || char(9) || printf('%04d-%02d', start_period / 12, start_period % 12 + 1)
        || char(9) || created_seq FROM book
      """,
      database
    )
    try RowComparison.compare(
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
    try RowComparison.compare(
      values,
      "dimension_value",
      """
      SELECT v.kind || char(9) || v.code, k.name || char(9) || v.name || char(9)
        || iif(v.is_open, 'true', 'false') || char(9) || v.attributes
      FROM dimension_value AS v JOIN dimension_kind AS k ON k.code = v.kind
      """,
      database
    )
    try RowComparison.compare(
      kinds,
      "dimension_kind",
      "SELECT code, name || char(9) || position FROM dimension_kind",
      database
    )
    try RowComparison.compare(
      periods.rows,
      "period",
      """
      SELECT b.code || char(9) || printf('%04d-%02d', p.period / 12, p.period % 12 + 1),
        p.first_day || char(9) || p.last_day || char(9) || iif(p.is_open, 'open', 'closed')
      FROM period AS p JOIN book AS b ON b.id = p.book_id
      """,
      database
    )
    try RowComparison.compare(
      people,
      "person",
      """
      SELECT name, replace(roles, ',', char(10)) || char(9)
        || iif(can_sign_in, 'true', 'false') FROM person
      """,
      database
    )
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

  /// A member that must be a period.
  func period(_ key: String) throws(CheckFailure) -> FiscalPeriod {
    let text = try text(key)
    guard let period = FiscalPeriod(iso: text) else {
      throw .difference(CheckDifference(place, expected: "a period", found: text))
    }
    return period
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
