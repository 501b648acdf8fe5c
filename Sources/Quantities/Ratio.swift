/// An exact rational number (精确分数) of 128-bit parts.
///
/// Nothing is rounded until ``rounded(_:)`` is called; what does not fit throws ``Overflow``.
/// Fractions are shortened only when they would not fit otherwise, which keeps sums cheap.
public struct Ratio: Sendable {
  /// What is divided.
  public let numerator: Int128
  /// What it is divided by; positive.
  public let denominator: Int128

  /// Nothing.
  public static let zero = Ratio(0)
  /// One.
  public static let one = Ratio(1)

  /// Creates a whole number.
  public init(_ whole: Int128) {
    numerator = whole
    denominator = 1
  }

  /// Creates a fraction of a positive denominator.
  public init(_ numerator: Int128, over denominator: Int128) {
    precondition(denominator > 0, "a denominator is positive")
    self.numerator = numerator
    self.denominator = denominator
  }

  /// An amount in fen as a number.
  public init(_ amount: Fen) { self.init(Int128(amount.rawValue)) }

  /// The same number in lowest terms.
  public var reduced: Ratio {
    let divisor = Int128(Ratio.commonDivisor(numerator.magnitude, denominator.magnitude))
    return Ratio(numerator / divisor, over: denominator / divisor)
  }

  /// The sum of two numbers.
  /// - Throws: ``Overflow`` when it does not fit.
  public func adding(_ other: Ratio) throws(Overflow) -> Ratio {
    if let sum = plainSum(other) { return sum }
    guard let sum = reduced.plainSum(other.reduced) else { throw Overflow() }
    return sum
  }

  /// The difference of two numbers.
  /// - Throws: ``Overflow`` when it does not fit.
  public func subtracting(_ other: Ratio) throws(Overflow) -> Ratio {
    guard other.numerator != .min else { throw Overflow() }
    return try adding(Ratio(-other.numerator, over: other.denominator))
  }

  /// The product of two numbers.
  /// - Throws: ``Overflow`` when it does not fit.
  public func multiplied(by other: Ratio) throws(Overflow) -> Ratio {
    if let product = plainProduct(other) { return product }
    // Crosswise, each numerator is shortened with the denominator that it meets.
    let left = Ratio(numerator, over: other.denominator).reduced
    let right = Ratio(other.numerator, over: denominator).reduced
    guard let product = left.plainProduct(right) else { throw Overflow() }
    return product
  }

  /// The quotient of two numbers, the second not being zero.
  /// - Throws: ``Overflow`` when it does not fit.
  public func divided(by other: Ratio) throws(Overflow) -> Ratio {
    precondition(other.numerator != 0, "nothing is divided by zero")
    guard other.numerator != .min else { throw Overflow() }
    let isNegative = other.numerator < 0
    return try multiplied(
      by: Ratio(
        isNegative ? -other.denominator : other.denominator,
        over: isNegative ? -other.numerator : other.numerator
      )
    )
  }

  /// The number as a whole one.
  public func rounded(_ mode: Rounding) -> Int128 { mode.divide(numerator, by: denominator) }

  private func plainSum(_ other: Ratio) -> Ratio? {
    if denominator == other.denominator {
      let (sum, wide) = numerator.addingReportingOverflow(other.numerator)
      return wide ? nil : Ratio(sum, over: denominator)
    }
    let (left, leftWide) = numerator.multipliedReportingOverflow(by: other.denominator)
    let (right, rightWide) = other.numerator.multipliedReportingOverflow(by: denominator)
    let (below, belowWide) = denominator.multipliedReportingOverflow(by: other.denominator)
    let (sum, wide) = left.addingReportingOverflow(right)
    return leftWide || rightWide || belowWide || wide ? nil : Ratio(sum, over: below)
  }

  private func plainProduct(_ other: Ratio) -> Ratio? {
    let (above, aboveWide) = numerator.multipliedReportingOverflow(by: other.numerator)
    let (below, belowWide) = denominator.multipliedReportingOverflow(by: other.denominator)
    return aboveWide || belowWide ? nil : Ratio(above, over: below)
  }

  private static func commonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
    var (large, small) = (left, right)
    while small != 0 {
      if large <= UInt64.max, small <= UInt64.max {
        var (first, second) = (UInt64(large), UInt64(small))
        while second != 0 { (first, second) = (second, first % second) }
        return UInt128(first)
      }
      (large, small) = (small, large % small)
    }
    return large
  }
}

extension Ratio: Comparable {
  /// Whether two numbers are the same, however they are written.
  public static func == (left: Ratio, right: Ratio) -> Bool { left.order(right) == 0 }

  /// Orders numbers by size, exactly.
  public static func < (left: Ratio, right: Ratio) -> Bool { left.order(right) < 0 }

  private func order(_ other: Ratio) -> Int {
    let (sign, otherSign) = (numerator.signum(), other.numerator.signum())
    if sign != otherSign { return sign < otherSign ? -1 : 1 }
    let left = numerator.magnitude.multipliedFullWidth(by: other.denominator.magnitude)
    let right = other.numerator.magnitude.multipliedFullWidth(by: denominator.magnitude)
    let size = left.high == right.high ? (left.low, right.low) : (left.high, right.high)
    if size.0 == size.1 { return 0 }
    return (size.0 < size.1) == (sign >= 0) ? -1 : 1
  }
}

extension Ratio: CustomStringConvertible {
  /// The number in lowest terms, for example `3/4` or `12`.
  public var description: String {
    let ratio = reduced
    return ratio.denominator == 1 ? "\(ratio.numerator)" : "\(ratio.numerator)/\(ratio.denominator)"
  }

  /// The number with a fixed count of decimals, at most 18.
  /// - Throws: ``Overflow`` when it does not fit.
  public func text(decimals: Int, _ mode: Rounding = .halfUp) throws(Overflow) -> String {
    precondition((0...18).contains(decimals), "at most 18 decimals")
    let scale = (0..<decimals).reduce(Int128(1)) { scale, _ in scale * 10 }
    let scaled = try multiplied(by: Ratio(scale)).rounded(mode)
    guard decimals > 0 else { return "\(scaled)" }
    let fraction = "\(scaled.magnitude % UInt128(scale))"
    let zeros = String(repeating: "0", count: decimals - fraction.utf8.count)
    return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / UInt128(scale)).\(zeros)\(fraction)"
  }
}

extension Fen {
  /// An exact number of fen as an amount, rounded here and nowhere before.
  /// - Throws: ``Overflow`` when it does not fit.
  public init(_ ratio: Ratio, _ mode: Rounding) throws(Overflow) {
    try self.init(sum: ratio.rounded(mode))
  }
}
