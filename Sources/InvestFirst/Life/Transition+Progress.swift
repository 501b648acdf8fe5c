import Accounting
import Findings
import Policies
public import Quantities

/// What a project achieves and what is known about its company; most of it moves no money.
extension Transition {
  mutating func reach(_ stage: ProjectStage) {
    if let last = project.stages.keys.max(), stage <= last {
      refuse("stage", stage.rawValue, range: "> \(last.rawValue)")
    }
    project.stages[stage] = document.head.date
  }

  mutating func take(_ report: OutputReport) {
    demand(report.amount, "amount", orZero: true)
    if project.outputs[report.year] != nil {
      findings.append(Finding(.documentDuplicate, column: "year", value: "\(report.year)"))
    }
    project.outputs[report.year] = report.amount
  }

  mutating func extend(_ extended: DeadlineExtended) {
    guard let deadline = project.deadline, project.contract?.timing.onDeadline == .extend else {
      return findings.append(.needed("convert.deadline_months"))
    }
    if extended.until <= deadline { refuse("until", "\(extended.until)", range: "> \(deadline)") }
    project.extendedTo = extended.until
  }

  mutating func take(_ appraisal: Appraisal) {
    demand(appraisal.value, "value", orZero: true)
    let date = document.head.date
    if appraisal.asOf > date { refuse("as_of", "\(appraisal.asOf)", range: "≤ \(date)") }
    if project.contract?.timing.needsFiling == true, appraisal.filing.isEmpty {
      findings.append(.needed("filing"))
    }
    project.appraisal = appraisal
  }

  mutating func take(_ exposure: Exposure) {
    demand(exposure.amount, "amount")
    if project.exposures[exposure.code] != nil {
      findings.append(Finding(.documentDuplicate, column: "exposure", value: exposure.code))
    }
    project.exposures[exposure.code] = exposure
  }

  mutating func take(_ end: ExposureEnd) {
    guard project.exposures.removeValue(forKey: end.code) == nil else { return }
    let known = ["choices": project.exposures.keys.sorted().joined(separator: "|")]
    findings.append(
      Finding(.valueUnknown, column: "exposure", value: end.code, arguments: known)
    )
  }

  mutating func take(_ commitment: Commitment) {
    if project.holding?.holder != commitment.holder {
      let holder = ["holder": project.holding?.holder ?? ""]
      findings.append(
        Finding(.holderOther, column: "holder", value: commitment.holder, arguments: holder)
      )
    }
    if project.commitments[commitment.code] != nil {
      findings.append(Finding(.documentDuplicate, column: "commitment", value: commitment.code))
    }
    project.commitments[commitment.code] = commitment
  }

  /// A reward needs a result that brought a gain, and is no more than the policy's share of it.
  mutating func take(_ reward: Reward) throws(Overflow) {
    demand(reward.amount, "amount")
    let result = project.past.first { $0.document.head.number == reward.basis }
    guard let result, result.figures[.gain] > .zero, let rewards = project.contract?.rewards else {
      let results = project.past.filter { $0.figures[.gain] > .zero && $0.isResult }
      let choices = ["choices": results.map(\.document.head.number).joined(separator: "|")]
      return findings.append(
        Finding(.valueUnknown, column: "basis", value: reward.basis, arguments: choices)
      )
    }
    guard let share = rewards.shares[reward.role] else {
      return findings.append(.needed("exit.\(reward.role.rawValue)_ppm"))
    }
    let hurdle = try Ratio(result.figures[.cost]).multiplied(by: rewards.hurdle.ratio)
    let gain = try result.figures[.gain].subtracting(result.figures[.fees])
      .subtracting(result.figures[.concession]).subtracting(try Fen(hurdle, .halfUp))
    let whole = try Fen(Ratio(max(gain, .zero)).multiplied(by: share.ratio), .halfUp)
    let given = project.past.reduce(Int128(0)) { sum, past in
      guard case .reward(let other) = past.document.event, other.role == reward.role,
        other.basis == reward.basis
      else { return sum }
      return sum + Int128(other.amount.rawValue)
    }
    demand(reward.amount, "amount", atMost: Int128(whole.rawValue) - given)
    movement[.reward] = reward.amount
  }

  /// What was written off stays on the list; what comes back of it is no gain.
  mutating func take(_ recovery: Recovery) throws(Overflow) {
    demand(recovery.amount, "amount")
    demand(recovery.amount, "amount", atMost: project.chargedOff)
    guard findings.isEmpty else { return }
    let amount = Int128(recovery.amount.rawValue)
    let sources = project.sources.keys.sorted()
    let weights = sources.map { Int64(clamping: project.sources[$0]?.lost ?? 0) }
    let parts = Allocation.largestRemainder(recovery.amount, by: weights)
    for (source, part) in zip(sources, parts) {
      project.sources[source]?.lost -= Int128(part.rawValue)
      project.sources[source]?.returned += Int128(part.rawValue)
    }
    project.control.lost -= amount
    project.control.returned += amount
    project.chargedOff -= amount
    project.due.principal = try project.due.principal.adding(recovery.amount)
    movement[.recovered] = recovery.amount
    project.state = .writtenOff
  }

  // MARK: Guards of time and value

  /// After the deadline the policy says what is still possible.
  mutating func demandBeforeDeadline() {
    guard let deadline = project.deadline, document.head.date > deadline else { return }
    let way: ProjectEvent.Kind
    switch project.contract?.timing.onDeadline {
    case nil: return findings.append(.needed("convert.on_deadline"))
    case .convertAtAppraisal: return demandAppraisalInForce()
    case .repay: way = .repayment
    case .waive: way = .release
    case .extend: way = .deadlineExtended
    }
    let arguments = ["deadline": "\(deadline)", "next": way.rawValue]
    findings.append(
      Finding(.deadlinePassed, value: "\(document.head.date)", arguments: arguments)
    )
  }

  /// A price is held against the appraisal where the policy says for how long one holds.
  mutating func demandAppraised(_ price: ExitPrice, _ holding: Holding) throws(Overflow) {
    guard let timing = project.contract?.timing, timing.needsAppraisal,
      timing.appraisalMonths != nil
    else { return }
    demandAppraisalInForce()
    guard let appraisal = project.appraisal, price.reason.isEmpty else { return }
    let part = Ratio(Int128(price.capital.rawValue), over: Int128(holding.capital.rawValue))
    let worth = try Ratio(appraisal.value).multiplied(by: part)
    if Ratio(price.price) < worth {
      findings.append(Finding(.reasonMissing, column: "reason", value: "\(price.price)"))
    }
  }

  private mutating func demandAppraisalInForce() {
    guard let appraisal = project.appraisal else {
      let paper = ["evidence": "资产评估报告"]
      return findings.append(Finding(.evidenceMissing, column: "appraisal", arguments: paper))
    }
    guard let expiry = project.appraisalExpiry else {
      return findings.append(.needed("exit.appraisal_months"))
    }
    guard document.head.date > expiry else { return }
    findings.append(
      Finding(
        .appraisalExpired,
        column: "appraisal",
        value: "\(appraisal.asOf)",
        arguments: ["expired": "\(expiry)"]
      )
    )
  }

  private mutating func refuse(_ column: String, _ value: String, range: String) {
    findings.append(
      Finding(.fieldValue, column: column, value: value, arguments: ["range": range])
    )
  }
}

extension Project {
  /// The last day on which the last appraisal holds; `nil` when there is none, or the policy does
  /// not say for how long.
  public var appraisalExpiry: CivilDate? {
    guard let appraisal, let months = contract?.timing.appraisalMonths else { return nil }
    return appraisal.asOf.adding(months: Int(months))
  }
}

extension Project.Past {
  /// Whether money came back by it.
  var isResult: Bool { document.event.kind == .exitPaid || document.event.kind == .repayment }
}
