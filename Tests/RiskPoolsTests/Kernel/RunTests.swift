import Findings
import Policies
import Quantities
@testable import RiskPools
import Testing

/// What the compiled rules keep between claims, against lists that forget nothing.
@Suite struct RunTests {
  private static let first: UInt64 = 20_261_101

  /// A claim that was decided.
  private struct Decided {
    let loan: Int
    let year: Int
    let kind: ClaimKind
    let claim: Claim
    /// Whether the loan was settled since.
    var isSettled: Bool
  }

  private static func policy(_ counts: String, _ loanWindow: String) -> String {
    #"""
    "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"800000"}],
    "counted_base_cap":{"borrower":"30000.00"},
    "triggers":[{"kind":"advance","share_ppm":"500000"},{"kind":"final"}],
    "caps":[{"scope":"loan","window":"\#(loanWindow)","abs":"9000.00"},
     {"scope":"borrower","abs":"20000.00","counts":"\#(counts)"},
     {"scope":"bank","window":"year","abs":"25000.00"},
     {"scope":"bank","pct_ppm":"20000","of":"prior_year_balance"},
     {"scope":"programme","abs":"40000.00","counts":"\#(counts)"}]
    """#
  }

  /// What others used of a cap, told from everything that was decided.
  private func used(
    _ history: [Decided],
    without loan: Int,
    in year: Int?,
    byEntitlement: Bool = false,
    _ isCounted: (Int) -> Bool
  ) -> Fen {
    let sum = history.reduce(Int64(0)) { sum, it in
      let isOwnAdvance = it.loan == loan && it.kind == .advance && !it.isSettled
      guard isCounted(it.loan), year == nil || it.year == year, !isOwnAdvance else { return sum }
      guard byEntitlement else {
        return sum + it.claim.pay.rawValue
          - (year == nil || it.kind == .final ? it.claim.clawback.rawValue : 0)
      }
      return it.kind == .advance && it.isSettled ? sum : sum + it.claim.entitlement.rawValue
    }
    return Fen(sum)
  }

  @Test(arguments: [("paid", "life"), ("entitlement", "life"), ("paid", "year")])
  func `a run counts what its history says`(_ counts: String, _ window: String) throws {
    let scheme = try scheme(Self.policy(counts, window))
    let (rule, kernel) = (try ClaimRule(scheme), try ClaimKernel(scheme))
    var counters = try kernel.counters(loans: 12, borrowers: 6, banks: 2)
    let byEntitlement = counts == "entitlement"
    for seed in Self.first..<(Self.first + 200) {
      var random = Seeded(seed)
      var history: [Decided] = []
      var base: [Int: Int64] = [:]
      counters.reset()
      // One year holds advances and settlements; the next one begins with settled loans.
      for year in 0..<3 {
        for step in 0..<12 {
          let loan = Int.random(in: 0..<12, using: &random)
          var it = ClaimCase()
          it.loss = Fen(random.amount(3_000_000))
          it.poolCash = random.coin() ? Fen(random.amount(1_000_000)) : nil
          it.priorYearBalance = Fen(random.amount(200_000_000))
          it.kind = step < 6 && random.coin() ? .advance : .final
          let advanced = history.filter { $0.loan == loan && $0.kind == .advance && !$0.isSettled }
          if it.kind == .advance, !advanced.isEmpty { continue }
          it.advanced = Fen(advanced.reduce(0) { $0 + $1.claim.pay.rawValue })
          it.counters.loan = used(history, without: loan, in: window == "year" ? year : nil) {
            $0 == loan
          }
          it.counters.borrower = used(
            history,
            without: loan,
            in: nil,
            byEntitlement: byEntitlement
          ) { $0 / 2 == loan / 2 }
          it.counters.bankYear = used(history, without: loan, in: year) { $0 % 2 == loan % 2 }
          it.counters.year = used(
            history,
            without: loan,
            in: year,
            byEntitlement: byEntitlement
          ) { _ in true }
          it.counters.countedBase = Fen(
            base.reduce(0) { $1.key / 2 == loan / 2 && $1.key != loan ? $0 + $1.value : $0 }
          )
          var compiled = KernelCase(it)
          let place = ClaimCounters.Place(loan: loan, borrower: loan / 2, bank: loan % 2)
          let rate = PPM(800_000)
          let facts = kernel.loan(it.loan)
          let found = try kernel.claim(facts, &compiled, rate: rate, at: place, &counters)
          let expected = try rule.settle(it)
          if found != expected {
            Issue.record("seed \(seed), year \(year), step \(step): \(found), not \(expected)")
          }
          let left = 3_000_000 - it.counters.countedBase.rawValue
          base[loan] = min(found.loss.rawValue, max(left, 0))
          if it.kind == .final {
            for index in history.indices where history[index].loan == loan {
              history[index].isSettled = true
            }
          }
          history.append(
            Decided(loan: loan, year: year, kind: it.kind, claim: found, isSettled: false)
          )
        }
        // What was advanced is settled within its year.
        let open = Set(history.filter { $0.kind == .advance && !$0.isSettled }.map(\.loan))
        if !open.isEmpty { break }
        counters.startYear()
      }
    }
  }

  @Test func `an advance of last year does not count in this one`() throws {
    let kernel = try ClaimKernel(
      scheme(
        #"""
        "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"1000000"}],
        "triggers":[{"kind":"advance","share_ppm":"500000"}],
        "caps":[{"scope":"bank","window":"year","abs":"100.00"}]
        """#
      )
    )
    var counters = try kernel.counters(loans: 2, borrowers: 2, banks: 1)
    var it = KernelCase()
    it.loss = Fen(12_000)
    func pay(_ loan: Int, _ kind: ClaimKind) throws -> Int64 {
      it.kind = kind
      let place = ClaimCounters.Place(loan: loan, borrower: loan, bank: 0)
      let facts = kernel.loan(LoanFacts())
      return try kernel.claim(facts, &it, rate: .one, at: place, &counters).pay.rawValue
    }
    #expect(try pay(0, .advance) == 5_000)
    #expect(counters.advanced(0) == Fen(5_000))
    counters.startYear()
    #expect(try pay(0, .final) == 5_000)
    #expect(try pay(1, .final) == 5_000)
  }

  @Test(arguments: [
    (#"{"scope":"bank","abs":"1.00","window":"rolling"}"#, "caps[0].window"),
    (#"{"scope":"bank","abs":"1.00","counts":"all_levels"}"#, "caps[0].counts"),
    (
      #"{"scope":"loan","abs":"1.00"},{"scope":"loan","abs":"2.00","window":"year"}"#,
      "caps[1].window"
    ),
  ])
  func `a cap that one counter cannot count is refused with its place`(
    _ caps: String,
    _ path: String
  ) throws {
    let kernel = try ClaimKernel(
      scheme(
        #""coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"1"}],"caps":[\#(caps)]"#
      )
    )
    let refusal = #expect(throws: Refusal.self) {
      try kernel.counters(loans: 1, borrowers: 1, banks: 1)
    }
    guard case .findings(let findings) = refusal else { return #expect(Bool(false), "findings") }
    #expect(findings.list.map(\.column) == [path])
  }

  @Test func `payments are split and recoveries shared as the rules do`() throws {
    for seed in Self.first..<(Self.first + 500) {
      var random = Seeded(seed)
      let orders = ["pro_rata", "fund_first", "bank_first"]
      let funders = (0..<3).map { index in
        let empty = random.coin() ? "others_cover" : "shrink"
        return #"{"party":"F\#(index)","weight":"\#(random.amount(4))","on_empty":"\#(empty)"}"#
      }
      let scheme = try scheme(
        #"""
        "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"\#(random.share())"}],
        "funders":[\#(funders.joined(separator: ","))],
        "rounding":{"residual":"\#(random.coin() ? "payer" : "last_funder")"},
        "recovery":{"order":"\#(orders.randomElement(using: &random) ?? "")",
         "share_basis":"\#(random.coin() ? "nominal" : "actual_borne")",
         "cost_first":"\#(random.coin())","cap_at_paid":"\#(random.coin())"}
        """#
      )
      let kernel = try ClaimKernel(scheme)
      var it = RecoveryCase()
      var receipt = RecoveryKernel.Receipt()
      receipt.gross = Fen(random.amount())
      receipt.cost = Fen(random.amount(1_000))
      receipt.fundPaid = Fen(random.amount())
      receipt.bankLoss = Fen(random.amount())
      receipt.fundRecoveredBefore = Fen(random.amount(receipt.fundPaid.rawValue))
      receipt.rate = try kernel.rate(for: kernel.loan(LoanFacts()))
      it.gross = receipt.gross
      it.cost = receipt.cost
      it.fundPaid = receipt.fundPaid
      it.bankLoss = receipt.bankLoss
      it.fundRecoveredBefore = receipt.fundRecoveredBefore
      let parts = try RecoveryKernel(scheme).share(receipt)
      let expected = try Recovery.share(it, under: scheme).figures
      var shares = Array(repeating: Fen.zero, count: 3)
      try kernel.split(parts.fund, into: &shares)
      if parts.net != expected.net || parts.fund != expected.fundPart
        || parts.bank != expected.bankPart || shares != expected.funderShares.map(\.amount)
      {
        Issue.record("seed \(seed): \(parts) \(shares), not \(expected)")
      }
      var gaps = Gaps()
      let rule = try ClaimRule(scheme)
      let split = FunderSplit(rule.funders, residual: scheme.rounding.residual, &gaps)
      let cash = (0..<3).map { _ in random.coin() ? Fen(random.amount(300_000_000)) : nil }
      let held = zip(kernel.funders, cash).compactMap { name, amount in
        amount.map { ClaimCase.Holding(name: name, available: $0) }
      }
      try kernel.split(parts.fund, cash: cash, into: &shares)
      if shares != split.shares(of: parts.fund, cash: held).map(\.amount) {
        Issue.record("seed \(seed): \(shares) of \(parts.fund) within \(cash)")
      }
    }
  }

  @Test func `a fund that got back more than it paid is refused`() throws {
    var receipt = RecoveryKernel.Receipt()
    receipt.fundRecoveredBefore = Fen(1)
    let kernel = try RecoveryKernel(scheme(""))
    #expect(throws: Refusal.self) { try kernel.share(receipt) }
  }
}
