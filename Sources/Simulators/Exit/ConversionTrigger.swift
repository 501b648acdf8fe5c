import Findings
import InvestFirst
import Policies
import Quantities

/// What makes a conversion happen, by the events that a simulation knows (转股触发).
struct ConversionTrigger: Sendable {
  /// The least cash of an outside round; `nil` when rounds do not convert.
  private(set) var roundMin: Int64?
  /// The stages whose success is a milestone or the acceptance.
  private(set) var stages: Set<Int> = []
  /// The months of agreed days.
  private(set) var months: [Int] = []
  /// Whether founders may ask for it.
  private(set) var onRequest = false
  /// Whether all of them must have happened.
  private(set) var needsAll = false
  /// How many of them there are.
  var kinds: Int {
    (roundMin == nil ? 0 : 1) + stages.count + (months.isEmpty ? 0 : 1) + (onRequest ? 1 : 0)
  }
  /// Whether the success of a stage is one of them.
  func passes(_ stage: Int) -> Bool { !stages.isEmpty && stages.contains(stage) }
  /// The latest time in months after the first payment; `nil` for none.
  private(set) var deadline: Int?
  /// What happens then.
  private(set) var onDeadline = ConversionTerms.OnDeadline.extend
  /// What is taken for granted on the way.
  private(set) var assumptions: [Assumption] = []

  /// Compiles the triggers of a policy.
  /// - Throws: the open values, or a finding when nothing that is simulated can ever convert.
  init(_ scenario: ExitScenario, months dates: [CivilDate]) throws(Refusal) {
    let terms = scenario.policy.convert
    var needs = Needs()
    let isOverridden = scenario.events.roundTrigger != nil
    if isOverridden, terms.trigger.value == nil {
      assumptions.append(Assumption(path: "policy.convert.trigger", value: "external_round"))
    }
    var triggers = terms.trigger.value ?? []
    if !isOverridden { triggers = needs.take(terms.trigger) ?? [] }
    needsAll = needs.take(terms.triggerNeedsAll) ?? false
    if let months = terms.deadlineMonths.value, months > 0 {
      deadline = Int(months)
      onDeadline = needs.take(terms.onDeadline) ?? .extend
    } else if terms.deadlineMonths.value == nil {
      assumptions.append(Assumption(path: "policy.convert.deadline_months", value: "0"))
    }
    try needs.check()
    if let least = scenario.events.roundTrigger { roundMin = least.rawValue }
    var ignored: [String] = []
    for trigger in triggers {
      if !take(trigger, scenario, dates) { ignored.append(trigger.kind.rawValue) }
    }
    for kind in ignored {
      assumptions.append(Assumption(path: "policy.convert.trigger.\(kind)", value: "–"))
    }
    let isEmpty = roundMin == nil && stages.isEmpty && months.isEmpty && !onRequest
    let isBlocked = needsAll && !ignored.isEmpty
    let never = (isEmpty || isBlocked) && (deadline == nil || onDeadline != .convertAtAppraisal)
    if never, deadline == nil {
      throw Refusal(
        Finding(
          .modelScope,
          column: "policy.convert.trigger",
          value: ignored.joined(separator: ", "),
          arguments: ["choices": "external_round|milestone|acceptance|date|founder_request"]
        )
      )
    }
  }

  /// - Returns: whether a simulation knows such an event.
  private mutating func take(
    _ trigger: ConversionTerms.Trigger,
    _ scenario: ExitScenario,
    _ dates: [CivilDate]
  ) -> Bool {
    switch trigger.kind {
    case .externalRound:
      let least = trigger.minimum?.rawValue ?? 0
      roundMin = roundMin.map { min($0, least) } ?? least
    case .acceptance:
      stages.insert(scenario.events.acceptance.place)
      assumptions.append(
        Assumption(
          path: "policy.convert.trigger.acceptance",
          value: scenario.events.acceptance.rawValue
        )
      )
    case .milestone:
      let named = ExitScenario.Stage.allCases.filter { trigger.milestone.contains($0.rawValue) }
      let reached = named.last ?? scenario.events.acceptance
      stages.insert(reached.place)
      if named.isEmpty {
        assumptions.append(
          Assumption(path: "policy.convert.trigger.milestone", value: reached.rawValue)
        )
      }
    case .date:
      guard let day = trigger.date else { return false }
      if let month = dates.firstIndex(where: { $0 >= day }) { months.append(month) }
    case .founderRequest: onRequest = true
    case .revenue, .profit: return false
    }
    return true
  }
}
