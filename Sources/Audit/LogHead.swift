public import Signing

/// The end of a log (日志末端): its length, its last record and both trees.
public struct LogHead: Hashable, Sendable {
  /// The SHA-256 leaf hash of the last header, zeros when there is none: the next record's `prev`.
  public private(set) var last = Digest.zero
  private var trees = TreePair()

  /// Creates the head of the empty log.
  public init() {}

  init(last: Digest, _ trees: TreePair) {
    self.last = last
    self.trees = trees
  }

  /// The number of records: the next record's `seq`.
  public var size: Int64 { trees.sha256.size }

  /// The SHA-256 tree over all headers.
  public var sha256: CompactRange { trees.sha256 }

  /// The SM3 tree over all headers.
  public var sm3: CompactRange { trees.sm3 }

  /// The head as bytes: size (8, big-endian), last leaf hash (32), SHA-256 subtree roots, SM3
  /// subtree roots (32 each, as many as the size has 1 bits).
  public var bytes: [UInt8] {
    withUnsafeBytes(of: size.bigEndian) { Array($0) } + last.bytes + sha256.bytes + sm3.bytes
  }

  /// Reads what ``bytes`` gave.
  /// - Returns: `nil` when that is not what `bytes` are.
  public init?(bytes: [UInt8]) {
    let size = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard bytes.count >= 40, let size = Int64(exactly: size),
      let last = Digest(bytes: bytes[8..<40]), (bytes.count - 40) % 2 == 0
    else { return nil }
    let middle = 40 + (bytes.count - 40) / 2
    guard let sha256 = CompactRange(size: size, bytes: bytes[40..<middle]),
      let sm3 = CompactRange(size: size, bytes: bytes[middle...]), size > 0 || last == .zero
    else { return nil }
    self.last = last
    trees = TreePair(sha256: sha256, sm3: sm3)
  }

  /// The roots of both trees.
  public func roots() throws(AuditError) -> DigestPair {
    var hasher = try PairHasher()
    return try trees.roots(&hasher)
  }

  mutating func append(_ leaf: DigestPair, _ hasher: inout PairHasher) throws(AuditError) {
    try trees.append(leaf, &hasher)
    last = leaf.sha256
  }
}
