import Findings
import InvestFirst
import Policies
import Quantities

extension ScenarioReader {
  /// The most projects of one scenario.
  static let projectsMax = 100_000

  /// The projects: groups, or those of the ledger.
  mutating func projects(
    _ fields: Fields,
    _ ledger: [ExitScenario.ProjectGroup],
    on start: CivilDate
  ) -> [ExitScenario.ProjectGroup] {
    defer { fields.finish() }
    var groups = fields.optional("groups", .list(of: .projectGroup)) ?? []
    if fields.optional("from_ledger", .flag) == true { groups += ledger }
    for (index, group) in groups.enumerated() {
      check(group, "projects.groups[\(index)]", on: start)
      let missing = group.stageClass.isEmpty ? "projects.groups[\(index)].class" : nil
      if let missing { assume(missing, "–") }
    }
    let total = groups.reduce(0) { $0 + $1.count }
    if total == 0 { log.add(Finding(.portfolioEmpty, row: fields.node.line, column: "projects")) }
    if total > Self.projectsMax {
      refuse("projects", "\(total)", "1–\(Self.projectsMax)")
    }
    return groups
  }

  private func check(_ group: ExitScenario.ProjectGroup, _ path: String, on start: CivilDate) {
    if group.preMoney == .zero { refuse("\(path).pre_money", "0.00", "> 0.00") }
    if group.capital == .zero { refuse("\(path).capital", "0.00", "> 0.00") }
    if group.preMoney.rawValue > Moments.magnitudeMax {
      refuse("\(path).pre_money", "\(group.preMoney)", "≤ \(Fen(Moments.magnitudeMax))")
    }
    if group.disbursements.isEmpty {
      log.add(Finding(.fieldMissing, column: "\(path).disbursements"))
    }
    guard let held = group.held else { return }
    if held.capital == .zero || held.capital > group.capital {
      refuse("\(path).held.capital", "\(held.capital)", "0.01–\(group.capital)")
    }
    let first = group.disbursements.map(\.date).min() ?? held.since
    for (date, earlier) in [(start, held.since), (held.since, first)] where date < earlier {
      log.add(
        Finding(
          .dateOrder,
          column: "\(path).held.since",
          value: "\(held.since)",
          arguments: ["earlier": "\(earlier)"]
        )
      )
    }
  }

  private func refuse(_ path: String, _ value: String, _ range: String) {
    log.add(Finding(.fieldValue, column: path, value: value, arguments: ["range": range]))
  }
}

extension Notation where Value == ExitScenario.ProjectGroup {
  /// Projects that are alike.
  fileprivate static let projectGroup = Notation.object { fields in
    let stage = fields.required("stage", Notation<ExitScenario.Stage>.word)
    let payments = fields.required("disbursements", .list(of: .disbursement))
    let preMoney = fields.required("pre_money", .amount)
    let capital = fields.required("capital", .amount)
    let count = fields.optional("count", .integer(in: 0...100_000)) ?? 1
    let id = fields.optional("id", .text) ?? ""
    let stageClass = fields.optional("class", .text) ?? ""
    let largest = fields.optional("largest_holding", .amount)
    let held = fields.optional("held", .held)
    guard let stage, let payments, let preMoney, let capital else { return nil }
    var group = ExitScenario.ProjectGroup(
      id: id,
      stage: stage,
      disbursements: payments,
      preMoney: preMoney,
      capital: capital
    )
    group.count = Int(count)
    group.stageClass = stageClass
    group.largestHolding = largest
    group.held = held
    return group
  }
}

extension Notation where Value == ExitScenario.ProjectGroup.Held {
  /// Equity from an earlier conversion: `capital`, `since`.
  fileprivate static let held = Notation.object { fields in
    let capital = fields.required("capital", .amount)
    guard let since = fields.required("since", .date), let capital else { return nil }
    return ExitScenario.ProjectGroup.Held(capital: capital, since: since)
  }
}
