import Accounting
import CanonicalJSON
import Quantities

/// Reads voucher numbers, of which thousands begin alike: a beginning is understood once.
struct NumberReader: Sendable {
  private var beginnings: [String: VoucherNumber] = [:]

  /// The number in its one spelling; `nil` when it is none.
  mutating func number(_ body: Span<UInt8>, _ range: Range<Int>) -> VoucherNumber? {
    var split = range.upperBound
    while split > range.lowerBound, body[split - 1] != UInt8(ascii: "-") { split -= 1 }
    let digits = range.upperBound - split
    guard (4...8).contains(digits), digits == 4 || body[split] != UInt8(ascii: "0") else {
      return nil
    }
    var value = 0
    for place in split..<range.upperBound {
      let digit = body[place] ^ 0x30
      guard digit <= 9 else { return nil }
      value = value * 10 + Int(digit)
    }
    guard value > 0 else { return nil }
    let beginning = String(copying: body, range.lowerBound..<split)
    guard let first = beginnings[beginning] ?? VoucherNumber(beginning + "0001") else { return nil }
    beginnings[beginning] = first
    return VoucherNumber(period: first.period, word: first.word, number: value)
  }
}

extension Side {
  /// Reads the name that records use.
  init?(recorded text: String) {
    switch text {
    case "debit": self = .debit
    case "credit": self = .credit
    default: return nil
    }
  }
}

extension Int {
  /// Reads a count as records have it: digits without sign and leading zeros.
  init?(recorded text: String) {
    guard let value = Int(text), value >= 0, "\(value)" == text else { return nil }
    self = value
  }
}

extension Quantity {
  /// Reads a quantity in its one spelling, six decimals.
  init?(recorded text: String) {
    let point = text.utf8.count - 7
    let digits = text.utf8.enumerated().filter { $0.offset != point }.map(\.element)
    guard point > 0, let value = Int64(String(decoding: digits, as: UTF8.self)) else { return nil }
    self.init(millionths: value)
    guard description == text else { return nil }
  }
}
