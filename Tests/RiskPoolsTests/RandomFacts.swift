import Policies
import Quantities

@testable import RiskPools

/// Events whose facts are anything that can be written (随机要素), possible or not.
struct RandomFacts {
  var random: Seeded
  let scheme: AdoptedScheme

  mutating func amount() -> Fen { Fen(random.amount()) }
  mutating func text() -> String {
    ["L1", "示例商业银行", "a b", #"with "quotes" and \"#, "省"].randomElement(using: &random) ?? ""
  }
  mutating func day() -> CivilDate {
    CivilDate(dayNumber: Int32.random(in: 0...40_000, using: &random))
  }
  private mutating func maybe<Value>(_ value: Value) -> Value? { random.coin() ? value : nil }
  private mutating func some<Value>(_ make: (inout Self) -> Value) -> [Value] {
    (0..<Int.random(in: 0...3, using: &random)).map { _ in make(&self) }
  }
  private mutating func word<Word: CaseIterable>(_: Word.Type, else standard: Word) -> Word {
    Word.allCases.randomElement(using: &random) ?? standard
  }
  private mutating func scope() -> PoolScope {
    [.programme, .bank(text()), .district(text())].randomElement(using: &random) ?? .programme
  }
  private mutating func holding() -> ClaimCase.Holding {
    ClaimCase.Holding(name: text(), available: amount())
  }
  private mutating func item() -> ChecklistItem { ChecklistItem(text(), isKept: random.coin()) }

  mutating func loan() -> LoanFacts {
    var loan = LoanFacts()
    (loan.id, loan.borrower, loan.bank) = (text(), text(), text())
    (loan.principal, loan.outstanding) = (amount(), maybe(amount()))
    (loan.creditShare, loan.collateralShare) = (maybe(PPM(250_000)), maybe(PPM(1_500_000)))
    (loan.isPureCredit, loan.isFirstLoan) = (random.coin(), random.coin())
    (loan.mode, loan.grade, loan.region) = (maybe(text()), maybe(text()), maybe(text()))
    (loan.product, loan.pledge) = (maybe(text()), maybe(text()))
    (loan.borrowerKind, loan.borrowerAge) = (maybe(text()), maybe(7))
    (loan.revenue, loan.termMonths) = (maybe(amount()), maybe(24))
    return loan
  }

  mutating func event(_ kind: PoolEvent.Kind) -> PoolEvent {
    switch kind {
    case .schemeAdopted: return .schemeAdopted(scheme)
    case .fundingReceived, .topUpReceived:
      let nature = word(Funding.Nature.self, else: .government)
      let funding = Funding(funder: text(), account: text(), amount: amount(), nature: nature)
      return kind == .topUpReceived ? .topUpReceived(funding) : .fundingReceived(funding)
    case .topUpApproved: return .topUpApproved(TopUp(funder: text(), amount: amount()))
    case .accountTransfer:
      return .accountTransfer(AccountTransfer(from: text(), to: text(), amount: amount()))
    case .interestReceived:
      return .interestReceived(Interest(account: text(), amount: amount()))
    case .feePaid: return .feePaid(Fee(account: text(), amount: amount(), reason: text()))
    case .treasuryPaid:
      return .treasuryPaid(TreasuryPayment(account: text(), amount: amount()))
    case .closing:
      let payouts = some {
        PoolClosing.Payout(party: $0.text(), account: $0.text(), amount: $0.amount())
      }
      return .closing(PoolClosing(payouts: payouts))
    case .loanEnrolled, .balanceReported, .loanOverdue, .loanClassified, .loanTriggered,
      .loanExtended, .loanSettled:
      return loanEvent(kind)
    case .recoveryReceived, .recoveryPassedOn, .writeOffDecided, .breakerReviewed,
      .breakerResumed:
      return lateEvent(kind)
    case .claimFiled, .claimChecked, .claimDecided, .claimsApproved, .claimPaid, .claimRefused,
      .overpaymentFound, .overpaymentReturned:
      return claimEvent(kind)
    }
  }

  private mutating func loanEvent(_ kind: PoolEvent.Kind) -> PoolEvent {
    switch kind {
    case .loanEnrolled:
      return .loanEnrolled(
        Enrolment(
          loan: loan(),
          lent: day(),
          due: day(),
          sector: random.coin() ? text() : "",
          spreadBasisPoints: maybe(-30),
          invested: random.coin() ? amount() : .zero,
          otherSchemes: some { $0.text() }
        )
      )
    case .balanceReported:
      let lines = some { BalanceReport.Line(loan: $0.text(), outstanding: $0.amount()) }
      return .balanceReported(
        BalanceReport(bank: text(), asOf: day(), total: amount(), loans: lines)
      )
    case .loanOverdue: return .loanOverdue(LoanOverdue(loan: text(), since: day()))
    case .loanClassified:
      let grade = word(LoanGrade.self, else: .normal)
      return .loanClassified(LoanClassification(loan: text(), grade: grade))
    case .loanTriggered:
      let step = word(LoanTrigger.Step.self, else: .judgment)
      return .loanTriggered(LoanTrigger(loan: text(), step: step))
    case .loanExtended: return .loanExtended(LoanExtension(loan: text(), due: day()))
    default: return .loanSettled(LoanSettlement(loan: text()))
    }
  }

  private mutating func claimEvent(_ kind: PoolEvent.Kind) -> PoolEvent {
    switch kind {
    case .claimFiled:
      let kind = word(ClaimKind.self, else: .final)
      return .claimFiled(
        ClaimFiling(claim: text(), loan: text(), kind: kind, outstanding: amount())
      )
    case .claimChecked:
      return .claimChecked(ClaimCheck(claim: text(), items: some { $0.item() }))
    case .claimDecided:
      var deductions: [String: Fen] = [:]
      for deduction in Coverage.Deduction.allCases where random.coin() {
        deductions[deduction.rawValue] = amount()
      }
      let layer = ClaimCase.LayerFigures(
        balance: amount(),
        loss: amount(),
        lossBefore: maybe(amount())
      )
      return .claimDecided(
        ClaimDecision(
          claim: text(),
          loss: maybe(amount()),
          actualLiability: maybe(amount()),
          otherGovernmentPaid: random.coin() ? amount() : .zero,
          deductions: deductions,
          absorbers: some { $0.holding() },
          layer: maybe(layer),
          priorYearBalance: maybe(amount())
        )
      )
    case .claimsApproved:
      let (claims, cash) = (some { $0.text() }, some { $0.holding() })
      return .claimsApproved(ClaimApproval(claims: claims, account: text(), funderCash: cash))
    case .claimPaid: return .claimPaid(ClaimPayment(claim: text()))
    case .claimRefused: return .claimRefused(ClaimRefusal(claim: text(), reason: text()))
    case .overpaymentFound:
      return .overpaymentFound(Overpayment(claim: text(), amount: amount(), reason: text()))
    default:
      return .overpaymentReturned(
        OverpaymentReturn(claim: text(), account: text(), amount: amount())
      )
    }
  }

  private mutating func lateEvent(_ kind: PoolEvent.Kind) -> PoolEvent {
    switch kind {
    case .recoveryReceived:
      let collector = word(RecoveryReceipt.Collector.self, else: .bank)
      return .recoveryReceived(
        RecoveryReceipt(
          recovery: text(),
          claim: text(),
          account: text(),
          gross: amount(),
          cost: amount(),
          collector: collector,
          collectedOn: day()
        )
      )
    case .recoveryPassedOn: return .recoveryPassedOn(RecoveryPassage(recovery: text()))
    case .writeOffDecided:
      let outcome = word(RightWriteOff.Outcome.self, else: .exempt)
      return .writeOffDecided(
        RightWriteOff(
          claim: text(),
          items: some { $0.item() },
          outcome: outcome,
          bankRate: maybe(PPM(12_345))
        )
      )
    case .breakerReviewed:
      let figures = some { it in
        BreakerReview.Figure(
          it.word(Breaker.Measure.self, else: .nplRate),
          it.scope(),
          numerator: it.maybe(it.amount()),
          denominator: it.maybe(it.amount())
        )
      }
      return .breakerReviewed(BreakerReview(figures: figures))
    default: return .breakerResumed(BreakerResumption(breaker: 2, scope: scope()))
    }
  }
}
