import CanonicalJSON

/// Reads the members of one `data` object, one after the other.
///
/// Canonical JSON has its keys in ascending order, so whoever knows the members of a record asks
/// for them in that order, and nothing has to be kept or looked up: what does not come when it is
/// asked for is missing, what comes unasked is unknown. The bytes were read as a record before.
struct MemberReader {
  private let seq: Int64
  private let line: Int
  private var path: String
  private var scanner: JSONScanner

  /// Opens the object that fills `range`.
  init(
    _ body: Span<UInt8>,
    _ range: Range<Int>,
    seq: Int64,
    line: Int
  ) throws(EvidenceError) {
    self.seq = seq
    self.line = line
    path = ""
    scanner = JSONScanner(range)
    try open(UInt8(ascii: "{"), in: body)
  }

  /// The error about a member.
  func fault(_ member: String, _ kind: RecordFault.Kind) -> EvidenceError {
    .record(RecordFault(seq: seq, line: line, member: path + member, kind: kind))
  }

  // MARK: Members

  /// Whether the next member is `name`; if so, its value is read next.
  mutating func has(_ name: StaticString, in body: Span<UInt8>) -> Bool {
    let (start, count) = (scanner.position, name.utf8CodeUnitCount)
    guard start + count + 3 <= scanner.end, body[start] == UInt8(ascii: "\""),
      body[start + count + 1] == UInt8(ascii: "\""), body[start + count + 2] == UInt8(ascii: ":")
    else { return false }
    let agrees = name.withUTF8Buffer { wanted in
      for step in 0..<count where wanted[step] != body[start + 1 + step] { return false }
      return true
    }
    if agrees { scanner.position += count + 3 }
    return agrees
  }

  /// Steps to the value of the member `name`, which has to come next.
  mutating func require(_ name: StaticString, in body: Span<UInt8>) throws(EvidenceError) {
    guard !has(name, in: body) else { return }
    guard let next = nextKey(in: body), !"\(name)".utf8.lexicographicallyPrecedes(next.utf8) else {
      throw fault("\(name)", .missing)
    }
    throw fault(next, .unknown)
  }

  /// Confirms that there are no more members.
  mutating func finish(in body: Span<UInt8>) throws(EvidenceError) {
    if let next = nextKey(in: body) { throw fault(next, .unknown) }
    do throws(JSONSyntaxError) {
      try scanner.expect(UInt8(ascii: "}"), in: body)
    } catch { throw fault("", .illFormed) }
  }

  private func nextKey(in body: Span<UInt8>) -> String? {
    var scanner = scanner
    guard let range = try? scanner.key(in: body) else { return nil }
    return String(copying: body, range)
  }

  // MARK: Values

  /// Reads a text.
  mutating func text(_ name: StaticString, in body: Span<UInt8>) throws(EvidenceError) -> String {
    try require(name, in: body)
    return try textValue("\(name)", in: body)
  }

  /// Reads a text that may be absent.
  mutating func optionalText(
    _ name: StaticString,
    in body: Span<UInt8>
  ) throws(EvidenceError) -> String? {
    has(name, in: body) ? try textValue("\(name)", in: body) : nil
  }

  /// Reads a text and makes a value of it.
  mutating func value<Value>(
    _ name: StaticString,
    in body: Span<UInt8>,
    _ make: (String) -> Value?
  ) throws(EvidenceError) -> Value {
    guard let value = make(try text(name, in: body)) else { throw fault("\(name)", .illFormed) }
    return value
  }

  /// Reads `true` or `false`.
  mutating func flag(_ name: StaticString, in body: Span<UInt8>) throws(EvidenceError) -> Bool {
    try require(name, in: body)
    let value: Bool
    do throws(JSONSyntaxError) {
      value = try scanner.bool(in: body)
    } catch { throw fault("\(name)", .illFormed) }
    pass(in: body)
    return value
  }

  /// Reads an array of texts.
  mutating func texts(
    _ name: StaticString,
    in body: Span<UInt8>
  ) throws(EvidenceError) -> [String] {
    try require(name, in: body)
    var texts: [String] = []
    try array("\(name)", in: body) { (reader, body) throws(EvidenceError) in
      texts.append(try reader.textValue("\(name)", in: body))
    }
    return texts
  }

  /// Reads an array, whose elements `element` reads.
  mutating func array(
    _ member: String,
    in body: Span<UInt8>,
    _ element: (inout MemberReader, Span<UInt8>) throws(EvidenceError) -> Void
  ) throws(EvidenceError) {
    guard scanner.peek(body) == UInt8(ascii: "[") else { throw fault(member, .illFormed) }
    scanner.position += 1
    while scanner.peek(body) != UInt8(ascii: "]") { try element(&self, body) }
    scanner.position += 1
    pass(in: body)
  }

  /// Reads an object within this one.
  mutating func object(
    _ member: String,
    in body: Span<UInt8>,
    _ members: (inout MemberReader, Span<UInt8>) throws(EvidenceError) -> Void
  ) throws(EvidenceError) {
    guard scanner.peek(body) == UInt8(ascii: "{") else { throw fault(member, .illFormed) }
    scanner.position += 1
    let outside = path
    path += member + "."
    try members(&self, body)
    try finish(in: body)
    path = outside
    pass(in: body)
  }

  /// Reads an object of texts under keys of any name.
  mutating func pairs(
    _ member: String,
    in body: Span<UInt8>,
    _ pair: (String, String) -> Bool
  ) throws(EvidenceError) {
    try object(member, in: body) { (reader, body) throws(EvidenceError) in
      while let key = reader.nextKey(in: body) {
        reader.scanner.position += key.utf8.count + 3
        let value = try reader.textValue(key, in: body)
        guard pair(key, value) else { throw reader.fault(key, .illFormed) }
      }
    }
  }

  /// Reads the text that comes next.
  mutating func textValue(
    _ member: @autoclosure () -> String,
    in body: Span<UInt8>
  ) throws(EvidenceError) -> String {
    do throws(JSONSyntaxError) {
      let token = try scanner.string(in: body, isCanonical: true)
      pass(in: body)
      return try String(token, in: body)
    } catch { throw fault(member(), .illFormed) }
  }

  /// Reads the bytes of a text that has no escapes in it.
  mutating func plain(
    _ name: StaticString,
    in body: Span<UInt8>
  ) throws(EvidenceError) -> Range<Int> {
    try require(name, in: body)
    do throws(JSONSyntaxError) {
      let token = try scanner.string(in: body, isCanonical: true)
      pass(in: body)
      if !token.isEscaped { return token.range }
    } catch { throw fault("\(name)", .illFormed) }
    throw fault("\(name)", .illFormed)
  }

  // MARK: Steps

  private mutating func open(_ bracket: UInt8, in body: Span<UInt8>) throws(EvidenceError) {
    do throws(JSONSyntaxError) {
      try scanner.expect(bracket, in: body)
    } catch { throw fault("data", .illFormed) }
  }

  /// Steps over the comma after a value, if there is one.
  private mutating func pass(in body: Span<UInt8>) {
    if scanner.peek(body) == UInt8(ascii: ",") { scanner.position += 1 }
  }
}
