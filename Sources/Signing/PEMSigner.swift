import COpenSSL

/// A signer whose private key is in a PEM text (文件私钥).
///
/// The text is PKCS#8. Encrypted it is PBES2 of RFC 8018: AES-256-CBC under a key that PBKDF2
/// derives with HMAC-SHA-256 in 600,000 rounds, which every `openssl` from 1.1 on opens. The file
/// it goes to should be readable for its owner alone; that is the caller's part.
public struct PEMSigner: Signer {
  /// The key that verifies what this signer signs.
  public let publicKey: PublicKey
  private let handle: KeyHandle

  /// The rounds of PBKDF2 in what is written.
  static let rounds: Int32 = 600_000

  private static let encryptedLabel = "ENCRYPTED PRIVATE KEY"
  private static let plainLabel = "PRIVATE KEY"

  /// Makes a new key (生成密钥).
  public init(new algorithm: KeyAlgorithm) throws(SigningError) {
    ERR_clear_error()
    guard let context = EVP_PKEY_CTX_new_from_name(nil, algorithm.keyType, nil) else {
      throw SigningError(draining: .newKey)
    }
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1,
      algorithm != .p256 || EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
      EVP_PKEY_generate(context, &key) == 1, let key
    else { throw SigningError(draining: .newKey) }
    try self.init(KeyHandle(owning: key))
  }

  /// Opens an encrypted key.
  /// - Throws: ``SigningError``; its operation tells a wrong passphrase from a text that is no key.
  public init(
    encryptedPEM pem: some Collection<UInt8>,
    passphrase: [UInt8]
  ) throws(SigningError) {
    guard let (label, bytes) = PEM.decode(pem), label == PEMSigner.encryptedLabel else {
      throw SigningError(.privateKey)
    }
    ERR_clear_error()
    let sealed = bytes.withUnsafeBufferPointer { buffer in
      var position = buffer.baseAddress
      return d2i_X509_SIG(nil, &position, buffer.count)
    }
    guard let sealed else { throw SigningError(draining: .privateKey) }
    defer { X509_SIG_free(sealed) }
    let opened = passphrase.withUnsafeBytes { secret in
      PKCS8_decrypt(
        sealed,
        secret.assumingMemoryBound(to: CChar.self).baseAddress,
        Int32(secret.count)
      )
    }
    guard let opened else { throw SigningError(draining: .passphrase) }
    try self.init(owning: opened)
  }

  /// Reads a key that is not encrypted.
  public init(plainPEM pem: some Collection<UInt8>) throws(SigningError) {
    guard let (label, bytes) = PEM.decode(pem), label == PEMSigner.plainLabel else {
      throw SigningError(.privateKey)
    }
    ERR_clear_error()
    let opened = bytes.withUnsafeBufferPointer { buffer in
      var position = buffer.baseAddress
      return d2i_PKCS8_PRIV_KEY_INFO(nil, &position, buffer.count)
    }
    guard let opened else { throw SigningError(draining: .privateKey) }
    try self.init(owning: opened)
  }

  /// Whether a text is an encrypted key, for which a passphrase has to be asked.
  public static func isEncrypted(_ pem: some Collection<UInt8>) -> Bool {
    PEM.decode(pem)?.label == encryptedLabel
  }

  private init(owning info: OpaquePointer) throws(SigningError) {
    defer { PKCS8_PRIV_KEY_INFO_free(info) }
    guard let key = EVP_PKCS82PKEY(info) else { throw SigningError(draining: .privateKey) }
    try self.init(KeyHandle(owning: key))
  }

  private init(_ handle: KeyHandle) throws(SigningError) {
    guard let der = handle.publicKeyBytes else { throw SigningError(draining: .privateKey) }
    publicKey = try PublicKey(der: der)
    self.handle = handle
    // A file may join a private key with another's public key. Such a key is refused when it is
    // opened, not when an auditor finds that nothing it signed can be verified.
    let trial = Array("trial".utf8)
    guard try publicKey.verifies(try sign(trial), of: trial) else {
      throw SigningError(.privateKey)
    }
  }

  /// Signs a message.
  public func sign(_ message: [UInt8]) throws(SigningError) -> Signature {
    let algorithm = publicKey.algorithm
    return try Signature(algorithm, handle.sign(message, algorithm))
  }

  /// The private key as text, encrypted.
  /// - Parameter passphrase: what opens it again; not empty.
  /// - Returns: one PEM block.
  /// - Throws: ``SigningError``.
  public func encryptedPEM(passphrase: [UInt8]) throws(SigningError) -> String {
    precondition(!passphrase.isEmpty, "an encrypted key has a passphrase")
    ERR_clear_error()
    var salt = [UInt8](repeating: 0, count: 16)
    try SystemRandom.fill(&salt)
    guard let info = handle.withKey({ EVP_PKEY2PKCS8($0) }) else {
      throw SigningError(draining: .writeKey)
    }
    defer { PKCS8_PRIV_KEY_INFO_free(info) }
    let scheme = PKCS5_pbe2_set_iv(
      EVP_aes_256_cbc(),
      PEMSigner.rounds,
      &salt,
      Int32(salt.count),
      nil,
      NID_hmacWithSHA256
    )
    guard let scheme else { throw SigningError(draining: .writeKey) }
    let sealed = passphrase.withUnsafeBytes { secret in
      PKCS8_set0_pbe(
        secret.assumingMemoryBound(to: CChar.self).baseAddress,
        Int32(secret.count),
        info,
        scheme
      )
    }
    guard let sealed else {
      X509_ALGOR_free(scheme)
      throw SigningError(draining: .writeKey)
    }
    defer { X509_SIG_free(sealed) }
    guard let text = PEM.written({ PEM_write_bio_PKCS8($0, sealed) }) else {
      throw SigningError(draining: .writeKey)
    }
    return text
  }

  /// The private key as text, readable for everybody who gets hold of it.
  public func plainPEM() throws(SigningError) -> String {
    ERR_clear_error()
    guard let info = handle.withKey({ EVP_PKEY2PKCS8($0) }) else {
      throw SigningError(draining: .writeKey)
    }
    defer { PKCS8_PRIV_KEY_INFO_free(info) }
    guard let text = PEM.written({ PEM_write_bio_PKCS8_PRIV_KEY_INFO($0, info) }) else {
      throw SigningError(draining: .writeKey)
    }
    return text
  }
}
