import Charts
import Quantities
import Reports
import Simulators

extension PoolRunReport {
  /// The result as a page.
  func page(_ language: Language) -> RunPage {
    var sections: [RunPage.Section] = [
      .init(charts: [fanChart], tables: [years]),
      .init(charts: claimCharts, tables: [table]),
      .init(charts: [survivalChart], tables: [limits, bearers]),
      .init(charts: [bridge], tables: [concentration]),
    ]
    if !report.banks.isEmpty { sections.append(.init(charts: [bankMap], tables: [banks])) }
    if let studies {
      sections.append(.init(charts: [tornado(studies)], tables: studies.tables(language)))
    }
    sections.append(.init(charts: [], tables: [fan]))
    if let assumptions = Assumption.table(report.assumptions) {
      sections.append(.init(charts: [], tables: [assumptions]))
    }
    return RunPage(
      title: table.title,
      sentence: sentence,
      cards: Array(figures.prefix(7)) + figures.filter { $0.name.english.hasPrefix("Capital") },
      sections: sections,
      stamp: stamp,
      language: language
    )
  }

  private static let amount = Axis("万元 · CNY 10,000")
  private static let chance = Axis("概率 · probability", .percent)

  private var claimCharts: [any Chart] {
    guard let histogram else { return [exceedanceChart] }
    return [exceedanceChart, histogram]
  }

  private var fanChart: FanChart {
    FanChart(
      Caption(
        id: "fan",
        title: "资金余额 · Cash of the pool",
        description: "P5–P95, P25–P75, P50; \(report.fan.count) points"
      ),
      (Axis("月 · months"), Self.amount),
      report.fan.map { .init(time: Double($0.month), quantiles: $0.quantiles.map(\.tenThousands)) }
    )
  }

  private var exceedanceChart: LineChart {
    LineChart(
      Caption(
        id: "exceedance",
        title: "应补偿超过某数的概率 · Chance that claims exceed an amount",
        description: "概率为对数刻度; 竖线为资金规模 · logarithmic; the upright line is the pool"
      ),
      (Self.amount, Self.chance),
      [
        .init(
          "claims",
          x: report.exceedance.map(\.amount.tenThousands),
          y: report.exceedance.map(\.probability)
        )
      ],
      isLogarithmic: true,
      mark: (scenario.pool.opening.tenThousands, "资金池 · pool")
    )
  }

  /// How claims are spread, as far as the points of exceedance tell.
  private var histogram: Histogram? {
    let points = report.exceedance
    guard points.count > 2 else { return nil }
    return Histogram(
      Caption(
        id: "histogram",
        title: "应补偿的分布(上半部) · Claims, upper half",
        description: "每一段金额的概率 · the chance of each step"
      ),
      (Self.amount, Self.chance),
      edges: points.map(\.amount.tenThousands),
      shares: zip(points, points.dropFirst()).map { max($0.probability - $1.probability, 0) }
    )
  }

  private var survivalChart: LineChart {
    func line(_ name: String, _ chances: [Estimate<Double>]) -> LineChart.Line {
      .init(
        name,
        x: (0...chances.count).map(Double.init),
        y: [1] + chances.map { 1 - $0.value },
        isStepped: true
      )
    }
    return LineChart(
      Caption(
        id: "survival",
        title: "撑到第几年 · Still so by the end of a year",
        description: "未曾付不足、未曾耗尽、未曾熔断 · all claims paid, not dry, no breaker"
      ),
      (Axis("年 · years"), Self.chance),
      [
        line("足额 · all paid", report.unpaidByYear), line("未耗尽 · not dry", report.emptyByYear),
        line("未熔断 · no breaker", report.breakerByYear),
      ]
    )
  }

  private var bridge: BridgeChart {
    let bank = report.losses.value.tenThousands - report.paid.value.tenThousands
    return BridgeChart(
      Caption(
        id: "bridge",
        title: "损失由谁承担 · Who bears the losses",
        description: "平均损失减去资金池补偿即银行承担 · mean losses less what the pool pays"
      ),
      Self.amount,
      [
        .init("损失 · losses", report.losses.value.tenThousands, isSum: true),
        .init("补偿 · paid", -report.paid.value.tenThousands),
        .init("银行 · banks", bank, isSum: true),
        .init("追偿归还 · recovered", report.recovered.value.tenThousands),
      ]
    )
  }

  private var bankMap: HeatMap {
    let paid = max(report.paid.value.tenThousands, 1e-9)
    return HeatMap(
      Caption(
        id: "banks",
        title: "银行 · Banks",
        description: "占补偿的份额与被停的概率 · share of what is paid, chance of a stop"
      ),
      rows: report.banks.map(\.name),
      columns: ["补偿份额 · paid", "被停 · stopped"],
      values: report.banks.map { [$0.paid.value.tenThousands / paid, $0.stopped.value] }
    )
  }

  private func tornado(_ studies: StudiedPool) -> TornadoChart {
    TornadoChart(
      Caption(
        id: "tornado",
        title: "未足额概率取决于什么 · What the chance of unpaid claims depends on",
        description: "每个因素向下和向上 · each lever turned down and up"
      ),
      Self.chance,
      base: studies.base.unpaidProbability.value,
      studies.tornado.map {
        .init(
          $0.lever.name.text(in: language),
          down: $0.down.unpaidProbability.value,
          up: $0.up.unpaidProbability.value
        )
      }
    )
  }
}

extension Fen {
  /// In ten thousand yuan, for charts.
  var tenThousands: Double { Double(rawValue) / 1_000_000 }
}
