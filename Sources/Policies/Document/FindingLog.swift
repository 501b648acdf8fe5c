package import Findings

/// Where the readers of one document put what they find (检查记录).
package final class FindingLog {
  /// What was found so far.
  package private(set) var findings: [Finding] = []

  /// The parts that the parameter being read leaves open; `nil` outside of parameters.
  private var open: [String]?

  /// Creates an empty log.
  package init() {}

  /// What a place should hold, as a word of the message catalogue.
  package enum Shape: String, Sendable, CaseIterable {
    case text, ppm, amount, fen, date, month, integer, decimal, flag, list, object, digest
  }

  /// Notes a finding about a place.
  package func add(_ code: FindingCode, _ node: Node, _ arguments: [String: String] = [:]) {
    add(
      Finding(
        code,
        row: node.line,
        column: node.path,
        value: node.shown,
        arguments: arguments
      )
    )
  }

  /// Notes a finding.
  package func add(_ finding: Finding) { findings.append(finding) }

  /// Notes that a place holds something else than it should.
  package func refuse(_ node: Node, expecting shape: Shape) {
    let isText =
      switch node.content {
      case .text, .number: shape != .list && shape != .object
      case .flag, .list, .fields: false
      }
    add(isText ? .fieldValue : .fieldType, node, ["expected": shape.rawValue])
  }

  /// Reads the value of a parameter, parts of which may be open.
  /// - Returns: the value, and the path of the first open part.
  package func parameter<Value>(_ read: () -> Value?) -> (value: Value?, open: String?) {
    let outer = open
    open = []
    defer { open = outer }
    let value = read()
    return (value, open?.first)
  }

  /// Notes an open part of a parameter; nothing else may be open.
  package func leavesOpen(_ node: Node) -> Bool {
    guard node.isOpen, open != nil else { return false }
    open?.append(node.path)
    return true
  }

  /// Whatever was built counts only when nothing is wrong with the document.
  /// - Throws: everything that was found.
  package func check() throws(Findings) {
    guard findings.contains(where: { $0.severity == .error }) else { return }
    throw Findings(findings)
  }
}
