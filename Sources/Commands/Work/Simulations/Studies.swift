import Findings
import Policies
import Reports
import Signing
import Simulators

/// Who draws studies of a result, and on which paths (敏感性与压力测试).
struct Studies {
  /// Shows the progress.
  let session: Session
  /// The paths of the result.
  let plan: RunPlan
  /// How many threads work; all processors where nobody says.
  var threads: Int?

  /// A pool with everything turned and stressed.
  func pool(_ scenario: PoolScenario) throws -> StudiedPool {
    let plan = try plan(most: 20_000)
    let all = PoolStudies(scenario, plan)
    let series = RunSeries(paths: plan.paths, runs: all.runs, parts: (.studyOf, all.count))
    return try session.watched(series, threads: threads) { control in
      let studies = PoolStudies(scenario, plan, control)
      return StudiedPool(
        paths: plan.paths,
        base: try studies.base(),
        tornado: try studies.tornado(),
        stresses: try studies.stresses(),
        reverse: try studies.reverseStress()
      )
    }
  }

  /// Exits with everything turned and stressed, and what a sale brings by the company's value.
  func exit(_ simulator: ExitSimulator) throws -> StudiedExit {
    let plan = try plan(most: 4_096)
    let count = ExitStudies(simulator.scenario, plan).count
    let series = RunSeries(paths: plan.paths, runs: count, parts: (.studyOf, count))
    return try session.watched(series, threads: threads) { control in
      let studies = ExitStudies(simulator.scenario, plan, control)
      return StudiedExit(
        paths: plan.paths,
        base: try studies.base(),
        tornado: try studies.tornado(),
        stresses: try studies.stresses(),
        curve: try simulator.curve()
      )
    }
  }

  /// As many paths as tell cases apart in reasonable time; differences need few, because all cases
  /// share their luck.
  private func plan(most: Int) throws(Findings) -> RunPlan {
    try RunPlan(seed: plan.seed, paths: min(plan.paths, most))
  }
}

/// How a pool's figures move when its terms do.
struct StudiedPool {
  let paths: Int
  let base: PoolFigures
  let tornado: [PoolStudies.Sensitivity]
  let stresses: [PoolStudies.Stressed]
  let reverse: Double?
}

/// How the figures of exits move when their terms do.
struct StudiedExit {
  let paths: Int
  let base: ExitOutcome
  let tornado: [ExitStudies.Sensitivity]
  let stresses: [ExitStudies.Stressed]
  let curve: ExitCurve?
}

extension StudiedExit {
  var tables: [Table] {
    let remark = Phrase("每种 \(paths) 条路径, 运气相同", "\(paths) paths each, on the same luck")
    var tornado = StudiedExit.table(Phrase("敏感性", "Sensitivity"), remark)
    tornado.add(cells(Phrase("基准", "base"), base, nil))
    for turned in self.tornado {
      for (side, end) in [(turned.down, turned.lever.ends.down), (turned.up, turned.lever.ends.up)]
      {
        let name = turned.lever.name
        let phrase = Phrase("\(name.chinese) \(end)", "\(name.english) \(end)")
        tornado.add(cells(phrase, side.outcome, side.change))
      }
    }
    var stress = StudiedExit.table(Phrase("压力测试", "Stress tests"), remark)
    for stressed in stresses {
      stress.add(cells(stressed.stress.name, stressed.turned.outcome, stressed.turned.change))
    }
    return [tornado, stress] + (curve.map { $0.tables } ?? [])
  }

  private static func table(_ title: Phrase, _ remark: Phrase) -> Table {
    Table(
      title: title,
      remarks: [remark],
      columns: [
        .init(Phrase("情形", "Case"), .text), .init(Phrase("TVPI", "TVPI"), .money),
        .init(Phrase("TVPI 变化", "Change of TVPI"), .money), .init(Phrase("DPI", "DPI"), .money),
        .init(Phrase("IRR", "IRR"), .money), .init(Phrase("损失率", "Lost"), .money),
        .init(Phrase("上缴", "To the treasury"), .money),
      ]
    )
  }

  private func cells(
    _ name: Phrase,
    _ outcome: ExitOutcome,
    _ change: ExitComparison?
  ) -> [Table.Cell] {
    let form = NumberForm.number(3)
    return [
      .phrase(name), .text(form.text(outcome.tvpi.value)),
      change.map { .text($0.tvpi.shown(3)) } ?? .empty, .text(form.text(outcome.dpi.value)),
      .text(outcome.rate.map { NumberForm.percent.text($0.value) } ?? "-"),
      .text(NumberForm.percent.text(outcome.loss.value)), .amount(outcome.toTreasury.value),
    ]
  }
}

extension Estimate<Double> {
  /// A difference as people write it, for example `-0.041 ±0.003`.
  func shown(_ places: Int) -> String {
    let half = Swift.max(high - value, value - low)
    return "\(NumberForm.fixed(value, places)) ±\(NumberForm.fixed(half, places))"
  }
}

extension ExitCurve {
  /// What the treasury gets at some multiples, and where that jumps or bends.
  fileprivate var tables: [Table] {
    var table = Table(
      title: Phrase("企业估值与财政收回", "What a sale brings, by the company's value"),
      remarks: [
        Phrase("单位:元", "CNY yuan"),
        Phrase(
          "首个项目组, 入股估值 \(entryValue), \(since) 入股, \(date) 退出",
          "first group: worth \(entryValue) on \(since), sold on \(date)"
        ),
      ],
      columns: [.init(Phrase("入股估值的倍数", "Times the value at entry"), .text)]
        + routes.map { .init($0.way.name, .money) }
    )
    for place in [0, 5, 10, 15, 20, 30, 50, 100] {
      table.add(
        [.text(NumberForm.fixed(Double(place) / 10, 1))]
          + routes.map { .amount($0.points[place].toTreasury) }
      )
    }
    var breaks = Table(
      title: Phrase("转折点", "Where it jumps or bends"),
      remarks: [Phrase("单位:元", "CNY yuan")],
      columns: [
        .init(Phrase("方式", "Way"), .text), .init(Phrase("从此", "From here on"), .text),
        .init(Phrase("企业估值", "Company value"), .money),
        .init(Phrase("财政收回", "To the treasury"), .money),
      ]
    )
    for route in routes {
      for turn in route.breaks {
        breaks.add([
          .phrase(route.way.name), .phrase(turn.cause.name), .amount(turn.point.companyValue),
          .amount(turn.point.toTreasury),
        ])
      }
    }
    return [table, breaks]
  }

  var json: JSON {
    let routes = routes.map { route -> JSON in
      [
        "way": .string(route.way.rawValue), "points": .array(route.points.map(\.json)),
        "breaks": .array(
          route.breaks.map { ["cause": .string($0.cause.rawValue), "at": $0.point.json] }
        ),
      ]
    }
    return [
      "entry_value": .amount(entryValue), "since": .string("\(since)"), "date": .string("\(date)"),
      "routes": .array(routes),
    ]
  }
}

extension ExitCurve.Point {
  fileprivate var json: JSON {
    [
      "company_value": .amount(companyValue), "worth": .amount(worth),
      "price": price.map(JSON.amount) ?? .null, "to_treasury": .amount(toTreasury),
    ]
  }
}

extension ExitCurve.Way {
  /// What it is called.
  var name: Phrase {
    switch self {
    case .buyback: Phrase("创始人回购", "buy-back")
    case .transfer: Phrase("对外转让", "transfer")
    case .listing: Phrase("上市退出", "listing")
    }
  }
}

extension ExitCurve.Cause {
  fileprivate var name: Phrase {
    switch self {
    case .floor: Phrase("达到最低价, 有人接盘", "the least price is paid")
    case .principal: Phrase("收回全部本金", "all principal comes back")
    case .shared: Phrase("开始让利", "founders share in the gain")
    case .gainCap: Phrase("收益到上限", "no more of the gain is kept")
    case .priceCap: Phrase("价格到上限", "no higher price is allowed")
    }
  }
}

extension ExitLever {
  /// What it is called.
  var name: Phrase {
    switch self {
    case .success: Phrase("阶段成功率", "success of stages")
    case .stepUp: Phrase("成功后估值倍数", "step-up of values")
    case .value: Phrase("期初企业估值", "values today")
    case .volatility: Phrase("估值波动", "volatility")
    case .months: Phrase("阶段时长", "length of stages")
    case .rounds: Phrase("融资机会", "financing rounds")
    case .buyers: Phrase("接盘机会", "buyers")
    case .discount: Phrase("转让折价", "discount of outsiders")
    case .floor: Phrase("适当收益", "least return")
    case .cap: Phrase("收益上限", "cap of gains")
    }
  }

  /// How far it is turned.
  var ends: (down: String, up: String) {
    switch self {
    case .success: ("×0.8", "×1.2")
    case .stepUp: ("×0.8", "×1.25")
    case .value: ("×0.7", "×1.3")
    case .volatility, .rounds: ("×½", "×1½")
    case .months: ("×¾", "×1½")
    case .buyers, .floor, .cap: ("×½", "×2")
    case .discount: ("−10%", "+10%")
    }
  }
}

extension ExitStress {
  /// What it is called.
  var name: Phrase {
    switch self {
    case .successHalved: Phrase("阶段成功率减半", "half the success of stages")
    case .marketFalls: Phrase("企业估值跌三成", "values fall by 30 %")
    case .twoYearsLate: Phrase("入股后两年无人接盘", "no bids for two years")
    case .noOutsideBuyer: Phrase("无对外转让和上市", "no outside buyers")
    case .noBuyback: Phrase("创始人不回购", "no buy-backs")
    }
  }
}

extension StudiedExit {
  var json: [JSON.Member] {
    func turned(_ turned: ExitStudies.Turned) -> JSON {
      .object(turned.outcome.json + [.init("change", .object(turned.change.json))])
    }
    let tornado = tornado.map { bar -> JSON in
      ["lever": .string(bar.lever.rawValue), "down": turned(bar.down), "up": turned(bar.up)]
    }
    let stresses = stresses.map { stressed -> JSON in
      ["stress": .string(stressed.stress.rawValue), "figures": turned(stressed.turned)]
    }
    return [
      .init(
        "studies",
        [
          "paths": .integer(Int64(paths)), "base": .object(base.json), "tornado": .array(tornado),
          "stresses": .array(stresses), "curve": curve?.json ?? .null,
        ]
      )
    ]
  }
}

extension ExitOutcome {
  /// For programs.
  var json: [JSON.Member] {
    [
      .init("invested", invested.json), .init("to_treasury", toTreasury.json),
      .init("residual", residual.json), .init("lost", lost.json), .init("dpi", dpi.json),
      .init("tvpi", tvpi.json), .init("tvpi_p5", tvpiLow.json), .init("loss", loss.json),
      .init("irr", rate?.json ?? .null), .init("converted", converted.json),
      .init("p_beyond", .array(beyond.map(\.json))),
    ]
  }
}

extension ExitComparison {
  /// For programs.
  var json: [JSON.Member] {
    [
      .init("invested", invested.json), .init("to_treasury", toTreasury.json),
      .init("residual", residual.json), .init("lost", lost.json), .init("dpi", dpi.json),
      .init("tvpi", tvpi.json), .init("loss", loss.json), .init("irr", rate?.json ?? .null),
      .init("converted", converted.json), .init("brings_more", bringsMore.json),
      .init("brings_less", bringsLess.json),
    ]
  }
}
