import Audit
import Signing

/// Reads one of the files that prove where a project's records are in the log (包含证明文件).
struct InclusionFile: ~Copyable {
  private var groups: ProofGroups
  private let algorithm: DigestAlgorithm
  private let head: TreeState
  private var hasher: TreeHasher

  /// Opens the file of an algorithm.
  init(
    _ source: BundleSource,
    _ statement: Statement,
    _ algorithm: DigestAlgorithm
  ) throws(Defect) {
    let path = algorithm == .sha256 ? BundleFormat.inclusionSHA256 : BundleFormat.inclusionSM3
    let head = statement.growth.head
    var groups = try ProofGroups(source, path)
    try groups.expect(InclusionFile.opening(statement.origin, algorithm, head.size))
    self.init(
      groups,
      try Defect.hashing { () throws(SigningError) in try TreeHasher(algorithm) },
      head
    )
  }

  private init(_ groups: consuming ProofGroups, _ hasher: consuming TreeHasher, _ head: TreeState) {
    algorithm = hasher.algorithm
    self.groups = groups
    self.hasher = hasher
    self.head = head
  }

  /// The lines before the first proof.
  static func opening(
    _ origin: Origin,
    _ algorithm: DigestAlgorithm,
    _ size: Int64
  ) -> [String] {
    ProofGroups.opening("funds-audit-inclusion/v1", origin, algorithm, size)
  }

  /// Checks that the next proofs lead from a record, and from each shown line when others are not
  /// shown, to the stated roots.
  mutating func checkNext(
    _ layout: RecordLayout,
    _ leaves: ExcerptReplay.Leaves
  ) throws(Defect) {
    try check(
      "record \(layout.seq)",
      leaves.header,
      (layout.seq, head.size),
      to: head.roots.root(algorithm)
    )
    guard layout.lines.count < layout.lineCount else { return }
    for (line, leaf) in zip(layout.lines, leaves.lines) {
      try check(
        "line \(line.number)",
        leaf,
        (line.number - 1, layout.lineCount),
        to: layout.roots.root(algorithm)
      )
    }
  }

  private mutating func check(
    _ name: String,
    _ leaf: DigestPair,
    _ place: (index: Int64, size: Int64),
    to root: Digest
  ) throws(Defect) {
    guard let path = try groups.group(name) else {
      throw Defect(.notGiven, groups.path, expected: name)
    }
    guard let proof = InclusionProof(index: place.index, size: place.size, path: path) else {
      throw Defect(.proof, groups.path, found: name)
    }
    let start = leaf.root(algorithm)
    let found = try Defect.hashing { () throws(SigningError) in
      try proof.root(from: start, &hasher)
    }
    guard found == root else { throw Defect(.proof, groups.path, found: name) }
  }

  /// Demands that there is no further proof.
  mutating func expectEnd() throws(Defect) {
    if let (name, _) = try groups.next() { throw Defect(.syntax, groups.path, found: name) }
  }
}
