/// Finds the tokens of restricted JSON in bytes, without making values of them.
///
/// The scanner is a cursor: the bytes are handed to each call, so that checking a record costs no
/// memory. `skipValue` accepts canonical JSON only.
package struct JSONScanner {
  /// The next byte to be read.
  package var position: Int
  /// Where the bytes of this scan end.
  package let end: Int

  /// Starts a scan of `range`.
  package init(_ range: Range<Int>) {
    position = range.lowerBound
    end = range.upperBound
  }

  /// A string as it stands in the bytes, without its quotes.
  package struct Token: Sendable {
    /// The bytes between the quotes.
    package let range: Range<Int>
    /// Whether there is a backslash among them.
    package let isEscaped: Bool

    /// No bytes.
    package static let none = Token(range: 0..<0, isEscaped: false)
  }

  /// The byte at the cursor, or 0 at the end (0 starts no token).
  @inline(__always)
  package func peek(_ bytes: Span<UInt8>) -> UInt8 { position < end ? bytes[position] : 0 }

  /// Steps over `byte`, which must come next.
  @inline(__always)
  package mutating func expect(
    _ byte: UInt8,
    in bytes: Span<UInt8>
  ) throws(JSONSyntaxError) {
    guard peek(bytes) == byte else { throw unexpected(in: bytes) }
    position += 1
  }

  /// The error of a byte that cannot stand at the cursor.
  package func unexpected(in bytes: Span<UInt8>) -> JSONSyntaxError {
    if position >= end { return JSONSyntaxError(.unexpectedEnd, position) }
    switch bytes[position] {
    case 0x20, 0x09, 0x0A, 0x0D: return JSONSyntaxError(.whitespace, position)
    case UInt8(ascii: "-"), 0x30...0x39: return JSONSyntaxError(.number, position)
    case UInt8(ascii: "n"): return JSONSyntaxError(.null, position)
    default: return JSONSyntaxError(.unexpectedByte, position)
    }
  }

  /// Steps over a string.
  ///
  /// Raw bytes are checked here. Which escapes may stand in it is for the caller to say: in
  /// canonical JSON only `\"` and `\\`, otherwise what ``JSONValue`` decodes.
  package mutating func string(
    in bytes: Span<UInt8>,
    isCanonical: Bool
  ) throws(JSONSyntaxError) -> Token {
    try expect(UInt8(ascii: "\""), in: bytes)
    let start = position
    var isEscaped = false
    var isPrintable = true
    while position < end {
      if end - position >= 8 {
        let word = Octets.word(bytes.bytes, at: position, width: 8)
        if Octets.holdNoMark(word) {
          isPrintable = isPrintable && Octets.arePrintable(word)
          position += 8
          continue
        }
      }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        let range = start..<position
        if !isPrintable, let forbidden = RecordText.firstForbidden(in: bytes, range) {
          throw JSONSyntaxError(forbidden)
        }
        position += 1
        return Token(range: range, isEscaped: isEscaped)
      }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        if isCanonical { try canonicalEscape(in: bytes) }
        position += 1
      } else if byte < 0x20 || byte > 0x7E {
        isPrintable = false
      }
      position += 1
    }
    throw JSONSyntaxError(.unexpectedEnd, end)
  }

  private func canonicalEscape(in bytes: Span<UInt8>) throws(JSONSyntaxError) {
    guard position + 1 < end else { throw JSONSyntaxError(.unexpectedEnd, end) }
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return
    case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"),
      UInt8(ascii: "t"), UInt8(ascii: "u"), UInt8(ascii: "/"):
      throw JSONSyntaxError(.needlessEscape, position)
    default: throw JSONSyntaxError(.unknownEscape, position)
    }
  }

  /// Steps over a key and its colon is left.
  package mutating func key(in bytes: Span<UInt8>) throws(JSONSyntaxError) -> Range<Int> {
    try expect(UInt8(ascii: "\""), in: bytes)
    let start = position
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): break
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        if position == start { throw JSONSyntaxError(.key, start) }
      case UInt8(ascii: "\""):
        guard position > start, position - start <= 32 else { throw JSONSyntaxError(.key, start) }
        position += 1
        return start..<position - 1
      default: throw JSONSyntaxError(.key, position)
      }
      position += 1
    }
    throw JSONSyntaxError(.unexpectedEnd, end)
  }

  /// Steps over `true` or `false`.
  package mutating func bool(in bytes: Span<UInt8>) throws(JSONSyntaxError) -> Bool {
    let value = peek(bytes) == UInt8(ascii: "t")
    for byte in (value ? "true" : "false").utf8 { try expect(byte, in: bytes) }
    return value
  }

  /// Steps over a value of canonical JSON without numbers, checking every byte of it.
  package mutating func skipValue(
    in bytes: Span<UInt8>,
    depth: Int = 0
  ) throws(JSONSyntaxError) {
    switch peek(bytes) {
    case UInt8(ascii: "\""): _ = try string(in: bytes, isCanonical: true)
    case UInt8(ascii: "{"): try skipObject(in: bytes, depth: depth)
    case UInt8(ascii: "["): try skipArray(in: bytes, depth: depth)
    case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try bool(in: bytes)
    default: throw unexpected(in: bytes)
    }
  }

  /// Steps over an object of canonical JSON.
  package mutating func skipObject(
    in bytes: Span<UInt8>,
    depth: Int = 0
  ) throws(JSONSyntaxError) {
    guard depth < JSONProfile.depthMax else { throw JSONSyntaxError(.tooDeep, position) }
    try expect(UInt8(ascii: "{"), in: bytes)
    if peek(bytes) == UInt8(ascii: "}") {
      position += 1
      return
    }
    var last = 0..<0
    while true {
      let key = try key(in: bytes)
      try ascend(from: last, to: key, in: bytes)
      last = key
      try expect(UInt8(ascii: ":"), in: bytes)
      try skipValue(in: bytes, depth: depth + 1)
      guard peek(bytes) == UInt8(ascii: ",") else { break }
      position += 1
    }
    try expect(UInt8(ascii: "}"), in: bytes)
  }

  private mutating func skipArray(
    in bytes: Span<UInt8>,
    depth: Int
  ) throws(JSONSyntaxError) {
    guard depth < JSONProfile.depthMax else { throw JSONSyntaxError(.tooDeep, position) }
    position += 1
    if peek(bytes) == UInt8(ascii: "]") {
      position += 1
      return
    }
    while true {
      try skipValue(in: bytes, depth: depth + 1)
      guard peek(bytes) == UInt8(ascii: ",") else { break }
      position += 1
    }
    try expect(UInt8(ascii: "]"), in: bytes)
  }

  /// Checks that one key follows another; an empty range is before every key.
  @inline(__always)
  func ascend(
    from last: Range<Int>,
    to key: Range<Int>,
    in bytes: Span<UInt8>
  ) throws(JSONSyntaxError) {
    for step in 0..<min(last.count, key.count) {
      let (old, new) = (bytes[last.lowerBound + step], bytes[key.lowerBound + step])
      if old < new { return }
      if old > new { throw JSONSyntaxError(.unsortedKey, key.lowerBound) }
    }
    if last.count > key.count { throw JSONSyntaxError(.unsortedKey, key.lowerBound) }
    if last.count == key.count { throw JSONSyntaxError(.duplicateKey, key.lowerBound) }
  }
}

extension JSONSyntaxError {
  init(_ forbidden: RecordText.Forbidden) {
    let code: Code =
      switch forbidden.kind {
      case .control: .controlCharacter
      case .directionMark: .directionMark
      case .noncharacter: .noncharacter
      case .notComposed: .notComposed
      case .invalidUTF8: .invalidUTF8
      }
    self.init(code, forbidden.offset)
  }
}
