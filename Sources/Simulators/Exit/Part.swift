/// Parts of amounts, rounded down (取整份额).
enum Part {
  /// `amount` × `numerator` ÷ `denominator`; nothing is negative, and the result fits.
  @inline(__always)
  static func down(_ amount: Int64, _ numerator: Int64, over denominator: Int64) -> Int64 {
    let (product, isLarge) = amount.multipliedReportingOverflow(by: numerator)
    if !isLarge { return product / denominator }
    let whole = amount.multipliedFullWidth(by: numerator)
    return denominator.dividingFullWidth(whole).quotient
  }
}
