/// The direction in which the fresh draws of a path tell most of its losses (因子方向).
///
/// Along it paths are drawn in equal parts. Strata along the direction in which an importance
/// sampler shifts its mean are those of P. Glasserman, P. Heidelberger and P. Shahabuddin,
/// *Asymptotically optimal importance sampling and stratification for pricing path-dependent
/// options*, Mathematical Finance 9(2), 1999. Draws keep their law whatever the direction; a good
/// one makes them tell more.
struct FactorDirection: Sendable {
  /// A vector of length one, in the order of ``PathFactors/fresh``.
  let unit: [Double]

  /// The direction of a vector; `nil` when it has none.
  init?(_ vector: [Double]) {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0, length < .infinity else { return nil }
    unit = vector.map { $0 / length }
  }

  /// How far draws lie in this direction.
  func distance(_ fresh: [Double]) -> Double {
    var sum = 0.0
    for index in unit.indices { sum += unit[index] * fresh[index] }
    return sum
  }

  /// Moves standard normal draws into a stratum, along this direction alone.
  ///
  /// How far they lie in it is a standard normal number that has nothing to do with the rest of
  /// them, so its own probability is the place within the stratum, and no more need be drawn.
  func move(_ fresh: inout [Double], into stratum: FactorStratum) {
    let distance = distance(fresh)
    let step = stratum.quantile(of: Normal.probability(below: distance)) - distance
    for index in unit.indices { fresh[index] += step * unit[index] }
  }
}

/// One of the equally likely parts of the normal distribution (层).
struct FactorStratum: Sendable {
  /// Its number, from 0.
  let index: Int
  /// How many there are.
  let count: Int

  /// The normal number that lies so far within the stratum.
  func quantile(of part: Double) -> Double {
    Normal.quantile((Double(index) + part) / Double(count))
  }
}

extension PoolModel {
  /// The direction in which expected losses grow fastest; `nil` where no factor moves them.
  ///
  /// By C. Stein's lemma (1981) it is also that of the linear function of the draws that comes
  /// closest to the losses.
  var lossDirection: FactorDirection? {
    let (count, kept, slopes) = (factors.sectors.count, factors.memory.kept, lossSlopes)
    var vector = Array(repeating: 0.0, count: periods.count * (1 + count))
    // What a period's factors are worth: their own year, and what stays of them in the next.
    var (market, sectors) = (0.0, Array(repeating: 0.0, count: count))
    for period in periods.indices.reversed() {
      let new = period == 0 ? 1 : factors.memory.new
      let first = periods.count + period * count
      market = kept * market + factors.global * slopes[period].reduce(0, +)
      vector[period] = new * market
      for sector in 0..<count {
        let own = factors.sectors[sector].shared * slopes[period][sector]
        sectors[sector] = kept * sectors[sector] + own
        // A crisis leaves nothing to the draw.
        if period == 0, factors.shocks[sector] != nil { continue }
        for other in 0...sector {
          let part = factors.mixing?.rows[sector][other] ?? (other == sector ? 1 : 0)
          vector[first + other] += new * part * sectors[sector]
        }
      }
    }
    return FactorDirection(vector)
  }

  /// How expected losses grow with the factors of each period and sector.
  ///
  /// What fails of a bucket grows as the density at its threshold, of the loans that are left.
  private var lossSlopes: [[Double]] {
    var amounts = Array(repeating: 0.0, count: buckets.count)
    for kind in kinds {
      let severity = severities[kind.severity].mean
      amounts[kind.bucket] += Double(kind.principal) * Double(kind.count) * severity
    }
    let row = Array(repeating: 0.0, count: factors.sectors.count)
    var slopes = Array(repeating: row, count: periods.count)
    for (bucket, amount) in zip(buckets, amounts) {
      var left = amount
      for (period, threshold) in bucket.thresholds.enumerated() where threshold.isFinite {
        // Factors are the higher the better times are.
        slopes[period][bucket.sector] -= left * Normal.density(threshold)
        left *= 1 - Normal.probability(below: threshold)
      }
    }
    return slopes
  }
}

extension PoolModel.SeverityTable {
  /// The mean, as nearly as quantiles tell it.
  fileprivate var mean: Double {
    switch self {
    case .fixed(let value): value
    case .beta(let table): table.values.reduce(0, +) / Double(table.values.count)
    }
  }
}
