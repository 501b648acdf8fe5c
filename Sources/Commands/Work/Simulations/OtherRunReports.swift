import Quantities
import Reports
import Simulators

/// By how much companies must be worth more for a goal (反求结果).
struct GoalReport: Report {
  let goal: ExitGoal
  let solution: ExitSolution?

  private var name: String { goal.figure.rawValue.uppercased() }

  var table: Table {
    var figures: [RunFigure] = []
    if let solution {
      figures = [
        .init("企业估值倍数", "Multiple of values", solution.multiple, .number(4)),
        .init("TVPI", "TVPI", solution.report.tvpi, .number(3)),
      ]
      if let rate = solution.report.rate.expected { figures.append(.init("IRR", "IRR", rate)) }
    }
    let aim = NumberForm.number(4).text(goal.value)
    var table = RunFigure.table(Phrase("目标 \(name) = \(aim)", "Goal \(name) = \(aim)"), figures)
    if let value = solution?.report.companyAtSale {
      table.footnotes.append(
        Phrase("退出时企业平均估值 \(value) 元", "a company at its sale: \(value) yuan on average")
      )
    }
    if solution == nil {
      let ends = ExitSimulator.multiples
      table.footnotes.append(
        Phrase(
          "估值在 \(ends.least) 到 \(ends.most) 倍之间都达不到",
          "no multiple from \(ends.least) to \(ends.most) reaches it"
        )
      )
    }
    return table
  }

  var json: JSON {
    [
      "figure": .string(goal.figure.rawValue), "target": .number(goal.value),
      "reached": .bool(solution != nil), "multiple": solution?.multiple.json ?? .null,
      "company_at_sale": solution?.report.companyAtSale.map(JSON.amount) ?? .null,
      "irr": solution?.report.rate.expected?.json ?? .null,
      "tvpi": solution?.report.tvpi.json ?? .null,
      "runs": .integer(Int64(solution?.runs ?? 0)),
    ]
  }
}
