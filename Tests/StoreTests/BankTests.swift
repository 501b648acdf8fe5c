import Accounting
import Findings
import Quantities
import Reconciliation
import Store
import Testing

/// Bank statements in the file.
@Suite struct BankTests {
  private static let digest = String(repeating: "ab", count: 32)

  private static func date(_ text: String) throws -> CivilDate {
    try #require(CivilDate(iso: "2025-12-\(text)"))
  }

  /// Lines of December, each `day amount` with an optional number of the bank.
  private static func statement(
    _ lines: [String],
    opening: Int64 = 0,
    account: String = "100201"
  ) throws -> BankStatement {
    var balance = opening
    let read = try lines.map { text in
      let parts = text.split(separator: " ").map(String.init)
      let change = try #require(Fen(canonical: parts[1])).rawValue
      balance += change
      return BankLine(
        date: try date(parts[0]),
        time: "10:00:00",
        paid: Fen(max(0, -change)),
        received: Fen(max(0, change)),
        balance: Fen(balance),
        counterparty: "往来单位",
        memo: "拨付",
        serial: parts.count > 2 ? parts[2] : ""
      )
    }
    return BankStatement(
      account: try #require(AccountCode(account)),
      name: "流水.csv",
      digest: digest,
      lines: read
    )
  }

  private func add(
    _ statement: BankStatement,
    _ fixture: Fixture,
    _ ledger: LedgerFile,
    _ book: Book
  ) throws -> BankReceipt {
    try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      try write.addBankStatement(statement, to: book)
    }
  }

  @Test func `statements come back line by line, and may overlap`() throws {
    let fixture = Fixture()
    let (ledger, book) = try fixture.ledger()
    let first = try Self.statement(["01 9.00 A1", "02 -1.00", "02 -1.00"])
    #expect(try add(first, fixture, ledger, book).added == 3)
    // The same two lines without a number are known by all that they say.
    let second = try Self.statement(
      ["02 -1.00", "02 -1.00", "03 -2.00 A2"],
      opening: 900
    )
    let receipt = try add(second, fixture, ledger, book)
    #expect(receipt.added == 1 && receipt.known == 2 && receipt.gaps.isEmpty)
    #expect(try add(second, fixture, ledger, book).added == 0)
    let (lines, statements, accounts) = try ledger.read { (snapshot) throws(StoreError) in
      (
        try snapshot.bankLines(of: first.account, in: book),
        try snapshot.bankStatements(in: book),
        try snapshot.bankAccounts(of: book)
      )
    }
    #expect(lines == first.lines + second.lines.suffix(1))
    #expect(statements.map(\.count) == [3, 1] && statements[0].digest == Self.digest)
    #expect(accounts == [first.account])
    #expect(try fixture.check().isSound)
  }

  @Test func `lines that are missing between statements are told`() throws {
    let fixture = Fixture()
    let (ledger, book) = try fixture.ledger()
    _ = try add(try Self.statement(["01 9.00"]), fixture, ledger, book)
    _ = try add(try Self.statement(["20 1.00"], opening: 700), fixture, ledger, book)
    let between = try add(try Self.statement(["10 -1.00"], opening: 850), fixture, ledger, book)
    #expect(between.gaps.map(\.difference) == [-50, -50])
    #expect(between.gaps.map(\.after) == [try Self.date("01"), try Self.date("10")])
  }

  @Test(arguments: [
    (["05 9.00 A1"], "100201", FindingCode.bankConflict), (["01 9.00 A1"], "999", .accountUnknown),
  ])
  func `what clashes with the ledger is refused`(
    _ lines: [String],
    _ account: String,
    _ code: FindingCode
  ) throws {
    let fixture = Fixture()
    let (ledger, book) = try fixture.ledger()
    _ = try add(try Self.statement(["01 9.00 A1"]), fixture, ledger, book)
    let statement = try Self.statement(lines, account: account)
    #expect {
      try add(statement, fixture, ledger, book)
    } throws: { error in
      guard case StoreError.findings(let findings) = error else { return false }
      return findings.list.map(\.code) == [code]
    }
    #expect(try fixture.check().isSound)
  }

  @Test(arguments: [
    ("UPDATE bank_line SET paid = 5", "bank lines never change"),
    ("DELETE FROM bank_line", "bank lines are never deleted"),
    (
      "INSERT OR REPLACE INTO bank_line SELECT * FROM bank_line",
      "a bank line belongs to the newest record"
    ),
    ("UPDATE bank_statement SET name = 'x'", "bank statements never change"),
    ("DELETE FROM bank_statement", "bank statements are never deleted"),
    (
      "INSERT OR REPLACE INTO bank_statement SELECT * FROM bank_statement",
      "a bank statement belongs to the newest record"
    ),
  ])
  func `another program cannot change what was imported`(_ sql: String, _ rule: String) throws {
    let (fixture, _) = try Self.imported()
    let owner = try ForeignProgram(fixture.path)
    #expect {
      try owner.run(sql)
    } throws: { error in "\(error)".contains(rule) }
    #expect(try fixture.check().isSound)
  }

  @Test(arguments: [
    ("UPDATE bank_line SET received = received + 1 WHERE line = 1", "bank_line"),
    ("UPDATE bank_line SET memo = '其他' WHERE line = 1", "bank_line"),
    ("UPDATE bank_line SET day = day + 1", "bank_line"),
    ("UPDATE bank_line SET account_id = 2 WHERE line = 1", "bank_line"),
    ("DELETE FROM bank_line WHERE line = 2", "bank_line"),
    ("UPDATE bank_statement SET name = 'x'", "bank_statement"),
    ("UPDATE bank_statement SET account_id = 2", "bank_statement"),
    ("DELETE FROM bank_line; DELETE FROM bank_statement", "bank_statement"),
  ])
  func `the check names what the owner has changed`(_ sql: String, _ place: String) throws {
    let (fixture, _) = try Self.imported()
    try ForeignProgram(fixture.path).transactWithoutTriggers(sql)
    #expect(try fixture.check().firstDifference?.place.hasPrefix(place) == true)
  }

  private static func imported() throws -> (Fixture, Book) {
    let fixture = Fixture()
    let (ledger, book) = try fixture.ledger()
    let statement = try statement(["01 9.00 A1", "02 -1.00"])
    try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      _ = try write.addBankStatement(statement, to: book)
      try write.setPerson(Person(name: "陈静", roles: [.cashier], canSignIn: true))
    }
    return (fixture, book)
  }

  @Test func `books and bank are reconciled, openings apart`() throws {
    let fixture = Fixture()
    let (ledger, book) = try fixture.ledger()
    let statement = try Self.statement(["01 -3.00 A1", "02 7.00 A2"], opening: 1000)
    let found = try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      try write.addOpening(
        [
          Posting(
            summary: "期初",
            account: Fixture.accounts[0].code,
            side: .debit,
            amount: Fen(1000)
          ),
          Posting(
            summary: "期初",
            account: Fixture.accounts[2].code,
            side: .credit,
            amount: Fen(1000)
          ),
        ],
        to: book,
        isPosting: true
      )
      let entry = try write.checkedEntry(
        Fixture.voucher(
          "2025-12-01",
          [("122101", .debit, 300, "P001"), ("100201", .credit, 300, nil)]
        ),
        in: book
      )
      try write.post(entry, in: book, signatures: Fixture.signatures)
      _ = try write.addBankStatement(statement, to: book)
      return try write.reconciliation(
        of: statement.account,
        in: book,
        asOf: CivilDate(dayNumber: 20_453)
      )
    }
    let result = try #require(found)
    #expect(result.matches.map(\.kind) == [.oneToOne])
    #expect(result.bankNotBook.map(\.line.serial) == ["A2"] && result.bookNotBank.isEmpty)
    #expect(result.balances.book == 700 && result.balances.adjustedBook == 1400)
    #expect(result.balances.remainder == 0)
  }

  @Test func `a ledger of the first version gets the tables when it is opened`() throws {
    let fixture = Fixture()
    let book: Book
    do { book = try fixture.ledger().1 }
    let owner = try ForeignProgram(fixture.path)
    let tables = try owner.rows(
      """
      SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND
        (name LIKE 'bank%' OR name LIKE 'document%' OR name IN ('adoption', 'book_role'))
      """
    )
    #expect(tables.count >= 6)
    try owner.run("PRAGMA foreign_keys = OFF")
    for table in tables { try owner.run("DROP TABLE \(table)") }
    try owner.run("DELETE FROM migration WHERE version > 1; PRAGMA user_version = 1")
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    _ = try add(try Self.statement(["01 9.00"]), fixture, ledger, book)
    #expect(try fixture.check().isSound)
  }
}
