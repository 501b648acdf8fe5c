import Quantities

/// A figure with the interval that holds the true one in 95 of 100 runs (估计值及置信区间).
public struct Estimate<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The figure.
  public let value: Value
  /// The lower end of the interval.
  public let low: Value
  /// The upper end of the interval.
  public let high: Value
  /// How the interval was made.
  public let method: IntervalMethod

  /// Creates an estimate.
  public init(_ value: Value, _ low: Value, _ high: Value, _ method: IntervalMethod) {
    self.value = value
    self.low = low
    self.high = high
    self.method = method
  }
}

/// How an interval was made (区间方法).
public enum IntervalMethod: String, Hashable, Sendable, CaseIterable {
  /// Mean and standard error.
  case normal
  /// The score interval of a share (E. B. Wilson, 1927).
  case wilson
  /// The values whose ranks lie 1.96 standard errors of a rank away.
  case orderStatistics = "order_statistics"
  /// The standard error of the tail beyond a quantile.
  case tail
  /// Ratio of two means, linearised.
  case ratio
}

/// Estimates out of exact sums (统计量).
///
/// Everything is worked out in one order from whole numbers, so the digits do not depend on how
/// the run was cut.
enum Statistics {
  /// The two-sided 95 % point of the normal distribution.
  static let z = 1.959963984540054

  /// Mean and variance of a figure.
  static func spread(_ moments: Moments, _ paths: Int) -> (mean: Double, variance: Double) {
    let count = Double(paths)
    let mean = Double(moments.sum) / count
    guard paths > 1 else { return (mean, 0) }
    // n·Σx² − (Σx)² in 256 bits: differences of large numbers lose nothing.
    let left = UInt128(paths).multipliedFullWidth(by: moments.squares)
    let right = moments.sum.magnitude.multipliedFullWidth(by: moments.sum.magnitude)
    let (low, borrow) = left.low.subtractingReportingOverflow(right.low)
    let high = left.high &- right.high &- (borrow ? 1 : 0)
    let scaled = Double(high) * 0x1p128 + Double(low)
    return (mean, scaled / count / (count - 1))
  }

  /// The mean of an amount.
  static func mean(_ moments: Moments, _ paths: Int) -> Estimate<Fen> {
    let (mean, variance) = spread(moments, paths)
    let half = z * (variance / Double(paths)).squareRoot()
    let exact = Rounding.halfUp.divide(moments.sum, by: Int128(paths))
    return Estimate(Fen(clamping: exact), .near(mean - half), .near(mean + half), .normal)
  }

  /// The ratio of two means, its spread linearised; what both add up to tells how they move
  /// together.
  static func ratio(
    of part: Moments,
    to whole: Moments,
    sum: Moments,
    _ paths: Int
  ) -> Estimate<Double> {
    let (part, whole, both) = (spread(part, paths), spread(whole, paths), spread(sum, paths))
    guard whole.mean > 0 else { return Estimate(0, 0, 0, .ratio) }
    let ratio = part.mean / whole.mean
    let covariance = (both.variance - part.variance - whole.variance) / 2
    let variance = part.variance - 2 * ratio * covariance + ratio * ratio * whole.variance
    let half = z * (max(variance, 0) / Double(paths)).squareRoot() / whole.mean
    return Estimate(ratio, ratio - half, ratio + half, .ratio)
  }

  /// The share of the paths on which something happened.
  static func share(_ count: Int64, of paths: Int) -> Estimate<Double> {
    let n = Double(paths)
    let share = Double(count) / n
    let scale = 1 + z * z / n
    let middle = (share + z * z / (2 * n)) / scale
    let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot() / scale
    // At the ends the interval touches what was seen, whatever rounding does.
    return Estimate(
      share,
      min(max(middle - half, 0), share),
      max(min(middle + half, 1), share),
      .wilson
    )
  }

  /// The share of the paths on which something happened, of what such paths count.
  static func share(_ weights: Moments, of paths: Int) -> Estimate<Double> {
    let (mean, variance) = spread(weights, paths)
    let one = Double(FactorTilt.one)
    let half = z * (variance / Double(paths)).squareRoot()
    return Estimate(mean / one, max(mean - half, 0) / one, (mean + half) / one, .normal)
  }
}

extension Fen {
  /// The nearest amount.
  static func near(_ fen: Double) -> Fen {
    let rounded = fen.rounded(.toNearestOrAwayFromZero)
    if rounded >= 0x1p62 { return Fen(1 << 62) }
    return Fen(rounded > -0x1p62 ? Int64(rounded) : -(1 << 62))
  }

  /// An amount, or the end of the range beyond which it lies.
  init(clamping sum: Int128) { self.init(Int64(clamping: sum)) }
}
