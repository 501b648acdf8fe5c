/// CreditRisk+ with one sector (Credit Suisse, 1997): the losses of a portfolio without simulation.
///
/// Failures are Poisson with a common gamma factor of mean 1. Losses count in whole units.
package struct CreditRiskPlus: Sendable {
  /// The probability of losing 0, 1, 2 … units.
  package let probabilities: [Double]

  /// Works the distribution out, up to a loss.
  /// - Parameters:
  ///   - loans: what each loses, in units of at least one, and how many failures are expected.
  ///   - variance: the variance of the common factor; positive.
  ///   - most: the largest loss of interest, in units.
  package init(loans: [(units: Int, failures: Double)], variance: Double, upTo most: Int) {
    let expected = loans.reduce(0) { $0 + $1.failures }
    var parts = Array(repeating: 0.0, count: most + 1)
    for loan in loans where loan.units <= most { parts[loan.units] += loan.failures / expected }
    let sizes = parts.indices.filter { parts[$0] > 0 }
    let shape = 1 / variance
    let rest = 1 / (1 + variance * expected)
    let share = 1 - rest
    var sums = Array(repeating: 0.0, count: most + 1)
    sums[0] = DetMath.exp(shape * DetMath.log(rest))
    // The coefficients of ((1 − δ) ÷ (1 − δ Q(z)))^α, each from those before it.
    for loss in stride(from: 1, through: most, by: 1) {
      var sum = 0.0
      for size in sizes where size <= loss {
        let weight = shape * Double(size) + Double(loss - size)
        sum += share * parts[size] * weight * sums[loss - size]
      }
      sums[loss] = sum / Double(loss)
    }
    probabilities = sums
  }

  /// The standard deviation of the loss of a portfolio, in the amounts given.
  package static func deviation(
    loans: [(amount: Double, failures: Double)],
    variance: Double
  ) -> Double {
    let mean = loans.reduce(0) { $0 + $1.amount * $1.failures }
    let own = loans.reduce(0) { $0 + $1.amount * $1.amount * $1.failures }
    return (own + variance * mean * mean).squareRoot()
  }

  /// The probability of losing no more than a number of units.
  package func probability(ofAtMost units: Int) -> Double {
    probabilities.prefix(units + 1).reduce(0, +)
  }

  /// The least loss, in units, that is not exceeded at a level.
  package func quantile(_ level: Double) -> Int { Distribution(probabilities).quantile(level) }
}

/// The risk weights of the Basel framework (巴塞尔风险权重): how far a supervisor's formula lies
/// from a scenario's assumptions.
package enum Basel {
  /// The correlation of a firm, or of a small one by its sales in million euro.
  package static func correlation(defaultRate: Double, sales: Double? = nil) -> Double {
    let weight = weight(defaultRate, 50)
    let size = sales.map { 0.04 * (1 - (min(max($0, 5), 50) - 5) / 45) } ?? 0
    return 0.12 * weight + 0.24 * (1 - weight) - size
  }

  /// The correlation of other retail loans.
  package static func retailCorrelation(defaultRate: Double) -> Double {
    let weight = weight(defaultRate, 35)
    return 0.03 * weight + 0.16 * (1 - weight)
  }

  /// The risk weight of a loan to a firm with the maturity in years, as a part of its amount.
  package static func riskWeight(
    defaultRate: Double,
    severity: Double,
    maturity: Double = 2.5,
    sales: Double? = nil
  ) -> Double {
    let slope = 0.11852 - 0.05478 * DetMath.log(defaultRate)
    let term = slope * slope
    let shape = correlation(defaultRate: defaultRate, sales: sales)
    let longer = (1 + (maturity - 2.5) * term) / (1 - 1.5 * term)
    return 12.5 * severity * unexpected(defaultRate, shape) * longer
  }

  /// The risk weight of another retail loan.
  package static func retailRiskWeight(defaultRate: Double, severity: Double) -> Double {
    12.5 * severity * unexpected(defaultRate, retailCorrelation(defaultRate: defaultRate))
  }

  private static func weight(_ defaultRate: Double, _ pace: Double) -> Double {
    (1 - DetMath.exp(-pace * defaultRate)) / (1 - DetMath.exp(-pace))
  }

  /// What fails in one year of a thousand, beyond what is expected.
  private static func unexpected(_ defaultRate: Double, _ correlation: Double) -> Double {
    LargePool(defaultRate: defaultRate, correlation: correlation).quantile(0.999) - defaultRate
  }
}
