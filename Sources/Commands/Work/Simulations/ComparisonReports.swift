import Quantities
import Reports
import Simulators

/// What another pool's scenario changes (方案比较).
struct PoolComparisonReport: Report {
  let names: (String, String)
  let comparison: PoolComparison
  let plan: RunPlan
  let language: Language

  init(
    _ first: String,
    _ second: String,
    _ comparison: PoolComparison,
    _ plan: RunPlan,
    _ language: Language
  ) {
    names = (first, second)
    (self.comparison, self.plan, self.language) = (comparison, plan, language)
  }

  var table: Table {
    RunFigure.differences(
      names,
      plan,
      [
        .init("应补偿", "Claims due", comparison.claims),
        .init("已补偿", "Paid", comparison.paid), .init("未能补偿", "Unpaid", comparison.unpaid),
        .init("累计放款", "Lent", comparison.lent),
        .init("期末资金", "Cash at the end", comparison.cash),
        .init("多付的路径", "Paths that pay more", comparison.paysMore),
        .init("少付的路径", "Paths that pay less", comparison.paysLess),
        .init("只有甲付不足", "Only the first falls short", comparison.rescued),
        .init("只有乙付不足", "Only the second falls short", comparison.broken),
      ],
      sentence
    )
  }

  /// What matters most, in words.
  var sentence: Phrase {
    let (rescued, broken) = (comparison.rescued.value, comparison.broken.value)
    let change = NumberForm.percent.text((broken - rescued).magnitude)
    let short: Phrase =
      rescued == broken
      ? Phrase("付不足的路径一样多", "claims are left unpaid as often")
      : broken < rescued
        ? Phrase("付不足的概率低 \(change)", "claims are left unpaid less often, by \(change)")
        : Phrase("付不足的概率高 \(change)", "claims are left unpaid more often, by \(change)")
    let paid = comparison.paid.inWords(
      Phrase("平均多付", "pays more by"),
      Phrase("平均少付", "pays less by"),
      Phrase("补偿与甲相当, 差别在误差之内", "pays as much, within chance")
    )
    return Phrase(
      "一句话: 与甲相比, 乙\(paid.chinese), \(short.chinese)。",
      "In words: the second \(paid.english); \(short.english)."
    )
  }

  var json: JSON {
    [
      "first": .string(names.0), "second": .string(names.1),
      "paths": .integer(Int64(plan.paths)), "seed": .whole("\(plan.seed)"),
      "claims": comparison.claims.json, "paid": comparison.paid.json,
      "unpaid": comparison.unpaid.json, "lent": comparison.lent.json,
      "cash": comparison.cash.json, "pays_more": comparison.paysMore.json,
      "pays_less": comparison.paysLess.json, "rescued": comparison.rescued.json,
      "broken": comparison.broken.json, "sentence": .string(sentence.text(in: language)),
    ]
  }
}

/// What another scenario of exits changes (退出方案比较).
struct ExitComparisonReport: Report {
  let names: (String, String)
  let turned: ExitStudies.Turned
  let plan: RunPlan
  let language: Language

  init(
    _ first: ExitScenario,
    _ second: ExitScenario,
    _ turned: ExitStudies.Turned,
    _ plan: RunPlan,
    _ language: Language
  ) {
    names = (first.name, second.name)
    (self.turned, self.plan, self.language) = (turned, plan, language)
  }

  var table: Table {
    let change = turned.change
    var figures: [RunFigure] = [
      .init("累计先投", "Invested", change.invested),
      .init("上缴合计", "To the treasury", change.toTreasury),
      .init("期末未退出", "Left at the end", change.residual), .init("损失", "Lost", change.lost),
      .init("DPI", "DPI", change.dpi, .number(4)), .init("TVPI", "TVPI", change.tvpi, .number(4)),
      .init("损失率", "Lost of each yuan", change.loss),
      .init("转股项目", "Converted", change.converted, .number(2)),
    ]
    if let rate = change.rate { figures.append(.init("IRR", "IRR", rate)) }
    figures += [
      .init("收回更多的路径", "Paths that bring more", change.bringsMore),
      .init("收回更少的路径", "Paths that bring less", change.bringsLess),
    ]
    return RunFigure.differences(names, plan, figures, sentence)
  }

  /// What matters most, in words.
  var sentence: Phrase {
    let change = turned.change
    let back = change.toTreasury.inWords(
      Phrase("平均多收回", "brings more back by"),
      Phrase("平均少收回", "brings less back by"),
      Phrase("收回与甲相当, 差别在误差之内", "brings as much back, within chance")
    )
    let lost = change.lost.inWords(
      Phrase("损失多", "more is lost by"),
      Phrase("损失少", "less is lost by"),
      Phrase("损失相当", "as much is lost")
    )
    return Phrase(
      "一句话: 与甲相比, 乙\(back.chinese), \(lost.chinese)。",
      "In words: the second \(back.english); \(lost.english)."
    )
  }

  var json: JSON {
    .object(
      [
        .init("first", .string(names.0)), .init("second", .string(names.1)),
        .init("paths", .integer(Int64(plan.paths))), .init("seed", .whole("\(plan.seed)")),
      ] + turned.change.json + [
        .init("outcome", .object(turned.outcome.json)),
        .init("sentence", .string(sentence.text(in: language))),
      ]
    )
  }
}

extension RunFigure {
  /// The differences of two scenarios as a table.
  fileprivate static func differences(
    _ names: (String, String),
    _ plan: RunPlan,
    _ figures: [RunFigure],
    _ sentence: Phrase
  ) -> Table {
    var table = RunFigure.table(
      Phrase("\(names.1) 减 \(names.0)", "\(names.1) less \(names.0)"),
      figures
    )
    table.remarks = [
      Phrase("单位:元", "CNY yuan"),
      Phrase("路径 \(plan.paths) 种子 \(plan.seed)", "paths \(plan.paths) seed \(plan.seed)"),
    ]
    table.footnotes = [
      Phrase("同一条路径上运气相同, 逐条相减", "every path is drawn once and lived through twice"),
      sentence,
    ]
    return table
  }
}

extension Estimate<Fen> {
  /// A difference in words: more, less, or no more than chance makes.
  fileprivate func inWords(_ more: Phrase, _ less: Phrase, _ same: Phrase) -> Phrase {
    if low <= .zero, high >= .zero { return same }
    let amount = Fen.spoken(Int128(value.rawValue.magnitude))
    let word = value > .zero ? more : less
    return Phrase("\(word.chinese) \(amount.chinese)", "\(word.english) \(amount.english)")
  }
}
