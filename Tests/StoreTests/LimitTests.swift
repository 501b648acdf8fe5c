import Accounting
import Findings
import Quantities
import Store
import Testing

/// Sizes, amounts and texts at and beyond what a ledger takes.
@Suite struct LimitTests {
  static let hostile = [
    "'; DROP TABLE entry; --", "\" OR 1=1", "Robert'); DELETE FROM record;--", "%s%n%d", "\\",
    "\\u0000", "=1+1", "=cmd|'/C calc'!A0", "+86", "-1", "@SUM(A1)", "{\"v\":1}", "</script>",
    "&amp;", "null", "NaN", "a=b", "project=P002", "🏦💰", "𠮷野家", "👨‍👩‍👧‍👦", "🇨🇳", "ﷺ", "ß",
    "Å", " 两端空格 ", "　全角空格", "\u{A0}", "\u{200B}", "\u{FEFF}", "\u{2028}",
    "\u{10FFFD}", "\u{E000}", "\u{FFFD}", "\u{0301}", "e\u{0301}", "\u{1100}\u{1161}",
    "\u{202E}txt.exe", "\u{2066}x\u{2069}", "\u{200F}", "\u{061C}", "\0", "a\0b", "\n", "a\nb",
    "a\r\nb", "\t", "a\tb\tc\td", "\u{7F}", "\u{85}", "\u{1B}[31m", "\u{FFFE}", "\u{1FFFF}",
    "x\n2026-01-01T00:00:00Z\t王磊\treview\t", String(repeating: "长", count: 3_000),
  ]

  /// Runs a write that either goes through or is refused for a text.
  /// - Returns: whether it went through.
  private func accepts(
    _ fixture: Fixture,
    _ text: String,
    by person: String = "何伟",
    _ body: (LedgerTransaction) throws(StoreError) -> Void
  ) throws -> Bool {
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    let refusals = codes { try ledger.write(by: person, at: fixture.moment, body) }
    #expect(refusals == [] || refusals == [.textCharacter], "\(text.debugDescription)")
    return refusals.isEmpty
  }

  @Test(arguments: hostile)
  func `a line keeps hostile text exactly, or refuses it`(text: String) throws {
    let (fixture, places) = try SampleLedger.copy()
    let voucher = Voucher(
      date: SampleLedger.voucher("2025-12-30", []).date,
      postings: [("100201", Side.debit), ("271101", .credit)].compactMap { code, side in
        AccountCode(code).map {
          Posting(summary: text, account: $0, side: side, amount: Fen(5), reference: text)
        }
      }
    )
    let entry = SampleLedger.entry(voucher)
    let book = SampleLedger.book("001")
    let isKept = try accepts(fixture, text) { (write) throws(StoreError) in
      _ = try write.post(entry, in: book, signatures: Fixture.signatures)
    }
    let ledger = try LedgerFile(path: fixture.path, mode: .read)
    let found = try ledger.read { (read) throws(StoreError) in
      try read.postedEntry(
        VoucherNumber(period: voucher.period, word: .general, number: 4),
        in: book
      )
    }
    #expect(found?.voucher == (isKept ? voucher : nil))
    let isSame = found?.voucher.postings.allSatisfy { Array($0.summary.utf8) == Array(text.utf8) }
    #expect(isSame != false)
    let report = try fixture.check()
    #expect(report.isSound && report.records == places.next + (isKept ? 1 : 0))
  }

  @Test(arguments: hostile)
  func `names, codes and values keep hostile text exactly, or refuse it`(text: String) throws {
    let (fixture, _) = try SampleLedger.copy()
    let book = try #require(
      Book(code: "003", name: text, startPeriod: SampleLedger.book("001").startPeriod)
    )
    let value = DimensionValue(
      kind: .bank,
      code: text,
      name: text,
      attributes: [DimensionValue.Attribute(text, text), DimensionValue.Attribute("", text)]
    )
    let person = Person(name: text, roles: [.auditor], canSignIn: false)
    let hasBook = try accepts(fixture, text) { (write) throws(StoreError) in
      try write.addBook(book)
    }
    let hasValue = try accepts(fixture, text) { (write) throws(StoreError) in
      _ = try write.addDimensionValues([value])
    }
    let hasPerson = try accepts(fixture, text) { (write) throws(StoreError) in
      try write.setPerson(person)
    }
    try LedgerFile(path: fixture.path, mode: .read).read { (read) throws(StoreError) in
      #expect(try read.books().contains(book) == hasBook)
      #expect(try read.directory()[.bank, text] == (hasValue ? value : nil))
      #expect(try read.people().contains(person) == hasPerson)
    }
    #expect(try fixture.check().firstDifference == nil)
  }

  @Test(arguments: hostile)
  func `a reason is kept exactly or refused, and forges no history`(text: String) throws {
    let (fixture, _) = try SampleLedger.copy()
    let book = SampleLedger.book("001")
    _ = try accepts(fixture, text, by: "张敏") { (write) throws(StoreError) in
      _ = try write.take(.submit, draft: 1, in: book)
    }
    let isKept = try accepts(fixture, text, by: "王磊") { (write) throws(StoreError) in
      _ = try write.take(.return, draft: 1, in: book, reason: text)
    }
    let history = try LedgerFile(path: fixture.path, mode: .read).read {
      (read) throws(StoreError) in
      try read.draft(1, in: book).history
    }
    #expect(history.count == (isKept ? 2 : 1), "\(history)")
    #expect(!isKept || Array(history[1].reason.utf8) == Array(text.utf8))
  }

  @Test func `a text longer than a record's line is refused`() throws {
    let (fixture, _) = try SampleLedger.copy()
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    let long = String(repeating: "长", count: 22_000)
    let refusals = codes {
      try ledger.write(by: "", at: fixture.moment) { (write) throws(StoreError) in
        try write.setPerson(Person(name: long, roles: [], canSignIn: false))
      }
    }
    #expect(refusals == [.textLength])
    #expect(try fixture.check().isSound)
  }

  // MARK: Sizes

  @Test func `a voucher of ten thousand lines is kept line by line`() throws {
    let (fixture, places) = try SampleLedger.copy()
    let lines = (1...9_999).map { ("122101", Side.debit, Int64($0)) }
    let total = lines.reduce(0) { $0 + $1.2 }
    let voucher = SampleLedger.voucher("2025-12-30", lines + [("100201", .credit, total)])
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    let found = try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      let receipt = try write.post(
        SampleLedger.entry(voucher),
        in: SampleLedger.book("001"),
        signatures: Fixture.signatures
      )
      return try write.postedEntry(receipt.number, in: SampleLedger.book("001"))
    }
    #expect(found?.voucher == voucher)
    let report = try fixture.check()
    #expect(report.isSound && report.records == places.next + 1)
  }

  @Test(arguments: [(0, FindingCode.tooFewLines), (1, .tooFewLines), (100_001, .tooManyLines)])
  func `a voucher has two lines or more, and no more than a hundred thousand`(
    count: Int,
    code: FindingCode
  ) {
    let lines = (0..<count).map { ("100201", $0 % 2 == 0 ? Side.debit : .credit, Int64(1)) }
    let findings = JournalEntry.findings(
      in: SampleLedger.voucher("2025-12-30", lines),
      chart: ChartOfAccounts(SampleLedger.accounts),
      directory: DimensionDirectory()
    )
    #expect(findings.contains { $0.code == code })
  }

  // MARK: Amounts

  private static let most = Int64.max
  /// What both accounts of the second book still take: the sample has 7 fen on each.
  private static let room = most - 7

  /// Vouchers one after the other; the last one is more than the ledger can hold.
  static let overflows: [[[(String, Side, Int64)]]] = [
    [
      [("100201", .debit, room), ("271101", .credit, room)],
      [("100201", .debit, 1), ("271101", .credit, 1)],
    ],
    [
      [("100201", .debit, room), ("271101", .credit, room)],
      [("100201", .debit, room), ("271101", .credit, room)],
    ],
    [
      [("100201", .debit, room), ("271101", .credit, room)],
      [("630101", .debit, 1), ("271101", .credit, 1)],
    ],
    [
      [
        ("100201", .debit, most), ("100201", .debit, most), ("271101", .credit, most),
        ("271101", .credit, most),
      ]
    ],
    [
      [
        ("100201", .debit, room), ("630101", .debit, most), ("271101", .credit, room),
        ("122101", .credit, most),
      ]
    ],
  ]

  @Test(arguments: overflows.indices)
  func `sums beyond 2 to the 63rd are refused and leave no trace`(index: Int) throws {
    let (fixture, _) = try SampleLedger.copy()
    let ledger = try LedgerFile(path: fixture.path, mode: .write)
    let vouchers = Self.overflows[index].map { SampleLedger.voucher("2026-01-15", $0) }
    for (number, voucher) in vouchers.enumerated() {
      let refusals = codes {
        try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
          _ = try write.post(
            SampleLedger.entry(voucher),
            in: SampleLedger.book("002"),
            signatures: Fixture.signatures
          )
        }
      }
      let isLast = number == vouchers.count - 1
      #expect(refusals == (isLast ? [.overflow] : []), "\(index)")
    }
    #expect(try fixture.check().firstDifference == nil)
  }
}
