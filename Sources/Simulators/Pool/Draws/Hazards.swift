/// The hazard −ln(1 − p) of every bucket on one path, given its factors (条件风险).
final class Hazards {
  /// Added up at the end of each period, by bucket and period.
  let sums: Scratch<Double>
  let periods: Int
  private let rows: Scratch<Row>
  private let thresholds: Scratch<Double>
  /// Whether every threshold is a number and every loan has something of its own.
  private let isPlain: Bool

  private struct Row: BitwiseCopyable {
    let place: Int
    let own: Double
    let perOwn: Double
  }

  init(_ model: PoolModel) {
    periods = model.periods.count
    sums = Scratch(model.buckets.count * periods, zero: 0)
    rows = Scratch(
      model.buckets.map { bucket in
        let own = model.factors.sectors[bucket.sector].own
        return Row(place: bucket.sector * model.periods.count, own: own, perOwn: 1 / own)
      },
      zero: Row(place: 0, own: 0, perOwn: 0)
    )
    let all = model.buckets.flatMap(\.thresholds)
    thresholds = Scratch(all, zero: 0)
    isPlain = all.allSatisfy(\.isFinite) && model.factors.sectors.allSatisfy { $0.own > 0 }
    count = model.buckets.count
  }

  /// The number of buckets.
  let count: Int

  /// The hazard of a bucket at the end of the last period.
  func last(_ bucket: Int) -> Double { sums.start[bucket * periods + periods - 1] }

  /// The period in which a loan fails that has used up so much hazard, and what of it in that one.
  func period(of reached: Double, _ bucket: Int) -> (period: Int, rest: Double) {
    let sums = sums.start + bucket * periods
    var period = 0
    while period < periods - 1, sums[period] <= reached { period += 1 }
    return (period, reached - (period == 0 ? 0 : sums[period - 1]))
  }

  /// Works the hazards out.
  func update(_ factors: PathFactors) {
    let (sums, rows, thresholds) = (sums.start, rows.start, thresholds.start)
    let segments = Hazard.segments
    let common = factors.common.start
    if isPlain, periods == 1, factors.scale[0] == 1 {
      for bucket in 0..<count {
        let row = rows + bucket
        let x = (thresholds[bucket] - common[row[0].place]) * row[0].perOwn
        sums[bucket] = Hazard.value(x, in: segments)
      }
      return
    }
    for bucket in 0..<count {
      let row = rows[bucket]
      var sum = 0.0
      for period in 0..<periods {
        let threshold = thresholds[bucket * periods + period] * factors.scale[period]
        sum += Hazards.value(threshold, common[row.place + period], row.own, row.perOwn)
        sums[bucket * periods + period] = sum
      }
    }
  }

  /// The hazard of a loan to fail within a period, given what it shares.
  private static func value(
    _ threshold: Double,
    _ common: Double,
    _ own: Double,
    _ perOwn: Double
  ) -> Double {
    if threshold == -.infinity { return 0 }
    // Nothing of its own: all fail together or none.
    if own == 0 { return common <= threshold ? .infinity : 0 }
    return Hazard.value((threshold - common) * perOwn)
  }
}
