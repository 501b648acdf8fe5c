import Policies
public import Quantities

/// What a portfolio's exits depend on, and what they can bear (敏感性与压力测试).
///
/// All cases are drawn on the same luck, project by project, so that differences between them are
/// differences of the cases.
public struct ExitStudies: Sendable {
  private let scenario: ExitScenario
  private let plan: RunPlan
  private let control: RunControl

  /// Why there is no answer.
  public typealias Failure = PoolStudies.Failure

  /// What a case comes to, and what it changes against the scenario as it is.
  public struct Turned: Sendable {
    /// What comes of it.
    public let outcome: ExitOutcome
    /// What it changes.
    public let change: ExitComparison
  }

  /// A lever turned both ways.
  public struct Sensitivity: Sendable {
    /// What is turned.
    public let lever: ExitLever
    /// Turned down.
    public let down: Turned
    /// Turned up.
    public let up: Turned
  }

  /// A case of stress.
  public struct Stressed: Sendable {
    /// What goes wrong.
    public let stress: ExitStress
    /// What comes of it.
    public let turned: Turned
  }

  /// Creates studies of a scenario.
  public init(_ scenario: ExitScenario, _ plan: RunPlan, _ control: RunControl = RunControl()) {
    self.scenario = scenario
    self.plan = plan
    self.control = control
  }

  /// How many studies there are, each of them one run (研究数).
  public var count: Int { 1 + 2 * levers.count + stressed.count }

  /// What everything is compared with.
  public func base() throws(Failure) -> ExitOutcome {
    control.begins()
    let simulator = try simulator(scenario)
    guard let tally = simulator.paths.tally(plan, control) else { throw .stopped }
    return ExitOutcome(simulator, tally)
  }

  /// Every lever turned both ways, the one that matters most for TVPI first (龙卷风图).
  public func tornado() throws(Failure) -> [Sensitivity] {
    let base = try simulator(scenario)
    var found: [Sensitivity] = []
    for (lever, down, up) in levers {
      found.append(
        Sensitivity(lever: lever, down: try turned(base, down), up: try turned(base, up))
      )
    }
    func width(_ sensitivity: Sensitivity) -> Double {
      (sensitivity.up.change.tvpi.value - sensitivity.down.change.tvpi.value).magnitude
    }
    return found.sorted { width($0) > width($1) }
  }

  /// Every case of stress that the scenario has.
  public func stresses() throws(Failure) -> [Stressed] {
    let base = try simulator(scenario)
    var found: [Stressed] = []
    for (stress, other) in stressed {
      found.append(Stressed(stress: stress, turned: try turned(base, other)))
    }
    return found
  }

  /// What another scenario changes, path by path on the same luck (配对比较).
  public func compare(with other: ExitScenario) throws(Failure) -> Turned {
    try turned(try simulator(scenario), other)
  }

  private var levers: [(ExitLever, down: ExitScenario, up: ExitScenario)] {
    ExitLever.allCases.compactMap { lever in
      guard let down = scenario.turned(lever, up: false), let up = scenario.turned(lever, up: true)
      else { return nil }
      return (lever, down, up)
    }
  }

  private var stressed: [(ExitStress, ExitScenario)] {
    ExitStress.allCases.compactMap { stress in scenario.stressed(stress).map { (stress, $0) } }
  }

  private func turned(
    _ base: ExitSimulator,
    _ scenario: ExitScenario
  ) throws(Failure) -> Turned {
    control.begins()
    let other = try simulator(scenario)
    guard let tally = ExitPairs(base.paths, other.paths).tally(plan, control) else {
      throw .stopped
    }
    return Turned(
      outcome: ExitOutcome(other, tally),
      change: ExitComparison(tally, from: other.layout.shape)
    )
  }

  private func simulator(_ scenario: ExitScenario) throws(Failure) -> ExitSimulator {
    do throws(Refusal) { return try ExitSimulator(scenario) } catch { throw .refused(error) }
  }
}

/// The figures by which cases are compared (比较指标).
public struct ExitOutcome: Sendable {
  /// Paid to projects.
  public let invested: Estimate<Fen>
  /// All that came back.
  public let toTreasury: Estimate<Fen>
  /// Equity and rights left at the end.
  public let residual: Estimate<Fen>
  /// Lost for good.
  public let lost: Estimate<Fen>
  /// What came back less rewards, for each yuan paid.
  public let dpi: Estimate<Double>
  /// The same with what is left.
  public let tvpi: Estimate<Double>
  /// The TVPI that one path in twenty does not exceed.
  public let tvpiLow: Estimate<Double>
  /// What was lost of each yuan paid.
  public let loss: Estimate<Double>
  /// The rate of return of the average payments; `nil` when there is none.
  public let rate: Estimate<Double>?
  /// The number of projects that are converted.
  public let converted: Estimate<Double>
  /// How often each limit of the policy is exceeded.
  public let beyond: [Estimate<Double>]

  init(_ simulator: ExitSimulator, _ tally: Tally) {
    let layout = simulator.layout
    func mean(_ total: ExitFigures.Total) -> Estimate<Fen> {
      Statistics.mean(tally.moments[layout.total(total)], tally.paths)
    }
    func ratio(_ ratio: ExitTally.Ratio) -> Estimate<Double> {
      ExitSimulator.scaled(tally.moments[layout.ratio(ratio)], tally.paths)
    }
    (invested, toTreasury) = (mean(.invested), mean(.toTreasury))
    (residual, lost) = (mean(.residual), mean(.lost))
    (dpi, tvpi, loss) = (ratio(.dpi), ratio(.tvpi), ratio(.loss))
    let values = Tail(tally.samples[ExitTally.Sample.tvpi.rawValue], paths: tally.paths)
    tvpiLow = ExitSimulator.share(values.quantile(ppm: 50_000))
    rate = simulator.expectedRate(tally).0
    converted = ExitSimulator.scaled(
      tally.moments[layout.total(.converted)],
      tally.paths,
      by: 1
    )
    beyond = (0..<layout.limits).map {
      Statistics.share(tally.counts[layout.beyond($0)], of: tally.paths)
    }
  }
}
