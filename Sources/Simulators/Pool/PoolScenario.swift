import CanonicalJSON
import Policies
public import Quantities
public import RiskPools

/// A pool, the loans under it and what may become of them (模拟方案).
///
/// Every value that the file leaves out is an ``Assumption``, so that nobody takes a standard for
/// something that was found out.
public struct PoolScenario: Sendable {
  /// What people call it.
  public let name: String
  /// Who wrote it; empty when the file does not say.
  public let author: String
  /// When it was written.
  public let date: CivilDate?
  /// The rules by which claims are paid.
  public let scheme: Scheme
  /// How many months are simulated.
  public let horizon: Int
  /// The seed that the file gives.
  public let seed: UInt64?
  /// The number of paths that the file gives.
  public let paths: Int?
  /// What was not given and is taken for granted.
  public internal(set) var assumptions: [Assumption]
  /// The scenario with its policy, as canonical JSON, without seed and paths.
  public let canonical: [UInt8]
  /// The day as of which it begins.
  public let asOf: CivilDate
  package var pool: PoolTerms
  package var loans: [LoanGroup]
  package var lending: LendingTerms?
  package var factors: FactorTerms
  package let behaviour: LoanBehaviour
  package var recovery: WorkoutTerms
  package let claimDelay: Int
  package var variance: Variance
  /// How the loans that fail are found.
  package var sampling: Sampling

  /// How the loans that fail are found (找出违约的方法).
  public enum Sampling: String, Hashable, Sendable, CaseIterable {
    /// By the failures alone: the fast way.
    case line
    /// Loan by loan, so that changing one loan does not touch the luck of another.
    case loan
  }

  /// How paths are drawn (抽样方法).
  public enum Variance: String, Hashable, Sendable, CaseIterable {
    /// Every path as likely as in the model.
    case plain
    /// Each block of paths in equal parts along the direction of expected losses.
    case stratified
    /// Half of the paths drawn from bad times and weighted for it, each half in equal parts along
    /// the way there.
    case mixture
  }
}

extension PoolScenario {
  /// The first month.
  package var start: FiscalPeriod { firstDay.period }

  /// The day with which it begins: what is known on the last day of a month is gone on from with
  /// the next.
  package var firstDay: CivilDate {
    let next = asOf.adding(days: 1)
    return next.components.day == 1 ? next : asOf
  }
}

/// A value that nobody gave (假设).
public struct Assumption: Hashable, Sendable {
  /// The field of the scenario.
  public let path: String
  /// The value that is taken.
  public let value: String
}

/// What the pool holds and what comes in beside recoveries (资金).
package struct PoolTerms: Hashable, Sendable {
  /// The cash on the first day.
  package var opening: Fen
  /// Whether the scheme's rule fills it up each year.
  package var isReplenished: Bool
  /// Interest on the cash, a year.
  package var interest: PPM
  /// Who bears losses first, and what each has.
  package var absorbers: [ClaimCase.Holding]
}

/// Loans that are alike (同质贷款组), or a single one.
package struct LoanGroup: Hashable, Sendable {
  /// How many.
  package var count: Int
  /// What claims ask about each.
  package var facts: LoanFacts
  /// What each owes on the first day, or when it is lent.
  package var principal: Fen
  /// The probability that one fails within a year.
  package var defaultRate: Double
  /// What is lost of one that fails.
  package var severity: Severity
  /// Whose fortunes it shares.
  package var sector: String
  /// Months from lending to the last payment; beyond the horizon without one.
  package var term: Int?
  /// Months since it was lent.
  package var age: Int
  /// The month, from 1, in which it is lent; 0 for what is there on the first day.
  package var starts: Int

  /// What is lost of a loan that fails (违约损失率).
  package enum Severity: Hashable, Sendable {
    case fixed(Double)
    case beta(mean: Double, deviation: Double)
  }
}

/// How lending goes on (新增投放).
package struct LendingTerms: Hashable, Sendable {
  /// Months between one lending and the next.
  package let every: Int
  /// The last month in which there may be one.
  package let until: Int
  /// By how much it grows a year.
  package let growth: Double
  /// What is lent each time.
  package var groups: [LoanGroup]
}

/// What loans have in common (风险因子).
package struct FactorTerms: Hashable, Sendable {
  /// Normal, or with fat tails common to all.
  package var degrees: Double?
  /// The part of the variance that all loans share.
  package var global: Double
  /// The sectors, each with the part that its loans share.
  package var sectors: [Sector]
  /// How the sectors move together; in order of the sectors.
  package var correlation: [[Double]]
  /// Whether each year has its own factors, and how much of a year stays for the next.
  package var memory: Double?
  /// The part of the severity's variance that follows the global factor.
  package var severity: Double

  /// A sector (行业).
  package struct Sector: Hashable, Sendable {
    package var name: String
    package var share: Double
    /// The factor of the first period, where a crisis fixes it.
    package var shock: Double?
  }
}

/// What borrowers do while they pay (还款行为).
package struct LoanBehaviour: Sendable {
  /// The probability of paying back early within a year.
  package let prepayment: Double
  /// The probability that a loan is renewed at its end.
  package let renewal: Double
  /// Whether principal is paid back in equal parts; else at the end.
  package let isAmortised: Bool
  /// The hazard by age: up to which month, and times what.
  package let curve: [(to: Int, factor: Double)]
}

/// What comes back after a claim (追偿).
package struct WorkoutTerms: Sendable {
  /// What comes back of the loss that was claimed; what is not lost of the principal when `nil`.
  package let rate: Double?
  /// Months until it comes: the middle, and how widely its logarithm spreads.
  package var delay: (median: Double, spread: Double)
  /// What of it the effort costs.
  package let cost: PPM
}

extension PoolTerms {
  /// A month's interest on an amount, whole fen; the rest stays with the bank.
  func monthly(of cash: Int64) -> Int64 {
    let (product, overflow) = cash.multipliedReportingOverflow(by: interest.rawValue)
    if !overflow { return product / 12_000_000 }
    return Int64(Int128(cash) * Int128(interest.rawValue) / 12_000_000)
  }
}

extension WorkoutTerms {
  /// What it costs to get an amount back, whole fen.
  func cost(of gross: Int64) -> Int64 {
    let (product, isTooLarge) = gross.multipliedReportingOverflow(by: cost.rawValue)
    if !isTooLarge { return product / 1_000_000 }
    return Int64(Int128(gross) * Int128(cost.rawValue) / 1_000_000)
  }
}
