import Findings
import Policies
import Quantities
import Signing
import Simulators
import Synchronization

/// Shows the progress of a run, whose threads report in turn (模拟进度).
///
/// The lock lets in one thread at a time, so that what is inside need not be safe by itself.
private final class RunWatch: @unchecked Sendable {
  private let lock = Mutex(())
  private let series: RunSeries
  private var progress: Progress
  private var failure: Failure?
  private var run = 0
  private var done = 0

  init(_ progress: Progress, _ series: RunSeries) {
    (self.progress, self.series) = (progress, series)
  }

  /// Tells that the next run of a series begins.
  func begins() {
    lock.withLock { _ in
      run += 1
      progress.part = series.part(run)
    }
  }

  /// Tells how many paths of the run are done.
  /// - Returns: whether it goes on.
  func goesOn(_ done: Int) -> Bool {
    lock.withLock { _ in
      guard failure == nil else { return false }
      self.done = max(self.done, min(max(run - 1, 0) * series.paths + done, series.total))
      do throws(Failure) { try progress.advance(to: self.done) } catch { failure = error }
      return failure == nil
    }
  }

  /// Throws what stopped the run.
  func check() throws(Failure) {
    if let failure { throw failure }
    try Interruption.check()
  }

  /// Ends the progress; throws what stopped the run.
  func finish() throws(Failure) {
    try check()
    try progress.finish()
  }
}

/// How many runs an answer takes, for whoever waits for it (连续运行).
struct RunSeries {
  /// The paths of each run.
  let paths: Int
  /// About how many runs there are.
  var runs = 1
  /// What runs are called, and how many parts there are; `nil` where there is one run.
  var parts: (name: TextKey, count: Int)?

  /// The paths of all runs.
  var total: Int { paths * runs }

  /// What a run is for, by its number from 1; the last part may take several.
  func part(_ run: Int) -> Message? {
    parts.map { name, count in
      Message(name, ["number": "\(min(run, count))", "count": "\(count)"])
    }
  }
}

/// The memory that the values of paths may take (运行内存).
struct RunRoom {
  /// For what it is needed, by the name and the number that a refusal tells.
  private let purpose: (name: String, count: Int)
  /// The bytes.
  private let needed: Int

  /// The memory of a run of so many paths.
  init(paths: Int, needed: Int) { (purpose, self.needed) = (("paths", paths), needed) }

  /// The memory in which files of these sizes are joined.
  init(joining sizes: [Int]) {
    (purpose, needed) = (("files", sizes.count), RunResult.memory(joining: sizes))
  }

  /// Refuses what would not fit, before anything is drawn or read.
  func check(memory: Int = System.memory) throws(Failure) {
    guard needed > memory else { return }
    throw Failure(
      Findings(
        Finding(
          .runMemory,
          value: "\(needed >> 20)",
          arguments: [purpose.name: "\(purpose.count)", "most": "\(memory >> 20)"]
        )
      )
    )
  }
}

extension Session {
  /// The paths that a command draws.
  func plan(
    _ draws: DrawOptions,
    _ shard: Shard? = nil,
    _ paths: Int?,
    _ seed: UInt64?
  ) throws(Failure) -> RunPlan {
    do throws(Findings) {
      return try RunPlan(
        seed: draws.seed ?? seed ?? 1,
        paths: draws.paths ?? paths ?? 100_000,
        shard: shard ?? .whole
      )
    } catch { throw Failure(error) }
  }

  /// Does what draws paths, with a bar on standard error; Ctrl-C stops it and leaves nothing.
  func watched<Result>(
    _ series: RunSeries,
    threads: Int?,
    _ body: (RunControl) throws -> Result
  ) throws(Failure) -> Result {
    let watch = RunWatch(try progress(total: series.total), series)
    let control = RunControl(
      threads: threads ?? System.processors,
      goesOn: { watch.goesOn($0) },
      begins: { watch.begins() }
    )
    let result: Result
    do { result = try body(control) } catch {
      try watch.check()
      throw Failure(simulation: error)
    }
    try watch.finish()
    return result
  }

  /// Writes the file of a result, whole or not at all.
  func keep(_ result: RunResult, in path: String?) throws(Failure) {
    guard let path else { return }
    let pieces: [ArraySlice<UInt8>]
    do throws(SigningError) { pieces = try result.pieces() } catch { throw Failure(error) }
    try OutputFile(path: path == "-" ? "/dev/stdout" : path, encoding: .utf8).write {
      (sink) throws(Failure) in
      for piece in pieces {
        // A piece of a large run is written without a copy of all of it.
        for start in stride(from: piece.startIndex, to: piece.endIndex, by: 1 << 20) {
          try sink.write(Array(piece[start..<min(start + 1 << 20, piece.endIndex)]))
        }
      }
    }
  }

  /// Reads the file of a result.
  func result(_ path: String) throws(Failure) -> RunResult {
    let bytes = try bytes(of: path)
    do throws(Findings) { return try RunResult(file: bytes) } catch {
      throw Failure(error.list.map { $0.about(path) })
    }
  }
}

extension Failure {
  /// Why a simulation did not come to an answer.
  init(simulation error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let refusal as Refusal: self.init(refusal)
    case let findings as Findings: self.init(findings)
    case let failure as PoolStudies.Failure:
      switch failure {
      case .refused(let refusal): self.init(refusal)
      case .digest(let error): self.init(error)
      case .stopped: self.init(.interrupted)
      }
    case let failure as SigningError: self.init(failure)
    default: self.init(.bug, ["reason": "\(error)"])
    }
  }

  private init(_ refusal: Refusal) {
    switch refusal {
    case .open(let paths): self.init(open: paths)
    case .findings(let findings): self.init(findings)
    }
  }
}
