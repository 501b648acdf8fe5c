import CanonicalJSON
package import Findings

/// A policy or a case as it was read (文件): strict JSON, each value with its place.
package struct Document: Sendable {
  /// The object that fills the file.
  package let root: Node

  /// What a document is, which decides what may stand in it.
  package enum Kind: Sendable {
    /// Strings only, so that every digit is the one that was signed.
    case policy
    /// Strings, whole numbers, true and false.
    case `case`
  }

  /// Reads a document.
  /// - Throws: `E-JSON` at the first byte that is wrong; `E-FIELD-TYPE` for a policy that holds
  ///   anything but strings, or is no object.
  package init(_ bytes: [UInt8], _ kind: Kind) throws(Findings) {
    var lines = LineCounter(bytes)
    let read: JSONDocument
    do throws(JSONSyntaxError) {
      read = try JSONDocument(bytes, profile: kind == .policy ? .policy : .case)
    } catch {
      let reason = ["reason": error.code.rawValue, "byte": "\(error.offset)"]
      throw Findings(Finding(.jsonSyntax, row: lines.line(at: error.offset), arguments: reason))
    }
    var builder = Builder(lines: lines, offsets: read.offsets, kind: kind)
    root = builder.node(read.value, path: "")
    if case .fields = root.content {
    } else {
      builder.log.refuse(root, expecting: .object)
    }
    if !builder.log.findings.isEmpty { throw Findings(builder.log.findings) }
  }

  /// Reads a part of a document, for example the policy inside a scenario.
  package init(_ root: Node) { self.root = root }

  /// The paths of the values that the document leaves open with "?".
  package var openPaths: [String] { Document.openPaths(root) }

  private static func openPaths(_ node: Node) -> [String] {
    if node.isOpen { return [node.path] }
    if let value = node["value"] { return openPaths(value) }
    switch node.content {
    case .text, .flag, .number: return []
    case .list(let nodes): return nodes.flatMap { openPaths($0) }
    case .fields(let fields): return fields.flatMap { openPaths($0.node) }
    }
  }

  /// Makes nodes of values in the order of the bytes.
  private struct Builder {
    var lines: LineCounter
    let offsets: [Int]
    let kind: Kind
    var next = 0
    let log = FindingLog()

    mutating func node(_ value: JSONValue, path: String) -> Node {
      let line = lines.line(at: offsets[next])
      next += 1
      switch value {
      case .string(let text): return Node(.text(text), path: path, line: line)
      case .integer(let number): return Node(.number(number), path: path, line: line)
      case .bool(let flag):
        let node = Node(.flag(flag), path: path, line: line)
        if kind == .policy { log.refuse(node, expecting: .text) }
        return node
      case .array(let values):
        var nodes: [Node] = []
        for (index, value) in values.enumerated() {
          nodes.append(node(value, path: "\(path)[\(index)]"))
        }
        return Node(.list(nodes), path: path, line: line)
      case .object(let members):
        // A value inside its wrapper is at the wrapper's path: that is what people call it.
        let isWrapper = members.contains { $0.key == "value" }
        let outer = Node(.fields([]), path: path, line: line)
        var fields: [(key: String, node: Node)] = []
        for member in members {
          let isValue = isWrapper && member.key == "value"
          let inner = isValue ? path : outer.path(of: member.key)
          fields.append((member.key, node(member.value, path: inner)))
        }
        return Node(.fields(fields), path: path, line: line)
      }
    }
  }
}

/// Tells the line of ascending offsets.
private struct LineCounter {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func line(at offset: Int) -> Int {
    while position < min(offset, bytes.count) {
      if bytes[position] == UInt8(ascii: "\n") { line += 1 }
      position += 1
    }
    return line
  }
}
