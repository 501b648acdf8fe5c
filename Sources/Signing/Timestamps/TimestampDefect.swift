/// Why a time stamp does not prove that data was there at its time (时间戳缺陷).
public enum TimestampDefect: Hashable, Error, Sendable {
  /// It is for other data, or names it by another digest than SHA-256.
  case otherData
  /// It does not repeat the number of the query.
  case otherNonce
  /// It is not signed by the certificate that it brings, or brings none.
  case signature
  /// Its certificate is none of a time stamping authority.
  case notForTimestamps
  /// Its certificate was not valid at that time, or does not lead to a given root.
  case certificate(CertificateDefect)

  /// The name of the defect where people are told of it.
  public var code: String {
    switch self {
    case .otherData: "other-data"
    case .otherNonce: "other-nonce"
    case .signature: "signature"
    case .notForTimestamps: "not-for-timestamps"
    case .certificate(let defect): "certificate-\(defect.rawValue)"
    }
  }
}
