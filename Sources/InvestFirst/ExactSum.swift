import Quantities

/// A sum of exact numbers that is rounded once (精确合计).
///
/// Whole numbers and fractions are kept apart, so that large amounts and long fractions do not
/// meet in one product.
struct ExactSum {
  private var whole: Int128 = 0
  private var fraction = Ratio.zero

  mutating func add(_ number: Ratio) throws(Overflow) {
    try take(fraction.adding(part(of: number)))
  }

  func rounded(_ mode: Rounding) -> Int128 {
    // Halves to even look at the last digit of the whole.
    let parity = whole & 1
    return whole - parity
      + Ratio(
        parity * fraction.denominator + fraction.numerator,
        over: fraction.denominator
      ).rounded(mode)
  }

  /// Moves the whole part of `number` to the sum and leaves its fraction.
  private mutating func part(of number: Ratio) throws(Overflow) -> Ratio {
    let below = number.rounded(.down)
    let (sum, wide) = whole.addingReportingOverflow(below)
    if wide { throw Overflow() }
    whole = sum
    return Ratio(number.numerator - below * number.denominator, over: number.denominator)
  }

  private mutating func take(_ number: Ratio) throws(Overflow) {
    fraction = try part(of: number)
  }
}
