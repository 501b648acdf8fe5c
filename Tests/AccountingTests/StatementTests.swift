import Accounting
import Findings
import Quantities
import Testing

@Suite struct StatementTests {
  func ledger() throws -> InMemoryLedger {
    var ledger = try Ground.ledger(start: "2024-12")
    let vouchers = [
      ("2024-12-05", ["100201 借 100.00", "2711 贷 100.00"]),
      ("2025-01-10", ["122101 借 30.00 P001", "100201 贷 30.00"]),
      ("2025-02-10", ["122101 借 80.00 P002", "100201 贷 50.00", "100202 贷 30.00"]),
      ("2025-02-20", ["100202 借 40.00", "6301 贷 40.00", "8001 借 40.00", "7001 贷 40.00"]),
    ]
    for (date, lines) in vouchers {
      try ledger.post(
        Ground.voucher(date, lines),
        signatures: Ground.signatures,
        postedBy: "何伟"
      )
    }
    return ledger
  }

  @Test func `the balance runs from the opening through every line to the closing`() throws {
    let ledger = try ledger()
    let account = try #require(Ground.chart[Ground.code("100201")])
    let range = try #require(PeriodRange("2025-01..2025-03"))
    let statement = try ledger.statement(of: account, range)
    #expect(statement.opening == Fen(100_00))
    #expect(statement.lines.map(\.balance) == [Fen(70_00), Fen(20_00)])
    #expect(statement.closing == Fen(20_00))
    let months = statement.months
    #expect(months.map(\.movement.credit) == [Fen(30_00), Fen(50_00), .zero])
    #expect(months.map(\.yearToDate.credit) == [Fen(30_00), Fen(80_00), Fen(80_00)])
    #expect(months.map(\.closing) == [Fen(70_00), Fen(20_00), Fen(20_00)])
  }

  @Test func `the year's sum includes months before the range and starts anew in January`() throws {
    let ledger = try ledger()
    let account = try #require(Ground.chart[Ground.code("100201")])
    let february = try ledger.statement(of: account, PeriodRange(Ground.period("2025-02")))
    #expect(february.months.map(\.yearToDate.credit) == [Fen(80_00)])
    let winter = try #require(PeriodRange("2024-12..2025-01"))
    let months = try ledger.statement(of: account, winter).months
    #expect(
      months.map(\.yearToDate) == [
        Balance(debit: Fen(100_00), credit: .zero), Balance(debit: .zero, credit: Fen(30_00)),
      ]
    )
  }

  @Test func `a parent account shows the lines of all its leaves`() throws {
    let account = try #require(Ground.chart[Ground.code("1002")])
    let statement = try ledger().statement(of: account, PeriodRange(Ground.period("2025-02")))
    #expect(statement.lines.map(\.balance) == [Fen(20_00), Fen(-10_00), Fen(30_00)])
  }

  @Test func `counter accounts are of the opposite effect and the same aspect`() throws {
    let entries = try ledger().entries
    let texts = { (entry: PostedEntry) in
      entry.lines(chart: Ground.chart).map { $0.counterAccounts.map(\.text) }
    }
    #expect(texts(entries[2]) == [["100201", "100202"], ["122101"], ["122101"]])
    #expect(texts(entries[3]) == [["6301"], ["100202"], ["7001"], ["8001"]])
  }

  @Test func `a red line and its correction in one column are each other's counter`() throws {
    var voucher = try Ground.voucher("2025-01-01", ["122101 借 5.00 P001", "122101 借 -5.00 P002"])
    voucher.word = .general
    let entry = PostedEntry(
      number: VoucherNumber(period: voucher.period, word: .general, number: 1),
      book: "001",
      voucher: voucher,
      signatures: Ground.signatures,
      sequence: 0,
      postedBy: "何伟",
      postedAt: "2025-01-01T00:00:00Z",
      leafSHA256: ""
    )
    #expect(
      entry.lines(chart: Ground.chart).map { $0.counterAccounts.map(\.text) } == [
        ["122101"], ["122101"],
      ]
    )
  }

  @Test func `opening vouchers are opening balances, not movement`() throws {
    var ledger = try Ground.ledger(start: "2025-07")
    let lines = ["100201 借 9.00", "3001 贷 9.00"]
    try ledger.post(
      Ground.voucher("2025-06-30", lines, word: .opening),
      signatures: Signatures(),
      postedBy: "何伟"
    )
    let year = try #require(PeriodRange("2025"))
    let trial = try ledger.trialBalance(year)
    #expect(trial.totals == .zero)
    #expect(trial.rows.first { $0.account.code.text == "3001" }?.opening == Fen(-9_00))
    let account = try #require(Ground.chart[Ground.code("100201")])
    for range in [year, try #require(PeriodRange("2025-07"))] {
      let statement = try ledger.statement(of: account, range)
      #expect(statement.opening == Fen(9_00))
      #expect(statement.lines.isEmpty)
      #expect(statement.months.allSatisfy { $0.yearToDate == .zero })
    }
  }

  @Test func `opening vouchers come before the start and before the first closing`() throws {
    var ledger = try Ground.ledger()
    let lines = ["100201 借 9.00", "3001 贷 9.00"]
    let post = { (date: String, word: VoucherWord) in
      refusal {
        try ledger.post(
          Ground.voucher(date, lines, word: word),
          signatures: word == .opening ? Signatures() : Ground.signatures,
          postedBy: "何伟"
        )
      }
    }
    #expect(post("2025-01-01", .opening) == [.beforeStart])
    #expect(post("2024-12-31", .general) == [.beforeStart])
    #expect(post("2024-12-31", .opening) == [])
    try ledger.close(Ground.period("2025-01"))
    #expect(post("2024-12-31", .opening) == [.periodClosed])
  }

  @Test func `a running balance that does not fit is an error`() throws {
    let account = try #require(Ground.chart[Ground.code("100201")])
    let line = PostedLine(
      date: try #require(CivilDate(iso: "2025-01-01")),
      number: VoucherNumber(period: try Ground.period("2025-01"), word: .general, number: 1),
      line: 1,
      posting: Posting(summary: "甲", account: account.code, side: .debit, amount: Fen(1)),
      counterAccounts: []
    )
    #expect(throws: Overflow.self) {
      try AccountStatement(
        account: account,
        range: PeriodRange(Ground.period("2025-01")),
        opening: Fen(.max),
        lines: [line]
      )
    }
  }
}
