public import Quantities
public import Signing

/// What a simulation says about a pool (模拟结果).
public struct PoolReport: Sendable {
  /// The number of paths and their seed.
  public let paths: Int
  /// The seed.
  public let seed: UInt64
  /// How much the weights of a weighted run leave of its paths; `nil` where all paths count alike.
  public let weights: Weights?
  /// The SHA-256 of the scenario and the format.
  public let model: Digest
  /// Lost on loans that failed.
  public let losses: Estimate<Fen>
  /// Due by the scheme.
  public let claims: Estimate<Fen>
  /// Paid by the pool.
  public let paid: Estimate<Fen>
  /// Not paid at the end for want of cash.
  public let unpaid: Estimate<Fen>
  /// Losses whose claims a breaker refused.
  public let refused: Estimate<Fen>
  /// Got back by the pool from borrowers.
  public let recovered: Estimate<Fen>
  /// Paid in to fill the pool up.
  public let topUps: Estimate<Fen>
  /// Lent under the scheme.
  public let lent: Estimate<Fen>
  /// Not lent because a breaker had tripped.
  public let notLent: Estimate<Fen>
  /// The cash at the end.
  public let cash: Estimate<Fen>
  /// Public money spent for each yuan lent; never to be read without ``unpaid``.
  public let costPerYuan: Estimate<Double>
  /// How many claims a path brings.
  public let claimCount: Estimate<Double>
  /// How many months new lending was stopped somewhere.
  public let monthsStopped: Estimate<Double>
  /// Claims for each yuan of the mean cash.
  public let usage: Estimate<Double>
  /// The most that is lent for each yuan of opening cash and top-ups.
  public let leverage: Estimate<Double>
  /// By year: that some claim was not paid in full by its end.
  public let unpaidByYear: [Estimate<Double>]
  /// By year: that the pool was empty by its end.
  public let emptyByYear: [Estimate<Double>]
  /// By year: that a breaker tripped by its end.
  public let breakerByYear: [Estimate<Double>]
  /// By year: claims, paid, unpaid.
  public let years: [Year]
  /// The quantiles of claims.
  public let quantiles: [Level]
  /// The mean claims of the worst paths.
  public let shortfalls: [Level]
  /// The opening cash with which all is paid when due in 95, 99 and 99.9 of 100 paths.
  public let capital: [Level]
  /// The cash through time.
  public let fan: [FanPoint]
  /// How often the claims exceed an amount.
  public let exceedance: [Exceedance]
  /// The same at the edges of steps of one width, of which the first holds the least claims.
  public let histogram: [Exceedance]
  /// How many claims of all each limit decided.
  public let binding: [(limit: String, share: Double)]
  /// By bank: paid, and how often a breaker stopped it.
  public let banks: [Bank]
  /// By funder: what it pays.
  public let funders: [(party: String, paid: Fen)]
  /// Who bears one yuan lost.
  public let bearers: Bearers
  /// How much has failed of what was lent together, by age; `nil` where all is lent at once.
  public let vintages: Vintages?
  /// How concentrated the loans are.
  public let concentration: Concentration
  /// What nobody gave and was taken for granted.
  public let assumptions: [Assumption]

  /// How much weights leave of the paths.
  public struct Weights: Sendable {
    /// How many paths of equal weight would tell as much about the whole.
    public let effectivePaths: Double
    /// The largest weight; never more than two.
    public let largest: Double
  }

  /// A year's figures.
  public struct Year: Sendable {
    /// Due.
    public let claims: Estimate<Fen>
    /// Paid.
    public let paid: Estimate<Fen>
    /// Not paid when due.
    public let unpaid: Estimate<Fen>
  }

  /// A figure at a level, for example of 99 in 100.
  public struct Level: Sendable {
    /// The level in millionths.
    public let ppm: Int
    /// The figure.
    public let estimate: Estimate<Fen>

    /// The level as scripts write it, for example `0.999`.
    public var name: String {
      var digits = String(ppm)
      digits = "0." + String(repeating: "0", count: 6 - digits.utf8.count) + digits
      while digits.last == "0" { digits.removeLast() }
      return digits
    }
  }

  /// The spread of the cash after some months.
  public struct FanPoint: Sendable {
    /// After how many months.
    public let month: Int
    /// The cash that 5, 25, 50, 75 and 95 in 100 paths do not exceed, to a thousandth.
    public let quantiles: [Fen]
  }

  /// How often claims exceed an amount.
  public struct Exceedance: Sendable {
    /// The amount.
    public let amount: Fen
    /// How often.
    public let probability: Double
  }

  /// A bank's figures.
  public struct Bank: Sendable {
    /// Its name.
    public let name: String
    /// Paid to it.
    public let paid: Estimate<Fen>
    /// By year: that a breaker stopped it by its end; empty where the scheme has none.
    public let stoppedByYear: [Estimate<Double>]

    /// How often a breaker stopped it; never without one.
    public var stopped: Estimate<Double> {
      stoppedByYear.last ?? Estimate(0, 0, 0, .wilson)
    }
  }

  /// How much has failed of what was lent together, by age (放款批次).
  public struct Vintages: Sendable {
    /// The months of a batch, and from one age to the next.
    public let step: Int
    /// The batches, the earliest first.
    public let batches: [Batch]

    /// What was lent within a span of months.
    public struct Batch: Sendable {
      /// The months of lending, from 1; `nil` for what was there on the first day.
      public let months: ClosedRange<Int>?
      /// What is lent on average.
      public let lent: Fen
      /// The part of it that has failed by each age, for ages that all of it reaches.
      public let failed: [Double]
    }
  }

  /// Who bears one yuan lost (损失分担).
  public struct Bearers: Sendable {
    /// The pool, without what it gets back.
    public let pool: Double
    /// Those who bear losses before the pool, in the order of the scheme.
    public let first: [First]
    /// The banks: the rest.
    public let banks: Double

    /// One who bears losses before the pool: an insurer, a guarantor, a borrower's deposit (先行承担方).
    public struct First: Sendable {
      /// Who.
      public let party: String
      /// Its part of one yuan lost.
      public let share: Double
      /// What it bears.
      public let amount: Estimate<Fen>
    }
  }

  /// How concentrated the loans are.
  public struct Concentration: Sendable {
    /// The part of the ten largest borrowers.
    public let topTen: Double
    /// The sum of squared parts.
    public let herfindahl: Double
    /// What the three largest owe together.
    public let topThree: Fen
    /// By sector, its part.
    public let sectors: [(name: String, share: Double)]
    /// By bank, its part.
    public let banks: [(name: String, share: Double)]
  }
}
