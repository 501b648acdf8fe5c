import CanonicalJSON

/// The first place where a log is not what it should be (首个差异).
///
/// `expected` and `found` are digests, numbers or names, not sentences.
public struct LogDifference: Hashable, Sendable {
  /// What differs.
  public let code: Code
  /// The record, by its place in the log, from 0.
  public let seq: Int64
  /// The detail line within the record, from 1; 0 for the header.
  public let line: Int
  /// What should be there.
  public let expected: String
  /// What is there.
  public let found: String

  init(_ code: Code, seq: Int64, line: Int = 0, expected: String, found: String) {
    self.code = code
    self.seq = seq
    self.line = line
    self.expected = expected
    self.found = found
  }

  init(_ error: JSONSyntaxError, seq: Int64, line: Int) {
    self.init(
      .form,
      seq: seq,
      line: line,
      expected: RecordFormat.version,
      found: "\(error.code.rawValue)@\(error.offset)"
    )
  }

  /// The stable names of what can differ.
  public enum Code: String, CaseIterable, Sendable {
    /// The bytes are not a record in its one canonical form; `found` is `reason@byte`.
    case form
    /// The record is of a version this program does not know.
    case version
    /// The sequence number is not the place in the log.
    case sequence = "seq"
    /// The record does not name its predecessor.
    case previous = "prev"
    /// The header does not have the stored SHA-256 leaf hash.
    case leafSHA256 = "leaf-sha256"
    /// The header does not have the stored SM3 leaf hash.
    case leafSM3 = "leaf-sm3"
    /// The header does not count its lines.
    case lineCount = "line-count"
    /// The lines are not numbered from 1 without a gap.
    case lineNumber = "line-number"
    /// The lines do not have the SHA-256 root that the header states.
    case linesSHA256 = "lines-sha256"
    /// The lines do not have the SM3 root that the header states.
    case linesSM3 = "lines-sm3"
    /// A project's lines are not numbered without a gap.
    case projectSequence = "pseq"
    /// A line does not name its project's previous line.
    case projectPrevious = "pprev"
    /// An excerpt shows a line that is not of its project.
    case foreignLine = "foreign-line"
    /// The log is shorter or longer than stated.
    case size
    /// The log does not have the stated SHA-256 tree.
    case treeSHA256 = "tree-sha256"
    /// The log does not have the stated SM3 tree.
    case treeSM3 = "tree-sm3"
    /// The stated head of a project is not that of the log; `expected` and `found` name it.
    case projectHead = "project-head"
  }
}
