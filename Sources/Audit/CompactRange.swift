import Signing

/// The right edge of an RFC 6962 tree: all that is needed to append leaves and to tell the root.
///
/// It keeps the root of each perfect subtree, the largest first: one for every 1 bit of the size.
public struct CompactRange: Hashable, Sendable {
  /// The number of leaves.
  public private(set) var size: Int64 = 0
  private var peaks: [Digest] = []

  /// Creates the range of the empty tree.
  public init() {}

  /// Takes up a range where ``bytes`` left it.
  /// - Returns: `nil` when the bytes are not those of a tree of `size` leaves.
  public init?(size: Int64, bytes: some Collection<UInt8>) {
    guard size >= 0, bytes.count == size.nonzeroBitCount * Digest.byteCount else { return nil }
    self.size = size
    var rest = bytes[...]
    while let peak = Digest(bytes: rest.prefix(Digest.byteCount)) {
      peaks.append(peak)
      rest = rest.dropFirst(Digest.byteCount)
    }
  }

  /// The subtree roots, 32 bytes each, the largest subtree first.
  public var bytes: [UInt8] { peaks.flatMap { $0.bytes } }

  /// Forgets all leaves and keeps the room.
  mutating func reset() {
    size = 0
    peaks.removeAll(keepingCapacity: true)
  }

  /// Appends a leaf by its hash.
  mutating func append(_ leaf: Digest, _ hasher: inout TreeHasher) throws(SigningError) {
    var node = leaf
    // As in binary addition: each trailing 1 bit is a subtree that the new one completes.
    for _ in 0..<(~size).trailingZeroBitCount {
      node = try hasher.node(peaks.removeLast(), node)
    }
    peaks.append(node)
    size += 1
  }

  /// The root; for the empty tree the digest of nothing.
  func root(_ hasher: inout TreeHasher) throws(SigningError) -> Digest {
    guard var root = peaks.last else { return try hasher.hash([UInt8]().span) }
    for peak in peaks.dropLast().reversed() { root = try hasher.node(peak, root) }
    return root
  }
}
