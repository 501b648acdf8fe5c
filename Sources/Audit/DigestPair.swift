import CanonicalJSON
public import Signing

/// The same bytes, or the same tree, under both algorithms (双摘要).
public struct DigestPair: Hashable, Sendable {
  /// The SHA-256 digest.
  public let sha256: Digest
  /// The SM3 digest.
  public let sm3: Digest

  /// Creates a pair.
  public init(sha256: Digest, sm3: Digest) {
    self.sha256 = sha256
    self.sm3 = sm3
  }
}

/// Hashes with both algorithms.
struct PairHasher: ~Copyable {
  var sha256: TreeHasher
  var sm3: TreeHasher

  init() throws(AuditError) {
    self.init(sha256: try PairHasher.hasher(.sha256), sm3: try PairHasher.hasher(.sm3))
  }

  private init(sha256: consuming TreeHasher, sm3: consuming TreeHasher) {
    self.sha256 = sha256
    self.sm3 = sm3
  }

  private static func hasher(_ algorithm: DigestAlgorithm) throws(AuditError) -> TreeHasher {
    do throws(SigningError) { return try TreeHasher(algorithm) } catch { throw .signing(error) }
  }

  /// The leaf hashes of what was written from `start` on.
  mutating func leaf(
    _ writer: CanonicalWriter,
    from start: Int = 0
  ) throws(AuditError) -> DigestPair {
    try writer.withBytes(from: start) { bytes throws(AuditError) in try leaf(bytes) }
  }

  mutating func leaf(_ bytes: Span<UInt8>) throws(AuditError) -> DigestPair {
    do throws(SigningError) {
      return DigestPair(sha256: try sha256.leaf(bytes), sm3: try sm3.leaf(bytes))
    } catch { throw .signing(error) }
  }
}
