public import Policies
public import Quantities

/// Turning money invested first into equity (转股).
public enum Conversion {
  /// What a conversion comes to.
  public struct Figures: Hashable, Sendable {
    /// What counts of the payments and rents, with interest where the policy says so.
    public let base: Fen
    /// The price of one yuan of registered capital, exact.
    public let price: Exact
    /// The registered capital that the fund gets.
    public let capitalToFund: Fen
    /// The registered capital that founders get out of the fund's (转股让利).
    public let capitalToFounders: Fen
    /// The registered capital that new investors and partners get.
    public let capitalToOthers: Fen
    /// What was paid above the registered capital (资本公积).
    public let surplus: Fen
    /// The fund's share of the company; derived, the capital is the truth.
    public let share: PPM
    /// What may not convert.
    public let excess: Fen
    /// What becomes of it; `nil` when there is none.
    public let excessGoes: ConversionTerms.Excess?

    /// The registered capital after the conversion.
    public let capitalAfter: Fen
  }

  /// An exact price, equal to another when the numbers are.
  public struct Exact: Hashable, Sendable {
    /// The number, in lowest terms.
    public let ratio: Ratio

    init(_ ratio: Ratio) { self.ratio = ratio.reduced }

    /// Compares the numbers.
    public static func == (left: Exact, right: Exact) -> Bool { left.ratio == right.ratio }

    /// Feeds the number in lowest terms.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(ratio.numerator)
      hasher.combine(ratio.denominator)
    }
  }

  /// Computes a conversion and explains it; nothing is written anywhere.
  /// - Throws: the open values that are needed, or what the case lacks.
  public static func quote(
    _ facts: ConversionCase,
    policy: InvestFirstPolicy,
    rates: RateTable = RateTable()
  ) throws(Refusal) -> Explained<Figures> {
    var quotation = try ConversionQuotation(facts, policy, facts.rates ?? rates)
    return try quotation.run()
  }
}

/// What a later round does to a holding (稀释).
public struct Dilution: Hashable, Sendable {
  /// The holding's share after the round.
  public let share: Ratio
  /// What the holder pays to keep its share; nothing when it does not follow.
  public let newCash: Fen

  /// The holding after a round that sells a part of the company.
  ///
  /// - Parameters:
  ///   - share: the share before.
  ///   - sold: the part of the company after the round that is sold.
  ///   - raised: the cash that buys it.
  ///   - follows: whether the holder buys its part of what is sold (按比例跟投).
  /// - Throws: ``Overflow`` when the figures do not fit.
  public init(
    of share: PPM,
    selling sold: PPM,
    raising raised: Fen = .zero,
    follows: Bool
  ) throws(Overflow) {
    let diluted = try share.ratio.multiplied(by: sold.complement)
    guard follows else {
      self.share = diluted
      newCash = .zero
      return
    }
    self.share = share.ratio
    newCash = try Fen(try Ratio(raised).multiplied(by: share.ratio), .halfUp)
  }

  /// Compares shares as numbers.
  public static func == (left: Dilution, right: Dilution) -> Bool {
    left.share == right.share && left.newCash == right.newCash
  }

  /// Feeds the share in lowest terms.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(Conversion.Exact(share))
    hasher.combine(newCash)
  }
}
