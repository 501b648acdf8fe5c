public import Audit
public import Signing

/// Why evidence could not be made, or what was made from records could not be compared.
public enum EvidenceError: Error, Hashable, Sendable {
  /// Where the bundle should go there is something already.
  case occupied(path: String)
  /// A file or folder could not be read or written; the number is the system's.
  case system(path: String, number: Int32)
  /// The log could not be read; the text is that of whoever keeps it.
  case log(detail: String)
  /// The records are not what they should be.
  case audit(AuditError)
  /// A signer did not sign, or OpenSSL failed.
  case signing(SigningError)
  /// Something that has to be in a bundle cannot be, or is not as it should be.
  case defect(Defect)
}
