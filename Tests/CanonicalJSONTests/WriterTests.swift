import Testing

@testable import CanonicalJSON

@Suite struct WriterTests {
  @Test func `objects, arrays and escapes are written as RFC 8785 says`() {
    var writer = CanonicalWriter()
    writer.beginObject()
    writer.key("a")
    writer.beginArray()
    writer.string("x")
    writer.bool(false)
    writer.beginObject()
    writer.endObject()
    writer.beginArray()
    writer.endArray()
    writer.endArray()
    writer.member("b", "quote \" backslash \\ slash / 钱")
    writer.key("c")
    writer.decimal(-120)
    writer.endObject()
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"{"a":["x",false,{},[]],"b":"quote \" backslash \\ slash / 钱","c":"-120"}"#
    )
  }

  @Test func `numbers of every length are written`() {
    for value in [0, 9, 10, 99, 100, -1, -10, Int64.max, Int64.min] {
      var writer = CanonicalWriter()
      writer.integer(value)
      #expect(String(decoding: writer.bytes, as: UTF8.self) == String(value))
    }
  }

  @Test func `refused text is not written and the first is told`() {
    var writer = CanonicalWriter()
    writer.beginArray()
    writer.string("good")
    writer.string("bad\n")
    writer.string("e\u{301}")
    writer.endArray()
    #expect(writer.refusal == RecordText.Forbidden(kind: .control, offset: 3))
    #expect(String(decoding: writer.bytes, as: UTF8.self) == #"["good"]"#)
    writer.reset()
    #expect(writer.refusal == nil)
    #expect(writer.bytes.isEmpty)
  }

  @Test func `the buffer grows as needed`() {
    for length in 0...300 {
      var writer = CanonicalWriter(capacity: 1)
      let text = String(repeating: "\"", count: length)
      writer.string(text)
      writer.string(text)
      #expect(writer.count == 2 * (2 * length + 2) + 1)
    }
  }

  @Test func `keys out of order are a bug of the caller`() async {
    await #expect(processExitsWith: .failure) {
      var writer = CanonicalWriter()
      writer.beginObject()
      writer.member("b", "")
      writer.member("a", "")
    }
  }
}

@Suite struct RoundTripTests {
  @Test(arguments: UInt64(1)...40)
  func `what is written is read, and nothing else reads the same`(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    for _ in 0..<25 {
      let value = random.value(depth: 0)
      var writer = CanonicalWriter(capacity: 1)
      writer.value(value)
      let bytes = writer.bytes
      #expect(try JSONValue(bytes, profile: .record) == value)
      #expect(try JSONValue(bytes, profile: .case) == value)
      for _ in 0..<20 { try checkMutation(of: bytes, &random) }
    }
  }

  /// Canonical JSON has one spelling: mutated bytes that are still read are written the same.
  private func checkMutation(of bytes: [UInt8], _ random: inout SplitMix) throws {
    var mutated = bytes
    switch Int.random(in: 0..<3, using: &random) {
    case 0: mutated[random.index(in: mutated)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: mutated.remove(at: random.index(in: mutated))
    default:
      let byte = Array("\"\\{}[]:,tu0a钱\u{301}\n".utf8).randomElement(using: &random) ?? 0
      mutated.insert(byte, at: random.index(in: mutated))
    }
    let outcome = outcome(mutated, .record)
    if case .success(let value) = outcome {
      var writer = CanonicalWriter()
      writer.value(value)
      if writer.bytes != mutated {
        Issue.record("two spellings: \(String(decoding: mutated, as: UTF8.self))")
      }
    }
    if !agrees(outcome, skip(mutated)) {
      Issue.record("reader and scanner differ: \(String(decoding: mutated, as: UTF8.self))")
    }
  }

  private func skip(_ bytes: [UInt8]) -> JSONSyntaxError? {
    var scanner = JSONScanner(0..<bytes.count)
    do throws(JSONSyntaxError) {
      try scanner.skipValue(in: bytes.span)
      return scanner.position == bytes.count
        ? nil : JSONSyntaxError(.trailingBytes, scanner.position)
    } catch { return error }
  }

  private func agrees(
    _ read: Result<JSONValue, JSONSyntaxError>,
    _ skipped: JSONSyntaxError?
  ) -> Bool {
    switch read {
    case .success: skipped == nil
    case .failure(let error): error.code == .byteOrderMark || skipped == error
    }
  }
}

// SplitMix64: G. Steele et al., "Fast Splittable Pseudorandom Number Generators", 2014.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func index(in bytes: [UInt8]) -> Int { Int.random(in: bytes.indices, using: &self) }

  /// A value that is canonical: its keys ascend.
  mutating func value(depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth < 4 ? 6 : 3), using: &self) {
    case 0: .bool(Bool.random(using: &self))
    case 1, 2: .string(text())
    case 3: .array((0..<Int.random(in: 0..<4, using: &self)).map { _ in value(depth: depth + 1) })
    default:
      .object(
        Set((0..<Int.random(in: 0..<5, using: &self)).map { _ in key() }).sorted()
          .map { JSONValue.Member($0, value(depth: depth + 1)) }
      )
    }
  }

  private mutating func text() -> String {
    let pieces = ["a", "先投后股", "\"", "\\", "😀", " ", "0123456789", "é", "한", "/", "𠮷", "〔2024〕"]
    return (0..<Int.random(in: 0..<9, using: &self))
      .map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
  }

  private mutating func key() -> String {
    let letters = Array("abcxyz_09")
    let rest = (0..<Int.random(in: 0..<6, using: &self))
      .map { _ in letters.randomElement(using: &self) ?? "a" }
    return "k" + String(rest)
  }
}
