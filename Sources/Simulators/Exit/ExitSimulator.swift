import InvestFirst
public import Policies
import Quantities
public import Signing

/// Simulates the exits of a portfolio (退出模拟).
public struct ExitSimulator: Sendable {
  /// What is simulated.
  public let scenario: ExitScenario
  let model: ExitModel
  let layout: ExitTally

  /// Makes a scenario ready, and tries a conversion and a sale in every month.
  ///
  /// - Parameters:
  ///   - scenario: the scenario.
  ///   - multiple: by what every company is worth more than the scenario says; positive.
  /// - Throws: everything that would stop a path: values that the policy leaves open, rates that
  ///   are missing, conditions that nothing in a simulation can meet.
  public init(_ scenario: ExitScenario, valueMultiple multiple: Double = 1) throws(Refusal) {
    precondition(multiple > 0, "a company is worth something")
    self.scenario = scenario
    model = try ExitModel(scenario, shift: multiple == 1 ? 0 : DetMath.log(multiple))
    layout = ExitTally(model)
  }

  /// The paths of the scenario.
  var paths: ExitPaths { ExitPaths(model: model, layout: layout) }

  /// Works out the paths of a plan.
  /// - Returns: the result; `nil` when the run was stopped.
  public func run(
    _ plan: RunPlan,
    _ control: RunControl = RunControl()
  ) throws(SigningError) -> RunResult? {
    guard let tally = paths.tally(plan, control) else { return nil }
    return RunResult(
      try RunResult.Header(kind: "exit", scenario: scenario.canonical, plan),
      tally
    )
  }
}

/// The paths of a portfolio (模拟路径).
struct ExitPaths: PathModel {
  let model: ExitModel
  let layout: ExitTally

  /// What one thread needs.
  struct Workspace {
    var walk: ExitWalk
    var recorder: ExitRecorder
  }

  var shape: Tally.Shape { layout.shape }

  func workspace() -> Workspace {
    Workspace(walk: ExitWalk(model), recorder: ExitRecorder(model, layout))
  }

  func run(_ paths: Range<Int>, seed: UInt64, _ workspace: inout Workspace, into tally: inout Tally)
  {
    for path in paths {
      workspace.walk.walk(seed: seed, path: UInt64(path))
      workspace.recorder.add(workspace.walk.figures, to: &tally)
    }
  }
}
