public import Findings
package import Policies
public import Quantities

/// What is known when a claim is decided (补偿申请情况).
///
/// What was used up before is nothing unless the case says so; the figures a rule turns on must be
/// there, or it refuses and names them.
public struct ClaimCase: Hashable, Sendable {
  /// The loan.
  public var loan = LoanFacts()
  /// What the payee lost, after what the scheme's base means by it.
  public var loss: Fen?
  /// What the payee would bear without public money.
  public var actualLiability: Fen?
  /// What was paid before, without this loan's own advance.
  public var counters = Counters()
  /// What this loan was already advanced.
  public var advanced = Fen.zero
  /// The bank's balance at the end of last year.
  public var priorYearBalance: Fen?
  /// The bank's balance now.
  public var currentBalance: Fen?
  /// What was paid into the pool.
  public var poolPaidIn: Fen?
  /// What other public payers already paid for this loan.
  public var otherGovernmentPaid = Fen.zero
  /// What can be taken off before the rate, by the words of `coverage.net_of`.
  public var deductions: [String: Fen] = [:]
  /// Who bears losses first, and what each has left.
  public var absorbers: [Holding] = []
  /// The figures on which a layer stands.
  public var layer: LayerFigures?
  /// What the pool can pay: its cash without what is approved or restricted; `nil` for enough.
  public var poolCash: Fen?
  /// What each funder's own account holds; one that is not named has enough.
  public var funderCash: [Holding] = []
  /// What a breaker leaves of the rate; `nil` for all of it.
  package var ratePart: PPM?
  /// Whether an advance is due or the loan is settled.
  public var kind = ClaimKind.final

  /// Creates a case of which nothing is known yet.
  public init() {}

  /// What was paid before, in the window of each cap.
  public struct Counters: Hashable, Sendable {
    /// For the loan, without its own advance.
    public var loan = Fen.zero
    /// For all loans of the borrower.
    public var borrower = Fen.zero
    /// To the bank in the year.
    public var bankYear = Fen.zero
    /// By the programme in the year.
    public var year = Fen.zero
    /// By the funder.
    public var funder = Fen.zero
    /// What of other loans of the borrower already counts under the cap of the base.
    public var countedBase = Fen.zero

    /// Creates counters of nothing.
    public init() {}
  }

  /// What somebody has.
  public struct Holding: Hashable, Sendable {
    /// Who.
    public let name: String
    /// How much.
    public let available: Fen

    /// Creates a holding.
    public init(name: String, available: Fen) {
      self.name = name
      self.available = available
    }
  }

  /// The year's figures of a bank or programme.
  public struct LayerFigures: Hashable, Sendable {
    /// What the rate is measured against: balance or premium.
    public let balance: Fen
    /// The year's loss.
    public let loss: Fen
    /// What of it came before this loan; `nil` when nobody needs it.
    public let lossBefore: Fen?

    /// Creates the figures of a year.
    public init(balance: Fen, loss: Fen, lossBefore: Fen? = nil) {
      self.balance = balance
      self.loss = loss
      self.lossBefore = lossBefore
    }
  }
}

extension ClaimCase {
  /// Reads a case.
  /// - Throws: everything that is wrong with it.
  public init(_ bytes: [UInt8]) throws(Findings) { try self.init(Document(bytes, .case)) }

  /// Reads a case from a document.
  /// - Throws: everything that is wrong with it.
  package init(_ document: Document) throws(Findings) {
    let log = FindingLog()
    self.init(Fields(document, log))
    try log.check()
  }

  init(_ fields: Fields) {
    self.init(decided: fields)
    loan = fields.part("loan") { LoanFacts($0) }
    counters = fields.part("counters") { Counters($0) }
    advanced = fields.optional("advanced", .amount) ?? .zero
    currentBalance = fields.optional("current_balance", .amount)
    poolPaidIn = fields.optional("pool_paid_in", .amount)
    poolCash = fields.optional("pool_cash", .amount)
    funderCash = fields.optional("funder_cash", .list(of: Holding.notation)) ?? []
    kind = fields.optional("kind", .word) ?? .final
    fields.finish()
  }

  /// Reads what a pool's own books do not say about a claim.
  init(decided fields: Fields) {
    self.init()
    loss = fields.optional("loss", .amount)
    actualLiability = fields.optional("actual_liability", .amount)
    priorYearBalance = fields.optional("prior_year_balance", .amount)
    otherGovernmentPaid = fields.optional("other_government_paid", .amount) ?? .zero
    absorbers = fields.optional("absorbers", .list(of: Holding.notation)) ?? []
    layer = fields.optional("layer", LayerFigures.notation)
    fields.part("deductions") { section in
      for deduction in Coverage.Deduction.allCases {
        deductions[deduction.rawValue] = section.optional(deduction.rawValue, .amount)
      }
    }
  }
}

extension ClaimCase.Counters {
  fileprivate init(_ fields: Fields) {
    loan = fields.optional("loan", .amount) ?? .zero
    borrower = fields.optional("borrower", .amount) ?? .zero
    bankYear = fields.optional("bank_year", .amount) ?? .zero
    year = fields.optional("year", .amount) ?? .zero
    funder = fields.optional("funder", .amount) ?? .zero
    countedBase = fields.optional("counted_base", .amount) ?? .zero
  }
}

extension ClaimCase.Holding {
  static let notation = Notation<ClaimCase.Holding>.object { fields in
    let name = fields.place("name", or: "party").flatMap {
      Notation.text.read($0, fields.log)
    }
    guard let available = fields.required("available", .amount) else { return nil }
    if name == nil { _ = fields.required("name", .text) }
    return name.map { ClaimCase.Holding(name: $0, available: available) }
  }
}

extension ClaimCase.LayerFigures {
  fileprivate static let notation = Notation<ClaimCase.LayerFigures>.object { fields in
    let balance = fields.required("balance", .amount)
    let loss = fields.required("loss", .amount)
    let before = fields.optional("loss_before", .amount)
    guard let balance, let loss else { return nil }
    return ClaimCase.LayerFigures(balance: balance, loss: loss, lossBefore: before)
  }
}
