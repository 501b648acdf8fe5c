/// From the balance of the books and that of the bank to the one that both should have (余额调节表),
/// in fen.
public struct AdjustedBalances: Hashable, Sendable {
  /// The balance of the books (账面余额).
  public let book: Int128
  /// Received by the bank, not booked (银收企未收).
  public let bankReceived: Int128
  /// Paid by the bank, not booked (银付企未付), positive.
  public let bankPaid: Int128
  /// The balance of the bank (银行余额).
  public let bank: Int128
  /// Received by the books, not at the bank (企收银未收).
  public let bookReceived: Int128
  /// Paid by the books, not at the bank (企付银未付), positive.
  public let bookPaid: Int128
  /// What suspected slips of digits explain of the difference.
  public let explainedByMismatch: Int128

  init(
    book: Int128,
    bank: Int128,
    bookNotBank: [Int128],
    bankNotBook: [Int128],
    explained: Int128
  ) {
    self.book = book
    self.bank = bank
    bookReceived = bookNotBank.reduce(0) { $1 > 0 ? $0 + $1 : $0 }
    bookPaid = bookNotBank.reduce(0) { $1 < 0 ? $0 - $1 : $0 }
    bankReceived = bankNotBook.reduce(0) { $1 > 0 ? $0 + $1 : $0 }
    bankPaid = bankNotBook.reduce(0) { $1 < 0 ? $0 - $1 : $0 }
    explainedByMismatch = explained
  }

  /// The balance of the books after what only the bank has (账面调节后余额).
  public var adjustedBook: Int128 { book + bankReceived - bankPaid }
  /// The balance of the bank after what only the books have (银行调节后余额).
  public var adjustedBank: Int128 { bank + bookReceived - bookPaid }
  /// By how much they still differ (未解释差额).
  public var unexplained: Int128 { adjustedBook - adjustedBank }
  /// What nothing explains: openings that disagree, or statements with a gap.
  public var remainder: Int128 { unexplained - explainedByMismatch }
}
