import Findings
import Interchange

extension Finding {
  /// The finding about a voucher's line, told by the row of the file that holds the line.
  func inFile(rows: [Int]) -> Finding {
    // A balance that overflows is a matter of the whole ledger, not of the voucher at hand.
    if code == .overflow, row == nil { return self }
    var finding = self
    finding.row = row.flatMap { rows.indices.contains($0 - 1) ? rows[$0 - 1] : nil } ?? rows.first
    return finding
  }
}

extension ImportOutcome {
  /// Whether the file is taken.
  var isKept: Bool { self == .accept || self == .warn }

  /// The order in which outcomes of several files decide: a clash with the ledger before all.
  var weight: Int {
    switch self {
    case .accept: 0
    case .warn: 1
    case .reject: 2
    case .conflict: 3
    }
  }
}
