public import Findings
public import Signing

/// Why the ledger file did not do what was asked; nothing of a failed operation stays in it.
public enum StoreError: Error, Hashable, Sendable {
  /// The input is wrong: every finding.
  case findings(Findings)
  /// There is no file at the path.
  case notFound(path: String)
  /// A file is there already.
  case exists(path: String)
  /// The file is not a ledger: another program's database, or no database at all.
  case notALedger(path: String)
  /// The file was written by a newer version of the program; it is left untouched.
  case newerSchema(found: Int, known: Int)
  /// Another process is writing.
  case busy
  /// The file or its folder cannot be written.
  case readOnly(path: String)
  /// The disk is full.
  case diskFull
  /// The file is damaged.
  case damaged(detail: String)
  /// A constraint or a trigger of the schema refused the statement.
  case constraint(detail: String)
  /// The caller gave up; nothing was written.
  case cancelled
  /// A signer did not sign.
  case signer(SigningError)
  /// Reading or writing failed in the operating system.
  case inputOutput(detail: String)
}

extension StoreError {
  /// A refusal for a single finding.
  static func finding(
    _ code: FindingCode,
    row: Int? = nil,
    column: String = "",
    value: String = "",
    _ arguments: [String: String] = [:]
  ) -> StoreError {
    .findings(Findings(Finding(code, row: row, column: column, value: value, arguments: arguments)))
  }
}
