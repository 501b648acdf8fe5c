import Accounting
import Policies
import Quantities

@testable import RiskPools

/// Documents that are mostly possible (随机资金池).
struct RandomPool {
  var random: Seeded
  let scheme: String
  private var serial = 0

  init(_ seed: UInt64) {
    random = Seeded(seed)
    scheme = RandomPool.scheme(&random)
  }

  private static func scheme(_ random: inout Seeded) -> String {
    func word(_ words: [String]) -> String { words.randomElement(using: &random) ?? "" }
    let caps = [
      #"{"scope":"loan","abs":"2000000.00"}"#,
      #"{"scope":"bank","window":"year","abs":"3000000.00"}"#,
      #"{"scope":"bank","when":"bank = B1","window":"rolling","abs":"2500000.00"}"#,
      #"{"scope":"borrower","abs":"4000000.00","counts":"entitlement"}"#,
      #"{"scope":"programme","window":"year","pct_ppm":"300000","of":"pool_paid_in"}"#,
    ].filter { _ in random.coin() }.joined(separator: ",")
    let breaker = #"""
      {"measure":"npl_rate","level":"\#(word(["bank", "programme"]))","ppm":"\#(random.share() / 2)",
       "effect":"\#(word(["alert", "stop_new", "stop_claims", "reduce_rate", "cancel"]))",
       "reduced_to_ppm":"500000","resume":"manual","hold_queue":"\#(random.coin())"}
      """#
    return #"""
      "funders":[{"party":"省","weight":"\#(random.amount(5))"},{"party":"市","weight":"3"}],
      "coverage":{"base":"outstanding_principal_at_trigger"},
      "tiers":[{"rate_ppm":"\#(random.share())"},{"when":"bank = B2","rate_ppm":"600000"}],
      "triggers":[{"kind":"advance","share_ppm":"500000"},{"kind":"final"}],
      "caps":[\#(caps)],"breakers":[\#(random.coin() ? breaker : "")],
      "allocation":{"order":"\#(word(["fifo_by_approval", "fifo_by_trigger", "pro_rata_batch"]))",
       "on_shortfall":"\#(word(["lapse", "queue", "bank_bears"]))"},
      "recovery":{"order":"\#(word(["pro_rata", "fund_first", "bank_first"]))",
       "cost_first":"\#(random.coin())","return_to":"\#(word(["pool", "pool", "treasury"]))"},
      "year_basis":"\#(word(["calendar", "policy_year"]))",
      "loss_dated_by":"\#(word(["payment", "trigger"]))",
      "tolerance":{"single_loss_ppm":"500000","portfolio_loss_ppm":"100000"}
      """#
  }

  /// An amount of what there is: all of it now and then, sometimes more.
  private mutating func part(of whole: Int64) -> Fen {
    switch Int.random(in: 0...9, using: &random) {
    case 0: Fen(max(whole, 0) + 1)
    case 1...3: Fen(max(whole, 1))
    default: Fen(.random(in: 1...max(whole, 1), using: &random))
    }
  }

  private mutating func number(_ prefix: String) -> String {
    serial += 1
    return "\(prefix)\(serial)"
  }

  private mutating func claim(_ pool: Pool, _ states: ClaimState...) -> PoolClaim? {
    pool.claims.values.filter { states.contains($0.state) }.sorted { $0.id < $1.id }
      .randomElement(using: &random)
  }

  private mutating func loan(_ pool: Pool) -> PooledLoan? {
    pool.loans.values.filter { $0.outstanding > .zero }.sorted { $0.id < $1.id }
      .randomElement(using: &random)
  }

  /// The next event; `nil` when chance picked one that there is nothing for.
  mutating func event(_ pool: Pool, on day: CivilDate) -> PoolEvent? {
    let kind = PoolEvent.Kind.allCases.randomElement(using: &random) ?? .closing
    let account = random.coin() ? "甲" : "乙"
    let cash = pool.accounts[account]?.available.rawValue ?? 0
    let funder = random.coin() ? "省" : "市"
    switch kind {
    case .schemeAdopted, .closing: return nil
    case .fundingReceived:
      let amount = Fen(random.amount(300_000_000))
      return .fundingReceived(Funding(funder: funder, account: account, amount: amount))
    case .topUpApproved: return .topUpApproved(TopUp(funder: funder, amount: Fen(random.amount())))
    case .topUpReceived:
      let amount = part(of: pool.funders[funder]?.promised.rawValue ?? 0)
      return .topUpReceived(Funding(funder: funder, account: account, amount: amount))
    case .accountTransfer:
      let to = account == "甲" ? "乙" : "甲"
      return .accountTransfer(AccountTransfer(from: account, to: to, amount: part(of: cash)))
    case .interestReceived:
      return .interestReceived(Interest(account: account, amount: Fen(random.amount(1_000_000))))
    case .feePaid:
      return .feePaid(Fee(account: account, amount: part(of: cash / 100), reason: "汇划费"))
    case .treasuryPaid:
      let amount = part(of: pool.accounts[account]?.dueToTreasury.rawValue ?? 0)
      return .treasuryPaid(TreasuryPayment(account: account, amount: amount))
    case .loanEnrolled, .balanceReported, .loanOverdue, .loanClassified, .loanTriggered,
      .loanExtended, .loanSettled:
      return loanEvent(kind, pool, day)
    case .breakerReviewed: return .breakerReviewed(BreakerReview())
    case .breakerResumed:
      guard
        let (scope, _) = pool.breakers.first(where: { $0.value.trippedOn.contains { $0 != nil } })
      else { return nil }
      return .breakerResumed(BreakerResumption(breaker: 1, scope: scope))
    case .claimFiled, .claimChecked, .claimDecided, .claimsApproved, .claimPaid, .claimRefused:
      return claimEvent(kind, pool, account)
    case .overpaymentFound, .overpaymentReturned, .recoveryReceived, .recoveryPassedOn,
      .writeOffDecided:
      return lateEvent(kind, pool, account, day)
    }
  }

  private mutating func loanEvent(
    _ kind: PoolEvent.Kind,
    _ pool: Pool,
    _ day: CivilDate
  ) -> PoolEvent? {
    if kind == .loanEnrolled || pool.loans.count < 4 {
      var facts = LoanFacts()
      facts.id = number("L")
      facts.bank = ["B1", "B2", "B3"].randomElement(using: &random)
      facts.borrower = ["甲公司", "乙公司", "丙公司", "丁公司"].randomElement(using: &random)
      facts.region = random.coin() ? "高新区" : nil
      facts.principal = Fen(random.amount(800_000_000) + 1)
      return .loanEnrolled(Enrolment(loan: facts, lent: day, due: day.adding(days: 365)))
    }
    guard let loan = loan(pool) else { return nil }
    switch kind {
    case .balanceReported:
      let left = part(of: loan.outstanding.rawValue)
      let total = Fen(Int64(clamping: pool.exposures[.bank(loan.bank)]?.balance ?? 0))
      let line = BalanceReport.Line(loan: loan.id, outstanding: left)
      return .balanceReported(
        BalanceReport(bank: loan.bank, asOf: day, total: total, loans: [line])
      )
    case .loanOverdue: return .loanOverdue(LoanOverdue(loan: loan.id, since: day))
    case .loanClassified:
      let grade = LoanGrade.allCases.randomElement(using: &random) ?? .loss
      return .loanClassified(LoanClassification(loan: loan.id, grade: grade))
    case .loanTriggered: return .loanTriggered(LoanTrigger(loan: loan.id, step: .judgment))
    case .loanExtended:
      return .loanExtended(LoanExtension(loan: loan.id, due: loan.due.adding(days: 90)))
    default:
      guard Int.random(in: 0...9, using: &random) == 0 else { return nil }
      return .loanSettled(LoanSettlement(loan: loan.id))
    }
  }

  private mutating func claimEvent(
    _ kind: PoolEvent.Kind,
    _ pool: Pool,
    _ account: String
  ) -> PoolEvent? {
    switch kind {
    case .claimFiled:
      guard let loan = loan(pool) else { return nil }
      let isAdvance = Int.random(in: 0...3, using: &random) == 0
      return .claimFiled(
        ClaimFiling(
          claim: number("C"),
          loan: loan.id,
          kind: isAdvance ? .advance : .final,
          outstanding: part(of: loan.outstanding.rawValue)
        )
      )
    case .claimChecked:
      return claim(pool, .filed).map { .claimChecked(ClaimCheck(claim: $0.id)) }
    case .claimDecided:
      return claim(pool, .checked).map { .claimDecided(ClaimDecision(claim: $0.id)) }
    case .claimsApproved:
      let ready = pool.claims.values
        .filter { $0.state == .decided || $0.state == .paid && $0.waiting > .zero }
        .map(\.id).sorted()
      guard !ready.isEmpty else { return nil }
      let claims = random.coin() ? ready : Array(ready.prefix(1))
      return .claimsApproved(ClaimApproval(claims: claims, account: account))
    case .claimPaid: return claim(pool, .approved).map { .claimPaid(ClaimPayment(claim: $0.id)) }
    default:
      guard Int.random(in: 0...5, using: &random) == 0,
        let claim = claim(pool, .queued, .filed, .checked, .decided)
      else { return nil }
      return .claimRefused(ClaimRefusal(claim: claim.id, reason: "资料不实"))
    }
  }

  private mutating func lateEvent(
    _ kind: PoolEvent.Kind,
    _ pool: Pool,
    _ account: String,
    _ day: CivilDate
  ) -> PoolEvent? {
    if kind == .recoveryPassedOn {
      let waiting = pool.recoveries.filter { $0.value.bankDue > .zero }.keys.sorted()
      return waiting.first.map { .recoveryPassedOn(RecoveryPassage(recovery: $0)) }
    }
    guard let claim = claim(pool, .paid, .ended) else { return nil }
    switch kind {
    case .overpaymentFound:
      guard Int.random(in: 0...3, using: &random) == 0 else { return nil }
      let amount = part(of: claim.netPaid.rawValue / 4)
      return .overpaymentFound(Overpayment(claim: claim.id, amount: amount, reason: "复核"))
    case .overpaymentReturned:
      let amount = part(of: claim.toReturn.rawValue)
      return .overpaymentReturned(
        OverpaymentReturn(claim: claim.id, account: account, amount: amount)
      )
    case .recoveryReceived:
      return .recoveryReceived(
        RecoveryReceipt(
          recovery: number("R"),
          claim: claim.id,
          account: account,
          gross: part(of: claim.outstanding.rawValue / 2),
          cost: Fen(random.amount(100_000)),
          collector: random.coin() ? .bank : .pool,
          collectedOn: day
        )
      )
    default:
      guard Int.random(in: 0...3, using: &random) == 0 else { return nil }
      let outcome = RightWriteOff.Outcome.allCases.randomElement(using: &random) ?? .partly
      return .writeOffDecided(RightWriteOff(claim: claim.id, outcome: outcome))
    }
  }
}
