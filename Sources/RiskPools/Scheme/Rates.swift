package import Policies
package import Quantities

/// A rate for the loans that fit a condition (补偿档次).
package struct Tier: Hashable, Sendable {
  /// Its name.
  package let id: Parameter<String?>
  /// Which loans it is for (A2: boundaries are read literally).
  package let when: Parameter<LoanPredicate>
  /// The part of the base that is compensated.
  package let rate: Parameter<PPM>
  /// Who receives it.
  package let appliesTo: Parameter<String?>

  static let notation = Notation.object { fields in
    Tier(
      id: fields.perhaps("id", .text),
      when: fields.parameter("when", .loanPredicate, standard: .always),
      rate: fields.parameter("rate_ppm", .share),
      appliesTo: fields.perhaps("applies_to", .text)
    )
  }
}

/// Which rate counts when several tiers fit (竞合规则, A1).
package enum TierCombination: String, Hashable, Sendable, CaseIterable {
  /// The highest (从高).
  case max
  /// The lowest.
  case min
  /// The first of the list.
  case first
  /// Their sum, up to the cap of the rate.
  case sumCapped = "sum_capped"
}

/// Points on top of the rate (加成).
package struct Addon: Hashable, Sendable {
  /// Its name.
  package let id: Parameter<String?>
  /// Which loans it is for.
  package let when: Parameter<LoanPredicate>
  /// The points.
  package let points: Parameter<PPM>
  /// Whether they count once for each full year of the term beyond the first.
  package let isPerYear: Parameter<Bool>
  /// The most that comes together.
  package let cap: Parameter<PPM?>

  static let notation = Notation.object { fields in
    Addon(
      id: fields.perhaps("id", .text),
      when: fields.parameter("when", .loanPredicate, standard: .always),
      points: fields.parameter("ppm", or: "rate_ppm", .share),
      isPerYear: fields.parameter("per_year", .flag, standard: false),
      cap: fields.perhaps("cap", or: "cap_ppm", .share)
    )
  }
}
