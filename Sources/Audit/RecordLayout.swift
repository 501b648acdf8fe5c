package import CanonicalJSON
package import Signing

/// Where the parts of a record lie in its body.
///
/// Reading checks every byte: a body that is read is the canonical form of exactly one record. It
/// makes no values, so that a million records can be read in a moment; one layout serves them all.
/// Hashes are the business of ``LogReplay``.
package struct RecordLayout: Sendable {
  /// The header without its line feed.
  package private(set) var header = 0..<0
  /// The moment at which the record was made.
  package private(set) var at = RecordTime.epoch
  /// The code of the book.
  package private(set) var book = JSONScanner.Token.none
  /// The person.
  package private(set) var by = JSONScanner.Token.none
  /// The `data` object of the header.
  package private(set) var data = 0..<0
  /// The leaf hash that the record says its predecessor has.
  package private(set) var previous = Digest.zero
  /// The place in the log.
  package private(set) var seq: Int64 = 0
  /// The type, as the bytes between the quotes.
  package private(set) var type = 0..<0
  /// The roots that the header states for the lines.
  package private(set) var roots = DigestPair(sha256: .zero, sm3: .zero)
  /// The number of lines that the header states.
  package private(set) var lineCount: Int64 = 0
  /// The detail lines that are there.
  package private(set) var lines: [Line] = []

  /// Where the parts of a detail line lie.
  package struct Line: Sendable {
    /// The line without its line feed.
    package internal(set) var bytes = 0..<0
    /// The `data` object.
    package internal(set) var data = 0..<0
    /// The number within the record, from 1.
    package internal(set) var number: Int64 = 0
    /// The project and the line's place in its chain; `nil` when it belongs to no project.
    package internal(set) var chain: Chain?
  }

  /// The place of a line in the chain of its project.
  package struct Chain: Sendable {
    /// The SHA-256 leaf hash that the line says the project's previous line has.
    package let previous: Digest
    /// The project.
    package let project: JSONScanner.Token
    /// The line's number in the project, from 1.
    package let seq: Int64
  }

  /// Creates a layout into which records are read.
  package init() {}

  /// Reads the body of the record that should stand at `seq`.
  /// - Parameters:
  ///   - body: the header and its lines.
  ///   - seq: named when something is wrong.
  ///   - isExcerpt: whether lines may be left out.
  /// - Throws: ``AuditError/differs(_:)`` with the first thing that is not as it should be.
  package mutating func read(
    _ body: Span<UInt8>,
    at seq: Int64 = 0,
    isExcerpt: Bool = false
  ) throws(AuditError) {
    // Whoever keeps a layout should not keep the room of an unusually long record with it.
    lines.removeAll(keepingCapacity: lines.capacity <= 16)
    var cursor = JSONScanner(0..<body.count)
    var line = 0
    var misnumbered: (line: Int, number: Int64)?
    do throws(JSONSyntaxError) {
      lineCount = try readHeader(body, &cursor)
    } catch {
      let version = RecordLayout.unknownVersion(body)
      throw .differs(
        version.map {
          LogDifference(.version, seq: seq, expected: RecordFormat.version, found: $0)
        } ?? LogDifference(error, seq: seq, line: 0)
      )
    }
    do throws(JSONSyntaxError) {
      while cursor.position < cursor.end {
        line += 1
        let entry = try RecordLayout.readLine(body, &cursor)
        let isInPlace =
          isExcerpt
          ? entry.number > lines.last?.number ?? 0 && entry.number <= lineCount
          : entry.number == Int64(line)
        if !isInPlace { misnumbered = misnumbered ?? (line, entry.number) }
        lines.append(entry)
      }
    } catch { throw .differs(LogDifference(error, seq: seq, line: line)) }
    if let (line, number) = misnumbered {
      throw .differs(
        LogDifference(.lineNumber, seq: seq, line: line, expected: "\(line)", found: "\(number)")
      )
    }
    if !isExcerpt && lineCount != Int64(line) {
      throw .differs(
        LogDifference(.lineCount, seq: seq, expected: "\(line)", found: "\(lineCount)")
      )
    }
  }

  private mutating func readHeader(
    _ body: Span<UInt8>,
    _ cursor: inout JSONScanner
  ) throws(JSONSyntaxError) -> Int64 {
    try cursor.expect(#"{"at":""#, in: body)
    at = try cursor.time(in: body)
    try cursor.expect(#"","book":"#, in: body)
    book = try cursor.string(in: body, isCanonical: true)
    try cursor.expect(#","by":"#, in: body)
    by = try cursor.string(in: body, isCanonical: true)
    try cursor.expect(#","data":"#, in: body)
    data = try cursor.object(in: body)
    try cursor.expect(#","lines":{"count":"#, in: body)
    let count = try cursor.decimal(in: body)
    try cursor.expect(#","sha256":"#, in: body)
    let sha256 = try cursor.digest(in: body)
    try cursor.expect(#","sm3":"#, in: body)
    roots = DigestPair(sha256: sha256, sm3: try cursor.digest(in: body))
    try cursor.expect(#"},"nonce":"#, in: body)
    try cursor.nonce(in: body)
    try cursor.expect(#","prev":"#, in: body)
    previous = try cursor.digest(in: body)
    try cursor.expect(#","seq":"#, in: body)
    seq = try cursor.decimal(in: body)
    try cursor.expect(#","t":"#, in: body)
    type = try cursor.type(in: body)
    try cursor.expect(#","v":"funds-record/v1"}"#, in: body)
    header = 0..<cursor.position
    try cursor.endLine(from: 0, in: body)
    return count
  }

  private static func readLine(
    _ body: Span<UInt8>,
    _ cursor: inout JSONScanner
  ) throws(JSONSyntaxError) -> Line {
    let start = cursor.position
    var line = Line()
    try cursor.expect(#"{"data":"#, in: body)
    line.data = try cursor.object(in: body)
    try cursor.expect(#","n":"#, in: body)
    line.number = try cursor.decimal(in: body)
    try cursor.expect(#","nonce":"#, in: body)
    try cursor.nonce(in: body)
    if cursor.peek(body) == UInt8(ascii: ",") {
      try cursor.expect(#","pprev":"#, in: body)
      let previous = try cursor.digest(in: body)
      try cursor.expect(#","project":"#, in: body)
      let project = try cursor.string(in: body, isCanonical: true)
      try cursor.expect(#","pseq":"#, in: body)
      let seq = try cursor.decimal(in: body)
      line.chain = Chain(previous: previous, project: project, seq: seq)
    }
    try cursor.expect(UInt8(ascii: "}"), in: body)
    line.bytes = start..<cursor.position
    try cursor.endLine(from: start, in: body)
    return line
  }

  /// Whether the record is of a type.
  package func isType(_ name: StaticString, in body: Span<UInt8>) -> Bool {
    guard type.count == name.utf8CodeUnitCount else { return false }
    let start = type.lowerBound
    return name.withUTF8Buffer { wanted in
      wanted.indices.allSatisfy { body[start + $0] == wanted[$0] }
    }
  }

  /// The text of a token in the body that was read.
  package func text(_ token: JSONScanner.Token, in body: Span<UInt8>) -> String {
    do throws(JSONSyntaxError) {
      return try String(token, in: body)
    } catch { preconditionFailure("a token of a record is decoded in its own body") }
  }

  /// The version that a header states, when it is not the one known here.
  ///
  /// Only looked for when a header cannot be read: `v` is its last member.
  private static func unknownVersion(_ body: Span<UInt8>) -> String? {
    var end = 0
    while end < body.count, body[end] != UInt8(ascii: "\n") { end += 1 }
    let text = String(decoding: (max(0, end - 80)..<end).map { body[$0] }, as: UTF8.self)
    guard let last = text.ranges(of: #","v":""#).last, text.hasSuffix("\"}") else { return nil }
    let found = String(text[last.upperBound...].dropLast(2))
    guard found != RecordFormat.version, RecordFormat.isVersion(found) else { return nil }
    return found
  }
}
