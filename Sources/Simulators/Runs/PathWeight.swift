/// What a path counts, in a byte (路径权重).
///
/// Weights are kept to four significant bits. What lies between two of them becomes the upper or
/// the lower by a draw of the path's own, so that its expectation is the weight itself and every
/// estimate stays unbiased. Two neighbours differ by an eighth at most, so the rounding adds less
/// than 1/256 of its square to the variance of a path's contribution.
struct PathWeight: Hashable, Sendable {
  /// Eight times the shift of the four bits, and the bits.
  private let code: UInt8

  /// Rounds a weight, counted in parts of ``FactorTilt/one``, by the bits of a draw.
  init(rounding weight: Int64, by draw: UInt64) {
    let shift = max(0, Int64.bitWidth - weight.leadingZeroBitCount - 4)
    let lost = UInt64(weight) & (1 << UInt64(shift) - 1)
    let up = shift > 0 && draw >> UInt64(64 - shift) < lost
    code = UInt8(8 * shift + Int(weight >> Int64(shift)) + (up ? 1 : 0))
  }

  /// The weight of a value that is kept with it.
  init(of key: Int64) { code = UInt8(truncatingIfNeeded: key) }

  /// How many bits of a number it takes, and where they are.
  static let bits = 8
  static let mask: Int64 = 0xFF

  /// A value with the weight: one number, which has the order of the values.
  func key(_ value: Int64) -> Int64 { value << Self.bits | Int64(code) }

  /// The last of the numbers of a value.
  static func lastKey(_ value: Int64) -> Int64 { value << bits | mask }

  /// The value of such a number.
  static func value(of key: Int64) -> Int64 { key >> bits }

  /// The weight in parts of ``FactorTilt/one``.
  var units: Int64 {
    let shift = max(Int64(code) / 8 - 1, 0)
    return (Int64(code) - 8 * shift) << shift
  }

  /// Whether no path counts more.
  var isSound: Bool { units <= 2 * FactorTilt.one }
}
