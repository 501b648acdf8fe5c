import Policies
public import Quantities

/// What is known about a loan when a claim is decided (贷款情况).
///
/// A text or number that nobody gave stays unknown, and a rule that turns on it refuses. A flag
/// that nobody raised is down.
public struct LoanFacts: Hashable, Sendable {
  /// The number of the loan.
  public var id: String?
  /// The borrower.
  public var borrower: String?
  /// The lending bank.
  public var bank: String?
  /// What was lent.
  public var principal: Fen?
  /// What of it is not paid back.
  public var outstanding: Fen?
  /// The part without collateral.
  public var creditShare: PPM?
  /// The part covered by collateral.
  public var collateralShare: PPM?
  /// Whether nothing secures the loan.
  public var isPureCredit = false
  /// Whether it is the firm's first loan.
  public var isFirstLoan = false
  /// How it is arranged, for example 贷款 or 贷款+担保, in the words of the scheme.
  public var mode: String?
  /// The borrower's yearly revenue.
  public var revenue: Fen?
  /// The term.
  public var termMonths: Int64?
  /// The borrower's grade.
  public var grade: String?
  /// The borrower's region.
  public var region: String?
  /// The product or purpose.
  public var product: String?
  /// What is pledged.
  public var pledge: String?
  /// What kind of borrower it is.
  public var borrowerKind: String?
  /// How many years the borrower exists.
  public var borrowerAge: Int64?

  /// Creates a loan of which nothing is known yet.
  public init() {}

  /// A text; `nil` when it is not known.
  func text(_ attribute: LoanAttribute) -> String? {
    switch attribute {
    case .id: id
    case .borrower: borrower
    case .bank: bank
    case .mode: mode
    case .grade: grade
    case .region: region
    case .product: product
    case .pledge: pledge
    case .borrowerKind: borrowerKind
    case .pureCredit, .firstLoan, .principal, .outstanding, .revenue, .creditShare,
      .collateralShare, .termMonths, .borrowerAge:
      nil
    }
  }

  /// A number in billionths, money counting in yuan; `nil` when it is not known.
  func billionths(_ attribute: LoanAttribute) -> Int128? {
    let (fen, units): (Fen?, Int64?) =
      switch attribute {
      case .principal: (principal, nil)
      case .outstanding: (outstanding, nil)
      case .revenue: (revenue, nil)
      case .creditShare: (nil, creditShare?.rawValue)
      case .collateralShare: (nil, collateralShare?.rawValue)
      case .termMonths: (nil, termMonths)
      case .borrowerAge: (nil, borrowerAge)
      case .id, .borrower, .bank, .mode, .grade, .region, .product, .pledge, .borrowerKind,
        .pureCredit, .firstLoan:
        (nil, nil)
      }
    if let fen { return Int128(fen.rawValue) * 10_000_000 }
    return units.map { Int128($0) * 1_000_000_000 }
  }

  /// Whether a flag is raised.
  func flag(_ attribute: LoanAttribute) -> Bool {
    attribute == .pureCredit ? isPureCredit : attribute == .firstLoan && isFirstLoan
  }
}

extension LoanFacts {
  /// Reads the `loan` of a case.
  init(_ fields: Fields) {
    id = fields.optional("id", .text)
    borrower = fields.optional("borrower", .text)
    bank = fields.optional("bank", .text)
    principal = fields.optional("principal", .amount)
    outstanding = fields.optional("outstanding", .amount)
    creditShare = fields.optional("credit_share_ppm", .share)
    collateralShare = fields.optional("collateral_ppm", .ppm(in: 0...1_000_000_000))
    isPureCredit = fields.optional("pure_credit", .flag) ?? false
    isFirstLoan = fields.optional("first_loan", .flag) ?? false
    mode = fields.optional("mode", .text)
    revenue = fields.optional("revenue", .amount)
    termMonths = fields.optional("term_months", .integer(in: 0...1_200))
    grade = fields.optional("grade", .text)
    region = fields.optional("region", .text)
    product = fields.optional("product", .text)
    pledge = fields.optional("pledge", .text)
    borrowerKind = fields.optional("borrower_kind", .text)
    borrowerAge = fields.optional("borrower_age_years", .integer(in: 0...1_000))
  }
}
