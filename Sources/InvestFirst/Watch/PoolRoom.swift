import Accounting
import Findings
public import Policies
public import Quantities

extension Approval {
  /// Whether the policy has room for the project: company, cap, the year's money, the whole pool
  /// and its quotas (立项审查).
  ///
  /// - Parameters:
  ///   - date: the day of the approval.
  ///   - policy: the policy that is in force.
  ///   - projects: the other projects of the pool.
  /// - Returns: the steps of the examination.
  /// - Throws: every condition that is not met; the open values that are needed.
  public func examine(
    on date: CivilDate,
    policy: InvestFirstPolicy,
    beside projects: [Project]
  ) throws(Refusal) -> [Step] {
    var examination = Examination(approval: self)
    try examination.screen(policy.scope)
    examination.demand(policy.count.projectCap, "amount", taken: 0, "单项上限")
    let year = projects.filter { $0.opening.date.period.year == date.period.year }
    let spent = Fen.sum(year.map(\.committed))
    examination.demand(policy.count.annualPool, "count.annual_pool_fen", taken: spent, "年度总额")
    let rolled = projects.reduce(Int128(0)) { $0 + $1.rolled }
    let taken = Fen.sum(projects.map(\.committed)) - rolled
    examination.demand(policy.count.poolTotal, "count.pool_total_fen", taken: taken, "资金池总额")
    for quota in policy.count.quotas.value ?? [] where quota.covers(self) {
      try examination.demand(quota, policy.count, among: year)
    }
    if !examination.findings.isEmpty { throw .findings(Findings(examination.findings)) }
    return examination.trace
  }
}

extension Quota {
  /// Whether an approval falls under the quota.
  func covers(_ approval: Approval) -> Bool {
    (stage.isEmpty || stage == approval.stage) && (zone.isEmpty || zone == approval.zone)
  }

  /// How the quota is called in traces and alerts.
  var name: String { [stage, zone].filter { !$0.isEmpty }.joined(separator: " ") }

  /// The most of a year's money.
  func limit(of year: Fen) throws(Overflow) -> Fen {
    try Fen(try Ratio(year).multiplied(by: most.ratio), .down)
  }
}

/// An approval while it is examined.
private struct Examination {
  let approval: Approval
  var findings: [Finding] = []
  var trace: [Step] = []

  mutating func screen(_ scope: ScopeTerms) throws(Refusal) {
    guard scope.isAsked else { return }
    guard let application = approval.application else {
      return findings.append(.needed("application"))
    }
    let screening = try Screening(
      paidIn: application.founderCash,
      of: application.cost,
      founded: application.founded,
      applied: application.applied,
      scope: scope
    )
    if !screening.paysEnough {
      let range = scope.founderPaidInMin.value.map { ["range": "≥ \($0) × \(application.cost)"] }
      refuse("founder_cash", "\(application.founderCash)", range ?? [:])
    }
    if !screening.isYoungEnough {
      let after = scope.foundedAfter.value.map { "≥ \($0)" }
      let months = scope.eligibleMaxAgeMonths.value.map { "≤ \($0) × 月" }
      let range = (after ?? months).map { ["range": $0] }
      refuse("founded", "\(application.founded)", range ?? [:])
    }
    trace.append(
      Step(
        "申报条件",
        clause: scope.founderPaidInMin.clause,
        formula: "创始实缴 ≥ 总投入 × 比例, 成立年限不超过规定",
        [
          "创始实缴": application.founderCash, "总投入": application.cost,
          "成立": application.founded, "申报": application.applied,
        ],
        value: screening.passes ? "通过" : "不通过"
      )
    )
  }

  private mutating func refuse(_ column: String, _ value: String, _ range: [String: String]) {
    findings.append(Finding(.screening, column: column, value: value, arguments: range))
  }

  /// A limit that the policy gives; none when it is silent or zero.
  mutating func demand(
    _ limit: Parameter<Fen>,
    _ column: String,
    taken: Int128,
    _ name: String
  ) {
    guard let most = limit.value, most > .zero else { return }
    demand(most, column, taken: taken, name, limit.clause)
  }

  mutating func demand(
    _ quota: Quota,
    _ terms: CountTerms,
    among year: [Project]
  ) throws(Refusal) {
    let pool = try needed(terms.annualPool)
    let most = try exactly { () throws(Overflow) in try quota.limit(of: pool) }
    let taken = Fen.sum(year.filter { quota.covers($0.approval) }.map(\.committed))
    demand(most, "count.quotas", taken: taken, "额度 \(quota.name)", terms.quotas.clause)
  }

  private mutating func demand(
    _ most: Fen,
    _ column: String,
    taken: Int128,
    _ name: String,
    _ clause: String
  ) {
    let room = Int128(most.rawValue) - taken
    trace.append(
      Step(
        name,
        clause: clause,
        formula: "已占用 + 本次批准 ≤ 限额",
        ["已占用": Fen.yuan(taken), "本次批准": approval.amount, "限额": most],
        value: Fen.yuan(room)
      )
    )
    guard Int128(approval.amount.rawValue) > room else { return }
    findings.append(
      Finding(
        .exceeds,
        column: column,
        value: "\(approval.amount)",
        arguments: ["available": Fen.yuan(max(0, room))]
      )
    )
  }
}
