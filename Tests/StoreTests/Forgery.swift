/// An entry that another program writes by hand, right in everything unless a trial changes it.
struct Forgery {
  struct Line {
    var account = 2
    var day = 20_444
    var dimensions = 0
    var side = 1
    var amount = "5"
    var number: Int?
    var quantity = "NULL"
    var summary = "'拨付'"
  }

  /// 2025-12-22, the day of every forged line.
  static let day = 20_444
  static let december = 2025 * 12 + 11

  var id = "{next}"
  var record = "{next}"
  var book = 1
  var period = Forgery.december
  var day = Forgery.day
  var word = "'记'"
  var number = "77"
  var attachments = "0"
  var signers = ["'张敏'", "'王磊'", "'刘芳'"]
  var reverses = "NULL"
  var lines = [Line(account: 2), Line(account: 4, side: -1)]

  /// The statements: record, lines, and last the entry that seals them.
  func sql(_ places: SampleLedger.Places) -> String {
    var statements = [
      "INSERT INTO record VALUES (\(record), '{}', zeroblob(32), zeroblob(32))"
    ]
    for (index, line) in lines.enumerated() {
      statements.append(
        """
        INSERT INTO posting VALUES (\(id), \(line.number ?? index + 1), \(line.account), \
        \(line.day), \(line.dimensions), \(line.side), \(line.amount), \(line.quantity), \
        \(line.summary), '')
        """
      )
    }
    statements.append(
      """
      INSERT INTO entry VALUES (\(id), \(book), \(period), \(day), \(word), \(number), \
      \(attachments), \(signers.joined(separator: ", ")), '何伟', '2026-01-05T01:02:03Z', \
      \(reverses), '')
      """
    )
    return Forgery.filled(statements.joined(separator: ";\n"), places)
  }

  /// Statements with the places of the sample filled in.
  static func filled(_ sql: String, _ places: SampleLedger.Places) -> String {
    [
      ("{next}", places.next), ("{entry}", places.entry), ("{reversed}", places.reversed),
      ("{reversal}", places.reversal), ("{opening}", places.opening),
      ("{other}", places.otherBook),
    ].reduce(sql) { text, place in
      text.split(separator: place.0, omittingEmptySubsequences: false)
        .joined(separator: "\(place.1)")
    }
  }

  /// A copy with something changed.
  func with(_ change: (inout Forgery) -> Void) -> Forgery {
    var copy = self
    change(&copy)
    return copy
  }

  /// The mirror image of the sample's entry, which nothing has reversed.
  static let mirror = Forgery().with {
    $0.reverses = "{entry}"
    $0.lines = [
      Line(account: 3, dimensions: 1, amount: "-300"), Line(account: 2, side: -1, amount: "-300"),
      Line(account: 6, amount: "-70"), Line(account: 7, side: -1, amount: "-70"),
    ]
  }
}
