import COpenSSL

/// OpenSSL's key, shared by whoever signs or verifies with it.
final class KeyHandle: Sendable {
  // Keys are not changed after they are made, and OpenSSL counts references to them atomically;
  // what may not be shared is the context of an operation, and each operation makes its own.
  private nonisolated(unsafe) let key: OpaquePointer

  /// Takes over a key; it is freed with the handle.
  init(owning key: OpaquePointer) { self.key = key }

  deinit { EVP_PKEY_free(key) }

  /// Lends the key.
  func withKey<Result>(_ use: (OpaquePointer) -> Result) -> Result { use(key) }

  /// Whether the key is of the type that an algorithm signs with.
  ///
  /// The numeric type of OpenSSL's old interface is 0 for SM2, and its SPKI says only "EC".
  func isKey(of algorithm: KeyAlgorithm) -> Bool { EVP_PKEY_is_a(key, algorithm.keyType) == 1 }

  /// The public key in the encoding of SPKI; `nil` when OpenSSL cannot write it.
  var publicKeyBytes: [UInt8]? {
    var data: UnsafeMutablePointer<UInt8>?
    let count = i2d_PUBKEY(key, &data)
    guard let data, count > 0 else { return nil }
    defer { xiantou_free(data) }
    return Array(UnsafeBufferPointer(start: data, count: Int(count)))
  }

  /// Signs a message.
  func sign(_ message: [UInt8], _ algorithm: KeyAlgorithm) throws(SigningError) -> [UInt8] {
    ERR_clear_error()
    guard let context = EVP_MD_CTX_new() else { throw SigningError(draining: .sign) }
    defer { EVP_MD_CTX_free(context) }
    var keyContext: OpaquePointer?
    guard
      EVP_DigestSignInit_ex(context, &keyContext, algorithm.digestName, nil, nil, key, nil) == 1,
      setID(keyContext, algorithm)
    else { throw SigningError(draining: .sign) }
    // The size OpenSSL announces is an upper bound: the length of DER varies.
    var signature = [UInt8](repeating: 0, count: Int(EVP_PKEY_get_size(key)))
    var count = signature.count
    guard EVP_DigestSign(context, &signature, &count, message, message.count) == 1 else {
      throw SigningError(draining: .sign)
    }
    return Array(signature.prefix(count))
  }

  /// Whether a signature is one of this key over a message.
  /// - Throws: ``SigningError`` when the algorithm cannot be had, which says nothing of the
  ///   signature.
  func verify(
    _ signature: [UInt8],
    of message: [UInt8],
    _ algorithm: KeyAlgorithm
  ) throws(SigningError) -> Bool {
    ERR_clear_error()
    guard let context = EVP_MD_CTX_new() else { throw SigningError(draining: .verify) }
    defer { EVP_MD_CTX_free(context) }
    var keyContext: OpaquePointer?
    guard
      EVP_DigestVerifyInit_ex(context, &keyContext, algorithm.digestName, nil, nil, key, nil) == 1,
      setID(keyContext, algorithm)
    else { throw SigningError(draining: .verify) }
    let status = EVP_DigestVerify(context, signature, signature.count, message, message.count)
    ERR_clear_error()
    // Malformed signatures give a negative status, so only 1 means yes.
    return status == 1
  }

  private func setID(_ context: OpaquePointer?, _ algorithm: KeyAlgorithm) -> Bool {
    guard algorithm == .sm2 else { return true }
    let id = Array(KeyAlgorithm.sm2ID.utf8)
    return EVP_PKEY_CTX_set1_id(context, id, Int32(id.count)) == 1
  }
}
