public import Signing

/// What keeps evidence from being made or read.
public enum EvidenceError: Error, Hashable, Sendable {
  /// A record does not say what a record of its type says.
  case record(RecordFault)
  /// A digest could not be computed.
  case signing(SigningError)
}
