public import Findings
package import Policies
public import Quantities

/// What is known when a borrower pays after the compensation (追偿情况).
public struct RecoveryCase: Hashable, Sendable {
  /// What came in.
  public var gross: Fen?
  /// What it cost to get it.
  public var cost = Fen.zero
  /// What the fund paid for the loan so far.
  public var fundPaid: Fen?
  /// What of the loss the fund did not compensate.
  public var bankLoss: Fen?
  /// What the fund got back before.
  public var fundRecoveredBefore = Fen.zero
  /// The rate that was applied, for shares by the nominal ratio of a scheme with several.
  public var rate: PPM?
  /// The loan, from which the rate is picked where none is given.
  public var loan: LoanFacts?

  /// Creates a case of which nothing is known yet.
  public init() {}

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
    gross = fields.optional("gross", .amount)
    cost = fields.optional("cost", .amount) ?? .zero
    fundPaid = fields.optional("fund_paid", .amount)
    bankLoss = fields.optional("bank_loss", .amount)
    fundRecoveredBefore = fields.optional("fund_recovered_before", .amount) ?? .zero
    rate = fields.optional("rate_ppm", .share)
    if fields.node["loan"] != nil { loan = fields.part("loan") { LoanFacts($0) } }
    fields.finish()
  }
}
