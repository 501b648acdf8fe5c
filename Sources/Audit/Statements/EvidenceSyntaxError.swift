/// Why a text of the evidence could not be read (格式错误).
///
/// Every text has one spelling: what is refused is not nearly right, it is something else.
public struct EvidenceSyntaxError: Error, Hashable, Sendable {
  /// Which text.
  public let text: Text
  /// The line, from 1; 0 when it is the text as a whole.
  public let line: Int
  /// What is wrong.
  public let code: Code

  /// The texts of the evidence.
  public enum Text: String, CaseIterable, Sendable {
    /// The signed statement.
    case statement
    /// A signed note.
    case note
    /// The text of a note that states the size and root of a log.
    case checkpoint
    /// A proof with the checkpoint it leads to.
    case proof
    /// The public key of a note's signer.
    case noteKey = "note-key"
    /// The data of a key record.
    case key
    /// The data of a checkpoint record.
    case checkpointRecord = "checkpoint-record"
  }

  /// The stable names of what can be wrong.
  public enum Code: String, CaseIterable, Sendable {
    /// Longer than any such text.
    case length
    /// No UTF-8, control characters, or text that may not stand in a record.
    case encoding
    /// The last line does not end, or a line is missing.
    case truncated
    /// Lines after the end.
    case trailing
    /// Another version, or another kind of text.
    case version
    /// Another line is expected here.
    case field
    /// A number that is not written in decimal digits without leading zeros, or too large.
    case number
    /// No 32 bytes in 64 hexadecimal digits, or in base 64.
    case digest
    /// A value that this field cannot have.
    case value
    /// A line that is no signature, no signature at all, or too many.
    case signature
    /// A public key that is none.
    case key
    /// Fields that contradict each other.
    case contradiction
  }
}
