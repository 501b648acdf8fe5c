public import CanonicalJSON
public import Findings
import Policies

/// The payload of a document, as an object of texts (要素).
///
/// Each type has an initializer from `Fields` beside it, so that both ways stand together.
protocol Facts {
  /// What a record holds of it.
  var facts: JSONValue { get }
}

extension ProjectEvent {
  /// What a record holds of the event; empty for events that say nothing but their kind.
  public var facts: JSONValue { payload?.facts ?? .object([]) }

  /// Reads an event.
  ///
  /// - Parameters:
  ///   - kind: the kind of the event.
  ///   - facts: what the record, or a person's file, says about it.
  ///   - policy: the adopted policy with a digest; a contract is made again from its bytes.
  /// - Throws: every member that is unknown, missing or wrong, with its path.
  public init(
    _ kind: Kind,
    facts: JSONValue,
    policy: (_ digest: String) throws(Findings) -> InvestFirstPolicy
  ) throws(Findings) {
    let log = FindingLog()
    let fields = Fields(try Document(facts: facts), log)
    let event = try ProjectEvent.read(kind, fields, policy)
    fields.finish()
    try log.check()
    guard let event else { preconditionFailure("complete without findings") }
    self = event
  }

  private var payload: (any Facts)? {
    switch self {
    case .contract(let facts): facts
    case .stage(let facts): facts
    case .tranche(let facts): facts
    case .milestone(let facts): facts
    case .lease(let facts): facts
    case .rentAccrued(let facts), .rentSettled(let facts), .rentWaived(let facts): facts
    case .trigger(let facts): facts
    case .conversion(let facts): facts
    case .custodySet(let facts): facts
    case .custodyMoved(let facts): facts
    case .dividendDeclared(let facts), .dividendReceived(let facts): facts
    case .laterRound(let facts): facts
    case .pledge(let facts): facts
    case .pledgeReleased(let facts): facts
    case .exitPriced(let facts): facts
    case .exitPaid(let facts): facts
    case .repayment(let facts): facts
    case .moneyReturned(let facts): facts
    case .stop(let facts): facts
    case .clawback(let facts): facts
    case .writeOffDecided(let facts): facts
    case .correction(let facts): facts
    case .deadlineExtended(let facts): facts
    case .appraisal(let facts): facts
    case .output(let facts): facts
    case .reward(let facts): facts
    case .exposure(let facts): facts
    case .exposureEnded(let facts): facts
    case .commitment(let facts): facts
    case .recovery(let facts): facts
    case .acceptance, .custodyConfirmed, .exitCalledOff, .writeOffReview, .release, .closing: nil
    }
  }

  private static func read(
    _ kind: Kind,
    _ fields: Fields,
    _ policy: (String) throws(Findings) -> InvestFirstPolicy
  ) throws(Findings) -> ProjectEvent? {
    switch kind {
    case .contract: return try Contract(fields, policy).map { .contract($0) }
    case .stage: return StageReached(fields).map { .stage($0) }
    case .tranche: return Tranche(fields).map { .tranche($0) }
    case .milestone: return MilestoneReview(fields).map { .milestone($0) }
    case .lease: return Lease(fields).map { .lease($0) }
    case .rentAccrued: return RentMonth(fields).map { .rentAccrued($0) }
    case .rentSettled: return RentMonth(fields).map { .rentSettled($0) }
    case .rentWaived: return RentMonth(fields).map { .rentWaived($0) }
    case .acceptance: return .acceptance
    case .trigger: return TriggerMet(fields).map { .trigger($0) }
    case .conversion: return ConversionDone(fields).map { .conversion($0) }
    case .custodySet: return CustodySet(fields).map { .custodySet($0) }
    case .custodyMoved: return CustodyMove(fields).map { .custodyMoved($0) }
    case .custodyConfirmed: return .custodyConfirmed
    case .dividendDeclared: return Dividend(fields).map { .dividendDeclared($0) }
    case .dividendReceived: return Dividend(fields).map { .dividendReceived($0) }
    case .laterRound: return LaterRound(fields).map { .laterRound($0) }
    case .pledge: return Pledge(fields).map { .pledge($0) }
    case .pledgeReleased: return PledgeRelease(fields).map { .pledgeReleased($0) }
    case .exitPriced: return ExitPrice(fields).map { .exitPriced($0) }
    case .exitCalledOff: return .exitCalledOff
    case .exitPaid: return ExitPayment(fields).map { .exitPaid($0) }
    case .repayment: return Repayment(fields).map { .repayment($0) }
    case .moneyReturned: return MoneyReturn(fields).map { .moneyReturned($0) }
    case .stop: return Stop(fields).map { .stop($0) }
    case .clawback: return Clawback(fields).map { .clawback($0) }
    case .writeOffReview: return .writeOffReview
    case .writeOffDecided: return WriteOff(fields).map { .writeOffDecided($0) }
    case .release: return .release
    case .closing: return .closing
    case .correction: return Correction(fields).map { .correction($0) }
    case .deadlineExtended: return DeadlineExtended(fields).map { .deadlineExtended($0) }
    case .appraisal: return Appraisal(fields).map { .appraisal($0) }
    case .output: return OutputReport(fields).map { .output($0) }
    case .reward: return Reward(fields).map { .reward($0) }
    case .exposure: return Exposure(fields).map { .exposure($0) }
    case .exposureEnded: return ExposureEnd(fields).map { .exposureEnded($0) }
    case .commitment: return Commitment(fields).map { .commitment($0) }
    case .recovery: return Recovery(fields).map { .recovery($0) }
    }
  }
}
