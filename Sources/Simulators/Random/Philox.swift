/// The generator Philox4x32-10.
///
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (2011).
/// A block of random numbers is a function of its number alone, so that any path of a simulation
/// can be computed by anybody, in any order, with the same result.
package enum Philox {
  private static let multipliers: (UInt32, UInt32) = (0xD251_1F53, 0xCD9E_8D57)
  private static let steps: (UInt32, UInt32) = (0x9E37_79B9, 0xBB67_AE85)

  /// One block: four words of a counter of four.
  @inline(__always)
  package static func block(_ counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    let (first, second) = pair((counter[0], counter[1], counter[2], counter[3]), key: key)
    return SIMD4(
      UInt32(truncatingIfNeeded: first),
      UInt32(truncatingIfNeeded: first >> 32),
      UInt32(truncatingIfNeeded: second),
      UInt32(truncatingIfNeeded: second >> 32)
    )
  }

  /// One block as two numbers of 64 bits, the lower word first.
  @inline(__always)
  static func pair(
    _ counter: (UInt32, UInt32, UInt32, UInt32),
    key: SIMD2<UInt32>
  ) -> (UInt64, UInt64) {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = (key[0], key[1])
    for _ in 0..<10 {
      let left = UInt64(c0) &* UInt64(multipliers.0)
      let right = UInt64(c2) &* UInt64(multipliers.1)
      c0 = UInt32(truncatingIfNeeded: right &>> 32) ^ c1 ^ k0
      c2 = UInt32(truncatingIfNeeded: left &>> 32) ^ c3 ^ k1
      (c1, c3) = (UInt32(truncatingIfNeeded: right), UInt32(truncatingIfNeeded: left))
      k0 &+= steps.0
      k1 &+= steps.1
    }
    return (UInt64(c1) &<< 32 | UInt64(c0), UInt64(c3) &<< 32 | UInt64(c2))
  }

  /// Four blocks of four counters, a word in each lane.
  ///
  /// Words stand in lanes of 64 bits, because their products need them; more than four blocks at
  /// once would not fit into the registers of a plain x86-64.
  @inline(__always)
  package static func blocks(_ counters: Words, key: SIMD2<UInt32>) -> Words {
    var words = counters
    var (k0, k1) = (key[0], key[1])
    // Two rounds at a time: what one leaves in a register is where the next but one looks for it.
    for _ in 0..<5 {
      words.mix(k0, k1)
      words.mix(k0 &+ steps.0, k1 &+ steps.1)
      k0 &+= 2 &* steps.0
      k1 &+= 2 &* steps.1
    }
    let low = SIMD4<UInt64>(repeating: 0xFFFF_FFFF)
    return Words(words.first & low, words.second & low, words.third & low, words.fourth & low)
  }

  /// The four words of four counters or blocks.
  package struct Words: Sendable {
    package var first: SIMD4<UInt64>
    package var second: SIMD4<UInt64>
    package var third: SIMD4<UInt64>
    package var fourth: SIMD4<UInt64>

    /// Creates words from lanes below 2^32.
    @inline(__always)
    package init(
      _ first: SIMD4<UInt64>,
      _ second: SIMD4<UInt64>,
      _ third: SIMD4<UInt64>,
      _ fourth: SIMD4<UInt64>
    ) {
      self.first = first
      self.second = second
      self.third = third
      self.fourth = fourth
    }

    /// Does one round; what stands above 32 bits is never multiplied, and taken off at the end.
    @inline(__always)
    fileprivate mutating func mix(_ k0: UInt32, _ k1: UInt32) {
      let low = SIMD4<UInt64>(repeating: 0xFFFF_FFFF)
      let left = (first & low) &* UInt64(multipliers.0)
      let right = (third & low) &* UInt64(multipliers.1)
      first = (right &>> 32) ^ second ^ UInt64(k0)
      third = (left &>> 32) ^ fourth ^ UInt64(k1)
      (second, fourth) = (right, left)
    }

    /// The first and the second 64 bits of each block.
    @inline(__always)
    package var bits: (SIMD4<UInt64>, SIMD4<UInt64>) {
      (second &<< 32 | first, fourth &<< 32 | third)
    }
  }
}
