/// Exponential and logarithm out of + − × ÷ alone, the same bits on every machine.
///
/// A system's mathematical library gives other last digits on other processors. Nothing here is
/// fused either: `a * b + c` rounds twice everywhere. Errors stay below 2 units in the last place.
package enum DetMath {
  /// log₂ e.
  private static let perOctave = 0x1.71547652b82fep0
  /// ln 2 in two parts, the first with zeros at its end, so that small multiples of it are exact.
  private static let octave = (high: 0x1.62e42feep-1, low: 0x1.a39ef35793c76p-33)
  /// Adding it leaves a whole number in the lowest bits.
  private static let whole = 0x1.8p52

  /// The whole number below `x`, without the checks of a conversion, for innermost loops.
  ///
  /// `x` lies between 0 and 2^31; of a whole number, the one before it may come out.
  @inline(__always)
  package static func floor(_ x: Double) -> Int32 {
    Int32(truncatingIfNeeded: ((x - 0.5) + whole).bitPattern)
  }

  /// e to the power of `x`; 0 below −708 and infinity above 709.
  package static func exp(_ x: Double) -> Double {
    guard x >= -708 else { return x.isNaN ? x : 0 }
    guard x <= 709 else { return .infinity }
    let shifted = x * perOctave + whole
    let count = shifted - whole
    let r = (x - count * octave.high) - count * octave.low
    let value = 1 + (r + r * r * exponentialTail(r))
    return Double(bitPattern: value.bitPattern &+ shifted.bitPattern &<< 52)
  }

  /// e to the power of each lane.
  package static func exp(_ x: SIMD8<Double>) -> SIMD8<Double> {
    var bounded = x.replacing(with: -708, where: x .< -708)
    bounded.replace(with: 709, where: x .> 709)
    var result = expInside(bounded)
    result.replace(with: 0, where: x .< -708)
    return result.replacing(with: .infinity, where: x .> 709)
  }

  /// e to the power of each lane, all of them from −708 to 709.
  @inline(__always)
  static func expInside(_ x: SIMD8<Double>) -> SIMD8<Double> {
    let shifted = x * perOctave + whole
    let count = shifted - whole
    let r = (x - count * octave.high) - count * octave.low
    let value = 1 + (r + r * r * exponentialTail(r))
    let bits = SIMD8<UInt64>(bitPattern: value) &+ SIMD8<UInt64>(bitPattern: shifted) &<< 52
    return SIMD8<Double>(bitPattern: bits)
  }

  /// The natural logarithm; −infinity of 0, not a number below it.
  package static func log(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }
    // What is too small for a full mantissa is raised first.
    if x < 0x1p-1022 { return log(x * 0x1p54) - 54 * octave.high - 54 * octave.low }
    let bits = x.bitPattern &+ 0x0009_5F61_9980_C433
    let count = Double(bitPattern: bits >> 52 | 0x4330_0000_0000_0000) - (0x1p52 + 1023)
    let mantissa = bits & 0x000F_FFFF_FFFF_FFFF &+ 0x3FE6_A09E_667F_3BCD
    let f = Double(bitPattern: mantissa) - 1
    let s = f / (2 + f)
    let z = s * s
    return count * octave.high + ((f - s * (f - z * logarithmTail(z))) + count * octave.low)
  }

  /// The natural logarithm of each lane; every lane is positive, finite and above 2^-1022.
  @inline(__always)
  package static func log(_ x: SIMD4<Double>) -> SIMD4<Double> {
    let bits = SIMD4<UInt64>(bitPattern: x) &+ 0x0009_5F61_9980_C433
    let exponents = bits &>> 52 | SIMD4(repeating: 0x4330_0000_0000_0000)
    let count = SIMD4<Double>(bitPattern: exponents) - (0x1p52 + 1023)
    let fractions = bits & SIMD4(repeating: 0x000F_FFFF_FFFF_FFFF)
    let f = SIMD4<Double>(bitPattern: fractions &+ 0x3FE6_A09E_667F_3BCD) - 1
    let s = f / (2 + f)
    let z = s * s
    return count * octave.high + ((f - s * (f - z * logarithmTail(z))) + count * octave.low)
  }

  /// The same for eight.
  @inline(__always)
  package static func log(_ x: SIMD8<Double>) -> SIMD8<Double> {
    SIMD8(lowHalf: log(x.lowHalf), highHalf: log(x.highHalf))
  }

  // MARK: Series

  /// (e^r − 1 − r) / r² for |r| ≤ ½ ln 2: the reciprocals of 2!, 3! … 13!.
  @inline(__always)
  private static func exponentialTail<Real: RealLanes>(_ r: Real) -> Real {
    let q = r * r
    let low =
      (0.5 + r * 0x1.5555555555555p-3) + q * (0x1.5555555555555p-5 + r * 0x1.1111111111111p-7)
    let middle =
      (0x1.6c16c16c16c17p-10 + r * 0x1.a01a01a01a01ap-13)
      + q * (0x1.a01a01a01a01ap-16 + r * 0x1.71de3a556c734p-19)
    let high =
      (0x1.27e4fb7789f5cp-22 + r * 0x1.ae64567f544e4p-26)
      + q * (0x1.1eed8eff8d898p-29 + r * 0x1.6124613a86d09p-33)
    let fourth = q * q
    return low + fourth * (middle + fourth * high)
  }

  /// 2/3 + 2/5 z + 2/7 z² … + 2/21 z⁹, for z = ((m − 1)/(m + 1))² of a mantissa around 1.
  @inline(__always)
  private static func logarithmTail<Real: RealLanes>(_ z: Real) -> Real {
    let q = z * z
    let low = (0x1.5555555555555p-1 + z * 0x1.999999999999ap-2)
    let second = (0x1.2492492492492p-2 + z * 0x1.c71c71c71c71cp-3)
    let third = (0x1.745d1745d1746p-3 + z * 0x1.3b13b13b13b14p-3)
    let fourth = (0x1.1111111111111p-3 + z * 0x1.e1e1e1e1e1e1ep-4)
    let fifth = (0x1.af286bca1af28p-4 + z * 0x1.8618618618618p-4)
    return low + q * (second + q * (third + q * (fourth + q * fifth)))
  }
}
