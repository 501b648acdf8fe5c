package import Findings
import Policies
import Quantities
import RiskPools

/// A scenario with everything looked up that does not depend on the path (模型).
package struct PoolModel: Sendable {
  /// The number of months.
  let horizon: Int
  /// The first month among all months.
  let start: FiscalPeriod
  /// Loans that are alike.
  let kinds: [Kind]
  /// What claims ask about the loans of each kind.
  let facts: [LoanFacts]
  /// The kind of each loan.
  let kindOf: [Int32]
  /// Loans with the same chance of failing on the same days.
  let buckets: [Bucket]
  /// The curves of loans that face the same hazards.
  let curves: [Curve]
  /// The months of each factor draw.
  let periods: [Range<Int>]
  /// How loans depend on factors.
  let factors: Factors
  /// How severities are drawn.
  let severities: [SeverityTable]
  /// The banks by number.
  let banks: [String]
  /// What is lent by one bank in one month, by month.
  let vintages: [Vintage]
  /// The vintage of each kind.
  let vintageOf: [Int]
  /// How many borrowers have more than one loan.
  let sharedBorrowers: Int
  let behaviour: LoanBehaviour
  let recovery: WorkoutTerms
  let claimDelay: Int
  let variance: PoolScenario.Variance

  /// What loans of a group have in common: numbers alone, so that copies cost nothing.
  struct Kind: Sendable {
    let principal: Int64
    let severity: Int
    let bucket: Int
    let bank: Int
    /// The borrower, when it has other loans; else −1.
    let borrower: Int
    let count: Int
    /// The month in which it is lent; 0 for what is there on the first day.
    let starts: Int
    /// The last month of its first term; beyond the horizon without one.
    let ends: Int
    /// The months of a term, for renewals.
    let term: Int
  }

  /// What is lent by one bank in one month.
  struct Vintage: Hashable, Sendable {
    let starts: Int
    let bank: Int
  }

  /// How loans depend on factors (因子载荷).
  struct Factors: Sendable {
    /// √ of the part that all share.
    let global: Double
    /// √ of the part that a sector's loans share, and of what is a loan's own.
    let sectors: [(shared: Double, own: Double)]
    let mixing: Cholesky?
    /// Where a crisis fixes a sector's factor of the first period.
    let shocks: [Double?]
    /// How much of a year's factors stays, and √ of the rest.
    let memory: (kept: Double, new: Double)
    let degrees: Double?
    /// √ of the part of the severity that follows the global factor, and of the rest.
    let severity: (shared: Double, own: Double)
  }

  /// Loans with the same chance of failing (同险桶).
  struct Bucket: Sendable {
    let sector: Int
    /// How its chance grows.
    let curve: Int
    /// By period: the latent variable below which a loan fails within it.
    let thresholds: [Double]
  }

  /// How the chance of failing grows from month to month (违约曲线).
  struct Curve: Sendable {
    /// The last month in which the loans are there.
    let lasts: Int
    /// By month, from 1: the latent variable below which a loan fails in the months of its period
    /// so far.
    let thresholds: [Double]
  }

  /// How a severity is drawn.
  enum SeverityTable: Sendable {
    case fixed(Double)
    case beta(BetaQuantiles)

    /// The quantiles of k/1024 at place k, the last one twice.
    var quantiles: [Double] {
      switch self {
      case .fixed(let value): Array(repeating: value, count: 1_026)
      case .beta(let table): table.values + [1]
      }
    }
  }

  /// Looks everything up.
  package init(_ scenario: PoolScenario) throws(Findings) {
    horizon = scenario.horizon
    start = scenario.start
    behaviour = scenario.behaviour
    recovery = scenario.recovery
    claimDelay = scenario.claimDelay
    variance = scenario.variance
    let months = scenario.horizon
    periods =
      scenario.factors.memory == nil
      ? [0..<months]
      : stride(from: 0, to: months, by: 12).map { $0..<min($0 + 12, months) }
    factors = Factors(scenario.factors)
    var builder = Builder(scenario, periods)
    for group in scenario.vintages { builder.add(group) }
    // Loans that are all paid back before, or lent after, leave nothing to simulate.
    if builder.kindOf.isEmpty { throw Findings(Finding(.portfolioEmpty, column: "loans")) }
    guard builder.kindOf.count <= LoanGroup.countMax else {
      throw Findings(
        Finding(
          .fieldValue,
          column: "loans",
          value: "\(builder.kindOf.count)",
          arguments: ["range": "≤ \(LoanGroup.countMax)"]
        )
      )
    }
    (kinds, kindOf, buckets) = (builder.kinds, builder.kindOf, builder.buckets)
    (facts, severities, banks) = (builder.facts, builder.severities, builder.banks)
    curves = builder.curves
    sharedBorrowers = builder.borrowers.count
    vintages = Set(kinds.map { Vintage(starts: $0.starts, bank: $0.bank) })
      .sorted { ($0.starts, $0.bank) < ($1.starts, $1.bank) }
    let places = Dictionary(uniqueKeysWithValues: vintages.enumerated().map { ($1, $0) })
    vintageOf = kinds.map { places[Vintage(starts: $0.starts, bank: $0.bank)] ?? 0 }
  }
}

extension PoolModel.Factors {
  init(_ terms: FactorTerms) {
    global = terms.global.squareRoot()
    sectors = terms.sectors.map { sector in
      (sector.share.squareRoot(), max(1 - sector.share - terms.global, 0).squareRoot())
    }
    shocks = terms.sectors.map(\.shock)
    let isMixed = terms.correlation.indices.contains { row in
      terms.correlation[row].indices.contains { $0 != row && terms.correlation[row][$0] != 0 }
    }
    mixing = isMixed ? Cholesky(terms.correlation) : nil
    let kept = terms.memory ?? 0
    memory = (kept, (1 - kept * kept).squareRoot())
    degrees = terms.degrees
    severity = (terms.severity.squareRoot(), (1 - terms.severity).squareRoot())
  }
}

extension PoolScenario {
  /// The loans of the first day and those of every later lending, as far as they grow.
  fileprivate var vintages: [LoanGroup] {
    var groups = loans
    guard let lending else { return groups }
    var month = 1 + lending.every
    while month <= min(lending.until, horizon) {
      // Growth by whole years, so that no power is needed.
      let growth = (0..<(month - 1) / 12).reduce(1.0) { factor, _ in factor * (1 + lending.growth) }
      for group in lending.groups {
        var group = group
        group.count = Int(Double(group.count) * growth)
        (group.starts, group.age) = (month, 0)
        groups.append(group)
      }
      month += lending.every
    }
    return groups
  }
}

/// Puts loans into buckets and numbers what has names.
private struct Builder {
  let scenario: PoolScenario
  let periods: [Range<Int>]
  var kinds: [PoolModel.Kind] = []
  var facts: [LoanFacts] = []
  var kindOf: [Int32] = []
  var buckets: [PoolModel.Bucket] = []
  var curves: [PoolModel.Curve] = []
  var severities: [PoolModel.SeverityTable] = []
  var banks: [String] = []
  /// The borrowers with several loans.
  let borrowers: [String: Int]
  private var bucketOf: [BucketKey: Int] = [:]
  private var curveOf: [CurveKey: Int] = [:]
  private var severityOf: [LoanGroup.Severity: Int] = [:]
  private var bankOf: [String: Int] = [:]
  private let sectorOf: [String: Int]

  private struct BucketKey: Hashable {
    let sector: Int
    let curve: CurveKey
  }

  private struct CurveKey: Hashable {
    let rate: Double
    let starts: Int
    let ends: Int
    let age: Int
  }

  init(_ scenario: PoolScenario, _ periods: [Range<Int>]) {
    self.scenario = scenario
    self.periods = periods
    let names = scenario.factors.sectors.map(\.name)
    sectorOf = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    var loans: [String: Int] = [:]
    for group in scenario.loans {
      if let borrower = group.facts.borrower { loans[borrower, default: 0] += group.count }
    }
    let several = loans.filter { $0.value > 1 }.keys.sorted()
    borrowers = Dictionary(uniqueKeysWithValues: several.enumerated().map { ($1, $0) })
  }

  mutating func add(_ group: LoanGroup) {
    guard group.count > 0, group.starts <= scenario.horizon else { return }
    let first = max(group.starts, 1)
    let ends = group.term.map { first - 1 + $0 - group.age } ?? Int.max
    guard ends >= first else { return }
    let lasts = scenario.behaviour.renewal > 0 ? scenario.horizon : min(ends, scenario.horizon)
    let sector = sectorOf[group.sector] ?? 0
    let key = BucketKey(
      sector: sector,
      curve: CurveKey(rate: group.defaultRate, starts: first, ends: lasts, age: group.age)
    )
    let bucket = bucketOf[key] ?? addBucket(key)
    bucketOf[key] = bucket
    let severity = severityOf[group.severity] ?? addSeverity(group.severity)
    severityOf[group.severity] = severity
    let name = group.facts.bank ?? ""
    let bank = bankOf[name] ?? banks.count
    if bank == banks.count { banks.append(name) }
    bankOf[name] = bank
    let kind = PoolModel.Kind(
      principal: group.principal.rawValue,
      severity: severity,
      bucket: bucket,
      bank: bank,
      borrower: group.facts.borrower.flatMap { borrowers[$0] } ?? -1,
      count: group.count,
      starts: group.starts,
      ends: ends,
      term: group.term ?? Int.max
    )
    kindOf += repeatElement(Int32(kinds.count), count: group.count)
    kinds.append(kind)
    facts.append(group.facts)
  }

  private mutating func addSeverity(_ severity: LoanGroup.Severity) -> Int {
    switch severity {
    case .fixed(let value): severities.append(.fixed(value))
    case .beta(let mean, let deviation):
      let size = mean * (1 - mean) / (deviation * deviation) - 1
      severities.append(.beta(BetaQuantiles(mean * size, (1 - mean) * size)))
    }
    return severities.count - 1
  }

  private mutating func addBucket(_ key: BucketKey) -> Int {
    let curve = curveOf[key.curve] ?? addCurve(key.curve)
    curveOf[key.curve] = curve
    let all = curves[curve].thresholds
    let thresholds = periods.map { all[$0.upperBound] }
    buckets.append(PoolModel.Bucket(sector: key.sector, curve: curve, thresholds: thresholds))
    return buckets.count - 1
  }

  /// The thresholds of loans that are there from one month to another.
  private mutating func addCurve(_ key: CurveKey) -> Int {
    let yearly = key.rate < 1 ? -DetMath.log(1 - key.rate) : .infinity
    var thresholds = [-Double.infinity]
    for period in periods {
      var hazard = 0.0
      for month in period.lowerBound + 1...period.upperBound {
        if (key.starts...key.ends).contains(month), yearly > 0 {
          let factor = scenario.behaviour.factor(age: key.age + month - key.starts)
          if factor > 0 { hazard += yearly * factor / 12 }
        }
        thresholds.append(threshold(1 - DetMath.exp(-hazard), hazard))
      }
    }
    curves.append(PoolModel.Curve(lasts: key.ends, thresholds: thresholds))
    return curves.count - 1
  }

  private func threshold(_ probability: Double, _ hazard: Double) -> Double {
    if hazard == 0 { return -.infinity }
    if let degrees = scenario.factors.degrees {
      return Student.quantile(probability, degrees: degrees)
    }
    return hazard < .infinity ? HazardInverse.value(hazard) : .infinity
  }
}

extension LoanBehaviour {
  /// What the hazard is multiplied by at an age in months.
  fileprivate func factor(age: Int) -> Double {
    curve.first { age < $0.to }?.factor ?? curve.last?.factor ?? 1
  }
}
