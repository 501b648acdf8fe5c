/// The certificate of a signer and those of its issuers (证书链), as a bundle carries them.
///
/// ```swift
/// let chain = try CertificateChain(pem: bytes)
/// let defect = try chain.judge(key: key, at: madeAt, roots: roots)
/// ```
public struct CertificateChain: Hashable, Sendable {
  /// The certificate of the signer, the first in the text.
  public let leaf: Certificate
  /// The others, in any order.
  public let issuers: [Certificate]

  /// No way to a root is longer.
  public static let countMax = 10

  /// Reads PEM: the certificate of the signer, and after it those of its issuers.
  /// - Throws: ``SigningError`` as ``Certificate/list(pem:)`` does, and for more than ``countMax``.
  public init(pem: some Collection<UInt8>) throws(SigningError) {
    let certificates = try Certificate.list(pem: pem)
    guard let leaf = certificates.first, certificates.count <= CertificateChain.countMax else {
      throw SigningError(.certificate)
    }
    self.leaf = leaf
    issuers = Array(certificates.dropFirst())
  }

  /// What is wrong with the certificate as one of some key at some time.
  /// - Parameters:
  ///   - key: the key that signed.
  ///   - time: when it signed, in seconds since 1970.
  ///   - roots: whom the asker trusts; without any given the issuers are not judged.
  /// - Returns: `nil` when nothing is wrong.
  /// - Throws: ``SigningError`` when OpenSSL cannot judge.
  public func judge(
    key: PublicKey,
    at time: Int64,
    roots: [Certificate]?
  ) throws(SigningError) -> CertificateDefect? {
    guard leaf.publicKey == key else { return .otherKey }
    guard leaf.handle.allowsSigning else { return .notForSigning }
    if let defect = leaf.defect(at: time) { return defect }
    guard let roots else { return nil }
    let path = CertificatePath(leaf: leaf, issuers: issuers)
    return try path.defect(roots: roots, at: time, for: .signing)
  }
}
