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
  private var progress: Progress
  private var failure: Failure?
  private var done = 0

  init(_ progress: Progress) { self.progress = progress }

  /// Tells how many paths are done.
  /// - Returns: whether the run goes on.
  func goesOn(_ done: Int) -> Bool {
    lock.withLock { _ in
      guard failure == nil else { return false }
      self.done = max(self.done, done)
      do throws(Failure) { try progress.advance(to: self.done) } catch { failure = error }
      return failure == nil
    }
  }

  /// Ends the progress; throws what stopped the run.
  func finish() throws(Failure) {
    if let failure { throw failure }
    try Interruption.check()
    try progress.finish()
  }
}

/// The memory that the values of a run's paths may take (运行内存).
struct RunRoom {
  /// The number of paths.
  let paths: Int
  /// The bytes.
  let needed: Int

  /// Refuses a run that would not fit, before its first path.
  func check(memory: Int = System.memory) throws(Failure) {
    guard needed > memory else { return }
    throw Failure(
      Findings(
        Finding(
          .runMemory,
          value: "\(needed >> 20)",
          arguments: ["paths": "\(paths)", "most": "\(memory >> 20)"]
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
    _ plan: RunPlan,
    threads: Int?,
    _ body: (RunControl) throws -> Result
  ) throws(Failure) -> Result {
    let watch = RunWatch(try progress(total: max(plan.range.count, 1)))
    let control = RunControl(threads: threads ?? System.processors) { watch.goesOn($0) }
    let result: Result
    do { result = try body(control) } catch {
      try watch.finish()
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
