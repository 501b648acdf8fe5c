public import Quantities

/// A claim on the pool and what became of it (补偿申请).
public struct PoolClaim: Hashable, Sendable {
  /// The number of the claim.
  public let id: String
  /// The loan.
  public let loan: String
  /// The bank.
  public let bank: String
  /// Whether it is for an advance or settles the loan.
  public let kind: ClaimKind
  /// What the bank said was not paid back.
  public let outstanding: Fen
  /// The day it was filed.
  public let filedOn: CivilDate
  /// The day on which the loan met the trigger.
  public let triggeredOn: CivilDate
  /// The version of the scheme that decides it, by the digest of its file.
  public let scheme: String
  /// Where it is.
  public internal(set) var state: ClaimState
  /// Who handled each step; nobody handled two.
  public internal(set) var handlers: [PoolEvent.Kind: String]
  /// Whether the checklist was kept; `nil` before the check.
  public internal(set) var isDiligent: Bool?
  /// What it was decided to be, with every limit; `nil` before the decision.
  public internal(set) var decision: ClaimStatement?
  /// The limits that decided the amount, the pool's cash among them.
  public internal(set) var binding: Claim.Binding = []
  /// The account that pays it.
  public internal(set) var account: String?
  /// What is approved and not yet paid.
  public internal(set) var payable = Fen.zero
  /// What each funder bears of that.
  var payableShares: [ClaimStatement.Share] = []
  /// What is due and waits for money.
  public internal(set) var waiting = Fen.zero
  /// What was paid.
  public internal(set) var paid = Fen.zero
  /// The payments, more than one where some of it had to wait.
  public internal(set) var payments: [Payment] = []
  /// The day of the latest payment.
  public var paidOn: CivilDate? { payments.last?.date }
  /// What each funder paid.
  public internal(set) var shares: [ClaimStatement.Share] = []
  /// What of the payment was found to be too much, or of the advance.
  public internal(set) var overpaid = Fen.zero
  /// What of that came back.
  public internal(set) var returned = Fen.zero
  /// What the pool got back from the borrower.
  public internal(set) var recovered = Fen.zero
  /// How a loss that was given up was judged; `nil` while the right lasts.
  public internal(set) var outcome: RightWriteOff.Outcome?
  /// The tolerance at that moment.
  public internal(set) var tolerance: ToleranceSnapshot?
  /// The numbers of its documents.
  public internal(set) var documents: [String]
  /// The day of the latest document about it.
  var lastDate: CivilDate

  /// One payment of a claim (拨付).
  public struct Payment: Hashable, Sendable {
    /// The number of the document.
    public let document: String
    /// The day.
    public let date: CivilDate
    /// How much.
    public let amount: Fen
    /// The account that paid it.
    public let account: String
  }

  /// What was paid and stands.
  public var netPaid: Fen { Fen(paid.rawValue - overpaid.rawValue) }
  /// What of it the pool may still get back from the borrower.
  public var right: Fen {
    outcome == nil ? Fen(max(netPaid.rawValue - recovered.rawValue, 0)) : .zero
  }
  /// What the bank still has to give back.
  public var toReturn: Fen { Fen(overpaid.rawValue - returned.rawValue) }
  /// Whether somebody still has to decide about it.
  public var isOpen: Bool {
    switch state {
    case .queued, .filed, .checked, .decided, .approved: true
    case .paid: waiting > .zero
    case .ended, .refused, .writtenOff: false
    }
  }
}

/// Where a claim is (申请状态).
public enum ClaimState: String, Hashable, Sendable, CaseIterable {
  /// 熔断排队
  case queued
  /// 已受理
  case filed
  /// 已审核
  case checked
  /// 已核定
  case decided
  /// 已审批
  case approved
  /// 已拨付
  case paid
  /// 无应付: decided and approved, and nothing is to be paid
  case ended
  /// 不予补偿
  case refused
  /// 追偿权已核销
  case writtenOff = "written_off"

  /// What may happen next; the way out that a refusal names.
  public var next: [PoolEvent.Kind] {
    switch self {
    case .queued: [.breakerReviewed, .breakerResumed, .claimRefused]
    case .filed: [.claimChecked, .claimRefused]
    case .checked: [.claimDecided, .claimRefused]
    case .decided: [.claimsApproved, .claimRefused]
    case .approved: [.claimPaid]
    case .paid:
      [
        .claimsApproved, .overpaymentFound, .overpaymentReturned, .recoveryReceived,
        .writeOffDecided,
      ]
    case .ended: [.overpaymentReturned]
    case .refused: []
    case .writtenOff: [.overpaymentReturned, .recoveryReceived]
    }
  }
}

/// What came back from a borrower (追偿).
public struct PoolRecovery: Hashable, Sendable {
  /// The claim.
  public let claim: String
  /// The account that it came to.
  public let account: String
  /// The day the borrower paid.
  public let collectedOn: CivilDate
  /// The day the pool was paid.
  public let receivedOn: CivilDate
  /// How it was shared.
  public let share: Recovery
  /// What the pool still has of the bank's part.
  public internal(set) var bankDue: Fen
  /// The day it went to the bank.
  public internal(set) var passedOn: CivilDate?
}

/// How a loss stood against every tolerance when it was given up (容错快照).
public struct ToleranceSnapshot: Hashable, Sendable {
  /// The tolerances of the scheme with the figures of the day.
  public let measures: [Measure]
  /// Whether every question of the checklist was kept.
  public let isDiligent: Bool

  /// One tolerance.
  public struct Measure: Hashable, Sendable {
    /// Which: `npl_ppm`, `delta_over_bank_ppm`, `single_loss_ppm` or `portfolio_loss_ppm`.
    public let name: String
    /// What was lost.
    public let numerator: Int128
    /// What it is divided by.
    public let denominator: Int128
    /// The most that is tolerated.
    public let limit: PPM

    /// Whether the loss is within it, compared exactly.
    public var isKept: Bool { numerator * 1_000_000 <= denominator * Int128(limit.rawValue) }
  }

  /// The mildest judgement that the figures allow.
  public var outcome: RightWriteOff.Outcome {
    if !isDiligent { return .notCovered }
    return measures.allSatisfy(\.isKept) ? .exempt : .partly
  }
}
