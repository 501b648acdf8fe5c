/// How an exact value becomes a whole number (舍入方式).
public enum Rounding: String, Hashable, Sendable, CaseIterable {
  /// To the nearest; halves away from zero (四舍五入).
  case halfUp = "half_up"
  /// To the next whole number below (舍去).
  case down
  /// To the nearest; halves to the even neighbour (四舍六入五成双).
  case halfEven = "half_even"

  /// Rounds `numerator / denominator`, the denominator being positive.
  public func divide(_ numerator: Int128, by denominator: Int128) -> Int128 {
    precondition(denominator > 0, "a denominator is positive")
    let (quotient, remainder) = Self.quotient(numerator, denominator)
    if remainder == 0 { return quotient }
    let isNegative = numerator < 0
    let away = isNegative ? quotient - 1 : quotient + 1
    if self == .down { return isNegative ? away : quotient }
    // Compared without doubling, which could overflow.
    let (part, rest) = (remainder.magnitude, denominator.magnitude - remainder.magnitude)
    if part != rest { return part > rest ? away : quotient }
    return self == .halfUp || !quotient.isMultiple(of: 2) ? away : quotient
  }

  /// Quotient and remainder; by one instruction where both fit in 64 bits.
  @inline(__always)
  private static func quotient(
    _ numerator: Int128,
    _ denominator: Int128
  ) -> (quotient: Int128, remainder: Int128) {
    let high = UInt64(truncatingIfNeeded: numerator >> 64)
    guard numerator >= 0, denominator <= Int128(UInt64.max),
      high < UInt64(truncatingIfNeeded: denominator)
    else { return numerator.quotientAndRemainder(dividingBy: denominator) }
    let (quotient, remainder) = UInt64(truncatingIfNeeded: denominator)
      .dividingFullWidth((high, UInt64(truncatingIfNeeded: numerator)))
    return (Int128(quotient), Int128(remainder))
  }
}
