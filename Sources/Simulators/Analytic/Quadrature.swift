/// Integrals of smooth functions (数值积分): ten points of Gauss and Legendre on each of many pieces.
enum Quadrature {
  private static let points = [
    0.14887433898163122, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845,
    0.9739065285171717,
  ]
  private static let weights = [
    0.2955242247147528, 0.26926671930999635, 0.21908636251598188, 0.14945134915058064,
    0.06667134430868814,
  ]

  /// The integral of a function from `low` to `high`.
  static func integral(
    from low: Double,
    to high: Double,
    pieces: Int = 64,
    _ function: (Double) -> Double
  ) -> Double {
    var sum = 0.0
    each(from: low, to: high, pieces: pieces) { sum += $1 * function($0) }
    return sum
  }

  /// The expectation of a function of a standard normal variable.
  static func normal(_ function: (Double) -> Double) -> Double {
    integral(from: -9, to: 9, pieces: 144) { Normal.density($0) * function($0) }
  }

  /// The points of all pieces with their weights, from left to right.
  static func each(
    from low: Double,
    to high: Double,
    pieces: Int,
    _ visit: (_ point: Double, _ weight: Double) -> Void
  ) {
    let half = (high - low) / Double(2 * pieces)
    for piece in 0..<pieces {
      let middle = low + half * Double(2 * piece + 1)
      for index in points.indices.reversed() {
        visit(middle - half * points[index], half * weights[index])
      }
      for index in points.indices { visit(middle + half * points[index], half * weights[index]) }
    }
  }
}
