import Findings
import InvestFirst
import Policies
import Quantities
import Reports

/// The figures of a rule as a result that can be shown (试算结果).
struct RuleReport: Report {
  /// The title.
  let title: Phrase
  /// The figures by the names that scripts know, with their names for people.
  let figures: [(key: String, name: Phrase, value: JSON)]
  /// The lists of the result, only for programs.
  let lists: [JSON.Member]
  /// The steps.
  let trace: [Step]

  var table: Table {
    var table = Table(
      title: title,
      remarks: [],
      columns: [.init(Phrase("项目", "Item"), .text), .init(Phrase("结果", "Result"), .text)]
    )
    for figure in figures { table.add([.phrase(figure.name), .text(figure.value.shown)]) }
    return table
  }

  /// The steps as a table.
  var steps: Table {
    var table = Table(
      title: Phrase("计算过程", "Steps"),
      remarks: [],
      columns: [
        .init(Phrase("步骤", "Step"), .text), .init(Phrase("依据", "Clause"), .text),
        .init(Phrase("公式", "Formula"), .text), .init(Phrase("代入", "Inputs"), .text),
        .init(Phrase("结果", "Result"), .text),
      ]
    )
    for step in trace {
      let inputs = step.inputs.map { "\($0.name) \($0.value)" }.joined(separator: "; ")
      table.add([
        .text(step.step), .text(step.clause), .text(step.formula), .text(inputs), .text(step.value),
      ])
    }
    return table
  }

  var json: JSON {
    .object(
      figures.map { JSON.Member($0.key, $0.value) } + lists + [
        .init("trace", .array(trace.map(\.json)))
      ]
    )
  }
}

extension JSON {
  /// A single value as people read it.
  fileprivate var shown: String {
    switch self {
    case .string(let text): text
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .bool(let flag): "\(flag)"
    case .null: ""
    case .array, .object: text
    }
  }

  /// Parts per million as scripts read them.
  static func ppm(_ share: PPM) -> JSON { .integer(share.rawValue) }
}

extension Step {
  /// The step as scripts read it.
  var json: JSON {
    [
      "step": .string(step), "clause": .string(clause), "formula": .string(formula),
      "inputs": .object(inputs.map { JSON.Member($0.name, .string($0.value)) }),
      "value": .string(value),
    ]
  }
}

extension Session {
  /// Shows what a rule comes to, and how when that is asked for.
  func show(_ report: RuleReport, _ options: RuleOptions) throws(Failure) {
    try show(report)
    guard options.explain, form == nil else { return }
    try console.output.write("\n" + report.steps.text(in: language))
  }

  /// Reads the policy and the case, and runs a rule of 先投后股 on them.
  func investFirst<Facts, Result>(
    _ options: RuleOptions,
    _ read: (Document) throws(Findings) -> Facts,
    _ rule: (Facts, InvestFirstPolicy) throws(Refusal) -> Result
  ) throws(Failure) -> Result {
    let policy = try document(options.policy, .policy) { (document) throws(Findings) in
      try InvestFirstPolicy(document)
    }
    let facts = try document(options.facts, .case, read)
    return try ruled(options) { () throws(Refusal) in try rule(facts, policy) }
  }

  /// Reads a policy or case file.
  func document<Value>(
    _ path: String,
    _ kind: Document.Kind,
    _ read: (Document) throws(Findings) -> Value
  ) throws(Failure) -> Value {
    let bytes = try bytes(of: path)
    do throws(Findings) { return try read(Document(bytes, kind)) } catch {
      throw Failure(error.list.map { $0.about(path) })
    }
  }

  /// The bytes of a small file.
  func bytes(of path: String) throws(Failure) -> [UInt8] {
    do throws(System.CallFailure) {
      return try System.read(path == "-" ? "/dev/stdin" : path)
    } catch {
      throw Failure(reading: path, error)
    }
  }

  /// Runs a rule; what it refuses is told with the file it is about.
  func ruled<Result>(
    _ options: RuleOptions,
    _ rule: () throws(Refusal) -> Result
  ) throws(Failure) -> Result {
    do throws(Refusal) { return try rule() } catch {
      switch error {
      case .open(let paths): throw Failure(open: paths)
      case .findings(let findings):
        throw Failure(findings.list.map { $0.about(options.facts) })
      }
    }
  }
}

extension Failure {
  /// The refusal of a rule whose policy leaves values open.
  init(open paths: [String]) {
    self.init(.policyOpen, ["open": paths.joined(separator: ", ")])
    details = [.init("open", .array(paths.map { .string($0) }))]
  }
}

extension Finding {
  /// The finding with the file that it is about.
  func about(_ path: String) -> Finding {
    var finding = self
    finding.arguments["file"] = System.name(of: path)
    return finding
  }
}
