import CanonicalJSON
import Testing

@Suite struct ReaderTests {
  @Test func `a record is read`() throws {
    let value = try JSONValue(Array(#"{"a":["x",true],"b":"\"\\"}"#.utf8), profile: .record)
    #expect(value["b"] == .string("\"\\"))
    #expect(value["a"] == .array([.string("x"), .bool(true)]))
  }
}
