public import Signing

/// Where the lines of one project end in the whole log.
public struct ProjectHead: Hashable, Sendable {
  /// The number of the project's lines: the `pseq` of its last one.
  public let count: Int64
  /// The SHA-256 leaf hash of its last line, zeros when there is none.
  public let last: Digest

  /// The head of a project without lines.
  public static let empty = ProjectHead(count: 0, last: .zero)

  /// Creates a head.
  public init(count: Int64, last: Digest) {
    self.count = count
    self.last = last
  }
}

extension ProjectHead: CustomStringConvertible {
  /// The count and the digest.
  public var description: String { "\(count) \(last)" }
}

/// The heads of all projects, and which of them moved since the last commit.
package struct ProjectHeads: Sendable {
  private var committed: [String: ProjectHead]
  /// The heads that moved since the last commit: what the ledger file has to be told.
  package private(set) var changed: [String: ProjectHead] = [:]

  /// Starts from the heads that the ledger file holds.
  package init(_ heads: [String: ProjectHead] = [:]) { committed = heads }

  /// All heads, moved or not.
  package var all: [String: ProjectHead] { committed.merging(changed) { $1 } }

  /// The head of a project; ``ProjectHead/empty`` when it has no lines.
  package subscript(project: String) -> ProjectHead {
    changed[project] ?? committed[project] ?? .empty
  }

  /// Moves the head of a project on by one line.
  mutating func advance(_ project: String, from head: ProjectHead, to leaf: Digest) {
    changed[project] = ProjectHead(count: head.count + 1, last: leaf)
  }

  mutating func commit() {
    committed.merge(changed) { $1 }
    changed.removeAll(keepingCapacity: true)
  }

  mutating func rollback() { changed.removeAll(keepingCapacity: true) }
}
