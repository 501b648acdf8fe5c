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
  /// What the company said when it applied; `nil` when no policy asks.
  public let application: Application?

  /// Creates an approval.
  public init(
    project: String,
    zone: String = "",
    stage: String = "",
    amount: Fen,
    application: Application? = nil
  ) {
    self.project = project
    self.zone = zone
    self.stage = stage
    self.amount = amount
    self.application = application
  }
}

/// What a company says when it applies (申报情况).
public struct Application: Hashable, Sendable {
  /// What the founders pay in cash.
  public let founderCash: Fen
  /// What the project is expected to cost.
  public let cost: Fen
  /// The day the company was founded.
  public let founded: CivilDate
  /// The day of the application.
  public let applied: CivilDate

  /// Creates an application.
  public init(founderCash: Fen, cost: Fen, founded: CivilDate, applied: CivilDate) {
    self.founderCash = founderCash
    self.cost = cost
    self.founded = founded
    self.applied = applied
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
  /// The sources of money by whether they may buy equity; any source when there are none.
  public let sources: [String: Bool]
  /// Until when the right has to become equity, and what it must keep to meanwhile.
  public let timing: ContractTiming
  /// What is paid beside the proceeds of an exit.
  public let rewards: ContractRewards

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
    let sources = (policy.count.sources.value ?? []).map { ($0.source, $0.buysEquity) }
    self.sources = Dictionary(sources) { $0 && $1 }
    timing = ContractTiming(policy)
    rewards = ContractRewards(policy)
  }
}

/// What a contract keeps of triggers, deadline and appraisals (期限与评估).
public struct ContractTiming: Hashable, Sendable {
  /// Whether all triggers must be met together.
  public let needsAllTriggers: Bool
  /// The months after the first payment; none when zero.
  public let deadlineMonths: Int64
  /// What happens then; `nil` while the policy leaves it open.
  public let onDeadline: ConversionTerms.OnDeadline?
  /// Whether the fund must not be the largest holder.
  public let notLargest: Bool
  /// For how many months an appraisal holds; `nil` while the policy leaves it open.
  public let appraisalMonths: Int64?
  /// Whether equity is sold on an appraisal only.
  public let needsAppraisal: Bool
  /// Whether an appraisal must be filed.
  public let needsFiling: Bool

  init(_ policy: InvestFirstPolicy) {
    needsAllTriggers = policy.convert.triggerNeedsAll.value ?? false
    deadlineMonths = policy.convert.deadlineMonths.value ?? 0
    onDeadline = policy.convert.onDeadline.value
    notLargest = policy.convert.notLargest.value ?? false
    appraisalMonths = policy.exit.appraisalMonths.value
    needsAppraisal = policy.exit.appraisalRequired.value ?? false
    needsFiling = policy.exit.filingRequired.value ?? false
  }
}

/// What a contract keeps of rewards (奖励): shares of the gain that founders leave.
public struct ContractRewards: Hashable, Sendable {
  /// The gain, as a share of the cost, that nobody is rewarded for.
  public let hurdle: PPM
  /// The share by role; a role that is missing is still open.
  public let shares: [Reward.Role: PPM]

  init(_ policy: InvestFirstPolicy) {
    hurdle = policy.exit.hurdle.value ?? .zero
    var shares: [Reward.Role: PPM] = [:]
    shares[.manager] = policy.exit.managerReward.value
    shares[.techBroker] = policy.exit.techBroker.value
    self.shares = shares
  }
}
