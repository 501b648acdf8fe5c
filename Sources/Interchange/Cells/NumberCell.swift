import Findings
import Quantities

/// Reads whole numbers (数字) such as counts, years and months.
enum NumberCell {
  static func read(
    _ bytes: Span<UInt8>,
    _ kind: Row.Kind = .text,
    in range: ClosedRange<Int>
  ) -> CellReading<Int> {
    if kind == .number {
      guard let number = ExactDecimal(String(bytes))?.integer, range.contains(number) else {
        return .wrong(.numberInvalid)
      }
      return CellReading(number)
    }
    if kind == .text, let number = plain(bytes), range.contains(number) {
      return CellReading(number)
    }
    let text = CellText(bytes, folding: true)
    guard kind == .text, !text.scalars.isEmpty, text.scalars.count <= 9,
      text.scalars.allSatisfy({ $0.digit != nil })
    else { return .wrong(.numberInvalid) }
    let number = text.scalars.reduce(0) { $0 * 10 + ($1.digit ?? 0) }
    guard range.contains(number) else { return .wrong(.numberInvalid) }
    return CellReading(number, text.changes)
  }

  /// The common case: up to nine digits.
  static func plain(_ bytes: Span<UInt8>) -> Int? {
    guard (1...9).contains(bytes.count) else { return nil }
    var number = 0
    for index in bytes.indices {
      let digit = bytes[index] &- 0x30
      guard digit <= 9 else { return nil }
      number = number &* 10 &+ Int(digit)
    }
    return number
  }

  /// A quantity, from a number of at most six decimals.
  static func quantity(_ bytes: Span<UInt8>, _ kind: Row.Kind = .text) -> CellReading<Quantity> {
    let text = CellText(bytes, folding: true)
    guard kind == .text || kind == .number, let decimal = ExactDecimal(text.string),
      let scaled = decimal.scaled(by: 6), scaled.isExact, let value = Int64(exactly: scaled.whole)
    else { return .wrong(.numberInvalid) }
    return CellReading(Quantity(millionths: value), text.changes)
  }
}
