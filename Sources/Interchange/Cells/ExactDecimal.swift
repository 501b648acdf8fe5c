/// A decimal number as it is written, `digits × 10^exponent`, for judging what a spreadsheet
/// stores without going through binary floating point.
struct ExactDecimal {
  let digits: Int128
  let exponent: Int

  /// Reads `-12.50` or `1.25E-3`.
  init?(_ text: String) {
    var digits: Int128 = 0
    var exponent = 0
    var isNegative = false
    var hasPoint = false
    var count = 0
    var bytes = Substring(text).utf8
    if bytes.first == UInt8(ascii: "-") {
      isNegative = true
      bytes.removeFirst()
    }
    while let byte = bytes.first, byte | 0x20 != UInt8(ascii: "e") {
      bytes.removeFirst()
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
        continue
      }
      guard (0x30...0x39).contains(byte), digits < 1_000_000_000_000_000_000_000_000_000_000 else {
        return nil
      }
      digits = digits * 10 + Int128(byte - 0x30)
      count += 1
      if hasPoint { exponent -= 1 }
    }
    guard count > 0 else { return nil }
    if !bytes.isEmpty {
      guard let power = Int(Substring(bytes.dropFirst())), (-400...400).contains(power) else {
        return nil
      }
      exponent += power
    }
    self.digits = isNegative ? -digits : digits
    self.exponent = exponent
  }

  /// A number rounded to the nearest whole.
  struct Rounded {
    let whole: Int128
    /// Nothing was lost.
    let isExact: Bool
    /// No more than a ten-thousandth of the whole was lost: the noise of binary fractions.
    let isNoise: Bool
  }

  /// The number times `10^places`, rounded; `nil` when it is too large.
  func scaled(by places: Int) -> Rounded? {
    let power = exponent + places
    if digits == 0 { return Rounded(whole: 0, isExact: true, isNoise: true) }
    if power >= 0 {
      var whole = digits
      for _ in 0..<power {
        let (product, overflow) = whole.multipliedReportingOverflow(by: 10)
        if overflow { return nil }
        whole = product
      }
      return Rounded(whole: whole, isExact: true, isNoise: true)
    }
    // Beyond 37 places every number of 31 digits is next to nothing.
    guard power >= -37 else { return Rounded(whole: 0, isExact: false, isNoise: true) }
    let unit = (0 ..< -power).reduce(into: Int128(1)) { unit, _ in unit *= 10 }
    let magnitude = digits < 0 ? -digits : digits
    var (whole, rest) = magnitude.quotientAndRemainder(dividingBy: unit)
    if rest >= unit - rest {
      whole += 1
      rest = unit - rest
    }
    return Rounded(
      whole: digits < 0 ? -whole : whole,
      isExact: rest == 0,
      isNoise: rest <= unit / 10_000
    )
  }

  /// The number when it is whole.
  var integer: Int? {
    guard let rounded = scaled(by: 0), rounded.isExact else { return nil }
    return Int(exactly: rounded.whole)
  }

  /// The whole part of a number that is not negative.
  var floor: Int? {
    guard digits >= 0 else { return nil }
    var value = digits
    for _ in 0..<max(0, -exponent) { value /= 10 }
    for _ in 0..<max(0, exponent) {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      value = product
    }
    return Int(exactly: value)
  }
}
