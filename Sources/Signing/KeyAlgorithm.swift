/// The signature algorithms of the evidence (签名算法).
///
/// The raw value is the name that statements and records use.
public enum KeyAlgorithm: String, CaseIterable, Sendable {
  /// SM2 with SM3 (国密签名), GB/T 32918.2, always under the ID ``sm2ID``.
  case sm2 = "sm2-sm3"
  /// ECDSA on NIST P-256 with SHA-256, FIPS 186-5.
  case p256 = "ecdsa-p256-sha256"
  /// Ed25519, RFC 8032; only for the notes that witnesses of transparency logs read.
  case ed25519

  /// The signer's ID under which every SM2 signature is made and verified (用户标识).
  ///
  /// It is the default of GM/T 0009. OpenSSL's own default is the empty ID, and signatures under
  /// one do not verify under the other, so it is never left out.
  public static let sm2ID = "1234567812345678"

  /// The type of the key as OpenSSL's providers call it.
  var keyType: String {
    switch self {
    case .sm2: "SM2"
    case .p256: "EC"
    case .ed25519: "ED25519"
    }
  }

  /// The digest that is signed; Ed25519 takes the message itself.
  var digestName: String? {
    switch self {
    case .sm2: "SM3"
    case .p256: "SHA2-256"
    case .ed25519: nil
    }
  }

  /// The bytes before the point in the one accepted encoding of a public key.
  ///
  /// They say which algorithm and curve it is; for the two curves also that the point is
  /// uncompressed. Since there is one encoding of a key, its digest can stand for the key.
  var publicKeyPrefix: [UInt8] {
    switch self {
    case .sm2:
      [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01,
        0x06, 0x08, 0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D, 0x03, 0x42, 0x00, 0x04,
      ]
    case .p256:
      [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01,
        0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
      ]
    case .ed25519:
      [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    }
  }

  /// The number of bytes after the prefix: two coordinates, or one compressed point.
  var pointLength: Int { self == .ed25519 ? 32 : 64 }
}
