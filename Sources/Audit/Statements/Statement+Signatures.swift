public import Signing

/// Signing a statement, and finding out who did.
extension Statement {
  /// Signs the statement with each key that it requires.
  /// - Parameter signers: hold exactly the required keys, in any order.
  /// - Returns: one signature a key, in the order of ``RequiredKeys/keys``.
  /// - Throws: ``SigningError`` when a signer does not sign.
  public func signed(by signers: [any Signer]) throws(SigningError) -> [Signature] {
    precondition(signers.count == keys.keys.count, "each required key signs, and no other")
    let bytes = bytes
    var signatures: [Signature] = []
    for key in keys.keys {
      guard let signer = signers.first(where: { $0.publicKey.id == key.id }),
        signer.publicKey.algorithm == key.algorithm
      else { preconditionFailure("each required key signs, and no other") }
      signatures.append(try signer.sign(bytes))
    }
    return signatures
  }

  /// What keeps a statement from being signed as it has to be.
  public enum SignatureDefect: Hashable, Sendable {
    /// The statement does not require an algorithm that the reader demands.
    case notRequired(KeyAlgorithm)
    /// The required key is not the one that the reader trusts.
    case otherKey(KeyAlgorithm)
    /// The statement requires a key of an algorithm for which the reader trusts none.
    case notTrusted(KeyAlgorithm)
    /// The signature is not there.
    case missing(KeyAlgorithm)
    /// The signature is not one of the key over the statement.
    case wrong(KeyAlgorithm)
  }

  /// Compares the signatures over a statement with what the reader demands.
  ///
  /// Algorithms and keys come from the reader, never from what is checked: a statement that asks
  /// for less than the reader does is refused, not followed.
  /// - Parameters:
  ///   - signatures: what was handed over.
  ///   - trusted: the keys that the reader knows from elsewhere, at most one an algorithm.
  /// - Returns: every defect; none when all trusted keys signed.
  /// - Throws: ``SigningError`` when OpenSSL does not offer an algorithm.
  public func defects(
    of signatures: [Signature],
    trusting trusted: [PublicKey]
  ) throws(SigningError) -> [SignatureDefect] {
    precondition(!trusted.isEmpty, "who trusts no key cannot verify")
    let bytes = bytes
    var defects: [SignatureDefect] = []
    for key in trusted {
      let algorithm = key.algorithm
      guard let required = keys.keys.first(where: { $0.algorithm == algorithm }) else {
        defects.append(.notRequired(algorithm))
        continue
      }
      if required.id != key.id { defects.append(.otherKey(algorithm)) }
      let given = signatures.filter { $0.algorithm == algorithm }
      if given.isEmpty { defects.append(.missing(algorithm)) }
      for signature in given where try !key.verifies(signature, of: bytes) {
        defects.append(.wrong(algorithm))
      }
    }
    for required in keys.keys {
      let isKnown = trusted.contains { $0.algorithm == required.algorithm }
      if !isKnown { defects.append(.notTrusted(required.algorithm)) }
    }
    return defects
  }
}
