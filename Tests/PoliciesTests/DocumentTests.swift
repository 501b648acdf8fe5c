import Findings
@testable import Policies
import Quantities
import Testing

@Suite struct DocumentTests {
  static func document(_ text: String, _ kind: Document.Kind = .policy) throws -> Document {
    try Document(Array(text.utf8), kind)
  }

  static func findings(_ text: String, _ kind: Document.Kind = .policy) -> [Finding] {
    do throws(Findings) {
      _ = try Document(Array(text.utf8), kind)
      return []
    } catch { return error.list }
  }

  @Test(arguments: [
    ("{\"a\":1}", "number"), ("{\"a\":\"1\",\"a\":\"2\"}", "duplicate-key"),
    ("{\"A\":\"1\"}", "key"), ("{\"a\":null}", "null"), ("{\"a\":\"1\"", "unexpected-end"),
    ("{\"a\":\"1\"} x", "trailing-bytes"), ("", "unexpected-end"),
  ])
  func `a file that is not strict JSON is refused with its reason`(_ text: String, _ why: String) {
    let findings = Self.findings(text)
    #expect(findings.map(\.code) == [.jsonSyntax])
    #expect(findings.first?.arguments["reason"] == why)
    #expect(findings.first?.row == 1)
  }

  @Test func `a policy holds strings only, and every other value is told at once`() {
    let findings = Self.findings("{\"a\":true,\n\"b\":[false]}")
    #expect(findings.map(\.code) == [.fieldType, .fieldType])
    #expect(findings.map(\.column) == ["a", "b[0]"])
    #expect(findings.map(\.row) == [1, 2])
    #expect(Self.findings("{\"a\":true,\"b\":[1]}", .case).isEmpty)
    #expect(Self.findings("[]").map(\.code) == [.fieldType])
  }

  @Test func `open values are told by their paths, whole sections and wrapped ones too`() throws {
    let text = """
      {"a":"?","b":{"c":"?","d":"1"},"e":[{"f":{"value":"?","clause":"第一条","mark":"S"}}],
       "g":{"value":"1","clause":"?"}}
      """
    #expect(try Self.document(text).openPaths == ["a", "b.c", "e[0].f"])
  }

  @Test func `fields are read with all that is wrong in one pass`() throws {
    let text = """
      {"rate":{"value":"34500","clause":"第二十五条","mark":"V"},
       "share":"1000001","word":"maybe","when":"2025-02-30","money":"1.5","rates":["1","x"],
       "more":"","wrapped":{"value":"1","note":"?"}}
      """
    let log = FindingLog()
    let fields = Fields(try Self.document(text), log)
    let rate = fields.parameter("rate", .share)
    #expect(rate == .given(PPM(34_500), Provision(clause: "第二十五条", mark: .verified)))
    #expect(fields.parameter("share", .share).value == nil)
    #expect(fields.parameter("word", Notation<Rounding>.word).value == nil)
    #expect(fields.parameter("when", .date).value == nil)
    #expect(fields.parameter("money", .amount).value == nil)
    #expect(fields.parameter("rates", .list(of: .share)).value == nil)
    #expect(fields.parameter("wrapped", .share).value == PPM(1))
    #expect(fields.parameter("absent", .share) == .open(path: "absent", .silent))
    #expect(fields.parameter("silent", .share, standard: .one) == .given(.one, .silent))
    #expect(fields.required("needed", .text) == nil)
    fields.finish()
    let found = log.findings.map { "\($0.code.rawValue) \($0.row ?? 0) \($0.column)" }
    #expect(
      found == [
        "E-FIELD-VALUE 2 share", "E-FIELD-VALUE 2 word", "E-FIELD-VALUE 2 when",
        "E-FIELD-VALUE 2 money", "E-FIELD-VALUE 2 rates[1]", "E-FIELD-UNKNOWN 3 wrapped.note",
        "E-FIELD-MISSING 1 needed", "E-FIELD-UNKNOWN 3 more",
      ]
    )
    #expect(throws: Findings.self) { try log.check() }
  }

  @Test(arguments: [
    (#"[{"value":"1","clause":"第一条","mark":"V"},"2"]"#, "1 2", ""),
    (#"["1","?"]"#, "", "a[1]"), (#"["1",{"value":"?","clause":"第一条"}]"#, "", "a[1]"),
    (#"{"value":["?"],"mark":"S"}"#, "", "a[0]"),
  ])
  func `a value in a list may have its clause, and one that is open leaves the list open`(
    _ list: String,
    _ values: String,
    _ open: String
  ) throws {
    let log = FindingLog()
    let fields = Fields(try Self.document("{\"a\":\(list)}"), log)
    let read = fields.parameter("a", .list(of: .share))
    fields.finish()
    #expect(log.findings.isEmpty)
    if case .open(let path, _) = read { #expect(path == open) } else { #expect(open.isEmpty) }
    #expect((read.value ?? []).map { "\($0.rawValue)" }.joined(separator: " ") == values)
  }

  @Test func `only a policy's parameters may be open`() throws {
    let log = FindingLog()
    let fields = Fields(try Self.document("{\"a\":\"?\",\"b\":[\"?\"]}", .case), log)
    #expect(fields.optional("a", .amount) == nil)
    #expect(fields.optional("b", .list(of: .amount)) == nil)
    #expect(log.findings.map(\.column) == ["a", "b[0]"])
  }

  @Test func `days of a policy that nobody knows are open`() throws {
    let text = #"{"policy":"risk_pool","policy_id":"x","effective_from":"?","issued_on":"?"}"#
    let log = FindingLog()
    let header = PolicyHeader(Fields(try Self.document(text), log))
    #expect(log.findings.isEmpty && header?.effectiveFrom == nil && header?.id == "x")
    let nameless = Fields(try Self.document(#"{"policy":"?","policy_id":"?"}"#), log)
    #expect(PolicyHeader(nameless) == nil)
    #expect(log.findings.map(\.column) == ["policy", "policy_id"])
  }

  @Test func `a need names every open value at once`() throws {
    let (a, b) = (Parameter<PPM>.open(path: "a", .bare), Parameter<Bool>.open(path: "b.c", .bare))
    let given = Parameter.given("x", .bare)
    #expect(throws: Refusal.open(["a", "b.c"])) { _ = try needed(a, given, b) }
    let (text, flag) = try needed(given, Parameter.given(true, .silent))
    #expect(text == "x" && flag)
  }

  @Test func `two policies differ by path, clauses and marks included`() throws {
    let old = try Self.document(
      "{\"a\":\"1\",\"b\":[\"x\"],\"c\":{\"value\":\"1\",\"mark\":\"V\"}}"
    )
    let new = try Self.document("{\"a\":\"1\",\"b\":[\"y\",\"z\"],\"c\":\"1\",\"d\":\"?\"}")
    #expect(
      PolicyDifference.between(old, new).map { "\($0.path) \($0.old ?? "-") \($0.new ?? "-")" }
        == ["b[0] x y", "c.mark V -", "b[1] - z", "d - ?"]
    )
    #expect(PolicyDifference.between(old, old).isEmpty)
  }
}
