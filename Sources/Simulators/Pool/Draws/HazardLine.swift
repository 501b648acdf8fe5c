/// Finds the loans that fail without looking at those that do not (风险线抽样).
///
/// Every loan has a segment as long as its hazard λ = −ln(1 − p), one behind the other on a line.
/// The first point of a unit Poisson process in a segment makes the loan fail, which happens with
/// probability p; and how far into the segment it lies is distributed as the hazard at which a
/// loan fails that does. So one number tells which loan fails and when, and the cost follows the
/// failures, not the loans.
///
/// How many points there are is a Poisson number; each then lies anywhere on the line, whatever the
/// others do. Of each point's 64 bits the upper 52 tell where it lies, the lower 24 are the loan's
/// luck: what both use would move a point by less than 2^−40 of the line.
final class HazardLine {
  /// The loans by bucket.
  private let loans: Scratch<Int32>
  /// Where each bucket begins on the line, and three ends more.
  private let starts: Scratch<Double>
  private let stretches: Scratch<Stretch>
  /// How many loans each bucket has.
  private let counts: Scratch<Double>
  /// The bucket with which each cell of the line begins, or one before it.
  private let guide: Scratch<Int32>
  /// How many bits name a cell.
  private let cellBits: UInt64
  /// Beyond this hazard a loan is drawn by itself: points would fall too densely.
  private static let dense = 4.0
  private let points = Scratch<Point>(64, zero: Point())
  /// When each loan was last hit: the number of the hit among those of all paths.
  private let seen: Scratch<Int>
  /// How many hits earlier paths had, and one.
  private var earlier = 1

  /// A bucket's part of the line, its loans one behind the other.
  private struct Stretch: BitwiseCopyable {
    /// The hazard of each loan, and how many loans there are to a hazard of 1.
    var each: Double
    var perEach: Double
    /// The first of the loans, and how many follow it.
    var first: Int32
    var others: UInt32
  }

  /// A point of the line: its bucket, and how far into it it lies.
  private struct Point: BitwiseCopyable {
    var into = 0.0
    var bucket: Int32 = 0
    /// The loan's luck.
    var luck: UInt32 = 0
  }

  init(_ model: PoolModel) {
    let lists = model.loansByBucket
    var first: Int32 = 0
    let stretches = lists.map { list in
      defer { first += Int32(list.count) }
      let others = UInt32(max(list.count - 1, 0))
      return Stretch(each: 0, perEach: 0, first: first, others: others)
    }
    self.stretches = Scratch(stretches, zero: stretches[0])
    starts = Scratch(lists.count + 3, zero: .infinity)
    counts = Scratch(lists.map { Double($0.count) }, zero: 0)
    loans = Scratch(lists.flatMap { $0 }, zero: 0)
    seen = Scratch(model.kindOf.count, zero: 0)
    var cellBits = 6
    while cellBits < 16, 1 << cellBits < lists.count { cellBits += 1 }
    self.cellBits = UInt64(cellBits)
    guide = Scratch(1 << cellBits + 2, zero: 0)
  }

  /// Finds the loans that fail on a path whose hazards are known.
  /// - Returns: how many were found.
  func find(_ hazards: Hazards, into desk: FailureDesk, seed: UInt64, path: UInt64) -> Int {
    let (length, isDense) = layOut(hazards)
    var found = 0
    // What is shorter has no points.
    if length > 0x1p-900 {
      var count = RandomStream(seed: seed, path: path, purpose: Purpose.count)
      let drawn = count.poisson(mean: length)
      markCells(hazards.count, length)
      desk.reserve(drawn)
      search(BitRow(seed: seed, path: path, purpose: Purpose.line), drawn, length)
      found = match(drawn, desk)
    }
    return isDense ? addDense(found, hazards, desk, seed: seed, path: path) : found
  }

  /// Lays the buckets out on the line.
  /// - Returns: its length, and whether there are loans that do not lie on it.
  private func layOut(_ hazards: Hazards) -> (length: Double, isDense: Bool) {
    let (stretches, starts, counts) = (stretches.start, starts.start, counts.start)
    let (sums, periods) = (hazards.sums.start + hazards.periods - 1, hazards.periods)
    var (end, highest) = (0.0, 0.0)
    for bucket in 0..<hazards.count {
      let hazard = sums[bucket &* periods]
      highest = max(highest, hazard)
      let each = hazard <= Self.dense ? hazard : 0
      starts[bucket] = end
      stretches[bucket].each = each
      stretches[bucket].perEach = 1 / each
      end += each * counts[bucket]
    }
    return (end, highest > Self.dense)
  }

  /// Notes with which bucket each cell of the line begins.
  private func markCells(_ buckets: Int, _ length: Double) {
    let (guide, starts, cells) = (guide.start, starts.start, 1 << Int(cellBits))
    for cell in 0...cells { guide[cell] = 0 }
    let perCell = Double(cells) / length
    // Of a whole number the one before may come out: the bucket is then one too early.
    for bucket in 1..<max(buckets, 1) {
      guide[Int(DetMath.floor(starts[bucket] * perCell)) &+ 1] &+= 1
    }
    var ended: Int32 = 0
    for cell in 0..<cells {
      ended &+= guide[cell]
      guide[cell] = ended
    }
  }

  /// Finds the buckets of points.
  private func search(_ row: BitRow, _ drawn: Int, _ length: Double) {
    points.reserve(drawn, zero: Point())
    let (guide, points, starts) = (guide.start, points.start, starts.start)
    let toCell = 64 &- cellBits
    var row = row
    for index in 0..<drawn {
      let bits = row.next()
      let point = RandomStream.uniform(bits) * length
      var bucket = Int(guide[Int(truncatingIfNeeded: bits &>> toCell)])
      // Two ends at once, without a branch: few cells have more of them.
      let ends = starts + bucket
      bucket &+= (point >= ends[1] ? 1 : 0) &+ (point >= ends[2] ? 1 : 0)
      while point >= starts[bucket &+ 1] { bucket &+= 1 }
      points[index].into = point - starts[bucket]
      points[index].bucket = Int32(truncatingIfNeeded: bucket)
      points[index].luck = UInt32(truncatingIfNeeded: bits)
    }
  }

  /// Finds the loans of points; of several points of one loan the first counts.
  private func match(_ drawn: Int, _ desk: FailureDesk) -> Int {
    let (points, loans, seen) = (points.start, loans.start, seen.start)
    let (stretches, found, earlier) = (stretches.start, desk.hits.start, earlier)
    var next = 0
    for index in 0..<drawn {
      let stretch = stretches + Int(points[index].bucket)
      let (into, each) = (points[index].into, stretch[0].each)
      let number = UInt32(bitPattern: DetMath.floor(into * stretch[0].perEach))
      let kept = Int32(bitPattern: min(number, stretch[0].others))
      let rest = max(min(into - Double(kept) * each, each), HazardInverse.least)
      let slot = Int(stretch[0].first &+ kept)
      // Without a branch: nobody could foretell which point is a loan's second one.
      let earliest = seen[slot] &- earlier
      let isNew = earliest < 0
      let place = isNew ? next : earliest
      let before = isNew ? .max : found[place].reached.bitPattern
      found[place] = FailureDesk.Hit(
        reached: Double(bitPattern: min(rest.bitPattern, before)),
        loan: loans[slot],
        luck: points[index].luck
      )
      seen[slot] = earlier &+ place
      next &+= isNew ? 1 : 0
    }
    self.earlier = earlier &+ next
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
      let stretch = stretches.start[bucket]
      desk.reserve(count + Int(stretch.others) + 1)
      for place in 0...Int(stretch.others) {
        let loan = loans.start[Int(stretch.first) + place]
        let hit = FailureDesk.Hit(seed: seed, path: path, loan, below: hazards.last(bucket))
        guard let hit else { continue }
        desk.hits.start[count] = hit
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
      let hit = FailureDesk.Hit(seed: seed, path: path, Int32(loan), below: hazard)
      guard let hit else { continue }
      desk.hits.start[count] = hit
      count += 1
    }
    return count
  }
}

extension FailureDesk.Hit {
  /// Draws one loan by numbers of its own.
  /// - Returns: `nil` when it does not fail.
  init?(seed: UInt64, path: UInt64, _ loan: Int32, below hazard: Double) {
    let entity = UInt32(loan)
    var stream = RandomStream(seed: seed, path: path, entity: entity, purpose: Purpose.loan)
    reached = stream.exponential()
    guard reached < hazard else { return nil }
    self.loan = loan
    luck = UInt32(truncatingIfNeeded: stream.bits())
  }
}
