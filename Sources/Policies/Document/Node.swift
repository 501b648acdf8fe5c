/// A value of a policy or case with its place (节点): what a finding about it needs to point there.
package struct Node: Sendable {
  /// What stands there.
  package let content: Content
  /// How people name the place, for example `exit.tiers[1].bound`; empty for the document itself.
  package let path: String
  /// The line, from 1; `nil` when it was not read from a file.
  package let line: Int?

  /// What can stand in a document.
  package enum Content: Sendable {
    case text(String)
    case flag(Bool)
    case number(Int64)
    case list([Node])
    case fields([(key: String, node: Node)])
  }

  /// Creates a node.
  package init(_ content: Content, path: String, line: Int?) {
    self.content = content
    self.path = path
    self.line = line
  }

  /// A text; `nil` for anything else.
  package var text: String? { if case .text(let text) = content { text } else { nil } }

  /// Whether the value has been left open.
  package var isOpen: Bool { text == "?" }

  /// The field with a key; `nil` when this is no object or has no such field.
  package subscript(key: String) -> Node? {
    guard case .fields(let fields) = content else { return nil }
    return fields.first { $0.key == key }?.node
  }

  /// The path of a field below this place.
  package func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// The place as it is shown in findings: text as it stands, brackets for the rest.
  package var shown: String {
    switch content {
    case .text(let text): text
    case .flag(let flag): flag ? "true" : "false"
    case .number(let number): "\(number)"
    case .list: "[…]"
    case .fields: "{…}"
    }
  }

  /// Whether this is a value with its clause and mark around it.
  package var isWrapped: Bool { self["value"] != nil }
}
