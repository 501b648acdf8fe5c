import Testing

@testable import CanonicalJSON

@Suite struct ReaderTests {
  typealias Refusal = (json: [UInt8], code: JSONSyntaxError.Code, offset: Int)

  static func refusal(
    _ json: String,
    _ code: JSONSyntaxError.Code,
    _ offset: Int
  ) -> Refusal { (Array(json.utf8), code, offset) }

  /// What every profile refuses, in a spelling that is canonical otherwise.
  static let refusedByAll: [Refusal] = [
    refusal("", .unexpectedEnd, 0),
    refusal("{", .unexpectedEnd, 1),
    refusal(#"{"a""#, .unexpectedEnd, 4),
    refusal(#"{"a":"#, .unexpectedEnd, 5),
    refusal(#"{"a":"x"#, .unexpectedEnd, 7),
    refusal(#"{"a":"x","#, .unexpectedEnd, 9),
    refusal(#"["x""#, .unexpectedEnd, 4),
    refusal(#"{"a":"x",}"#, .unexpectedByte, 9),
    refusal(#"["x",]"#, .unexpectedByte, 5),
    refusal(#"{"a" "x"}"#.replacing(" ", with: ""), .unexpectedByte, 4),
    refusal("tru", .unexpectedEnd, 3),
    refusal("trux", .unexpectedByte, 3),
    refusal("falsy", .unexpectedByte, 4),
    refusal("truetrue", .trailingBytes, 4),
    refusal("{}{}", .trailingBytes, 2),
    refusal("\u{FEFF}{}", .byteOrderMark, 0),
    refusal("null", .null, 0),
    refusal(#"{"a":1.5}"#, .number, 5),
    refusal(#"{"a":1e3}"#, .number, 5),
    refusal(#"{"a":-0}"#, .number, 5),
    refusal(#"{"a":01}"#, .number, 5),
    refusal(#"{"a":-}"#, .number, 5),
    refusal(#"{"A":"x"}"#, .key, 2),
    refusal(#"{"":"x"}"#, .key, 2),
    refusal(#"{"1a":"x"}"#, .key, 2),
    refusal(#"{"_a":"x"}"#, .key, 2),
    refusal(#"{"a-b":"x"}"#, .key, 3),
    refusal(#"{"\u0061":"x"}"#, .key, 2),
    refusal(#"{"钱":"x"}"#, .key, 2),
    refusal(#"{"\#(String(repeating: "k", count: 33))":"x"}"#, .key, 2),
    refusal(#"{"a":"x","a":"y"}"#, .duplicateKey, 10),
    refusal(#""\x""#, .unknownEscape, 1),
    refusal(#""\"#, .unexpectedEnd, 2),
    refusal("\"a\u{0}b\"", .controlCharacter, 2),
    refusal("\"a\nb\"", .controlCharacter, 2),
    refusal("\"a\u{7F}b\"", .controlCharacter, 2),
    refusal("\"abcdefgh\u{1F}\"", .controlCharacter, 9),
    refusal("\"a\u{202E}b\"", .directionMark, 2),
    refusal("\"a\u{61C}b\"", .directionMark, 2),
    ([0x22, 0x61, 0xEF, 0xBF, 0xBE, 0x22], .noncharacter, 2),
    ([0x22, 0xEF, 0xB7, 0x90, 0x22], .noncharacter, 1),
    ([0x22, 0xF4, 0x8F, 0xBF, 0xBF, 0x22], .noncharacter, 1),
    refusal("\"e\u{301}\"", .notComposed, 1),
    refusal("\"\u{212B}\"", .notComposed, 1),
    refusal("\"\u{F900}\"", .notComposed, 1),
    ([0x22, 0x80, 0x22], .invalidUTF8, 1),
    ([0x22, 0x61, 0xC0, 0x80, 0x22], .invalidUTF8, 2),
    ([0x22, 0xE0, 0x80, 0x80, 0x22], .invalidUTF8, 1),
    ([0x22, 0xED, 0xA0, 0x80, 0x22], .invalidUTF8, 1),
    ([0x22, 0xF0, 0x80, 0x80, 0x80, 0x22], .invalidUTF8, 1),
    ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .invalidUTF8, 1),
    ([0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], .invalidUTF8, 1),
    ([0x22, 0xE4, 0xBD, 0x22], .invalidUTF8, 1),
    ([0x22, 0xFF, 0x22], .invalidUTF8, 1),
    refusal(String(repeating: "[", count: 33), .tooDeep, 32),
    refusal(String(repeating: #"{"a":"#, count: 33), .tooDeep, 160),
  ]

  @Test(arguments: refusedByAll)
  func `every profile refuses`(_ row: Refusal) {
    #expect(outcome(row.json, .case) == .failure(JSONSyntaxError(row.code, row.offset)))
    // Where a case reads an integer first, the others stop at the number, at the same byte.
    #expect(outcome(row.json, .policy) == .failure(JSONSyntaxError(row.code, row.offset)))
    #expect(outcome(row.json, .record) == .failure(JSONSyntaxError(row.code, row.offset)))
  }

  static let refusedByRecords: [Refusal] = [
    refusal(#" {"a":"x"}"#, .whitespace, 0),
    refusal(#"{"a":"x"} "#, .trailingBytes, 9),
    refusal("{\n}", .whitespace, 1),
    refusal(#"{"a": "x"}"#, .whitespace, 5),
    refusal(#"{"b":"x","a":"y"}"#, .unsortedKey, 10),
    refusal(#"{"ab":"x","a":"y"}"#, .unsortedKey, 11),
    refusal(#""\/""#, .needlessEscape, 1),
    refusal(#""\u4e2d""#, .needlessEscape, 1),
  ]

  @Test(arguments: refusedByRecords)
  func `only canonical JSON refuses`(_ row: Refusal) throws {
    #expect(outcome(row.json, .record) == .failure(JSONSyntaxError(row.code, row.offset)))
    _ = try JSONValue(row.json, profile: .policy)
  }

  static let refusedEscapes: [Refusal] = [
    refusal(#""ab\ud800""#, .loneSurrogate, 3),
    refusal(#""\udc00""#, .loneSurrogate, 1),
    refusal(#""\ud800\u0041""#, .loneSurrogate, 1),
    refusal(#""\ud800\n""#, .loneSurrogate, 1),
    refusal(#""\u12""#, .unknownEscape, 1),
    refusal(#""\u12g4""#, .unknownEscape, 1),
    refusal(#""\n""#, .controlCharacter, 1),
    refusal(#""x\u0000""#, .controlCharacter, 2),
    refusal(#""x\u202e""#, .directionMark, 2),
    refusal(#""x\uffff""#, .noncharacter, 2),
    refusal(#""e\u0301""#, .notComposed, 1),
  ]

  @Test(arguments: refusedEscapes)
  func `an escape does not hide what is refused`(_ row: Refusal) {
    #expect(outcome(row.json, .policy) == .failure(JSONSyntaxError(row.code, row.offset)))
  }

  @Test func `escapes stand for their characters`() throws {
    let json = Array(#""\"\\\/\u4E2d\ud83d\uDE00e\u0308x""#.replacing("e\\u0308", with: "").utf8)
    #expect(try JSONValue(json, profile: .policy) == .string("\"\\/中😀x"))
  }

  @Test(arguments: [
    ("0", 0), ("-1", -1), ("9223372036854775807", Int64.max),
    ("-9223372036854775808", Int64.min),
  ])
  func `cases hold whole numbers of 64 bits`(_ text: String, _ value: Int64) throws {
    #expect(try JSONValue(Array(text.utf8), profile: .case) == .integer(value))
    #expect(outcome(Array(text.utf8), .policy) == .failure(JSONSyntaxError(.number, 0)))
  }

  @Test(arguments: ["9223372036854775808", "-9223372036854775809", "99999999999999999999"])
  func `greater numbers are refused`(_ text: String) {
    #expect(outcome(Array(text.utf8), .case) == .failure(JSONSyntaxError(.numberRange, 0)))
  }

  @Test func `white space may stand wherever JSON allows it`() throws {
    let json = " { \"b\" :\t[ true , \"x\" ,{ } ,[ ] ] ,\r\n \"a\" : \"y\" } \n"
    let value = try JSONValue(Array(json.utf8), profile: .policy)
    #expect(value["b"] == .array([.bool(true), .string("x"), .object([]), .array([])]))
    #expect(value["a"] == .string("y"))
    #expect(value["c"] == nil)
  }

  @Test func `nesting up to the limit is read`() throws {
    let depth = JSONProfile.depthMax
    let json = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    _ = try JSONValue(Array(json.utf8), profile: .record)
  }
}

/// What a profile makes of some bytes.
func outcome(_ json: [UInt8], _ profile: JSONProfile) -> Result<JSONValue, JSONSyntaxError> {
  do throws(JSONSyntaxError) {
    return .success(try JSONValue(json, profile: profile))
  } catch { return .failure(error) }
}
