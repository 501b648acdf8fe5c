package import Signing

/// A whole tree, for making proofs (默克尔树).
///
/// It keeps no leaves. It asks for the hashes of at most ``runMax`` leaves at a time and keeps the
/// roots of the perfect subtrees of that size and above: some 64 bytes for 256 leaves. The first
/// proof reads every leaf once, each further one at most ``runMax``.
package struct MerkleTree<Failure: Error>: ~Copyable {
  /// The number of leaves.
  package let size: Int64
  private let leaves: (Range<Int64>) throws(Failure) -> [Digest]
  private var hasher: TreeHasher
  private var roots: [Range<Int64>: Digest] = [:]

  /// The most leaves that are asked for at once.
  package static var runMax: Int64 { 256 }

  /// Why a tree could not tell a root.
  package enum Interruption: Error {
    /// The leaves could not be had.
    case leaves(Failure)
    /// OpenSSL failed.
    case signing(SigningError)
  }

  /// Creates a tree.
  /// - Parameters:
  ///   - size: the number of leaves.
  ///   - algorithm: the algorithm of the leaf hashes and of the tree.
  ///   - leaves: gives the leaf hashes of a range, in order.
  /// - Throws: ``SigningError`` when OpenSSL does not offer the algorithm.
  package init(
    size: Int64,
    _ algorithm: DigestAlgorithm,
    leaves: @escaping (Range<Int64>) throws(Failure) -> [Digest]
  ) throws(SigningError) {
    precondition(size >= 0, "a tree has no negative number of leaves")
    self.size = size
    self.leaves = leaves
    hasher = try TreeHasher(algorithm)
  }

  /// The root of the tree as it was at some size.
  package mutating func root(at size: Int64) throws(Interruption) -> Digest {
    precondition(size >= 0 && size <= self.size, "a tree knows its past, not its future")
    return try root(of: 0..<size)
  }

  /// Proves that a leaf is in the tree as it was at some size.
  package mutating func inclusion(
    of index: Int64,
    at size: Int64
  ) throws(Interruption) -> InclusionProof {
    precondition(size <= self.size, "a tree knows its past, not its future")
    let path = try roots(of: TreeShape.inclusion(of: index, in: size))
    guard let proof = InclusionProof(index: index, size: size, path: path) else {
      preconditionFailure("the path has the length that the tree asks for")
    }
    return proof
  }

  /// Proves that the tree of `second` leaves begins with that of `first`.
  package mutating func consistency(
    from first: Int64,
    to second: Int64
  ) throws(Interruption) -> ConsistencyProof {
    precondition(second <= size, "a tree knows its past, not its future")
    let path = try roots(of: TreeShape.consistency(from: first, to: second))
    guard let proof = ConsistencyProof(first: first, second: second, path: path) else {
      preconditionFailure("the path has the length that the tree asks for")
    }
    return proof
  }

  private mutating func roots(of runs: [Range<Int64>]) throws(Interruption) -> [Digest] {
    var roots: [Digest] = []
    for run in runs { roots.append(try root(of: run)) }
    return roots
  }

  private mutating func root(of run: Range<Int64>) throws(Interruption) -> Digest {
    if let known = roots[run] { return known }
    let count = run.upperBound - run.lowerBound
    let root = count <= Self.runMax ? try hash(run) : try join(run)
    let isPerfect = count & (count - 1) == 0 && run.lowerBound % max(count, 1) == 0
    if isPerfect, count >= Self.runMax { roots[run] = root }
    return root
  }

  private mutating func join(_ run: Range<Int64>) throws(Interruption) -> Digest {
    let middle = run.lowerBound + TreeShape.split(run.upperBound - run.lowerBound)
    let left = try root(of: run.lowerBound..<middle)
    let right = try root(of: middle..<run.upperBound)
    do throws(SigningError) { return try hasher.node(left, right) } catch { throw .signing(error) }
  }

  private mutating func hash(_ run: Range<Int64>) throws(Interruption) -> Digest {
    var given: [Digest] = []
    if !run.isEmpty {
      do throws(Failure) { given = try leaves(run) } catch { throw .leaves(error) }
    }
    precondition(given.count == run.count, "every leaf of the range is given")
    do throws(SigningError) {
      var range = CompactRange()
      for leaf in given { try range.append(leaf, &hasher) }
      return try range.root(&hasher)
    } catch { throw .signing(error) }
  }
}
