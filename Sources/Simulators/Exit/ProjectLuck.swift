/// The random numbers of one project on one path (项目随机数).
///
/// What happens has numbers of its own: each stage, and each round by its count. So a round more or
/// a stage that lasts longer never shifts the luck of what comes after it, and scenarios are
/// compared on the same luck.
struct ProjectLuck {
  private let name: PathName
  private let entity: UInt32

  init(_ name: PathName, entity: UInt32) { (self.name, self.entity) = (name, entity) }

  /// The numbers of what the policy asks for, and of what happens to the fund's equity.
  var deals: DealLuck { DealLuck(name, entity: entity) }

  /// The numbers of a stage, by its place.
  @inline(__always)
  func stage(_ place: Int) -> StageLuck {
    let (time, fate) = pair(UInt32(truncatingIfNeeded: place))
    return StageLuck(time: time, fate: fate)
  }

  /// The numbers of a round, by how many there were before: the time until it, and what the company
  /// is worth at it.
  @inline(__always)
  func round(_ count: UInt32) -> (time: Double, worth: Double) { pair(8 &+ count) }

  /// The number by which a project that has become an industry is listed.
  var listing: Double { pair(7).0 }

  @inline(__always)
  private func pair(_ block: UInt32) -> (Double, Double) {
    name.pair(block, entity: entity, purpose: ProjectCourse.Purpose.life)
  }
}

/// What decides how a stage goes, between 0 and 1.
struct StageLuck {
  /// How long it lasts.
  let time: Double
  /// Success and delay.
  let fate: Double
}

/// Numbers between 0 and 1 of one project, in the order in which they are needed.
struct DealLuck {
  private let name: PathName
  private let entity: UInt32
  private var used: UInt32 = 0
  private var spare = 0.0
  /// The next two, drawn before anybody waits for them.
  private var ahead = (0.0, 0.0)

  init(_ name: PathName, entity: UInt32) { (self.name, self.entity) = (name, entity) }

  /// Draws the first numbers.
  @inline(__always)
  mutating func prepare() { if used == 0 { draw() } }

  /// The next number, after ``prepare()``.
  @inline(__always)
  mutating func next() -> Double {
    used &+= 1
    if used & 1 == 0 { return spare }
    let first = ahead.0
    spare = ahead.1
    draw()
    return first
  }

  @inline(__always)
  private mutating func draw() {
    ahead = name.pair(
      (used &+ 1) >> 1,
      entity: entity,
      purpose: ProjectCourse.Purpose.deals
    )
  }
}

/// A path, as random numbers are named by it.
struct PathName {
  private let key: SIMD2<UInt32>
  private let low, high: UInt32

  init(seed: UInt64, path: UInt64) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    (low, high) = (UInt32(truncatingIfNeeded: path), UInt32(truncatingIfNeeded: path >> 32))
  }

  /// The two uniform numbers of a block, as ``RandomStream`` draws them.
  @inline(never)
  func pair(_ block: UInt32, entity: UInt32, purpose: UInt8) -> (Double, Double) {
    let (first, second) = Philox.pair((block, UInt32(purpose) << 24 | entity, low, high), key: key)
    return (RandomStream.uniform(first), RandomStream.uniform(second))
  }

  /// The same for eight entities.
  @inline(__always)
  func pairs(
    _ block: UInt32,
    entity: UInt32,
    purpose: UInt8
  ) -> (first: SIMD8<Double>, second: SIMD8<Double>) {
    let (low, lowOthers) = four(block, from: entity, purpose: purpose)
    let (high, highOthers) = four(block, from: entity + 4, purpose: purpose)
    return (
      SIMD8(lowHalf: low, highHalf: high),
      SIMD8(lowHalf: lowOthers, highHalf: highOthers)
    )
  }

  @inline(__always)
  private func four(
    _ block: UInt32,
    from entity: UInt32,
    purpose: UInt8
  ) -> (first: SIMD4<Double>, second: SIMD4<Double>) {
    let name = UInt64(UInt32(purpose) << 24 | entity)
    let words = Philox.blocks(
      Philox.Words(
        SIMD4(repeating: UInt64(block)),
        SIMD4<UInt64>(0, 1, 2, 3) &+ name,
        SIMD4(repeating: UInt64(low)),
        SIMD4(repeating: UInt64(high))
      ),
      key: key
    )
    let (first, second) = words.bits
    return (RandomStream.uniforms(first), RandomStream.uniforms(second))
  }
}

/// The numbers that decide how eight projects begin (首阶段随机数); most need no others.
struct FirstLuck {
  private var times = InlineArray<8, Double>(repeating: 0)
  private var fates = InlineArray<8, Double>(repeating: 0)
  private var rounds = InlineArray<8, Double>(repeating: 0)
  private var worths = InlineArray<8, Double>(repeating: 0)

  /// Draws for eight projects that begin with a stage, from one on.
  mutating func draw(_ path: PathName, from entity: UInt32, stage: Int) {
    let purpose = ProjectCourse.Purpose.life
    let (times, fates) = path.pairs(UInt32(stage), entity: entity, purpose: purpose)
    let (rounds, worths) = path.pairs(8, entity: entity, purpose: purpose)
    for lane in 0..<8 {
      (self.times[lane], self.fates[lane]) = (times[lane], fates[lane])
      (self.rounds[lane], self.worths[lane]) = (rounds[lane], worths[lane])
    }
  }

  /// The numbers of a project's stage.
  @inline(__always)
  func stage(_ lane: Int) -> StageLuck { StageLuck(time: times[lane], fate: fates[lane]) }

  /// The numbers of a project's first round.
  @inline(__always)
  func round(_ lane: Int) -> (time: Double, worth: Double) { (rounds[lane], worths[lane]) }
}
