/// What is wrong with a bundle, as a stable code and what fills in its sentence (缺陷).
public struct Defect: Error, Hashable, Sendable {
  /// What is wrong.
  public let code: Code
  /// The file, record or key that it concerns; empty when it is the bundle as a whole.
  public let subject: String
  /// What should be there; empty when the code says it.
  public let expected: String
  /// What is there; empty when the code says it.
  public let found: String

  init(_ code: Code, _ subject: String = "", expected: String = "", found: String = "") {
    self.code = code
    self.subject = subject
    self.expected = expected
    self.found = found
  }

  /// The stable names of what can be wrong.
  public enum Code: String, CaseIterable, Sendable {
    // The container.
    case unreadable, special, linked, path, clash, tooMany = "too-many"
    case emptyFolder = "empty-folder"
    case header, padding, order, truncated, trailing, changed, missing, unexpected
    case tooLong = "too-long"
    // Texts of one spelling.
    case syntax, different
    // Keys, signatures, certificates, tokens.
    case pinFile = "pin-file"
    case notRequired = "not-required"
    case notPinned = "not-pinned"
    case otherKey = "other-key"
    case signature, certificate, token
    case rootFile = "root-file"
    case noCertificate = "no-certificate"
    case noToken = "no-token"
    case library
    // Files.
    case sha256, sm3, notListed = "not-listed"
    case notThere = "not-there"
    // The log.
    case record, length, origin, size, root, proof, keyring, epoch
    case notInUse = "not-in-use"
    case notSigned = "not-signed"
    case head, growth, shrunk, otherLog = "other-log"
    case voucher, numbers, content, noHead = "no-head"
    case totals, derivation
    case notDerived = "not-derived"
    case notGiven = "not-given"
  }
}
