import Audit
import Signing

/// Makes the proofs of a bundle from one tree of its log (证明文件).
struct ProofWriter: ~Copyable {
  private var tree: MerkleTree<EvidenceError>
  private let algorithm: DigestAlgorithm
  private let origin: Origin

  init(
    _ log: any EvidenceLog,
    _ origin: Origin,
    _ algorithm: DigestAlgorithm
  ) throws(EvidenceError) {
    self.init(
      try ProofWriter.tree(log.size, algorithm) { range throws(EvidenceError) in
        try log.leaves(range, algorithm)
      },
      algorithm,
      origin
    )
  }

  private init(
    _ tree: consuming MerkleTree<EvidenceError>,
    _ algorithm: DigestAlgorithm,
    _ origin: Origin
  ) {
    self.tree = tree
    self.algorithm = algorithm
    self.origin = origin
  }

  private static func tree(
    _ size: Int64,
    _ algorithm: DigestAlgorithm,
    leaves: @escaping (Range<Int64>) throws(EvidenceError) -> [Digest]
  ) throws(EvidenceError) -> MerkleTree<EvidenceError> {
    do throws(SigningError) {
      return try MerkleTree(size: size, algorithm, leaves: leaves)
    } catch { throw .signing(error) }
  }

  /// The lines that the file of inclusions begins with.
  var inclusionOpening: [UInt8] {
    ProofWriter.bytes(InclusionFile.opening(origin, algorithm, tree.size))
  }

  /// The groups of a record in the file of inclusions.
  ///
  /// `shown` are the numbers of the lines that are shown, from 1.
  mutating func inclusion(_ record: Record, shown: [Int]) throws(EvidenceError) -> [UInt8] {
    var group = [UInt8]()
    let size = tree.size
    let path = try ProofWriter.proving { () throws(MerkleTree<EvidenceError>.Interruption) in
      try tree.inclusion(of: record.seq, at: size).path
    }
    group += ProofWriter.group("record \(record.seq)", path)
    let leaves = record.lineLeaves.map { $0.root(algorithm) }
    guard shown.count < leaves.count else { return group }
    var lines = try ProofWriter.tree(Int64(leaves.count), algorithm) { range in
      Array(leaves[Int(range.lowerBound)..<Int(range.upperBound)])
    }
    for number in shown {
      let path = try ProofWriter.proving { () throws(MerkleTree<EvidenceError>.Interruption) in
        try lines.inclusion(of: Int64(number - 1), at: Int64(leaves.count)).path
      }
      group += ProofWriter.group("line \(number)", path)
    }
    return group
  }

  /// The file that proves that the log grew from each of these sizes.
  mutating func consistency(from sizes: [Int64]) throws(EvidenceError) -> [UInt8] {
    let size = tree.size
    var file = ProofWriter.bytes(ConsistencyFile.opening(origin, algorithm, size))
    for old in sizes {
      let path = try ProofWriter.proving { () throws(MerkleTree<EvidenceError>.Interruption) in
        try tree.consistency(from: old, to: size).path
      }
      file += ProofWriter.group("old \(old)", path)
    }
    return file
  }

  /// The root of the tree.
  mutating func root() throws(EvidenceError) -> Digest {
    let size = tree.size
    return try ProofWriter.proving { () throws(MerkleTree<EvidenceError>.Interruption) in
      try tree.root(at: size)
    }
  }

  private static func proving<Result>(
    _ body: () throws(MerkleTree<EvidenceError>.Interruption) -> Result
  ) throws(EvidenceError) -> Result {
    do throws(MerkleTree<EvidenceError>.Interruption) { return try body() } catch {
      switch error {
      case .leaves(let error): throw error
      case .signing(let error): throw .signing(error)
      }
    }
  }

  private static func group(_ name: String, _ path: [Digest]) -> [UInt8] {
    bytes([name] + path.map { Base64.encode($0.bytes) })
  }

  private static func bytes(_ lines: [String]) -> [UInt8] {
    lines.flatMap { Array($0.utf8) + [0x0A] }
  }
}
