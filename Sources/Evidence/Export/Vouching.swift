package import Signing

/// Who else speaks for the keys and the time of a bundle (第三方佐证); nobody has to.
package struct Vouching: Sendable {
  /// Certificates of the keys that sign statements, PEM, with those of their issuers after them.
  package var certificates: [KeyAlgorithm: [UInt8]]
  /// The authority that stamps the statement.
  package var authority: TimestampAuthority?

  /// Names them.
  package init(
    certificates: [KeyAlgorithm: [UInt8]] = [:],
    authority: TimestampAuthority? = nil
  ) {
    self.certificates = certificates
    self.authority = authority
  }
}
