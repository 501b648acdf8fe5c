import Accounting
import Findings
public import Policies
public import Quantities

/// What begins a project (立项): it makes the project and is no event, so it comes once and first.
public struct Approval: Hashable, Sendable {
  /// The project's code (项目编码).
  public let project: String
  /// The zone that hosts it (承载区); empty when none.
  public let zone: String
  /// The stage class by which losses are judged, for example `seed`; empty when none.
  public let stage: String
  /// The money that was approved.
  public let amount: Fen

  /// Creates an approval.
  public init(project: String, zone: String = "", stage: String = "", amount: Fen) {
    self.project = project
    self.zone = zone
    self.stage = stage
    self.amount = amount
  }
}

/// What a contract takes from its policy and keeps, whatever the policy becomes later (合同).
///
/// A policy that leaves price, tiers or custody open makes no contract.
public struct Contract: Hashable, Sendable {
  /// The identity of the policy version.
  public let policy: String
  /// The SHA-256 of the policy file, in hexadecimal digits.
  public let digest: String
  /// How much of each kind of support counts; nothing of those that are missing.
  public let weights: [SupportKind: PPM]
  /// The most for the project; none when zero.
  public let cap: Fen
  /// The greatest share of the company.
  public let holdMax: PPM
  /// In whose books the equity stands.
  public let custody: HoldingTerms.CustodyModel
  /// What makes it convert; anything when the list is empty.
  public let triggers: [ConversionTerms.Trigger.Kind]
  /// The ways to leave that were agreed.
  public let ways: [ExitTerms.Way]
  /// What each instalment must be proved with, in order.
  public let trancheEvidence: [[String]]
  /// Why the project may be stopped; any reason when the list is empty.
  public let stopReasons: [String]
  /// What a write-off must be proved with.
  public let writeOffEvidence: [String]
  /// The accounting treatments that the policy chose.
  public let choices: AccountingChoices

  /// Freezes what a policy says.
  ///
  /// - Parameters:
  ///   - policy: the policy.
  ///   - digest: the SHA-256 of its file.
  ///   - weights: the kinds that count, when the contract says otherwise than the policy.
  /// - Throws: every open value that a contract must not leave open; a digest that is none.
  public init(
    _ policy: InvestFirstPolicy,
    digest: String,
    weights: [SupportKind: PPM]? = nil
  ) throws(Refusal) {
    var needs = Needs()
    let kinds = needs.take(policy.count.kinds)
    _ = needs.take(policy.convert.priceRule)
    _ = needs.take(policy.exit.tiers)
    let (custody, ways) = (needs.take(policy.hold.custodyModel), needs.take(policy.exit.ways))
    let holdMax = needs.take(policy.convert.holdMax)
    try needs.check()
    guard let kinds, let custody, let ways, let holdMax else {
      preconditionFailure("needs are met")
    }
    guard EvidencePaper.isDigest(digest) else {
      let shape = ["expected": "digest"]
      throw Refusal(
        Finding(.fieldValue, column: "digest", value: digest, arguments: shape)
      )
    }
    self.policy = policy.header.id
    self.digest = digest
    self.weights =
      weights ?? Dictionary(uniqueKeysWithValues: kinds.map { ($0.kind, $0.weight) })
    self.custody = custody
    self.ways = ways
    self.holdMax = holdMax
    triggers = policy.convert.trigger.value?.map(\.kind) ?? []
    cap = policy.count.projectCap.value ?? .zero
    trancheEvidence = policy.count.tranches.value?.map(\.evidence) ?? []
    stopReasons = policy.fail.stopReasons.value ?? []
    writeOffEvidence = policy.fail.writeoffEvidence.value ?? []
    choices = AccountingChoices(policy)
  }
}

/// An instalment (拨付).
public struct Tranche: Hashable, Sendable {
  /// Its place in the row, from 1 (期次).
  public let number: Int
  /// How much is paid.
  public let amount: Fen
  /// What is given.
  public let kind: SupportKind

  /// Creates an instalment.
  public init(number: Int, amount: Fen, kind: SupportKind = .cash) {
    self.number = number
    self.amount = amount
    self.kind = kind
  }
}

/// The review of what an instalment was for (里程碑检查).
public struct MilestoneReview: Hashable, Sendable {
  /// The instalment.
  public let tranche: Int
  /// Whether the milestone was reached, at once or after corrections.
  public let isPassed: Bool

  /// Creates a review.
  public init(tranche: Int, isPassed: Bool) {
    self.tranche = tranche
    self.isPassed = isPassed
  }
}

/// A lease whose rent the fund bears (租约).
public struct Lease: Hashable, Sendable {
  /// Its code within the project.
  public let code: String
  /// Who lets it (产权单位).
  public let landlord: String
  /// What is let; two leases of the same premises may not overlap.
  public let premises: String
  /// The first day.
  public let from: CivilDate
  /// The last day.
  public let to: CivilDate

  /// Creates a lease.
  public init(
    code: String,
    landlord: String,
    premises: String,
    from: CivilDate,
    to: CivilDate
  ) {
    self.code = code
    self.landlord = landlord
    self.premises = premises
    self.from = from
    self.to = to
  }
}

/// The rent of one month (当月租金), accrued, settled or waived.
public struct RentMonth: Hashable, Sendable {
  /// The lease.
  public let lease: String
  /// The month.
  public let month: FiscalPeriod
  /// The rent.
  public let amount: Fen

  /// Creates a month's rent.
  public init(lease: String, month: FiscalPeriod, amount: Fen) {
    self.lease = lease
    self.month = month
    self.amount = amount
  }
}

/// What made the money convertible (触发转股).
public struct TriggerMet: Hashable, Sendable {
  /// Which of the policy's triggers.
  public let kind: ConversionTerms.Trigger.Kind
  /// What happened, in words; may be empty.
  public let note: String

  /// Creates the fact.
  public init(_ kind: ConversionTerms.Trigger.Kind, note: String = "") {
    self.kind = kind
    self.note = note
  }
}
