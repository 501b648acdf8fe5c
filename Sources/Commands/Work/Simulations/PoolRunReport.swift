import Quantities
import Reports
import Simulators

/// What a pool's simulation says, for people and programs (资金池模拟结果).
struct PoolRunReport: RunReport {
  let scenario: PoolScenario
  let report: PoolReport
  let stamp: RunStamp
  let studies: StudiedPool?
  let language: Language
  /// What became of it, where a ledger is set beside it.
  var actual: ActualCourse?

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
      .init("补偿笔数", "Number of claims", report.claimCount, .number(2)),
      .init("停放月数", "Months of stopped lending", report.monthsStopped, .number(2)),
      .init("每投入一元带动放款", "Lent per yuan put in", report.leverage, .number(2)),
      .init("应补偿占平均余额", "Claims to mean cash", report.usage),
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
    let time = Phrase.months(scenario.horizon)
    guard report.claims.value > .zero, let short = report.unpaidByYear.last else {
      return Phrase(
        "一句话: \(time.chinese)内没有一条路径发生补偿。",
        "In words: within \(time.english) there is no claim on any path."
      )
    }
    let often = SpokenChance(short)
    let capital = report.capital.first { $0.ppm == 990_000 }?.estimate.value ?? .zero
    let needed = capital.spoken
    let missing = Fen(capital.rawValue - scenario.pool.opening.rawValue)
    let gap =
      missing > .zero
      ? Phrase(", 还差 \(missing.spoken.chinese)", ", \(missing.spoken.english) more than there is")
      : Phrase(", 现有资金足够", ", which is there")
    let term = report.binding.max { $0.share < $1.share }.map { language.limit($0.limit) }
    let (chinese, english) = (term?.chinese ?? "补偿比例", term?.english ?? "the cover rate")
    return Phrase(
      "一句话: \(time.chinese)内, \(often.chinese)付不足补偿; 要有 99% 把握需 \(needed.chinese)"
        + "\(gap.chinese); 最常起作用的是\(chinese)。",
      "In words: within \(time.english) claims are left unpaid \(often.english); 99 % certainty "
        + "takes \(needed.english)\(gap.english); what binds most often is \(english)."
    )
  }
}

extension Phrase {
  /// A number of months, in years where they are whole.
  static func months(_ count: Int) -> Phrase {
    if count % 12 != 0 { return Phrase("\(count) 个月", "\(count) month\(count == 1 ? "" : "s")") }
    return Phrase("\(count / 12) 年", "\(count / 12) year\(count == 12 ? "" : "s")")
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
