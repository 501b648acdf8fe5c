import Quantities
import Reports
import Simulators

extension PoolRunReport {
  /// Everything beside the figures, table by table.
  var tables: [Table] {
    [actual?.table, years, fan, limits, banks, stops, bearers, vintages, concentration].compactMap {
      $0
    }
      + (studies.map { $0.tables(language) } ?? [])
      + [Assumption.table(report.assumptions)].compactMap { $0 }
  }

  var years: Table {
    var table = Table(
      title: Phrase("逐年", "Year by year"),
      remarks: [],
      columns: [
        .init(Phrase("第几年", "Year"), .integer), .init(Phrase("应补偿", "Claims"), .money),
        .init(Phrase("已补偿", "Paid"), .money), .init(Phrase("未补偿", "Unpaid"), .money),
        .init(Phrase("至年末未足额", "Unpaid by then"), .money),
        .init(Phrase("至年末耗尽", "Dry by then"), .money),
        .init(Phrase("至年末熔断", "Stopped by then"), .money),
      ]
    )
    for (index, year) in report.years.enumerated() {
      table.add([
        .integer(index + 1), .amount(year.claims.value), .amount(year.paid.value),
        .amount(year.unpaid.value), .text(report.unpaidByYear[index].shown),
        .text(report.emptyByYear[index].shown), .text(report.breakerByYear[index].shown),
      ])
    }
    return table
  }

  var fan: Table { .fan(Phrase("资金余额的分布", "Cash through time"), report.fan) }

  var limits: Table {
    var table = Table(
      title: Phrase("起作用的条款", "What binds"),
      remarks: [],
      columns: [
        .init(Phrase("条款", "Limit"), .text), .init(Phrase("占全部补偿", "Of all claims"), .money),
      ]
    )
    for limit in report.binding {
      table.add([
        .phrase(language.limit(limit.limit)), .text(NumberForm.percent.text(limit.share)),
      ])
    }
    return table
  }

  var banks: Table {
    var table = Table(
      title: Phrase("分银行", "By bank"),
      remarks: [],
      columns: [
        .init(Phrase("银行", "Bank"), .text), .init(Phrase("补偿", "Paid"), .money),
        .init(Phrase("被停概率", "Chance of a stop"), .money),
      ]
    )
    for bank in report.banks {
      table.add([.text(bank.name), .amount(bank.paid.value), .text(bank.stopped.shown)])
    }
    return table
  }

  /// By bank and year, where there are several banks and something can stop them.
  var stops: Table? {
    guard report.banks.count > 1, report.banks.contains(where: { !$0.stoppedByYear.isEmpty })
    else { return nil }
    var table = Table(
      title: Phrase("至年末被熔断的概率, 分银行", "Stopped by the end of a year, by bank"),
      remarks: [],
      columns: [.init(Phrase("银行", "Bank"), .text)]
        + report.years.indices.map { .init(Phrase("第 \($0 + 1) 年", "Year \($0 + 1)"), .money) }
    )
    for bank in report.banks {
      let cells = bank.stoppedByYear.map { Table.Cell.text(NumberForm.percent.text($0.value)) }
      table.add([.text(bank.name)] + cells)
    }
    return table
  }

  var bearers: Table {
    var table = Table(
      title: Phrase("一元损失谁承担", "Who bears one yuan lost"),
      remarks: [],
      columns: [
        .init(Phrase("承担方", "Party"), .text), .init(Phrase("承担", "Share"), .money),
        .init(Phrase("金额", "Amount"), .money),
      ]
    )
    let form = NumberForm.number(4)
    for bearer in report.bearers.first {
      table.add([
        .text(bearer.party), .text(form.text(bearer.share)), .amount(bearer.amount.value),
      ])
    }
    // What the pool pays and does not get back.
    let pool = Fen(report.paid.value.rawValue - report.recovered.value.rawValue)
    table.add([
      .phrase(Phrase("资金池(净)", "Pool, net")), .text(form.text(report.bearers.pool)),
      .amount(pool),
    ])
    for funder in report.funders {
      let name = Phrase("  其中垫付 \(funder.party)", "  paid by \(funder.party)")
      table.add([.phrase(name), .empty, .amount(funder.paid)])
    }
    table.add([
      .phrase(Phrase("银行", "Banks")), .text(form.text(report.bearers.banks)),
      .amount(borneByBanks),
    ])
    for (name, part) in [
      (Phrase("  其中未能补偿", "  of it unpaid claims"), report.unpaid),
      (Phrase("  其中熔断拒付", "  of it refused by breakers"), report.refused),
    ] where part.value > .zero {
      table.add([.phrase(name), .empty, .amount(part.value)])
    }
    return table
  }

  /// The rest of the losses, so that parts add up to the whole.
  var borneByBanks: Fen {
    let others = report.bearers.first.reduce(0) { $0 + $1.amount.value.rawValue }
    let pool = report.paid.value.rawValue - report.recovered.value.rawValue
    return Fen(report.losses.value.rawValue - pool - others)
  }

  /// By batch of lending and age, where not all is lent at once.
  var vintages: Table? {
    guard let vintages = report.vintages else { return nil }
    let ages = vintages.batches.map(\.failed.count).max() ?? 0
    var table = Table(
      title: Phrase("放款批次的累计违约率", "Failed of what was lent together, by age"),
      remarks: [Phrase("按金额; 列为放款后满几个月", "by amount; columns are months since lending")],
      columns: [
        .init(Phrase("放款", "Lent in"), .text), .init(Phrase("金额", "Amount"), .money),
      ] + (0..<ages).map { .init(Phrase.months(($0 + 1) * vintages.step), .money) }
    )
    for batch in vintages.batches {
      let cells = batch.failed.map { Table.Cell.text(NumberForm.percent.text($0)) }
      let rest = repeatElement(Table.Cell.empty, count: ages - cells.count)
      table.add([.phrase(batch.name), .amount(batch.lent)] + cells + rest)
    }
    return table
  }

  var concentration: Table {
    var table = Table(
      title: Phrase("集中度", "Concentration"),
      remarks: [],
      columns: [.init(Phrase("指标", "Figure"), .text), .init(Phrase("数值", "Value"), .money)]
    )
    let parts = report.concentration
    table.add([
      .phrase(Phrase("前十大借款人占比", "Ten largest borrowers")),
      .text(NumberForm.percent.text(parts.topTen)),
    ])
    table.add([
      .phrase(Phrase("赫芬达尔指数", "Herfindahl index")),
      .text(NumberForm.number(6).text(parts.herfindahl)),
    ])
    table.add([
      .phrase(Phrase("前三大借款人同时违约的敞口", "At stake if the three largest fail")),
      .amount(parts.topThree),
    ])
    for part in parts.sectors + parts.banks where !part.name.isEmpty {
      table.add([.text(part.name), .text(NumberForm.percent.text(part.share))])
    }
    return table
  }
}

extension PoolReport.Vintages.Batch {
  /// When it was lent.
  var name: Phrase {
    guard let months else { return Phrase("首日存量", "On the first day") }
    let span = "\(months.lowerBound)–\(months.upperBound)"
    return Phrase("第 \(span) 月", "Months \(span)")
  }
}

extension Estimate<Double> {
  /// The estimate as people write it, for example `2.85% ±0.10%`.
  var shown: String {
    let half = Swift.max(high - value, value - low)
    let places = value > 0 && value < 0.001 ? 4 : 2
    return "\(NumberForm.fixed(value * 100, places))% ±\(NumberForm.fixed(half * 100, places))%"
  }
}

extension Table {
  /// Quantiles through time.
  static func fan(_ title: Phrase, _ points: [PoolReport.FanPoint]) -> Table {
    var table = Table(
      title: title,
      remarks: [Phrase("单位:万元", "CNY 10,000")],
      columns: [.init(Phrase("月", "Month"), .integer)]
        + ["P5", "P25", "P50", "P75", "P95"].map { .init(Phrase($0, $0), .money) }
    )
    for point in points {
      table.add([.integer(point.month)] + point.quantiles.map { .text($0.inTenThousands) })
    }
    return table
  }
}

extension Fen {
  /// In whole ten thousands of yuan: quantiles of a fan are known to a thousandth only.
  fileprivate var inTenThousands: String {
    let whole = Rounding.halfUp.divide(Int128(rawValue), by: 1_000_000)
    return String(Fen.grouped(whole * 100).dropLast(3))
  }
}

extension StudiedPool {
  func tables(_ language: Language) -> [Table] {
    let columns: [Table.Column] = [
      .init(Phrase("情形", "Case"), .text), .init(Phrase("应补偿", "Claims"), .money),
      .init(Phrase("已补偿", "Paid"), .money), .init(Phrase("未足额概率", "P(unpaid)"), .money),
      .init(Phrase("99% 分位", "99 %"), .money), .init(Phrase("每元成本", "Cost"), .money),
    ]
    let remark = Phrase("每种 \(paths) 条路径, 运气相同", "\(paths) paths each, on the same luck")
    var tornado = Table(
      title: Phrase("敏感性", "Sensitivity"),
      remarks: [remark],
      columns: columns
    )
    tornado.add(base.cells(Phrase("基准", "base")))
    for turned in self.tornado {
      let (lever, ends) = (turned.lever.name, turned.lever.ends)
      for (figures, end) in [(turned.down, ends.down), (turned.up, ends.up)] {
        tornado.add(
          figures.cells(Phrase("\(lever.chinese) \(end)", "\(lever.english) \(end)"))
        )
      }
    }
    let idle = self.tornado.filter { $0.isIdle(base) }.map(\.lever.name)
    if !idle.isEmpty {
      let (chinese, english) = (idle.map(\.chinese), idle.map(\.english))
      tornado.footnotes = [
        Phrase(
          "按本方案不影响补偿: \(chinese.joined(separator: "、"))",
          "Claims do not depend on: \(english.joined(separator: ", "))"
        )
      ]
    }
    var stress = Table(
      title: Phrase("压力测试", "Stress tests"),
      remarks: [remark],
      columns: columns
    )
    for stressed in stresses { stress.add(stressed.figures.cells(stressed.stress.name)) }
    let times = reverse.map { NumberForm.fixed($0, 2) } ?? "> 100"
    stress.footnotes = [
      Phrase(
        "反向压力测试: 违约率到 \(times) 倍时, 二十次里有一次付不足",
        "Reverse stress: at \(times) times the failures, one path in twenty leaves claims unpaid"
      )
    ]
    return [tornado, stress]
  }
}

extension PoolFigures {
  fileprivate func cells(_ name: Phrase) -> [Table.Cell] {
    [
      .phrase(name), .amount(claims.value), .amount(paid.value),
      .text(unpaidProbability.shown), .amount(quantile.value),
      .text(NumberForm.number(6).text(costPerYuan.value)),
    ]
  }
}

extension PoolLever {
  /// What it is called.
  var name: Phrase {
    switch self {
    case .defaultRate: Phrase("违约率", "failures")
    case .correlation: Phrase("相关性", "correlation")
    case .severity: Phrase("损失率", "severity")
    case .cover: Phrase("补偿比例", "cover")
    case .pool: Phrase("资金规模", "opening cash")
    case .loans: Phrase("贷款笔数", "loans")
    }
  }

  /// How far it is turned.
  var ends: (down: String, up: String) {
    switch self {
    case .defaultRate, .correlation, .loans: ("×½", "×2")
    case .severity, .cover: ("−20%", "+20%")
    case .pool: ("×⅔", "×2")
    }
  }
}

extension PoolStudies.Sensitivity {
  /// Whether claims are what they were, whichever way it is turned.
  fileprivate func isIdle(_ base: PoolFigures) -> Bool {
    [down, up].allSatisfy {
      $0.claims.value == base.claims.value
        && $0.unpaidProbability.value == base.unpaidProbability.value
    }
  }
}

extension PoolStress {
  /// What it is called.
  var name: Phrase {
    switch self {
    case .defaultRateTwice: Phrase("违约率翻倍", "twice the failures")
    case .correlationTwice: Phrase("相关性翻倍", "twice the correlation")
    case .severityMore: Phrase("损失率加 20 点", "20 points more severity")
    case .sectorShock: Phrase("最大行业冲击", "a crisis of the largest sector")
    case .lateRecoveries: Phrase("追偿晚两年", "recoveries two years later")
    case .largestBankStops: Phrase("最大银行停放", "the largest bank stops")
    case .largestBorrowersFail: Phrase("最大三户违约", "the three largest borrowers fail")
    case .noTopUp: Phrase("不再补充资金", "no top-ups")
    }
  }
}
