public import Quantities

/// What a borrower pays after the compensation (追偿收回).
public struct RecoveryReceipt: Hashable, Sendable {
  /// The number of the recovery.
  public let recovery: String
  /// The claim that was paid for the loan.
  public let claim: String
  /// The account to which the pool's part comes, or all of it.
  public let account: String
  /// What the borrower paid.
  public let gross: Fen
  /// What it cost to get it.
  public let cost: Fen
  /// Who was paid, and hands the other's part on.
  public let collector: Collector
  /// The day the borrower paid.
  public let collectedOn: CivilDate

  /// Who collects from a borrower (追偿人).
  public enum Collector: String, Hashable, Sendable, CaseIterable {
    /// The bank: only the pool's part comes in.
    case bank
    /// The pool: all of it comes in, and the bank's part goes on.
    case pool
  }

  /// Creates a recovery.
  public init(
    recovery: String,
    claim: String,
    account: String,
    gross: Fen,
    cost: Fen = .zero,
    collector: Collector = .bank,
    collectedOn: CivilDate
  ) {
    self.recovery = recovery
    self.claim = claim
    self.account = account
    self.gross = gross
    self.cost = cost
    self.collector = collector
    self.collectedOn = collectedOn
  }
}

/// The bank's part of a recovery goes to the bank (追偿款转付).
public struct RecoveryPassage: Hashable, Sendable {
  /// The recovery.
  public let recovery: String

  /// Creates the fact.
  public init(recovery: String) { self.recovery = recovery }
}

/// The claim on a borrower is given up (追偿权核销).
public struct RightWriteOff: Hashable, Sendable {
  /// The claim that was paid for the loan.
  public let claim: String
  /// Every question of the scheme's checklist.
  public let items: [ChecklistItem]
  /// How the loss is judged.
  public let outcome: Outcome
  /// The bank's own rate of non-performing loans, where the scheme measures against it.
  public let bankRate: PPM?

  /// How a loss is judged (容错认定).
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// 免责
    case exempt
    /// 部分免责
    case partly
    /// 不在容错范围
    case notCovered = "not_covered"
  }

  /// Creates a decision.
  public init(
    claim: String,
    items: [ChecklistItem] = [],
    outcome: Outcome,
    bankRate: PPM? = nil
  ) {
    self.claim = claim
    self.items = items
    self.outcome = outcome
    self.bankRate = bankRate
  }
}

/// A look at every breaker (熔断监测): the pool's own figures, with what it cannot know.
public struct BreakerReview: Hashable, Sendable {
  /// Figures from outside, for example premiums or a bank's whole lending.
  package let figures: [Figure]

  /// A figure from outside.
  package struct Figure: Hashable, Sendable {
    /// Which rate it is for.
    package let measure: Breaker.Measure
    /// Whose loans.
    package let scope: PoolScope
    /// What has failed, where the pool's own figure does not serve.
    package let numerator: Fen?
    /// What it is divided by, where the pool's own figure does not serve.
    package let denominator: Fen?

    /// Creates a figure.
    package init(
      _ measure: Breaker.Measure,
      _ scope: PoolScope,
      numerator: Fen? = nil,
      denominator: Fen? = nil
    ) {
      self.measure = measure
      self.scope = scope
      self.numerator = numerator
      self.denominator = denominator
    }
  }

  /// Creates a review on the pool's own figures.
  public init() { figures = [] }

  /// Creates a review.
  package init(figures: [Figure]) { self.figures = figures }
}

/// A decision that ends what a breaker does (熔断解除).
public struct BreakerResumption: Hashable, Sendable {
  /// The place of the breaker in the scheme, from 1.
  public let breaker: Int64
  /// Whose loans.
  public let scope: PoolScope

  /// Creates a decision.
  public init(breaker: Int64, scope: PoolScope) {
    self.breaker = breaker
    self.scope = scope
  }
}

/// Whose loans are looked at together (统计范围).
public enum PoolScope: Hashable, Sendable {
  /// All of them.
  case programme
  /// Those of one bank.
  case bank(String)
  /// Those of one district.
  case district(String)

  /// The level at which breakers watch it.
  package var level: Breaker.Level {
    switch self {
    case .programme: .programme
    case .bank: .bank
    case .district: .district
    }
  }

  /// The bank or district; empty for the programme.
  public var name: String {
    switch self {
    case .programme: ""
    case .bank(let name), .district(let name): name
    }
  }
}
