/// One place where two policies differ (政策差异).
public struct PolicyDifference: Hashable, Sendable {
  /// The path of the value, of its clause (`….clause`) or of its mark (`….mark`).
  public let path: String
  /// What the first policy says; `nil` when it says nothing.
  public let old: String?
  /// What the second policy says; `nil` when it says nothing.
  public let new: String?
}

extension PolicyDifference {
  /// All places where two policies differ, in the order of the first, then of the second.
  package static func between(_ old: Document, _ new: Document) -> [PolicyDifference] {
    let (left, right) = (leaves(old.root), leaves(new.root))
    let (leftValues, rightValues) = (Dictionary(left) { $1 }, Dictionary(right) { $1 })
    let paths = left.map(\.0) + right.map(\.0).filter { leftValues[$0] == nil }
    return paths.compactMap { path in
      let (before, after) = (leftValues[path], rightValues[path])
      return before == after ? nil : PolicyDifference(path: path, old: before, new: after)
    }
  }

  private static func leaves(_ node: Node) -> [(String, String)] {
    switch node.content {
    case .text, .flag, .number: [(node.path, node.shown)]
    case .list(let nodes):
      nodes.isEmpty ? [(node.path, "[]")] : nodes.flatMap { leaves($0) }
    case .fields(let fields): fields.flatMap { leaves($0.node) }
    }
  }
}
