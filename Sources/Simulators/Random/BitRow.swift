/// A long row of random bits, one for each path and purpose (随机数行).
///
/// Number n of a row is a function of seed, path, purpose and n alone: the finaliser of SplitMix64
/// of s + (n + 1)γ, where ``RandomStream`` draws s and γ for the row. A block of ``Philox`` for
/// every other number would be as good, and cost three times as much.
///
/// Source: G. L. Steele, D. Lea and C. H. Flood, "Fast Splittable Pseudorandom Number Generators"
/// (2014), with the constants of D. Stafford's variant 13.
struct BitRow {
  private var state: UInt64
  private let step: UInt64

  /// Begins the row of a path.
  init(seed: UInt64, path: UInt64, purpose: UInt8) {
    var stream = RandomStream(seed: seed, path: path, purpose: purpose)
    self.init(from: stream.bits(), step: Self.sound(stream.bits()))
  }

  init(from state: UInt64, step: UInt64) { (self.state, self.step) = (state, step) }

  /// The next 64 bits.
  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= step
    let first = (state ^ state &>> 30) &* 0xBF58_476D_1CE4_E5B9
    let second = (first ^ first &>> 27) &* 0x94D0_49BB_1331_11EB
    return second ^ second &>> 31
  }

  /// A step that is odd, and whose bits change often enough: others give poor rows.
  static func sound(_ bits: UInt64) -> UInt64 {
    let odd = bits | 1
    let changes = (odd ^ odd &>> 1).nonzeroBitCount
    return changes < 24 ? odd ^ 0xAAAA_AAAA_AAAA_AAAA : odd
  }
}
