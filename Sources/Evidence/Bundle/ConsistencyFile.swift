import Audit
import CanonicalJSON
import Signing

/// Reads one of the files that prove that the log grew (一致性证明文件).
struct ConsistencyFile: ~Copyable {
  private var groups: ProofGroups
  private let algorithm: DigestAlgorithm
  private let head: TreeState

  /// Opens the file of an algorithm.
  init(
    _ source: BundleSource,
    _ statement: Statement,
    _ algorithm: DigestAlgorithm
  ) throws(Defect) {
    let path =
      algorithm == .sha256 ? BundleFormat.consistencySHA256 : BundleFormat.consistencySM3
    let head = statement.growth.head
    var groups = try ProofGroups(source, path)
    try groups.expect(ConsistencyFile.opening(statement.origin, algorithm, head.size))
    self.groups = groups
    self.algorithm = algorithm
    self.head = head
  }

  /// The lines before the first proof.
  static func opening(
    _ origin: Origin,
    _ algorithm: DigestAlgorithm,
    _ size: Int64
  ) -> [String] {
    ProofGroups.opening("funds-audit-consistency/v1", origin, algorithm, size)
  }

  /// Checks that the next proof leads from a state to the stated one.
  mutating func checkNext(from state: TreeState) throws(Defect) {
    guard let path = try groups.group("old \(state.size)") else {
      throw Defect(.notGiven, groups.path, expected: "old \(state.size)")
    }
    try check(path, from: state.size, state.roots.root(algorithm))
  }

  /// Checks that some proof leads from a root to the stated one.
  mutating func check(from size: Int64, _ root: Digest) throws(Defect) {
    while let (name, path) = try groups.next() {
      if name == "old \(size)" { return try check(path, from: size, root) }
    }
    throw Defect(.notGiven, groups.path, expected: "old \(size)")
  }

  /// Demands that there is no further proof.
  mutating func expectEnd() throws(Defect) {
    if let (name, _) = try groups.next() { throw Defect(.syntax, groups.path, found: name) }
  }

  private func check(_ path: [Digest], from size: Int64, _ root: Digest) throws(Defect) {
    let proof = ConsistencyProof(first: size, second: head.size, path: path)
    let (to, algorithm) = (head.roots.root(algorithm), algorithm)
    let leads = try Defect.hashing { () throws(SigningError) in
      try proof?.leads(from: root, to: to, algorithm)
    }
    guard leads == true else { throw Defect(.growth, groups.path, found: "old \(size)") }
  }
}

/// The groups of a proof file: a line that says what is proved, then the path in base 64.
struct ProofGroups: ~Copyable {
  private var lines: LineReader
  private var upcoming: String?
  /// No path in a tree of 2^63 leaves has more hashes.
  private static let pathMax = 64

  init(_ source: BundleSource, _ path: String) throws(Defect) {
    lines = LineReader(try source.open(path), lengthMax: 256)
  }

  var path: String { lines.path }

  /// The lines that every such file begins with.
  static func opening(
    _ version: String,
    _ origin: Origin,
    _ algorithm: DigestAlgorithm,
    _ size: Int64
  ) -> [String] {
    [version, "origin \(origin)", "hash \(algorithm.rawValue)", "size \(size)"]
  }

  mutating func expect(_ opening: [String]) throws(Defect) {
    for line in opening { try lines.expect(line) }
    upcoming = try word()
  }

  /// What the next group proves, and its path.
  mutating func next() throws(Defect) -> (name: String, path: [Digest])? {
    guard let name = upcoming else { return nil }
    guard name.contains(" ") else { throw lines.syntax() }
    var path: [Digest] = []
    while true {
      upcoming = try word()
      guard let line = upcoming, !line.contains(" ") else { return (name, path) }
      guard path.count < ProofGroups.pathMax, let bytes = Base64.decode(Array(line.utf8)),
        let digest = Digest(bytes: bytes)
      else { throw lines.syntax() }
      path.append(digest)
    }
  }

  /// The path of the next group, which is that of `name`; `nil` when it is another.
  mutating func group(_ name: String) throws(Defect) -> [Digest]? {
    guard upcoming == name else { return nil }
    return try next()?.path
  }

  private mutating func word() throws(Defect) -> String? {
    guard let line = try lines.line() else { return nil }
    guard let text = String(validating: line, as: UTF8.self) else { throw lines.syntax() }
    return text
  }
}

extension DigestPair {
  /// The digest under one of the algorithms.
  func root(_ algorithm: DigestAlgorithm) -> Digest {
    switch algorithm {
    case .sha256: sha256
    case .sm3: sm3
    }
  }
}
