/// A certificate (数字证书), X.509 of RFC 5280: somebody's word that a key belongs to a name.
///
/// It is read strictly, and judged only at a time that is given: evidence is looked at years after
/// its certificates have ended.
public struct Certificate: Sendable {
  /// The encoding.
  public let der: [UInt8]
  /// The key it is about; `nil` when it is none that signs statements, as RSA keys of authorities.
  public let publicKey: PublicKey?
  /// When it begins, in seconds since 1970.
  public let notBefore: Int64
  /// When it ends, in seconds since 1970.
  public let notAfter: Int64
  /// To whom the key belongs, as RFC 2253 writes names.
  public let subject: String
  /// Who says so.
  public let issuer: String
  let handle: CertificateHandle

  /// Reads a certificate.
  /// - Throws: ``SigningError`` when it is not exact DER, or OpenSSL cannot make sense of it.
  public init(der: [UInt8]) throws(SigningError) {
    guard let handle = CertificateHandle(der), let validity = handle.validity else {
      throw SigningError(.certificate)
    }
    self.der = der
    self.handle = handle
    publicKey = handle.publicKeyBytes.flatMap { try? PublicKey(der: $0) }
    (notBefore, notAfter) = validity
    (subject, issuer) = (handle.subject, handle.issuer)
  }

  /// The most that a text of certificates may have, in bytes.
  public static let textLengthMax = 1 << 20

  /// Reads a text of certificates: PEM blocks, and nothing else than line ends between them.
  /// - Throws: ``SigningError`` for any other text, one above ``textLengthMax``, and one without
  ///   certificates.
  public static func list(pem: some Collection<UInt8>) throws(SigningError) -> [Certificate] {
    guard pem.count <= textLengthMax, let blocks = PEM.blocks(pem, "CERTIFICATE") else {
      throw SigningError(.certificate)
    }
    var certificates: [Certificate] = []
    for block in blocks { try certificates.append(Certificate(der: block)) }
    return certificates
  }

  /// What is wrong with it at some time, by its own dates.
  ///
  /// The second of ``notAfter`` does not count, as with OpenSSL, so that all verifiers agree.
  func defect(at time: Int64) -> CertificateDefect? {
    if time < notBefore { return .notYetValid }
    return time < notAfter ? nil : .expired
  }
}

extension Certificate: Hashable {
  /// Compares the encodings.
  public static func == (left: Certificate, right: Certificate) -> Bool { left.der == right.der }

  /// Hashes the encoding.
  public func hash(into hasher: inout Hasher) { hasher.combine(der) }
}
