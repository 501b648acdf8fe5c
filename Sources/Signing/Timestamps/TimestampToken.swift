/// A time stamp (可信时间戳): the answer of an authority by RFC 3161, with a token in it.
///
/// Its signature covers what it stamps, the time and the number, not every byte around them: see
/// the page on evidence, where the signer therefore signs the whole answer once more.
///
/// ```swift
/// let token = try TimestampToken(response: bytes)
/// let defect = try token.judge(data: statement, roots: nil)
/// ```
public struct TimestampToken: Hashable, Sendable {
  /// The answer as it came.
  public let response: [UInt8]
  /// The time that is certified, in seconds since 1970; parts of a second are left out.
  public let time: Int64
  /// The number of the stamp, in hexadecimal digits.
  public let serial: String
  /// Whose certificate the answer brings for its signature, as RFC 2253 writes names; empty when
  /// it brings none.
  public let authority: String

  /// The most that an answer may have, in bytes; usual ones have less than ten thousand.
  public static let lengthMax = 65_536

  /// Reads the answer of an authority.
  /// - Throws: ``SigningError``; its operation tells an answer that refuses from one that is none.
  public init(response: [UInt8]) throws(SigningError) {
    let answer = try TimestampResponse(response)
    self.response = response
    time = answer.time
    serial = answer.serial
    authority = try answer.signer?.subject ?? ""
  }

  /// What is wrong with it as a stamp of some data.
  /// - Parameters:
  ///   - data: what should be stamped.
  ///   - nonce: the number of the query, where it is still known.
  ///   - roots: whom the asker trusts. Without any given the authority is **not** judged: the stamp
  ///     is whole and of somebody whose certificate calls him an authority, no more.
  /// - Returns: `nil` when nothing is wrong.
  /// - Throws: ``SigningError`` when OpenSSL cannot judge.
  public func judge(
    data: [UInt8],
    nonce: UInt64? = nil,
    roots: [Certificate]?
  ) throws(SigningError) -> TimestampDefect? {
    let answer = try TimestampResponse(response)
    var hasher = try TreeHasher(.sha256)
    guard answer.stamps(try hasher.hash(data.span)) else { return .otherData }
    if let nonce, answer.nonce != nonce { return .otherNonce }
    guard let signer = try answer.signer else { return .signature }
    guard try answer.isSigned(roots: roots ?? []) else { return .signature }
    guard signer.handle.allowsTimestamps else { return .notForTimestamps }
    if let defect = signer.defect(at: time) { return .certificate(defect) }
    guard let roots else { return nil }
    let path = CertificatePath(leaf: signer, issuers: try answer.certificates)
    return try path.defect(roots: roots, at: time, for: .timestamps).map { .certificate($0) }
  }
}
