import COpenSSL

/// A key to verify signatures with (公钥).
///
/// A key that exists is a point on its curve, and ``der`` is its one accepted encoding. So
/// ``id``, the digest of that encoding, names the key; it is what auditors pin.
public struct PublicKey: Sendable {
  /// What it verifies.
  public let algorithm: KeyAlgorithm
  /// The SubjectPublicKeyInfo of RFC 5280 as DER: a named curve, the point uncompressed.
  public let der: [UInt8]
  /// The SHA-256 digest of ``der``; its description is the key id in hexadecimal digits (公钥指纹).
  public let id: Digest
  private let handle: KeyHandle

  /// Reads a SubjectPublicKeyInfo in its one accepted encoding.
  /// - Throws: ``SigningError`` for another encoding, algorithm or curve, trailing bytes, and a
  ///   point that is not on the curve.
  public init(der: some Collection<UInt8>) throws(SigningError) {
    let der = Array(der)
    let algorithm = KeyAlgorithm.allCases.first { algorithm in
      let prefix = algorithm.publicKeyPrefix
      return der.count == prefix.count + algorithm.pointLength && der.starts(with: prefix)
    }
    guard let algorithm else { throw SigningError(.publicKey) }
    ERR_clear_error()
    let key = der.withUnsafeBufferPointer { buffer in
      var position = buffer.baseAddress
      return d2i_PUBKEY(nil, &position, buffer.count)
    }
    guard let key else { throw SigningError(draining: .publicKey) }
    handle = KeyHandle(owning: key)
    guard handle.isKey(of: algorithm) else { throw SigningError(.publicKey) }
    var hasher = try TreeHasher(.sha256)
    id = try hasher.hash(der.span)
    self.der = der
    self.algorithm = algorithm
  }

  /// Reads a PEM text labelled `PUBLIC KEY`.
  public init(pem: some Collection<UInt8>) throws(SigningError) {
    guard let (label, bytes) = PEM.decode(pem), label == "PUBLIC KEY" else {
      throw SigningError(.publicKey)
    }
    try self.init(der: bytes)
  }

  /// Takes the bare point: x and y of 32 bytes each, or for Ed25519 the 32 bytes of RFC 8032.
  public init(_ algorithm: KeyAlgorithm, point: some Collection<UInt8>) throws(SigningError) {
    try self.init(der: algorithm.publicKeyPrefix + point)
  }

  /// The bare point as ``init(_:point:)`` takes it.
  public var point: [UInt8] { Array(der.suffix(algorithm.pointLength)) }

  /// The key as PEM text, as `openssl pkey -pubin` reads it.
  public var pem: String { PEM.encode("PUBLIC KEY", der) }

  /// Whether `signature` was made over `message` with the private half of this key.
  ///
  /// A signature of another algorithm never is.
  /// - Throws: ``SigningError`` when OpenSSL does not offer the algorithm.
  public func verifies(
    _ signature: Signature,
    of message: [UInt8]
  ) throws(SigningError) -> Bool {
    guard signature.algorithm == algorithm else { return false }
    return try handle.verify(signature.bytes, of: message, algorithm)
  }
}

extension PublicKey: Hashable {
  /// Compares the encodings.
  public static func == (left: PublicKey, right: PublicKey) -> Bool { left.der == right.der }

  /// Hashes the encoding.
  public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}
