public import Accounting
public import Quantities

/// A posted line on a bank account, as the books have it (银行存款日记账行).
public struct BookLine: Hashable, Sendable {
  /// The number of the voucher (凭证号).
  public let number: VoucherNumber
  /// The line within the voucher, from 1.
  public let line: Int
  /// The date of the voucher.
  public let date: CivilDate
  /// Money received (收), the account's debit; negative in a red line.
  public let received: Fen
  /// Money paid (付), the account's credit; negative in a red line.
  public let paid: Fen
  /// What the line says (摘要).
  public let summary: String
  /// The number of the business document behind it (业务单号), empty when there is none.
  public let reference: String
  /// The voucher that this one cancels (冲销凭证号); `nil` in a voucher that is not red.
  public let reverses: VoucherNumber?
  /// What the line comes to by payee (按收款方), as far as the registers tell; empty when they do not.
  public let parts: [Fen]

  /// Creates a line.
  public init(
    number: VoucherNumber,
    line: Int = 1,
    date: CivilDate,
    received: Fen = .zero,
    paid: Fen = .zero,
    summary: String = "",
    reference: String = "",
    reverses: VoucherNumber? = nil,
    parts: [Fen] = []
  ) {
    self.number = number
    self.line = line
    self.date = date
    self.received = received
    self.paid = paid
    self.summary = summary
    self.reference = reference
    self.reverses = reverses
    self.parts = parts
  }

  /// What the line does to the balance, in fen: received less paid.
  public var change: Int128 { Int128(received.rawValue) - Int128(paid.rawValue) }

  /// The voucher that a red line or its correction speaks of: a summary without its first word.
  ///
  /// `注销2025年12月22日记-0002号凭证` and `订正2025年12月22日记-0002号凭证` cite the same one.
  var citation: Substring? {
    for word in ["注销", "订正"] where summary.hasPrefix(word) { return summary.dropFirst(2) }
    return nil
  }
}

/// What the books say of a bank account (账面).
public struct BookAccount: Hashable, Sendable {
  /// The balance before the first of the lines, received positive.
  public let opening: Fen
  /// The lines, in any order.
  public let lines: [BookLine]

  /// Creates the account.
  public init(opening: Fen = .zero, lines: [BookLine]) {
    self.opening = opening
    self.lines = lines
  }

  /// The balance at the end of a day, in fen (账面余额).
  public func balance(asOf date: CivilDate) -> Int128 {
    lines.reduce(Int128(opening.rawValue)) { $1.date <= date ? $0 + $1.change : $0 }
  }
}
