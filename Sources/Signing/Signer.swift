/// Whatever holds a private key and signs with it (签名者).
///
/// The key may be in a file, ``PEMSigner``, or in a device behind a program, ``ExternalSigner``.
/// Messages are small: statements of a few hundred bytes, never exports.
public protocol Signer: Sendable {
  /// The key that verifies what this signer signs.
  var publicKey: PublicKey { get }

  /// Signs a message.
  ///
  /// The call waits for the signature, for a device as long as the person at it takes.
  func sign(_ message: [UInt8]) throws(SigningError) -> Signature
}
