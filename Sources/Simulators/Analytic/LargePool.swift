/// A pool of very many small loans with one factor (大组合极限).
///
/// O. Vasicek, "Loan portfolio value", Risk, December 2002. What fails is a part of the pool that
/// depends on the factor alone.
package struct LargePool: Sendable {
  /// The probability that a loan fails.
  package let defaultRate: Double
  /// The part of the variance that all loans share; between 0 and 1.
  package let correlation: Double

  /// Creates a pool.
  package init(defaultRate: Double, correlation: Double) {
    self.defaultRate = defaultRate
    self.correlation = correlation
  }

  private var threshold: Double { Normal.quantile(defaultRate) }

  /// The part that fails when the factor is `factor`.
  package func rate(factor: Double) -> Double {
    let distance = threshold - correlation.squareRoot() * factor
    return Normal.probability(below: distance / (1 - correlation).squareRoot())
  }

  /// The standard deviation of the part that fails.
  package var deviation: Double {
    let pair = BivariateNormal.probability(threshold, threshold, correlation)
    return (pair - defaultRate * defaultRate).squareRoot()
  }

  /// The part that is not exceeded at a level.
  package func quantile(_ level: Double) -> Double { rate(factor: -Normal.quantile(level)) }

  /// The mean part in the worst cases beyond a level.
  package func shortfall(_ level: Double) -> Double {
    let tail = Normal.quantile(1 - level)
    return BivariateNormal.probability(threshold, tail, correlation.squareRoot()) / (1 - level)
  }

  /// The probability that no more than a part fails when the factor has fat tails common to all.
  package func probability(ofAtMost part: Double, degrees: Double) -> Double {
    let threshold = Student.quantile(defaultRate, degrees: degrees)
    let own = (1 - correlation).squareRoot() * Normal.quantile(part)
    let half = 0.5 * degrees
    let constant = DetMath.logGamma(half) + (half - 1) * DetMath.log(2)
    // The tail variable W as the square of `root`, whose density is smooth at nought.
    let spread = degrees.squareRoot()
    return Quadrature.integral(from: max(spread - 9, 1e-12), to: spread + 9, pieces: 256) { root in
      let density = DetMath.exp((degrees - 1) * DetMath.log(root) - root * root / 2 - constant)
      let distance = own - threshold * root / spread
      return density * Normal.probability(below: distance / correlation.squareRoot())
    }
  }
}

/// Two standard normal variables that move together (二元正态).
package enum BivariateNormal {
  /// The probability that the first is at most `first` and the second at most `second`.
  package static func probability(
    _ first: Double,
    _ second: Double,
    _ correlation: Double
  ) -> Double {
    if correlation >= 1 { return Normal.probability(below: min(first, second)) }
    if correlation <= -1 {
      return max(Normal.probability(below: first) + Normal.probability(below: second) - 1, 0)
    }
    let own = (1 - correlation * correlation).squareRoot()
    guard first > -9 else { return 0 }
    return Quadrature.integral(from: -9, to: min(first, 9), pieces: 96) { factor in
      let rest = (second - correlation * factor) / own
      return Normal.density(factor) * Normal.probability(below: rest)
    }
  }
}

/// A pool of equal loans with one factor, exactly (有限组合).
package struct FinitePool: Sendable {
  /// The probability that no, one, two … loans fail.
  package let probabilities: [Double]

  /// Works the distribution out.
  package init(loans: Int, defaultRate: Double, correlation: Double) {
    let pool = LargePool(defaultRate: defaultRate, correlation: correlation)
    let threshold = Normal.quantile(defaultRate)
    let choices = (0...loans).map { failed in
      DetMath.logGamma(Double(loans + 1)) - DetMath.logGamma(Double(failed + 1))
        - DetMath.logGamma(Double(loans - failed + 1))
    }
    var sums = Array(repeating: 0.0, count: loans + 1)
    Quadrature.each(from: -9, to: 9, pieces: 144) { factor, weight in
      let distance = threshold - pool.correlation.squareRoot() * factor
      let place = distance / (1 - correlation).squareRoot()
      let (fails, stays) = (-Hazard.value(-place), -Hazard.value(place))
      let density = weight * Normal.density(factor)
      for failed in 0...loans {
        let chance = choices[failed] + Double(failed) * fails + Double(loans - failed) * stays
        sums[failed] += density * DetMath.exp(chance)
      }
    }
    probabilities = sums
  }

  /// The mean number of loans that fail.
  package var mean: Double {
    probabilities.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
  }

  /// The standard deviation of that number.
  package var deviation: Double {
    let squares = probabilities.enumerated()
      .reduce(0) { $0 + Double($1.offset) * Double($1.offset) * $1.element }
    return (squares - mean * mean).squareRoot()
  }

  /// The least number that is not exceeded at a level.
  package func quantile(_ level: Double) -> Int { Distribution(probabilities).quantile(level) }

  /// The mean number in the worst cases beyond a level, the atom at the quantile split.
  package func shortfall(_ level: Double) -> Double { Distribution(probabilities).shortfall(level) }

  /// The probability that more than a number fail.
  package func probability(ofMoreThan failed: Int) -> Double {
    probabilities.dropFirst(failed + 1).reduce(0, +)
  }
}

/// The probabilities of 0, 1, 2 … (离散分布).
struct Distribution: Sendable {
  let probabilities: [Double]

  init(_ probabilities: [Double]) { self.probabilities = probabilities }

  func quantile(_ level: Double) -> Int {
    var sum = 0.0
    for (value, probability) in probabilities.enumerated() {
      sum += probability
      if sum >= level { return value }
    }
    return probabilities.count - 1
  }

  func shortfall(_ level: Double) -> Double {
    let least = quantile(level)
    var (tail, above) = (0.0, 0.0)
    for value in (least + 1)..<max(probabilities.count, least + 1) {
      tail += Double(value) * probabilities[value]
      above += probabilities[value]
    }
    return (tail + Double(least) * (1 - level - above)) / (1 - level)
  }
}
