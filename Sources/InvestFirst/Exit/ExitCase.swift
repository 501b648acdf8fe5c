public import Findings
package import Policies
public import Quantities

/// What an exit is computed from (退出算例).
public struct ExitCase: Sendable {
  /// The payments.
  public var disbursements: [Disbursement] = []
  /// The day of the conversion, when clocks run from it.
  public var conversionDate: CivilDate?
  /// The day of the exit.
  public var exitDate: CivilDate?
  /// The share of the holding that is sold.
  public var fraction = PPM.one
  /// What the whole holding is worth.
  public var marketValue: Fen?
  /// What a valuer says the whole holding is worth.
  public var appraisedValue: Fen?
  /// What is offered for the part that is sold.
  public var offeredPrice: Fen?
  /// What selling costs the seller.
  public var fees = Fen.zero
  /// Rates that take the place of the rate file.
  public var rates: RateTable?

  /// Creates a case without facts.
  public init() {}

  /// Reads a case file.
  /// - Throws: everything that is wrong with it.
  package init(_ document: Document) throws(Findings) {
    let log = FindingLog()
    let fields = Fields(document, log)
    disbursements = fields.optional("disbursements", .list(of: .disbursement)) ?? []
    conversionDate = fields.optional("conversion_date", .date)
    exitDate = fields.optional("exit_date", .date)
    fraction = fields.optional("fraction_ppm", .ppm(in: 1...1_000_000)) ?? .one
    marketValue = fields.optional("market_value", .amount)
    appraisedValue = fields.optional("appraised_value", .amount)
    offeredPrice = fields.optional("offered_price", .amount)
    fees = fields.optional("fees", .amount) ?? .zero
    rates = fields.optional("rates", .rates)
    fields.finish()
    try log.check()
  }

  /// Reads a case file.
  /// - Throws: everything that is wrong with it.
  public init(_ bytes: [UInt8]) throws(Findings) { try self.init(Document(bytes, .case)) }
}
