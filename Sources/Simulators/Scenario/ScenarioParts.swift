import CanonicalJSON
import Findings
import Policies
import Quantities

/// What all kinds of scenarios have in common.
enum ScenarioParts {
  /// The policy of a scenario: the object itself, or what `read` finds at its path.
  static func policy(
    _ fields: Fields,
    _ read: (String) throws(Findings) -> [UInt8]
  ) throws(Findings) -> Document? {
    guard let place = fields.place("policy") else {
      _ = fields.required("policy", .text)
      return nil
    }
    switch place.content {
    case .fields: return Document(place)
    case .text(let path): return try Document(read(path), .policy)
    case .flag, .number, .list:
      fields.log.refuse(place, expecting: .object)
      return nil
    }
  }

  /// The scenario with its policy in it, in canonical form.
  ///
  /// Seed and paths name a run, not what is simulated; they are left out.
  static func canonical(_ root: Node, policy: Node) -> [UInt8] {
    var writer = CanonicalWriter()
    writer.value(root.replacing("policy", with: policy).json(without: ["seed", "paths"]))
    return writer.bytes
  }
}

/// What every scenario says about itself (方案抬头).
struct ScenarioHead {
  let name: String
  let author: String
  let date: CivilDate?
  let seed: UInt64?
  let paths: Int?

  /// Reads it; what whoever wrote the scenario took for granted is remembered.
  init(_ fields: Fields, _ reader: inout ScenarioReader) {
    name = fields.optional("name", .text) ?? ""
    author = fields.optional("author", .text) ?? ""
    date = fields.optional("date", .date)
    _ = fields.optional("note", .text)
    seed = fields.optional("seed", .seed)
    paths = fields.optional("paths", .integer(in: 1...Int64(RunPlan.pathsMax))).map(Int.init)
    for assumption in fields.optional("assumed", .list(of: .assumption)) ?? [] {
      reader.assume(assumption.path, assumption.value)
    }
  }
}

extension Notation where Value == Assumption {
  /// What a program that wrote the scenario took for granted: `field`, `taken`.
  static let assumption = Notation.object { fields in
    let path = fields.required("field", .text)
    guard let value = fields.required("taken", .text), let path else { return nil }
    return Assumption(path: path, value: value)
  }
}

extension Notation where Value == UInt64 {
  /// A seed: any whole number of 64 bits that is not negative.
  static let seed = Notation(.integer) { node in
    switch node.content {
    case .number(let number): UInt64(exactly: number)
    case .text(let text): UInt64(text).flatMap { "\($0)" == text ? $0 : nil }
    case .flag, .list, .fields: nil
    }
  }
}

extension Node {
  /// The object with another value in one field.
  func replacing(_ key: String, with node: Node) -> Node {
    guard case .fields(let fields) = content else { return self }
    let replaced = fields.map { $0.key == key ? (key: key, node: node) : $0 }
    return Node(.fields(replaced), path: path, line: line)
  }

  /// The value as it was read, without some of its fields.
  fileprivate func json(without left: Set<String> = []) -> JSONValue {
    switch content {
    case .text(let text): .string(text)
    case .flag(let flag): .bool(flag)
    case .number(let number): .integer(number)
    case .list(let nodes): .array(nodes.map { $0.json() })
    case .fields(let fields):
      .object(
        fields.filter { !left.contains($0.key) }.map { .init($0.key, $0.node.json()) }
      )
    }
  }

  /// The object with some values below it changed; lists are passed through.
  func changing(_ path: [String], _ change: (Node) -> Node) -> Node {
    guard let key = path.first else { return change(self) }
    switch content {
    case .fields(let fields):
      let changed = fields.map { field in
        let isNext = field.key == key
        let inner =
          isNext
          ? field.node.changing(Array(path.dropFirst()), change)
          : field.key == "value" ? field.node.changing(path, change) : field.node
        return (key: field.key, node: inner)
      }
      return Node(.fields(changed), path: self.path, line: line)
    case .list(let nodes):
      return Node(.list(nodes.map { $0.changing(path, change) }), path: self.path, line: line)
    case .text, .flag, .number: return self
    }
  }
}
