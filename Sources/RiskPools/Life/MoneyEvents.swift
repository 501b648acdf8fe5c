public import Quantities

/// Money that a funder pays in (出资到账).
public struct Funding: Hashable, Sendable {
  /// Who pays, in the words of the scheme.
  public let funder: String
  /// The account it comes to.
  public let account: String
  /// How much.
  public let amount: Fen
  /// Whose money it is.
  public let nature: Nature

  /// Whose money it is (资金性质).
  public enum Nature: String, Hashable, Sendable, CaseIterable {
    /// 财政出资
    case government
    /// 合作方出资: a bank, guarantor or firm shares the pool
    case partner
    /// 互助金: it is given back in the end
    case repayable
    /// 期初结转: what the pool held before these books began; it is booked there
    case carried
  }

  /// Creates a payment.
  public init(funder: String, account: String, amount: Fen, nature: Nature = .government) {
    self.funder = funder
    self.account = account
    self.amount = amount
    self.nature = nature
  }
}

/// Money that a funder is to pay in (补充核定).
public struct TopUp: Hashable, Sendable {
  /// Who pays.
  public let funder: String
  /// How much.
  public let amount: Fen

  /// Creates a top-up.
  public init(funder: String, amount: Fen) {
    self.funder = funder
    self.amount = amount
  }
}

/// Money that goes from one account of the pool to another (专户调拨).
public struct AccountTransfer: Hashable, Sendable {
  /// The account it leaves.
  public let from: String
  /// The account it reaches.
  public let to: String
  /// How much.
  public let amount: Fen

  /// Creates a transfer.
  public init(from: String, to: String, amount: Fen) {
    self.from = from
    self.to = to
    self.amount = amount
  }
}

/// Interest of an account (存款利息).
public struct Interest: Hashable, Sendable {
  /// The account.
  public let account: String
  /// How much.
  public let amount: Fen

  /// Creates an amount of interest.
  public init(account: String, amount: Fen) {
    self.account = account
    self.amount = amount
  }
}

/// What running the pool costs (费用).
public struct Fee: Hashable, Sendable {
  /// The account that pays it.
  public let account: String
  /// How much.
  public let amount: Fen
  /// What for.
  public let reason: String

  /// Creates a fee.
  public init(account: String, amount: Fen, reason: String) {
    self.account = account
    self.amount = amount
    self.reason = reason
  }
}

/// Money that goes to the treasury (上缴财政): interest and recoveries that the pool may not keep.
public struct TreasuryPayment: Hashable, Sendable {
  /// The account that pays it.
  public let account: String
  /// How much.
  public let amount: Fen

  /// Creates a payment.
  public init(account: String, amount: Fen) {
    self.account = account
    self.amount = amount
  }
}

/// The end of a pool (清算): every fen goes to somebody.
public struct PoolClosing: Hashable, Sendable {
  /// Who gets what.
  public let payouts: [Payout]

  /// What one party gets.
  public struct Payout: Hashable, Sendable {
    /// Who.
    public let party: String
    /// The account that pays.
    public let account: String
    /// How much.
    public let amount: Fen

    /// Creates a payout.
    public init(party: String, account: String, amount: Fen) {
      self.party = party
      self.account = account
      self.amount = amount
    }
  }

  /// Creates an end.
  public init(payouts: [Payout]) { self.payouts = payouts }
}
