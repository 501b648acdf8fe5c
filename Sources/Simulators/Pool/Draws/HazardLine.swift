/// Finds the loans that fail without looking at those that do not (风险线抽样).
///
/// Every loan has a segment as long as its hazard λ = −ln(1 − p), one behind the other on a line.
/// The first point of a unit Poisson process in a segment makes the loan fail, which happens with
/// probability p; and how far into the segment it lies is distributed as the hazard at which a
/// loan fails that does. So one exponential number tells which loan fails and when, and the cost
/// follows the failures, not the loans.
///
/// Each step is done for all failures of a path before the next one: drawing points, finding their
/// buckets, finding their loans. A processor then waits for nothing, and the loops are simple.
final class HazardLine {
  /// Where the loans of each bucket begin in `loans`, and how many there are.
  private let firsts: Scratch<Int>
  private let counts: Scratch<Int>
  /// The loans by bucket.
  private let loans: Scratch<Int32>
  /// Where each bucket begins and ends on the line.
  private let ends: Scratch<Double>
  /// Beyond this hazard a loan is drawn by itself: points would fall too densely.
  private static let dense = 4.0
  private let points = Scratch<Double>(64, zero: 0)
  /// The buckets of points, and the points again.
  private let owners = Scratch<Int32>(64, zero: 0)
  private let hits = Scratch<Double>(64, zero: 0)

  init(_ model: PoolModel) {
    var lists = Array(repeating: [Int32](), count: model.buckets.count)
    for (loan, kind) in model.kindOf.enumerated() {
      lists[model.kinds[Int(kind)].bucket].append(Int32(loan))
    }
    var next = 0
    firsts = Scratch(lists.map { list in defer { next += list.count }; return next }, zero: 0)
    counts = Scratch(lists.map(\.count), zero: 0)
    loans = Scratch(lists.flatMap { $0 }, zero: 0)
    ends = Scratch(lists.count + 1, zero: 0)
  }

  /// Finds the loans that fail on a path whose hazards are known.
  /// - Returns: how many were found.
  func find(_ hazards: Hazards, into desk: FailureDesk, seed: UInt64, path: UInt64) -> Int {
    let isDense = layOut(hazards)
    let drawn = draw(seed: seed, path: path, length: ends.start[hazards.count])
    let hit = match(drawn, hazards.count)
    desk.reserve(hit + 1)
    let found = name(hit, hazards, desk)
    return isDense ? addDense(found, hazards, desk, seed: seed, path: path) : found
  }

  /// Lays the buckets out on the line.
  /// - Returns: whether there are loans that do not lie on it.
  private func layOut(_ hazards: Hazards) -> Bool {
    let (ends, counts) = (ends.start, counts.start)
    var end = 0.0
    var isDense = false
    for bucket in 0..<hazards.count {
      let hazard = hazards.last(bucket)
      if hazard > Self.dense {
        isDense = true
      } else {
        end += hazard * Double(counts[bucket])
      }
      ends[bucket + 1] = end
    }
    return isDense
  }

  /// Draws the points up to the first one beyond the line.
  private func draw(seed: UInt64, path: UInt64, length: Double) -> Int {
    var stream = RandomStream(seed: seed, path: path, purpose: Purpose.line)
    var (point, count) = (0.0, 0)
    while point < length {
      points.reserve(count + 17, zero: 0)
      let (even, odd) = stream.sixteen()
      let (first, second) = (DetMath.log(even), DetMath.log(odd))
      let points = points.start + count
      for lane in 0..<8 {
        point -= first[lane]
        points[lane] = point
      }
      for lane in 0..<8 {
        point -= second[lane]
        points[8 + lane] = point
      }
      count += 16
    }
    points.start[count] = .infinity
    return count
  }

  /// Walks along points and buckets at once, without a branch that nobody could foretell.
  /// - Returns: how many points lie on the line.
  private func match(_ drawn: Int, _ buckets: Int) -> Int {
    owners.reserve(drawn + 1, zero: 0)
    hits.reserve(drawn + 1, zero: 0)
    let (points, ends) = (points.start, ends.start + 1)
    let (owners, hits) = (owners.start, hits.start)
    var (bucket, hit) = (0, 0)
    while bucket < buckets {
      // Numbers that are not negative have the order of their bits.
      let (point, end) = (points[hit].bitPattern, ends[bucket].bitPattern)
      owners[hit] = Int32(truncatingIfNeeded: bucket)
      hits[hit] = Double(bitPattern: point)
      let inside = point < end ? 1 : 0
      hit &+= inside
      bucket &+= 1 &- inside
    }
    return hit
  }

  /// Finds the loans of points; of several points of one loan the first counts.
  private func name(_ hit: Int, _ hazards: Hazards, _ desk: FailureDesk) -> Int {
    let (owners, hits, ends) = (owners.start, hits.start, ends.start)
    let (firsts, counts, loans) = (firsts.start, counts.start, loans.start)
    let (found, reached) = (desk.found.start, desk.reached.start)
    var (next, last) = (0, -1)
    for index in 0..<hit {
      let bucket = Int(owners[index])
      let hazard = hazards.last(bucket)
      let into = hits[index] - ends[bucket]
      let most = counts[bucket] &- 1
      let place = Int(into / hazard)
      let kept = place < most ? place : most
      let rest = into - Double(kept) * hazard
      let slot = firsts[bucket] &+ kept
      found[next] = loans[slot]
      reached[next] = max(min(rest, hazard), 0x1p-60)
      next &+= slot == last ? 0 : 1
      last = slot
    }
    return next
  }

  /// Draws loans one by one whose hazard is great.
  private func addDense(
    _ count: Int,
    _ hazards: Hazards,
    _ desk: FailureDesk,
    seed: UInt64,
    path: UInt64
  ) -> Int {
    var count = count
    for bucket in 0..<hazards.count where hazards.last(bucket) > Self.dense {
      let hazard = hazards.last(bucket)
      desk.reserve(count + counts.start[bucket])
      for place in 0..<counts.start[bucket] {
        let loan = loans.start[firsts.start[bucket] + place]
        var stream = RandomStream(
          seed: seed,
          path: path,
          entity: UInt32(loan),
          purpose: Purpose.loan
        )
        let reached = stream.exponential()
        guard reached < hazard else { continue }
        desk.found.start[count] = loan
        desk.reached.start[count] = reached
        count += 1
      }
    }
    return count
  }
}

/// Finds the loans that fail by drawing each of them by itself (逐笔抽样).
///
/// A loan's number is its own: it does not shift when another loan comes, goes or fails, so that
/// variants are compared on the same luck, loan by loan.
enum EachLoan {
  /// Finds the loans that fail on a path whose hazards are known.
  /// - Returns: how many were found.
  static func find(
    _ model: PoolModel,
    _ hazards: Hazards,
    into desk: FailureDesk,
    seed: UInt64,
    path: UInt64
  ) -> Int {
    var count = 0
    desk.reserve(model.kindOf.count)
    for (loan, kind) in model.kindOf.enumerated() {
      let hazard = hazards.last(model.kinds[Int(kind)].bucket)
      if hazard <= 0 { continue }
      var stream = RandomStream(seed: seed, path: path, entity: UInt32(loan), purpose: Purpose.loan)
      let reached = stream.exponential()
      guard reached < hazard else { continue }
      desk.found.start[count] = Int32(loan)
      desk.reached.start[count] = reached
      count += 1
    }
    return count
  }
}
