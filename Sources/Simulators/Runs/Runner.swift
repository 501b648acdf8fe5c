import Synchronization

/// A model that can be worked out path by path (模拟模型).
///
/// A path depends on the seed and its number and on nothing else.
package protocol PathModel: Sendable {
  /// What one thread needs to work paths out.
  associatedtype Workspace

  /// What the model counts.
  var shape: Tally.Shape { get }

  /// Memory for one thread.
  func workspace() -> Workspace

  /// Works out the paths of a range and adds them to a tally.
  func run(_ paths: Range<Int>, seed: UInt64, _ workspace: inout Workspace, into tally: inout Tally)
}

/// How a run is watched and stopped (运行控制).
public struct RunControl: Sendable {
  /// How many threads work.
  public let threads: Int
  /// Is told from any thread how many paths are done; the run stops when it answers `false`.
  public let goesOn: @Sendable (_ done: Int) -> Bool
  /// Is told before each run where an answer takes several.
  public let begins: @Sendable () -> Void

  /// Creates a control.
  public init(
    threads: Int = 1,
    goesOn: @escaping @Sendable (_ done: Int) -> Bool = { _ in true },
    begins: @escaping @Sendable () -> Void = {}
  ) {
    self.threads = min(max(threads, 1), 1_024)
    self.goesOn = goesOn
    self.begins = begins
  }
}

extension PathModel {
  /// Works out the paths of a plan.
  /// - Returns: the sorted tally; `nil` when the run was stopped.
  package func tally(_ plan: RunPlan, _ control: RunControl = RunControl()) -> Tally? {
    let next = Atomic(plan.range.lowerBound)
    let stopped = Atomic(false)
    let shared = Mutex(Tally(shape, of: plan.paths))
    let end = plan.range.upperBound
    withoutActuallyEscaping({ @Sendable in
      var workspace = self.workspace()
      var tally = Tally(self.shape, of: plan.paths)
      while !stopped.load(ordering: .relaxed) {
        let first = next.wrappingAdd(RunPlan.blockSize, ordering: .relaxed).oldValue
        guard first < end else { break }
        let block = first..<min(first + RunPlan.blockSize, end)
        self.run(block, seed: plan.seed, &workspace, into: &tally)
        let done = min(next.load(ordering: .relaxed), end) - plan.range.lowerBound
        if !control.goesOn(done) { stopped.store(true, ordering: .relaxed) }
      }
      guard !stopped.load(ordering: .relaxed) else { return }
      tally.seal()
      shared.withLock { $0.add(tally) }
    }) { Threads.run(min(control.threads, plan.range.count / RunPlan.blockSize + 1), $0) }
    guard !stopped.load(ordering: .relaxed) else { return nil }
    // Sorted where it is: a copy would keep the unjoined values in memory.
    return shared.withLock {
      $0.sort()
      return $0
    }
  }
}
