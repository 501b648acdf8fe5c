import COpenSSL

/// Computes digests, and the leaf and node hashes of RFC 6962 trees, with one algorithm.
///
/// The algorithm is fetched once and one context serves all digests: at the size of a record that
/// is twice as fast as naming the algorithm each time. A hasher belongs to one task at a time.
package struct TreeHasher: ~Copyable {
  /// The algorithm.
  package let algorithm: DigestAlgorithm
  private let method: OpaquePointer
  private let context: OpaquePointer

  /// Prepares an algorithm.
  /// - Throws: ``SigningError`` when OpenSSL does not offer it.
  package init(_ algorithm: DigestAlgorithm) throws(SigningError) {
    try self.init(algorithm, name: algorithm.openSSLName)
  }

  init(_ algorithm: DigestAlgorithm, name: String) throws(SigningError) {
    ERR_clear_error()
    guard let method = EVP_MD_fetch(nil, name, nil) else {
      throw SigningError(draining: .fetch)
    }
    guard let context = EVP_MD_CTX_new() else {
      EVP_MD_free(method)
      throw SigningError(draining: .fetch)
    }
    guard EVP_DigestInit_ex2(context, method, nil) == 1 else {
      EVP_MD_CTX_free(context)
      EVP_MD_free(method)
      throw SigningError(draining: .fetch)
    }
    self.algorithm = algorithm
    self.method = method
    self.context = context
  }

  deinit {
    EVP_MD_CTX_free(context)
    EVP_MD_free(method)
  }

  /// The digest of `bytes`.
  package mutating func hash(_ bytes: Span<UInt8>) throws(SigningError) -> Digest {
    try begin()
    try update(bytes)
    return try finish()
  }

  /// The hash of a leaf: `H(0x00 ‖ bytes)`.
  package mutating func leaf(_ bytes: Span<UInt8>) throws(SigningError) -> Digest {
    try begin()
    var prefix: UInt8 = 0
    guard EVP_DigestUpdate(context, &prefix, 1) == 1 else { throw SigningError(draining: .digest) }
    try update(bytes)
    return try finish()
  }

  /// The hash of an inner node: `H(0x01 ‖ left ‖ right)`.
  package mutating func node(_ left: Digest, _ right: Digest) throws(SigningError) -> Digest {
    try begin()
    var status: Int32 = 0
    withUnsafeTemporaryAllocation(byteCount: 65, alignment: 1) { node in
      node[0] = 1
      left.withBytes { UnsafeMutableRawBufferPointer(rebasing: node[1..<33]).copyMemory(from: $0) }
      right.withBytes {
        UnsafeMutableRawBufferPointer(rebasing: node[33..<65]).copyMemory(from: $0)
      }
      status = EVP_DigestUpdate(context, node.baseAddress, node.count)
    }
    guard status == 1 else { throw SigningError(draining: .digest) }
    return try finish()
  }

  /// Begins a digest of bytes that come in pieces.
  package mutating func start() throws(SigningError) { try begin() }

  /// Takes the next piece.
  package mutating func add(_ piece: Span<UInt8>) throws(SigningError) { try update(piece) }

  /// The digest of all pieces since ``start()``; nothing else may be hashed in between.
  package mutating func end() throws(SigningError) -> Digest { try finish() }

  private func begin() throws(SigningError) {
    // Without a method OpenSSL starts the context's own again. A finished context must be started:
    // OpenSSL 3.0 would go on and return garbage.
    guard EVP_DigestInit_ex2(context, nil, nil) == 1 else { throw SigningError(draining: .digest) }
  }

  private func update(_ bytes: Span<UInt8>) throws(SigningError) {
    let status = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    guard status == 1 else { throw SigningError(draining: .digest) }
  }

  private func finish() throws(SigningError) -> Digest {
    var digest = Digest()
    var status: Int32 = 0
    digest.withMutableBytes { buffer in
      status = EVP_DigestFinal_ex(
        context,
        buffer.assumingMemoryBound(to: UInt8.self).baseAddress,
        nil
      )
    }
    guard status == 1 else { throw SigningError(draining: .digest) }
    return digest
  }
}
