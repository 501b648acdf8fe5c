public import Quantities

/// One line of a voucher (分录): an amount on one side of one account.
public struct Posting: Hashable, Sendable {
  /// What the line is about (摘要).
  public let summary: String
  /// The account (科目).
  public let account: AccountCode
  /// The column (借 or 贷).
  public let side: Side
  /// The amount, never zero; negative only in a red-letter entry (红字), where it reduces its own
  /// column instead of moving to the other one.
  public let amount: Fen
  /// A quantity beside the money, for example shares (数量); `nil` when none.
  public let quantity: Quantity?
  /// The details (辅助核算).
  public let dimensions: Dimensions
  /// 业务单号: the business document behind the line; empty when none.
  public let reference: String

  /// Creates a line.
  public init(
    summary: String,
    account: AccountCode,
    side: Side,
    amount: Fen,
    quantity: Quantity? = nil,
    dimensions: Dimensions = .none,
    reference: String = ""
  ) {
    self.summary = summary
    self.account = account
    self.side = side
    self.amount = amount
    self.quantity = quantity
    self.dimensions = dimensions
    self.reference = reference
  }

  /// The amount in the debit column, zero for a credit.
  public var debit: Fen { side == .debit ? amount : .zero }

  /// The amount in the credit column, zero for a debit.
  public var credit: Fen { side == .credit ? amount : .zero }

  /// The amount with debits positive and credits negative.
  public var signed: Int128 { Int128(amount.rawValue) * Int128(side.rawValue) }
}
