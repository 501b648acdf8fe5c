import Findings
public import Policies
import Quantities
import RiskPools
public import Signing

/// Simulates a pool (资金池模拟).
public struct PoolSimulator: Sendable {
  /// What is simulated.
  public let scenario: PoolScenario
  let model: PoolModel
  let rules: PoolRules
  let layout: PoolTally
  let calendar: PoolCalendar
  let desk: KernelDesk

  /// Makes a scenario ready, and tries a claim of every kind of loan.
  /// - Throws: everything that would stop a path: values that the policy leaves open, loans of
  ///   which it asks what is not known, amounts beyond the range of exact sums.
  public init(_ scenario: PoolScenario) throws(Refusal) {
    self.scenario = scenario
    do throws(Findings) { model = try PoolModel(scenario) } catch { throw .findings(error) }
    rules = try PoolRules(scenario.scheme, scenario.pool)
    calendar = PoolCalendar(model)
    layout = PoolTally(model, calendar)
    try Self.try(scenario, model, rules)
    desk = try KernelDesk(scenario.scheme, model, scenario.pool)
  }

  /// Makes the scenario of a result ready, to read it.
  /// - Throws: findings when the result is not one of a pool.
  public init(reading result: RunResult) throws(Refusal) {
    guard result.header.kind == "pool" else {
      throw Refusal(Finding(.runOther, value: result.header.kind, arguments: ["expected": "pool"]))
    }
    let scenario: PoolScenario
    do throws(Findings) { scenario = try PoolScenario(result.header.scenario) } catch {
      throw .findings(error)
    }
    try self.init(scenario)
  }

  /// Works out the paths of a plan.
  /// - Returns: the result; `nil` when the run was stopped.
  public func run(
    _ plan: RunPlan,
    _ control: RunControl = RunControl()
  ) throws(SigningError) -> RunResult? {
    let tilt = model.variance == .mixture ? tilt(seed: plan.seed) : nil
    func tally(_ desk: some ClaimDesk) -> Tally? {
      var paths = paths(desk, scenario.sampling)
      paths.tilt = tilt
      return paths.tally(plan, control)
    }
    let flat = FlatDesk(scenario.scheme, model, rules)
    guard let tally = flat.map({ tally($0) }) ?? tally(desk) else { return nil }
    return RunResult(try header(plan), tally)
  }

  /// What a result of this scenario belongs to.
  func header(_ plan: RunPlan) throws(SigningError) -> RunResult.Header {
    try RunResult.Header(kind: "pool", scenario: scenario.canonical, plan)
  }

  /// The paths of the scenario, decided by a desk.
  func paths<Desk: ClaimDesk>(_ desk: Desk, _ sampling: PoolScenario.Sampling) -> PoolPaths<Desk> {
    PoolPaths(model: model, rules: rules, layout: layout, desk: desk, sampling: sampling)
  }

  /// The paths of two scenarios side by side.
  func pairs(with other: PoolSimulator) -> PoolPairs<KernelDesk> {
    PoolPairs(
      first: paths(desk, scenario.sampling),
      second: other.paths(other.desk, other.scenario.sampling)
    )
  }

  /// Tries what every path does: one claim of each kind of loan.
  private static func `try`(
    _ scenario: PoolScenario,
    _ model: PoolModel,
    _ rules: PoolRules
  ) throws(Refusal) {
    let desk = try RuleDesk(scenario.scheme, model, scenario.pool)
    var open: [String] = []
    var findings: [Finding] = []
    var request = ClaimRequest()
    request.absorbers = scenario.pool.absorbers.map(\.available)
    if rules.hasLayer { request.layer = .init(balance: .zero, loss: .zero, lossBefore: .zero) }
    for kind in model.kinds.indices {
      request.kind = kind
      request.owed = Fen(model.kinds[kind].principal)
      request.loss = request.owed
      do throws(Refusal) { _ = try desk.decide(request) } catch {
        switch error {
        case .open(let paths): open += paths.filter { !open.contains($0) }
        case .findings(let found): findings += found.list.filter { !findings.contains($0) }
        }
      }
    }
    if rules.terms.isReplenished {
      do throws(Refusal) {
        _ = try rules.sizing.topUp(
          balance: .zero,
          loans: .zero,
          lastYearLoss: .zero,
          original: .zero
        )
      } catch {
        if case .open(let paths) = error { open += paths.filter { !open.contains($0) } }
      }
    }
    // Squares of the largest possible totals must add up without loss.
    let all = model.kinds.reduce(into: Int128(scenario.pool.opening.rawValue)) { sum, kind in
      sum += Int128(kind.principal) * Int128(kind.count)
    }
    if all > Int128(Moments.magnitudeMax) {
      findings.append(
        Finding(
          .fieldValue,
          column: "loans",
          value: Fen.yuan(all),
          arguments: ["range": "≤ \(Fen(Moments.magnitudeMax))"]
        )
      )
    }
    if !open.isEmpty { throw .open(open) }
    if !findings.isEmpty { throw .findings(Findings(findings)) }
  }
}

/// The paths of a pool (模拟路径).
struct PoolPaths<Desk: ClaimDesk>: PathModel {
  let model: PoolModel
  let rules: PoolRules
  let layout: PoolTally
  let desk: Desk
  let sampling: PoolScenario.Sampling
  /// Where rare losses are drawn more often.
  var tilt: FactorTilt?

  /// What one thread needs.
  struct Workspace {
    var draws: PathDraws
    var line: LineSampler
    var sweep: PoolSweep<Desk>
  }

  var shape: Tally.Shape { layout.shape }

  func workspace() -> Workspace {
    Workspace(
      draws: PathDraws(model),
      line: LineSampler(model),
      sweep: PoolSweep(model, rules, desk)
    )
  }

  func run(_ paths: Range<Int>, seed: UInt64, _ workspace: inout Workspace, into tally: inout Tally)
  {
    for path in paths {
      var lot = FactorLot()
      if model.variance == .stratified { lot.stratum = (path - paths.lowerBound, paths.count) }
      if let tilt { (lot.tilt, lot.isTilted) = (tilt, FactorTilt.isTilted(UInt64(path))) }
      work(UInt64(path), seed: seed, lot, &workspace)
      if let tilt {
        var draw = RandomStream(seed: seed, path: UInt64(path), purpose: Purpose.mixture)
        let weight = tilt.weight(workspace.draws.fresh)
        layout.add(
          workspace.sweep.figures,
          PathWeight(rounding: weight, by: draw.bits()),
          to: &tally
        )
      } else {
        layout.add(workspace.sweep.figures, to: &tally)
      }
    }
  }

  /// Works out one path.
  func work(_ path: UInt64, seed: UInt64, _ lot: FactorLot, _ workspace: inout Workspace) {
    model.drawFactors(&workspace.draws, seed: seed, path: path, lot)
    switch sampling {
    case .loan: model.drawEachLoan(&workspace.draws, seed: seed, path: path)
    case .line: workspace.line.run(model, &workspace.draws, seed: seed, path: path)
    }
    do throws(Refusal) { try workspace.sweep.run(workspace.draws.defaults) } catch {
      preconditionFailure("claims are tried before the first path: \(error)")
    }
  }
}
