package import Policies

/// What conditions of a scheme can ask about a loan (贷款属性), by the names used in policies.
package enum LoanAttribute: String, Hashable, Sendable, CaseIterable {
  case id, borrower, bank, principal, outstanding, mode, revenue, grade, region, product, pledge
  case creditShare = "credit_share_ppm"
  case collateralShare = "collateral_ppm"
  case pureCredit = "pure_credit"
  case firstLoan = "first_loan"
  case termMonths = "term_months"
  case borrowerKind = "borrower_kind"
  case borrowerAge = "borrower_age_years"

  /// What kind of value it is; money counts in yuan.
  package var kind: Predicate.Kind {
    switch self {
    case .id, .borrower, .bank, .mode, .grade, .region, .product, .pledge, .borrowerKind: .text
    case .pureCredit, .firstLoan: .flag
    case .principal, .outstanding, .revenue, .creditShare, .collateralShare, .termMonths,
      .borrowerAge:
      .number
    }
  }

  /// All of them, as the reader of conditions wants them.
  package static let kinds = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.rawValue, $0.kind) }
  )
}
