/// Looks at eight bytes of text at once.
///
/// Nearly all text in records is short and printable ASCII; going through it byte by byte would
/// cost a third of hashing it.
enum Octets {
  /// Whether all eight bytes are printable ASCII, 0x20 to 0x7E.
  @inline(__always)
  static func arePrintable(_ word: UInt64) -> Bool {
    // Each term sets the high bit of the lowest byte it is about, and of none when there is none.
    let controls = (word &- every(0x20)) & ~word
    return (controls | word | zeros(word ^ every(0x7F))) & every(0x80) == 0
  }

  /// Whether there is neither a quote nor a backslash among the eight bytes.
  @inline(__always)
  static func holdNoMark(_ word: UInt64) -> Bool {
    (zeros(word ^ every(0x22)) | zeros(word ^ every(0x5C))) & every(0x80) == 0
  }

  /// The bytes from `start` on, `width` of them, with spaces in place of the rest.
  @inline(__always)
  static func word(_ bytes: RawSpan, at start: Int, width: Int) -> UInt64 {
    if width == 8 { return bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self) }
    // From the end to the start, each piece pushes those after it up to where they belong.
    var word = every(0x20)
    var end = start + width
    if width & 1 != 0 {
      end -= 1
      word = word << 8 | UInt64(bytes.unsafeLoad(fromByteOffset: end, as: UInt8.self))
    }
    if width & 2 != 0 {
      end -= 2
      word = word << 16 | UInt64(bytes.unsafeLoadUnaligned(fromByteOffset: end, as: UInt16.self))
    }
    if width & 4 != 0 {
      end -= 4
      word = word << 32 | UInt64(bytes.unsafeLoadUnaligned(fromByteOffset: end, as: UInt32.self))
    }
    return word
  }

  @inline(__always)
  fileprivate static func every(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

  @inline(__always)
  fileprivate static func zeros(_ word: UInt64) -> UInt64 { (word &- every(1)) & ~word }
}

extension Span<UInt8> {
  /// The first place of a byte, from `start` on; eight bytes are looked at in a step.
  package func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    var place = start
    while place + 8 <= count {
      let word = bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
      let marks = Octets.zeros(UInt64(littleEndian: word) ^ Octets.every(byte)) & Octets.every(0x80)
      if marks != 0 { return place + marks.trailingZeroBitCount / 8 }
      place += 8
    }
    while place < count {
      if self[place] == byte { return place }
      place += 1
    }
    return nil
  }
}
