/// The Student distribution (t 分布).
package enum Student {
  /// The probability of at most `x`.
  package static func probability(below x: Double, degrees: Double) -> Double {
    if x == 0 { return 0.5 }
    if x.isInfinite { return x < 0 ? 0 : 1 }
    let tail = 0.5 * DetMath.beta(0.5 * degrees, 0.5, at: degrees / (degrees + x * x))
    return x < 0 ? tail : 1 - tail
  }

  /// The number below which a part `p` lies; the infinities at both ends.
  package static func quantile(_ p: Double, degrees: Double) -> Double {
    if p <= 0 { return -.infinity }
    if p >= 1 { return .infinity }
    if p > 0.5 { return -lower(1 - p, degrees) }
    return lower(p, degrees)
  }

  /// Doubles a bracket until it holds the number, then halves it to the last digit.
  private static func lower(_ p: Double, _ degrees: Double) -> Double {
    var (low, high) = (-1.0, 0.0)
    while probability(below: low, degrees: degrees) > p, low > -0x1p500 {
      (low, high) = (2 * low, low)
    }
    while true {
      let middle = 0.5 * (low + high)
      guard middle > low, middle < high else { return high }
      if probability(below: middle, degrees: degrees) < p { low = middle } else { high = middle }
    }
  }
}
