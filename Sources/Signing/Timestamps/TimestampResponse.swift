import COpenSSL

/// OpenSSL's reading of an authority's answer; it belongs to one task.
final class TimestampResponse {
  private let response: OpaquePointer
  private let token: UnsafeMutablePointer<PKCS7>
  private let info: OpaquePointer
  /// The time that is certified, in seconds since 1970.
  let time: Int64

  /// Reads exact DER that grants a stamp.
  init(_ bytes: [UInt8]) throws(SigningError) {
    ERR_clear_error()
    defer { ERR_clear_error() }
    guard bytes.count <= TimestampToken.lengthMax, DER.isExact(bytes) else {
      throw SigningError(.timestamp)
    }
    let response = bytes.withUnsafeBufferPointer { buffer in
      var position = buffer.baseAddress
      return d2i_TS_RESP(nil, &position, buffer.count)
    }
    guard let response else { throw SigningError(draining: .timestamp) }
    do throws(SigningError) {
      try TimestampResponse.demandGrant(response)
      guard let token = TS_RESP_get_token(response), let info = TS_RESP_get_tst_info(response),
        TS_TST_INFO_get_version(info) == 1, TS_TST_INFO_get_ext_by_critical(info, 1, -1) < 0,
        let time = CertificateHandle.seconds(TS_TST_INFO_get_time(info))
      else { throw SigningError(.timestamp) }
      (self.response, self.token, self.info, self.time) = (response, token, info, time)
    } catch {
      TS_RESP_free(response)
      throw error
    }
  }

  deinit { TS_RESP_free(response) }

  /// Statuses 0 and 1 come with a token, the second with changes to what was wished, of which a
  /// query of ours has nothing.
  private static func demandGrant(_ response: OpaquePointer) throws(SigningError) {
    guard let status = TS_RESP_get_status_info(response) else { throw SigningError(.timestamp) }
    let number = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status))
    guard number != 0, number != 1 else { return }
    let text = PEM.written { TS_STATUS_INFO_print_bio($0, status) } ?? ""
    let reasons = text.split(whereSeparator: \.isNewline).map { withoutControls(String($0)) }
    throw SigningError(.timestampRefused, reasons: reasons)
  }

  /// The number of the stamp, in hexadecimal digits.
  var serial: String {
    guard let serial = TS_TST_INFO_get_serial(info) else { return "" }
    let bytes = UnsafeBufferPointer(
      start: ASN1_STRING_get0_data(serial),
      count: Int(ASN1_STRING_length(serial))
    )
    return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The number that the query had; `nil` when there is none, or one that is none of ours.
  var nonce: UInt64? {
    guard let nonce = TS_TST_INFO_get_nonce(info) else { return nil }
    var number: UInt64 = 0
    guard ASN1_INTEGER_get_uint64(&number, nonce) == 1 else { return nil }
    return number
  }

  /// Whether it is about the data with this SHA-256 digest.
  func stamps(_ digest: Digest) -> Bool {
    guard let imprint = TS_TST_INFO_get_msg_imprint(info),
      let algorithm = TS_MSG_IMPRINT_get_algo(imprint),
      OBJ_obj2nid(algorithm.pointee.algorithm) == NID_sha256,
      let message = TS_MSG_IMPRINT_get_msg(imprint)
    else { return false }
    let bytes = UnsafeBufferPointer(
      start: ASN1_STRING_get0_data(message),
      count: Int(ASN1_STRING_length(message))
    )
    return Digest(bytes: bytes) == digest
  }

  /// The certificates that the token brings.
  /// - Throws: ``SigningError`` when one of them cannot be read.
  var certificates: [Certificate] {
    get throws(SigningError) {
      guard let list = xiantou_token_certificates(token) else { return [] }
      return try TimestampResponse.certificates(list)
    }
  }

  /// The certificate of the one who signed the token; `nil` unless there is exactly one.
  var signer: Certificate? {
    get throws(SigningError) {
      ERR_clear_error()
      defer { ERR_clear_error() }
      guard let list = PKCS7_get0_signers(token, nil, 0) else { return nil }
      defer { xiantou_certificates_free(list) }
      let signers = try TimestampResponse.certificates(list)
      return signers.count == 1 ? signers.first : nil
    }
  }

  private static func certificates(
    _ list: OpaquePointer
  ) throws(SigningError) -> [Certificate] {
    var certificates: [Certificate] = []
    for place in 0..<max(0, xiantou_certificates_count(list)) {
      guard let certificate = xiantou_certificates_at(list, place),
        let bytes = CertificateHandle.bytes(of: certificate)
      else { throw SigningError(.timestamp) }
      try certificates.append(Certificate(der: bytes))
    }
    return certificates
  }

  /// Whether the token's signature is one of ``signer``, and names its certificate.
  ///
  /// Whether that certificate is to be believed is not asked here. The roots only complete the
  /// certificates that the signature may name.
  func isSigned(roots: [Certificate]) throws(SigningError) -> Bool {
    ERR_clear_error()
    defer { ERR_clear_error() }
    guard let store = CertificatePath.store(roots) else { throw SigningError(draining: .verify) }
    X509_STORE_set_verify_cb(store) { _, _ in 1 }
    guard let context = TS_VERIFY_CTX_new() else {
      X509_STORE_free(store)
      throw SigningError(draining: .verify)
    }
    defer { TS_VERIFY_CTX_free(context) }
    // The context frees the store.
    TS_VERIFY_CTX_set_store(context, store)
    TS_VERIFY_CTX_set_flags(context, Int32(TS_VFY_VERSION | TS_VFY_SIGNATURE | TS_VFY_SIGNER))
    return TS_RESP_verify_token(context, token) == 1
  }
}
