public import Policies
public import Quantities

/// Where money comes from (资金来源).
public struct FundSource: Hashable, Sendable {
  /// Its code.
  public let source: String
  /// What it is called.
  public let name: String
  /// Whether it may buy equity; money that is borrowed may not.
  public let buysEquity: Bool
}

/// The most for a stage class or a zone (额度).
public struct Quota: Hashable, Sendable {
  /// The stage class; empty for all.
  public let stage: String
  /// The zone; empty for all.
  public let zone: String
  /// The share of the year's money.
  public let most: PPM
}

/// When somebody is told (提醒条款); what is open is never told.
public struct AlertTerms: Sendable {
  /// After how many months money that is approved and not paid is idle (资金闲置).
  public let idleMonths: Parameter<Int64>
  /// How many months before the deadline to convert (转股到期提前).
  public let deadlineNoticeMonths: Parameter<Int64>
  /// How many days before an appraisal expires (评估到期提前).
  public let appraisalNoticeDays: Parameter<Int64>
  /// How many months after an instalment its milestone is due (里程碑期限).
  public let milestoneMonths: Parameter<Int64>

  init(_ fields: Fields) {
    idleMonths = fields.parameter("idle_months", .integer(in: 1...240))
    deadlineNoticeMonths = fields.parameter("deadline_notice_months", .integer(in: 0...240))
    appraisalNoticeDays = fields.parameter("appraisal_notice_days", .integer(in: 0...3660))
    milestoneMonths = fields.parameter("milestone_months", .integer(in: 1...240))
    fields.finish()
  }
}

extension Notation where Value == FundSource {
  /// A source with what its money may do.
  static let fundSource = Notation.object { fields in
    let source = fields.required("source", .identifier)
    let name = fields.optional("name", .text) ?? ""
    guard let buysEquity = fields.required("buys_equity", .flag), let source else { return nil }
    return FundSource(source: source, name: name, buysEquity: buysEquity)
  }
}

extension Notation where Value == Quota {
  /// A quota for a stage class, a zone or both.
  static let quota = Notation.object { fields in
    let stage = fields.optional("stage", .orNothing(.text)).flatMap { $0 } ?? ""
    let zone = fields.optional("zone", .orNothing(.text)).flatMap { $0 } ?? ""
    guard let most = fields.required("most_ppm", .share) else { return nil }
    return Quota(stage: stage, zone: zone, most: most)
  }
}
