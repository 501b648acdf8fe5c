public import CanonicalJSON
public import Signing

/// Why a record could not be sealed, read or confirmed.
public enum AuditError: Error, Hashable, Sendable {
  /// OpenSSL or the system's random source failed.
  case signing(SigningError)
  /// A text may not stand in a record; whoever took it in should have refused it.
  case text(RecordText.Forbidden)
  /// A header or line is longer than ``RecordFormat/lengthMax`` bytes.
  case tooLong(Int)
  /// The bytes are not what they should be.
  case differs(LogDifference)
}
