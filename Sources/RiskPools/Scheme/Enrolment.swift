package import Policies
package import Quantities

/// What a loan and its borrower must be to come under a scheme (准入).
package struct Requirement: Hashable, Sendable {
  /// The condition.
  package let condition: Parameter<LoanPredicate>

  static let notation = Notation<Requirement> { node, log in
    if node.text != nil, !node.isOpen {
      return Notation<LoanPredicate>.loanPredicate.read(node, log).map {
        Requirement(condition: .given($0, .bare))
      }
    }
    return Notation.object { fields in
      Requirement(condition: fields.parameter("when", or: "value", .loanPredicate))
    }.read(node, log)
  }
}

/// What a loan may be at most (贷款限制).
package struct LoanLimits: Hashable, Sendable {
  /// The credit line of a borrower.
  package let lineCap: Parameter<Fen?>
  /// A single loan.
  package let singleCap: Parameter<Fen?>
  /// The term.
  package let termDaysMax: Parameter<Int64?>
  /// The rate above its benchmark, in basis points.
  package let rateSpreadMax: Parameter<Int64?>
  /// The part that may be covered by collateral.
  package let collateralMax: Parameter<PPM?>
  /// How many banks may lend to a borrower in a year.
  package let banksPerYear: Parameter<Int64?>
  /// How many enrolled loans a borrower may have.
  package let activePerBorrower: Parameter<Int64?>

  init(_ fields: Fields) {
    lineCap = fields.perhaps("line_cap", .amount)
    singleCap = fields.perhaps("single_cap", .amount)
    termDaysMax = fields.perhaps("max_term_days", .count)
    rateSpreadMax = fields.perhaps("max_rate_spread_bp", .count)
    collateralMax = fields.perhaps("max_collateral_ppm", .multiple)
    banksPerYear = fields.perhaps("banks_per_year", .count)
    activePerBorrower = fields.perhaps("active_per_borrower", .count)
  }
}

/// How much of a balance counts at most (计入上限), before the rate.
package struct CountedBaseCap: Hashable, Sendable {
  /// For one loan.
  package let perLoan: Parameter<Fen?>
  /// For all loans of one borrower.
  package let perBorrower: Parameter<Fen?>

  /// Reads `{"loan":…,"borrower":…}`, or a bare amount, which is for one loan.
  static func read(_ fields: Fields) -> CountedBaseCap {
    let key = "counted_base_cap"
    guard let place = fields.node[key], (place["value"] ?? place).text != nil else {
      return fields.part(key) { section in
        CountedBaseCap(
          perLoan: section.perhaps("loan", .amount),
          perBorrower: section.perhaps("borrower", .amount)
        )
      }
    }
    return CountedBaseCap(
      perLoan: fields.perhaps(key, .amount),
      perBorrower: .given(nil, .silent)
    )
  }
}
