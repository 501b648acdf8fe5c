import CanonicalJSON
import Findings
import Policies
import Quantities

/// Loans and what happens to them as records hold it.
extension LoanFacts {
  /// What a record holds of a loan; what is unknown is missing, and flags that are down too.
  var facts: JSONValue {
    func text(_ value: (some CustomStringConvertible)?) -> JSONValue? { value.map { .text($0) } }
    return .facts([
      "id": text(id), "borrower": text(borrower), "bank": text(bank),
      "principal": text(principal), "outstanding": text(outstanding),
      "credit_share_ppm": text(creditShare?.rawValue),
      "collateral_ppm": text(collateralShare?.rawValue),
      "pure_credit": isPureCredit ? .text(true) : nil,
      "first_loan": isFirstLoan ? .text(true) : nil,
      "mode": text(mode), "revenue": text(revenue), "term_months": text(termMonths),
      "grade": text(grade), "region": text(region), "product": text(product),
      "pledge": text(pledge), "borrower_kind": text(borrowerKind),
      "borrower_age_years": text(borrowerAge),
    ])
  }
}

extension Enrolment: Facts {
  var facts: JSONValue {
    .facts([
      "loan": loan.facts, "lent": .text(lent), "due": .text(due), "sector": .unlessEmpty(sector),
      "spread_bp": spreadBasisPoints.map { .text($0) },
      "invested": invested == .zero ? nil : .text(invested),
      "other_schemes": otherSchemes.isEmpty ? nil : .array(otherSchemes.map { .string($0) }),
    ])
  }

  init?(_ fields: Fields) {
    let loan = fields.part("loan") { section in
      let loan = LoanFacts(section)
      // Whoever enrols a loan must say which one it is.
      for key in ["id", "borrower", "bank", "principal"] where section.node[key] == nil {
        let path = section.node.path(of: key)
        section.log.add(Finding(.fieldMissing, row: section.node.line, column: path))
      }
      return loan
    }
    let (lent, due) = (fields.required("lent", .date), fields.required("due", .date))
    let sector = fields.optional("sector", .text) ?? ""
    let spread = fields.optional("spread_bp", .integer(in: -1_000_000...1_000_000))
    let invested = fields.optional("invested", .amount) ?? .zero
    let others = fields.optional("other_schemes", .list(of: .text)) ?? []
    guard let lent, let due else { return nil }
    self.init(
      loan: loan,
      lent: lent,
      due: due,
      sector: sector,
      spreadBasisPoints: spread,
      invested: invested,
      otherSchemes: others
    )
  }
}

extension BalanceReport: Facts {
  var facts: JSONValue {
    let loans = loans.map { line in
      JSONValue.facts(["loan": .text(line.loan), "outstanding": .text(line.outstanding)])
    }
    return .facts([
      "bank": .text(bank), "as_of": .text(asOf), "total": .text(total),
      "loans": loans.isEmpty ? nil : .array(loans),
    ])
  }

  init?(_ fields: Fields) {
    let bank = fields.required("bank", .text)
    let asOf = fields.required("as_of", .date)
    let total = fields.required("total", .amount)
    let loans = fields.optional("loans", .list(of: .balanceLine)) ?? []
    guard let bank, let asOf, let total else { return nil }
    self.init(bank: bank, asOf: asOf, total: total, loans: loans)
  }
}

extension Notation where Value == BalanceReport.Line {
  fileprivate static let balanceLine = Notation.object { fields in
    let loan = fields.required("loan", .text)
    guard let left = fields.required("outstanding", .amount), let loan else { return nil }
    return BalanceReport.Line(loan: loan, outstanding: left)
  }
}

extension LoanOverdue: Facts {
  var facts: JSONValue { .facts(["loan": .text(loan), "since": .text(since)]) }

  init?(_ fields: Fields) {
    let loan = fields.required("loan", .text)
    guard let since = fields.required("since", .date), let loan else { return nil }
    self.init(loan: loan, since: since)
  }
}

extension LoanClassification: Facts {
  var facts: JSONValue { .facts(["loan": .text(loan), "grade": .word(grade)]) }

  init?(_ fields: Fields) {
    let loan = fields.required("loan", .text)
    guard let grade = fields.required("grade", Notation<LoanGrade>.word), let loan else {
      return nil
    }
    self.init(loan: loan, grade: grade)
  }
}

extension LoanTrigger: Facts {
  var facts: JSONValue { .facts(["loan": .text(loan), "step": .word(step)]) }

  init?(_ fields: Fields) {
    let loan = fields.required("loan", .text)
    guard let step = fields.required("step", Notation<Step>.word), let loan else { return nil }
    self.init(loan: loan, step: step)
  }
}

extension LoanExtension: Facts {
  var facts: JSONValue { .facts(["loan": .text(loan), "due": .text(due)]) }

  init?(_ fields: Fields) {
    let loan = fields.required("loan", .text)
    guard let due = fields.required("due", .date), let loan else { return nil }
    self.init(loan: loan, due: due)
  }
}

extension LoanSettlement: Facts {
  var facts: JSONValue { .facts(["loan": .text(loan)]) }

  init?(_ fields: Fields) {
    guard let loan = fields.required("loan", .text) else { return nil }
    self.init(loan: loan)
  }
}
