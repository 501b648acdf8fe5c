package import Policies
public import Findings
public import Quantities

/// What a conversion is computed from (转股算例).
public struct ConversionCase: Sendable {
  /// The payments.
  public var disbursements: [Disbursement] = []
  /// Rent that was waived, month by month.
  public var rents: [RentMonth] = []
  /// What the company is worth before the round.
  public var preMoney: Fen?
  /// What a valuer says the company is worth; `preMoney` where it is missing.
  public var appraisedValue: Fen?
  /// The company's net assets; `preMoney` where they are missing.
  public var netAssets: Fen?
  /// The share that was agreed up front, when the contract and not the policy says it.
  public var agreedRatio: PPM?
  /// The registered capital before the round.
  public var capitalBefore: Fen?
  /// What new investors pay in the round.
  public var roundCash = Fen.zero
  /// What partners convert beside the fund.
  public var coConverting = Fen.zero
  /// The registered capital of the largest other holder, when the fund must not be the largest.
  public var largestHolding: Fen?
  /// The day of the conversion.
  public var eventDate: CivilDate?
  /// Rates that take the place of the rate file.
  public var rates: RateTable?

  /// Rent of one month.
  public struct RentMonth: Hashable, Sendable {
    /// The month.
    public let month: FiscalPeriod
    /// The rent that was waived.
    public let amount: Fen

    /// Creates a month's rent.
    public init(month: FiscalPeriod, amount: Fen) {
      self.month = month
      self.amount = amount
    }
  }

  /// Creates a case without facts.
  public init() {}

  /// Reads a case file.
  /// - Throws: everything that is wrong with it.
  package init(_ document: Document) throws(Findings) {
    let log = FindingLog()
    let fields = Fields(document, log)
    disbursements = fields.optional("disbursements", .list(of: .disbursement)) ?? []
    rents = fields.optional("rents", .list(of: .rentMonth)) ?? []
    preMoney = fields.optional("pre_money", .amount)
    appraisedValue = fields.optional("appraised_value", .amount)
    netAssets = fields.optional("net_assets", .amount)
    agreedRatio = fields.optional("agreed_ratio_ppm", .share)
    capitalBefore = fields.optional("capital_before", .amount)
    roundCash = fields.optional("round_cash", .amount) ?? .zero
    coConverting = fields.optional("co_converting", .amount) ?? .zero
    largestHolding = fields.optional("largest_holding", .amount)
    eventDate = fields.optional("event_date", .date)
    rates = fields.optional("rates", .rates)
    fields.finish()
    try log.check()
  }

  /// Reads a case file.
  /// - Throws: everything that is wrong with it.
  public init(_ bytes: [UInt8]) throws(Findings) { try self.init(Document(bytes, .case)) }
}

extension Notation where Value == ConversionCase.RentMonth {
  /// A month's rent: `month`, `amount`.
  static let rentMonth = Notation.object { fields in
    let month = fields.required("month", .month)
    guard let amount = fields.required("amount", .amount), let month else { return nil }
    return ConversionCase.RentMonth(month: month, amount: amount)
  }
}
