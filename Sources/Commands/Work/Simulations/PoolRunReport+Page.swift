import Charts
import Quantities
import Reports
import Simulators

extension PoolRunReport {
  /// The result as a page.
  func page(_ language: Language) -> RunPage {
    var sections: [RunPage.Section] = [
      .init(charts: [fanChart, survivalChart], tables: [years]),
      .init(charts: claimCharts, tables: [table]),
      .init(
        charts: [bridge, yearMap] + (bankMap.map { [$0] } ?? []),
        tables: [limits, bearers, banks, stops, concentration].compactMap { $0 }
      ),
    ]
    if let actual {
      let section = RunPage.Section(charts: actual.charts(Self.amount), tables: [actual.table])
      sections.insert(section, at: 0)
    }
    if let studies {
      sections.append(
        .init(charts: [tornado(studies), stressChart(studies)], tables: studies.tables(language))
      )
    }
    if let triangle, let vintages { sections.append(.init(charts: [triangle], tables: [vintages])) }
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
    [exceedanceChart] + (histogram.map { [$0] } ?? [])
  }

  private var fanChart: FanChart {
    FanChart(
      Caption(
        id: "fan",
        title: "资金余额 · Cash of the pool",
        description: "中线为中位数, 深色占一半路径, 浅色占九成 · median, half and nine tenths of all paths"
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

  private var histogram: Histogram? {
    let points = report.histogram
    guard points.count > 2 else { return nil }
    return Histogram(
      Caption(
        id: "histogram",
        title: "应补偿的分布 · How claims are spread",
        description: "每一段金额的概率; 最大的千分之二不在图内 · the chance of each step, but for the largest 0.2 %"
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
    BridgeChart(
      Caption(
        id: "bridge",
        title: "损失由谁承担 · Who bears the losses",
        description: "平均每条路径: 损失减去先行承担和资金池补偿, 加上追偿归还资金池, 即银行承担 · "
          + "mean of all paths"
      ),
      Self.amount,
      [
        .init("贷款损失 · losses", report.losses.value.tenThousands, isSum: true)
      ]
        + report.bearers.first.map { .init($0.party, -$0.amount.value.tenThousands) } + [
          .init("资金池补偿 · paid", -report.paid.value.tenThousands),
          .init("追偿归还 · given back", report.recovered.value.tenThousands),
          .init("银行承担 · banks bear", borneByBanks.tenThousands, isSum: true),
        ]
    )
  }

  /// In which year it first happens.
  private var yearMap: HeatMap {
    func first(_ chances: [Estimate<Double>]) -> [Double] {
      zip(chances, [0] + chances.map(\.value)).map { max($0.value - $1, 0) }
    }
    return HeatMap(
      Caption(
        id: "years",
        title: "首次发生在第几年 · In which year it first happens",
        description: "占全部路径的份额 · share of all paths"
      ),
      rows: ["熔断 · breaker", "耗尽 · dry", "付不足 · unpaid"],
      columns: report.breakerByYear.indices.map { "\($0 + 1)" },
      values: [
        first(report.breakerByYear), first(report.emptyByYear), first(report.unpaidByYear),
      ]
    )
  }

  /// Which banks are stopped, and from which year on; those first that are stopped most often.
  private var bankMap: HeatMap? {
    guard stops != nil else { return nil }
    let banks = report.banks.sorted { $0.stopped.value > $1.stopped.value }.prefix(20)
    return HeatMap(
      Caption(
        id: "banks",
        title: "至年末被熔断的概率 · Stopped by the end of a year",
        description: "每行一家银行, 每列一年 · a bank in each row, a year in each column"
      ),
      rows: banks.map(\.name),
      columns: report.years.indices.map { "\($0 + 1)" },
      values: banks.map { $0.stoppedByYear.map(\.value) }
    )
  }

  /// How much has failed of what was lent together, the darker the more.
  private var triangle: HeatMap? {
    guard let vintages = report.vintages else { return nil }
    let ages = vintages.batches.map(\.failed.count).max() ?? 0
    return HeatMap(
      Caption(
        id: "vintages",
        title: "放款批次的累计违约率 · Failed of what was lent together",
        description: "每行一批放款, 每列放款后的月数 · a batch in each row, months since lending in each column"
      ),
      rows: vintages.batches.map { $0.name.text(in: language) },
      columns: (1...max(ages, 1)).map { "\($0 * vintages.step)" },
      values: vintages.batches.map { batch in
        batch.failed.map(Optional.some)
          + repeatElement(Double?.none, count: max(ages, 1) - batch.failed.count)
      }
    )
  }

  /// What is left unpaid under each stress, beside the base.
  private func stressChart(_ studies: StudiedPool) -> BridgeChart {
    let cases =
      [(Phrase("基准", "base"), studies.base)]
      + studies.stresses.map { ($0.stress.name, $0.figures) }
    return BridgeChart(
      Caption(
        id: "stress",
        title: "压力下付不足的概率 · Chance of unpaid claims under stress",
        description: "运气相同, 只改一处 · the same luck, one thing changed"
      ),
      Self.chance,
      cases.map { .init($0.0.text(in: language), $0.1.unpaidProbability.value, isSum: true) }
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
          "\($0.lever.name.text(in: language)) \($0.lever.ends.down) \($0.lever.ends.up)",
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
