public import Quantities

/// Gross turnover of both columns (发生额): red amounts reduce their own column.
public struct Balance: Hashable, Sendable {
  /// The debit column (借方).
  public let debit: Fen
  /// The credit column (贷方).
  public let credit: Fen

  /// Nothing in either column.
  public static let zero = Balance(debit: .zero, credit: .zero)

  /// Creates a balance.
  public init(debit: Fen, credit: Fen) {
    self.debit = debit
    self.credit = credit
  }

  /// What is left after netting, debit positive.
  public var net: Int128 { Int128(debit.rawValue) - Int128(credit.rawValue) }

  /// Both balances together, column by column.
  /// - Throws: ``Overflow`` when a column does not fit.
  public func adding(_ other: Balance) throws(Overflow) -> Balance {
    Balance(debit: try debit.adding(other.debit), credit: try credit.adding(other.credit))
  }

  /// The balance after one more line.
  /// - Throws: ``Overflow`` when its column does not fit.
  public func adding(_ posting: Posting) throws(Overflow) -> Balance {
    try adding(Balance(debit: posting.debit, credit: posting.credit))
  }
}

/// What an account, or one combination of its dimension values, had and moved over a time (余额).
public struct AccountBalance: Hashable, Sendable {
  /// The account.
  public let account: AccountCode
  /// The dimension values; empty for the account as a whole.
  public let dimensions: Dimensions
  /// The balance before (期初), debit positive.
  public let opening: Fen
  /// The debit movement (借方发生额).
  public let debit: Fen
  /// The credit movement (贷方发生额).
  public let credit: Fen
  /// The balance after (期末), debit positive.
  public let closing: Fen

  /// Creates a balance and computes its closing.
  /// - Throws: ``Overflow`` when the closing does not fit.
  public init(
    account: AccountCode,
    dimensions: Dimensions = .none,
    opening: Fen = .zero,
    debit: Fen,
    credit: Fen
  ) throws(Overflow) {
    self.account = account
    self.dimensions = dimensions
    self.opening = opening
    self.debit = debit
    self.credit = credit
    let movement = Balance(debit: debit, credit: credit).net
    closing = try Fen(sum: Int128(opening.rawValue) + movement)
  }

  /// Whether there is nothing to show: no opening and no movement.
  public var isEmpty: Bool { opening == .zero && debit == .zero && credit == .zero }
}
