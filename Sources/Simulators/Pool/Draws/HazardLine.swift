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
  /// The hazard of each bucket whose loans lie on the line.
  private let lengths: Scratch<Double>
  private let points = Scratch<Double>(64, zero: 0)
  /// The buckets of points.
  private let owners = Scratch<Int32>(64, zero: 0)

  init(_ model: PoolModel) {
    var lists = Array(repeating: [Int32](), count: model.buckets.count)
    for (loan, kind) in model.kindOf.enumerated() {
      lists[model.kinds[Int(kind)].bucket].append(Int32(loan))
    }
    var next = 0
    firsts = Scratch(
      lists.map { list in
        defer { next += list.count }; return next
      },
      zero: 0
    )
    counts = Scratch(lists.map(\.count), zero: 0)
    loans = Scratch(lists.flatMap { $0 }, zero: 0)
    ends = Scratch(lists.count + 2, zero: 0)
    lengths = Scratch(lists.count, zero: 0)
  }

  /// Finds the loans that fail on a path whose hazards are known.
  /// - Returns: how many were found.
  func find(_ hazards: Hazards, into desk: FailureDesk, seed: UInt64, path: UInt64) -> Int {
    let isDense = layOut(hazards)
    let drawn = draw(seed: seed, path: path, length: ends.start[hazards.count])
    let hit = match(drawn, hazards.count)
    desk.reserve(hit + 1)
    let found = name(hit, desk)
    return isDense ? addDense(found, hazards, desk, seed: seed, path: path) : found
  }

  /// Lays the buckets out on the line.
  /// - Returns: whether there are loans that do not lie on it.
  private func layOut(_ hazards: Hazards) -> Bool {
    let (ends, counts, lengths) = (ends.start, counts.start, lengths.start)
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
      lengths[bucket] = hazard
    }
    return isDense
  }

  /// Draws the points up to the first one beyond the line.
  private func draw(seed: UInt64, path: UInt64, length: Double) -> Int {
    var stream = RandomStream(seed: seed, path: path, purpose: Purpose.line)
    var (point, count) = (0.0, 0)
    while point < length {
      // About as many as there will be; the rest, if any, in small parts.
      let missing = length - point
      let groups = Int(Int32(missing + missing.squareRoot())) / 8 + 1
      points.reserve(count + 8 * groups + 2, zero: 0)
      let gaps = points.start + count
      fill(gaps, groups, &stream)
      // Adding up is a loop of its own: mixed with the logarithms it would take their lanes apart.
      for index in 0..<8 * groups {
        point += gaps[index]
        gaps[index] = point
      }
      count += 8 * groups
    }
    points.reserve(count + 2, zero: 0)
    (points.start[count], points.start[count + 1]) = (.infinity, .infinity)
    return count
  }

  /// Fills groups of eight exponential numbers in.
  @inline(never)
  private func fill(
    _ gaps: UnsafeMutablePointer<Double>,
    _ groups: Int,
    _ stream: inout RandomStream
  ) {
    let bytes = UnsafeMutableRawPointer(gaps)
    for group in 0..<groups {
      let (even, odd) = stream.eight()
      let (first, second) = (-DetMath.log(even), -DetMath.log(odd))
      bytes.storeBytes(of: first, toByteOffset: 64 * group, as: SIMD4<Double>.self)
      bytes.storeBytes(of: second, toByteOffset: 64 * group + 32, as: SIMD4<Double>.self)
    }
  }

  /// Walks along points and buckets at once, without a branch that nobody could foretell.
  /// - Returns: how many points lie on the line.
  private func match(_ drawn: Int, _ buckets: Int) -> Int {
    owners.reserve(drawn + 1, zero: 0)
    let (points, ends, owners) = (points.start, ends.start + 1, owners.start)
    var (bucket, hit) = (0, 0)
    // Numbers that are not negative have the order of their bits.
    var (point, end) = (points[0].bitPattern, ends[0].bitPattern)
    while bucket < buckets {
      let (nextPoint, nextEnd) = (points[hit &+ 1].bitPattern, ends[bucket &+ 1].bitPattern)
      owners[hit] = Int32(truncatingIfNeeded: bucket)
      let isInside = point < end
      hit &+= isInside ? 1 : 0
      bucket &+= isInside ? 0 : 1
      point = isInside ? nextPoint : point
      end = isInside ? end : nextEnd
    }
    return hit
  }

  /// Finds the loans of points; of several points of one loan the first counts.
  private func name(_ hit: Int, _ desk: FailureDesk) -> Int {
    let (owners, points, ends) = (owners.start, points.start, ends.start)
    let lengths = lengths.start
    let (firsts, counts, loans) = (firsts.start, counts.start, loans.start)
    let (found, reached) = (desk.failures.loan.start, desk.reached.start)
    var (next, last) = (0, -1)
    for index in 0..<hit {
      let bucket = Int(owners[index])
      let hazard = lengths[bucket]
      let into = points[index] - ends[bucket]
      let most = counts[bucket] &- 1
      let place = Int(DetMath.floor(into / hazard))
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
        desk.failures.loan.start[count] = loan
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
      desk.failures.loan.start[count] = Int32(loan)
      desk.reached.start[count] = reached
      count += 1
    }
    return count
  }
}
