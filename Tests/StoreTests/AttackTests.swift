import Store
import Testing

/// What another program may try on the file, and the rule that stops it.
struct Attack: CustomTestStringConvertible, Sendable {
  let name: String
  let rule: String
  let sql: @Sendable (SampleLedger.Places) -> String

  init(_ name: String, _ rule: String, _ sql: String) {
    (self.name, self.rule) = (name, rule)
    self.sql = { Forgery.filled(sql, $0) }
  }

  init(
    _ name: String,
    _ rule: String,
    from start: Forgery = Forgery(),
    _ change: (inout Forgery) -> Void
  ) {
    (self.name, self.rule) = (name, rule)
    let forgery = start.with(change)
    sql = { forgery.sql($0) }
  }

  var testDescription: String { name }
}

@Suite struct AttackTests {
  static let balance = "does not balance, or a line is out of place"
  static let opening = "only openings stand before the first period"
  static let unsigned = "three persons sign"
  static let noPeriod = "period is not open"
  static let mirror = "mirrors an earlier entry"

  static let forgedEntries = [
    Attack("one line", balance) { $0.lines.removeLast() },
    Attack("no lines", balance) { $0.lines = [] },
    Attack("unbalanced by a fen", balance) { $0.lines[1].amount = "6" },
    Attack("both sides debit", balance) { $0.lines[1].side = 1 },
    Attack("zero amount", "amount <> 0") { $0.lines[0].amount = "0" },
    Attack("all amounts zero", "amount <> 0") {
      $0.lines[0].amount = "0"
      $0.lines[1].amount = "0"
    },
    Attack("negative without a reversal", balance) {
      $0.lines[0].amount = "-5"
      $0.lines[1].amount = "-5"
    },
    Attack("amounts as text", "cannot store TEXT value in INTEGER column") {
      $0.lines[0].amount = "'5x'"
    },
    Attack("amounts with a fraction", "cannot store REAL value in INTEGER column") {
      $0.lines[0].amount = "5.5"
    },
    Attack("no amount", "NOT NULL") { $0.lines[0].amount = "NULL" },
    Attack("amount beyond 63 bits", "cannot store REAL value in INTEGER column") {
      $0.lines[0].amount = "9223372036854775808"
    },
    Attack("amounts whose sum wraps around", "integer overflow") {
      $0.lines = (0..<4).map {
        Forgery.Line(account: 2, side: $0 < 2 ? 1 : -1, amount: "\(Int64.max)")
      }
    },
    Attack("the amount without an opposite", balance) {
      $0.lines[0].amount = "-9223372036854775808"
      $0.lines[1].amount = "-9223372036854775808"
    },
    Attack("a side that is none", "side IN (1, -1)") { $0.lines[0].side = 0 },
    Attack("a side of two", "side IN (1, -1)") { $0.lines[0].side = 2 },
    Attack("no summary", "summary <> ''") { $0.lines[0].summary = "''" },
    Attack("closed period", noPeriod) {
      $0.period -= 1
      $0.day = 20_412
      $0.lines[0].day = 20_412
      $0.lines[1].day = 20_412
    },
    Attack("a day of another month", noPeriod) { $0.day += 31 },
    Attack("a period that does not exist", noPeriod) { $0.period += 1 },
    Attack("an unknown book", noPeriod) { $0.book = 3 },
    Attack("lines of another day", balance) { $0.lines[0].day += 1 },
    Attack("account of another book", balance) { $0.lines[1].account = 11 },
    Attack("account that is no leaf", balance) { $0.lines[0].account = 1 },
    Attack("unknown account", balance) { $0.lines[0].account = 999 },
    Attack("budget against financial", balance) { $0.lines[1].account = 7 },
    Attack("two aspects, each unbalanced", balance) {
      $0.lines = [
        Forgery.Line(account: 2, amount: "5"), Forgery.Line(account: 4, side: -1, amount: "6"),
        Forgery.Line(account: 6, amount: "6"), Forgery.Line(account: 7, side: -1, amount: "5"),
      ]
    },
    Attack("a line number left out", balance) { $0.lines[1].number = 3 },
    Attack("a line number twice", "UNIQUE constraint failed: posting") { $0.lines[1].number = 1 },
    Attack("a line number zero", "line >= 1") { $0.lines[0].number = 0 },
    Attack("unknown dimension set", balance) { $0.lines[0].dimensions = 99 },
    Attack("number of another entry", "number is taken") { $0.number = "1" },
    Attack("number zero", "number >= 1") { $0.number = "0" },
    Attack("number with a fraction", "cannot store REAL") { $0.number = "1.5" },
    Attack("negative attachments", "attachments >= 0") { $0.attachments = "-1" },
    Attack("maker reviews", "CHECK constraint failed") { $0.signers[1] = $0.signers[0] },
    Attack("maker approves", "CHECK constraint failed") { $0.signers[2] = $0.signers[0] },
    Attack("reviewer approves", "CHECK constraint failed") { $0.signers[2] = $0.signers[1] },
    Attack("no maker", unsigned) { $0.signers[0] = "NULL" },
    Attack("no reviewer", unsigned) { $0.signers[1] = "NULL" },
    Attack("no approver", unsigned) { $0.signers[2] = "NULL" },
    Attack("a nameless approver", unsigned) { $0.signers[2] = "''" },
    Attack("nobody signs", unsigned) { $0.signers = ["NULL", "NULL", "NULL"] },
    Attack("what calls itself opening in a later month", opening) {
      $0.signers = ["NULL", "NULL", "NULL"]
      $0.word = "'初'"
    },
    Attack("an ordinary entry before the first month", noPeriod) {
      $0.period = 2025 * 12 + 9
      $0.day = 20_382
      $0.lines[0].day = 20_382
      $0.lines[1].day = 20_382
    },
    Attack("a gap in the log", "appended in order") { $0.record = "{next} + 1" },
    Attack("an entry for an older record", "newest record") { $0.id = "2" },
    Attack("an entry without a record", "newest record") { $0.id = "{next} + 1" },
  ]

  static let forgedReversals = [
    Attack("other amount", mirror, from: .mirror) {
      $0.lines[2].amount = "-71"
      $0.lines[3].amount = "-71"
    },
    Attack("other account", mirror, from: .mirror) { $0.lines[1].account = 5 },
    Attack("other sides", mirror, from: .mirror) {
      for index in $0.lines.indices {
        $0.lines[index].side.negate()
        $0.lines[index].amount = String($0.lines[index].amount.dropFirst())
      }
    },
    Attack("other dimensions", mirror, from: .mirror) { $0.lines[0].dimensions = 0 },
    Attack("a quantity more", mirror, from: .mirror) { $0.lines[0].quantity = "1" },
    Attack("fewer lines", mirror, from: .mirror) { $0.lines.removeLast(2) },
    Attack("more lines", mirror, from: .mirror) {
      $0.lines += [Forgery.Line(account: 2), Forgery.Line(account: 4, side: -1)]
    },
    Attack("lines in another order", mirror, from: .mirror) { $0.lines.swapAt(0, 2) },
    Attack("a second reversal", "reversed already", from: .mirror) {
      $0.reverses = "{reversed}"
      $0.lines = [
        Forgery.Line(account: 3, dimensions: 1, amount: "-40"),
        Forgery.Line(account: 2, side: -1, amount: "-40"),
      ]
    },
    Attack("a reversal of what does not exist", mirror, from: .mirror) { $0.reverses = "999" },
    Attack("a reversal of itself", mirror, from: .mirror) { $0.reverses = "{next}" },
    Attack("a reversal of another book's entry", mirror, from: .mirror) { $0.reverses = "{other}" },
    Attack("a reversal of a draft's neighbour", mirror, from: .mirror) { $0.reverses = "0" },
  ]

  @Test(arguments: forgedEntries + forgedReversals + Attack.edits)
  func `no other program gets it into the books`(attack: Attack) throws {
    let (fixture, places) = try SampleLedger.copy()
    let program = try ForeignProgram(fixture.path)
    let before = try program.posted()
    let sql = attack.sql(places)
    let refusal = #expect(throws: ForeignProgram.Refusal.self) { try program.transact(sql) }
    let reason = refusal?.description ?? ""
    #expect(reason.contains(attack.rule), "\(reason)")
    #expect(try Shell.run(sql, on: fixture.path) != true)
    #expect(try program.posted() == before)
    #expect(try fixture.check().firstDifference == nil)
  }

  @Test(arguments: forgedEntries + forgedReversals + Attack.edits)
  func `going on after the refusal changes nothing that is posted`(attack: Attack) throws {
    let (fixture, places) = try SampleLedger.copy()
    let program = try ForeignProgram(fixture.path)
    let before = try program.posted()
    try program.run("BEGIN")
    for statement in attack.sql(places).split(separator: ";\n") { try? program.run("\(statement)") }
    try program.run("COMMIT")
    #expect(try program.posted() == before)
    let leftovers = try program.rows(
      """
      SELECT 1 FROM record WHERE seq >= \(places.next)
      UNION SELECT 1 FROM posting WHERE entry_id >= \(places.next)
      """
    )
    #expect(try fixture.check().isSound == leftovers.isEmpty)
  }

  @Test func `what the attacks change is accepted when it is right, and found by the check`() throws
  {
    for forgery in [Forgery(), Forgery.mirror] {
      let (fixture, places) = try SampleLedger.copy()
      let program = try ForeignProgram(fixture.path)
      try program.transact(forgery.sql(places))
      #expect(try program.posted().count > 0)
      let difference = try #require(try fixture.check().firstDifference)
      #expect(difference.place == "record \(places.next) form")
    }
  }
}

extension Fixture {
  /// Checks the whole file.
  func check() throws -> CheckReport {
    try LedgerFile(path: path, mode: .read).read { (read) throws(StoreError) in try read.check() }
  }
}
