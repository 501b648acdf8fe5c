public import Audit
public import Signing

/// What keeps evidence from being made or read.
public enum EvidenceError: Error, Hashable, Sendable {
  /// A record does not say what a record of its type says.
  case record(RecordFault)
  /// Where the bundle should go there is something already.
  case occupied(path: String)
  /// A file or folder could not be read or written; the number is the system's.
  case system(path: String, number: Int32)
  /// The log could not be read; the text is that of whoever keeps it.
  case log(detail: String)
  /// The records are not what they should be.
  case audit(AuditError)
  /// A signer did not sign, or a digest could not be computed.
  case signing(SigningError)
  /// Something that has to be in a bundle cannot be, or is not as it should be.
  case defect(Defect)
}
