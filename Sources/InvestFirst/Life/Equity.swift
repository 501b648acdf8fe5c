public import Quantities

/// Money that became equity (转股), as it was computed and registered.
public struct ConversionDone: Hashable, Sendable {
  /// What of the right is used up.
  public let used: Fen
  /// The registered capital that the fund gets.
  public let capitalToFund: Fen
  /// The registered capital of everybody else after the conversion, by class.
  public let others: CapTable
  /// Who will hold it (代持单位).
  public let holder: String

  /// Creates a conversion from registered facts.
  public init(used: Fen, capitalToFund: Fen, others: CapTable, holder: String) {
    self.used = used
    self.capitalToFund = capitalToFund
    self.others = others
    self.holder = holder
  }
}

/// The equity is with its holder (设立代持).
public struct CustodySet: Hashable, Sendable {
  /// The holder.
  public let holder: String

  /// Creates the fact.
  public init(holder: String) { self.holder = holder }
}

/// The equity goes to another holder (代持变更).
public struct CustodyMove: Hashable, Sendable {
  /// Who held it.
  public let from: String
  /// Who holds it now.
  public let to: String

  /// Creates the move.
  public init(from: String, to: String) {
    self.from = from
    self.to = to
  }
}

/// A dividend that was declared, or arrived (股利).
public struct Dividend: Hashable, Sendable {
  /// The number of the declaration.
  public let declaration: String
  /// The amount for the equity held.
  public let amount: Fen

  /// Creates a dividend.
  public init(declaration: String, amount: Fen) {
    self.declaration = declaration
    self.amount = amount
  }
}

/// New registered capital after the conversion (后续融资).
public struct LaterRound: Hashable, Sendable {
  /// The registered capital that others get, by class.
  public let others: CapTable
  /// The registered capital that the fund buys to keep its share; zero when it does not follow.
  public let capitalToFund: Fen
  /// What the fund pays for it.
  public let cash: Fen
  /// Out of which money (资金来源); empty when nobody asks.
  public let source: String

  /// Creates a round.
  public init(
    others: CapTable,
    capitalToFund: Fen = .zero,
    cash: Fen = .zero,
    source: String = ""
  ) {
    self.others = others
    self.capitalToFund = capitalToFund
    self.cash = cash
    self.source = source
  }
}

/// Equity that secures somebody's debt (质押); it cannot leave meanwhile.
public struct Pledge: Hashable, Sendable {
  /// The number of the pledge.
  public let code: String
  /// The registered capital.
  public let capital: Fen

  /// Creates a pledge.
  public init(code: String, capital: Fen) {
    self.code = code
    self.capital = capital
  }
}

/// The end of a pledge (解除质押).
public struct PledgeRelease: Hashable, Sendable {
  /// The number of the pledge.
  public let code: String

  /// Creates the fact.
  public init(code: String) { self.code = code }
}
