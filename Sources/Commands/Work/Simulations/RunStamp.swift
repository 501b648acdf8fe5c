import CanonicalJSON
import Reports
import Signing
import Simulators

/// By what a result can be drawn again and held against a decision (结果标识).
struct RunStamp {
  /// Which run it is of.
  let header: RunResult.Header
  /// The SHA-256 over the exact result.
  let digest: Digest
  /// The SHA-256 of the policy in canonical form.
  let policy: Digest
  /// What people call the scenario.
  let name: String
  /// Who wrote it; empty when it does not say.
  let author: String
  /// When it was written; empty when it does not say.
  let date: String

  init(_ result: RunResult) throws(SigningError) {
    header = result.header
    digest = try result.digest()
    let scenario = (try? JSONValue(result.header.scenario, profile: .case)) ?? .object([])
    name = scenario["name"]?.text ?? ""
    author = scenario["author"]?.text ?? ""
    date = scenario["date"]?.text ?? ""
    policy = try RunStamp.policy(in: scenario)
  }

  /// The SHA-256 of a scenario's policy in canonical form.
  static func policy(in scenario: JSONValue) throws(SigningError) -> Digest {
    var writer = CanonicalWriter()
    writer.value(scenario["policy"] ?? .object([]))
    var hasher = try TreeHasher(.sha256)
    return try hasher.hash(writer.bytes.span)
  }

  /// For programs.
  var json: [JSON.Member] {
    [
      .init("scenario", .string(header.kind)), .init("name", .string(name)),
      .init("author", .string(author)), .init("date", .string(date)),
      .init("paths", .whole("\(header.paths)")), .init("seed", .whole("\(header.seed)")),
      .init("digest", .string("\(digest)")), .init("model_sha256", .string("\(header.model)")),
      .init("policy_sha256", .string("\(policy)")), .init("program", .string(Program.version)),
    ]
  }

  /// For people, name and value.
  var lines: [(name: Phrase, value: String)] {
    [
      (Phrase("方案", "Scenario"), name), (Phrase("编写", "Author"), author),
      (Phrase("日期", "Date"), date), (Phrase("路径", "Paths"), "\(header.paths)"),
      (Phrase("种子", "Seed"), "\(header.seed)"), (Phrase("结果摘要", "Result SHA-256"), "\(digest)"),
      (Phrase("政策摘要", "Policy SHA-256"), "\(policy)"),
      (Phrase("程序", "Program"), "xiantou \(Program.version)"),
    ].filter { !$0.value.isEmpty }
  }

  /// For people, in few words.
  func text(in language: Language) -> String {
    let digits = "\(digest)".prefix(16)
    return Phrase(
      "路径 \(header.paths)  种子 \(header.seed)  摘要 \(digits)  程序 \(Program.version)",
      "paths \(header.paths)  seed \(header.seed)  digest \(digits)  program \(Program.version)"
    ).text(in: language)
  }
}

extension JSON {
  /// A whole number where every reader of JSON keeps all its digits, else text.
  static func whole(_ digits: String) -> JSON {
    Int64(digits).flatMap { $0.magnitude < 1 << 53 ? .integer($0) : nil } ?? .string(digits)
  }
}

/// A part of a run, of which nothing can be said before it is joined with the others (分片).
struct PartReport: Report {
  let stamp: RunStamp

  var table: Table {
    var table = Table(
      title: Phrase("分片结果", "Part of a run"),
      remarks: [],
      columns: [.init(Phrase("项目", "Item"), .text), .init(Phrase("内容", "Content"), .text)]
    )
    for line in stamp.lines { table.add([.phrase(line.name), .text(line.value)]) }
    let range = stamp.header.range
    table.add([
      .phrase(Phrase("本片路径", "Paths of this part")),
      .text(range.isEmpty ? "-" : "\(range.lowerBound)–\(range.upperBound - 1)"),
    ])
    return table
  }

  var json: JSON {
    let range = stamp.header.range
    return .object(
      stamp.json + [
        .init("range", [.integer(Int64(range.lowerBound)), .integer(Int64(range.upperBound))])
      ]
    )
  }
}
