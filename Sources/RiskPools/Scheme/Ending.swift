package import Policies
package import Quantities

/// How what borrowers pay later is shared (追偿).
package struct RecoveryRule: Hashable, Sendable {
  /// Whether costs come off first (A12).
  package let costFirst: Parameter<Bool>
  /// Who is served first.
  package let order: Parameter<Order>
  /// What the parts follow (A11).
  package let shareBasis: Parameter<ShareBasis>
  /// Whether the fund gets no more back than it paid.
  package let isCappedAtPaid: Parameter<Bool>
  /// Where the fund's part goes.
  package let returnTo: Parameter<ReturnTo>
  /// Within how many days it must be passed on.
  package let dueDays: Parameter<Int64?>
  /// Who gets interest and penalties (A12).
  package let interestTo: Parameter<InterestTo>

  /// Who is served first.
  package enum Order: String, Hashable, Sendable, CaseIterable {
    case proRata = "pro_rata"
    case fundFirst = "fund_first"
    case bankFirst = "bank_first"
  }

  /// What the parts follow.
  package enum ShareBasis: String, Hashable, Sendable, CaseIterable {
    /// The rate of the scheme.
    case nominal
    /// What each side really bore.
    case actualBorne = "actual_borne"
  }

  /// Where the fund's part goes.
  package enum ReturnTo: String, Hashable, Sendable, CaseIterable {
    case pool, treasury
  }

  /// Who gets interest and penalties.
  package enum InterestTo: String, Hashable, Sendable, CaseIterable {
    case bank, fund
    case proRata = "pro_rata"
  }

  init(_ fields: Fields) {
    costFirst = fields.parameter("cost_first", .flag, standard: true)
    order = fields.parameter("order", .word, standard: .proRata)
    shareBasis = fields.parameter("share_basis", .word, standard: .actualBorne)
    isCappedAtPaid = fields.parameter("cap_at_paid", .flag, standard: true)
    returnTo = fields.parameter("return_to", .word, standard: .pool)
    dueDays = fields.perhaps("due_days", .count)
    interestTo = fields.parameter("interest_to", .word, standard: .bank)
  }
}

/// When a claim on a borrower is given up (核销).
package struct WriteOffRule: Hashable, Sendable {
  /// What must be shown.
  package let evidence: Parameter<[String]>
  /// After how many days.
  package let afterDays: Parameter<Int64?>
  /// Who decides.
  package let approver: Parameter<String?>

  init(_ fields: Fields) {
    evidence = fields.list("evidence", of: .text)
    afterDays = fields.perhaps("after_days", .count)
    approver = fields.perhaps("approver", .text)
  }
}

/// What loss is nobody's fault (容错、尽职免责).
package struct ToleranceRule: Hashable, Sendable {
  /// The rate of non-performing loans.
  package let nplRate: Parameter<PPM?>
  /// How far a bank may lie above its own rate.
  package let deltaOverBank: Parameter<PPM?>
  /// The loss of a single project.
  package let singleLoss: Parameter<PPM?>
  /// The loss of all projects together.
  package let portfolioLoss: Parameter<PPM?>
  /// What diligence must have been shown.
  package let checklist: Parameter<[String]>
  /// What follows.
  package let outcome: Parameter<String?>

  init(_ fields: Fields) {
    nplRate = fields.perhaps("npl_ppm", .share)
    deltaOverBank = fields.perhaps("delta_over_bank_ppm", .share)
    singleLoss = fields.perhaps("single_loss_ppm", .share)
    portfolioLoss = fields.perhaps("portfolio_loss_ppm", .share)
    checklist = fields.list("checklist", of: .text)
    outcome = fields.perhaps("outcome", .text)
  }
}

/// Where the money goes in the end (退出清算).
package struct ExitRule: Hashable, Sendable {
  /// Who gets the balance.
  package let balanceTo: Parameter<String?>
  /// Who is served in which order.
  package let order: Parameter<[String]>

  init(_ fields: Fields) {
    balanceTo = fields.perhaps("balance_to", .text)
    order = fields.list("order", of: .text)
  }
}
