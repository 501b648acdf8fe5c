/// The hazards of loans at evenly spaced values of what their sector shares (风险格点).
///
/// A loan fails in a month with the hazard λ(M) = H((c − M)/s) − H((c′ − M)/s), where M is what its
/// sector shares in the period, s is what is its own, and c and c′ are its thresholds of this month
/// and the one before. The derivative of H, the inverse of Mills' ratio, is convex (M. R. Sampford,
/// "Some Inequalities on Mill's Ratio and Related Functions", 1953) and its logarithm concave. So
/// λ is convex in M and log λ concave: between two nodes λ lies below the arithmetic mean of
/// theirs, weighted by how near they are, and above the geometric one. ``GridLine`` draws from the
/// former and takes out what is too much; by the latter that is so little that few draws are looked
/// at.
///
/// A node is worked out when a path first needs it. Sectors whose loans have the same curves share
/// their nodes, as if each had as many loans as the one that has most.
final class HazardGrid {
  /// What can happen: a loan of a bucket fails in a month.
  struct Outcome: BitwiseCopyable {
    private let bits: UInt32

    init(bucket: Int, month: Int) { bits = UInt32(month) << 16 | UInt32(bucket) }

    /// The bucket, counted from the first of its sector.
    @inline(__always) var bucket: UInt32 { bits & 0xFFFF }
    @inline(__always) var month: Int32 { Int32(bitPattern: bits &>> 16) }
  }

  /// A bucket of a sector.
  struct Bucket: BitwiseCopyable {
    /// The first of its loans, and how many follow it.
    let first: Int32
    let others: UInt32
    /// How many loans its nodes take it to have.
    let count: Double
  }

  /// A sector in a period.
  struct Row: BitwiseCopyable {
    let outcomes: UnsafePointer<Outcome>
    /// How many outcomes there are.
    let count: Int
    /// Where its buckets begin.
    let firstBucket: UInt32
    /// How many nodes there are to a unit of what the sector shares.
    let perUnit: Double
    fileprivate let nodes: UnsafeMutablePointer<Node>
    fileprivate let sheet: Int
  }

  /// What loans face at one value of what their sector shares.
  struct Node: BitwiseCopyable {
    /// Whether it was worked out.
    var isKnown = false
    /// The hazards of all loans together.
    var total = 0.0
    /// What happens, and the hazard of each outcome.
    var columns: UnsafePointer<AliasTable.Column>
    var hazards: UnsafePointer<Double>?
    /// The least part of the mean with the next node's that hazards in between can be.
    var sure = 0.0
    /// Whether loans are hit so often that each had better be drawn by itself.
    var isDense = false
  }

  let rows: Scratch<Row>
  /// The table of a node where nothing happens.
  var none: UnsafePointer<AliasTable.Column> { UnsafePointer(nothing.start) }
  private let nothing = Scratch(AliasTable.columns([1], total: 1), zero: AliasTable.Column(1, 0))
  private let sheets: [Sheet]
  private let outcomes: [Scratch<Outcome>]
  /// The buckets of all rows.
  let buckets: Scratch<Bucket>
  private let nodes: Scratch<Node>
  private var hazards: [Scratch<Double>] = []
  private var columns: [Scratch<AliasTable.Column>] = []

  /// How many nodes there are to what is a loan's own, and how many on either side of nothing.
  private static let nodesPerOwn = 16.0
  static let reach = 256
  /// Beyond this hazard a loan is hit too often.
  static let dense = 4.0

  /// - Returns: `nil` where a grid does not serve: factors that are not normal, loans with little
  ///   of their own, or too many outcomes.
  init?(_ model: PoolModel) {
    let isPlain = model.curves.allSatisfy { $0.thresholds.allSatisfy { $0 < .infinity } }
    guard isPlain, model.factors.degrees == nil, model.buckets.count <= AliasTable.countMax,
      model.factors.sectors.allSatisfy({ $0.own * $0.own >= 0.2 })
    else { return nil }
    let loans = model.loansByBucket
    let parts = (0..<model.factors.sectors.count).flatMap { sector in
      model.periods.indices.map { Part(model, loans, sector, $0) }
    }
    var sheets: [Sheet] = []
    var sheetOf: [Int] = []
    for part in parts {
      if let sheet = sheets.firstIndex(where: { $0.takes(part) }) {
        sheetOf.append(sheet)
      } else {
        sheetOf.append(sheets.count)
        sheets.append(Sheet(part, among: parts))
      }
    }
    guard sheets.reduce(0, { $0 + $1.outcomes.count }) <= AliasTable.countMax,
      model.buckets.count * model.periods.count < 1 << 16
    else { return nil }
    outcomes = sheets.map { Scratch($0.outcomes, zero: Outcome(bucket: 0, month: 0)) }
    let buckets = zip(parts, sheetOf).flatMap { part, sheet in
      zip(part.buckets, sheets[sheet].counts).map { Bucket($0, of: $1) }
    }
    self.buckets = Scratch(buckets, zero: Bucket((0, 1), of: 1))
    nodes = Scratch(
      sheets.count * 2 * Self.reach,
      zero: Node(columns: UnsafePointer(nothing.start))
    )
    var (rows, first): ([Row], UInt32) = ([], 0)
    for (part, sheet) in zip(parts, sheetOf) {
      defer { first += UInt32(part.buckets.count) }
      rows.append(
        Row(
          outcomes: outcomes[sheet].start,
          count: sheets[sheet].outcomes.count,
          firstBucket: first,
          perUnit: Self.nodesPerOwn / sheets[sheet].own,
          nodes: nodes.start + sheet * 2 * Self.reach,
          sheet: sheet
        )
      )
    }
    self.sheets = sheets
    self.rows = Scratch(rows, zero: rows[0])
  }

  /// Two nodes next to each other: of a row, and from a place on.
  ///
  /// Places go from 0 to 2·``reach`` − 2; ``reach`` is that of a sector that shares nothing.
  @inline(__always)
  func nodes(_ row: Int, _ place: Int) -> UnsafePointer<Node> {
    let nodes = rows.start[row].nodes + place
    if !nodes[0].isKnown || !nodes[1].isKnown { fill(rows.start[row], place) }
    return UnsafePointer(nodes)
  }

  @inline(never)
  private func fill(_ row: Row, _ place: Int) {
    for place in place...place + 1 where !row.nodes[place].isKnown {
      let step = 1 / row.perUnit
      row.nodes[place] = node(sheets[row.sheet], Double(place - Self.reach) * step, step)
    }
  }

  private func node(_ sheet: Sheet, _ common: Double, _ step: Double) -> Node {
    let segments = Hazard.segments
    var node = Node(isKnown: true, columns: none)
    var hazards: [Double] = []
    hazards.reserveCapacity(sheet.outcomes.count)
    var (bucket, before) = (UInt32.max, 0.0)
    for (outcome, threshold) in zip(sheet.outcomes, sheet.thresholds) {
      if outcome.bucket != bucket { (bucket, before) = (outcome.bucket, 0) }
      let hazard = Hazard.value((threshold - common) / sheet.own, in: segments)
      hazards.append(max(hazard - before, 0) * sheet.counts[Int(bucket)])
      node.isDense = node.isDense || hazard > Self.dense
      before = hazard
    }
    node.total = hazards.reduce(0, +)
    node.sure = sheet.sure(common, step)
    self.hazards.append(Scratch(hazards, zero: 0))
    node.hazards = self.hazards.last.map { UnsafePointer($0.start) }
    if node.total > 0 {
      let columns = AliasTable.columns(hazards, total: node.total)
      let table = Scratch(columns, zero: columns[0])
      self.columns.append(table)
      node.columns = UnsafePointer(table.start)
    }
    return node
  }

  /// What of the mean of two nodes an outcome's hazard is at what a sector shares in between.
  func part(
    _ outcome: Int,
    of nodes: UnsafePointer<Node>,
    _ weight: Double,
    _ common: Double,
    _ row: Int
  ) -> Double {
    guard let left = nodes[0].hazards?[outcome], let right = nodes[1].hazards?[outcome] else {
      return 0
    }
    let sheet = sheets[rows.start[row].sheet]
    return sheet.hazard(outcome, common) / ((1 - weight) * left + weight * right)
  }
}

extension HazardGrid.Bucket {
  fileprivate init(_ bucket: HazardGrid.Part.Bucket, of count: Double) {
    self.init(first: Int32(bucket.first), others: UInt32(bucket.count - 1), count: count)
  }
}

extension HazardGrid {
  /// A sector's loans in a period.
  fileprivate struct Part {
    typealias Bucket = (first: Int, count: Int)

    let period: Int
    let own: Double
    let curves: [Int]
    let buckets: [Bucket]
    let outcomes: [Outcome]
    let thresholds: [Double]

    init(_ model: PoolModel, _ loans: [[Int32]], _ sector: Int, _ period: Int) {
      self.period = period
      own = model.factors.sectors[sector].own
      var (first, curves, buckets) = (0, [Int](), [Bucket]())
      var (outcomes, thresholds) = ([Outcome](), [Double]())
      let months = model.periods[period]
      let last = min(months.upperBound, model.horizon - model.claimDelay)
      for (bucket, loans) in zip(model.buckets, loans) {
        defer { first += loans.count }
        guard bucket.sector == sector else { continue }
        var highest = -Double.infinity
        for month in months.map({ $0 + 1 }) where month <= last {
          let threshold = model.curves[bucket.curve].thresholds[month]
          guard threshold > highest else { continue }
          outcomes.append(Outcome(bucket: curves.count, month: month))
          thresholds.append(threshold)
          highest = threshold
        }
        curves.append(bucket.curve)
        buckets.append((first, loans.count))
      }
      (self.curves, self.buckets) = (curves, buckets)
      (self.outcomes, self.thresholds) = (outcomes, thresholds)
    }
  }

  /// What sectors with the same curves have in common (共用底表).
  fileprivate struct Sheet {
    let own: Double
    private let period: Int
    private let curves: [Int]
    private let isShared: Bool
    /// How many loans each bucket is taken to have.
    let counts: [Double]
    let outcomes: [Outcome]
    let thresholds: [Double]
    /// The lowest threshold: the hazard there changes fastest.
    private let lowest: Double

    /// So much more loans may sectors be taken to have than there are.
    private static let excess = 1.125

    init(_ part: Part, among parts: [Part]) {
      (own, period, curves) = (part.own, part.period, part.curves)
      (outcomes, thresholds) = (part.outcomes, part.thresholds)
      lowest = thresholds.min() ?? 0
      let like = parts.filter {
        $0.own == part.own && $0.period == part.period && $0.curves == part.curves
      }
      let most = part.buckets.indices.map { bucket in
        like.map { $0.buckets[bucket].count }.max() ?? 0
      }
      let all = like.reduce(0) { $0 + $1.buckets.reduce(0) { $0 + $1.count } }
      isShared = Double(most.reduce(0, +) * like.count) <= Self.excess * Double(all)
      counts = (isShared ? most : part.buckets.map(\.count)).map(Double.init)
    }

    func takes(_ part: Part) -> Bool {
      isShared && part.own == own && part.period == period && part.curves == curves
    }

    /// The hazard of an outcome.
    func hazard(_ outcome: Int, _ common: Double) -> Double {
      let bucket = outcomes[outcome].bucket
      let isFirst = outcome == 0 || outcomes[outcome - 1].bucket != bucket
      let before = isFirst ? 0 : Hazard.value((thresholds[outcome - 1] - common) / own)
      let hazard = Hazard.value((thresholds[outcome] - common) / own)
      return (hazard - before) * counts[Int(bucket)]
    }

    /// The least quotient of the geometric mean with the next node and the arithmetic one, whatever
    /// the weights: that of the outcome whose hazard changes fastest.
    func sure(_ common: Double, _ step: Double) -> Double {
      let here = Hazard.value((lowest - common) / own)
      let ratio = Hazard.value((lowest - common - step) / own) / here
      // What has vanished tells nothing.
      guard ratio > 0x1p-60, ratio < 1 else { return 0 }
      let log = DetMath.log(ratio)
      // So near each other, the quotient is 1 less a square.
      if ratio > 0.999 { return 1 - log * log / 7 }
      let mean = (ratio - 1) / log
      return DetMath.exp((mean - 1) / (ratio - 1) * log) / mean * (1 - 0x1p-30)
    }
  }
}
