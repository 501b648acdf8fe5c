package import CanonicalJSON
package import Findings

extension Document {
  /// Takes the facts of a document as a record holds them: an object of texts, lists and objects.
  /// - Throws: `E-FIELD-TYPE` for numbers and flags, and for anything but an object.
  package init(facts: JSONValue) throws(Findings) {
    let log = FindingLog()
    let root = Document.node(facts, path: "", log)
    if case .fields = root.content {
    } else {
      log.refuse(root, expecting: .object)
    }
    try log.check()
    self.init(root)
  }

  private static func node(_ value: JSONValue, path: String, _ log: FindingLog) -> Node {
    switch value {
    case .string(let text): return Node(.text(text), path: path, line: nil)
    case .integer(let number):
      let node = Node(.number(number), path: path, line: nil)
      log.add(.fieldType, node, ["expected": FindingLog.Shape.text.rawValue])
      return node
    case .bool(let flag):
      let node = Node(.flag(flag), path: path, line: nil)
      log.refuse(node, expecting: .text)
      return node
    case .array(let values):
      let nodes = values.enumerated().map { node($1, path: "\(path)[\($0)]", log) }
      return Node(.list(nodes), path: path, line: nil)
    case .object(let members):
      let outer = Node(.fields([]), path: path, line: nil)
      let fields = members.map { member in
        (key: member.key, node: node(member.value, path: outer.path(of: member.key), log))
      }
      return Node(.fields(fields), path: path, line: nil)
    }
  }
}

extension JSONValue {
  /// An object in its one order, without the members that are `nil`.
  package static func facts(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    facts(members.compactMap { key, value in value.map { Member(key, $0) } })
  }

  /// An object in its one order.
  package static func facts(_ members: [Member]) -> JSONValue {
    .object(members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
  }

  /// How a quantity is written: as its text.
  package static func text(_ value: some CustomStringConvertible) -> JSONValue {
    .string(value.description)
  }

  /// A word of a closed set.
  package static func word(_ value: some RawRepresentable<String>) -> JSONValue {
    .string(value.rawValue)
  }

  /// A text that is left out when it is empty.
  package static func unlessEmpty(_ text: String) -> JSONValue? {
    text.isEmpty ? nil : .string(text)
  }
}
