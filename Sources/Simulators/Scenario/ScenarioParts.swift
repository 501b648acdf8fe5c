import CanonicalJSON
import Findings
import Policies

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

extension Node {
  /// The object with another value in one field.
  fileprivate func replacing(_ key: String, with node: Node) -> Node {
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
