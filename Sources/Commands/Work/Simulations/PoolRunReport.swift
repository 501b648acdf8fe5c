import Quantities
import Reports
import Simulators

/// What a pool's simulation says, for people and programs (资金池模拟结果).
struct PoolRunReport: Report {
  let scenario: PoolScenario
  let report: PoolReport
  let stamp: RunStamp
  let studies: StudiedPool?
  let language: Language

  /// The figures that decide.
  var figures: [RunFigure] {
    var figures = [
      RunFigure("应补偿", "Claims due", report.claims), .init("已补偿", "Paid", report.paid),
      .init("未能补偿", "Unpaid", report.unpaid),
    ]
    if let last = report.unpaidByYear.last {
      figures.append(.init("未能足额补偿的概率", "Chance of unpaid claims", last))
    }
    if let last = report.emptyByYear.last {
      figures.append(.init("耗尽的概率", "Chance to run dry", last))
    }
    if let last = report.breakerByYear.last {
      figures.append(.init("熔断的概率", "Chance of a breaker", last))
    }
    figures += [
      .init("每放一元的财政成本", "Public cost per yuan lent", report.costPerYuan, .number(6)),
      .init("熔断拒付的损失", "Losses refused by breakers", report.refused),
      .init("追偿收回", "Recovered", report.recovered), .init("补充资金", "Top-ups", report.topUps),
      .init("累计放款", "Lent", report.lent), .init("停放少放", "Not lent", report.notLent),
      .init("期末资金", "Cash at the end", report.cash),
    ]
    figures += report.quantiles.map {
      .init("应补偿的 \($0.percent) 分位", "Claims, quantile \($0.percent)", $0.estimate)
    }
    figures += report.shortfalls.map {
      .init("最坏 \($0.rest) 的平均应补偿", "Claims, mean of worst \($0.rest)", $0.estimate)
    }
    figures += report.capital.map {
      .init("\($0.percent) 把握所需资金", "Capital for \($0.percent)", $0.estimate)
    }
    figures += [
      .init("放大倍数", "Leverage", plain: report.leverage, .number(2)),
      .init("资金使用率", "Use of the money", plain: report.usage, .percent),
    ]
    return figures
  }

  var table: Table {
    var table = RunFigure.table(
      Phrase("资金池模拟  \(scenario.name)", "Pool  \(scenario.name)"),
      figures
    )
    table.remarks = [Phrase("单位:元", "CNY yuan")]
    return table
  }

  func text(in language: Language) -> String {
    var text = table.text(in: language)
    for table in tables { text += "\n" + table.text(in: language) }
    text += "\n" + sentence.text(in: language) + "\n" + stamp.text(in: language) + "\n"
    return text
  }

  /// What matters most, in words.
  var sentence: Phrase {
    let years = report.unpaidByYear.count
    let short = report.unpaidByYear.last?.value ?? 0
    let often = PoolRunReport.often(short)
    let capital = report.capital.first { $0.ppm == 990_000 }?.estimate.value ?? .zero
    let needed = Fen.grouped(Int128(capital.rawValue))
    let binding = report.binding.max { $0.share < $1.share }
    let term = binding.map { language.limit($0.limit) }
    let (chinese, english) = (term?.chinese ?? "没有上限", term?.english ?? "no limit")
    return Phrase(
      "一句话: \(years) 年内 \(often.chinese)付不足补偿; 要有 99% 把握需 \(needed) 元; "
        + "最常起作用的是\(chinese)。",
      "In words: within \(years) year(s) \(often.english) claims are left unpaid; 99 % certainty "
        + "takes \(needed) yuan; what binds most often is \(english)."
    )
  }

  /// A chance as people say it.
  static func often(_ chance: Double) -> Phrase {
    guard chance > 0 else { return Phrase("没有出现过", "in no path") }
    if chance >= 0.1 {
      let of = NumberForm.fixed(chance * 100, 0)
      return Phrase("100 次里有 \(of) 次", "in \(of) of 100 paths")
    }
    let of = NumberForm.fixed(1 / chance, 0)
    return Phrase("\(of) 次里有 1 次", "in one path of \(of)")
  }
}

extension PoolReport.Level {
  /// The level as people write it, for example `99.9%`.
  var percent: String { PoolReport.Level.percent(ppm) }
  /// What lies beyond the level, for example `0.1%`.
  var rest: String { PoolReport.Level.percent(1_000_000 - ppm) }

  private static func percent(_ ppm: Int) -> String {
    var text = NumberForm.fixed(Double(ppm) / 10_000, 4)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text + "%"
  }
}

extension Language {
  /// What the limit of a claim is called.
  func limit(_ name: String) -> Phrase {
    switch name {
    case "raw": Phrase("补偿比例", "the cover rate")
    case "loan_cap": Phrase("单笔上限", "the cap of a loan")
    case "borrower_cap": Phrase("单户上限", "the cap of a borrower")
    case "bank_year_cap": Phrase("银行年度上限", "the yearly cap of a bank")
    case "year_cap": Phrase("年度上限", "the yearly cap")
    case "stack_cap": Phrase("与其他补偿合计上限", "the cap of all compensations")
    case "pool_cash": Phrase("资金余额", "the cash of the pool")
    default: Phrase(name, name)
    }
  }
}
