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
  /// The same where the scheme is simple enough for the fast way.
  let flat: FlatDesk?

  /// Makes a scenario ready, and tries a claim of every kind of loan.
  /// - Throws: everything that would stop a path: values that the policy leaves open, loans of
  ///   which it asks what is not known, amounts beyond the range of exact sums.
  public init(_ scenario: PoolScenario) throws(Refusal) {
    self.scenario = scenario
    var obstacles = Obstacles()
    let rules = obstacles.rules(scenario.scheme, scenario.pool)
    let model = obstacles.attempt { () throws(Refusal) in
      do throws(Findings) { return try PoolModel(scenario) } catch { throw .findings(error) }
    }
    if let model {
      let loans = zip(model.facts, model.kinds).map { ($0, Fen($1.principal)) }
      obstacles.claims(scenario.scheme, scenario.pool, on: loans)
      if let finding = Self.range(scenario.pool.opening, model) { obstacles.note(finding) }
    }
    try obstacles.check()
    guard let rules, let model else { preconditionFailure("what is missing was refused") }
    (self.rules, self.model) = (rules, model)
    calendar = PoolCalendar(model)
    layout = PoolTally(model, rules, calendar)
    desk = try KernelDesk(scenario.scheme, model, scenario.pool)
    flat = FlatDesk(scenario.scheme, model, rules)
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
      paths.direction = model.variance == .plain ? nil : tilt?.direction ?? model.lossDirection
      return paths.tally(plan, control)
    }
    guard let tally = flat.map({ tally($0) }) ?? tally(desk) else { return nil }
    return RunResult(try header(plan), tally)
  }

  /// What a result of this scenario belongs to.
  func header(_ plan: RunPlan) throws(SigningError) -> RunResult.Header {
    try RunResult.Header(kind: "pool", scenario: scenario.canonical, plan)
  }

  /// The paths of the scenario, decided by a desk.
  func paths<Desk: ClaimDesk>(_ desk: Desk, _ sampling: PoolScenario.Sampling) -> PoolPaths<Desk> {
    PoolPaths(
      model: model,
      rules: rules,
      layout: layout,
      desk: desk,
      sampling: sampling,
      flat: flat
    )
  }

  /// The paths of two scenarios side by side.
  func pairs(with other: PoolSimulator) -> PoolPairs<KernelDesk> {
    PoolPairs(
      first: paths(desk, scenario.sampling),
      second: other.paths(other.desk, other.scenario.sampling)
    )
  }

  /// Squares of the largest possible totals must add up without loss.
  private static func range(_ opening: Fen, _ model: PoolModel) -> Finding? {
    let all = model.kinds.reduce(into: Int128(opening.rawValue)) { sum, kind in
      sum += Int128(kind.principal) * Int128(kind.count)
    }
    guard all > Int128(Moments.magnitudeMax) else { return nil }
    return Finding(
      .fieldValue,
      column: "loans",
      value: Fen.yuan(all),
      arguments: ["range": "≤ \(Fen(Moments.magnitudeMax))"]
    )
  }
}

/// The paths of a pool (模拟路径).
struct PoolPaths<Desk: ClaimDesk>: PathModel {
  let model: PoolModel
  let rules: PoolRules
  let layout: PoolTally
  let desk: Desk
  let sampling: PoolScenario.Sampling
  /// Works simple schemes out month by month; `nil` to work every claim out by itself.
  var flat: FlatDesk?
  /// Where rare losses are drawn more often.
  var tilt: FactorTilt?
  /// Where the paths of each block are drawn in equal parts.
  var direction: FactorDirection?

  /// What one thread needs.
  struct Workspace {
    var factors: PathFactors
    let hazards: Hazards
    let line: HazardLine
    /// The fast way where factors are normal; it does not reach paths of great hazards.
    let grid: GridLine?
    let desk: FailureDesk
    var sweep: PoolSweep<Desk>
    /// The fast way for simple schemes, and what the last path came to if it went that way.
    let flat: FlatSweep?
    var flatFigures: PathFigures
    var isFlat = false

    /// What the last path came to.
    var figures: PathFigures { isFlat ? flatFigures : sweep.figures }
  }

  var shape: Tally.Shape { layout.shape }

  func workspace() -> Workspace {
    Workspace(
      factors: PathFactors(model),
      hazards: Hazards(model),
      line: HazardLine(model),
      grid: sampling == .line ? GridLine(model) : nil,
      desk: FailureDesk(model),
      sweep: PoolSweep(model, rules, desk),
      flat: flat.flatMap { FlatSweep(model, rules, $0) },
      flatFigures: PoolCalendar(model).figures(model, rules)
    )
  }

  func run(_ paths: Range<Int>, seed: UInt64, _ workspace: inout Workspace, into tally: inout Tally)
  {
    for path in paths {
      work(UInt64(path), seed: seed, lot(path, of: paths), &workspace)
      if let grid = layout.vintages { noteVintages(grid, &workspace) }
      if let tilt {
        var draw = RandomStream(seed: seed, path: UInt64(path), purpose: Purpose.mixture)
        let ratio = tilt.weight(workspace.factors.fresh)
        let weight = PathWeight(rounding: ratio, by: draw.bits())
        if workspace.isFlat {
          layout.add(workspace.flatFigures, weight, to: &tally)
        } else {
          layout.add(workspace.sweep.figures, weight, to: &tally)
        }
      } else if workspace.isFlat {
        layout.add(workspace.flatFigures, to: &tally)
      } else {
        layout.add(workspace.sweep.figures, to: &tally)
      }
    }
  }

  /// Notes by batches of lending what failed on the last path.
  private func noteVintages(_ grid: VintageGrid, _ workspace: inout Workspace) {
    let failures = workspace.desk.failures
    // The fast way is for paths on which everything is lent.
    if workspace.isFlat {
      return grid.add(failures, to: &workspace.flatFigures.vintages) { _ in true }
    }
    let isLent = workspace.sweep.book.isLent
    grid.add(failures, to: &workspace.sweep.figures.vintages) { isLent[model.vintageOf[$0]] }
    guard workspace.sweep.figures.notLent > 0 else { return }
    for (index, kind) in model.kinds.enumerated() where !isLent[model.vintageOf[index]] {
      let amount = kind.principal * Int64(kind.count)
      grid.refuse(index, amount, in: &workspace.sweep.figures.vintages)
    }
  }

  /// How the factors of a path of a block are drawn.
  private func lot(_ path: Int, of block: Range<Int>) -> FactorLot {
    var lot = FactorLot(tilt: tilt, direction: direction)
    let place = path - block.lowerBound
    guard tilt != nil else {
      lot.stratum = FactorStratum(index: place, count: block.count)
      return lot
    }
    lot.isTilted = FactorTilt.isTilted(UInt64(path))
    // Blocks begin with an even path, so that each half of a mixture has strata of its own.
    lot.stratum = FactorStratum(index: place / 2, count: (block.count + 1 - place % 2) / 2)
    return lot
  }

  /// Works out one path.
  func work(_ path: UInt64, seed: UInt64, _ lot: FactorLot, _ workspace: inout Workspace) {
    model.drawFactors(&workspace.factors, seed: seed, path: path, lot)
    let desk = workspace.desk
    find(path, seed: seed, &workspace)
    workspace.isFlat = workspace.flat?.run(desk, into: &workspace.flatFigures) ?? false
    if workspace.isFlat { return }
    do throws(Refusal) { try workspace.sweep.run(desk.failures) } catch {
      preconditionFailure("claims are tried before the first path: \(error)")
    }
  }

  /// Finds the loans that fail on a path whose factors are known.
  private func find(_ path: UInt64, seed: UInt64, _ workspace: inout Workspace) {
    let desk = workspace.desk
    if let count = workspace.grid?.find(workspace.factors, into: desk, seed: seed, path: path) {
      return desk.take(count, workspace.factors, seed: seed, path: path)
    }
    let (factors, hazards) = (workspace.factors, workspace.hazards)
    hazards.update(factors)
    let found =
      switch sampling {
      case .loan: EachLoan.find(model, hazards, into: desk, seed: seed, path: path)
      case .line: workspace.line.find(hazards, into: desk, seed: seed, path: path)
      }
    desk.take(desk.date(found, factors, hazards), factors, seed: seed, path: path)
  }
}
