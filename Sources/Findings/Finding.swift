/// Something wrong, or worth knowing, in what a person handed in (检查结果).
///
/// A finding is a value, not a text: the edge that talks to people looks its message up by `code`
/// in two languages and fills in `arguments`. Findings are collected, so that one pass over a file
/// tells everything that must be mended.
public struct Finding: Hashable, Sendable {
  /// What is wrong; stable across versions.
  public let code: FindingCode
  /// The row as a spreadsheet counts it, the header being row 1; `nil` when there are no rows.
  public var row: Int?
  /// The column by its canonical Chinese heading, for example `借方金额`; empty when not one column.
  public var column: String
  /// The offending text as it was read.
  public var value: String
  /// What the message needs besides the above, by the names used in the message catalogue.
  public var arguments: [String: String]

  /// Creates a finding.
  public init(
    _ code: FindingCode,
    row: Int? = nil,
    column: String = "",
    value: String = "",
    arguments: [String: String] = [:]
  ) {
    self.code = code
    self.row = row
    self.column = column
    self.value = value
    self.arguments = arguments
  }

  /// The severity that follows from the code.
  public var severity: Severity { code.severity }

  /// How much a finding matters.
  public enum Severity: String, Sendable {
    /// The input is refused.
    case error
    /// The input is accepted; a person should look.
    case warning
  }
}

/// All the findings that made an operation refuse its input.
public struct Findings: Error, Hashable, Sendable {
  /// At least one of these is an error.
  public let list: [Finding]

  /// Creates the refusal; `list` holds at least one error.
  public init(_ list: [Finding]) {
    precondition(list.contains { $0.severity == .error }, "a refusal names at least one error")
    self.list = list
  }

  /// Creates the refusal for a single finding.
  public init(_ finding: Finding) { self.init([finding]) }
}
