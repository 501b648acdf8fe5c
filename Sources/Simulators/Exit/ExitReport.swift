public import InvestFirst
public import Quantities
public import Signing

/// What a simulation says about a portfolio (模拟结果).
public struct ExitReport: Sendable {
  /// The number of paths.
  public let paths: Int
  /// The seed.
  public let seed: UInt64
  /// The SHA-256 over the exact result.
  public let digest: Digest
  /// The SHA-256 of the scenario and the format.
  public let model: Digest
  /// What comes to how much on average.
  public let amounts: Amounts
  /// What becomes of how many projects on average.
  public let projects: Projects
  /// Everything that came in and what is left, for each yuan paid (MOIC).
  public let moic: Estimate<Double>
  /// What came in less rewards, for each yuan paid (DPI).
  public let dpi: Estimate<Double>
  /// The same with what is left (TVPI).
  public let tvpi: Estimate<Double>
  /// What was lost of each yuan paid.
  public let loss: Estimate<Double>
  /// The rate of return.
  public let rate: Rate
  /// How many years a yuan that comes back was away; `nil` when none does.
  public let yearsAway: Estimate<Double>?
  /// By year: that half of what was paid has come back by its end.
  public let halfBackByYear: [Estimate<Double>]
  /// The limits of the policy.
  public let limits: [Limit]
  /// What the treasury pays and gets, by day.
  public let flows: [Flow]
  /// What has come back by the end of each year.
  public let fan: [PoolReport.FanPoint]
  /// TVPI, loss and what came back, at 5, 25, 50, 75 and 95 of 100 paths.
  public let quantiles: [Level]
  /// What a company was worth on average when the fund's equity was sold; `nil` without sales.
  public let companyAtSale: Fen?
  /// What nobody gave and was taken for granted.
  public let assumptions: [Assumption]

  /// Amounts on average.
  public struct Amounts: Sendable {
    /// Paid to projects.
    public let invested: Estimate<Fen>
    /// Of that, what came back.
    public let principalReturned: Estimate<Fen>
    /// What came back above it.
    public let gainReturned: Estimate<Fen>
    /// All that came back.
    public let toTreasury: Estimate<Fen>
    /// Given to founders out of gains.
    public let concession: Estimate<Fen>
    /// Rewards, paid from their own line.
    public let rewards: Estimate<Fen>
    /// The costs of selling.
    public let fees: Estimate<Fen>
    /// Equity and rights left at the end.
    public let residual: Estimate<Fen>
    /// Lost for good.
    public let lost: Estimate<Fen>
  }

  /// Numbers of projects on average.
  public struct Projects: Sendable {
    /// Converted.
    public let converted: Estimate<Double>
    /// Failed.
    public let failed: Estimate<Double>
    /// Bought back by founders.
    public let boughtBack: Estimate<Double>
    /// Sold to others.
    public let transferred: Estimate<Double>
    /// Sold after a listing.
    public let listed: Estimate<Double>
    /// Given up at the deadline for a conversion.
    public let waived: Estimate<Double>
    /// Still there at the end.
    public let alive: Estimate<Double>
  }

  /// The rate of return: XIRR, ACT/365, a year's effective rate; what is left counts at the end.
  public struct Rate: Sendable {
    /// The rate of the average payments; `nil` when there is none.
    public let expected: Estimate<Double>?
    /// Whether it is the only one.
    public let verdict: InternalRate.Verdict
    /// The rate of the average payments when nothing is left at the end.
    public let cashOnly: Double?
    /// The rates that 5, 25, 50, 75 and 95 of 100 paths do not exceed; `nil` for paths without one.
    public let quantiles: [Estimate<Double>?]
    /// How many paths have no rate, because nothing comes back.
    public let withoutRate: Estimate<Double>
    /// How many have several; the one nearest to nothing is taken.
    public let withSeveral: Estimate<Double>
  }

  /// A limit of tolerance.
  public struct Limit: Sendable {
    /// What is looked at as a whole.
    public let scope: ToleranceLimit.Scope
    /// The class; empty for all.
    public let stage: String
    /// What may be lost.
    public let limit: PPM
    /// What is lost; for limits on single projects, how many exceed theirs.
    public let loss: Estimate<Double>
    /// How often the limit is exceeded.
    public let beyond: Estimate<Double>
  }

  /// What moves on a day.
  public struct Flow: Sendable {
    /// The day.
    public let date: CivilDate
    /// What comes in less what goes out.
    public let net: Estimate<Fen>
  }

  /// Figures at a level.
  public struct Level: Sendable {
    /// The level in millionths.
    public let ppm: Int
    /// TVPI.
    public let tvpi: Estimate<Double>
    /// What was lost of each yuan.
    public let loss: Estimate<Double>
    /// What came back.
    public let toTreasury: Estimate<Fen>
  }
}
