public import Signing

/// Proof that a log begins with all records of an earlier state (一致性证明), RFC 9162 section
/// 2.1.4.
public struct ConsistencyProof: Hashable, Sendable {
  /// The number of records of the earlier state, at least 1.
  public let first: Int64
  /// The number of records of the later state.
  public let second: Int64
  /// The hashes; none when both states are the same.
  public let path: [Digest]

  /// Takes a proof.
  /// - Returns: `nil` when the earlier state is empty or the longer one, or the path has another
  ///   length. From an empty log nothing is to be proved, so there is no such proof.
  public init?(first: Int64, second: Int64, path: [Digest]) {
    guard first > 0, first <= second,
      path.count == TreeShape.consistency(from: first, to: second).count
    else { return nil }
    self.first = first
    self.second = second
    self.path = path
  }

  /// Whether the proof leads from the earlier root to the later one.
  /// - Throws: ``SigningError`` when OpenSSL does not offer the algorithm.
  public func leads(
    from firstRoot: Digest,
    to secondRoot: Digest,
    _ algorithm: DigestAlgorithm
  ) throws(SigningError) -> Bool {
    guard first < second else { return firstRoot == secondRoot }
    var hasher = try TreeHasher(algorithm)
    var (place, last) = (first - 1, second - 1)
    while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
    // An earlier tree that is a whole subtree of the later one is where the path starts.
    let isWhole = first & (first - 1) == 0
    guard let start = isWhole ? firstRoot : path.first else { return false }
    var (earlier, later) = (start, start)
    for neighbour in path.dropFirst(isWhole ? 0 : 1) {
      if place & 1 == 1 || place == last {
        earlier = try hasher.node(neighbour, earlier)
        later = try hasher.node(neighbour, later)
        while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
      } else {
        later = try hasher.node(later, neighbour)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    return last == 0 && earlier == firstRoot && later == secondRoot
  }
}
