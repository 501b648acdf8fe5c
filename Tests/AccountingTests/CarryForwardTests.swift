import Accounting
import Findings
import Quantities
import Testing

@Suite struct CarryForwardTests {
  let december: FiscalPeriod
  let targets: [Aspect: AccountCode]

  init() throws {
    december = try Ground.period("2025-12")
    targets = [.financial: try Ground.code("3001"), .budget: try Ground.code("8201")]
  }

  func voucher(_ ledger: InMemoryLedger) throws -> Voucher {
    try CarryForward.voucher(
      closing: december,
      balances: ledger.balances(PeriodRange(december)),
      chart: Ground.chart,
      to: targets
    )
  }

  @Test func `each aspect is emptied into its own net assets`() throws {
    var ledger = try Ground.ledger()
    let lines = [
      ["100201 借 90.00", "6301 贷 90.00", "8001 借 90.00", "7001 贷 90.00"],
      ["6601 借 25.00 P002", "100201 贷 25.00", "7201 借 25.00", "8001 贷 25.00"],
      ["6601 借 5.00 P001", "100201 贷 5.00"],
    ]
    for lines in lines {
      try ledger.post(
        Ground.voucher("2025-12-01", lines),
        signatures: Ground.signatures,
        postedBy: "何伟"
      )
    }
    let closing = try voucher(ledger)
    #expect(closing.date.description == "2025-12-31")
    let listed = closing.postings.map { posting in
      let project = posting.dimensions[.project].map { " \($0)" } ?? ""
      return "\(posting.account) \(posting.side == .debit ? "借" : "贷") \(posting.amount)\(project)"
    }
    #expect(
      listed == [
        "6301 借 90.00", "6601 贷 5.00 P001", "6601 贷 25.00 P002", "3001 贷 60.00",
        "7001 借 90.00", "7201 贷 25.00", "8201 贷 65.00",
      ]
    )
    try ledger.post(closing, signatures: Ground.signatures, postedBy: "何伟")
    #expect(refusal { _ = try voucher(ledger) } == [.nothingToCarry])
    try ledger.close(december)
  }

  @Test func `a year without income and expense has nothing to carry`() throws {
    #expect(refusal { _ = try voucher(Ground.ledger()) } == [.nothingToCarry])
  }

  @Test func `balances that cancel need no line for net assets`() throws {
    let balances = [
      try AccountBalance(account: Ground.code("6301"), debit: .zero, credit: Fen(7)),
      try AccountBalance(account: Ground.code("6601"), debit: Fen(7), credit: .zero),
    ]
    let closing = try CarryForward.voucher(
      closing: december,
      balances: balances,
      chart: Ground.chart,
      to: targets
    )
    #expect(closing.postings.map(\.account.text) == ["6301", "6601"])
  }

  @Test func `the target must stand in the aspect it closes`() throws {
    let income = try AccountBalance(account: Ground.code("7001"), debit: .zero, credit: Fen(7))
    for target in [[:], [Aspect.budget: try Ground.code("3001")]] {
      let codes = refusal {
        _ = try CarryForward.voucher(
          closing: december,
          balances: [income],
          chart: Ground.chart,
          to: target
        )
      }
      #expect(codes == [.accountUnknown])
    }
  }

  @Test func `an amount without an opposite is refused`() throws {
    let income = try AccountBalance(account: Ground.code("6301"), debit: Fen(.min), credit: .zero)
    let codes = refusal {
      _ = try CarryForward.voucher(
        closing: december,
        balances: [income],
        chart: Ground.chart,
        to: targets
      )
    }
    #expect(codes == [.overflow])
  }
}
