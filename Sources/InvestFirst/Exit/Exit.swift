public import Policies
public import Quantities

/// Selling equity at the price that a policy demands (退出), and splitting what it brings.
public enum Exit {
  /// What an exit comes to.
  public struct Figures: Sendable {
    /// What the policy demands: the floor, the exact price or the cap.
    public let floor: Fen
    /// The price, and how it is split.
    public let proceeds: Proceeds
    /// The payments that are sold, each with its return.
    public let slices: [Slice]
  }

  /// One payment, as far as it is sold.
  public struct Slice: Sendable {
    /// The day of the payment.
    public let date: CivilDate
    /// What counts of it.
    public let amount: Fen
    /// The tier it is in on the day of the exit, from 0.
    public let tier: Int
    /// From when its return runs.
    public let start: CivilDate
    /// The days of its return.
    public let days: Int
    /// The rate a year, over several ones their average by days.
    public let rate: PPM
    /// Its return.
    public let interest: Fen
    /// The parts of its time with one rate each.
    public let segments: [Segment]
  }

  /// A part of a slice's time.
  public struct Segment: Hashable, Sendable {
    /// The first day.
    public let start: CivilDate
    /// The day after the last one.
    public let end: CivilDate
    /// The days of it that count.
    public let days: Int
    /// The rate a year.
    public let rate: PPM
    /// Its return.
    public let interest: Fen
  }

  /// Computes an exit and explains it; nothing is written anywhere.
  ///
  /// - Parameters:
  ///   - facts: the case.
  ///   - policy: the policy that rules it.
  ///   - rates: the published rates, unless the case brings its own.
  /// - Returns: the figures and the steps to them.
  /// - Throws: the open values that are needed, or what the case lacks.
  public static func quote(
    _ facts: ExitCase,
    policy: InvestFirstPolicy,
    rates: RateTable = RateTable()
  ) throws(Refusal) -> Explained<Figures> {
    let settled = try SettledExit(facts, policy)
    var quotation = ExitQuotation(facts, policy, settled, facts.rates ?? rates)
    return try quotation.run()
  }

  /// What a part of a holding cost (加权平均成本).
  ///
  /// The last part takes what is left, so that the parts add up to the whole.
  ///
  /// - Parameters:
  ///   - part: what is sold, in the same unit as `holding`.
  ///   - holding: what is left of the holding; positive.
  ///   - cost: what is left of the cost.
  ///   - mode: how the cost is rounded.
  /// - Returns: what the part cost.
  /// - Throws: ``Overflow`` when the figures do not fit.
  public static func averageCost(
    of part: Fen,
    in holding: Fen,
    costing cost: Fen,
    _ mode: Rounding = .halfUp
  ) throws(Overflow) -> Fen {
    precondition(part <= holding && holding > .zero, "no more is sold than there is")
    return try Fen(
      try Ratio(cost).multiplied(by: Ratio(part)).divided(by: Ratio(holding)),
      mode
    )
  }
}
