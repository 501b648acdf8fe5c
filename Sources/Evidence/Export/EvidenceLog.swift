package import Audit
package import Signing

/// A log that is exported, in a state that does not change meanwhile.
package protocol EvidenceLog {
  /// The number of records.
  var size: Int64 { get }
  /// Hands over every record with the leaf hashes that are stored for it, in order.
  func forEachRecord(
    _ body: (Span<UInt8>, DigestPair) throws(EvidenceError) -> Void
  ) throws(EvidenceError)
  /// The stored leaf hashes of some records, in order.
  func leaves(
    _ range: Range<Int64>,
    _ algorithm: DigestAlgorithm
  ) throws(EvidenceError) -> [Digest]
}
