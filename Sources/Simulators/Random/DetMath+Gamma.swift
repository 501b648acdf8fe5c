extension DetMath {
  /// ln Γ(x), for positive `x`.
  package static func logGamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    // Stirling's series is exact enough from 12 on; below, Γ(x) = Γ(x + n) / (x (x+1) …).
    var (shifted, product) = (x, 1.0)
    while shifted < 12 {
      product *= shifted
      shifted += 1
    }
    let u = 1 / (shifted * shifted)
    let series =
      1.0 / 12 - u * (1.0 / 360 - u * (1.0 / 1260 - u * (1.0 / 1680 - u * (1.0 / 1188))))
    let stirling =
      (shifted - 0.5) * log(shifted) - shifted + 0.918_938_533_204_672_741_78 + series / shifted
    return stirling - log(product)
  }

  /// The regularised incomplete beta function I_x(a, b), by its continued fraction (Lentz).
  package static func beta(_ a: Double, _ b: Double, at x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges fast on the side of the mean where x is.
    guard x < (a + 1) / (a + b + 2) else { return 1 - betaFraction(b, a, 1 - x) }
    return betaFraction(a, b, x)
  }

  private static func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let power = a * log(x) + b * log(1 - x) + logGamma(a + b) - logGamma(a) - logGamma(b)
    let tiny = 1e-300
    func away(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var fraction = d
    for step in 1...500 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / away(1 + even * d)
      c = away(1 + even / c)
      fraction *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / away(1 + odd * d)
      c = away(1 + odd / c)
      fraction *= d * c
      if (d * c - 1).magnitude < 1e-15 { break }
    }
    return exp(power) * fraction / a
  }
}
