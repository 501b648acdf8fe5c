import InvestFirst
import Quantities

/// Where each figure of a path goes in the tally (退出汇总).
struct ExitTally: Sendable {
  let grid: Int
  let limits: Int
  let years: Int

  /// Ratios of a path in millionths, after the totals.
  enum Ratio: Int, CaseIterable {
    case moic, dpi, tvpi, loss, rate, away
  }

  /// Annual rates in percent at which the present value of each path is kept: how it spreads at the
  /// rate that is found in the end is read between them.
  static let percents = [-20, -10, -5, 0, 3, 6, 10, 15, 20, 30]
  /// What stands for no rate; below every rate that there is.
  static let noRate: Int64 = -2_000_000

  /// The figures of which every path's value is kept.
  enum Sample: Int, CaseIterable {
    case tvpi, rate, loss, returned
  }

  /// What is counted.
  enum Event: Int, CaseIterable {
    case noRate, severalRates, anyReturned
  }

  init(_ model: ExitModel) {
    grid = model.gridCount
    limits = model.limits.count
    years = (model.horizon + 11) / 12
  }

  var shape: Tally.Shape {
    Tally.Shape(
      moments: flow(grid) + limits + Self.percents.count,
      counts: half(years),
      samples: Sample.allCases.count,
      fans: years
    )
  }

  func total(_ total: ExitFigures.Total) -> Int { total.rawValue }
  func ratio(_ ratio: Ratio) -> Int { ExitFigures.Total.allCases.count + ratio.rawValue }
  func flow(_ place: Int) -> Int { ratio(.moic) + Ratio.allCases.count + place }
  func loss(_ limit: Int) -> Int { flow(grid) + limit }
  func worth(_ percent: Int) -> Int { flow(grid) + limits + percent }
  func beyond(_ limit: Int) -> Int { Event.allCases.count + limit }
  func half(_ year: Int) -> Int { Event.allCases.count + limits + year }

  /// A ratio in millionths, to the nearest.
  static func millionths(_ part: Int64, of whole: Int64) -> Int64 {
    guard whole > 0 else { return 0 }
    let ppm = Rounding.halfUp.divide(Int128(part) * 1_000_000, by: Int128(whole))
    return Int64(
      clamping: min(max(ppm, -Int128(Moments.magnitudeMax)), Int128(Moments.magnitudeMax))
    )
  }
}

/// Adds the figures of paths (路径汇总).
struct ExitRecorder {
  private let model: ExitModel
  private let layout: ExitTally
  private var solver: RateSolver
  private var flows: [Int64]
  /// What a yuan at each date is worth at each of the kept rates.
  private let discounts: [[Double]]

  init(_ model: ExitModel, _ layout: ExitTally) {
    self.model = model
    self.layout = layout
    let years = model.days.map { Double($0) / 365 }
    solver = RateSolver(years: years)
    flows = Array(repeating: 0, count: model.gridCount)
    discounts = ExitTally.percents.map { percent in
      let force = DetMath.log(1 + Double(percent) / 100)
      return years.map { DetMath.exp(-force * $0) }
    }
  }

  /// Adds a path.
  mutating func add(_ figures: ExitFigures, to tally: inout Tally) {
    tally.paths += 1
    for index in figures.totals.indices { tally.add(figures.totals[index], at: index) }
    let invested = figures[.invested]
    let returned = figures[.toTreasury]
    let net = returned - figures[.rewards]
    let worth = net + figures[.residual]
    func ratio(_ ratio: ExitTally.Ratio, _ part: Int64) -> Int64 {
      let value = ExitTally.millionths(part, of: invested)
      tally.add(value, at: layout.ratio(ratio))
      return value
    }
    _ = ratio(.moic, returned + figures[.residual])
    _ = ratio(.dpi, net)
    let multiple = ratio(.tvpi, worth)
    let loss = ratio(.loss, figures[.lost])
    let rate = addFlows(figures, to: &tally)
    addTime(figures, to: &tally)
    addLimits(figures, to: &tally)
    tally.samples[ExitTally.Sample.tvpi.rawValue].append(multiple)
    tally.samples[ExitTally.Sample.rate.rawValue].append(rate)
    tally.samples[ExitTally.Sample.loss.rawValue].append(loss)
    tally.samples[ExitTally.Sample.returned.rawValue].append(returned)
  }

  /// The ratios by which two paths are compared, in millionths.
  struct Ratios {
    let dpi, tvpi, loss: Int64
    /// The rate of return; `nil` when there is none.
    let rate: Int64?
  }

  /// The ratios of a path.
  mutating func ratios(_ figures: ExitFigures) -> Ratios {
    let invested = figures[.invested]
    let net = figures[.toTreasury] - figures[.rewards]
    for index in flows.indices { flows[index] = figures.flows[index] }
    flows[flows.count - 1] += figures[.residual] - figures[.rewards]
    return Ratios(
      dpi: ExitTally.millionths(net, of: invested),
      tvpi: ExitTally.millionths(net + figures[.residual], of: invested),
      loss: ExitTally.millionths(figures[.lost], of: invested),
      rate: InternalRate(solver.solve(flows)).rate.map(Self.millionths)
    )
  }

  /// - Returns: the rate of the path in millionths, what is left at the end counting at its value.
  private mutating func addFlows(_ figures: ExitFigures, to tally: inout Tally) -> Int64 {
    for index in flows.indices {
      flows[index] = figures.flows[index]
      tally.add(flows[index], at: layout.flow(index))
    }
    flows[flows.count - 1] += figures[.residual] - figures[.rewards]
    for (place, discount) in discounts.enumerated() {
      var worth = 0.0
      for index in flows.indices where flows[index] != 0 {
        worth += Double(flows[index]) * discount[index]
      }
      let bounded = min(max(worth, -0x1p50), 0x1p50)
      tally.add(Int64(bounded), at: layout.worth(place))
    }
    let rate = InternalRate(solver.solve(flows))
    guard let value = rate.rate else {
      tally.counts[ExitTally.Event.noRate.rawValue] += 1
      return ExitTally.noRate
    }
    if rate.verdict == .multiple { tally.counts[ExitTally.Event.severalRates.rawValue] += 1 }
    let millionths = Self.millionths(value)
    tally.add(millionths, at: layout.ratio(.rate))
    return millionths
  }

  private static func millionths(_ rate: Double) -> Int64 {
    Int64((rate * 1_000_000).rounded(.toNearestOrAwayFromZero))
  }

  /// How long money was away on average, and when half of it was back.
  private func addTime(_ figures: ExitFigures, to tally: inout Tally) {
    let (paid, back) = (figures[.invested] / 100, figures[.principalReturned] / 100)
    if paid > 0, back > 0 {
      tally.counts[ExitTally.Event.anyReturned.rawValue] += 1
      let returned = Double(figures[.returnedTime]) / Double(back)
      let away = returned - Double(figures[.paidTime]) / Double(paid)
      tally.add(Int64((away / 365 * 1_000_000).rounded()), at: layout.ratio(.away))
    }
    var (sum, half) = (Int64(0), false)
    let first = model.pastDays.count
    for year in 0..<layout.years {
      // The first day of the future belongs to the first year.
      for month in (year == 0 ? 0 : year * 12 + 1)...min(year * 12 + 12, model.horizon) {
        sum += figures.received[first + month]
      }
      tally.fans[year].add(max(sum, 0))
      if !half, sum > 0, 2 * Int128(sum) >= Int128(figures[.invested]) {
        half = true
        tally.counts[layout.half(year)] += 1
      }
    }
  }

  private func addLimits(_ figures: ExitFigures, to tally: inout Tally) {
    let fund = model.scenario.fundSize?.rawValue ?? 0
    for (index, limit) in model.limits.enumerated() {
      if limit.scope == .project {
        tally.add(figures.projectsBeyond[index], at: layout.loss(index))
        if figures.projectsBeyond[index] > 0 { tally.counts[layout.beyond(index)] += 1 }
        continue
      }
      var sums = LossLimit.Sums()
      for (place, name) in model.classes.enumerated() {
        if limit.scope == .fund || limit.stage == name { sums += figures.classes[place] }
      }
      let (loss, isWithin) = limit.judge(sums, fund: fund)
      tally.add(loss, at: layout.loss(index))
      if !isWithin { tally.counts[layout.beyond(index)] += 1 }
    }
  }
}

extension Tally {
  /// Adds a value, or the end of the range of exact sums beyond which it lies.
  fileprivate mutating func add(_ value: Int64, at index: Int) {
    moments[index].add(min(max(value, -Moments.magnitudeMax), Moments.magnitudeMax))
  }
}
