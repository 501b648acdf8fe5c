import COpenSSL

/// Why a certificate does not speak for a key (证书缺陷).
///
/// The raw value names the defect where people are told of it.
public enum CertificateDefect: String, CaseIterable, Error, Sendable {
  /// It certifies another key.
  case otherKey = "other-key"
  /// It, or one above it, begins later.
  case notYetValid = "not-yet-valid"
  /// It, or one above it, ended earlier.
  case expired
  /// Its key may not sign: in the national scheme it is that of encryption, not of signing.
  case notForSigning = "not-for-signing"
  /// It, or one above it, is not signed by the issuer it names.
  case signature
  /// One above it may not issue certificates, or not so many below it.
  case noAuthority = "no-authority"
  /// It leads to none of the given roots.
  case noRoot = "no-root"
  /// A key or a digest on the way is too weak to be believed.
  case weak
  /// Something else that OpenSSL does not accept: a restriction that it breaks or does not know.
  case other

  /// Translates what OpenSSL says about a path of certificates.
  init(pathStatus status: Int32) {
    self =
      switch status {
      case X509_V_ERR_CERT_NOT_YET_VALID: .notYetValid
      case X509_V_ERR_CERT_HAS_EXPIRED: .expired
      case X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE,
        X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY, X509_V_ERR_SIGNATURE_ALGORITHM_MISMATCH,
        X509_V_ERR_SIGNATURE_ALGORITHM_INCONSISTENCY:
        .signature
      case X509_V_ERR_INVALID_CA, X509_V_ERR_PATH_LENGTH_EXCEEDED,
        X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
        .noAuthority
      case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
        X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
        X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_CERT_CHAIN_TOO_LONG,
        X509_V_ERR_CERT_UNTRUSTED:
        .noRoot
      case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL, X509_V_ERR_CA_MD_TOO_WEAK:
        .weak
      default: .other
      }
  }
}
