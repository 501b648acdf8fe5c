import Quantities

extension ExitSimulator {
  /// The rate of return of the average payments, and how it spreads over the paths.
  func rate(_ tally: Tally) -> ExitReport.Rate {
    let rates = tail(.rate, tally)
    let (expected, verdict) = expectedRate(tally)
    return ExitReport.Rate(
      expected: expected,
      verdict: verdict,
      cashOnly: InternalRate(solved(tally, withResidual: false)).rate,
      quantiles: Self.levels.map { ppm in
        let estimate = rates.quantile(ppm: ppm)
        return estimate.value.rawValue == ExitTally.noRate ? nil : Self.share(estimate)
      },
      withoutRate: Statistics.share(
        tally.counts[ExitTally.Event.noRate.rawValue],
        of: tally.paths
      ),
      withSeveral: Statistics.share(
        tally.counts[ExitTally.Event.severalRates.rawValue],
        of: tally.paths
      )
    )
  }

  /// What is paid and got on average on each day, in fen.
  private func means(_ tally: Tally, withResidual: Bool) -> [Int64] {
    let paths = Int128(tally.paths)
    func mean(_ place: Int) -> Int64 {
      Int64(clamping: Rounding.halfUp.divide(tally.moments[place].sum, by: paths))
    }
    var flows = (0..<layout.grid).map { mean(layout.flow($0)) }
    flows[layout.grid - 1] -= mean(layout.total(.rewards))
    if withResidual { flows[layout.grid - 1] += mean(layout.total(.residual)) }
    return flows
  }

  private func solved(_ tally: Tally, withResidual: Bool) -> InternalRate.Forces {
    var solver = RateSolver(years: model.days.map { Double($0) / 365 })
    return solver.solve(means(tally, withResidual: withResidual))
  }

  /// The rate of the average payments with its interval.
  ///
  /// At the rate the average path is worth nothing; how far the average may be off, divided by how
  /// much a small change of the rate moves it, is how far the rate may be off (delta method).
  func expectedRate(_ tally: Tally) -> (Estimate<Double>?, InternalRate.Verdict) {
    let rate = InternalRate(solved(tally, withResidual: true))
    guard let value = rate.rate else { return (nil, rate.verdict) }
    let force = DetMath.log(1 + value)
    var slope = 0.0
    for (flow, days) in zip(means(tally, withResidual: true), model.days) {
      let years = Double(days) / 365
      slope += Double(flow) * years * DetMath.exp(-force * years)
    }
    let error = deviation(at: value, tally) / Double(tally.paths).squareRoot()
    let half = slope == 0 ? 0 : Statistics.z * error / slope.magnitude
    return (
      Estimate(
        value,
        InternalRate.annual(force - half),
        InternalRate.annual(force + half),
        .ratio
      ),
      rate.verdict
    )
  }

  /// The standard deviation of a path's worth at a rate, read between the kept ones.
  private func deviation(at rate: Double, _ tally: Tally) -> Double {
    let deviations = ExitTally.percents.indices.map { place in
      Statistics.spread(tally.moments[layout.worth(place)], tally.paths).variance.squareRoot()
    }
    let rates = ExitTally.percents.map { Double($0) / 100 }
    guard let next = rates.firstIndex(where: { $0 >= rate }) else { return deviations.last ?? 0 }
    guard next > 0 else { return deviations[0] }
    let part = (rate - rates[next - 1]) / (rates[next] - rates[next - 1])
    return deviations[next - 1] + part * (deviations[next] - deviations[next - 1])
  }
}
