/// Exponential numbers of one thing on one path, drawn eight at a time (指数随机流).
///
/// Everything else can be had of them without a logarithm: H⁻¹ of one is a standard normal number,
/// and one that is greater than −ln p happens with the probability p.
package struct ExponentialStream: Sendable {
  private var stream: RandomStream
  private var drawn = InlineArray<8, Double>(repeating: 0)
  private var used = 8

  /// Begins a stream; nothing is drawn before it is needed.
  package init(seed: UInt64, path: UInt64, entity: UInt32 = 0, purpose: UInt8) {
    stream = RandomStream(seed: seed, path: path, entity: entity, purpose: purpose)
  }

  /// Begins another stream in the same place.
  package mutating func start(
    seed: UInt64,
    path: UInt64,
    entity: UInt32 = 0,
    purpose: UInt8
  ) {
    stream = RandomStream(seed: seed, path: path, entity: entity, purpose: purpose)
    used = 8
  }

  /// The next exponential number of mean 1.
  package mutating func next() -> Double {
    if used == 8 { draw() }
    let next = drawn[used]
    used += 1
    return next
  }

  /// Leaves a number out.
  package mutating func skip() {
    if used == 8 { draw() }
    used += 1
  }

  private mutating func draw() {
    let (even, odd) = stream.eight()
    let (first, second) = (-DetMath.log(even), -DetMath.log(odd))
    for lane in 0..<4 {
      drawn[lane] = first[lane]
      drawn[lane + 4] = second[lane]
    }
    used = 0
  }

  /// The next standard normal number.
  package mutating func normal() -> Double { normal(HazardInverse.segments) }

  /// The same, for loops that fetch the segments once; no exponential number lies beyond them.
  @inline(__always)
  mutating func normal(_ segments: Polynomials) -> Double {
    HazardInverse.inside(next(), segments)
  }
}
