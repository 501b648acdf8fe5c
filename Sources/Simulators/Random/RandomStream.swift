/// Random numbers of one thing on one path for one purpose (随机流).
///
/// The numbers depend on seed, path, entity and purpose alone. A policy that makes one loan draw
/// more numbers therefore never shifts those of another: variants are compared on the same luck.
package struct RandomStream: Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var spare: UInt64?

  /// The greatest number of an entity.
  package static let entityMax: UInt32 = 0xFF_FFFF

  /// Begins a stream.
  ///
  /// - Parameters:
  ///   - seed: the seed of the simulation.
  ///   - path: the number of the path.
  ///   - entity: the loan, sector or project; at most ``entityMax``.
  ///   - purpose: what the numbers are for.
  package init(seed: UInt64, path: UInt64, entity: UInt32 = 0, purpose: UInt8) {
    precondition(entity <= Self.entityMax, "a stream is named by an entity of 24 bits")
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(
      0,
      UInt32(purpose) << 24 | entity,
      UInt32(truncatingIfNeeded: path),
      UInt32(truncatingIfNeeded: path >> 32)
    )
  }

  /// The next 64 bits.
  package mutating func bits() -> UInt64 {
    if let bits = spare {
      spare = nil
      return bits
    }
    let words = Philox.block(counter, key: key)
    precondition(counter[0] < .max, "a stream ends after 2^33 numbers")
    counter[0] += 1
    spare = UInt64(words[3]) << 32 | UInt64(words[2])
    return UInt64(words[1]) << 32 | UInt64(words[0])
  }

  /// The next number between 0 and 1, neither of them included: an odd multiple of 2^-53.
  package mutating func uniform() -> Double { Self.uniform(bits()) }

  /// The next eight numbers between 0 and 1: those in even places, and those in odd ones.
  ///
  /// The same numbers as eight calls of ``uniform()``, in lanes; only at the beginning of a stream
  /// or after an even number of draws.
  @inline(__always)
  package mutating func eight() -> (even: SIMD4<Double>, odd: SIMD4<Double>) {
    let (even, odd) = eightBits()
    return (Self.uniforms(even), Self.uniforms(odd))
  }

  /// The same as bits.
  @inline(__always)
  package mutating func eightBits() -> (even: SIMD4<UInt64>, odd: SIMD4<UInt64>) {
    precondition(spare == nil && counter[0] < .max - 4, "lanes begin with a whole block")
    let words = Philox.blocks(
      Philox.Words(
        SIMD4<UInt64>(0, 1, 2, 3) &+ UInt64(counter[0]),
        SIMD4(repeating: UInt64(counter[1])),
        SIMD4(repeating: UInt64(counter[2])),
        SIMD4(repeating: UInt64(counter[3]))
      ),
      key: key
    )
    counter[0] += 4
    return words.bits
  }

  /// A number between 0 and 1 out of the upper 52 of 64 bits.
  package static func uniform(_ bits: UInt64) -> Double {
    // In [1, 2) with 52 bits; the half step keeps both ends out.
    Double(bitPattern: bits >> 12 | 0x3FF0_0000_0000_0000) - (1 - 0x1p-53)
  }

  /// Numbers between 0 and 1 out of the upper 52 of 64 bits.
  @inline(__always)
  package static func uniforms(_ bits: SIMD4<UInt64>) -> SIMD4<Double> {
    let ones = bits &>> 12 | SIMD4(repeating: 0x3FF0_0000_0000_0000)
    return SIMD4<Double>(bitPattern: ones) - (1 - 0x1p-53)
  }
}
