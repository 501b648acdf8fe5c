/// An exact amount of money in fen (分), a hundredth of a yuan.
///
/// There is no floating point behind it and no silent wrap-around: additions that leave the range
/// of ±92,233,720,368,547,758.07 yuan throw ``Overflow``. Sums over many amounts run in `Int128`.
public struct Fen: Hashable, Comparable, Sendable {
  /// The amount in fen.
  public let rawValue: Int64

  /// No money.
  public static var zero: Fen { Fen(0) }

  /// Creates an amount of `rawValue` fen.
  public init(_ rawValue: Int64) { self.rawValue = rawValue }

  /// Creates an amount from a wide sum.
  /// - Throws: ``Overflow`` when the sum does not fit.
  public init(sum: Int128) throws(Overflow) {
    guard let value = Int64(exactly: sum) else { throw Overflow() }
    rawValue = value
  }

  /// The sum of two amounts.
  /// - Throws: ``Overflow`` when it does not fit.
  public func adding(_ other: Fen) throws(Overflow) -> Fen {
    let (sum, overflow) = rawValue.addingReportingOverflow(other.rawValue)
    if overflow { throw Overflow() }
    return Fen(sum)
  }

  /// The amount with its sign changed.
  /// - Throws: ``Overflow`` for the one amount that has no opposite.
  public func negated() throws(Overflow) -> Fen {
    guard rawValue != Int64.min else { throw Overflow() }
    return Fen(-rawValue)
  }

  /// The exact sum of `amounts`, wide enough for any ledger.
  public static func sum(_ amounts: some Sequence<Fen>) -> Int128 {
    amounts.reduce(into: Int128(0)) { $0 += Int128($1.rawValue) }
  }

  /// Orders amounts by size.
  public static func < (left: Fen, right: Fen) -> Bool { left.rawValue < right.rawValue }
}

/// A sum that does not fit into an amount of money (金额溢出).
public struct Overflow: Error, Hashable, Sendable {
  /// Creates the error.
  public init() {}
}

extension Fen: CustomStringConvertible {
  /// The amount in yuan with two decimals and no grouping, for example `-1234567.89`.
  public var description: String {
    // Every line of a voucher has nothing in one of its columns.
    if rawValue == 0 { return "0.00" }
    let magnitude = rawValue.magnitude
    let yuan = String(magnitude / 100) + "." + TwoDigits.text(Int(magnitude % 100))
    return rawValue < 0 ? "-" + yuan : yuan
  }

  /// A wide sum in yuan with two decimals, for example `-1234567.89`.
  public static func yuan(_ sum: Int128) -> String {
    // Nearly every sum fits into one word, whose digits come faster.
    if let narrow = Int64(exactly: sum) { return Fen(narrow).description }
    let magnitude = sum.magnitude
    let cents = UInt8(magnitude % 100)
    return "\(sum < 0 ? "-" : "")\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
  }

  /// Reads an amount in its one canonical form: `-?(0|[1-9][0-9]*)\.[0-9]{2}`, no `-0.00`.
  ///
  /// People's spellings (grouping, full width, currency signs) are the importer's business.
  /// - Returns: `nil` when the text is in any other form or out of range.
  public init?(canonical text: String) {
    var bytes = Substring(text).utf8
    let negative = bytes.first == UInt8(ascii: "-")
    if negative { bytes.removeFirst() }
    guard bytes.count >= 4, bytes.first != UInt8(ascii: "0") || bytes.count == 4 else { return nil }
    let point = bytes.index(bytes.endIndex, offsetBy: -3)
    var magnitude: UInt64 = 0
    for index in bytes.indices {
      let byte = bytes[index]
      if index == point {
        guard byte == UInt8(ascii: ".") else { return nil }
        continue
      }
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      let (product, wide) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, high) = product.addingReportingOverflow(UInt64(byte &- 0x30))
      if wide || high { return nil }
      magnitude = sum
    }
    if negative {
      guard magnitude > 0, magnitude <= UInt64(Int64.max) + 1 else { return nil }
      rawValue = Int64(truncatingIfNeeded: 0 &- magnitude)
    } else {
      guard let value = Int64(exactly: magnitude) else { return nil }
      rawValue = value
    }
  }
}
