extension JSONValue {
  /// Reads one value that fills `bytes`.
  /// - Throws: ``JSONSyntaxError`` with the offset of the first byte that is wrong.
  public init(_ bytes: [UInt8], profile: JSONProfile) throws(JSONSyntaxError) {
    try self.init(bytes.span, 0..<bytes.count, profile: profile)
  }

  /// Reads one value that fills a range of `bytes`; offsets count from the start of `bytes`.
  package init(
    _ bytes: Span<UInt8>,
    _ range: Range<Int>,
    profile: JSONProfile
  ) throws(JSONSyntaxError) {
    var reader = JSONReader(scanner: JSONScanner(range), profile: profile)
    self = try reader.document(bytes)
  }
}

/// Makes values of tokens.
struct JSONReader {
  var scanner: JSONScanner
  let profile: JSONProfile
  /// Where values begin; `nil` when nobody asks.
  var offsets: [Int]?

  mutating func document(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONValue {
    if scanner.peek(bytes) == 0xEF { throw JSONSyntaxError(.byteOrderMark, scanner.position) }
    skipSpace(bytes)
    let value = try value(bytes, depth: 0)
    skipSpace(bytes)
    guard scanner.position == scanner.end else {
      throw JSONSyntaxError(.trailingBytes, scanner.position)
    }
    return value
  }

  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    if profile.isCanonical { return }
    while [0x20, 0x0A, 0x0D, 0x09].contains(scanner.peek(bytes)) { scanner.position += 1 }
  }

  private mutating func value(
    _ bytes: Span<UInt8>,
    depth: Int
  ) throws(JSONSyntaxError) -> JSONValue {
    offsets?.append(scanner.position)
    switch scanner.peek(bytes) {
    case UInt8(ascii: "\""): return .string(try string(bytes))
    case UInt8(ascii: "{"): return try object(bytes, depth: depth)
    case UInt8(ascii: "["): return try array(bytes, depth: depth)
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool(try scanner.bool(in: bytes))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard profile.allowsIntegers else { throw JSONSyntaxError(.number, scanner.position) }
      return .integer(try integer(bytes))
    default: throw scanner.unexpected(in: bytes)
    }
  }

  private mutating func object(
    _ bytes: Span<UInt8>,
    depth: Int
  ) throws(JSONSyntaxError) -> JSONValue {
    var members: [JSONValue.Member] = []
    var keys: Set<String> = []
    var last = 0..<0
    try list(bytes, depth: depth, closedBy: UInt8(ascii: "}")) {
      (reader, bytes) throws(JSONSyntaxError) in
      let range = try reader.scanner.key(in: bytes)
      let key = String(copying: bytes, range)
      if reader.profile.isCanonical {
        try reader.scanner.ascend(from: last, to: range, in: bytes)
        last = range
      } else if !keys.insert(key).inserted {
        throw JSONSyntaxError(.duplicateKey, range.lowerBound)
      }
      reader.skipSpace(bytes)
      try reader.scanner.expect(UInt8(ascii: ":"), in: bytes)
      reader.skipSpace(bytes)
      members.append(JSONValue.Member(key, try reader.value(bytes, depth: depth + 1)))
    }
    return .object(members)
  }

  private mutating func array(
    _ bytes: Span<UInt8>,
    depth: Int
  ) throws(JSONSyntaxError) -> JSONValue {
    var values: [JSONValue] = []
    try list(bytes, depth: depth, closedBy: UInt8(ascii: "]")) {
      (reader, bytes) throws(JSONSyntaxError) in
      values.append(try reader.value(bytes, depth: depth + 1))
    }
    return .array(values)
  }

  /// Reads from an opening bracket to its closing one, with commas between the elements.
  private mutating func list(
    _ bytes: Span<UInt8>,
    depth: Int,
    closedBy close: UInt8,
    element: (inout JSONReader, Span<UInt8>) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    guard depth < JSONProfile.depthMax else { throw JSONSyntaxError(.tooDeep, scanner.position) }
    scanner.position += 1
    skipSpace(bytes)
    if scanner.peek(bytes) == close {
      scanner.position += 1
      return
    }
    while true {
      try element(&self, bytes)
      skipSpace(bytes)
      guard scanner.peek(bytes) == UInt8(ascii: ",") else { break }
      scanner.position += 1
      skipSpace(bytes)
    }
    try scanner.expect(close, in: bytes)
  }

  private mutating func integer(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> Int64 {
    let start = scanner.position
    let isNegative = scanner.peek(bytes) == UInt8(ascii: "-")
    if isNegative { scanner.position += 1 }
    let firstDigit = scanner.position
    var value: Int64 = 0
    while case let byte = scanner.peek(bytes), (0x30...0x39).contains(byte) {
      let digit = Int64(byte) - 0x30
      let (product, wide) = value.multipliedReportingOverflow(by: 10)
      let (sum, high) = product.addingReportingOverflow(isNegative ? -digit : digit)
      if wide || high { throw JSONSyntaxError(.numberRange, start) }
      value = sum
      scanner.position += 1
    }
    let digits = scanner.position - firstDigit
    let isPadded = digits > 1 && bytes[firstDigit] == UInt8(ascii: "0")
    let isFraction = [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")]
      .contains(scanner.peek(bytes))
    guard digits > 0, !isPadded, !isFraction, !(isNegative && value == 0) else {
      throw JSONSyntaxError(.number, start)
    }
    return value
  }

  private mutating func string(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> String {
    let token = try scanner.string(in: bytes, isCanonical: profile.isCanonical)
    return try String(token, in: bytes)
  }
}
