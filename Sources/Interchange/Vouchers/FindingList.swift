import Findings

/// Collects findings, as many as a person would look at.
///
/// Errors and warnings have room of their own, so that a thousand warnings do not hide an error.
struct FindingList {
  /// How many of each severity are kept.
  static let capacity = 1_000

  private var kept: [Finding] = []
  private var errors = 0
  private var warnings = 0
  private var hasConflict = false
  private var dropped = 0

  /// Whether anything refuses the file.
  var hasErrors: Bool { errors > 0 }

  /// How many findings were not kept.
  var further: Int {
    dropped + max(0, errors - FindingList.capacity) + max(0, warnings - FindingList.capacity)
  }

  /// Whether there are more errors than anybody will read, so that looking for further ones may
  /// be left.
  var isFull: Bool { errors >= FindingList.capacity }

  /// Counts findings that were not kept elsewhere.
  mutating func drop(_ count: Int) { dropped += count }

  /// Adds a finding; `isConflict` says that the ledger, not the file, stands in the way.
  mutating func add(_ finding: Finding, isConflict: Bool = false) {
    if isConflict || finding.code == .periodClosed { hasConflict = true }
    let count: Int
    switch finding.severity {
    case .error:
      errors += 1
      count = errors
    case .warning:
      warnings += 1
      count = warnings
    }
    if count <= FindingList.capacity { kept.append(finding) }
  }

  /// The findings in the order of rows.
  var sorted: [Finding] {
    // Sorting by (row, place) keeps the order of findings within a row.
    kept.enumerated()
      .sorted { ($0.element.row ?? 0, $0.offset) < ($1.element.row ?? 0, $1.offset) }
      .map(\.element)
  }

  /// How an import with these findings ends.
  var outcome: ImportOutcome {
    if hasConflict { return .conflict }
    if errors > 0 { return .reject }
    return warnings > 0 ? .warn : .accept
  }
}
