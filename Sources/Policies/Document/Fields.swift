import Findings

/// The fields of one object while it is read (字段).
///
/// Every field is asked for once by its key; ``finish()`` then tells of those that nobody asked
/// for. What is wrong goes to the log, and reading goes on, so that one pass finds everything.
package final class Fields {
  /// The object.
  package let node: Node
  /// Where findings go.
  package let log: FindingLog
  private var asked: Set<String> = []

  /// Starts reading an object.
  package init(_ node: Node, _ log: FindingLog) {
    self.node = node
    self.log = log
  }

  /// Starts reading a document.
  package convenience init(_ document: Document, _ log: FindingLog) {
    self.init(document.root, log)
  }

  /// The place of a field, if it is there; `alias` is another name that people use for it.
  package func place(_ key: String, or alias: String? = nil) -> Node? {
    asked.insert(key)
    guard let alias else { return node[key] }
    asked.insert(alias)
    guard let value = node[key] else { return node[alias] }
    if let other = node[alias] { log.add(.fieldUnknown, other, ["near": key]) }
    return value
  }

  /// A bare value that may be missing.
  package func optional<Value>(_ key: String, _ notation: Notation<Value>) -> Value? {
    place(key).flatMap { notation.read($0, log) }
  }

  /// A bare value that must be there.
  package func required<Value>(_ key: String, _ notation: Notation<Value>) -> Value? {
    guard let place = place(key) else {
      log.add(Finding(.fieldMissing, row: node.line, column: node.path(of: key)))
      return nil
    }
    return notation.read(place, log)
  }

  /// A parameter of a policy: bare, or with its clause and mark, or open.
  ///
  /// - Parameters:
  ///   - key: the name of the field.
  ///   - alias: another name that people use for it.
  ///   - notation: how the value is written.
  ///   - standard: the value when the policy is silent; without one, the parameter is then open.
  /// - Returns: the parameter; open as well when what stands there is wrong, which the log tells.
  package func parameter<Value>(
    _ key: String,
    or alias: String? = nil,
    _ notation: Notation<Value>,
    standard: Value? = nil
  ) -> Parameter<Value> {
    let path = node.path(of: key)
    // A whole section may be open; then everything in it is.
    if node.isOpen { return .open(path: path, .silent) }
    guard let place = place(key, or: alias) else {
      return standard.map { .given($0, .silent) } ?? .open(path: path, .silent)
    }
    let (value, provision) = unwrap(place)
    if value.isOpen { return .open(path: value.path, provision) }
    guard let read = notation.read(value, log) else { return .open(path: value.path, provision) }
    return .given(read, provision)
  }

  /// The fields of a section; a section that is missing has none.
  package func section(_ key: String) -> Fields {
    guard let place = place(key) else {
      return Fields(Node(.fields([]), path: node.path(of: key), line: node.line), log)
    }
    let (value, _) = unwrap(place)
    switch value.content {
    case .fields: break
    case .text("?"): break
    case .text, .flag, .number, .list: log.refuse(value, expecting: .object)
    }
    return Fields(value, log)
  }

  /// Tells of the fields that nobody asked for.
  package func finish() {
    guard case .fields(let fields) = node.content else { return }
    for (key, node) in fields where !asked.contains(key) { log.add(.fieldUnknown, node) }
  }

  /// The value inside a wrapper, and where it comes from.
  private func unwrap(_ node: Node) -> (Node, Provision) {
    guard node.isWrapped, let value = node["value"] else { return (node, .bare) }
    let wrapper = Fields(node, log)
    _ = wrapper.place("value")
    let provision = Provision(
      clause: wrapper.optional("clause", .text) ?? "",
      mark: wrapper.optional("mark", .word)
    )
    wrapper.finish()
    return (value, provision)
  }
}
