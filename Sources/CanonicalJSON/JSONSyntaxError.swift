/// Where and why bytes are not the JSON that was asked for.
public struct JSONSyntaxError: Error, Hashable, Sendable {
  /// What is wrong.
  public let code: Code
  /// The byte at which it was noticed, from 0.
  public let offset: Int

  package init(_ code: Code, _ offset: Int) {
    self.code = code
    self.offset = offset
  }

  /// The stable names of what can be wrong.
  public enum Code: String, CaseIterable, Sendable {
    /// The bytes end inside a value.
    case unexpectedEnd = "unexpected-end"
    /// No value, comma, colon or bracket where one must stand.
    case unexpectedByte = "unexpected-byte"
    /// U+FEFF at the start.
    case byteOrderMark = "byte-order-mark"
    /// Something after the value.
    case trailingBytes = "trailing-bytes"
    /// White space in canonical JSON.
    case whitespace = "whitespace"
    /// Broken, overlong or surrogate UTF-8.
    case invalidUTF8 = "invalid-utf8"
    /// U+0000 to U+001F or U+007F, raw or escaped.
    case controlCharacter = "control-character"
    /// A mark that changes the reading direction.
    case directionMark = "direction-mark"
    /// A code point that Unicode sets aside as no character.
    case noncharacter = "noncharacter"
    /// Text that is not in Normalization Form C.
    case notComposed = "not-nfc"
    /// A backslash followed by nothing that JSON knows.
    case unknownEscape = "unknown-escape"
    /// An escape where canonical JSON writes the character itself.
    case needlessEscape = "needless-escape"
    /// Half of a surrogate pair.
    case loneSurrogate = "lone-surrogate"
    /// A key that is not `[a-z][a-z0-9_]{0,31}`.
    case key = "key"
    /// A key that occurs twice in one object.
    case duplicateKey = "duplicate-key"
    /// Keys of canonical JSON that do not ascend.
    case unsortedKey = "unsorted-key"
    /// A number where none is allowed, or one that is not a whole number.
    case number = "number"
    /// A whole number beyond 64 bits.
    case numberRange = "number-range"
    /// A null.
    case null = "null"
    /// Arrays and objects nested beyond the limit.
    case tooDeep = "too-deep"
  }
}
