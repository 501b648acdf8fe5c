import Charts
import Quantities
import Reports
import Simulators

extension ExitRunReport {
  /// The result as a page.
  func page(_ language: Language) -> RunPage {
    var sections: [RunPage.Section] = [
      .init(charts: [flowChart, bridge], tables: [table]),
      .init(charts: [fanChart, survival], tables: [years]),
      .init(charts: [distribution], tables: [levels, limits]),
    ]
    if let studies {
      sections.append(.init(charts: studies.charts(language), tables: studies.tables))
    }
    if let assumptions = Assumption.table(report.assumptions, more: rates) {
      sections.append(.init(charts: [], tables: [assumptions]))
    }
    let names: Set = ["Invested", "To the treasury", "Lost", "TVPI", "DPI", "IRR", "Years away"]
    return RunPage(
      title: table.title,
      sentence: sentence,
      cards: figures.filter { names.contains($0.name.english) },
      sections: sections,
      stamp: stamp,
      language: language
    )
  }

  private static let amount = Axis("万元 · CNY 10,000")
  private static let years = Axis("年 · years")

  /// The money that is out, day by day: down while it is paid, up while it comes back.
  private var flowChart: LineChart {
    var sum = 0.0
    let first = report.flows.first?.date.dayNumber ?? 0
    let points = report.flows.map { flow -> (Double, Double) in
      sum += flow.net.value.tenThousands
      return (Double(flow.date.dayNumber - first) / 365, sum)
    }
    return LineChart(
      Caption(
        id: "flows",
        title: "累计净现金流 · Net money so far",
        description: "平均每条路径 · mean of all paths"
      ),
      (Self.years, Self.amount),
      [.init("net", x: points.map(\.0), y: points.map(\.1))]
    )
  }

  private var fanChart: FanChart {
    FanChart(
      Caption(
        id: "fan",
        title: "累计收回 · Money back so far",
        description: "P5–P95, P25–P75, P50"
      ),
      (Axis("月 · months"), Self.amount),
      report.fan.map { .init(time: Double($0.month), quantiles: $0.quantiles.map(\.tenThousands)) }
    )
  }

  private var bridge: BridgeChart {
    let amounts = report.amounts
    let gone = amounts.lost.value.tenThousands + amounts.principalReturned.value.tenThousands
    let out = amounts.invested.value.tenThousands - gone
    return BridgeChart(
      Caption(
        id: "bridge",
        title: "先投的钱去了哪里 · Where the money goes",
        description: "平均每条路径 · mean of all paths"
      ),
      Self.amount,
      [
        .init("累计先投 · invested", amounts.invested.value.tenThousands, isSum: true),
        .init("损失 · lost", -amounts.lost.value.tenThousands),
        .init("未收回(成本) · still out", -out),
        .init("收益 · gains", amounts.gainReturned.value.tenThousands),
        .init("上缴财政 · treasury", amounts.toTreasury.value.tenThousands, isSum: true),
      ]
    )
  }

  /// TVPI from its quantiles.
  private var distribution: LineChart {
    LineChart(
      Caption(
        id: "tvpi",
        title: "TVPI 不超过某数的概率 · Chance that TVPI stays below",
        description: "由五个分位连成 · through five quantiles"
      ),
      (Axis("TVPI"), Axis("概率 · probability", .percent)),
      [
        .init(
          "TVPI",
          x: report.quantiles.map(\.tvpi.value),
          y: report.quantiles.map { Double($0.ppm) / 1_000_000 }
        )
      ]
    )
  }

  private var survival: LineChart {
    LineChart(
      Caption(
        id: "half",
        title: "一半本金已收回 · Half of the money is back",
        description: "至各年末的概率 · by the end of each year"
      ),
      (Self.years, Axis("概率 · probability", .percent)),
      [
        .init(
          "half",
          x: (0...report.halfBackByYear.count).map(Double.init),
          y: [0] + report.halfBackByYear.map(\.value),
          isStepped: true
        )
      ]
    )
  }
}

extension StudiedExit {
  fileprivate func charts(_ language: Language) -> [any Chart] {
    let tornado = TornadoChart(
      Caption(
        id: "tornado",
        title: "TVPI 取决于什么 · What TVPI depends on",
        description: "每个因素向下和向上 · each lever turned down and up"
      ),
      Axis("TVPI"),
      base: base.tvpi.value,
      tornado.map {
        .init(
          "\($0.lever.name.text(in: language)) \($0.lever.ends.down) \($0.lever.ends.up)",
          down: $0.down.outcome.tvpi.value,
          up: $0.up.outcome.tvpi.value
        )
      }
    )
    let cases =
      [(Phrase("基准", "base"), base)] + stresses.map { ($0.stress.name, $0.turned.outcome) }
    let stress = BridgeChart(
      Caption(
        id: "stress",
        title: "压力下的 TVPI · TVPI under stress",
        description: "运气相同, 只改一处 · the same luck, one thing changed"
      ),
      Axis("TVPI"),
      cases.map { .init($0.0.text(in: language), $0.1.tvpi.value, isSum: true) }
    )
    return [tornado, stress] + (curve.map { [$0.chart(language)] } ?? [])
  }
}

extension ExitCurve {
  fileprivate func chart(_ language: Language) -> LineChart {
    LineChart(
      Caption(
        id: "curve",
        title: "企业估值与财政收回 · What a sale brings",
        description: "首个项目组, 按入股估值的倍数; 转折点见表 · first group, by multiples of the value at entry"
      ),
      (Axis("倍 · times"), Axis("万元 · CNY 10,000")),
      routes.map { route in
        LineChart.Line(
          route.way.name.text(in: language),
          x: route.points.indices.map { Double($0) / 10 },
          y: route.points.map(\.toTreasury.tenThousands)
        )
      }
    )
  }
}
