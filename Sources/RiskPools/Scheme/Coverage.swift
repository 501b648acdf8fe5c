package import Policies
package import Quantities

/// What of a loss counts (损失口径).
package struct Coverage: Hashable, Sendable {
  /// What is multiplied by the rate.
  package let base: Parameter<Base>
  /// What is taken off before the rate.
  package let netOf: Parameter<[Deduction]>

  /// What is multiplied by the rate (A3); interest only where it says so (A4).
  package enum Base: String, Hashable, Sendable, CaseIterable {
    case outstandingPrincipal = "outstanding_principal_at_trigger"
    case netPrincipalLoss = "net_principal_loss"
    case principalPlusInterest = "principal_plus_interest"
    case guarantorPaid = "guarantor_paid"
  }

  /// What is taken off before the rate.
  package enum Deduction: String, Hashable, Sendable, CaseIterable {
    case collateral, guarantor, insurer, recoveries
    case otherGovernment = "other_gov_comp"
  }

  init(_ fields: Fields) {
    base = fields.parameter("base", .word)
    netOf = fields.list("net_of", of: .word)
  }
}

/// Who bears a loss before the rate is applied (先行承担), for example a deposit (A13).
package struct Absorber: Hashable, Sendable {
  /// The party or fund.
  package let party: Parameter<String>
  /// Whether it is the borrower's own money or that of many.
  package let scope: Parameter<Scope?>
  /// Its place in line; by the order of the list where none is given.
  package let order: Parameter<Int64?>
  /// The most that it bears of one loss.
  package let limit: Parameter<Fen?>

  /// Whose money it is.
  package enum Scope: String, Hashable, Sendable, CaseIterable {
    case own, pool
  }

  static let notation = Notation.object { fields in
    Absorber(
      party: fields.parameter("party", or: "name", .text),
      scope: fields.perhaps("scope", .word),
      order: fields.perhaps("order", .count),
      limit: fields.perhaps("limit", .amount)
    )
  }
}

/// The band of a year's loss that is compensated (超赔层).
package struct Layer: Hashable, Sendable {
  /// The rate on which the band stands.
  package let measure: Parameter<Measure>
  /// Whose losses are measured.
  package let level: Parameter<Level>
  /// Where the band begins, as a part of the balance or premium.
  package let attach: Parameter<PPM>
  /// Where it ends; open upwards when there is no end.
  package let detach: Parameter<PPM?>
  /// Which losses lie in the band (A14).
  package let attribution: Parameter<Attribution>

  /// The rate on which a band stands.
  package enum Measure: String, Hashable, Sendable, CaseIterable {
    case nplRate = "npl_rate"
    case lossRatio = "loss_ratio"
    case payoutRatio = "payout_ratio"
  }

  /// Whose losses are measured.
  package enum Level: String, Hashable, Sendable, CaseIterable {
    case bank, programme
  }

  /// Which losses lie in a band.
  package enum Attribution: String, Hashable, Sendable, CaseIterable {
    /// Every loss of the year, in proportion.
    case proRata = "pro_rata"
    /// Losses as they came, one after the other.
    case chronological
  }

  static let notation = Notation.object { fields in
    Layer(
      measure: fields.parameter("measure", .word),
      level: fields.parameter("level", .word, standard: .bank),
      attach: fields.parameter("attach_ppm", or: "attach", .multiple),
      detach: fields.perhaps("detach_ppm", or: "detach", .multiple),
      attribution: fields.parameter("attribution", .word, standard: .proRata)
    )
  }
}
