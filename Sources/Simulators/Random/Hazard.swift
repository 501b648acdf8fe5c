/// H(x) = −ln Φ(−x), the cumulative hazard of the standard normal distribution.
///
/// If E is exponential, H⁻¹(E) is standard normal; and a loan whose latent variable lies below c
/// defaults with the probability 1 − e^−H(c). With H and its inverse no error function, exponential
/// or logarithm is left inside a simulation. Both are polynomials of degree 7 on short segments;
/// the relative error of H stays below 3e-12, that of the inverse below 2e-12 of the greater of it
/// and 1.
package enum Hazard {
  /// The segments from −8 to 8; those of the left half come first.
  static let segments = Polynomials(left + right)

  /// H of `x`.
  package static func value(_ x: Double) -> Double { value(x, in: segments) }

  /// A hair below 8, so that nothing rounds up to a segment that is not there.
  private static let edge = 0x1.fffffp2

  /// H of `x`, for loops that fetch the segments once.
  @inline(__always)
  static func value(_ x: Double, in segments: Polynomials) -> Double {
    x >= -8 && x < edge ? inside(x, segments) : outside(x)
  }

  @inline(never)
  private static func outside(_ x: Double) -> Double {
    x >= edge ? tail(x) : x.isNaN ? x : DetMath.exp(-tail(-x))
  }

  @inline(__always)
  private static func inside(_ x: Double, _ segments: Polynomials) -> Double {
    // Segments are centred, so the nearest whole number names one and leaves the way from its
    // centre.
    let place = x * 16 + 127.5
    let shifted = place + 0x1.8p52
    let segment = Int(Int32(truncatingIfNeeded: shifted.bitPattern))
    return segments.value(segment, at: place - (shifted - 0x1.8p52))
  }

  /// H beyond 8: ½x² + ln x + ln √2π and a series in x⁻² for Mills' ratio.
  private static func tail(_ x: Double) -> Double {
    guard x < 0x1p400 else { return .infinity }
    let u = 1 / (x * x)
    return 0.5 * x * x + (DetMath.log(x) + (0.918_938_533_204_672_741_78 + u * mills(u)))
  }

  static func mills(_ u: Double) -> Double {
    let first = 0.999_999_999_999_926_2 + u * -2.499_999_999_232_957_6
    let second = 12.333_332_012_054_914 + u * -88.249_116_265_151_9
    let third = 815.900_552_023_160_9 + u * -9142.858_455_080_299
    let fourth = 115_240.079_532_102 + u * (-1_368_989.166_479 + u * 10_128_503.478)
    let q = u * u
    return first + q * (second + q * (third + q * fourth))
  }
}

/// The inverse of ``Hazard``: a standard normal number of an exponential one.
package enum HazardInverse {
  /// The segments from 2^−54 to 2^10, eight an octave.
  static let segments = Polynomials(faint + low + middle + high)
  private static let first = (1023 - 54) << 3
  /// The least number that lies within the segments.
  static let least = 0x1p-54

  /// The number whose H is `r`; −infinity for 0.
  package static func value(_ r: Double) -> Double { value(r, in: segments) }

  /// The number whose H is `r`, for loops that fetch the segments once.
  @inline(__always)
  static func value(_ r: Double, in segments: Polynomials) -> Double {
    r >= 0x1p-54 && r < 0x1p10 ? inside(r, segments) : outside(r)
  }

  @inline(never)
  private static func outside(_ r: Double) -> Double {
    if r >= 0x1p10 { return far(r) }
    // So far to the left H(x) is Φ(x), and Φ(x) is the exponential of −H(−x).
    return r > 0 ? -value(-DetMath.log(r)) : r == 0 ? -.infinity : .nan
  }

  /// The number whose H is `r`, from 2^−54 to below 2^10.
  @inline(__always)
  static func inside(_ r: Double, _ segments: Polynomials) -> Double {
    let bits = r.bitPattern
    // Within an eighth of an octave the mantissa is 1 + k/8 and less than an eighth.
    let fraction = Double(bitPattern: bits & 0x0001_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
    return segments.value(Int(bits >> 49) - first, at: fraction - 1.0625)
  }

  /// Solves ½x² + ln x + … = r, each step gaining three digits.
  private static func far(_ r: Double) -> Double {
    guard r < .infinity else { return r }
    var x = (2 * r).squareRoot()
    for _ in 0..<6 {
      let u = 1 / (x * x)
      let rest = DetMath.log(x) + (0.918_938_533_204_672_741_78 + u * Hazard.mills(u))
      x = (2 * (r - rest)).squareRoot()
    }
    return x
  }
}

/// Polynomials of degree 7, one for each segment.
struct Polynomials: @unchecked Sendable {
  /// Four pairs of coefficients a segment; made once, never changed and never freed.
  private let rows: UnsafePointer<SIMD2<Double>>
  private let count: Int

  /// Takes the coefficients of each segment, the constant first.
  init(_ coefficients: [Double]) {
    count = coefficients.count / 8
    let rows = UnsafeMutablePointer<SIMD2<Double>>.allocate(capacity: 4 * count)
    for pair in 0..<4 * count {
      let value = SIMD2(coefficients[2 * pair], coefficients[2 * pair + 1])
      (rows + pair).initialize(to: value)
    }
    self.rows = UnsafePointer(rows)
  }

  /// The value of a segment's polynomial: even and odd powers side by side.
  @inline(__always)
  func value(_ segment: Int, at t: Double) -> Double {
    assert((0..<count).contains(segment), "callers keep to the range of the table")
    let c = rows + 4 * segment
    let q = SIMD2(repeating: t * t)
    let sides = c[0] + q * (c[1] + q * (c[2] + q * c[3]))
    return sides[0] + t * sides[1]
  }
}
