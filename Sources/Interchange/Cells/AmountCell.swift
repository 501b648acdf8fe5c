import Findings
import Quantities

/// Reads amounts of money (金额) as people and spreadsheets write them.
///
/// Accepted: digits with at most two decimals, correct grouping by thousands, one sign before or
/// behind, brackets for negative. Removed with a warning: full width, `￥` and `元`, further zeros.
/// Refused, never rounded or guessed: everything else. An empty cell is zero.
enum AmountCell {
  static func read(_ bytes: Span<UInt8>, _ kind: Row.Kind = .text) -> CellReading<Fen> {
    switch kind {
    case .text:
      if bytes.isEmpty { return CellReading(.zero) }
      if let fen = plain(bytes) { return CellReading(fen) }
      return spelled(CellText(bytes, folding: true))
    case .number: return stored(String(bytes))
    case .date, .failure: return .wrong(.amountSyntax)
    }
  }

  /// The common case: `-?digits[.d[d]]`.
  private static func plain(_ bytes: Span<UInt8>) -> Fen? {
    var index = 0
    let isNegative = bytes[0] == 0x2D
    if isNegative { index = 1 }
    // 16 digits before the point cannot overflow.
    guard index < bytes.count, bytes.count - index <= 19 else { return nil }
    var value: Int64 = 0
    let start = index
    while index < bytes.count {
      let digit = bytes[index] &- 0x30
      guard digit <= 9 else { break }
      value = value &* 10 &+ Int64(digit)
      index += 1
    }
    guard index > start, index - start <= 16 else { return nil }
    if index == bytes.count { return Fen((isNegative ? -value : value) * 100) }
    guard bytes[index] == 0x2E, (2...3).contains(bytes.count - index) else { return nil }
    let tenths = bytes[index + 1] &- 0x30
    let hundredths = index + 2 < bytes.count ? bytes[index + 2] &- 0x30 : 0
    guard tenths <= 9, hundredths <= 9 else { return nil }
    value = value * 100 + Int64(tenths) * 10 + Int64(hundredths)
    return Fen(isNegative ? -value : value)
  }

  /// What a spreadsheet stores: the nearest fen if it is within a millionth of a yuan.
  private static func stored(_ text: String) -> CellReading<Fen> {
    guard let decimal = ExactDecimal(text) else { return .wrong(.amountSyntax) }
    guard let rounded = decimal.scaled(by: 2), let fen = Int64(exactly: rounded.whole) else {
      return .wrong(.amountRange)
    }
    guard rounded.isNoise else { return .wrong(.amountScale) }
    return CellReading(Fen(fen), rounded.isExact ? [] : [.floatNoise])
  }

  private static func spelled(_ text: CellText) -> CellReading<Fen> {
    var codes = text.changes
    if text.scalars.isEmpty { return CellReading(.zero) }
    guard let dressed = Undressed(text.scalars) else { return .wrong(.amountSyntax) }
    if dressed.hasCurrency { codes.append(.normCurrency) }
    if dressed.hasWideMinus, !codes.contains(.normFullwidth) { codes.append(.normFullwidth) }
    do throws(Digits.Wrong) {
      let digits = try Digits.read(dressed.body)
      if digits.hasFurtherZeros { codes.append(.amountScaleZero) }
      guard let fen = digits.fen(isNegative: dressed.isNegative) else {
        return .wrong(.amountRange)
      }
      return CellReading(fen, codes)
    } catch {
      return .wrong(error.code)
    }
  }
}

/// An amount without its signs, brackets and currency.
private struct Undressed {
  private(set) var body: ArraySlice<Unicode.Scalar>
  private(set) var isNegative = false
  private(set) var hasCurrency = false
  private(set) var hasWideMinus = false
  private var hasSign = false
  private var hasPrefix = false
  private var hasUnit = false

  init?(_ scalars: [Unicode.Scalar]) {
    body = scalars[...]
    guard takePrefix() else { return nil }
    takeUnit()
    if body.first == "(", body.last == ")", !hasSign {
      body = body.dropFirst().dropLast()
      (isNegative, hasSign) = (true, true)
      guard takePrefix() else { return nil }
    } else if let last = body.last, Undressed.isMinus(last), !hasSign {
      body.removeLast()
      sign(last)
    }
    takeUnit()
  }

  /// Takes one `元` from the end, where it may stand before or behind a bracket or minus.
  private mutating func takeUnit() {
    guard !hasUnit, body.last == "元" else { return }
    body.removeLast()
    (hasUnit, hasCurrency) = (true, true)
  }

  /// Takes one sign and one currency sign from the front, in either order.
  private mutating func takePrefix() -> Bool {
    while let first = body.first {
      if Undressed.isMinus(first) || first == "+" {
        guard !hasSign else { return false }
        sign(first)
      } else if first == "¥" || first == "￥" {
        guard !hasPrefix else { return false }
        (hasPrefix, hasCurrency) = (true, true)
      } else {
        return true
      }
      body.removeFirst()
    }
    return true
  }

  private mutating func sign(_ scalar: Unicode.Scalar) {
    hasSign = true
    isNegative = scalar != "+"
    if scalar != "-", scalar != "+" { hasWideMinus = true }
  }

  /// Hyphen-minus, minus sign (U+2212), small hyphen-minus; dashes are not signs.
  private static func isMinus(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "-" || scalar == "\u{2212}" || scalar == "\u{FE63}"
  }
}

/// The digits of an amount, with grouping and scale checked.
private struct Digits {
  struct Wrong: Error { let code: FindingCode }

  private let whole: [Int]
  private let fraction: [Int]
  /// There are more than two decimals, and the further ones are zero.
  var hasFurtherZeros: Bool { fraction.count > 2 }

  /// Reads `digits[,digits…][.digits]`, or says what is wrong.
  static func read(_ body: ArraySlice<Unicode.Scalar>) throws(Wrong) -> Digits {
    guard body.contains(where: { $0.digit != nil }) else { throw Wrong(code: .amountSyntax) }
    if isScientific(body) { throw Wrong(code: .amountScientific) }
    guard body.allSatisfy({ $0.digit != nil || $0 == "," || $0 == "." }) else {
      throw Wrong(code: .amountSyntax)
    }
    let parts = body.split(separator: ".", omittingEmptySubsequences: false)
    let groups = parts[0].split(separator: ",", omittingEmptySubsequences: false)
    let commas = body.count { $0 == "," }
    if commas > 0 {
      // A comma behind the point, groups of other than three, or a group before them that is
      // empty, too long or starts with zero.
      let isGrouped =
        groups.count == commas + 1 && (1...3).contains(groups[0].count)
        && groups.dropFirst().allSatisfy { $0.count == 3 } && groups[0].first != "0"
      guard isGrouped, parts.count <= 2 else { throw Wrong(code: .amountGrouping) }
    }
    guard parts.count <= 2, parts.count == 1 || !parts[1].isEmpty else {
      throw Wrong(code: .amountSyntax)
    }
    let fraction = parts.count == 2 ? parts[1].compactMap(\.digit) : []
    guard fraction.dropFirst(2).allSatisfy({ $0 == 0 }) else { throw Wrong(code: .amountScale) }
    return Digits(whole: groups.joined().compactMap(\.digit), fraction: fraction)
  }

  private static func isScientific(_ body: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let mark = body.firstIndex(where: { $0 == "e" || $0 == "E" }) else { return false }
    var power = body[body.index(after: mark)...]
    if power.first == "+" || power.first == "-" || power.first == "\u{2212}" {
      power.removeFirst()
    }
    return !power.isEmpty && power.allSatisfy { $0.digit != nil }
      && body[..<mark].allSatisfy { $0.digit != nil || $0 == "." || $0 == "," }
  }

  /// The amount; `nil` when it is out of range.
  func fen(isNegative: Bool) -> Fen? {
    var value: Int64 = 0
    for digit in whole + [fraction.first ?? 0, fraction.dropFirst().first ?? 0] {
      let (product, wide) = value.multipliedReportingOverflow(by: 10)
      let (sum, high) = product.subtractingReportingOverflow(Int64(digit))
      if wide || high { return nil }
      value = sum
    }
    // Counted downwards, because the range reaches one further below zero.
    if isNegative { return Fen(value) }
    return value == .min ? nil : Fen(-value)
  }
}
