/// Where and why a record does not say what a record of its type says (记录内容错误).
public struct RecordFault: Hashable, Sendable {
  /// The place of the record in the log.
  public let seq: Int64
  /// The number of the line within the record, from 1; 0 for the header.
  public let line: Int
  /// The member of `data`, as a path of names separated by dots, or the member of the header.
  public let member: String
  /// What is wrong with it.
  public let kind: Kind

  /// What can be wrong with a member.
  public enum Kind: String, CaseIterable, Sendable {
    /// It has to be there and is not.
    case missing
    /// No record of this type has it.
    case unknown
    /// Its value is not of the form that it has to have.
    case illFormed = "ill-formed"
    /// It names something that no earlier record made.
    case dangling
    /// What was there before cannot be there again.
    case repeated
    /// A sum of amounts up to this record does not fit.
    case overflow
  }

  /// Creates a fault.
  package init(seq: Int64, line: Int = 0, member: String, kind: Kind) {
    self.seq = seq
    self.line = line
    self.member = member
    self.kind = kind
  }
}

extension RecordFault: CustomStringConvertible {
  /// The fault in words for logs, for example `record 12 line 2 debit ill-formed`.
  public var description: String {
    "record \(seq)\(line > 0 ? " line \(line)" : "") \(member) \(kind.rawValue)"
  }
}
