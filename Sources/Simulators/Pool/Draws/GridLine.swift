/// Finds the loans that fail by tables of what happens at given factors (格点抽样).
///
/// It draws what ``HazardLine`` draws: a Poisson number of points, and for each a loan and the
/// month in which it fails; of several points of one loan the first counts. But the hazards of the
/// path are not worked out for it. Two nodes of ``HazardGrid`` next to what a sector shares stand
/// for them, each a segment of the line that is the longer the nearer it is, and one step in a
/// node's table tells bucket and month.
///
/// The mean of two nodes is a little more than the hazard. So one more segment lies on the line, as
/// long as what could be too much: only the points on it are looked at, and taken out with the
/// probability that makes the hazard exact.
///
/// Of each point's 64 bits the upper 63 tell where it lies, the lower 24 are the loan's luck: what
/// both use moves a point by less than 2^−40 of the line.
final class GridLine {
  private let grid: HazardGrid
  private let slots: Scratch<Slot>
  /// The two nodes of each sector and period.
  private let pairs: Scratch<Pair>
  /// The parts of the line: both nodes of each pair, and then what is doubtful.
  private let segments: Scratch<Segment>
  private let count: Int
  /// Where each of them ends, as hazards and, behind the first one's beginning, in units of 2^−63
  /// of the line; the last three ends are none.
  private let ends: Scratch<Double>
  private let starts: Scratch<Int64>
  /// The segment with which each cell of the line begins, or one before it.
  private let guide: Scratch<Int32>
  /// How many cells there are, and how many bits of a place do not name one.
  private let cells: Int
  private let toCell: Int64
  private let points = Scratch<Point>(64, zero: Point())
  /// When each loan was last hit: the number of the event among those of all paths.
  private let seen: Scratch<Int32>
  /// How many events earlier paths had, and one.
  private var earlier: Int32 = 1

  /// The length of the line in whole numbers.
  private static let length = 0x1p63
  /// The greatest real number below it.
  private static let lastEnd = 0x1.fffffffffffffp62

  /// A loan, and its kind.
  private struct Slot: BitwiseCopyable {
    let loan: Int32
    let kind: Int32
  }

  /// The nodes next to what a sector shares.
  private struct Pair: BitwiseCopyable {
    var nodes: UnsafePointer<HazardGrid.Node>?
    /// How near the second one is.
    var weight = 0.0
    /// How many points are expected that have to be looked at.
    var doubtful = 0.0
  }

  /// A node's part of the line.
  private struct Segment: BitwiseCopyable {
    var columns: UnsafePointer<AliasTable.Column>
    let outcomes: UnsafePointer<HazardGrid.Outcome>
    /// How many outcomes there are, but for a hair.
    let count: Double
    /// How many there are to a unit of the line.
    var perUnit = 0.0
    let firstBucket: UInt32
  }

  /// A point of the line.
  private struct Point: BitwiseCopyable {
    /// How far among the outcomes of a segment's node it lies.
    var into = 0.0
    var segment: UInt32 = 0
    /// The loan's luck.
    var luck: UInt32 = 0
  }

  /// - Returns: `nil` where a grid does not serve.
  init?(_ model: PoolModel) {
    guard let grid = HazardGrid(model) else { return nil }
    self.grid = grid
    let slots = model.loansByBucket.flatMap { $0 }
      .map { Slot(loan: $0, kind: model.kindOf[Int($0)]) }
    // As many more as a bucket can be taken to have.
    self.slots = Scratch(slots + slots, zero: slots[0])
    seen = Scratch(slots.count, zero: 0)
    let rows = grid.rows.capacity
    count = 2 * rows
    var cellBits: Int64 = 6
    while cellBits < 12, 1 << cellBits < 4 * count { cellBits += 1 }
    (cells, toCell) = (1 << cellBits, 63 - cellBits)
    guide = Scratch(cells + 2, zero: 0)
    pairs = Scratch(rows, zero: Pair())
    ends = Scratch(count, zero: 0)
    starts = Scratch(count + 4, zero: .max)
    starts.start[0] = 0
    let segments = (0..<rows).flatMap { row in
      let row = grid.rows.start[row]
      let segment = Segment(
        columns: grid.none,
        outcomes: row.outcomes,
        count: Double(row.count) * AliasTable.hair,
        firstBucket: row.firstBucket
      )
      return [segment, segment]
    }
    self.segments = Scratch(segments, zero: segments[0])
  }

  /// Finds the loans that fail on a path whose factors are known.
  /// - Returns: how many were found; `nil` where the grid does not reach.
  func find(
    _ factors: PathFactors,
    into desk: FailureDesk,
    seed: UInt64,
    path: UInt64
  ) -> Int? {
    guard let length = layOut(factors) else { return nil }
    // What is shorter has no points, and on what is longer loans are hit too often.
    if length < 0x1p-900 { return 0 }
    if length > HazardGrid.dense * Double(seen.capacity) { return nil }
    mark(length)
    var stream = RandomStream(seed: seed, path: path, purpose: Purpose.count)
    let drawn = stream.poisson(mean: length)
    points.reserve(drawn + 1, zero: Point())
    desk.reserve(drawn + 1)
    var kept = search(BitRow(seed: seed, path: path, purpose: Purpose.line), drawn)
    for number in 0..<drawn - kept {
      let entity = UInt32(number)
      var stream = RandomStream(seed: seed, path: path, entity: entity, purpose: Purpose.doubt)
      guard let point = examine(&stream, factors) else { continue }
      points.start[kept] = point
      kept += 1
    }
    return join(tell(kept, desk.events.start), desk.events.start)
  }

  // MARK: The line

  /// Lays the nodes out on the line.
  /// - Returns: its length; `nil` where the grid does not reach.
  private func layOut(_ factors: PathFactors) -> Double? {
    let (common, rows, reach) = (factors.common.start, grid.rows.start, HazardGrid.reach)
    let (pairs, segments, ends) = (pairs.start, segments.start, ends.start)
    var (end, doubtful) = (0.0, 0.0)
    for row in 0..<grid.rows.capacity {
      let place = common[row] * rows[row].perUnit + Double(reach)
      guard place >= 1, place < Double(2 * reach - 1) else { return nil }
      let node = Int(DetMath.floor(place))
      let nodes = grid.nodes(row, node)
      if nodes[0].isDense { return nil }
      let weight = place - Double(node)
      let (lower, upper) = ((1 - weight) * nodes[0].total, weight * nodes[1].total)
      let segment = segments + 2 &* row
      segment[0].columns = nodes[0].columns
      segment[1].columns = nodes[1].columns
      ends[2 &* row] = end + lower * nodes[0].sure
      end += (lower + upper) * nodes[0].sure
      ends[2 &* row &+ 1] = end
      pairs[row].nodes = nodes
      pairs[row].weight = weight
      pairs[row].doubtful = (lower + upper) * (1 - nodes[0].sure)
      doubtful += pairs[row].doubtful
    }
    return end + doubtful
  }

  /// Notes where the segments begin, and with which of them each cell of the line does.
  private func mark(_ length: Double) {
    let (guide, starts, ends) = (guide.start, starts.start, ends.start)
    let (segments, perLength) = (segments.start, Self.length / length)
    for cell in 0...cells { guide[cell] = 0 }
    for place in 0..<count {
      let start = Int64(min(ends[place] * perLength, Self.lastEnd))
      starts[place &+ 1] = start
      segments[place].perUnit = segments[place].count / Double(start &- starts[place])
      guide[Int(start &>> toCell) &+ 1] &+= 1
    }
    var ended: Int32 = 0
    for cell in 0..<cells {
      ended &+= guide[cell]
      guide[cell] = ended
    }
  }

  // MARK: Points

  /// Finds the segments of points, but for those that have to be looked at.
  /// - Returns: how many there are.
  private func search(_ row: BitRow, _ drawn: Int) -> Int {
    let (segments, starts, guide) = (segments.start, starts.start, guide.start)
    let (points, last, toCell) = (points.start, count, toCell)
    var (row, kept) = (row, 0)
    for _ in 0..<drawn {
      let bits = row.next()
      let place = Int64(bitPattern: bits &>> 1)
      var number = Int(guide[Int(place &>> toCell)])
      // Two ends at once, without a branch: few cells have more of them.
      let ends = starts + number
      number &+= (place >= ends[1] ? 1 : 0) &+ (place >= ends[2] ? 1 : 0)
      if place >= starts[number &+ 1] { number = further(place, number) }
      if number == last { continue }
      points[kept].into = Double(place &- starts[number]) * segments[number].perUnit
      points[kept].segment = UInt32(truncatingIfNeeded: number)
      points[kept].luck = UInt32(truncatingIfNeeded: bits)
      kept &+= 1
    }
    return kept
  }

  @inline(never)
  private func further(_ place: Int64, _ number: Int) -> Int {
    var number = number + 1
    while number < count, place >= starts.start[number + 1] { number += 1 }
    // The greatest place of all is that of the ends that are none.
    return min(number, count)
  }

  /// Finds the loans of points, and when they fail.
  /// - Returns: how many points have one: sectors that share nodes are taken to have as many loans
  ///   as the largest.
  private func tell(_ drawn: Int, _ events: UnsafeMutablePointer<FailureDesk.Event>) -> Int {
    let (points, segments, slots) = (points.start, segments.start, slots.start)
    let buckets = grid.buckets.start
    var kept = 0
    for index in 0..<drawn {
      let point = points[index]
      let segment = segments + Int(point.segment)
      let drawn = AliasTable.outcome(point.into, segment[0].columns)
      let outcome = segment[0].outcomes[drawn.number]
      let bucket = buckets + Int(segment[0].firstBucket &+ outcome.bucket)
      let number = UInt32(bitPattern: DetMath.floor(drawn.part * bucket[0].count))
      let slot = slots[Int(bucket[0].first) &+ Int(number)]
      events[kept].loan = slot.loan
      events[kept].kind = slot.kind
      events[kept].month = outcome.month
      events[kept].luck = point.luck
      // One more unless the difference has a sign: nobody could foretell it.
      kept &+= 1 &- Int((UInt64(bucket[0].others) &- UInt64(number)) &>> 63)
    }
    return kept
  }

  /// Draws a point that has to be looked at, and keeps it with the probability that is due.
  private func examine(_ stream: inout RandomStream, _ factors: PathFactors) -> Point? {
    let (pairs, rows) = (pairs.start, grid.rows.start)
    var all = 0.0
    for row in 0..<grid.rows.capacity { all += pairs[row].doubtful }
    var (row, rest) = (0, stream.uniform() * all)
    while row < grid.rows.capacity - 1, rest >= pairs[row].doubtful {
      rest -= pairs[row].doubtful
      row += 1
    }
    let pair = pairs[row]
    guard pair.doubtful > 0, let nodes = pair.nodes else { return nil }
    // How far among a row's doubtful points it lies is as good as another number.
    let lower = (1 - pair.weight) * nodes[0].total
    let upper = pair.weight * nodes[1].total
    let place = min(rest / pair.doubtful, 1) * (lower + upper)
    let side = place < lower ? 0 : 1
    let part = side == 0 ? place / lower : (place - lower) / upper
    let into = min(part, 1) * Double(rows[row].count) * AliasTable.hair
    let (drawn, bits) = (AliasTable.outcome(into, nodes[side].columns), stream.bits())
    let common = factors.common.start[row]
    let hazard = grid.part(drawn.number, of: nodes, pair.weight, common, row)
    let sure = nodes[0].sure
    guard RandomStream.uniform(bits) * (1 - sure) < hazard - sure else { return nil }
    return Point(
      into: into,
      segment: UInt32(2 * row + side),
      luck: UInt32(truncatingIfNeeded: bits)
    )
  }

  /// Joins what happens to the same loan: the first of it counts.
  /// - Returns: how many loans there are.
  private func join(_ drawn: Int, _ events: UnsafeMutablePointer<FailureDesk.Event>) -> Int {
    if earlier > .max - Int32(drawn) {
      // Numbers are used up that 32 bits can tell apart.
      for loan in 0..<seen.capacity { seen.start[loan] = 0 }
      earlier = 1
    }
    let (seen, earlier) = (seen.start, earlier)
    var found: Int32 = 0
    for index in 0..<drawn {
      let event = events[index]
      let before = seen[Int(event.loan)] &- earlier
      if before >= 0 {
        events[Int(before)].month = min(events[Int(before)].month, event.month)
      } else {
        events[Int(found)] = event
        seen[Int(event.loan)] = earlier &+ found
        found &+= 1
      }
    }
    self.earlier = earlier &+ found
    return Int(found)
  }
}
