public import Findings
public import Quantities

/// What a claim comes to, and what made it so (补偿计算结果).
public struct Claim: Hashable, Sendable {
  /// The loss in the words of the scheme, before anything is taken off.
  public internal(set) var loss = Fen.zero
  /// What was taken off it: other payers, what others bear first, what does not count.
  public var deducted: Fen { Fen(loss.rawValue - base.rawValue) }
  /// The part of the loss that the rate is applied to.
  public internal(set) var base = Fen.zero
  /// The rate with its points and cap.
  public internal(set) var rate = PPM.zero
  /// Base by rate.
  public internal(set) var raw = Fen.zero
  /// What the loan is entitled to, within every cap.
  public internal(set) var entitlement = Fen.zero
  /// What is due now: a part of it as an advance, or what was not yet advanced.
  public internal(set) var due = Fen.zero
  /// What the pool can pay of it.
  public internal(set) var pay = Fen.zero
  /// What is due and cannot be paid.
  public var unpaid: Fen { Fen(due.rawValue - pay.rawValue) }
  /// What was advanced too much and is claimed back.
  public internal(set) var clawback = Fen.zero
  /// The limits that decided the amount.
  public internal(set) var binding: Binding = []

  /// Creates a claim of nothing.
  init() {}

  /// Limits that decide an amount (约束上限); several when they are equal.
  public struct Binding: OptionSet, Hashable, Sendable {
    /// One bit for each limit.
    public let rawValue: UInt16

    /// Creates a set of limits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Base by rate: no cap cut it.
    public static let raw = Binding(rawValue: 1)
    /// The cap of a loan.
    public static let loanCap = Binding(rawValue: 2)
    /// The cap of a borrower.
    public static let borrowerCap = Binding(rawValue: 4)
    /// The yearly cap of a bank.
    public static let bankYearCap = Binding(rawValue: 8)
    /// The yearly cap of the programme.
    public static let yearCap = Binding(rawValue: 16)
    /// The part of the actual liability that all public payers together may bear.
    public static let stackCap = Binding(rawValue: 32)
    /// The cap of a funder.
    public static let funderCap = Binding(rawValue: 64)
    /// The cash of the pool.
    public static let poolCash = Binding(rawValue: 128)
    /// The cash of a funder's own account.
    public static let funderCash = Binding(rawValue: 256)

    /// The names of the limits, in this order.
    public var names: [String] {
      let all = [
        "raw", "loan_cap", "borrower_cap", "bank_year_cap", "year_cap", "stack_cap", "funder_cap",
        "pool_cash", "funder_cash",
      ]
      return all.indices.filter { contains(Binding(rawValue: 1 << UInt16($0))) }.map { all[$0] }
    }
  }
}

/// A claim with all that belongs to it (补偿计算书).
public struct ClaimStatement: Hashable, Sendable {
  /// The figures.
  public let claim: Claim
  /// What each funder pays.
  public let shares: [Share]
  /// What was borne before the rate, by whom.
  public let absorbed: [Share]
  /// Every limit with what is left of it.
  public let limits: [Limit]
  /// What a person should look at.
  public let warnings: [Finding]

  /// An amount of a party.
  public struct Share: Hashable, Sendable {
    /// Who.
    public let party: String
    /// How much.
    public let amount: Fen
  }

  /// A limit of a claim.
  public struct Limit: Hashable, Sendable {
    /// Which limit, by its name in ``Claim/Binding``.
    public let name: String
    /// The limit itself.
    public let limit: Fen
    /// What was used before.
    public let used: Fen
    /// What is left; nothing when more was used.
    public let remaining: Fen
    /// The clause.
    public let clause: String
  }
}
