import InvestFirst
import Quantities
import Reports
import Simulators

/// What a simulation of exits says, for people and programs (退出模拟结果).
struct ExitRunReport: RunReport {
  let scenario: ExitScenario
  let report: ExitReport
  let stamp: RunStamp
  let studies: StudiedExit?
  let language: Language

  /// The figures that decide.
  var figures: [RunFigure] {
    let amounts = report.amounts
    let projects = report.projects
    var figures = [
      RunFigure("累计先投", "Invested", amounts.invested),
      .init("收回本金", "Principal back", amounts.principalReturned),
      .init("收回收益", "Gains back", amounts.gainReturned),
      .init("上缴合计", "To the treasury", amounts.toTreasury),
      .init("让利", "Concessions", amounts.concession), .init("奖励", "Rewards", amounts.rewards),
      .init("退出费用", "Fees", amounts.fees), .init("期末未退出", "Left at the end", amounts.residual),
      .init("损失", "Lost", amounts.lost), .init("损失率", "Lost of each yuan", report.loss),
      .init("MOIC", "MOIC", report.moic, .number(3)), .init("DPI", "DPI", report.dpi, .number(3)),
      .init("TVPI", "TVPI", report.tvpi, .number(3)),
    ]
    if let rate = report.rate.expected { figures.append(.init("IRR", "IRR", rate)) }
    if let cash = report.rate.cashOnly {
      figures.append(.init("IRR(只计现金)", "IRR (cash alone)", plain: cash, .percent))
    }
    if let years = report.yearsAway {
      figures.append(.init("资金收回年数", "Years away", years, .number(2)))
    }
    figures += [
      .init("无收益率的路径", "Paths without a rate", report.rate.withoutRate),
      .init("转股项目", "Converted", projects.converted, .number(2)),
      .init("失败", "Failed", projects.failed, .number(2)),
      .init("回购", "Bought back", projects.boughtBack, .number(2)),
      .init("转让", "Transferred", projects.transferred, .number(2)),
      .init("上市", "Listed", projects.listed, .number(2)),
      .init("到期放弃", "Waived", projects.waived, .number(2)),
      .init("期末在投", "Still there", projects.alive, .number(2)),
    ]
    return figures
  }

  var table: Table {
    var table = RunFigure.table(
      Phrase("退出模拟  \(scenario.name)", "Exits  \(scenario.name)"),
      figures
    )
    table.remarks = [Phrase("单位:元", "CNY yuan"), Phrase("XIRR ACT/365", "XIRR ACT/365")]
    return table
  }

  func text(in language: Language) -> String {
    var text = table.text(in: language)
    for table in tables { text += "\n" + table.text(in: language) }
    text += "\n" + sentence.text(in: language) + "\n" + stamp.text(in: language) + "\n"
    return text
  }

  /// Everything beside the figures, table by table.
  var tables: [Table] {
    [levels, limits, years] + (studies?.tables ?? [])
      + [Assumption.table(report.assumptions, more: rates)].compactMap { $0 }
  }

  /// Rates are known up to now; what they are taken to be from then on.
  var rates: [(field: String, value: String)] {
    scenario.rates.sources.compactMap { source in
      scenario.rates[source]?.quotes.last.map {
        ("rates.\(source.rawValue)", "\($0.rate) ≥ \($0.from)")
      }
    }
  }

  /// What matters most, in words.
  var sentence: Phrase {
    let middle = report.quantiles.first { $0.ppm == 500_000 }?.tvpi.value ?? report.tvpi.value
    let often = report.limits.max { $0.beyond.value < $1.beyond.value }
    let tvpi = NumberForm.fixed(middle, 2)
    let rate = report.rate.expected.map { NumberForm.percent.text($0.value) } ?? "-"
    let lost = NumberForm.percent.text(report.loss.value)
    var (chinese, english) = ("", "")
    if let often {
      let chance = SpokenChance(often.beyond)
      chinese = "; \(chance.chinese)超出容错上限"
      english = "; a limit of tolerance is exceeded \(chance.english)"
    }
    return Phrase(
      "一句话: 一半情形下每投一元收回 \(tvpi) 元, 平均收益率 \(rate), 平均损失 \(lost)\(chinese)。",
      "In words: in half of all paths a yuan brings \(tvpi) back, the mean return is \(rate), "
        + "\(lost) is lost on average\(english)."
    )
  }

  var levels: Table {
    var table = Table(
      title: Phrase("分布", "Distribution"),
      remarks: [],
      columns: [
        .init(Phrase("分位", "Quantile"), .text), .init(Phrase("TVPI", "TVPI"), .money),
        .init(Phrase("IRR", "IRR"), .money), .init(Phrase("损失率", "Lost"), .money),
        .init(Phrase("上缴", "To the treasury"), .money),
      ]
    )
    for (index, level) in report.quantiles.enumerated() {
      let rate = report.rate.quantiles[index].map { NumberForm.percent.text($0.value) } ?? "-"
      table.add([
        .text("P\(level.ppm / 10_000)"), .text(NumberForm.fixed(level.tvpi.value, 3)),
        .text(rate), .text(NumberForm.percent.text(level.loss.value)),
        .amount(level.toTreasury.value),
      ])
    }
    return table
  }

  var limits: Table {
    var table = Table(
      title: Phrase("容错上限", "Limits of tolerance"),
      remarks: [],
      columns: [
        .init(Phrase("范围", "Scope"), .text), .init(Phrase("类别", "Class"), .text),
        .init(Phrase("上限", "Limit"), .money), .init(Phrase("平均损失", "Mean loss"), .money),
        .init(Phrase("超限概率", "Chance beyond"), .money),
      ]
    )
    for limit in report.limits {
      let loss =
        limit.scope == .project
        ? NumberForm.number(2).text(limit.loss.value) : NumberForm.percent.text(limit.loss.value)
      table.add([
        .text(limit.scope.rawValue), .text(limit.stage), .text("\(limit.limit)"), .text(loss),
        .text(limit.beyond.shown),
      ])
    }
    return table
  }

  var years: Table {
    var table = Table.fan(Phrase("累计收回", "Money back so far"), report.fan)
    if let last = report.halfBackByYear.last {
      table.footnotes = [
        Phrase(
          "到期末收回一半以上的概率 \(last.shown)",
          "Half or more is back by the end with a chance of \(last.shown)"
        )
      ]
    }
    return table
  }
}
