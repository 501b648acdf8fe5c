/// The standard normal distribution (标准正态分布).
package enum Normal {
  /// Φ(x), the probability of at most `x`.
  package static func probability(below x: Double) -> Double { DetMath.exp(-Hazard.value(-x)) }

  /// Φ⁻¹(p), for `p` between 0 and 1; the infinities at both ends.
  package static func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p <= 0.5 { return -HazardInverse.value(-DetMath.log(p)) }
    // 1 − p is exact above a half.
    return HazardInverse.value(-DetMath.log(1 - p))
  }

  /// The density at `x`.
  package static func density(_ x: Double) -> Double {
    0.398_942_280_401_432_677_94 * DetMath.exp(-0.5 * x * x)
  }
}
