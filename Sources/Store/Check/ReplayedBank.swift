import Accounting
import Audit
import Quantities
import Reconciliation

/// Bank statements as the log tells them, held against their tables.
struct ReplayedBank {
  private var statements: [String: String] = [:]
  private var lines: [String: String] = [:]

  /// Reads a record when it is a bank statement.
  /// - Returns: whether it was.
  mutating func apply(
    _ type: String,
    _ body: Span<UInt8>,
    _ layout: RecordLayout,
    _ place: Int64
  ) throws(CheckFailure) -> Bool {
    guard type == BankRecord.type else { return false }
    guard let statement = BankRecord.read(body, layout), !statement.lines.isEmpty else {
      throw .difference(
        CheckDifference(
          "record \(place)",
          expected: "a bank statement",
          found: "another record"
        )
      )
    }
    let account = "\(layout.text(layout.book, in: body))\t\(statement.account.text)"
    statements["\(place)"] = [account, statement.name, statement.digest].joined(separator: "\t")
    for (index, line) in statement.lines.enumerated() {
      lines["\(place)\t\(index + 1)"] = [
        account, "\(line.date.dayNumber)", line.time, "\(line.paid.rawValue)",
        "\(line.received.rawValue)", "\(line.balance.rawValue)", line.counterparty,
        line.counterpartyAccount, line.memo, line.serial,
      ].joined(separator: "\t")
    }
    return true
  }

  /// Compares the tables with the log.
  func compare(with snapshot: LedgerSnapshot) throws(CheckFailure) {
    try RowComparison.compare(
      statements,
      "bank_statement",
      """
      SELECT s.seq, b.code || char(9) || a.code || char(9) || s.name || char(9) || s.sha256
      FROM bank_statement AS s LEFT JOIN account AS a ON a.id = s.account_id
        LEFT JOIN book AS b ON b.id = a.book_id
      """,
      snapshot.database
    )
    try RowComparison.compare(
      lines,
      "bank_line",
      """
      SELECT l.seq || char(9) || l.line, b.code || char(9) || a.code || char(9) || l.day || char(9)
        || l.time || char(9) || l.paid || char(9) || l.received || char(9) || l.balance || char(9)
        || l.counterparty || char(9) || l.counterparty_account || char(9) || l.memo || char(9)
        || l.serial
      FROM bank_line AS l LEFT JOIN account AS a ON a.id = l.account_id
        LEFT JOIN book AS b ON b.id = a.book_id
      """,
      snapshot.database
    )
  }
}
