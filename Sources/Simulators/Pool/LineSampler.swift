/// Finds the loans that fail without looking at those that do not (风险线抽样).
///
/// Every loan has a segment as long as its hazard λ = −ln(1 − p), one behind the other on a line.
/// The first point of a unit Poisson process in a segment makes the loan fail, which happens with
/// probability p; and how far into the segment it lies is distributed as the hazard at which a
/// loan fails that does. So one exponential number tells which loan fails and when, and the cost
/// follows the failures, not the loans.
struct LineSampler: Sendable {
  /// Where the loans of each bucket begin in `loans`; one more for the end.
  private let starts: [Int]
  /// The loans by bucket.
  private let loans: [Int32]
  /// Beyond this hazard a loan is drawn by itself: points would fall too densely.
  private static let dense = 4.0
  /// What has been found: the loan, and how far into its segment the point lies.
  private var found: [(loan: Int32, reached: Double)] = []
  /// Exponential numbers that are drawn in batches.
  private var gaps: [Double] = []
  private var next = 0
  private var stream = RandomStream(seed: 0, path: 0, purpose: Purpose.line)

  init(_ model: PoolModel) {
    var lists = Array(repeating: [Int32](), count: model.buckets.count)
    for (loan, kind) in model.kindOf.enumerated() {
      lists[model.kinds[Int(kind)].bucket].append(Int32(loan))
    }
    var starts = [0]
    for list in lists { starts.append(starts[starts.count - 1] + list.count) }
    self.starts = starts
    loans = lists.flatMap { $0 }
  }

  /// The loans that fail on a path whose factors are drawn.
  mutating func run(_ model: PoolModel, _ draws: inout PathDraws, seed: UInt64, path: UInt64) {
    model.addHazards(&draws)
    draws.defaults.removeAll(keepingCapacity: true)
    found.removeAll(keepingCapacity: true)
    stream = RandomStream(seed: seed, path: path, purpose: Purpose.line)
    gaps.removeAll(keepingCapacity: true)
    next = 0
    // How far the next point lies beyond the end of the last bucket.
    var gap = exponential()
    for bucket in model.buckets.indices {
      let hazard = draws.hazard[(bucket + 1) * model.periods.count - 1]
      let (first, end) = (starts[bucket], starts[bucket + 1])
      if hazard <= 0 { continue }
      if hazard > Self.dense {
        for place in first..<end {
          let reached = exponential()
          if reached < hazard { found.append((loans[place], reached)) }
        }
        continue
      }
      let length = hazard * Double(end - first)
      guard gap < length else {
        gap -= length
        continue
      }
      let perHazard = 1 / hazard
      var last = -1
      while gap < length {
        let place = min(Int(gap * perHazard), end - first - 1)
        if place > last {
          let reached = min(max(gap - Double(place) * hazard, 0x1p-60), hazard)
          found.append((loans[first + place], reached))
          last = place
        }
        gap += exponential()
      }
      gap -= length
    }
    addDetails(model, &draws, seed: seed, path: path)
    draws.sort(months: model.horizon)
  }

  /// Draws what loans that fail owe and lose, eight at a time: the same numbers as one by one.
  private func addDetails(
    _ model: PoolModel,
    _ draws: inout PathDraws,
    seed: UInt64,
    path: UInt64
  ) {
    let key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    let low = SIMD8(repeating: path & 0xFFFF_FFFF)
    let high = SIMD8(repeating: path >> 32)
    for first in stride(from: 0, to: found.count, by: 8) {
      let count = min(found.count - first, 8)
      var entities = SIMD8<UInt64>(repeating: UInt64(Purpose.details) << 24)
      for lane in 0..<count { entities[lane] |= UInt64(found[first + lane].loan) }
      let words = Philox.blocks(Philox.Words(SIMD8(repeating: 0), entities, low, high), key: key)
      let (left, right) = (words.second &<< 32 | words.first, words.fourth &<< 32 | words.third)
      for lane in 0..<count {
        let (loan, reached) = found[first + lane]
        model.add(&draws, loan: Int(loan), reached: reached, left[lane], right[lane])
      }
    }
  }

  private mutating func exponential() -> Double {
    if next == gaps.count {
      let (even, odd) = stream.sixteen()
      let (first, second) = (-DetMath.log(even), -DetMath.log(odd))
      gaps.removeAll(keepingCapacity: true)
      for lane in 0..<8 {
        gaps.append(first[lane])
        gaps.append(second[lane])
      }
      next = 0
    }
    next += 1
    return gaps[next - 1]
  }
}
