import Accounting
import Findings
import Quantities

/// Reads voucher numbers (凭证号): `12`, `0012`, `记-12`, `记字第12号`, `2026-01-记-0012`.
enum VoucherNumberCell {
  /// The parts of a number; the word and the period only where the cell names them.
  struct Value: Hashable {
    var period: FiscalPeriod?
    var word: VoucherWord?
    var number: Int
  }

  private static let valid = 1...VoucherNumber.maximum

  static func read(_ bytes: Span<UInt8>, _ kind: Row.Kind = .text) -> CellReading<Value> {
    if kind == .text, let number = NumberCell.plain(bytes), valid.contains(number) {
      return CellReading(Value(number: number))
    }
    // Any text is a possible code here, so that only spaces and width are changed.
    let code = CodeCell.read(bytes, kind) { text in
      !text.unicodeScalars.contains { $0.halfWidth != $0 || $0.isSpace }
        && !text.hasPrefix("'") && !text.hasSuffix(".0")
        && !text.unicodeScalars.contains(where: \.isForbidden)
    }
    guard let text = code.value else { return .wrong(code.codes.first ?? .numberInvalid) }
    if let full = VoucherNumber(text) {
      let value = Value(period: full.period, word: full.word, number: full.number)
      return CellReading(value, code.codes)
    }
    guard let value = spelled(Substring(text)) else { return .wrong(.numberInvalid) }
    return CellReading(value, code.codes)
  }

  private static func spelled(_ text: Substring) -> Value? {
    var head = text
    if head.hasSuffix("号") { head.removeLast() }
    let digits = head.reversed().prefix { $0.isASCII && $0.isNumber }.count
    guard (1...8).contains(digits), let number = Int(head.suffix(digits)), number > 0 else {
      return nil
    }
    head.removeLast(digits)
    if head.hasSuffix("第") { head.removeLast() }
    if head.count > 1, head.hasSuffix("-") { head.removeLast() }
    if head.count > 1, head.hasSuffix("字") { head.removeLast() }
    if head.isEmpty { return Value(number: number) }
    guard let word = VoucherWord(String(head)) else { return nil }
    return Value(word: word, number: number)
  }
}
