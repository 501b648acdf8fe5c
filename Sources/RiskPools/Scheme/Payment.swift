package import Policies
package import Quantities

/// What starts a claim (补偿触发), and what is paid then.
package struct Trigger: Hashable, Sendable {
  /// What happened to the loan.
  package let event: Parameter<Event?>
  /// After how many days, for events that count them.
  package let days: Parameter<Int64?>
  /// Whether an advance is paid or the whole.
  package let kind: Parameter<ClaimKind>
  /// The part that is paid.
  package let share: Parameter<PPM>
  /// Within how many days the bank must apply.
  package let applyWithinDays: Parameter<Int64?>
  /// Within how many days the pool must pay.
  package let payWithinDays: Parameter<Int64?>

  /// What happened to a loan.
  package enum Event: String, Hashable, Sendable, CaseIterable {
    case npl, judgment
    case overdueDays = "overdue_days"
    case lawsuitFiled = "lawsuit_filed"
    case enforcementEnded = "enforcement_ended"
    case writeOff = "write_off"
  }

  static let notation = Notation.object { fields in
    Trigger(
      event: fields.perhaps("event", .word),
      days: fields.perhaps("days", .count),
      kind: fields.parameter("kind", .word, standard: .final),
      share: fields.parameter("share_ppm", .share, standard: .one),
      applyWithinDays: fields.perhaps("apply_within_days", .count),
      payWithinDays: fields.perhaps("pay_within_days", .count)
    )
  }
}

/// Whether a claim is for an advance or settles the loan (补偿类型).
public enum ClaimKind: String, Hashable, Sendable, CaseIterable {
  /// Paid before the loss is known (先行补偿).
  case advance
  /// Settles the loan: what was advanced is deducted, or claimed back.
  case final
}

/// What happens between advance and settlement (清算).
package enum TrueUp: String, Hashable, Sendable, CaseIterable {
  /// The settlement brings the difference.
  case settleAtFinal = "settle_at_final"
  /// What was advanced stands; nothing more is paid for the loan.
  case none
}

/// The most that is paid for something (上限), after the rate.
package struct Cap: Hashable, Sendable {
  /// What it limits.
  package let scope: Parameter<Scope>
  /// Which loans it is for, for example those of one bank.
  package let when: Parameter<LoanPredicate>
  /// For how long it counts.
  package let window: Parameter<Window?>
  /// The amount.
  package let amount: Parameter<Fen?>
  /// The part of something; the smaller of this and the amount limits.
  package let share: Parameter<PPM?>
  /// What the part is of.
  package let of: Parameter<Measure?>
  /// What uses it up.
  package let counts: Parameter<Counts?>

  /// What a cap limits.
  package enum Scope: String, Hashable, Sendable, CaseIterable {
    case loan, borrower, bank, funder, programme
  }

  /// For how long a cap counts.
  package enum Window: String, Hashable, Sendable, CaseIterable {
    case life, year, rolling
  }

  /// What a part is of.
  package enum Measure: String, Hashable, Sendable, CaseIterable {
    case priorYearBalance = "prior_year_balance"
    case currentBalance = "current_balance"
    case poolPaidIn = "pool_paid_in"
    /// What the payee would bear; all public money together stays below its part.
    case actualLiability = "actual_liability"
  }

  /// What uses a cap up.
  package enum Counts: String, Hashable, Sendable, CaseIterable {
    case entitlement, paid
    case allLevels = "all_levels"
  }

  static let notation = Notation.object { fields in
    let cap = Cap(
      scope: fields.parameter("scope", .word),
      when: fields.parameter("when", .loanPredicate, standard: .always),
      window: fields.perhaps("window", .word),
      amount: fields.perhaps("abs", .amount),
      share: fields.perhaps("pct_ppm", or: "pct", .multiple),
      of: fields.perhaps("of", .word),
      counts: fields.perhaps("counts", .word)
    )
    // A cap must say how much, and of what.
    let (amount, share) = (cap.amount.value, cap.share.value)
    if amount == .some(nil), share == .some(nil) { _ = fields.required("abs", .amount) }
    if case .some(.some) = share, cap.of.value == .some(nil) { _ = fields.required("of", .text) }
    return cap
  }
}

/// Who is paid when the pool is short (资金不足).
package struct Shortage: Hashable, Sendable {
  /// In which order claims are paid.
  package let order: Parameter<Order>
  /// What becomes of the rest.
  package let onShortfall: Parameter<OnShortfall>
  /// What becomes of what a yearly cap cut off (A9).
  package let capExcess: Parameter<CapExcess>

  /// In which order claims are paid.
  package enum Order: String, Hashable, Sendable, CaseIterable {
    case fifoByApproval = "fifo_by_approval"
    case fifoByTrigger = "fifo_by_trigger"
    case proRataBatch = "pro_rata_batch"
  }

  /// What becomes of what is not paid.
  package enum OnShortfall: String, Hashable, Sendable, CaseIterable {
    case lapse, queue
    case bankBears = "bank_bears"
  }

  /// What becomes of what a yearly cap cut off.
  package enum CapExcess: String, Hashable, Sendable, CaseIterable {
    case lost
    case carriedForward = "carried_forward"
  }

  init(_ fields: Fields) {
    order = fields.parameter("order", .word, standard: .fifoByApproval)
    onShortfall = fields.parameter("on_shortfall", .word, standard: .lapse)
    capExcess = fields.parameter("cap_excess", .word, standard: .lost)
  }
}

/// How parts of amounts become amounts (舍入, A15).
package struct RoundingRule: Hashable, Sendable {
  /// Which way.
  package let mode: Parameter<Mode>
  /// To what.
  package let unit: Parameter<Unit>
  /// Who takes the fen that a division leaves.
  package let residual: Parameter<Residual>

  /// Which way amounts are rounded.
  package enum Mode: String, Hashable, Sendable, CaseIterable {
    case floor
    case halfUp = "half_up"
    case halfEven = "half_even"

    /// The same among exact numbers.
    var rounding: Rounding {
      switch self {
      case .floor: .down
      case .halfUp: .halfUp
      case .halfEven: .halfEven
      }
    }
  }

  /// To what amounts are rounded.
  package enum Unit: String, Hashable, Sendable, CaseIterable {
    case fen, yuan
  }

  /// Who takes what a division leaves.
  package enum Residual: String, Hashable, Sendable, CaseIterable {
    /// The last funder of the list.
    case lastFunder = "last_funder"
    /// The funder that makes the payment: the first of the list.
    case payer
  }

  init(_ fields: Fields) {
    mode = fields.parameter("mode", .word, standard: .floor)
    unit = fields.parameter("unit", .word, standard: .fen)
    residual = fields.parameter("residual", .word, standard: .lastFunder)
  }
}
