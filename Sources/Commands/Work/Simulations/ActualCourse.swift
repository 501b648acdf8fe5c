import Accounting
import Charts
import Findings
import Quantities
import Registers
import Reports
import RiskPools
import Simulators

/// What a ledger's pools came to, beside the paths of a plan (实际对计划).
struct ActualCourse {
  /// The bands of the plan.
  let course: PoolCourse
  /// The last day of the ledger that is looked at.
  let through: CivilDate
  /// What really was at the points of the plan that are past.
  private let points: [(point: PoolCourse.Point, actual: [PoolCourse.Figure: Fen])]

  /// Sets the documents of pools beside a plan, at all its points up to a day.
  init(_ course: PoolCourse, _ pools: [PoolFile], through: CivilDate) {
    (self.course, self.through) = (course, through)
    points = course.points.prefix { $0.day <= through }.map { point in
      (
        point,
        PoolCourse.Figure.allCases.reduce(into: [:]) { actual, figure in
          let sum = pools.reduce(Int128(0)) { sum, pool in
            sum + pool.amount(figure, after: course.asOf, through: point.day)
          }
          actual[figure] = Fen(Int64(clamping: sum))
        }
      )
    }
  }

  /// A figure at a time, with its band and what that says.
  private struct Row {
    let figure: PoolCourse.Figure
    let point: PoolCourse.Point
    let actual: Fen

    var band: PoolCourse.Band { point[figure] }
    var light: PoolCourse.Light { band.light(actual) }
  }

  private var rows: [Row] {
    PoolCourse.Figure.allCases.flatMap { figure in
      points.map { Row(figure: figure, point: $0.point, actual: $0.actual[figure] ?? .zero) }
    }
  }

  var table: Table {
    var table = Table(
      title: Phrase("实际对计划", "Actual against plan"),
      remarks: [
        .through(through),
        Phrase("绿: 在中间五成路径之内", "green: within the middle half of all paths"),
        Phrase("黄: 在九成之内", "yellow: within nine tenths"),
        Phrase("红: 在九成之外", "red: outside them"),
      ],
      columns: [
        .init(Phrase("截至", "Through"), .date), .init(Phrase("指标", "Figure"), .text),
        .init(Phrase("实际", "Actual"), .money),
      ] + ["P5", "P25", "P50", "P75", "P95"].map { .init(Phrase($0, $0), .money) } + [
        .init(Phrase("红绿灯", "Light"), .text)
      ]
    )
    for row in rows {
      table.add(
        [.date(row.point.day), .phrase(row.figure.name), .amount(row.actual)]
          + row.band.quantiles.map { .amount($0) } + [.phrase(row.light.name)]
      )
    }
    if points.isEmpty {
      table.footnotes.append(
        Phrase("计划的第一期还没有过完", "the first period of the plan is not over yet")
      )
    }
    return table
  }

  var json: JSON {
    let points = rows.map { row -> JSON in
      let levels = ["0.05", "0.25", "0.5", "0.75", "0.95"]
      return .object(
        [
          .init("through", .string("\(row.point.day)")),
          .init("month", .integer(Int64(row.point.month))),
          .init("figure", .string(row.figure.rawValue)), .init("actual", .amount(row.actual)),
        ] + zip(levels, row.band.quantiles).map { .init($0, .amount($1)) } + [
          .init("light", .string(row.light.rawValue))
        ]
      )
    }
    return [
      "as_of": .string("\(course.asOf)"), "through": .string("\(through)"),
      "paths": .integer(Int64(course.paths)), "points": .array(points),
    ]
  }

  /// A band for each figure, with what was over it.
  func charts(_ axis: Axis) -> [any Chart] {
    PoolCourse.Figure.allCases.map { figure in
      FanChart(
        Caption(
          id: "actual-\(figure.rawValue)",
          title: "实际对计划: \(figure.name.chinese) · Actual against plan: \(figure.name.english)",
          description: "方块为账本实际; 深色占一半路径, 浅色占九成 · squares are the ledger's, the band is the plan's"
        ),
        (Axis("月 · months"), axis),
        course.points.map { point in
          .init(time: Double(point.month), quantiles: point[figure].quantiles.map(\.tenThousands))
        },
        marks: rows.filter { $0.figure == figure }.map { row in
          .init(
            time: Double(row.point.month),
            value: row.actual.tenThousands,
            hint: "\(row.point.day): \(row.actual) \(row.light.name.chinese) \(row.light.rawValue)"
          )
        }
      )
    }
  }
}

extension PoolFile {
  /// What was there, or was decided or paid after a day, at the end of another.
  fileprivate func amount(
    _ figure: PoolCourse.Figure,
    after day: CivilDate,
    through last: CivilDate
  ) -> Int128 {
    let days = (from: day.adding(days: 1), to: last)
    switch figure {
    case .cash: return PoolStatement(entries, of: pool, from: days.from, to: days.to).closing
    case .paid:
      return PoolStatement(entries, of: pool, from: days.from, to: days.to).flows[.claims] ?? 0
    case .claims:
      return entries.reduce(0) { sum, entry in
        guard case .claimDecided(let decided) = entry.document.event,
          (days.from...max(days.from, days.to)).contains(entry.document.head.date),
          let claim = pool.claims[decided.claim], claim.state != .refused
        else { return sum }
        return sum + Int128(claim.decision?.claim.due.rawValue ?? 0)
      }
    }
  }
}

extension PoolCourse.Figure {
  /// What it is called.
  var name: Phrase {
    switch self {
    case .cash: Phrase("资金余额", "cash")
    case .claims: Phrase("累计应补偿", "claims so far")
    case .paid: Phrase("累计已补偿", "paid so far")
    }
  }
}

extension PoolCourse.Light {
  /// What it is called.
  var name: Phrase {
    switch self {
    case .green: Phrase("绿", "green")
    case .yellow: Phrase("黄", "yellow")
    case .red: Phrase("红", "red")
    }
  }
}

extension Session {
  /// Sets a ledger beside the plan that a result is of.
  func actual(
    in ledger: String,
    of result: RunResult,
    through day: CivilDate
  ) throws(Failure) -> ActualCourse {
    let simulator: PoolSimulator
    let plan: RunPlan
    do {
      simulator = try PoolSimulator(reading: result)
      // Bands need few paths, as studies do.
      plan = try RunPlan(seed: result.header.seed, paths: min(result.header.paths, 20_000))
    } catch { throw Failure(simulation: error) }
    if simulator.scenario.assumptions.contains(where: { $0.path == "as_of" }) {
      throw Failure([Finding(.fieldMissing, column: "as_of")])
    }
    let course = try watched(RunSeries(paths: plan.paths), threads: nil) { control in
      guard let course = simulator.course(plan, control) else { throw Failure(.interrupted) }
      return course
    }
    let pools = try registers(of: ledger) { (snapshot) throws(RegisterError) in
      let register = PoolRegister(snapshot)
      var files: [PoolFile] = []
      for code in try register.codes() {
        // A pool that was opened later has no documents yet.
        if try register.pool(code, asOf: day) == nil { continue }
        files.append(try register.file(code, through: day))
      }
      return files
    }
    return ActualCourse(course, pools, through: day)
  }
}
