package import Audit
package import Signing

/// The log as it lies in the file: records, leaf hashes, trees.
extension LedgerSnapshot {
  /// Hands over records in the order of the log, one after the other.
  ///
  /// - Parameters:
  ///   - range: the places of the records; what the log does not have is an error.
  ///   - body: gets the place, the bytes of the record, and its leaf hashes.
  /// - Throws: what `body` throws, and `damaged` when a record is not where it should be.
  package func forEachRecord(
    in range: Range<Int64>,
    _ body: (Int64, Span<UInt8>, DigestPair) throws(StoreError) -> Void
  ) throws(StoreError) {
    let query = try database.statement(
      """
      SELECT seq, body, sha256, sm3 FROM record WHERE seq >= ?1 AND seq < ?2 ORDER BY seq
      """
    )
    defer { query.reset() }
    query.bind(range.lowerBound, 1)
    query.bind(range.upperBound, 2)
    for place in range {
      guard try query.step(), query.integer(0) == place,
        let sha256 = Digest(bytes: query.bytes(2)), let sm3 = Digest(bytes: query.bytes(3))
      else { throw .damaged(detail: "record \(place)") }
      let bytes = query.bytes(1).assumingMemoryBound(to: UInt8.self).span
      try body(place, bytes, DigestPair(sha256: sha256, sm3: sm3))
    }
  }

  /// The bytes of one record.
  func record(_ place: Int64) throws(StoreError) -> [UInt8] {
    let query = try database.statement("SELECT body FROM record WHERE seq = ?1")
    defer { query.reset() }
    query.bind(place, 1)
    guard try query.step() else { throw .damaged(detail: "record \(place)") }
    return query.blob(0)
  }

  /// The leaf hashes of records, in order.
  package func leaves(
    _ range: Range<Int64>,
    _ algorithm: DigestAlgorithm
  ) throws(StoreError) -> [Digest] {
    let column = algorithm == .sha256 ? "sha256" : "sm3"
    let query = try database.statement(
      "SELECT \(column) FROM record WHERE seq >= ?1 AND seq < ?2 ORDER BY seq"
    )
    defer { query.reset() }
    query.bind(range.lowerBound, 1)
    query.bind(range.upperBound, 2)
    var leaves: [Digest] = []
    leaves.reserveCapacity(range.count)
    while try query.step() {
      guard let leaf = Digest(bytes: query.bytes(0)) else { break }
      leaves.append(leaf)
    }
    guard leaves.count == range.count else { throw .damaged(detail: "records \(range)") }
    return leaves
  }

  /// The tree over the first `size` records, for proofs and earlier roots.
  package func tree(
    of size: Int64,
    _ algorithm: DigestAlgorithm
  ) throws(StoreError) -> MerkleTree<StoreError> {
    do throws(SigningError) {
      return try MerkleTree(size: size, algorithm) { range throws(StoreError) in
        try self.leaves(range, algorithm)
      }
    } catch { throw .inputOutput(detail: error.description) }
  }
}

/// Both trees of a log, for roots at earlier sizes.
struct LogTrees: ~Copyable {
  private var sha256: MerkleTree<StoreError>
  private var sm3: MerkleTree<StoreError>

  init(_ snapshot: LedgerSnapshot, size: Int64) throws(StoreError) {
    self.init(try snapshot.tree(of: size, .sha256), try snapshot.tree(of: size, .sm3))
  }

  private init(
    _ sha256: consuming MerkleTree<StoreError>,
    _ sm3: consuming MerkleTree<StoreError>
  ) {
    self.sha256 = sha256
    self.sm3 = sm3
  }

  /// The roots that the trees had at some size.
  mutating func roots(at size: Int64) throws(StoreError) -> DigestPair {
    do throws(MerkleTree<StoreError>.Interruption) {
      return DigestPair(sha256: try sha256.root(at: size), sm3: try sm3.root(at: size))
    } catch { throw StoreError(error) }
  }

  /// Proves that a record is in both trees.
  mutating func inclusion(of place: Int64) throws(StoreError) -> InclusionPair {
    do throws(MerkleTree<StoreError>.Interruption) {
      return InclusionPair(
        sha256: try sha256.inclusion(of: place, at: sha256.size),
        sm3: try sm3.inclusion(of: place, at: sm3.size)
      )
    } catch { throw StoreError(error) }
  }
}

extension StoreError {
  fileprivate init(_ interruption: MerkleTree<StoreError>.Interruption) {
    switch interruption {
    case .leaves(let error): self = error
    case .signing(let error): self = .inputOutput(detail: error.description)
    }
  }
}
