public import CanonicalJSON
public import Findings
import Policies

/// The payload of a document, written as an object of texts and read back strictly (要素).
protocol Facts {
  /// What a record holds of it.
  var facts: JSONValue { get }

  /// Reads what a record holds; what is wrong goes to the log of the fields.
  init?(_ fields: Fields)
}

extension PoolEvent {
  /// What a record holds of the event.
  public var facts: JSONValue { payload.facts }

  /// Reads an event.
  ///
  /// - Parameters:
  ///   - kind: the kind of the event.
  ///   - facts: what the record, or a person's file, says about it.
  ///   - scheme: the scheme with a digest; an adoption is made again from its bytes.
  /// - Throws: every member that is unknown, missing or wrong, with its path.
  public init(
    _ kind: Kind,
    facts: JSONValue,
    scheme: (_ digest: String) throws(Findings) -> Scheme
  ) throws(Findings) {
    let log = FindingLog()
    let fields = Fields(try Document(facts: facts), log)
    let event =
      if kind == .schemeAdopted {
        try AdoptedScheme(fields, scheme).map { PoolEvent.schemeAdopted($0) }
      } else {
        PoolEvent.read(kind, fields)
      }
    fields.finish()
    try log.check()
    guard let event else { preconditionFailure("complete without findings") }
    self = event
  }

  private var payload: any Facts {
    switch self {
    case .schemeAdopted(let facts): facts
    case .fundingReceived(let facts), .topUpReceived(let facts): facts
    case .topUpApproved(let facts): facts
    case .accountTransfer(let facts): facts
    case .interestReceived(let facts): facts
    case .feePaid(let facts): facts
    case .treasuryPaid(let facts): facts
    case .loanEnrolled(let facts): facts
    case .balanceReported(let facts): facts
    case .loanOverdue(let facts): facts
    case .loanClassified(let facts): facts
    case .loanTriggered(let facts): facts
    case .loanExtended(let facts): facts
    case .loanSettled(let facts): facts
    case .claimFiled(let facts): facts
    case .claimChecked(let facts): facts
    case .claimDecided(let facts): facts
    case .claimsApproved(let facts): facts
    case .claimPaid(let facts): facts
    case .claimRefused(let facts): facts
    case .overpaymentFound(let facts): facts
    case .overpaymentReturned(let facts): facts
    case .recoveryReceived(let facts): facts
    case .recoveryPassedOn(let facts): facts
    case .writeOffDecided(let facts): facts
    case .breakerReviewed(let facts): facts
    case .breakerResumed(let facts): facts
    case .closing(let facts): facts
    }
  }

  private static func read(_ kind: Kind, _ fields: Fields) -> PoolEvent? {
    switch kind {
    case .schemeAdopted: nil
    case .fundingReceived: Funding(fields).map { .fundingReceived($0) }
    case .topUpApproved: TopUp(fields).map { .topUpApproved($0) }
    case .topUpReceived: Funding(fields).map { .topUpReceived($0) }
    case .accountTransfer: AccountTransfer(fields).map { .accountTransfer($0) }
    case .interestReceived: Interest(fields).map { .interestReceived($0) }
    case .feePaid: Fee(fields).map { .feePaid($0) }
    case .treasuryPaid: TreasuryPayment(fields).map { .treasuryPaid($0) }
    case .loanEnrolled: Enrolment(fields).map { .loanEnrolled($0) }
    case .balanceReported: BalanceReport(fields).map { .balanceReported($0) }
    case .loanOverdue: LoanOverdue(fields).map { .loanOverdue($0) }
    case .loanClassified: LoanClassification(fields).map { .loanClassified($0) }
    case .loanTriggered: LoanTrigger(fields).map { .loanTriggered($0) }
    case .loanExtended: LoanExtension(fields).map { .loanExtended($0) }
    case .loanSettled: LoanSettlement(fields).map { .loanSettled($0) }
    case .claimFiled: ClaimFiling(fields).map { .claimFiled($0) }
    case .claimChecked: ClaimCheck(fields).map { .claimChecked($0) }
    case .claimDecided: ClaimDecision(fields).map { .claimDecided($0) }
    case .claimsApproved: ClaimApproval(fields).map { .claimsApproved($0) }
    case .claimPaid: ClaimPayment(fields).map { .claimPaid($0) }
    case .claimRefused: ClaimRefusal(fields).map { .claimRefused($0) }
    case .overpaymentFound: Overpayment(fields).map { .overpaymentFound($0) }
    case .overpaymentReturned: OverpaymentReturn(fields).map { .overpaymentReturned($0) }
    case .recoveryReceived: RecoveryReceipt(fields).map { .recoveryReceived($0) }
    case .recoveryPassedOn: RecoveryPassage(fields).map { .recoveryPassedOn($0) }
    case .writeOffDecided: RightWriteOff(fields).map { .writeOffDecided($0) }
    case .breakerReviewed: BreakerReview(fields).map { .breakerReviewed($0) }
    case .breakerResumed: BreakerResumption(fields).map { .breakerResumed($0) }
    case .closing: PoolClosing(fields).map { .closing($0) }
    }
  }
}
