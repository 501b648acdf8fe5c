extension Fen {
  /// The amount after growing by each of `factors` in turn, in fen (复利终值).
  ///
  /// Products of many factors fit into no fixed width, so they are formed digit by digit. The
  /// result has 18 decimals: 17 exact ones, cut off, and a last one that is 0 or tells that there
  /// is more, so that rounding to the fen comes out as it would from the exact number.
  /// - Throws: ``Overflow`` when a factor or the result does not fit.
  public func compounded(by factors: [Ratio]) throws(Overflow) -> Ratio {
    guard rawValue >= 0 else {
      let opposite = try negated().compounded(by: factors)
      return Ratio(-opposite.numerator, over: opposite.denominator)
    }
    var number = WideNatural(rawValue.magnitude)
    number.multiply(by: 100_000_000_000_000_000)
    var divisors: [UInt64] = []
    for factor in factors {
      let factor = factor.reduced
      guard let above = UInt64(exactly: factor.numerator),
        let below = UInt64(exactly: factor.denominator)
      else { throw Overflow() }
      number.multiply(by: above)
      divisors.append(below)
    }
    var hasMore = false
    for divisor in divisors where number.divide(by: divisor) != 0 { hasMore = true }
    guard let digits = number.value else { throw Overflow() }
    let (scaled, wide) = digits.multipliedReportingOverflow(by: 10)
    if wide { throw Overflow() }
    return Ratio(hasMore ? scaled + 1 : scaled, over: 1_000_000_000_000_000_000)
  }
}

/// A natural number of any size (大数), as far as growing an amount needs it.
private struct WideNatural {
  /// The digits to the base 2⁶⁴, the lowest first.
  private var limbs: [UInt64]

  init(_ value: UInt64) { limbs = [value] }

  mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = limbs[index].multipliedFullWidth(by: factor)
      let (low, wide) = product.low.addingReportingOverflow(carry)
      limbs[index] = low
      // The high half of a product is at most 2⁶⁴ − 2.
      carry = product.high + (wide ? 1 : 0)
    }
    if carry > 0 { limbs.append(carry) }
  }

  /// Divides and cuts off; the result is the remainder.
  mutating func divide(by divisor: UInt64) -> UInt64 {
    var remainder: UInt64 = 0
    for index in limbs.indices.reversed() {
      let division = divisor.dividingFullWidth((remainder, limbs[index]))
      limbs[index] = division.quotient
      remainder = division.remainder
    }
    while limbs.count > 1, limbs.last == 0 { limbs.removeLast() }
    return remainder
  }

  /// The number, when it fits.
  var value: Int128? {
    guard limbs.count <= 2 else { return nil }
    let high = limbs.count == 2 ? limbs[1] : 0
    return Int128(exactly: UInt128(high) << 64 | UInt128(limbs[0]))
  }
}
