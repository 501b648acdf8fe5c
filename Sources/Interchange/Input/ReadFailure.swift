import Findings

/// Why the reading of a file stopped before its end.
enum ReadFailure: Error {
  /// The file is wrong in a way that makes the rest unreadable.
  case findings([Finding])
  /// The operating system failed us.
  case input(InputError)

  /// The file as a whole is wrong; reported at its first row.
  static func file(_ code: FindingCode, _ arguments: [String: String] = [:]) -> ReadFailure {
    .findings([Finding(code, row: 1, arguments: arguments)])
  }

  /// One row ends the reading.
  static func row(_ code: FindingCode, _ row: Int) -> ReadFailure {
    .findings([Finding(code, row: row)])
  }
}
