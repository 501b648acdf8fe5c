public import Signing

/// Proof that a record is in a log (包含证明), RFC 9162 section 2.1.3.
public struct InclusionProof: Hashable, Sendable {
  /// The record's place, from 0.
  public let index: Int64
  /// The number of records of the tree.
  public let size: Int64
  /// The hashes from the leaf's neighbour to the root's child.
  public let path: [Digest]

  /// Takes a proof.
  /// - Returns: `nil` when the place is not in the tree, or its path has another length.
  public init?(index: Int64, size: Int64, path: [Digest]) {
    guard index >= 0, index < size,
      path.count == TreeShape.inclusion(of: index, in: size).count
    else { return nil }
    self.index = index
    self.size = size
    self.path = path
  }

  /// Whether the proof leads from a leaf hash to a root.
  /// - Throws: ``SigningError`` when OpenSSL does not offer the algorithm.
  public func leads(
    from leaf: Digest,
    to root: Digest,
    _ algorithm: DigestAlgorithm
  ) throws(SigningError) -> Bool {
    var hasher = try TreeHasher(algorithm)
    return try self.root(from: leaf, &hasher) == root
  }

  /// The root to which the proof leads from a leaf hash.
  package func root(
    from leaf: Digest,
    _ hasher: inout TreeHasher
  ) throws(SigningError) -> Digest {
    var (node, place, last) = (leaf, index, size - 1)
    for neighbour in path {
      if place & 1 == 1 || place == last {
        node = try hasher.node(neighbour, node)
        // At the right edge a subtree may have no neighbour on some levels.
        while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
      } else {
        node = try hasher.node(node, neighbour)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    precondition(last == 0, "the path has the length that the tree asks for")
    return node
  }
}
