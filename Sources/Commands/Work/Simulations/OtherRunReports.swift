import Quantities
import Reports
import Simulators

/// What another scenario changes (方案比较).
struct PoolComparisonReport: Report {
  let names: (String, String)
  let comparison: PoolComparison
  let plan: RunPlan

  init(_ first: String, _ second: String, _ comparison: PoolComparison, _ plan: RunPlan) {
    names = (first, second)
    self.comparison = comparison
    self.plan = plan
  }

  var table: Table {
    var table = RunFigure.table(
      Phrase("\(names.1) 减 \(names.0)", "\(names.1) less \(names.0)"),
      [
        .init("应补偿", "Claims due", comparison.claims),
        .init("已补偿", "Paid", comparison.paid), .init("未能补偿", "Unpaid", comparison.unpaid),
        .init("累计放款", "Lent", comparison.lent),
        .init("期末资金", "Cash at the end", comparison.cash),
        .init("多付的路径", "Paths that pay more", comparison.paysMore),
        .init("少付的路径", "Paths that pay less", comparison.paysLess),
        .init("只有甲付不足", "Only the first falls short", comparison.rescued),
        .init("只有乙付不足", "Only the second falls short", comparison.broken),
      ]
    )
    table.remarks = [
      Phrase("单位:元", "CNY yuan"),
      Phrase("路径 \(plan.paths) 种子 \(plan.seed)", "paths \(plan.paths) seed \(plan.seed)"),
    ]
    table.footnotes = [
      Phrase("同一条路径上运气相同, 逐条相减", "every path is drawn once and lived through twice")
    ]
    return table
  }

  var json: JSON {
    [
      "first": .string(names.0), "second": .string(names.1),
      "paths": .integer(Int64(plan.paths)), "seed": .string("\(plan.seed)"),
      "claims": comparison.claims.json, "paid": comparison.paid.json,
      "unpaid": comparison.unpaid.json, "lent": comparison.lent.json,
      "cash": comparison.cash.json, "pays_more": comparison.paysMore.json,
      "pays_less": comparison.paysLess.json, "rescued": comparison.rescued.json,
      "broken": comparison.broken.json,
    ]
  }
}

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
