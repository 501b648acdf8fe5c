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

  /// A value that may be missing.
  package func optional<Value>(_ key: String, _ notation: Notation<Value>) -> Value? {
    place(key).flatMap { read($0, notation) }
  }

  /// A value that must be there.
  package func required<Value>(_ key: String, _ notation: Notation<Value>) -> Value? {
    guard let place = place(key) else {
      log.add(Finding(.fieldMissing, row: node.line, column: node.path(of: key)))
      return nil
    }
    return read(place, notation)
  }

  /// The value of a place, bare or with its clause and mark; inside a parameter it may be open.
  private func read<Value>(_ place: Node, _ notation: Notation<Value>) -> Value? {
    let (value, _) = place.unwrapped(log)
    return log.leavesOpen(value) ? nil : notation.read(value, log)
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
    let (value, provision) = place.unwrapped(log)
    if value.isOpen { return .open(path: value.path, provision) }
    let (read, open) = log.parameter { notation.read(value, log) }
    // A value is open where a part of it is: one weight that is missing leaves no list of weights.
    guard let read, open == nil else { return .open(path: open ?? value.path, provision) }
    return .given(read, provision)
  }

  /// The fields of a section; a section that is missing has none.
  package func section(_ key: String) -> Fields {
    guard let place = place(key) else {
      return Fields(Node(.fields([]), path: node.path(of: key), line: node.line), log)
    }
    let (value, _) = place.unwrapped(log)
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
}

extension Node {
  /// The value inside a wrapper, and where it comes from; a bare value is its own.
  func unwrapped(_ log: FindingLog) -> (Node, Provision) {
    guard isWrapped, let value = self["value"] else { return (self, .bare) }
    let wrapper = Fields(self, log)
    _ = wrapper.place("value")
    let provision = Provision(
      clause: wrapper.place("clause").flatMap { Notation.text.read($0, log) } ?? "",
      mark: wrapper.place("mark").flatMap { Notation.word.read($0, log) }
    )
    wrapper.finish()
    return (value, provision)
  }
}
