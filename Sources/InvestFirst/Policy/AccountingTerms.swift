public import Policies

/// Treatments about which accountants disagree, as the policy signs them (会计处理选择).
///
/// Where a posting template depends on one of them and it is open, nothing is posted.
public struct AccountingTerms: Sendable {
  /// What money is before it converts (转股前性质).
  public let beforeConversion: Parameter<BeforeConversion>
  /// What equity is credited to that money paid earlier turned into (转股贷方).
  public let conversionCredit: Parameter<ConversionCredit>
  /// Whether the unit bought its equity with cash (股权取得方式).
  public let equityBought: Parameter<EquityBought>
  /// What becomes of rent that is waived without compensation (未补偿租金).
  public let waivedRent: Parameter<WaivedRent>

  /// What money is before it converts.
  public enum BeforeConversion: String, Hashable, Sendable, CaseIterable {
    /// A conditional grant: an expense, with a memorandum of the right.
    case expense
    /// A convertible claim.
    case claim
  }

  /// What equity from a conversion is credited to.
  public enum ConversionCredit: String, Hashable, Sendable, CaseIterable {
    case priorYear = "prior_year"
    case income
    case assetFund = "asset_fund"
  }

  /// Whether equity was bought with cash.
  public enum EquityBought: String, Hashable, Sendable, CaseIterable {
    case cash
    case notCash = "not_cash"
  }

  /// What becomes of waived rent.
  public enum WaivedRent: String, Hashable, Sendable, CaseIterable {
    /// It counts as given in kind, apart from what was paid.
    case counts
    /// It leaves the right.
    case withdrawn
  }

  init(_ fields: Fields) {
    beforeConversion = fields.parameter("before_conversion", .word)
    conversionCredit = fields.parameter("conversion_credit", .word)
    equityBought = fields.parameter("equity_bought", .word)
    waivedRent = fields.parameter("waived_rent", .word)
    fields.finish()
  }
}

/// The treatments that a contract has frozen; those that were open are missing.
public struct AccountingChoices: Hashable, Sendable {
  /// What money is before it converts.
  public let beforeConversion: AccountingTerms.BeforeConversion?
  /// What equity is credited to.
  public let conversionCredit: AccountingTerms.ConversionCredit?
  /// Whether the unit bought its equity with cash.
  public let equityBought: AccountingTerms.EquityBought?
  /// What becomes of waived rent.
  public let waivedRent: AccountingTerms.WaivedRent?
  /// In whose books the equity stands.
  public let custody: HoldingTerms.CustodyModel?

  init(_ policy: InvestFirstPolicy) {
    beforeConversion = policy.accounting.beforeConversion.value
    conversionCredit = policy.accounting.conversionCredit.value
    equityBought = policy.accounting.equityBought.value
    waivedRent = policy.accounting.waivedRent.value
    custody = policy.hold.custodyModel.value
  }

  /// What a template may depend on.
  enum Key: String, CaseIterable {
    case beforeConversion = "before_conversion"
    case conversionCredit = "conversion_credit"
    case equityBought = "equity_bought"
    case waivedRent = "waived_rent"
    case custody = "custody_model"

    /// Where the policy says it.
    var path: String { self == .custody ? "hold.custody_model" : "accounting.\(rawValue)" }

    /// The words it may be.
    var words: [String] {
      switch self {
      case .beforeConversion: AccountingTerms.BeforeConversion.allCases.map(\.rawValue)
      case .conversionCredit: AccountingTerms.ConversionCredit.allCases.map(\.rawValue)
      case .equityBought: AccountingTerms.EquityBought.allCases.map(\.rawValue)
      case .waivedRent: AccountingTerms.WaivedRent.allCases.map(\.rawValue)
      case .custody: HoldingTerms.CustodyModel.allCases.map(\.rawValue)
      }
    }
  }

  subscript(key: Key) -> String? {
    switch key {
    case .beforeConversion: beforeConversion?.rawValue
    case .conversionCredit: conversionCredit?.rawValue
    case .equityBought: equityBought?.rawValue
    case .waivedRent: waivedRent?.rawValue
    case .custody: custody?.rawValue
    }
  }
}
