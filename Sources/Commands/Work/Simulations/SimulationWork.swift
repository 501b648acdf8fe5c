import Findings
import Policies
import Quantities
import Reports
import Signing
import Simulators

extension SimPool: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let scenario = try session.poolScenario(run.scenario, variance)
    let plan = try session.plan(run.draws, run.shard, scenario.paths, scenario.seed)
    let threads = run.draws.threads
    let result = try session.drawn(scenario, plan, threads: threads)
    let drawn = Studies(session: session, plan: plan, threads: threads)
    try session.answer(result, studies ? drawn : nil, keptIn: run.file)
  }
}

extension SimExit: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let scenario = try session.exitScenario(run.scenario, rates)
    let plan = try session.plan(run.draws, run.shard, scenario.paths ?? 20_000, scenario.seed)
    if let target { return try solve(target, scenario, plan, session) }
    let threads = run.draws.threads
    let result = try session.drawn(scenario, plan, threads: threads)
    let drawn = Studies(session: session, plan: plan, threads: threads)
    try session.answer(result, studies ? drawn : nil, keptIn: run.file)
  }

  private func solve(
    _ goal: ExitGoal,
    _ scenario: ExitScenario,
    _ plan: RunPlan,
    _ session: Session
  ) throws(Failure) {
    let most = ExitSimulator.trialsMax
    let series = RunSeries(paths: plan.range.count, runs: most, parts: (.trialOf, most))
    let solution = try session.watched(series, threads: run.draws.threads) { control in
      try ExitSimulator(scenario).solve(goal, plan, control)
    }
    try session.show(GoalReport(goal: goal, solution: solution))
  }
}

extension Session {
  /// Draws the paths of a pool.
  func drawn(
    _ scenario: PoolScenario,
    _ plan: RunPlan,
    threads: Int?
  ) throws(Failure) -> RunResult {
    try watched(RunSeries(paths: plan.range.count), threads: threads) { control in
      let simulator = try PoolSimulator(scenario)
      let needed = simulator.memory(plan, threads: control.threads)
      try RunRoom(paths: plan.paths, needed: needed).check()
      guard let result = try simulator.run(plan, control) else { throw Failure(.interrupted) }
      return result
    }
  }

  /// Draws the paths of exits.
  func drawn(
    _ scenario: ExitScenario,
    _ plan: RunPlan,
    threads: Int?
  ) throws(Failure) -> RunResult {
    try watched(RunSeries(paths: plan.range.count), threads: threads) { control in
      let simulator = try ExitSimulator(scenario)
      let needed = simulator.memory(plan, threads: control.threads)
      try RunRoom(paths: plan.paths, needed: needed).check()
      guard let result = try simulator.run(plan, control) else { throw Failure(.interrupted) }
      return result
    }
  }
}

extension SimMerge: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try RunRoom(joining: files.map { System.size(of: $0) }).check()
    var parts: [RunResult] = []
    for file in files { parts.append(try session.result(file)) }
    let result: RunResult
    do { result = try RunResult.merge(parts) } catch { throw Failure(error) }
    try session.answer(result, keptIn: output)
  }
}

extension SimShow: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let result: RunResult
    if let recorded {
      let (adopted, run) = try session.recordedRun(recorded)
      guard again else { return try session.show(RecordedRunReport(adopted: adopted, run: run)) }
      result = try run.drawnAgain(in: session, threads: nil)
    } else {
      result = try session.result(file ?? "-")
    }
    let drawn = try studies ? Studies(session: session, plan: session.plan(of: result)) : nil
    var opened = try session.opened(result, drawn)
    if case .pool(var report) = opened, let actual {
      report.actual = try session.actual(in: actual, of: result, through: session.day(on))
      opened = .pool(report)
    } else if actual != nil {
      let other = result.header.isWhole ? result.header.kind : "\(result.header.range)"
      throw Failure([Finding(.runOther, value: other, arguments: ["expected": "pool"])])
    }
    guard let html else { return try session.show(opened) }
    let page = opened.page(session.language)
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
    guard try session.isExit(first) else { return try comparePools(session) }
    let one = try session.exitScenario(first, rates)
    let other = try session.exitScenario(second, rates)
    let plan = try session.plan(draws, nil, one.paths ?? 20_000, one.seed)
    let series = RunSeries(paths: plan.paths)
    let turned = try session.watched(series, threads: draws.threads) { control in
      try ExitStudies(one, plan, control).compare(with: other)
    }
    try session.show(ExitComparisonReport(one, other, turned, plan, session.language))
  }

  private func comparePools(_ session: Session) throws(Failure) {
    let one = try session.poolScenario(first)
    let other = try session.poolScenario(second)
    let plan = try session.plan(draws, nil, one.paths ?? 20_000, one.seed)
    let series = RunSeries(paths: plan.paths)
    let comparison = try session.watched(series, threads: draws.threads) { control in
      try PoolStudies(one, plan, control).compare(with: other)
    }
    try session.show(
      PoolComparisonReport(one.name, other.name, comparison, plan, session.language)
    )
  }
}

/// A result with what it says (已读结果).
enum OpenedRun {
  case pool(PoolRunReport)
  case exit(ExitRunReport)
  case part(PartReport)

  /// Reads what a result says.
  static func read(
    _ result: RunResult,
    _ language: Language,
    _ studies: Studies? = nil
  ) throws -> (opened: OpenedRun, stamp: RunStamp) {
    let stamp = try RunStamp(result)
    guard result.header.isWhole else { return (.part(PartReport(stamp: stamp)), stamp) }
    if result.header.kind == "exit" {
      let simulator = try ExitSimulator(ExitScenario(result.header.scenario))
      let report = ExitRunReport(
        scenario: simulator.scenario,
        report: try simulator.report(result),
        stamp: stamp,
        studies: try studies?.exit(simulator),
        language: language
      )
      return (.exit(report), stamp)
    }
    let simulator = try PoolSimulator(reading: result)
    let report = PoolRunReport(
      scenario: simulator.scenario,
      report: try simulator.report(result),
      stamp: stamp,
      studies: try studies?.pool(simulator.scenario),
      language: language
    )
    return (.pool(report), stamp)
  }

  /// The figures that decide.
  var figures: [RunFigure] {
    switch self {
    case .pool(let report): report.figures
    case .exit(let report): report.figures
    case .part: []
    }
  }

  /// What matters most, in words.
  var sentence: Phrase {
    switch self {
    case .pool(let report): report.sentence
    case .exit(let report): report.sentence
    case .part: Phrase("只是一片, 合并后才有结论。", "A part alone says nothing yet.")
    }
  }
}

extension Session {
  /// Reads what a result says; with studies, sensitivities and stress tests are drawn as well.
  func opened(_ result: RunResult, _ studies: Studies? = nil) throws(Failure) -> OpenedRun {
    do {
      return try OpenedRun.read(result, language, studies).opened
    } catch { throw Failure(simulation: error) }
  }

  /// Keeps a result that has just been drawn, and prints what it says.
  ///
  /// Nothing is written before all is drawn, so that an interruption leaves nothing.
  func answer(
    _ result: RunResult,
    _ studies: Studies? = nil,
    keptIn file: String? = nil
  ) throws(Failure) {
    let opened = try opened(result, studies)
    try keep(result, in: file)
    try show(opened)
    guard let file, file != "-" else { return }
    try say(Phrase("结果已保存到 \(file)", "the result is in \(file)").text(in: language))
  }

  /// Prints what a result says.
  func show(_ opened: OpenedRun) throws(Failure) {
    switch opened {
    case .pool(let report): try show(report)
    case .exit(let report): try show(report)
    case .part(let report): try show(report)
    }
  }

  /// The paths of a result again.
  func plan(of result: RunResult) throws(Failure) -> RunPlan {
    do { return try RunPlan(seed: result.header.seed, paths: result.header.paths) } catch {
      throw Failure(error)
    }
  }
}
