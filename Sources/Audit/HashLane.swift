import CanonicalJSON
package import Signing

/// One algorithm's work on a log: the leaf of each header, the tree of its lines, and the tree of
/// the log.
///
/// It looks for nothing but line feeds, so that the slower algorithm can work on a thread of its
/// own beside whoever reads what the records say.
package struct HashLane: ~Copyable {
  /// The tree over the headers so far.
  package private(set) var tree: CompactRange
  /// The leaf hashes of the lines of the record that was taken last.
  package private(set) var lineLeaves: [Digest] = []
  private var hasher: TreeHasher
  private var lines = CompactRange()

  /// What an algorithm makes of a record.
  package struct Hashes: Hashable, Sendable {
    /// The leaf hash of the header.
    package let leaf: Digest
    /// The root of the tree of the lines that are there.
    package let lines: Digest
  }

  /// Starts at the end of a log, usually the empty one.
  package init(
    _ algorithm: DigestAlgorithm,
    after tree: CompactRange = CompactRange()
  ) throws(SigningError) {
    hasher = try TreeHasher(algorithm)
    self.tree = tree
  }

  /// Takes the next record: a header and its lines, each ended by a line feed.
  package mutating func take(_ body: Span<UInt8>) throws(SigningError) -> Hashes {
    lines.reset()
    lineLeaves.removeAll(keepingCapacity: true)
    var header: Digest?
    var start = 0
    while let index = body.firstIndex(of: UInt8(ascii: "\n"), from: start) {
      let leaf = try hasher.leaf(body.extracting(start..<index))
      start = index + 1
      if header == nil {
        header = leaf
      } else {
        lineLeaves.append(leaf)
        try lines.append(leaf, &hasher)
      }
    }
    guard let header else { preconditionFailure("a record has a header") }
    try tree.append(header, &hasher)
    return Hashes(leaf: header, lines: try lines.root(&hasher))
  }

  /// The root of the tree so far.
  package mutating func root() throws(SigningError) -> Digest { try tree.root(&hasher) }

  /// The root of a tree of some leaves.
  package mutating func root(of leaves: [Digest]) throws(SigningError) -> Digest {
    lines.reset()
    for leaf in leaves { try lines.append(leaf, &hasher) }
    return try lines.root(&hasher)
  }
}
