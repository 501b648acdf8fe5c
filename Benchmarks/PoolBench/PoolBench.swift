import Glibc
import Measuring
import Policies
import Quantities
import RiskPools

/// Decides claims in a loop, case by case as `pool_twin.c` and `pool_peer.py` do.
///
/// `xiantou-bench-pool claim ROUNDS SEED` decides the same thousand claims again and again, by the
/// rule and by the kernel; `xiantou-bench-pool replay CLAIMS SEED` decides claim after claim and
/// counts them. Both report one JSON object a line, and a checksum of all figures.
@main struct PoolBench {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count == 3, let count = Int(arguments[2]), let seed = UInt64(arguments[3])
    else { fail("usage: xiantou-bench-pool claim|replay COUNT SEED") }
    let bench = try PoolBench(seed)
    switch arguments[1] {
    case "claim": try bench.claims(rounds: count)
    case "replay": try bench.replay(count)
    default: fail("no such case: \(arguments[1])")
    }
  }

  static func fail(_ message: String) -> Never {
    write(STDERR_FILENO, message + "\n", message.utf8.count + 1)
    exit(2)
  }

  private static let claimCount = 1_000
  private let seed: UInt64
  private let rule: ClaimRule
  private let kernel: ClaimKernel

  private init(_ seed: UInt64) throws {
    self.seed = seed
    rule = try ClaimRule(try Scheme(Array(PoolBench.policy.utf8)))
    kernel = try ClaimKernel(rule)
  }

  /// Six tiers, points on top and five caps.
  private static let policy = #"""
    {"policy":"risk_pool","policy_id":"bench",
     "coverage":{"base":"net_principal_loss"},"tier_combine":"max","rate_cap_ppm":"900000",
     "tiers":[{"when":"first_loan = true","rate_ppm":"800000"},
      {"when":"credit_share_ppm >= 700000","rate_ppm":"700000"},
      {"when":"credit_share_ppm > 500000","rate_ppm":"500000"},
      {"when":"mode = 担保 and revenue <= 20000000","rate_ppm":"600000"},
      {"when":"grade in (A, B) and term_months > 12","rate_ppm":"650000"},
      {"when":"revenue > 100000000 or pure_credit = true","rate_ppm":"300000"}],
     "addons":[{"when":"region = 高新区","ppm":"50000"}],
     "triggers":[{"kind":"advance","share_ppm":"500000"},{"kind":"final"}],
     "caps":[{"scope":"loan","window":"life","abs":"5000000.00"},
      {"scope":"borrower","window":"life","abs":"30000000.00"},
      {"scope":"bank","window":"year","abs":"10000000.00","pct_ppm":"20000",
       "of":"prior_year_balance"},
      {"scope":"programme","window":"year","abs":"200000000.00"},
      {"scope":"loan","pct_ppm":"800000","of":"actual_liability","counts":"all_levels"}]}
    """#

  /// The same claims again and again.
  private func claims(rounds: Int) throws {
    var stream = ClaimStream(seed: seed)
    let cases = (0..<PoolBench.claimCount).map { _ in
      let draw = stream.next()
      let loan = ClaimStream.Loan(draw.loan, seed: seed)
      var it = ClaimCase()
      it.loan = loan.facts
      it.kind = draw.isAdvance ? .advance : .final
      let loss = (loan.facts.principal ?? .zero).rawValue * draw.lossPart / 65_536
      it.loss = Fen(loss)
      it.actualLiability = Fen(loss * draw.liabilityPart / 100)
      it.otherGovernmentPaid = Fen(draw.hasOtherPayer ? loss / 10 : 0)
      it.priorYearBalance = ClaimStream.balance(loan.bank)
      it.counters = stream.counters()
      it.poolCash = Fen(100_000_000)
      return it
    }
    let compiled = cases.map { KernelCase($0) }
    let loans = cases.map { kernel.loan($0.loan) }
    let rates = try loans.map { (loan) throws(Refusal) in try kernel.rate(for: loan) }

    try measured("claim-rule", max(rounds / 10, 1)) { (note) throws(Refusal) in
      for index in cases.indices { note(try rule.settle(cases[index])) }
    }
    try measured("claim", rounds) { (note) throws(Refusal) in
      let (loans, cases) = (loans.span, compiled.span)
      for index in cases.indices { note(try kernel.decide(loans[index], cases[index])) }
    }
    try measured("claim-rate-known", rounds) { (note) throws(Refusal) in
      let (loans, cases, rates) = (loans.span, compiled.span, rates.span)
      for index in cases.indices {
        note(try kernel.decide(loans[index], cases[index], rate: rates[index]))
      }
    }
  }

  /// Decides all claims once for the checksum, and `rounds` times by the clock.
  @inline(__always) private func measured(
    _ name: String,
    _ rounds: Int,
    _ decideAll: (_ note: (Claim) -> Void) throws(Refusal) -> Void
  ) throws(Refusal) {
    var checksum = Checksum()
    try decideAll { checksum.add($0) }
    var sum: Int64 = 0
    try Report.rate(name, checksum: checksum.value) { () throws(Refusal) in
      for _ in 0..<rounds { try decideAll { sum &+= $0.pay.rawValue } }
      return rounds * PoolBench.claimCount
    }
    if sum == 0 { PoolBench.fail("\(name): nothing is paid") }
  }

  /// One claim after the other, year by year, with the counters of all loans, borrowers and banks.
  private func replay(_ count: Int) throws {
    var checksum = Checksum()
    var loans: [KernelLoan] = []
    var principals: [Int64] = []
    var places: [ClaimCounters.Place] = []
    for index in 0..<ClaimStream.loanCount {
      let loan = ClaimStream.Loan(index, seed: seed)
      loans.append(kernel.loan(loan.facts))
      principals.append((loan.facts.principal ?? .zero).rawValue)
      places.append(ClaimCounters.Place(loan: index, borrower: loan.borrower, bank: loan.bank))
    }
    var counters = try kernel.counters(
      loans: ClaimStream.loanCount,
      borrowers: ClaimStream.borrowerCount,
      banks: ClaimStream.bankCount
    )
    var stream = ClaimStream(seed: seed)
    var it = KernelCase()
    var cash: Int64 = 0
    let start = Instant.now
    for number in 0..<count {
      if number.isMultiple(of: ClaimStream.claimsPerYear) {
        counters.startYear()
        cash = ClaimStream.yearlyCash
      }
      let draw = stream.next()
      let place = places[draw.loan]
      let loss = principals[draw.loan] * draw.lossPart / 65_536
      it.kind = draw.isAdvance && counters.advanced(draw.loan) == .zero ? .advance : .final
      it.loss = Fen(loss)
      it.actualLiability = Fen(loss * draw.liabilityPart / 100)
      it.otherGovernmentPaid = Fen(draw.hasOtherPayer ? loss / 10 : 0)
      it.priorYearBalance = ClaimStream.balance(place.bank)
      it.poolCash = Fen(cash)
      let rate = try kernel.rate(for: loans[draw.loan])
      let claim = try kernel.claim(loans[draw.loan], &it, rate: rate, at: place, &counters)
      cash += claim.clawback.rawValue - claim.pay.rawValue
      checksum.add(claim)
    }
    Report.rate("replay", count, since: start, checksum: checksum.value)
  }
}
