import Accounting
import Findings
import Quantities

/// Puts the rows of a voucher table together into vouchers.
struct VoucherStream {
  private let columns: VoucherColumns
  private var keys: VoucherKeyReader
  private var lines: LineReader
  private var current = VoucherDraft()
  private var hasCurrent = false
  /// The sums so far.
  private(set) var totals = RunningTotals()

  init(_ columns: VoucherColumns, _ chart: ChartOfAccounts, _ directory: DimensionDirectory) {
    self.columns = columns
    keys = VoucherKeyReader(columns)
    lines = LineReader(columns, chart, directory)
  }

  /// The numbers that the file itself reverses: only those vouchers must be remembered while
  /// reading, so that a file of any size can be checked against itself.
  func numbersReversed(in table: inout TableReader) throws(ReadFailure) -> Set<VoucherNumber> {
    guard let column = columns.reverses else { return [] }
    var numbers: Set<VoucherNumber> = []
    var row = Row()
    do throws(ReadFailure) {
      while try table.next(&row) {
        guard !row.isBlank(column) else { continue }
        let reading = row.read(column) { VoucherNumberCell.read($0, $1) }
        if let number = reading.value.flatMap(VoucherNumber.init) { numbers.insert(number) }
      }
    } catch {
      // What is wrong with the file comes up again in the main pass, with its row.
      if case .input = error { throw error }
    }
    try table.rewind()
    return numbers
  }

  /// Reads on to the end of the next voucher; findings about rows that belong to none go to
  /// `list`.
  /// - Returns: `nil` after the last one.
  mutating func next(
    _ table: inout TableReader,
    _ row: inout Row,
    _ list: inout FindingList
  ) throws(ReadFailure) -> VoucherDraft? {
    while try table.next(&row) {
      if row.hasStrayQuote { list.add(Finding(.quote, row: row.number)) }
      if let mark = totalMark(row) {
        checkTotal(row, mark, &list)
      } else if let finished = take(row, isRagged: table.isRagged(row), &list) {
        return finished
      }
    }
    guard hasCurrent else { return nil }
    hasCurrent = false
    return current
  }

  /// Adds a row to the current voucher, or begins a new one.
  /// - Returns: the voucher that the row ends.
  private mutating func take(
    _ row: Row,
    isRagged: Bool,
    _ list: inout FindingList
  ) -> VoucherDraft? {
    var finished: VoucherDraft?
    if !keys.isUnchanged(in: row) || !hasCurrent {
      let (key, findings) = keys.read(row)
      // With a cell too many nobody knows which cell is which, unless the key still makes sense.
      let isClear = !isRagged || findings.isEmpty
      if !hasCurrent || (isClear && !current.key.continues(with: key)) {
        finished = hasCurrent ? current : nil
        current = VoucherDraft()
        hasCurrent = true
      }
      if isClear {
        current.key = current.key.filled(from: key)
        for finding in findings { current.note(finding) }
      }
    }
    if isRagged {
      list.add(Finding(.ragged, row: row.number))
      current.addUnreadable(row: row.number)
      totals.miss()
    } else if let amounts = lines.read(row, into: &current) {
      totals.add(debit: amounts.debit, credit: amounts.credit)
    } else {
      totals.miss()
    }
    return finished
  }

  /// Whether a row is a total: it says so before the amounts and names no account.
  private func totalMark(_ row: Row) -> RunningTotals.Mark? {
    let account = row.cell(columns.account)
    if account.start < account.end, row.bytes[account.start] < 0x80, !row.isBlank(columns.account) {
      return nil
    }
    for column in 0..<max(columns.debit, 8) {
      if column == columns.debit || column == columns.credit || row.isBlank(column) { continue }
      if let mark = RunningTotals.mark(row.text(column)) { return mark }
    }
    return nil
  }

  private mutating func checkTotal(
    _ row: Row,
    _ mark: RunningTotals.Mark,
    _ list: inout FindingList
  ) {
    guard mark == .total else {
      list.add(Finding(.totalRow, row: row.number))
      return
    }
    var amounts: [Fen?] = []
    for (field, column) in [(Field.debit, columns.debit), (Field.credit, columns.credit)] {
      let reading = row.read(column) { AmountCell.read($0, $1) }
      if reading.value == nil {
        for code in reading.codes {
          list.add(Finding(code, row: row.number, column: field, value: row.shown(column)))
        }
      }
      amounts.append(row.isBlank(column) ? nil : reading.value)
    }
    for finding in totals.check(debit: amounts[0], credit: amounts[1], row: row.number) {
      list.add(finding)
    }
  }
}
