import COpenSSL
import Glibc

/// OpenSSL's certificate, shared by whoever follows it.
final class CertificateHandle: Sendable {
  // It is changed only while it is made; what OpenSSL computes later it computes under a lock.
  private nonisolated(unsafe) let certificate: OpaquePointer

  /// Reads exact DER; `nil` for anything else.
  init?(_ der: [UInt8]) {
    ERR_clear_error()
    defer { ERR_clear_error() }
    let certificate = der.withUnsafeBufferPointer { buffer in
      var position = buffer.baseAddress
      return d2i_X509(nil, &position, buffer.count)
    }
    guard let certificate else { return nil }
    self.certificate = certificate
    guard CertificateHandle.bytes(of: certificate) == der, nameSigner(),
      X509_check_purpose(certificate, -1, 0) == 1
    else { return nil }
  }

  deinit { X509_free(certificate) }

  /// Says under which ID an SM2 issuer signed; OpenSSL would take the empty one.
  private func nameSigner() -> Bool {
    guard X509_get_signature_nid(certificate) == NID_SM2_with_SM3 else { return true }
    guard let id = ASN1_OCTET_STRING_new() else { return false }
    let text = Array(KeyAlgorithm.sm2ID.utf8)
    guard ASN1_OCTET_STRING_set(id, text, Int32(text.count)) == 1 else {
      ASN1_OCTET_STRING_free(id)
      return false
    }
    X509_set0_distinguishing_id(certificate, id)
    return true
  }

  /// Lends the certificate.
  func withCertificate<Result>(_ use: (OpaquePointer) -> Result) -> Result { use(certificate) }

  /// The encoding of a certificate.
  static func bytes(of certificate: OpaquePointer) -> [UInt8]? {
    var data: UnsafeMutablePointer<UInt8>?
    let count = i2d_X509(certificate, &data)
    guard let data, count > 0 else { return nil }
    defer { xiantou_free(data) }
    return Array(UnsafeBufferPointer(start: data, count: Int(count)))
  }

  /// The key in the encoding that the certificate has; `nil` when OpenSSL cannot write it.
  var publicKeyBytes: [UInt8]? {
    var data: UnsafeMutablePointer<UInt8>?
    let count = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &data)
    guard let data, count > 0 else { return nil }
    defer { xiantou_free(data) }
    return Array(UnsafeBufferPointer(start: data, count: Int(count)))
  }

  /// Begin and end in seconds since 1970; `nil` when one is no time.
  var validity: (from: Int64, to: Int64)? {
    guard let from = CertificateHandle.seconds(X509_get0_notBefore(certificate)),
      let to = CertificateHandle.seconds(X509_get0_notAfter(certificate))
    else { return nil }
    return (from, to)
  }

  /// The seconds since 1970 of a time in UTC.
  static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
    var parts = tm()
    guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
    return Int64(timegm(&parts))
  }

  var subject: String { name(X509_get_subject_name(certificate)) }

  var issuer: String { name(X509_get_issuer_name(certificate)) }

  private func name(_ name: OpaquePointer?) -> String {
    PEM.written { xiantou_name_print($0, name) >= 0 ? 1 : 0 }.map(withoutControls) ?? ""
  }

  /// Whether the key may sign documents; a certificate without a word on it allows it.
  var allowsSigning: Bool {
    let signing = UInt32(KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)
    return X509_get_key_usage(certificate) & signing != 0
  }

  /// Whether it is one of a time stamping authority by RFC 3161, section 2.3, and nothing else.
  var allowsTimestamps: Bool {
    X509_check_purpose(certificate, X509_PURPOSE_TIMESTAMP_SIGN, 0) == 1
  }
}

/// A stranger's text without what would move a terminal's cursor or turn the reading direction.
func withoutControls(_ text: String) -> String {
  let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
    default: scalar
    }
  }
  var shown = String.UnicodeScalarView()
  shown.append(contentsOf: scalars)
  return String(shown)
}
