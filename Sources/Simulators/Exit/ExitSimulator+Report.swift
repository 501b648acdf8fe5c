import InvestFirst
import Quantities
public import Signing

extension ExitSimulator {
  static let levels = [50_000, 250_000, 500_000, 750_000, 950_000]

  /// What a result says; it must be one of this scenario.
  /// - Throws: ``SigningError`` when there is no SHA-256.
  public func report(_ result: RunResult) throws(SigningError) -> ExitReport {
    let tally = result.tally
    precondition(tally.shape == layout.shape, "a result is read with its own scenario")
    let returned = tally.counts[ExitTally.Event.anyReturned.rawValue]
    return ExitReport(
      paths: tally.paths,
      seed: result.header.seed,
      digest: try result.digest(),
      model: result.header.model,
      amounts: amounts(tally),
      projects: projects(tally),
      moic: ratio(.moic, tally),
      dpi: ratio(.dpi, tally),
      tvpi: ratio(.tvpi, tally),
      loss: ratio(.loss, tally),
      rate: rate(tally),
      yearsAway: returned == 0
        ? nil : Self.scaled(tally.moments[layout.ratio(.away)], Int(returned)),
      halfBackByYear: halfBack(tally),
      limits: limits(tally),
      flows: (model.pastDays + model.dates).enumerated().map { place, date in
        .init(date: date, net: Statistics.mean(tally.moments[layout.flow(place)], tally.paths))
      },
      fan: fan(tally),
      quantiles: Self.levels.map { level($0, tally) },
      companyAtSale: companyAtSale(tally),
      assumptions: assumptions
    )
  }

  /// What was taken for granted: where the scenario is silent, where the policy is, and how the
  /// model itself simplifies.
  var assumptions: [Assumption] {
    scenario.assumptions + model.trigger.assumptions + model.sales.assumptions
      + [
        Assumption(path: "model.rate", value: "XIRR ACT/365"),
        Assumption(path: "model.residual", value: "equity: market value; rights: cost"),
        Assumption(path: "model.payments", value: "none after conversion or failure"),
        Assumption(path: "model.anti_dilution", value: "none"),
      ]
  }

  private func mean(_ total: ExitFigures.Total, _ tally: Tally) -> Estimate<Fen> {
    Statistics.mean(tally.moments[layout.total(total)], tally.paths)
  }

  private func amounts(_ tally: Tally) -> ExitReport.Amounts {
    ExitReport.Amounts(
      invested: mean(.invested, tally),
      principalReturned: mean(.principalReturned, tally),
      gainReturned: mean(.gainReturned, tally),
      toTreasury: mean(.toTreasury, tally),
      concession: mean(.concession, tally),
      rewards: mean(.rewards, tally),
      fees: mean(.fees, tally),
      residual: mean(.residual, tally),
      lost: mean(.lost, tally)
    )
  }

  private func projects(_ tally: Tally) -> ExitReport.Projects {
    func count(_ total: ExitFigures.Total) -> Estimate<Double> {
      Self.scaled(tally.moments[layout.total(total)], tally.paths, by: 1)
    }
    return ExitReport.Projects(
      converted: count(.converted),
      failed: count(.failed),
      boughtBack: count(.bought),
      transferred: count(.transferred),
      listed: count(.listed),
      waived: count(.waived),
      alive: count(.alive)
    )
  }

  private func ratio(_ ratio: ExitTally.Ratio, _ tally: Tally) -> Estimate<Double> {
    Self.scaled(tally.moments[layout.ratio(ratio)], tally.paths)
  }

  /// The mean of what was added up in parts of `scale`.
  static func scaled(
    _ moments: Moments,
    _ paths: Int,
    by scale: Double = 1_000_000
  ) -> Estimate<Double> {
    let (mean, variance) = Statistics.spread(moments, paths)
    let half = Statistics.z * (variance / Double(paths)).squareRoot()
    return Estimate(mean / scale, (mean - half) / scale, (mean + half) / scale, .normal)
  }

  private func halfBack(_ tally: Tally) -> [Estimate<Double>] {
    var count: Int64 = 0
    return (0..<layout.years).map { year in
      count += tally.counts[layout.half(year)]
      return Statistics.share(count, of: tally.paths)
    }
  }

  private func limits(_ tally: Tally) -> [ExitReport.Limit] {
    model.limits.enumerated().map { index, limit in
      ExitReport.Limit(
        scope: limit.scope,
        stage: limit.stage,
        limit: limit.limit,
        loss: Self.scaled(
          tally.moments[layout.loss(index)],
          tally.paths,
          by: limit.scope == .project ? 1 : 1_000_000
        ),
        beyond: Statistics.share(tally.counts[layout.beyond(index)], of: tally.paths)
      )
    }
  }

  private func fan(_ tally: Tally) -> [PoolReport.FanPoint] {
    (0..<layout.years).map { year in
      let quantiles = Self.levels.map { ppm in
        let rank = (tally.paths * ppm + 999_999) / 1_000_000
        return Fen(tally.fans[year].value(rank: max(rank, 1) - 1))
      }
      return PoolReport.FanPoint(month: min(year * 12 + 12, model.horizon), quantiles: quantiles)
    }
  }

  /// A figure of every path.
  func tail(_ figure: ExitTally.Sample, _ tally: Tally) -> Tail {
    Tail(tally.samples[figure.rawValue], paths: tally.paths)
  }

  private func level(_ ppm: Int, _ tally: Tally) -> ExitReport.Level {
    ExitReport.Level(
      ppm: ppm,
      tvpi: Self.share(tail(.tvpi, tally).quantile(ppm: ppm)),
      loss: Self.share(tail(.loss, tally).quantile(ppm: ppm)),
      toTreasury: tail(.returned, tally).quantile(ppm: ppm)
    )
  }

  /// A quantile of millionths as a number.
  static func share(_ millionths: Estimate<Fen>) -> Estimate<Double> {
    func number(_ value: Fen) -> Double { Double(value.rawValue) / 1_000_000 }
    return Estimate(
      number(millionths.value),
      number(millionths.low),
      number(millionths.high),
      millionths.method
    )
  }

  private func companyAtSale(_ tally: Tally) -> Fen? {
    let sales = [ExitFigures.Total.bought, .transferred, .listed]
      .reduce(into: Int128(0)) { $0 += tally.moments[layout.total($1)].sum }
    guard sales > 0 else { return nil }
    let sum = tally.moments[layout.total(.saleValue)].sum
    return Fen(clamping: Rounding.halfUp.divide(sum * 100, by: sales))
  }
}
