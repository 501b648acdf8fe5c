import Signing

/// The same tree under both algorithms.
struct TreePair: Hashable, Sendable {
  var sha256 = CompactRange()
  var sm3 = CompactRange()

  mutating func reset() {
    sha256.reset()
    sm3.reset()
  }

  mutating func append(_ leaf: DigestPair, _ hasher: inout PairHasher) throws(AuditError) {
    do throws(SigningError) {
      try sha256.append(leaf.sha256, &hasher.sha256)
      try sm3.append(leaf.sm3, &hasher.sm3)
    } catch { throw .signing(error) }
  }

  func roots(_ hasher: inout PairHasher) throws(AuditError) -> DigestPair {
    do throws(SigningError) {
      return DigestPair(sha256: try sha256.root(&hasher.sha256), sm3: try sm3.root(&hasher.sm3))
    } catch { throw .signing(error) }
  }
}
