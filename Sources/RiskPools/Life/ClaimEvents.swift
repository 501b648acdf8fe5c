public import Quantities

/// A bank asks for compensation (补偿申请).
public struct ClaimFiling: Hashable, Sendable {
  /// The number of the claim.
  public let claim: String
  /// The loan.
  public let loan: String
  /// Whether an advance is asked for, or the loan is settled.
  public let kind: ClaimKind
  /// What the bank says is not paid back.
  public let outstanding: Fen

  /// Creates a claim.
  public init(claim: String, loan: String, kind: ClaimKind = .final, outstanding: Fen) {
    self.claim = claim
    self.loan = loan
    self.kind = kind
    self.outstanding = outstanding
  }
}

/// One question of a checklist with its answer (尽职检查项).
public struct ChecklistItem: Hashable, Sendable {
  /// The question, in the words of the scheme.
  public let item: String
  /// Whether it was kept.
  public let isKept: Bool

  /// Creates an answer.
  public init(_ item: String, isKept: Bool) {
    self.item = item
    self.isKept = isKept
  }
}

/// What the papers of a claim were found to say (补偿审核).
public struct ClaimCheck: Hashable, Sendable {
  /// The claim.
  public let claim: String
  /// Every question of the scheme's checklist.
  public let items: [ChecklistItem]

  /// Creates a check.
  public init(claim: String, items: [ChecklistItem] = []) {
    self.claim = claim
    self.items = items
  }
}

/// What a claim is decided on beside what the pool knows (补偿核定).
public struct ClaimDecision: Hashable, Sendable {
  /// The claim.
  public let claim: String
  /// What the payee lost, where the scheme's base is not the balance.
  public let loss: Fen?
  /// What the payee would bear without public money.
  public let actualLiability: Fen?
  /// What other public payers already paid for this loan.
  public let otherGovernmentPaid: Fen
  /// What is taken off before the rate, by the words of `coverage.net_of`.
  public let deductions: [String: Fen]
  /// Who bears losses first, and what each has left.
  public let absorbers: [ClaimCase.Holding]
  /// The figures on which a layer stands.
  public let layer: ClaimCase.LayerFigures?
  /// The bank's balance at the end of last year, where another figure than its report is used.
  public let priorYearBalance: Fen?

  /// Creates the facts of a decision.
  public init(
    claim: String,
    loss: Fen? = nil,
    actualLiability: Fen? = nil,
    otherGovernmentPaid: Fen = .zero,
    deductions: [String: Fen] = [:],
    absorbers: [ClaimCase.Holding] = [],
    layer: ClaimCase.LayerFigures? = nil,
    priorYearBalance: Fen? = nil
  ) {
    self.claim = claim
    self.loss = loss
    self.actualLiability = actualLiability
    self.otherGovernmentPaid = otherGovernmentPaid
    self.deductions = deductions
    self.absorbers = absorbers
    self.layer = layer
    self.priorYearBalance = priorYearBalance
  }
}

/// Which claims are paid, and from where (补偿审批); several share what there is.
public struct ClaimApproval: Hashable, Sendable {
  /// The claims in the order of approval.
  public let claims: [String]
  /// The account that pays them.
  public let account: String
  /// What each funder's own account holds; one that is not named has enough.
  public let funderCash: [ClaimCase.Holding]

  /// Creates an approval.
  public init(claims: [String], account: String, funderCash: [ClaimCase.Holding] = []) {
    self.claims = claims
    self.account = account
    self.funderCash = funderCash
  }
}

/// Money that goes to a bank (补偿拨付).
public struct ClaimPayment: Hashable, Sendable {
  /// The claim.
  public let claim: String

  /// Creates a payment of what was approved.
  public init(claim: String) { self.claim = claim }
}

/// A claim that is not paid (不予补偿).
public struct ClaimRefusal: Hashable, Sendable {
  /// The claim.
  public let claim: String
  /// Why.
  public let reason: String

  /// Creates a refusal.
  public init(claim: String, reason: String) {
    self.claim = claim
    self.reason = reason
  }
}

/// More was paid than was right (多付认定).
public struct Overpayment: Hashable, Sendable {
  /// The claim.
  public let claim: String
  /// How much too much.
  public let amount: Fen
  /// Why.
  public let reason: String

  /// Creates the fact.
  public init(claim: String, amount: Fen, reason: String) {
    self.claim = claim
    self.amount = amount
    self.reason = reason
  }
}

/// What was paid too much comes back (多付退回).
public struct OverpaymentReturn: Hashable, Sendable {
  /// The claim.
  public let claim: String
  /// The account it comes to.
  public let account: String
  /// How much.
  public let amount: Fen

  /// Creates the fact.
  public init(claim: String, account: String, amount: Fen) {
    self.claim = claim
    self.account = account
    self.amount = amount
  }
}
