import Findings

/// Reads codes (编码): accounts, projects, voucher numbers and other names of things.
enum CodeCell {
  /// The code as written, or the nearest spelling that is known, with a warning for each change.
  ///
  /// A code that no change makes known comes back trimmed and in half width, for the caller to
  /// refuse. Spreadsheets turn codes into numbers: `122101` as a number cell, `122101.0` in text.
  static func read(
    _ bytes: Span<UInt8>,
    _ kind: Row.Kind = .text,
    isKnown: (String) -> Bool
  ) -> CellReading<String> {
    let raw = String(bytes)
    if kind == .number || kind == .date {
      guard let number = ExactDecimal(raw)?.integer, number >= 0 else { return CellReading(raw) }
      return CellReading("\(number)", [.numericCode])
    }
    if isKnown(raw) { return CellReading(raw) }
    let plain = CellText(raw.unicodeScalars, folding: false)
    if plain.scalars.contains(where: \.isForbidden) { return .wrong(.textCharacter) }
    if isKnown(plain.string) { return CellReading(plain.string, plain.changes) }
    let folded = CellText(raw.unicodeScalars, folding: true)
    let text = folded.string
    if isKnown(text) { return CellReading(text, folded.changes) }
    let upper = text.uppercased()
    if isKnown(upper) { return CellReading(upper, folded.changes + [.normCase]) }
    if text.hasSuffix(".0") {
      let whole = String(text.dropLast(2))
      if isKnown(whole) { return CellReading(whole, folded.changes + [.numericCode]) }
    }
    return CellReading(text, folded.changes)
  }
}
