import Accounting
import Findings
import Quantities

/// A voucher as it grows line by line, with what has been found wrong so far.
struct VoucherDraft {
  var key = VoucherKey()
  /// The row of each line.
  private(set) var rows: [Int] = []
  private(set) var postings: [Posting] = []
  /// How many lines there are, beyond those that are kept.
  private(set) var lineCount = 0
  var attachments: Int?
  var signatures = Signatures()
  var reverses: VoucherNumber?
  /// A number to reverse is named, but cannot be read.
  var hasUnreadableReversal = false
  /// Cells are missing or an amount is unknown, so that sums and numbers of lines mean nothing.
  var isIncomplete = false
  private(set) var findings: [Finding] = []
  /// How many findings there were no room for.
  private(set) var furtherFindings = 0
  private var errors = 0
  private var warnings = 0
  private var told: Set<Finding> = []

  var firstRow: Int { rows.first ?? 0 }

  /// Whether anything refuses the voucher.
  var hasErrors: Bool { errors > 0 }

  mutating func add(_ posting: Posting, row: Int) {
    lineCount += 1
    // One more than allowed, so that the rule itself refuses it.
    guard postings.count <= Voucher.maximumLines else { return }
    postings.append(posting)
    rows.append(row)
  }

  /// A row whose cells cannot be told apart.
  mutating func addUnreadable(row: Int) {
    lineCount += 1
    isIncomplete = true
    if rows.isEmpty { rows.append(row) }
  }

  /// Notes a finding, unless it repeats what an earlier line of the voucher had in a column that
  /// says the same on every line.
  mutating func note(_ finding: Finding) {
    if VoucherColumns.repeating.contains(finding.column) {
      var anywhere = finding
      anywhere.row = nil
      guard !told.contains(anywhere) else { return }
      if told.count < FindingList.capacity { told.insert(anywhere) }
    }
    switch finding.severity {
    case .error: errors += 1
    case .warning: warnings += 1
    }
    // Each severity has room of its own, so that warnings never push out an error.
    let count = finding.severity == .error ? errors : warnings
    if count <= FindingList.capacity {
      findings.append(finding)
    } else {
      furtherFindings += 1
    }
  }

  mutating func note(_ codes: [FindingCode], _ row: Row, _ field: String, _ column: Int) {
    for code in codes {
      note(Finding(code, row: row.number, column: field, value: row.shown(column)))
    }
  }

  /// The voucher, once its date is known.
  var voucher: Voucher? {
    guard let date = key.date, let word = key.word else { return nil }
    return Voucher(
      date: date,
      word: word,
      attachments: attachments ?? 0,
      postings: postings,
      reverses: reverses
    )
  }

  /// Takes what the rules of double entry say about the voucher, with lines turned into rows.
  ///
  /// What only follows from a cell already refused is left out: a second finding for that cell,
  /// sums over an unknown amount.
  mutating func noteEntry(_ list: [Finding]) {
    var refused = Set(findings.filter { $0.severity == .error }.map(Place.init))
    let hasAmountError = isIncomplete || findings.contains { $0.code.concernsAmount }
    var hasNegative = hasUnreadableReversal
    let isNegative = list.contains { $0.code == .negative || $0.code == .noAmount }
    for var finding in list {
      let line = finding.row ?? 1
      finding.row = rows.indices.contains(line - 1) ? rows[line - 1] : firstRow
      switch finding.code {
      case .unbalanced where hasAmountError || isNegative: continue
      case .tooFewLines where isIncomplete: continue
      case .negative:
        // What is missing is the number of the voucher reversed, once for all lines.
        if hasNegative { continue }
        hasNegative = true
      default: break
      }
      guard refused.insert(Place(finding)).inserted else { continue }
      note(finding)
    }
  }

  /// The findings as they are told: a cell that is refused has no warnings beside.
  var settledFindings: [Finding] {
    let refused = Set(findings.filter { $0.severity == .error }.map(Place.init))
    if refused.isEmpty { return findings }
    return findings.filter { $0.severity == .error || !refused.contains(Place($0)) }
  }
}

/// A cell, for telling whether two findings concern the same one.
private struct Place: Hashable {
  let row: Int?
  let column: String

  init(_ row: Int?, _ column: String) {
    self.row = row
    self.column = column
  }

  init(_ finding: Finding) { self.init(finding.row, finding.column) }
}

extension FindingCode {
  /// Whether an amount is unknown or in doubt after this finding.
  fileprivate var concernsAmount: Bool {
    switch self {
    case .amountGrouping, .amountScale, .amountScientific, .amountSyntax, .amountRange,
      .bothSides, .noAmount, .negative:
      true
    default: false
    }
  }
}
