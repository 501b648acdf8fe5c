import Glibc
import Signing
import Testing

@testable import Audit

/// One line of Tests/Vectors/proofs.txt.
struct ProofVector: CustomTestStringConvertible {
  let isInclusion: Bool
  let (first, second): (Int64, Int64)
  /// The leaf or first root, the root or second root, and the path; whatever length they have.
  let (start, root): ([UInt8], [UInt8])
  let path: [[UInt8]]

  var testDescription: String {
    "\(isInclusion ? "inclusion" : "consistency") \(first) \(second)"
  }

  init?(_ line: Substring) {
    let words = line.split(separator: " ")
    let hashes = words.dropFirst(3).compactMap { Base64.decode(Array($0.utf8)) }
    guard words.count >= 5, hashes.count == words.count - 3, let first = Int64(words[1]),
      let second = Int64(words[2])
    else { return nil }
    self.init(words[0] == "inclusion", first, second, hashes[0], hashes[1], Array(hashes[2...]))
  }

  init(
    _ isInclusion: Bool,
    _ first: Int64,
    _ second: Int64,
    _ start: [UInt8],
    _ root: [UInt8],
    _ path: [[UInt8]]
  ) {
    self.isInclusion = isInclusion
    (self.first, self.second) = (first, second)
    (self.start, self.root) = (start, root)
    self.path = path
  }

  static let all: [ProofVector] = {
    let path = #filePath.replacing("AuditTests/ProofTests.swift", with: "Vectors/proofs.txt")
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.compactMap { ProofVector($0) }
  }()

  /// Whether the proof holds, read as a stranger's.
  func holds() throws -> Bool {
    let digests = path.compactMap { Digest(bytes: $0) }
    guard digests.count == path.count, let start = Digest(bytes: start),
      let root = Digest(bytes: root)
    else { return false }
    return isInclusion
      ? try InclusionProof(index: first, size: second, path: digests)?
        .leads(from: start, to: root, .sha256) ?? false
      : try ConsistencyProof(first: first, second: second, path: digests)?
        .leads(from: start, to: root, .sha256) ?? false
  }

  /// The same proof with one thing changed, as the published negative cases change it.
  var changed: [ProofVector] {
    func with(
      _ first: Int64? = nil,
      _ second: Int64? = nil,
      _ start: [UInt8]? = nil,
      _ root: [UInt8]? = nil,
      path: [[UInt8]]? = nil
    ) -> ProofVector {
      ProofVector(
        isInclusion,
        first ?? self.first,
        second ?? self.second,
        start ?? self.start,
        root ?? self.root,
        path ?? self.path
      )
    }
    let nothing = DigestPair.ofNothing.sha256.bytes
    var cases = [
      with(first - 1), with(first ^ 2), with(-1), with(second), with(second + 1), with(Int64.max),
      with(nil, second * 2), with(nil, 0), with(nil, -1), with(0, 0),
      with(nil, nil, nothing), with(nil, nil, nil, nothing), with(nil, nil, root, start),
      with(nil, nil, []), with(nil, nil, nil, []), with(nil, nil, root + [0]),
      with(nil, nil, nil, [UInt8](repeating: 0, count: 31)),
      with(path: path + [[]]), with(path: [[]] + path), with(path: path + [root]),
      with(path: [start] + path), with(path: [root] + path), with(path: path + [start]),
      with(path: path + [path.last ?? root]), with(path: path.map { $0 + [0] } + [[]]),
    ]
    if start == root { cases.removeAll { $0.start == root && $0.root == start && $0.path == path } }
    if !path.isEmpty {
      cases += [
        with(path: []), with(path: path.dropLast()), with(path: Array(path.dropFirst())),
        with(nil, second / 2),
      ]
    }
    if path.count > 1 { cases.append(with(path: path.reversed())) }
    for index in path.indices {
      var (bit, short, long) = (path, path, path)
      bit[index][0] ^= 16
      short[index].removeLast()
      long[index].append(0)
      cases += [with(path: bit), with(path: short), with(path: long)]
    }
    return cases.filter { $0.first != first || $0.second != second || $0.differs(from: self) }
  }

  private func differs(from other: ProofVector) -> Bool {
    start != other.start || root != other.root || path != other.path
  }
}

@Suite struct ProofTests {
  @Test func `all published proofs were read`() { #expect(ProofVector.all.count == 11) }

  @Test(arguments: ProofVector.all)
  func `a published proof holds, and none of its changes`(_ vector: ProofVector) throws {
    #expect(try vector.holds())
    for other in vector.changed {
      #expect(try !other.holds(), "\(other.first) \(other.second) \(other.path.count)")
    }
  }

  /// Leaf hashes of a tree in which every leaf is another.
  private func leaves(_ count: Int64, _ hasher: inout TreeHasher) throws -> [Digest] {
    var leaves: [Digest] = []
    for index in 0..<count {
      leaves.append(try hasher.leaf([UInt8(truncatingIfNeeded: index), UInt8(index >> 8)].span))
    }
    return leaves
  }

  private func tree(
    _ leaves: [Digest],
    _ algorithm: DigestAlgorithm
  ) throws -> MerkleTree<Never> {
    try MerkleTree(size: Int64(leaves.count), algorithm) { run in
      Array(leaves[Int(run.lowerBound)..<Int(run.upperBound)])
    }
  }

  @Test(arguments: DigestAlgorithm.allCases)
  func `every proof of every small tree holds, and only for its own place`(
    _ algorithm: DigestAlgorithm
  ) throws {
    var hasher = try TreeHasher(algorithm)
    let leaves = try leaves(20, &hasher)
    var tree = try tree(leaves, algorithm)
    var range = CompactRange()
    var roots = [try range.root(&hasher)]
    for leaf in leaves {
      try range.append(leaf, &hasher)
      roots.append(try range.root(&hasher))
    }
    var count = 0
    for size in 0...Int64(20) {
      #expect(try tree.root(at: size) == roots[Int(size)])
      for index in 0..<size {
        let proof = try tree.inclusion(of: index, at: size)
        for (place, leaf) in leaves.enumerated() {
          let isRight = try proof.root(from: leaf, &hasher) == roots[Int(size)]
          #expect(isRight == (place == index))
          count += 1
        }
      }
      for first in 1..<max(size, 1) {
        let proof = try tree.consistency(from: first, to: size)
        for other in 0...size {
          let (start, end) = (roots[Int(other)], roots[Int(size)])
          #expect(try proof.leads(from: start, to: end, algorithm) == (other == first))
        }
        #expect(try !proof.leads(from: roots[Int(first)], to: roots[0], algorithm))
      }
    }
    #expect(count == 20 * 210)
  }

  @Test(arguments: [Int64(255), 256, 257, 511, 512, 513, 700, 1024, 1025])
  func `large trees are read in runs and each leaf once`(_ size: Int64) throws {
    var hasher = try TreeHasher(.sha256)
    let leaves = try leaves(size, &hasher)
    var range = CompactRange()
    for leaf in leaves { try range.append(leaf, &hasher) }
    let root = try range.root(&hasher)
    var asked: [Range<Int64>] = []
    var tree = try MerkleTree<Never>(size: size, .sha256) { run in
      asked.append(run)
      return Array(leaves[Int(run.lowerBound)..<Int(run.upperBound)])
    }
    #expect(try tree.root(at: size) == root)
    #expect(asked.map(\.count).reduce(0, +) == Int(size))
    #expect(asked.allSatisfy { $0.count <= 256 })
    for index in stride(from: 0, to: size, by: 37) {
      let before = asked.map(\.count).reduce(0, +)
      let proof = try tree.inclusion(of: index, at: size)
      #expect(try proof.leads(from: leaves[Int(index)], to: root, .sha256))
      // The leaf's own run and what is left of a run at the right edge.
      #expect(asked.map(\.count).reduce(0, +) - before <= 512)
    }
    for first in stride(from: 1, to: size, by: 41) {
      let proof = try tree.consistency(from: first, to: size)
      #expect(try proof.leads(from: tree.root(at: first), to: root, .sha256))
    }
  }

  @Test func `a source that fails is heard`() throws {
    struct Lost: Error {}
    var tree = try MerkleTree<Lost>(size: 3, .sm3) { _ throws(Lost) in throw Lost() }
    #expect(throws: MerkleTree<Lost>.Interruption.self) { try tree.inclusion(of: 1, at: 3) }
  }

  @Test func `from an empty log nothing is proved, from the same log everything`() throws {
    #expect(ConsistencyProof(first: 0, second: 0, path: []) == nil)
    #expect(ConsistencyProof(first: 0, second: 5, path: []) == nil)
    #expect(ConsistencyProof(first: 6, second: 5, path: []) == nil)
    let same = try #require(ConsistencyProof(first: 5, second: 5, path: []))
    let (root, other) = (DigestPair.ofNothing.sha256, DigestPair.ofNothing.sm3)
    #expect(try same.leads(from: root, to: root, .sha256))
    #expect(try !same.leads(from: root, to: other, .sha256))
  }

  @Test func `the largest tree has a path of 63 hashes`() {
    let path = [Digest](repeating: .zero, count: 63)
    #expect(InclusionProof(index: 0, size: .max, path: path) != nil)
    #expect(InclusionProof(index: .max, size: .max, path: path) == nil)
    #expect(ConsistencyProof(first: 1, second: .max, path: path) != nil)
  }
}
