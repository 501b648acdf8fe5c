import Findings
import Quantities
package import Reconciliation

/// Reads bank statements (银行流水).
package enum BankImport {
  /// Reads a statement of one account, oldest line first whichever way the bank prints it.
  ///
  /// Every line has either `支出` or `收入`, and each `余额` follows from the one before; a red amount
  /// is the bank's own correction. Rows of totals are checked and left out.
  package static func read(
    _ source: ByteSource,
    encoding: TextEncoding? = nil
  ) throws(InputError) -> ReadTable<BankLine> {
    try TableImport.read(source, kinds: [.bankStatement], encoding: encoding) {
      (table, list) throws(ReadFailure) in
      var reader = BankReader()
      var row = Row()
      while try table.next(&row) {
        var cells = RowCells(row, table.map)
        if table.isRagged(row) { cells.note(.ragged, "") }
        reader.read(&cells)
        for finding in cells.findings { list.add(finding) }
      }
      if reader.lines.isEmpty, !list.hasErrors { list.add(Finding(.empty, row: 1)) }
      // Balances of lines that could not be read would only repeat what is said already.
      guard !list.hasErrors else { return [] }
      let statement = reader.inOrder
      for finding in BankImport.breaks(in: statement) { list.add(finding) }
      return list.hasErrors ? [] : statement.map(\.line)
    }
  }

  /// Where a balance does not follow from the one before, or a day lies before it.
  private static func breaks(in statement: [BankReader.Entry]) -> [Finding] {
    zip(statement, statement.dropFirst()).flatMap { earlier, later -> [Finding] in
      var findings: [Finding] = []
      let expected = Int128(earlier.line.balance.rawValue) + later.line.change
      if Int128(later.line.balance.rawValue) != expected {
        findings.append(
          Finding(
            .bankBalance,
            row: later.row,
            column: "余额",
            value: "\(later.line.balance)",
            arguments: ["expected": Fen.yuan(expected), "before": "\(earlier.row)"]
          )
        )
      }
      if later.line.date < earlier.line.date {
        findings.append(
          Finding(
            .dateOrder,
            row: later.row,
            column: "交易日期",
            value: "\(later.line.date)",
            arguments: ["earlier": "\(earlier.line.date)"]
          )
        )
      }
      return findings
    }
  }
}

/// Reads the rows of a bank statement.
private struct BankReader {
  /// A line and its row.
  struct Entry {
    let row: Int
    let line: BankLine
  }

  private(set) var lines: [Entry] = []
  private var serials: Set<String> = []
  private var totals = RunningTotals()

  mutating func read(_ cells: inout RowCells) {
    if let mark = mark(cells) { return check(mark, &cells) }
    let date = cells.read("交易日期") { DateCell.read($0, $1) }
    let paid = cells.read("支出") { AmountCell.read($0, $1) }
    let received = cells.read("收入") { AmountCell.read($0, $1) }
    let balance = cells.isBlank("余额") ? nil : cells.read("余额") { AmountCell.read($0, $1) }
    if cells.isBlank("余额") { cells.note(.noAmount, "余额", ["columns": "余额"]) }
    let serial = cells.code("流水号")
    let line = BankLine(
      date: date ?? CivilDate(dayNumber: 0),
      time: cells.text("交易时间"),
      paid: paid ?? .zero,
      received: received ?? .zero,
      balance: balance ?? .zero,
      counterparty: cells.text("对方户名"),
      counterpartyAccount: cells.text("对方账号"),
      memo: cells.text("摘要"),
      serial: serial
    )
    if !serial.isEmpty, !serials.insert(serial).inserted {
      cells.note(.bankSerialDuplicate, "流水号")
    }
    guard date != nil, let paid, let received, balance != nil else { return totals.miss() }
    let columns = ["columns": "支出、收入"]
    if paid != .zero, received != .zero { cells.note(.bothSides, "收入", columns) }
    if paid == .zero, received == .zero { cells.note(.noAmount, "支出", columns) }
    totals.add(debit: paid, credit: received)
    lines.append(Entry(row: cells.row.number, line: line))
  }

  /// Whether a row sums up others instead of being a line.
  private func mark(_ cells: RowCells) -> RunningTotals.Mark? {
    let texts =
      [cells.row.text(0)]
      + ["交易日期", "摘要", "对方户名"].compactMap { name in
        cells.map[name].map { cells.row.text($0) }
      }
    let hasSerial = !cells.isBlank("流水号")
    return hasSerial ? nil : texts.lazy.compactMap { RunningTotals.mark($0) }.first
  }

  private mutating func check(_ mark: RunningTotals.Mark, _ cells: inout RowCells) {
    guard mark == .total else { return cells.note(.totalRow, "") }
    let paid = cells.isBlank("支出") ? nil : cells.read("支出") { AmountCell.read($0, $1) }
    let received = cells.isBlank("收入") ? nil : cells.read("收入") { AmountCell.read($0, $1) }
    for finding in totals.check(debit: paid, credit: received, row: cells.row.number) {
      let column = ["借方金额": "支出", "贷方金额": "收入"][finding.column] ?? finding.column
      cells.note(finding.code, column, finding.arguments)
    }
  }

  /// The lines, oldest first: many banks print the newest first, which their balances tell.
  var inOrder: [Entry] {
    let turned = Array(lines.reversed())
    return breaks(turned) < breaks(lines) ? turned : lines
  }

  private func breaks(_ lines: [Entry]) -> Int {
    zip(lines, lines.dropFirst()).count { earlier, later in
      Int128(earlier.line.balance.rawValue) + later.line.change
        != Int128(later.line.balance.rawValue)
    }
  }
}
