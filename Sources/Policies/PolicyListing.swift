/// One value of a policy as people read it (政策条目).
public struct PolicyLine: Hashable, Sendable {
  /// Where it stands, for example `exit.tiers[1].bound`.
  public let path: String
  /// The path without places in lists, by which a field is known in the catalogue of names.
  public let field: String
  /// The value as it is written; `?` when it is open.
  public let value: String
  /// Where it comes from.
  public let provision: Provision

  /// Whether the value has been left open.
  public var isOpen: Bool { value == "?" }
}

extension Document {
  /// Every value of the policy in the order of the file.
  package var lines: [PolicyLine] { Document.lines(root, field: "", .bare) }

  private static func lines(
    _ node: Node,
    field: String,
    _ provision: Provision
  ) -> [PolicyLine] {
    if let value = node["value"] {
      let mark = node["mark"]?.text.flatMap { Certainty(rawValue: $0) }
      let provision = Provision(clause: node["clause"]?.text ?? "", mark: mark)
      return lines(value, field: field, provision)
    }
    switch node.content {
    case .text, .flag, .number:
      return [PolicyLine(path: node.path, field: field, value: node.shown, provision: provision)]
    case .list(let nodes):
      if nodes.isEmpty {
        return [PolicyLine(path: node.path, field: field, value: "[]", provision: provision)]
      }
      return nodes.flatMap { lines($0, field: field, provision) }
    case .fields(let fields):
      return fields.flatMap { key, node in
        lines(node, field: field.isEmpty ? key : "\(field).\(key)", provision)
      }
    }
  }
}
