/// Lower-case hexadecimal digits, eight bytes at a time.
///
/// A record carries some 400 hexadecimal digits, so they are handled in words, not digit by digit.
package enum Hex {
  /// Writes the 16 digits of a number at some place, the highest first.
  package static func write(_ word: UInt64, to field: inout MutableSpan<UInt8>, at start: Int) {
    let high = spread(UInt32(truncatingIfNeeded: word >> 32))
    let low = spread(UInt32(truncatingIfNeeded: word))
    var raw = field.mutableBytes
    raw.storeBytes(of: high.bigEndian, toByteOffset: start, as: UInt64.self)
    raw.storeBytes(of: low.bigEndian, toByteOffset: start + 8, as: UInt64.self)
  }

  /// The eight digits of a number as bytes, the highest digit in the highest byte.
  @inline(__always)
  private static func spread(_ half: UInt32) -> UInt64 {
    var nibbles = UInt64(half)
    nibbles = (nibbles << 16 | nibbles) & 0x0000_FFFF_0000_FFFF
    nibbles = (nibbles << 8 | nibbles) & 0x00FF_00FF_00FF_00FF
    nibbles = (nibbles << 4 | nibbles) & 0x0F0F_0F0F_0F0F_0F0F
    // A nibble of ten or more carries into bit 4 when 6 is added.
    let isLetter = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return nibbles &+ 0x3030_3030_3030_3030 &+ isLetter &* 0x27
  }

  /// Reads 16 digits as a number; `nil` when one of them is no lower-case hexadecimal digit.
  package static func word(_ bytes: Span<UInt8>, at start: Int) -> UInt64? {
    guard start >= 0, bytes.count - start >= 16 else { return nil }
    let raw = bytes.bytes
    let high = raw.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self).bigEndian
    let low = raw.unsafeLoadUnaligned(fromByteOffset: start + 8, as: UInt64.self).bigEndian
    let (first, second) = (gather(high), gather(low))
    // Writing the value back is the check: only the canonical digits come out the same.
    guard spread(first) == high, spread(second) == low else { return nil }
    return UInt64(first) << 32 | UInt64(second)
  }

  /// The number behind eight digits; meaningless when they are none.
  @inline(__always)
  private static func gather(_ digits: UInt64) -> UInt32 {
    let isLetter = digits >> 6 & 0x0101_0101_0101_0101
    var nibbles = (digits & 0x0F0F_0F0F_0F0F_0F0F) &+ isLetter &* 9
    nibbles = (nibbles >> 4 | nibbles) & 0x00FF_00FF_00FF_00FF
    nibbles = (nibbles >> 8 | nibbles) & 0x0000_FFFF_0000_FFFF
    return UInt32(truncatingIfNeeded: nibbles >> 16 | nibbles)
  }
}
