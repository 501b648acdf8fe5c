extension String {
  /// The text of a range of bytes that are known to be UTF-8.
  package init(copying bytes: Span<UInt8>, _ range: Range<Int>) {
    self = String(unsafeUninitializedCapacity: range.count) { buffer in
      for (step, index) in range.enumerated() {
        buffer.initializeElement(at: step, to: bytes[index])
      }
      return range.count
    }
  }

  /// The text that a scanned string stands for, its escapes resolved.
  package init(_ token: JSONScanner.Token, in bytes: Span<UInt8>) throws(JSONSyntaxError) {
    guard token.isEscaped else {
      self.init(copying: bytes, token.range)
      return
    }
    var text = ""
    var plain = token.range.lowerBound
    var position = plain
    while position < token.range.upperBound {
      guard bytes[position] == UInt8(ascii: "\\") else {
        position += 1
        continue
      }
      text += String(copying: bytes, plain..<position)
      let start = position
      let scalar = try String.escape(in: bytes, at: &position, before: token.range.upperBound)
      text.unicodeScalars.append(scalar)
      if let forbidden = RecordText.firstForbidden(in: String(scalar)) {
        throw JSONSyntaxError(.init(kind: forbidden.kind, offset: start))
      }
      plain = position
    }
    text += String(copying: bytes, plain..<token.range.upperBound)
    if let forbidden = RecordText.firstForbidden(in: text) {
      throw JSONSyntaxError(.init(kind: forbidden.kind, offset: token.range.lowerBound))
    }
    self = text
  }

  /// Reads the escape at `position` and steps over it.
  private static func escape(
    in bytes: Span<UInt8>,
    at position: inout Int,
    before end: Int
  ) throws(JSONSyntaxError) -> Unicode.Scalar {
    let start = position
    position += 2
    switch bytes[start + 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw JSONSyntaxError(.unknownEscape, start)
    }
    let high = try unit(in: bytes, at: &position, before: end, escape: start)
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, position + 2 <= end, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw JSONSyntaxError(.loneSurrogate, start) }
    position += 2
    let low = try unit(in: bytes, at: &position, before: end, escape: start)
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw JSONSyntaxError(.loneSurrogate, start) }
    return scalar
  }

  private static func unit(
    in bytes: Span<UInt8>,
    at position: inout Int,
    before end: Int,
    escape start: Int
  ) throws(JSONSyntaxError) -> UInt32 {
    guard position + 4 <= end else { throw JSONSyntaxError(.unknownEscape, start) }
    var value: UInt32 = 0
    for index in position..<position + 4 {
      guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
        throw JSONSyntaxError(.unknownEscape, start)
      }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }
}
