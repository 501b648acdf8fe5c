import CanonicalJSON
import Signing

/// The members that records have beside their data.
extension JSONScanner {
  /// Steps over `literal`, which must come next.
  @inline(__always)
  mutating func expect(_ literal: StaticString, in body: Span<UInt8>) throws(JSONSyntaxError) {
    let count = literal.utf8CodeUnitCount
    let start = position
    let agrees = literal.withUTF8Buffer { wanted in
      guard start + count <= body.count else { return false }
      for step in 0..<count where wanted[step] != body[start + step] { return false }
      return true
    }
    guard agrees else { throw mismatch(literal, in: body) }
    position += count
  }

  /// The error at the first byte that is not that of `literal`.
  private func mismatch(_ literal: StaticString, in body: Span<UInt8>) -> JSONSyntaxError {
    var scanner = self
    return literal.withUTF8Buffer { wanted in
      for byte in wanted {
        guard scanner.peek(body) == byte else { break }
        scanner.position += 1
      }
      return scanner.unexpected(in: body)
    }
  }

  mutating func object(in body: Span<UInt8>) throws(JSONSyntaxError) -> Range<Int> {
    let start = position
    try skipObject(in: body, depth: 1)
    return start..<position
  }

  /// Reads the 20 bytes of a moment; its opening quote is behind, its closing one ahead.
  mutating func time(in body: Span<UInt8>) throws(JSONSyntaxError) -> RecordTime {
    guard position + RecordTime.length <= end,
      let time = RecordTime(body, position..<position + RecordTime.length)
    else { throw unexpected(in: body) }
    position += RecordTime.length
    return time
  }

  /// Reads a quoted decimal number without sign and leading zeros.
  mutating func decimal(in body: Span<UInt8>) throws(JSONSyntaxError) -> Int64 {
    try expect(UInt8(ascii: "\""), in: body)
    let start = position
    var value: Int64 = 0
    while case let digit = peek(body) ^ 0x30, digit <= 9, position - start < 18 {
      value = value * 10 + Int64(digit)
      position += 1
    }
    let isPadded = position - start > 1 && body[start] == UInt8(ascii: "0")
    guard position > start, !isPadded else {
      position = start
      throw unexpected(in: body)
    }
    try expect(UInt8(ascii: "\""), in: body)
    return value
  }

  mutating func digest(in body: Span<UInt8>) throws(JSONSyntaxError) -> Digest {
    try expect(UInt8(ascii: "\""), in: body)
    guard let digest = Digest(hex: body, at: position) else { throw unexpected(in: body) }
    position += 64
    try expect(UInt8(ascii: "\""), in: body)
    return digest
  }

  mutating func nonce(in body: Span<UInt8>) throws(JSONSyntaxError) {
    try expect(UInt8(ascii: "\""), in: body)
    guard Hex.word(body, at: position) != nil, Hex.word(body, at: position + 16) != nil else {
      throw unexpected(in: body)
    }
    position += 32
    try expect(UInt8(ascii: "\""), in: body)
  }

  mutating func type(in body: Span<UInt8>) throws(JSONSyntaxError) -> Range<Int> {
    let token = try string(in: body, isCanonical: true)
    let range = token.range
    guard (1...32).contains(range.count),
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(body[range.lowerBound]),
      range.allSatisfy({ RecordFormat.isTypeByte(body[$0]) })
    else { throw JSONSyntaxError(.key, range.lowerBound) }
    return range
  }

  /// Steps over the line feed that ends what began at `start`.
  mutating func endLine(from start: Int, in body: Span<UInt8>) throws(JSONSyntaxError) {
    guard position - start <= RecordFormat.lengthMax else {
      throw JSONSyntaxError(.trailingBytes, start + RecordFormat.lengthMax)
    }
    try expect(UInt8(ascii: "\n"), in: body)
  }
}
