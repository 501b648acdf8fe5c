import CanonicalJSON
import Quantities

/// Figures as their descriptions spell them, written without making that text first: there are
/// several in each line of each voucher.
extension CanonicalWriter {
  /// An amount of money in yuan.
  mutating func amount(_ amount: Fen) {
    let isNegative = amount.rawValue < 0
    let magnitude = amount.rawValue.magnitude
    var digitCount = 3
    var rest = magnitude / 1000
    while rest > 0 {
      rest /= 10
      digitCount += 1
    }
    let length = digitCount + (isNegative ? 4 : 3)
    field(length) { bytes, start in
      let end = start + length
      bytes[start] = UInt8(ascii: "\"")
      if isNegative { bytes[start + 1] = UInt8(ascii: "-") }
      bytes[end - 4] = UInt8(ascii: ".")
      bytes[end - 1] = UInt8(ascii: "\"")
      var place = end - 2
      rest = magnitude
      for digit in 0..<digitCount {
        bytes[place] = 0x30 + UInt8(rest % 10)
        rest /= 10
        place -= digit == 1 ? 2 : 1
      }
    }
  }

  /// A day.
  mutating func date(_ date: CivilDate) {
    let (year, month, day) = date.components
    guard 0...9999 ~= year else { return string(date.description) }
    field(12) { bytes, start in
      func put(_ value: Int, at place: Int, before sign: Unicode.Scalar) {
        bytes[start + place] = 0x30 + UInt8(value / 10)
        bytes[start + place + 1] = 0x30 + UInt8(value % 10)
        bytes[start + place + 2] = UInt8(ascii: sign)
      }
      bytes[start] = UInt8(ascii: "\"")
      put(year / 100, at: 1, before: "-")
      put(year % 100, at: 3, before: "-")
      put(month, at: 6, before: "-")
      put(day, at: 9, before: "\"")
    }
  }
}
