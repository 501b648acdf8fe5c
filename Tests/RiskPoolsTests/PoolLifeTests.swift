import Accounting
import Findings
import Policies
import Quantities
import Testing

@testable import RiskPools

/// What a pool takes and refuses, event by event.
@Suite struct PoolLifeTests {
  /// A pool of ten million with one loan of four, of which a claim would bring half.
  private static func begun(_ fields: String = Lives.half) throws -> PoolStory {
    var story = try PoolStory(fields)
    try story.fund("10000000.00")
    try story.enrol(Lives.loan("L1", "4000000.00"))
    return story
  }

  private static func filing(_ claim: String, _ loan: String = "L1", _ kind: ClaimKind = .final)
    -> PoolEvent
  {
    .claimFiled(
      ClaimFiling(claim: claim, loan: loan, kind: kind, outstanding: Lives.fen("1000000.00"))
    )
  }

  private static func enrolment(
    _ loan: LoanFacts,
    due: String = "2025-01-01",
    spread: Int64? = nil
  ) throws -> PoolEvent {
    .loanEnrolled(
      Enrolment(
        loan: loan,
        lent: try Lives.date("2024-01-01"),
        due: try Lives.date(due),
        spreadBasisPoints: spread
      )
    )
  }

  // MARK: Opening and money

  @Test func `an opening names its pool and each account once`() throws {
    let scheme = try Lives.adopted(Lives.half)
    let opening = PoolOpening(pool: "", accounts: ["甲", "甲"], scheme: scheme)
    let day = try Lives.date("2024-01-01")
    let error = #expect(throws: Findings.self) { try Pool(opening, Lives.head("0", day)) }
    #expect(error?.list.map(\.column) == ["pool", "accounts[1]"])
    let none = PoolOpening(pool: "F1", accounts: [], scheme: scheme)
    let other = #expect(throws: Findings.self) {
      try Pool(none, Lives.head("0", day, papers: []))
    }
    #expect(other?.list.map(\.code) == [.evidenceMissing, .fieldMissing])
  }

  @Test func `a number is used once, and nothing lies before the opening`() throws {
    var story = try PoolStory()
    let fee = PoolEvent.interestReceived(Interest(account: "专户", amount: Fen(1)))
    let early = PoolDocument(Lives.head("0", try Lives.date("2023-12-31")), fee)
    let error = #expect(throws: Refusal.self) { try story.pool.take(early) }
    #expect(error?.findings.map(\.code) == [.documentDuplicate, .dateOrder])
  }

  @Test func `money comes from funders of the scheme, to accounts of the pool`() throws {
    let funders = #""funders":[{"party":"市","weight":"1"}],"#
    var story = try PoolStory(funders + Lives.half)
    let wrong = Funding(funder: "区", account: "别处", amount: .zero)
    #expect(
      story.refusal(of: .fundingReceived(wrong)) == [
        "E-FIELD-VALUE amount", "E-VALUE-UNKNOWN account", "E-VALUE-UNKNOWN funder",
      ]
    )
    try story.fund("5.00")
    let partner = Funding(funder: "市", account: "专户", amount: Fen(1), nature: .partner)
    #expect(story.refusal(of: .fundingReceived(partner)) == ["E-FIELD-VALUE nature"])
    let topUp = Funding(funder: "市", account: "专户", amount: Fen(1))
    #expect(story.refusal(of: .topUpReceived(topUp)) == ["E-EXCEEDS amount"])
    let fee = Fee(account: "专户", amount: Lives.fen("5.01"), reason: "汇划费")
    #expect(story.refusal(of: .feePaid(fee)) == ["E-EXCEEDS amount"])
    let huge = Funding(funder: "互助", account: "专户", amount: Fen(.max), nature: .repayable)
    #expect(story.refusal(of: .fundingReceived(huge)) == ["E-OVERFLOW "])
  }

  @Test func `interest and recoveries that the pool may not keep go to the treasury`() throws {
    let pools = #""pools":[{"account":"专户","interest_to":"treasury"}],"#
    var story = try PoolStory(pools + Lives.half)
    try story.take(.interestReceived(Interest(account: "专户", amount: Lives.fen("3.00"))))
    #expect(story.pool.dueToTreasury == 300)
    let fee = Fee(account: "专户", amount: Fen(1), reason: "汇划费")
    #expect(story.refusal(of: .feePaid(fee)) == ["E-EXCEEDS amount"])
    let more = TreasuryPayment(account: "专户", amount: Lives.fen("3.01"))
    #expect(story.refusal(of: .treasuryPaid(more)) == ["E-EXCEEDS amount"])
    try story.take(
      .treasuryPaid(TreasuryPayment(account: "专户", amount: Lives.fen("3.00")))
    )
    #expect(story.pool.dueToTreasury == 0 && story.pool.cash == 0)
  }

  @Test func `only interchangeable accounts pass money to each other`() throws {
    let pools = #"""
      "pools":[{"account":"补偿","share_with":["转贷"]},{"account":"转贷"},{"account":"其他"}],
      """#
    var story = try PoolStory(pools + Lives.half, accounts: ["补偿", "转贷", "其他"])
    try story.fund("10.00", to: "补偿")
    func transfer(_ from: String, _ to: String, _ amount: String) -> PoolEvent {
      .accountTransfer(AccountTransfer(from: from, to: to, amount: Lives.fen(amount)))
    }
    #expect(story.refusal(of: transfer("补偿", "其他", "1.00")) == ["E-VALUE-UNKNOWN to"])
    #expect(story.refusal(of: transfer("补偿", "转贷", "10.01")) == ["E-EXCEEDS amount"])
    let itself = story.refusal(of: transfer("补偿", "补偿", "1.00"))
    #expect(itself == ["E-FIELD-VALUE to", "E-VALUE-UNKNOWN to"])
    try story.take(transfer("补偿", "转贷", "4.00"))
    try story.take(transfer("转贷", "补偿", "1.00"))
    #expect(story.pool.accounts["转贷"]?.cash == Lives.fen("3.00"))
    #expect(story.pool.isBalanced)
  }

  // MARK: Loans

  @Test func `a loan outside the limits is refused with every limit that it breaks`() throws {
    let limits = #"""
      "eligibility":["borrower_kind = sme"],
      "loan_limits":{"line_cap":"5000000.00","single_cap":"3000000.00","max_term_days":"366",
       "max_rate_spread_bp":"50","max_collateral_ppm":"300000","banks_per_year":"1",
       "active_per_borrower":"1"},
      """#
    var story = try PoolStory(limits + Lives.half)
    func loan(_ id: String, _ principal: String, _ bank: String) -> LoanFacts {
      Lives.loan(id, principal, bank: bank) { loan in
        loan.borrowerKind = "sme"
        loan.collateralShare = PPM(100_000)
      }
    }
    try story.take(try Self.enrolment(loan("L1", "2500000.00", "B1"), spread: 20))
    var other = loan("L2", "3500000.00", "B2")
    other.borrowerKind = "large"
    other.collateralShare = PPM(400_000)
    let broken = story.refusal(of: try Self.enrolment(other, due: "2026-01-01", spread: 60))
    #expect(
      broken == [
        "E-POOL-INELIGIBLE eligibility[0]", "E-EXCEEDS loan.principal",
        "E-EXCEEDS loan.principal", "E-FIELD-VALUE due", "E-FIELD-VALUE spread_bp",
        "E-FIELD-VALUE loan.collateral_ppm", "E-FIELD-VALUE loan.bank",
        "E-FIELD-VALUE loan.borrower",
      ]
    )
    let unknown = Lives.loan("L3", "1.00", borrower: "乙公司")
    #expect(
      story.refusal(of: try Self.enrolment(unknown)) == [
        "E-FIELD-MISSING loan.borrower_kind", "E-FIELD-MISSING spread_bp",
        "E-FIELD-MISSING loan.collateral_ppm",
      ]
    )
    let again = story.refusal(of: try Self.enrolment(loan("L1", "1.00", "B1"), spread: 1))
    #expect(again.contains("E-CODE-DUP loan.id"))
  }

  @Test func `one firm is seen across its banks, with what the fund has invested`() throws {
    var story = try PoolStory()
    try story.enrol(Lives.loan("L1", "4000000.00"))
    let second = Enrolment(
      loan: Lives.loan("L2", "1000000.00", bank: "B2"),
      lent: try Lives.date("2024-01-01"),
      due: try Lives.date("2025-01-01"),
      invested: Lives.fen("2000000.00")
    )
    let change = try story.take(.loanEnrolled(second))
    let step = try #require(change.trace.first { $0.step == "企业敞口" })
    #expect(step.value == "5000000.00")
    #expect(
      step.inputs.map(\.value) == [
        "甲公司", "B1 4000000.00; B2 1000000.00", "2000000.00",
      ]
    )
    let firm = try #require(story.pool.exposures(by: .firm).first)
    #expect(firm.banks == ["B1", "B2"] && firm.invested == Lives.fen("2000000.00"))
  }

  @Test func `a report below our figures corrects them, and one above is told`() throws {
    var story = try Self.begun()
    try story.enrol(Lives.loan("L2", "1000000.00", borrower: "乙公司"))
    func report(_ total: String, _ lines: [(String, String)], bank: String = "B1") -> PoolEvent {
      let loans = lines.map { BalanceReport.Line(loan: $0.0, outstanding: Lives.fen($0.1)) }
      return .balanceReported(
        BalanceReport(bank: bank, asOf: story.day, total: Lives.fen(total), loans: loans)
      )
    }
    let change = try story.take(
      report("4500000.00", [("L1", "3000000.00"), ("L2", "1500000.00")])
    )
    #expect(change.warnings.map(\.code) == [.balanceDisagrees, .balanceDisagrees])
    #expect(change.warnings.map(\.column) == ["loans[1]", "total"])
    #expect(story.pool.loans["L1"]?.outstanding == Lives.fen("3000000.00"))
    #expect(story.pool.loans["L2"]?.outstanding == Lives.fen("1000000.00"))
    let settled = try story.take(report("3000000.00", [("L2", "0.00")]))
    #expect(settled.warnings.isEmpty)
    #expect(story.pool.loans["L2"]?.state == .settled)
    #expect(story.refusal(of: report("1.00", [], bank: "B9")) == ["E-VALUE-UNKNOWN bank"])
    let twice = story.refusal(of: report("1.00", [("L1", "1.00"), ("L1", "1.00")]))
    #expect(twice == ["E-CODE-DUP loans[1].loan"])
    #expect(
      story.refusal(of: .loanOverdue(LoanOverdue(loan: "L2", since: story.day))) == [
        "E-EVENT-ORDER "
      ]
    )
  }

  // MARK: Claims

  @Test func `a claim goes step by step, through other hands each time`() throws {
    var story = try Self.begun()
    try story.take(Self.filing("C1"), by: "甲")
    let pay = PoolEvent.claimPaid(ClaimPayment(claim: "C1"))
    #expect(story.refusal(of: pay).contains("E-EVENT-ORDER "))
    #expect(
      story.refusal(of: .claimChecked(ClaimCheck(claim: "C1")), by: "甲") == ["E-SOD prepared_by"]
    )
    try story.take(.claimChecked(ClaimCheck(claim: "C1")), by: "乙")
    try story.take(.claimDecided(ClaimDecision(claim: "C1")), by: "丙")
    let approval = PoolEvent.claimsApproved(ClaimApproval(claims: ["C1"], account: "专户"))
    #expect(story.refusal(of: approval, by: "乙") == ["E-SOD prepared_by"])
    try story.take(approval, by: "丁")
    #expect(story.pool.accounts["专户"]?.reserved == Lives.fen("500000.00"))
    #expect(story.refusal(of: pay, by: "丙") == ["E-SOD prepared_by"])
    try story.take(pay, by: "戊")
    let claim = try #require(story.pool.claims["C1"])
    #expect(claim.paid == Lives.fen("500000.00") && claim.handlers.count == 5)
    #expect(claim.decision?.claim.rate == PPM(500_000))
    #expect(claim.documents.count == 5)
    #expect(story.pool.loans["L1"]?.state == .compensated)
    // The loan has had its final claim.
    #expect(story.refusal(of: Self.filing("C2")) == ["E-CODE-DUP loan"])
  }

  @Test func `a claim above the loan, for an unknown loan or for an advance is refused`() throws {
    var story = try Self.begun()
    let above = ClaimFiling(claim: "C1", loan: "L1", outstanding: Lives.fen("4000000.01"))
    #expect(story.refusal(of: .claimFiled(above)) == ["E-EXCEEDS outstanding"])
    #expect(story.refusal(of: Self.filing("C1", "L9")) == ["E-VALUE-UNKNOWN loan"])
    #expect(story.refusal(of: Self.filing("C1", "L1", .advance)) == ["E-FIELD-VALUE kind"])
  }

  @Test func `a trigger must have been met, and not too long ago`() throws {
    let triggers = #"""
      "triggers":[{"event":"overdue_days","days":"90","apply_within_days":"30"},
       {"event":"judgment"}],
      """#
    var story = try Self.begun(triggers + Lives.half)
    #expect(story.refusal(of: Self.filing("C1")) == ["E-CLAIM-TRIGGER loan"])
    try story.take(.loanOverdue(LoanOverdue(loan: "L1", since: story.day)))
    story.day = story.day.adding(days: 60)
    #expect(story.refusal(of: Self.filing("C1")) == ["E-CLAIM-TRIGGER loan"])
    story.day = story.day.adding(days: 100)
    #expect(story.refusal(of: Self.filing("C1")) == ["E-CLAIM-LATE date"])
    try story.take(.loanTriggered(LoanTrigger(loan: "L1", step: .judgment)))
    try story.take(Self.filing("C1"))
    #expect(story.pool.claims["C1"]?.triggeredOn == story.day.adding(days: -1))
  }

  @Test func `what the checklist does not show is not decided`() throws {
    let tolerance = #""tolerance":{"checklist":["贷前调查","贷后管理"]},"#
    var story = try Self.begun(tolerance + Lives.half)
    try story.take(Self.filing("C1"))
    func check(_ items: (String, Bool)...) -> PoolEvent {
      let items = items.map { ChecklistItem($0.0, isKept: $0.1) }
      return .claimChecked(ClaimCheck(claim: "C1", items: items))
    }
    #expect(
      story.refusal(of: check(("贷前调查", true), ("天气", true))) == [
        "E-FIELD-MISSING items.贷后管理", "E-VALUE-UNKNOWN items[1]",
      ]
    )
    try story.take(check(("贷前调查", true), ("贷后管理", false)))
    let decision = PoolEvent.claimDecided(ClaimDecision(claim: "C1"))
    #expect(story.refusal(of: decision) == ["E-CLAIM-CHECKLIST claim"])
    try story.take(.claimRefused(ClaimRefusal(claim: "C1", reason: "贷后管理缺失")))
    #expect(story.pool.claims["C1"]?.state == .refused)
    // Another claim for the loan may be filed.
    #expect(story.refusal(of: Self.filing("C2")) == [])
  }

  @Test func `an advance is settled up, or found to be too much`() throws {
    let fields = #"""
      "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"800000"}],
      "triggers":[{"kind":"advance","share_ppm":"500000"},{"kind":"final"}]
      """#
    for (loss, due, clawback) in [
      ("3000000.00", "893827.16", "0.00"), ("1500000.00", "0.00", "306172.84"),
    ] {
      var story = try Self.begun(fields)
      try story.decide("A", "L1", "3765432.11", kind: .advance, loss: "3765432.11")
      try story.approve("A")
      #expect(
        story.refusal(of: .claimDecided(ClaimDecision(claim: "F"))) == [
          "E-VALUE-UNKNOWN claim"
        ]
      )
      try story.pay("A")
      #expect(story.pool.claims["A"]?.paid == Lives.fen("1506172.84"))
      try story.decide("F", "L1", "3765432.11", loss: loss)
      try story.approve("F")
      let claim = try #require(story.pool.claims["F"])
      #expect(claim.payable == Lives.fen(due))
      #expect(story.pool.claims["A"]?.toReturn == Lives.fen(clawback))
      #expect(claim.state == (due == "0.00" ? .ended : .approved))
      if clawback != "0.00" {
        try story.take(
          .overpaymentReturned(
            OverpaymentReturn(claim: "A", account: "专户", amount: Lives.fen(clawback))
          )
        )
        #expect(story.pool.claims["A"]?.netPaid == Lives.fen("1200000.00"))
      }
    }
  }

  @Test(arguments: [
    ("fifo_by_approval", "lapse", ["500000.00", "333333.33", "166666.67"], "0.00"),
    ("fifo_by_approval", "queue", ["500000.00", "333333.33", "166666.67"], "250000.01"),
    ("pro_rata_batch", "lapse", ["400000.00", "266666.66", "333333.34"], "0.00"),
  ])
  func `claims share what there is (T27)`(
    order: String,
    shortfall: String,
    paid: [String],
    waiting: String
  ) throws {
    let fields = #"""
      "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"1000000"}],
      "allocation":{"order":"\#(order)","on_shortfall":"\#(shortfall)"}
      """#
    var story = try PoolStory(fields)
    try story.fund("1000000.00")
    for (index, loss) in ["500000.00", "333333.33", "416666.68"].enumerated() {
      try story.enrol(Lives.loan("L\(index)", "4000000.00"))
      try story.decide("C\(index)", "L\(index)", loss, loss: loss)
    }
    try story.approve("C0", "C1", "C2")
    let claims = (0..<3).compactMap { story.pool.claims["C\($0)"] }
    #expect(claims.map { "\($0.payable)" } == paid)
    #expect(claims[2].binding.contains(.poolCash) && claims[2].waiting == Lives.fen(waiting))
    #expect(story.pool.accounts["专户"]?.available == .zero)
    guard shortfall == "queue" else { return }
    for claim in claims { try story.pay(claim.id) }
    try story.fund("1000000.00")
    try story.approve("C2")
    try story.pay("C2")
    #expect(story.pool.claims["C2"]?.paid == Lives.fen("416666.68"))
    #expect(story.pool.claims["C2"]?.waiting == .zero)
  }

  // MARK: Breakers

  private static func breaker(_ effect: String, _ more: String = "") -> String {
    let breaker =
      #"{"measure":"npl_rate","level":"bank","ppm":"500000","effect":"\#(effect)"\#(more)}"#
    return #""breakers":[\#(breaker)],"# + Lives.half
  }

  /// A bank of which one loan of two has failed.
  private static func failing(_ fields: String) throws -> PoolStory {
    var story = try begun(fields)
    try story.enrol(Lives.loan("L2", "4000000.00", borrower: "乙公司"))
    try story.take(.loanClassified(LoanClassification(loan: "L2", grade: .doubtful)))
    return story
  }

  @Test func `a breaker that has tripped stops claims, which wait until it ends`() throws {
    var story = try Self.failing(Self.breaker("stop_claims", #","resume":"manual""#))
    let change = try story.take(.breakerReviewed(BreakerReview()))
    #expect(change.warnings.map(\.code) == [.breakerTripped])
    #expect(story.pool.readings.map(\.trippedOn) == [story.day])
    try story.take(Self.filing("C1"))
    #expect(story.pool.claims["C1"]?.state == .queued && story.pool.queue == ["C1"])
    let check = PoolEvent.claimChecked(ClaimCheck(claim: "C1"))
    #expect(story.refusal(of: check) == ["E-EVENT-ORDER ", "E-POOL-STOPPED breakers[0]"])
    #expect(
      story.refusal(of: .breakerResumed(BreakerResumption(breaker: 2, scope: .bank("B1"))))
        == ["E-FIELD-VALUE breaker"]
    )
    #expect(
      story.refusal(of: .breakerResumed(BreakerResumption(breaker: 1, scope: .programme)))
        == ["E-VALUE-UNKNOWN name"]
    )
    try story.take(.breakerResumed(BreakerResumption(breaker: 1, scope: .bank("B1"))))
    #expect(story.pool.claims["C1"]?.state == .filed && story.pool.queue.isEmpty)
    try story.take(check)
  }

  @Test func `the other effects keep loans out, refuse claims or cut the rate`() throws {
    var stopped = try Self.failing(Self.breaker("stop_new"))
    try stopped.take(.breakerReviewed(BreakerReview()))
    let loan = Lives.loan("L3", "1.00", borrower: "丙公司")
    let refused = stopped.refusal(of: try Self.enrolment(loan))
    #expect(refused == ["E-POOL-STOPPED breakers[0]"])
    #expect(stopped.refusal(of: Self.filing("C1")) == [])
    let other = try Self.enrolment(Lives.loan("L3", "1.00", bank: "B2", borrower: "丙公司"))
    #expect(stopped.refusal(of: other) == [])

    var closed = try Self.failing(Self.breaker("stop_claims", #","hold_queue":"false""#))
    try closed.take(.breakerReviewed(BreakerReview()))
    #expect(closed.refusal(of: Self.filing("C1")) == ["E-POOL-STOPPED breakers[0]"])

    var reduced = try Self.failing(Self.breaker("reduce_rate", #","reduced_to_ppm":"400000""#))
    try reduced.take(.breakerReviewed(BreakerReview()))
    try reduced.decide("C1", "L1", "1000000.00")
    #expect(reduced.pool.claims["C1"]?.decision?.claim.rate == PPM(200_000))

    var told = try Self.failing(Self.breaker("alert"))
    try told.take(.breakerReviewed(BreakerReview()))
    #expect(told.refusal(of: Self.filing("C1")) == [])
  }

  @Test func `a figure from outside is asked for, and used`() throws {
    let fields = #"""
      "breakers":[{"measure":"payout_ratio","denominator":"premium","level":"programme",
       "ppm":"1200000","effect":"stop_new"}],
      """#
    var story = try Self.begun(fields + Lives.half)
    #expect(
      story.refusal(of: .breakerReviewed(BreakerReview())) == [
        "E-FIELD-MISSING figures.payout_ratio."
      ]
    )
    let figure = BreakerReview.Figure(
      .payoutRatio,
      .programme,
      numerator: Lives.fen("12000000.00"),
      denominator: Lives.fen("10000000.00")
    )
    let change = try story.take(.breakerReviewed(BreakerReview(figures: [figure])))
    #expect(change.warnings.map(\.code) == [.breakerTripped])
  }

  // MARK: Afterwards

  @Test func `a right is given up with evidence, a checklist and the tolerance of the day`() throws
  {
    let fields = #"""
      "write_off":{"evidence":["终结裁定"],"after_days":"100"},
      "tolerance":{"single_loss_ppm":"100000","portfolio_loss_ppm":"900000","checklist":["尽职"]},
      """#
    var story = try Self.begun(fields + Lives.half)
    try story.take(Self.filing("C1"))
    let items = [ChecklistItem("尽职", isKept: true)]
    try story.take(.claimChecked(ClaimCheck(claim: "C1", items: items)))
    try story.take(.claimDecided(ClaimDecision(claim: "C1")))
    try story.approve("C1")
    try story.pay("C1")
    func writeOff(_ outcome: RightWriteOff.Outcome) -> PoolEvent {
      .writeOffDecided(RightWriteOff(claim: "C1", items: items, outcome: outcome))
    }
    // 500,000.00 of 4,000,000.00 are more than a tenth.
    #expect(
      story.refusal(of: writeOff(.exempt)) == [
        "E-EVIDENCE-MISSING evidence", "E-DATE-ORDER date", "E-FIELD-VALUE outcome",
      ]
    )
    story.day = story.day.adding(days: 100)
    let change = try story.take(writeOff(.partly), papers: ["终结裁定"])
    #expect(change.figures[.rightClosed] == Int128(Lives.fen("500000.00").rawValue))
    let claim = try #require(story.pool.claims["C1"])
    #expect(claim.state == .writtenOff && claim.right == .zero)
    #expect(claim.tolerance?.measures.map(\.isKept) == [false, true])
    #expect(story.pool.loans["L1"]?.state == .writtenOff)
  }

  @Test func `a recovery after a cap follows what each side bore (T29)`() throws {
    let fields = #"""
      "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"800000"}],
      "caps":[{"scope":"loan","abs":"2000000.00"}]
      """#
    var story = try Self.begun(fields)
    try story.decide("C1", "L1", "3765432.11", loss: "3765432.11")
    try story.approve("C1")
    try story.pay("C1")
    try story.take(
      .recoveryReceived(
        RecoveryReceipt(
          recovery: "R1",
          claim: "C1",
          account: "专户",
          gross: Lives.fen("1000000.00"),
          cost: Lives.fen("80000.00"),
          collector: .pool,
          collectedOn: story.day
        )
      )
    )
    let recovery = try #require(story.pool.recoveries["R1"])
    #expect(recovery.share.fundPart == Lives.fen("488655.73"))
    #expect(recovery.bankDue == Lives.fen("431344.27"))
    // Ten million, less the claim, with all that came in less its cost.
    #expect(story.pool.cash == Int128(Lives.fen("8920000.00").rawValue))
    try story.take(.recoveryPassedOn(RecoveryPassage(recovery: "R1")))
    let again = PoolEvent.recoveryPassedOn(RecoveryPassage(recovery: "R1"))
    #expect(story.refusal(of: again) == ["E-FIELD-VALUE recovery"])
  }

  @Test func `a pool is wound up when nothing waits, to the last fen`() throws {
    var story = try Self.begun()
    try story.take(Self.filing("C1"))
    func closing(_ amount: String) -> PoolEvent {
      let payout = PoolClosing.Payout(party: "市", account: "专户", amount: Lives.fen(amount))
      return .closing(PoolClosing(payouts: [payout]))
    }
    #expect(story.refusal(of: closing("10000000.00")) == ["E-FIELD-VALUE claims.C1"])
    try story.take(.claimRefused(ClaimRefusal(claim: "C1", reason: "撤回")))
    #expect(story.refusal(of: closing("9999999.99")) == ["E-FIELD-VALUE accounts.专户"])
    try story.take(closing("10000000.00"))
    #expect(story.pool.isClosed && story.pool.cash == 0 && story.pool.isBalanced)
    #expect(story.refusal(of: Self.filing("C2")) == ["E-EVENT-ORDER "])
  }

  @Test func `a later version decides about what its basis says`() throws {
    let basis = #""version_basis":"origination","#
    var story = try Self.begun(basis + Lives.half)
    let later = #"""
      "version_basis":"origination","coverage":{"base":"outstanding_principal_at_trigger"},
      "tiers":[{"rate_ppm":"300000"}]
      """#
    let digest = String(repeating: "ab", count: 32)
    let adopted = try AdoptedScheme(
      try scheme(later),
      digest: digest,
      from: try Lives.date("2024-02-01")
    )
    try story.take(.schemeAdopted(adopted))
    story.day = try Lives.date("2024-03-01")
    try story.enrol(Lives.loan("L2", "1000000.00"), lent: "2024-02-15")
    try story.decide("C1", "L1", "1000000.00")
    try story.decide("C2", "L2", "1000000.00")
    #expect(story.pool.claims["C1"]?.decision?.claim.rate == PPM(500_000))
    #expect(story.pool.claims["C2"]?.decision?.claim.rate == PPM(300_000))
    #expect(story.pool.claims["C2"]?.scheme == digest)
  }
}
