public import Quantities

/// What a part of the equity is sold for (退出定价).
public struct ExitPrice: Hashable, Sendable {
  /// In which way.
  public let way: ExitTerms.Way
  /// The registered capital that is sold.
  public let capital: Fen
  /// The price.
  public let price: Fen
  /// What founders get of the gain (让利).
  public let concession: Fen
  /// What selling costs the seller.
  public let fees: Fen
  /// Why it is less than the appraisal says; empty when it is not.
  public let reason: String

  /// Creates a price.
  public init(
    way: ExitTerms.Way,
    capital: Fen,
    price: Fen,
    concession: Fen = .zero,
    fees: Fen = .zero,
    reason: String = ""
  ) {
    self.reason = reason
    self.way = way
    self.capital = capital
    self.price = price
    self.concession = concession
    self.fees = fees
  }
}

/// The money for a part that was sold (退出到账).
public struct ExitPayment: Hashable, Sendable {
  /// What came in.
  public let amount: Fen
  /// Why it is not the price; empty when it is.
  public let reason: String

  /// Creates a payment.
  public init(amount: Fen, reason: String = "") {
    self.amount = amount
    self.reason = reason
  }
}

/// Money that comes back without having become equity (未转股返还).
public struct Repayment: Hashable, Sendable {
  /// What of the right is paid back.
  public let principal: Fen
  /// What is paid for the time.
  public let gain: Fen

  /// Creates a repayment.
  public init(principal: Fen, gain: Fen) {
    self.principal = principal
    self.gain = gain
  }
}

/// Money that goes on to the treasury, or back into the pool (上缴或滚存); never netted.
public struct MoneyReturn: Hashable, Sendable {
  /// The principal: it reduces expenditure.
  public let principal: Fen
  /// The gain: it is revenue.
  public let gain: Fen
  /// Where it goes.
  public let to: CycleTerms.PrincipalTo

  /// Creates a return.
  public init(principal: Fen, gain: Fen, to: CycleTerms.PrincipalTo) {
    self.principal = principal
    self.gain = gain
    self.to = to
  }
}

/// The end of a project before its time (终止).
public struct Stop: Hashable, Sendable {
  /// Why, in the words of the policy.
  public let reason: String

  /// Creates the fact.
  public init(reason: String) { self.reason = reason }
}

/// Money that a company must give back (追缴).
public struct Clawback: Hashable, Sendable {
  /// How much came back.
  public let amount: Fen

  /// Creates the fact.
  public init(amount: Fen) { self.amount = amount }
}

/// What was decided about a loss (核销决定).
public struct WriteOff: Hashable, Sendable {
  /// Whether the loss is written off; if not, the project stays stopped.
  public let isApproved: Bool
  /// What liquidation brought in.
  public let recovered: Fen
  /// Whether those who decided are free of blame (容错认定).
  public let outcome: Tolerance.Outcome

  /// Creates a decision.
  public init(isApproved: Bool, recovered: Fen, outcome: Tolerance.Outcome) {
    self.isApproved = isApproved
    self.recovered = recovered
    self.outcome = outcome
  }
}

/// A document that is taken back (更正): it never counted, and its vouchers are reversed in red.
public struct Correction: Hashable, Sendable {
  /// The number of the document.
  public let of: String
  /// Why.
  public let reason: String

  /// Creates the fact.
  public init(of: String, reason: String) {
    self.of = of
    self.reason = reason
  }
}
