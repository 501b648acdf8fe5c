import Quantities

/// A part of an amount, from nothing to all of it, in units of 2^−63 (份额).
///
/// Amounts are multiplied by it exactly and the rest of a fen is cut off. A share stands half a
/// step of a real number higher than it was given: three tenths, which no real number is, still
/// make three of ten.
struct Share: BitwiseCopyable {
  private let units: UInt64

  private static let one: UInt64 = 1 << 63

  /// Takes a share from 0 to 1.
  init(_ value: Double) {
    let whole = UInt64(min(max(value, 0), 1) * 0x1p63)
    units = value > 0 ? min(whole + 1 << 9, Self.one) : 0
  }

  /// Takes a share in millionths, the next unit up: of amounts below 9·10¹² fen it comes to what
  /// the division says.
  init(_ rate: PPM) {
    let units = (UInt128(rate.rawValue) << 63 + 999_999) / 1_000_000
    self.units = UInt64(min(units, UInt128(Self.one)))
  }

  private init(units: UInt64) { self.units = units }

  /// The share as a real number.
  var value: Double { Double(units) * 0x1p-63 }

  /// What it comes to of an amount that is not negative.
  @inline(__always)
  func of(_ amount: Int64) -> Int64 {
    // Twice the amount, so that whole fen stand in a word of their own.
    Int64(bitPattern: units.multipliedFullWidth(by: UInt64(bitPattern: amount) &<< 1).high)
  }

  /// The same rounded: half a fen, which is the upper bit of `half`, is added first.
  @inline(__always)
  func of(_ amount: Int64, half: UInt64) -> Int64 {
    let (whole, rest) = units.multipliedFullWidth(by: UInt64(bitPattern: amount) &<< 1)
    return Int64(bitPattern: whole &+ (rest & half) &>> 63)
  }

  /// The share between two quantiles that stand one behind the other: of 24 bits the upper ten name
  /// the first of them, the others how far it is to the second.
  @inline(__always)
  static func drawn(_ quantiles: UnsafePointer<Share>, _ luck: UInt32) -> Share {
    let step = quantiles + Int(luck >> 14 & 0x3FF)
    // The middle of 2^14 parts of a step, which may be one downwards.
    let part = Int64(luck & 0x3FFF) << 1 | 1
    let slope = Int64(bitPattern: step[1].units &- step[0].units) >> 15
    return Share(units: step[0].units &+ UInt64(bitPattern: slope &* part))
  }
}
