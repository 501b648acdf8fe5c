package import Policies
package import Quantities

/// What stops or slows a pool when too many loans fail (熔断).
package struct Breaker: Hashable, Sendable {
  /// The rate that is watched.
  package let measure: Parameter<Measure>
  /// Whether what was compensated and not written off stays in the numerator (A6).
  package let numerator: Parameter<Numerator>
  /// What it is divided by (A6).
  package let denominator: Parameter<Denominator>
  /// Whose loans are watched.
  package let level: Parameter<Level>
  /// Whether the threshold itself trips (A7).
  package let comparison: Parameter<Comparison>
  /// The threshold.
  package let threshold: Parameter<PPM>
  /// What happens.
  package let effect: Parameter<Effect>
  /// What is left of the rate when it is reduced.
  package let reducedTo: Parameter<PPM?>
  /// What ends it (A8).
  package let resume: Parameter<Resume>
  /// Below which rate it ends; its own threshold where none is given.
  package let resumeBelow: Parameter<PPM?>
  /// The day on which it ends.
  package let resumeDate: Parameter<CivilDate?>
  /// Whether claims that come meanwhile wait; otherwise they are refused (A8).
  package let holdsQueue: Parameter<Bool>

  /// The rate that is watched.
  package enum Measure: String, Hashable, Sendable, CaseIterable {
    case nplRate = "npl_rate"
    case overdueRate = "overdue_rate"
    case lossRate = "loss_rate"
    case compensationRate = "compensation_rate"
    case payoutRatio = "payout_ratio"
  }

  /// What stays in the numerator.
  package enum Numerator: String, Hashable, Sendable, CaseIterable {
    case gross, net
  }

  /// What a rate is divided by.
  package enum Denominator: String, Hashable, Sendable, CaseIterable {
    case enrolledBalance = "enrolled_balance"
    case cumulativeLending = "cumulative_lending"
    case allLoans = "all_loans"
    case premium
  }

  /// Whose loans are watched.
  package enum Level: String, Hashable, Sendable, CaseIterable {
    case bank, programme, district
  }

  /// Whether the threshold itself trips.
  package enum Comparison: String, Hashable, Sendable, CaseIterable {
    case atLeast = "ge"
    case above = "gt"
  }

  /// What a breaker does, from the mildest to the hardest.
  package enum Effect: String, Hashable, Sendable, CaseIterable {
    case alert
    case reduceRate = "reduce_rate"
    case stopNew = "stop_new"
    case stopClaims = "stop_claims"
    case cancel
  }

  /// What ends it.
  package enum Resume: String, Hashable, Sendable, CaseIterable {
    /// The rate, seen at the end of a quarter, lies below.
    case below
    /// A decision.
    case manual
    /// A day.
    case date
  }

  static let notation = Notation.object { fields in
    Breaker(
      measure: fields.parameter("measure", .word),
      numerator: fields.parameter("numerator", .word, standard: .gross),
      denominator: fields.parameter("denominator", .word, standard: .enrolledBalance),
      level: fields.parameter("level", .word, standard: .bank),
      comparison: fields.parameter("cmp", .word, standard: .atLeast),
      threshold: fields.parameter("ppm", or: "threshold_ppm", .multiple),
      effect: fields.parameter("effect", .word),
      reducedTo: fields.perhaps("reduced_to_ppm", .share),
      resume: fields.parameter("resume", .word, standard: .below),
      resumeBelow: fields.perhaps("resume_below_ppm", .multiple),
      resumeDate: fields.perhaps("resume_date", .date),
      holdsQueue: fields.parameter("hold_queue", .flag, standard: true)
    )
  }
}
