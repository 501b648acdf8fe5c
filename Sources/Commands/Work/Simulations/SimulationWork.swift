import Policies
import Quantities
import Reports
import Signing
import Simulators

extension SimPool: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let scenario = try session.poolScenario(run.scenario, variance)
    let plan = try session.plan(run.draws, run.shard, scenario.paths, scenario.seed)
    let result = try session.watched(plan, run.draws) { control in
      let simulator = try PoolSimulator(scenario)
      try RunRoom(
        paths: plan.paths,
        needed: simulator.memory(plan, threads: control.threads)
      ).check()
      guard let result = try simulator.run(plan, control) else { throw Failure(.interrupted) }
      return result
    }
    try session.keep(result, in: run.file)
    try session.answer(result, studies ? plan : nil, kept: run.file)
  }
}

extension SimExit: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let scenario = try session.exitScenario(run.scenario, rates)
    let plan = try session.plan(run.draws, run.shard, scenario.paths ?? 20_000, scenario.seed)
    if let target { return try solve(target, scenario, plan, session) }
    let result = try session.watched(plan, run.draws) { control in
      let simulator = try ExitSimulator(scenario)
      try RunRoom(
        paths: plan.paths,
        needed: simulator.memory(plan, threads: control.threads)
      ).check()
      guard let result = try simulator.run(plan, control) else { throw Failure(.interrupted) }
      return result
    }
    try session.keep(result, in: run.file)
    try session.answer(result, kept: run.file)
  }

  private func solve(
    _ goal: ExitGoal,
    _ scenario: ExitScenario,
    _ plan: RunPlan,
    _ session: Session
  ) throws(Failure) {
    let solution = try session.watched(plan, run.draws) { control in
      try ExitSimulator(scenario).solve(goal, plan, control)
    }
    try session.show(GoalReport(goal: goal, solution: solution))
  }
}

extension SimMerge: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    var parts: [RunResult] = []
    for file in files { parts.append(try session.result(file)) }
    let result: RunResult
    do { result = try RunResult.merge(parts) } catch { throw Failure(error) }
    try session.keep(result, in: output)
    try session.answer(result, kept: output)
  }
}

extension SimShow: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let result = try session.result(file)
    let plan = try studies ? session.plan(of: result) : nil
    guard let html else { return try session.answer(result, plan) }
    let page = try session.opened(result, plan).page(session.language)
    try OutputFile(path: html, encoding: .utf8).write { (sink) throws(Failure) in
      try sink.write(page)
    }
    try session.print(["html": .string(html)]) {
      [Phrase("网页已写入 \(html)", "the page is in \(html)").text(in: session.language)]
    }
  }
}

extension SimCompare: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let one = try session.poolScenario(first)
    let other = try session.poolScenario(second)
    let plan = try session.plan(draws, nil, one.paths ?? 20_000, one.seed)
    let comparison = try session.watched(plan, draws) { control in
      try PoolStudies(one, plan, control).compare(with: other)
    }
    try session.show(PoolComparisonReport(one.name, other.name, comparison, plan))
  }
}

/// A result with what it says (已读结果).
enum OpenedRun {
  case pool(PoolRunReport)
  case exit(ExitRunReport)
  case part(PartReport)
}

extension Session {
  /// Reads what a result says; with a plan, sensitivities and stress tests are drawn as well.
  func opened(_ result: RunResult, _ plan: RunPlan? = nil) throws(Failure) -> OpenedRun {
    do {
      let stamp = try RunStamp(result)
      guard result.header.isWhole else { return .part(PartReport(stamp: stamp)) }
      if result.header.kind == "exit" {
        let simulator = try ExitSimulator(ExitScenario(result.header.scenario))
        return .exit(
          ExitRunReport(
            scenario: simulator.scenario,
            report: try simulator.report(result),
            stamp: stamp,
            language: language
          )
        )
      }
      let simulator = try PoolSimulator(reading: result)
      let report = try simulator.report(result)
      var studied: StudiedPool?
      if let plan { studied = try self.studied(simulator.scenario, plan) }
      return .pool(
        PoolRunReport(
          scenario: simulator.scenario,
          report: report,
          stamp: stamp,
          studies: studied,
          language: language
        )
      )
    } catch { throw Failure(simulation: error) }
  }

  /// Prints what a result says.
  func answer(_ result: RunResult, _ plan: RunPlan? = nil, kept: String? = nil) throws(Failure) {
    switch try opened(result, plan) {
    case .pool(let report): try show(report)
    case .exit(let report): try show(report)
    case .part(let report): try show(report)
    }
    guard let kept, kept != "-" else { return }
    try say(Phrase("结果已保存到 \(kept)", "the result is in \(kept)").text(in: language))
  }

  /// The paths of a result again.
  func plan(of result: RunResult) throws(Failure) -> RunPlan {
    do { return try RunPlan(seed: result.header.seed, paths: result.header.paths) } catch {
      throw Failure(error)
    }
  }

  /// Everything turned and stressed, on at most 20,000 paths each.
  private func studied(_ scenario: PoolScenario, _ plan: RunPlan) throws(Failure) -> StudiedPool {
    do {
      let paths = try RunPlan(seed: plan.seed, paths: min(plan.paths, 20_000))
      let control = RunControl(threads: System.processors) { _ in !Interruption.isRequested }
      let studies = PoolStudies(scenario, paths, control)
      return StudiedPool(
        paths: paths.paths,
        base: try studies.base(),
        tornado: try studies.tornado(),
        stresses: try studies.stresses(),
        reverse: try studies.reverseStress()
      )
    } catch { throw Failure(simulation: error) }
  }
}

/// How a pool's figures move when its terms do (敏感性与压力).
struct StudiedPool {
  let paths: Int
  let base: PoolFigures
  let tornado: [PoolStudies.Sensitivity]
  let stresses: [PoolStudies.Stressed]
  let reverse: Double?
}
