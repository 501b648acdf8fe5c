/// Exponential numbers of one thing on one path, drawn sixteen at a time (指数随机流).
///
/// Everything else can be had of them without a logarithm: H⁻¹ of one is a standard normal number,
/// and one that is greater than −ln p happens with the probability p.
package struct ExponentialStream: Sendable {
  private var stream: RandomStream
  private var even = SIMD8<Double>(repeating: 0)
  private var odd = SIMD8<Double>(repeating: 0)
  private var used = 16

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
    used = 16
  }

  /// The next exponential number of mean 1.
  package mutating func next() -> Double {
    if used == 16 {
      let (first, second) = stream.sixteen()
      (even, odd) = (-DetMath.log(first), -DetMath.log(second))
      used = 0
    }
    defer { used += 1 }
    return used < 8 ? even[used] : odd[used - 8]
  }

  /// The next standard normal number.
  package mutating func normal() -> Double { HazardInverse.value(next()) }
}
