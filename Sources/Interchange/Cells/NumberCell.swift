import Findings

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
    let text = CellText(bytes, folding: true)
    guard kind == .text, !text.scalars.isEmpty, text.scalars.count <= 9,
      text.scalars.allSatisfy({ $0.digit != nil })
    else { return .wrong(.numberInvalid) }
    let number = text.scalars.reduce(0) { $0 * 10 + ($1.digit ?? 0) }
    guard range.contains(number) else { return .wrong(.numberInvalid) }
    return CellReading(number, text.changes)
  }

  /// A quantity in millionths of a unit, from a number of at most six decimals.
  static func millionths(_ bytes: Span<UInt8>, _ kind: Row.Kind = .text) -> CellReading<Int64> {
    let text = CellText(bytes, folding: true)
    guard kind == .text || kind == .number, let decimal = ExactDecimal(text.string),
      let scaled = decimal.scaled(by: 6), scaled.isExact, let value = Int64(exactly: scaled.whole)
    else { return .wrong(.numberInvalid) }
    return CellReading(value, text.changes)
  }
}
