public import Policies
public import Quantities

/// How a return is reckoned for time (计息条款).
public struct InterestTerms: Sendable {
  /// Where the rate comes from (利率来源).
  public let source: Parameter<RateSource>
  /// The rate a year, when it is fixed.
  public let fixedRate: Parameter<PPM>
  /// The rate of which day (取值时点).
  public let pick: Parameter<RatePick>
  /// What is added to the rate (加点).
  public let spread: Parameter<PPM>
  /// By what the rate is multiplied (倍数).
  public let multiplier: Parameter<PPM>
  /// Whether the rate is multiplied first or the spread added first.
  public let rateOrder: Parameter<RateOrder>
  /// Whether interest bears interest (单利复利).
  public let compound: Parameter<Compound>
  /// What a part of a year earns when interest compounds.
  public let partYear: Parameter<PartYear>
  /// How days make a year.
  public let dayCount: Parameter<DayCount>

  /// Where a rate comes from.
  public enum RateSource: String, Hashable, Sendable, CaseIterable {
    /// No interest.
    case none
    /// A rate in the policy.
    case fixed
    /// 一年期 LPR
    case lpr1Y = "lpr_1y"
    /// 五年期以上 LPR
    case lpr5Y = "lpr_5y"
    /// 人民银行贷款基准利率
    case benchmark = "pboc_bench"

    /// Whether the rate is published month by month.
    public var isMonthly: Bool { self == .lpr1Y || self == .lpr5Y }
    /// Whether the rate is looked up in a series.
    var isPublished: Bool { self != .none && self != .fixed }
  }

  /// The rate of which day.
  public enum RatePick: String, Sendable, CaseIterable {
    case atStart = "at_start"
    case atExit = "at_exit"
    case piecewise
  }

  /// What comes first.
  public enum RateOrder: String, Sendable, CaseIterable {
    case multiplierFirst = "multiplier_first"
    case spreadFirst = "spread_first"
  }

  /// Whether interest bears interest.
  public enum Compound: String, Sendable, CaseIterable {
    case simple, annual
  }

  /// What a part of a year earns.
  public enum PartYear: String, Sendable, CaseIterable {
    case proRata = "pro_rata"
    case nothing
  }

  /// Reads the fields of interest out of those of a tier or rule.
  init(_ fields: Fields) {
    source = fields.parameter("rate_source", .rateSource)
    spread = fields.parameter("spread_ppm", .ppm(in: -1_000_000...1_000_000), standard: .zero)
    // A fixed rate may be written as a spread over nothing.
    let isSpread = source.value == .fixed && spread.value.map { $0 != .zero } ?? false
    fixedRate = fields.parameter(
      "rate_ppm",
      .ppm(in: 0...1_000_000),
      standard: isSpread ? .zero : nil
    )
    pick = fields.parameter("rate_pick", .word)
    multiplier = fields.parameter(
      "multiplier_ppm",
      .ppm(in: 0...100_000_000),
      standard: .one
    )
    rateOrder = fields.parameter("rate_order", .word, standard: .multiplierFirst)
    compound = fields.parameter("compound", .word, standard: .simple)
    partYear = fields.parameter("part_year", .word, standard: .proRata)
    dayCount = fields.parameter("daycount", .dayCount)
  }

  /// The terms with everything given that a calculation needs; what is open goes to `needs`.
  func settled(_ needs: inout Needs) -> SettledInterest? {
    guard let source = needs.take(source), source != .none else { return nil }
    let pick = source.isPublished ? needs.take(pick) : .atStart
    let fixed = source == .fixed ? needs.take(fixedRate) : .zero
    let (spread, multiplier) = (needs.take(spread), needs.take(multiplier))
    let (order, compound) = (needs.take(rateOrder), needs.take(compound))
    let (partYear, dayCount) = (needs.take(partYear), needs.take(dayCount))
    guard let pick, let fixed, let spread, let multiplier, let order, let compound, let partYear,
      let dayCount
    else { return nil }
    return SettledInterest(
      source: source,
      fixedRate: fixed,
      pick: pick,
      spread: spread,
      multiplier: multiplier,
      order: order,
      compound: compound,
      partYear: partYear,
      dayCount: dayCount,
      clause: self.source.clause
    )
  }
}

/// Interest terms that leave nothing open.
struct SettledInterest: Sendable {
  let source: InterestTerms.RateSource
  let fixedRate: PPM
  let pick: InterestTerms.RatePick
  let spread: PPM
  let multiplier: PPM
  let order: InterestTerms.RateOrder
  let compound: InterestTerms.Compound
  let partYear: InterestTerms.PartYear
  let dayCount: DayCount
  let clause: String

  /// The rate a year that a published or fixed one makes.
  func applied(_ rate: PPM) throws(Overflow) -> Ratio {
    switch order {
    case .multiplierFirst:
      try rate.ratio.multiplied(by: multiplier.ratio).adding(spread.ratio)
    case .spreadFirst:
      try rate.ratio.adding(spread.ratio).multiplied(by: multiplier.ratio)
    }
  }
}

extension Notation where Value == InterestTerms? {
  /// `none`, or an object with the fields of interest.
  static let interest = Notation { node, log in
    if node.text == "none" { return .some(nil) }
    return Notation<InterestTerms>.object { InterestTerms($0) }.read(node, log).map { .some($0) }
  }
}

extension Notation where Value == InterestTerms.RateSource {
  /// Where a rate comes from.
  static let rateSource = Notation.word
}

extension Notation where Value == DayCount {
  /// A day count; `thirty_360` is another word for `30_360`.
  static let dayCount = Notation { node, log in
    node.text == "thirty_360" ? .thirty360 : Notation.word.read(node, log)
  }
}
