import COpenSSL

/// The way from a certificate over those of its issuers to a root that somebody trusts.
///
/// OpenSSL walks it: signatures, dates, who may issue and how many below, restrictions of names.
/// SM2 signatures count under ``KeyAlgorithm/sm2ID`` only. Whatever certificate is given as a root
/// is the end of the way, whether it is signed by itself or not.
struct CertificatePath {
  let leaf: Certificate
  let issuers: [Certificate]

  /// What the way is asked for.
  enum Purpose {
    case signing, timestamps
  }

  /// 112 bits: RSA of 2048, no SHA-1.
  private static let securityLevel: Int32 = 2

  /// The first thing that is wrong on the way.
  /// - Throws: ``SigningError`` when OpenSSL cannot begin.
  func defect(
    roots: [Certificate],
    at time: Int64,
    for purpose: Purpose
  ) throws(SigningError) -> CertificateDefect? {
    ERR_clear_error()
    defer { ERR_clear_error() }
    guard let store = CertificatePath.store(roots) else {
      throw SigningError(draining: .certificatePath)
    }
    defer { X509_STORE_free(store) }
    guard let list = xiantou_certificates_new(), let context = X509_STORE_CTX_new() else {
      throw SigningError(draining: .certificatePath)
    }
    defer {
      X509_STORE_CTX_free(context)
      xiantou_certificates_free(list)
    }
    for issuer in issuers {
      _ = issuer.handle.withCertificate { xiantou_certificates_add(list, $0) }
    }
    let begun = leaf.handle.withCertificate { X509_STORE_CTX_init(context, store, $0, list) }
    guard begun == 1, let parameters = X509_STORE_CTX_get0_param(context) else {
      throw SigningError(draining: .certificatePath)
    }
    X509_VERIFY_PARAM_set_time(parameters, Int(time))
    X509_VERIFY_PARAM_set_auth_level(parameters, CertificatePath.securityLevel)
    X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_PARTIAL_CHAIN))
    if purpose == .timestamps {
      X509_STORE_CTX_set_purpose(context, X509_PURPOSE_TIMESTAMP_SIGN)
    }
    if X509_verify_cert(context) == 1 { return nil }
    return CertificateDefect(pathStatus: X509_STORE_CTX_get_error(context))
  }

  /// A store of certificates that are trusted.
  static func store(_ certificates: [Certificate]) -> OpaquePointer? {
    guard let store = X509_STORE_new() else { return nil }
    for certificate in certificates {
      let isAdded = certificate.handle.withCertificate { X509_STORE_add_cert(store, $0) }
      guard isAdded == 1 else {
        X509_STORE_free(store)
        return nil
      }
    }
    return store
  }
}
