import Quantities

/// How much memory the values of paths take, before the first of them is drawn (内存估算).
///
/// Everything else grows with groups and time steps and not with paths, so this is what decides
/// whether a run fits.
struct RunMemory {
  /// What is counted.
  let shape: Tally.Shape
  /// Within which width the values of each figure lie.
  let widths: [Int64]

  /// The bytes that a plan may take at most: sorted parts, and the runs that they become.
  func bytes(_ plan: RunPlan, threads: Int) -> Int {
    let rules = shape.rules(paths: plan.paths)
    var bytes = threads * (rules.count + 2) * Sample.batch * MemoryLayout<Int64>.size
    for (rule, width) in zip(rules, widths) {
      var count = plan.range.count
      if !rule.isWeighted, rule.enough < .max {
        // Each thread lets the least go when it has twice what is wanted.
        count = min(count, 2 * threads * Int(rule.enough))
      }
      let part = min(count, Sample.batch)
      let parts = (count + Sample.batch - 1) / Sample.batch
      for (runs, length) in [(parts, part), (1, count)] {
        bytes +=
          runs * SortedRun.bytesMax(count: length, width: width, isWeighted: rule.isWeighted)
      }
    }
    return bytes
  }
}

extension RunResult {
  /// The bytes of memory that joining files may take at most, by their sizes.
  ///
  /// All of them are held, and what they become is no longer than they are. Figure by figure, a
  /// chunk of every file is read ahead and sorted with those of the others, for which the numbers
  /// are there four times.
  public static func memory(joining sizes: [Int]) -> Int {
    let ahead = 4 * SortedRun.chunkSize * MemoryLayout<Int64>.size
    return 2 * sizes.reduce(0, +) + sizes.count * ahead
  }
}

extension PoolSimulator {
  /// The bytes of memory that a plan may take at most, besides what does not grow with its paths.
  public func memory(_ plan: RunPlan, threads: Int) -> Int {
    let lent = model.kinds.reduce(scenario.pool.opening.rawValue) { sum, kind in
      sum + kind.principal * Int64(kind.count)
    }
    return RunMemory(shape: layout.shape, widths: [lent, lent]).bytes(plan, threads: threads)
  }
}

extension ExitSimulator {
  /// The bytes of memory that a plan may take, besides what does not grow with its paths, as long
  /// as no path brings back more than a hundredfold.
  public func memory(_ plan: RunPlan, threads: Int) -> Int {
    let widths = ExitTally.Sample.allCases.map { figure in
      figure == .returned ? Moments.magnitudeMax : 100_000_000
    }
    return RunMemory(shape: layout.shape, widths: widths).bytes(plan, threads: threads)
  }
}
