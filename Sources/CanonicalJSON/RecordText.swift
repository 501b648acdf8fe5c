/// Which text may stand in a record (记录文字).
///
/// Refused are control characters (U+0000 to U+001F, U+007F), marks that change the reading
/// direction (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069), noncharacters, and text
/// that is not in Normalization Form C. They could make two records look alike and hash
/// differently, or look different from what they say; so they are refused when they come in, and
/// nothing is ever normalised afterwards.
public enum RecordText {
  /// The first thing a text may not hold.
  public struct Forbidden: Error, Hashable, Sendable {
    /// What is wrong.
    public let kind: Kind
    /// The byte at which it stands, from 0 within the text's UTF-8.
    public let offset: Int
  }

  /// Kinds of refused text.
  public enum Kind: String, CaseIterable, Sendable {
    /// A control character.
    case control
    /// A mark that changes the reading direction.
    case directionMark
    /// A code point that is no character.
    case noncharacter
    /// Text not in Normalization Form C.
    case notComposed
    /// Bytes that are not UTF-8.
    case invalidUTF8
  }

  /// Whether `text` may stand in a record.
  public static func isAcceptable(_ text: String) -> Bool { firstForbidden(in: text) == nil }

  /// The first thing that keeps `text` out of a record, or `nil`.
  public static func firstForbidden(in text: String) -> Forbidden? {
    let bytes = text.utf8.span
    return firstForbidden(in: bytes, 0..<bytes.count)
  }

  /// The first thing that keeps some bytes out of a record, or `nil`.
  ///
  /// Offsets count from the start of `bytes`.
  package static func firstForbidden(in bytes: Span<UInt8>, _ range: Range<Int>) -> Forbidden? {
    var index = range.lowerBound
    var isSurelyComposed = true
    while index < range.upperBound {
      let byte = bytes[index]
      if byte < 0x80 {
        if byte < 0x20 || byte == 0x7F { return Forbidden(kind: .control, offset: index) }
        index += 1
        continue
      }
      if isHan(bytes, at: index, before: range.upperBound) {
        index += 3
        continue
      }
      let (scalar, width) = decode(bytes, at: index, before: range.upperBound)
      if width == 0 { return Forbidden(kind: .invalidUTF8, offset: index) }
      if !isComposed(scalar) {
        if let kind = forbiddenKind(scalar) { return Forbidden(kind: kind, offset: index) }
        isSurelyComposed = false
      }
      index += width
    }
    if isSurelyComposed { return nil }
    return isNormalized(bytes.extracting(range))
      ? nil : Forbidden(kind: .notComposed, offset: range.lowerBound)
  }

  private static func isNormalized(_ bytes: Span<UInt8>) -> Bool {
    guard var text = try? UTF8Span(validating: bytes) else { return false }
    return text.checkForNFC(quickCheck: false)
  }

  /// Whether one of U+4000 to U+9FFF begins here: nearly all Chinese text, and always acceptable.
  @inline(__always)
  private static func isHan(_ bytes: Span<UInt8>, at index: Int, before end: Int) -> Bool {
    end - index >= 3 && (0xE4...0xE9).contains(bytes[index]) && bytes[index + 1] & 0xC0 == 0x80
      && bytes[index + 2] & 0xC0 == 0x80
  }

  /// Reads one scalar of two or more bytes; the width is 0 when it is not well-formed UTF-8.
  @inline(__always)
  private static func decode(
    _ bytes: Span<UInt8>,
    at index: Int,
    before end: Int
  ) -> (scalar: UInt32, width: Int) {
    let first = UInt32(bytes[index])
    let width = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, end - index >= width else { return (0, 0) }
    var scalar = first & (0x7F >> UInt32(width))
    for step in 1..<width {
      let byte = UInt32(bytes[index + step])
      guard byte & 0xC0 == 0x80 else { return (0, 0) }
      scalar = scalar << 6 | (byte & 0x3F)
    }
    switch width {
    case 3: if scalar < 0x800 || (0xD800...0xDFFF).contains(scalar) { return (0, 0) }
    case 4: if scalar < 0x10000 || scalar > 0x10FFFF { return (0, 0) }
    default: break
    }
    return (scalar, width)
  }

  /// Whether a scalar is allowed and never takes part in composition, so that text made only of
  /// such scalars is in Normalization Form C.
  ///
  /// The ranges cover Latin, common punctuation, kana, Han, Hangul syllables and full-width forms;
  /// whatever else occurs is left to the full check.
  @inline(__always)
  static func isComposed(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80..<0x300, 0x3001...0x3029, 0x3030...0x3098, 0x309B...0x30FF,
      0xFF01...0xFFEE, 0x2010...0x2027, 0x2460...0x24FF, 0x3400...0x3FFF, 0xAC00...0xD7A3:
      true
    default: false
    }
  }

  private static func forbiddenKind(_ scalar: UInt32) -> Kind? {
    switch scalar {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: .directionMark
    case 0xFDD0...0xFDEF: .noncharacter
    default: scalar & 0xFFFE == 0xFFFE ? .noncharacter : nil
    }
  }
}
