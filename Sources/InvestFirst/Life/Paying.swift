public import Quantities

/// An instalment (拨付).
public struct Tranche: Hashable, Sendable {
  /// Its place in the row, from 1 (期次).
  public let number: Int
  /// How much is paid.
  public let amount: Fen
  /// What is given.
  public let kind: SupportKind
  /// Out of which money (资金来源); empty when nobody asks.
  public let source: String
  /// From when clocks run, when that is before the document: a payment that is booked again.
  public let since: CivilDate?

  /// Creates an instalment.
  public init(
    number: Int,
    amount: Fen,
    kind: SupportKind = .cash,
    source: String = "",
    since: CivilDate? = nil
  ) {
    self.number = number
    self.amount = amount
    self.kind = kind
    self.source = source
    self.since = since
  }
}

/// The review of what an instalment was for (里程碑检查).
public struct MilestoneReview: Hashable, Sendable {
  /// The instalment.
  public let tranche: Int
  /// Whether the milestone was reached, at once or after corrections.
  public let isPassed: Bool

  /// Creates a review.
  public init(tranche: Int, isPassed: Bool) {
    self.tranche = tranche
    self.isPassed = isPassed
  }
}

/// A lease whose rent the fund bears (租约).
public struct Lease: Hashable, Sendable {
  /// Its code within the project.
  public let code: String
  /// Who lets it (产权单位).
  public let landlord: String
  /// What is let; two leases of the same premises may not overlap.
  public let premises: String
  /// The first day.
  public let from: CivilDate
  /// The last day.
  public let to: CivilDate

  /// Creates a lease.
  public init(
    code: String,
    landlord: String,
    premises: String,
    from: CivilDate,
    to: CivilDate
  ) {
    self.code = code
    self.landlord = landlord
    self.premises = premises
    self.from = from
    self.to = to
  }
}

/// The rent of one month (当月租金), accrued, settled or waived.
public struct RentMonth: Hashable, Sendable {
  /// The lease.
  public let lease: String
  /// The month.
  public let month: FiscalPeriod
  /// The rent, or the part of it that is settled.
  public let amount: Fen
  /// Out of which money it is settled (资金来源); empty otherwise.
  public let source: String

  /// Creates a month's rent.
  public init(lease: String, month: FiscalPeriod, amount: Fen, source: String = "") {
    self.lease = lease
    self.month = month
    self.amount = amount
    self.source = source
  }
}

/// What made the money convertible (触发转股).
public struct TriggerMet: Hashable, Sendable {
  /// Which of the policy's triggers.
  public let kind: ConversionTerms.Trigger.Kind
  /// What happened, in words; may be empty.
  public let note: String

  /// Creates the fact.
  public init(_ kind: ConversionTerms.Trigger.Kind, note: String = "") {
    self.kind = kind
    self.note = note
  }
}
