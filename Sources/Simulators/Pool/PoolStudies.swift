import Findings
public import Policies
public import Quantities
import RiskPools
public import Signing

/// What a pool's figures depend on, and what it can bear (敏感性与压力测试).
///
/// All cases are drawn on the same luck, loan by loan, so that differences between them are
/// differences of the cases.
public struct PoolStudies: Sendable {
  private let scenario: PoolScenario
  private let plan: RunPlan
  private let control: RunControl

  /// Why there is no answer.
  public enum Failure: Error, Sendable {
    /// The scheme or a case cannot be simulated.
    case refused(Refusal)
    /// There is no SHA-256.
    case digest(SigningError)
    /// Somebody stopped it.
    case stopped
  }

  /// A lever turned both ways.
  public struct Sensitivity: Sendable {
    /// What is turned.
    public let lever: PoolLever
    /// Turned down.
    public let down: PoolFigures
    /// Turned up.
    public let up: PoolFigures
  }

  /// A case of stress.
  public struct Stressed: Sendable {
    /// What goes wrong.
    public let stress: PoolStress
    /// What comes of it.
    public let figures: PoolFigures
  }

  /// Creates studies of a scenario.
  public init(_ scenario: PoolScenario, _ plan: RunPlan, _ control: RunControl = RunControl()) {
    self.scenario = scenario.drawnByLoan
    self.plan = plan
    self.control = control
  }

  /// How many studies there are, the reverse stress being the last (研究数).
  public var count: Int { 1 + 2 * levers.count + stressed.count + 1 }

  /// About how many runs they take: the reverse stress finds its answer in a dozen.
  public var runs: Int { count + 11 }

  /// What everything is compared with.
  public func base() throws(Failure) -> PoolFigures { try figures(scenario) }

  /// Every lever turned both ways, the one that matters most for claims first (龙卷风图).
  public func tornado() throws(Failure) -> [Sensitivity] {
    var found: [Sensitivity] = []
    for (lever, down, up) in levers {
      found.append(Sensitivity(lever: lever, down: try figures(down), up: try figures(up)))
    }
    func width(_ sensitivity: Sensitivity) -> Double {
      (sensitivity.up.unpaidProbability.value - sensitivity.down.unpaidProbability.value).magnitude
    }
    return found.sorted { width($0) > width($1) }
  }

  /// Every case of stress that the scenario has.
  public func stresses() throws(Failure) -> [Stressed] {
    var found: [Stressed] = []
    for (stress, other) in stressed {
      found.append(Stressed(stress: stress, figures: try figures(other)))
    }
    return found
  }

  /// How many times more likely failures must be for one path in twenty to leave claims unpaid
  /// (反向压力测试).
  /// - Returns: `nil` when a hundred times are not enough; 0 when it is so without any failures.
  public func reverseStress(probability: Double = 0.05) throws(Failure) -> Double? {
    func reaches(_ times: Double) throws(Failure) -> Bool {
      let figures = try figures(scenario.scaled(defaultRate: times))
      return figures.unpaidProbability.value >= probability
    }
    if try reaches(0) { return 0 }
    var (low, high) = (0.0, 1.0)
    while try !reaches(high) {
      (low, high) = (high, high * 2)
      if high > 128 { return nil }
    }
    // To a hundredth of the multiple.
    while high - low > 0.005 * high {
      let middle = (low + high) / 2
      if try reaches(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// What another scenario changes, path by path on the same luck (配对比较).
  public func compare(with other: PoolScenario) throws(Failure) -> PoolComparison {
    let (first, second) = (try simulator(scenario), try simulator(other.drawnByLoan))
    guard let tally = first.pairs(with: second).tally(plan, control) else { throw .stopped }
    return PoolComparison(tally)
  }

  private var levers: [(PoolLever, down: PoolScenario, up: PoolScenario)] {
    PoolLever.allCases.compactMap { lever in
      guard let down = scenario.turned(lever, up: false), let up = scenario.turned(lever, up: true)
      else { return nil }
      return (lever, down, up)
    }
  }

  private var stressed: [(PoolStress, PoolScenario)] {
    PoolStress.allCases.compactMap { stress in scenario.stressed(stress).map { (stress, $0) } }
  }

  private func simulator(_ scenario: PoolScenario) throws(Failure) -> PoolSimulator {
    do throws(Refusal) { return try PoolSimulator(scenario) } catch { throw .refused(error) }
  }

  private func figures(_ scenario: PoolScenario) throws(Failure) -> PoolFigures {
    control.begins()
    let simulator = try simulator(scenario)
    let result: RunResult?
    do throws(SigningError) { result = try simulator.run(plan, control) } catch {
      throw .digest(error)
    }
    guard let result else { throw .stopped }
    do throws(Findings) { return PoolFigures(try simulator.report(result)) } catch {
      throw .refused(.findings(error))
    }
  }
}

/// What one scenario changes against another (方案差异); the second less the first.
public struct PoolComparison: Sendable {
  /// The difference of what is due.
  public let claims: Estimate<Fen>
  /// The difference of what is paid.
  public let paid: Estimate<Fen>
  /// The difference of what is not paid.
  public let unpaid: Estimate<Fen>
  /// The difference of what is lent.
  public let lent: Estimate<Fen>
  /// The difference of the cash at the end.
  public let cash: Estimate<Fen>
  /// On how many paths of all the second pays more, and on how many less.
  public let paysMore: Estimate<Double>
  /// On how many paths of all the second pays less.
  public let paysLess: Estimate<Double>
  /// On how many paths only the first leaves claims unpaid, and on how many only the second.
  public let rescued: Estimate<Double>
  /// On how many paths only the second leaves claims unpaid.
  public let broken: Estimate<Double>

  static let shape = Tally.Shape(moments: 5, counts: 4, samples: 0, fans: 0)

  init(_ tally: Tally) {
    func mean(_ index: Int) -> Estimate<Fen> { Statistics.mean(tally.moments[index], tally.paths) }
    func share(_ index: Int) -> Estimate<Double> {
      Statistics.share(tally.counts[index], of: tally.paths)
    }
    (claims, paid, unpaid, lent, cash) = (mean(0), mean(1), mean(2), mean(3), mean(4))
    (paysMore, paysLess, rescued, broken) = (share(0), share(1), share(2), share(3))
  }
}

/// Two scenarios on the same luck (配对路径).
struct PoolPairs<Desk: ClaimDesk>: PathModel {
  let first: PoolPaths<Desk>
  let second: PoolPaths<Desk>

  var shape: Tally.Shape { PoolComparison.shape }

  func workspace() -> (PoolPaths<Desk>.Workspace, PoolPaths<Desk>.Workspace) {
    (first.workspace(), second.workspace())
  }

  func run(
    _ paths: Range<Int>,
    seed: UInt64,
    _ workspace: inout (PoolPaths<Desk>.Workspace, PoolPaths<Desk>.Workspace),
    into tally: inout Tally
  ) {
    for path in paths {
      first.work(UInt64(path), seed: seed, FactorLot(), &workspace.0)
      second.work(UInt64(path), seed: seed, FactorLot(), &workspace.1)
      let (one, other) = (workspace.0.figures, workspace.1.figures)
      tally.paths += 1
      tally.moments[0].add(other.claims - one.claims)
      tally.moments[1].add(other.paid - one.paid)
      tally.moments[2].add(other.unpaid - one.unpaid)
      tally.moments[3].add(other.lent - one.lent)
      tally.moments[4].add(other.cash - one.cash)
      let (fails, failsNow) = (one.isShort, other.isShort)
      if other.paid > one.paid { tally.counts[0] += 1 }
      if other.paid < one.paid { tally.counts[1] += 1 }
      if fails, !failsNow { tally.counts[2] += 1 }
      if failsNow, !fails { tally.counts[3] += 1 }
    }
  }
}
