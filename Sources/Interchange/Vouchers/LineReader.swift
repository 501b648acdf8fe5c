import Accounting
import Findings
import Quantities

/// Reads the cells of a row that make up a line of a voucher.
struct LineReader {
  private let columns: VoucherColumns
  private let chart: ChartOfAccounts
  private var dimensions: DimensionReader
  private var accounts = ByteCache<AccountCode>()
  private var summary = LastText()
  private var people: [LastText]
  /// An account that no chart has, for a line whose account cannot be read.
  private let unknownAccount: AccountCode

  init(_ columns: VoucherColumns, _ chart: ChartOfAccounts, _ directory: DimensionDirectory) {
    self.columns = columns
    self.chart = chart
    dimensions = DimensionReader(columns, directory)
    people = columns.people.map { _ in LastText() }
    guard let code = AccountCode(String(repeating: "0", count: 20)) else {
      preconditionFailure("twenty digits are a code")
    }
    unknownAccount = code
  }

  /// Reads a line into the voucher it belongs to.
  /// - Returns: the amounts, `nil` when one cannot be read.
  mutating func read(_ row: Row, into draft: inout VoucherDraft) -> (debit: Fen, credit: Fen)? {
    let debit = row.read(columns.debit) { AmountCell.read($0, $1) }
    draft.note(debit.codes, row, Field.debit, columns.debit)
    let credit = row.read(columns.credit) { AmountCell.read($0, $1) }
    draft.note(credit.codes, row, Field.credit, columns.credit)
    let amounts = pair(debit.value, credit.value)
    if amounts == nil { draft.isIncomplete = true }
    let (left, right) = amounts ?? (Fen(1), .zero)
    if left != .zero, right != .zero {
      draft.note([.bothSides], row, Field.credit, columns.credit)
    }
    let details = dimensions.read(row)
    for finding in details.findings { draft.note(finding) }
    let account = account(row, &draft)
    let posting = Posting(
      summary: summary(row, &draft),
      account: account,
      side: left == .zero && right != .zero ? .credit : .debit,
      amount: left == .zero ? right : left,
      quantity: quantity(row, &draft),
      dimensions: details.dimensions,
      reference: reference(row, &draft)
    )
    draft.add(posting, row: row.number)
    readHead(row, &draft)
    return amounts
  }

  private func pair(_ debit: Fen?, _ credit: Fen?) -> (debit: Fen, credit: Fen)? {
    guard let debit, let credit else { return nil }
    return (debit, credit)
  }

  private mutating func account(_ row: Row, _ draft: inout VoucherDraft) -> AccountCode {
    let cell = row.cell(columns.account)
    let bytes = row.bytes.span.extracting(cell.start..<cell.end)
    if cell.kind == .text, let known = accounts.value(of: bytes) { return known }
    let reading = CodeCell.read(bytes, cell.kind) { text in
      AccountCode(text).map { chart[$0] != nil } ?? false
    }
    draft.note(reading.codes, row, Field.account, columns.account)
    guard let text = reading.value else { return unknownAccount }
    guard let code = AccountCode(text) else {
      draft.note(
        Finding(
          .accountUnknown,
          row: row.number,
          column: Field.account,
          value: row.shown(columns.account),
          arguments: ["account": String(text.prefix(40))]
        )
      )
      return unknownAccount
    }
    if cell.kind == .text, reading.codes.isEmpty { accounts.keep(code, for: bytes) }
    return code
  }

  private mutating func summary(_ row: Row, _ draft: inout VoucherDraft) -> String {
    let reading = summary.read(row, columns.summary)
    draft.note(reading.codes, row, Field.summary, columns.summary)
    // An unreadable summary is not an empty one.
    return reading.value ?? "?"
  }

  private func quantity(_ row: Row, _ draft: inout VoucherDraft) -> Quantity? {
    guard let column = columns.quantity, !row.isBlank(column) else { return nil }
    let reading = row.read(column) { NumberCell.quantity($0, $1) }
    draft.note(reading.codes, row, Field.quantity, column)
    return reading.value
  }

  private func reference(_ row: Row, _ draft: inout VoucherDraft) -> String {
    guard let column = columns.reference else { return "" }
    let reading = row.read(column) { TextCell.read($0, $1) }
    draft.note(reading.codes, row, Field.reference, column)
    return reading.value ?? ""
  }

  /// Reads what a voucher has only once, although every line may repeat it.
  private mutating func readHead(_ row: Row, _ draft: inout VoucherDraft) {
    if let column = columns.attachments, !row.isBlank(column) {
      let reading = row.read(column) { NumberCell.read($0, $1, in: 0...999) }
      draft.note(reading.codes, row, Field.attachments, column)
      if let count = reading.value {
        if let first = draft.attachments, first != count {
          draft.note([.valueConflict], row, Field.attachments, column)
        }
        draft.attachments = draft.attachments ?? count
      }
    }
    for place in columns.people.indices {
      let (signer, column) = columns.people[place]
      guard !row.isBlank(column) else { continue }
      let reading = people[place].read(row, column)
      draft.note(reading.codes, row, signer.field, column)
      guard let name = reading.value else { continue }
      let first = draft.signatures[signer]
      if let first, first != name { draft.note([.valueConflict], row, signer.field, column) }
      if first == nil { draft.signatures[signer] = name }
    }
    if let column = columns.reverses, !row.isBlank(column) { readReversal(row, column, &draft) }
  }

  private func readReversal(_ row: Row, _ column: Int, _ draft: inout VoucherDraft) {
    let reading = row.read(column) { VoucherNumberCell.read($0, $1) }
    guard let number = reading.value.flatMap(VoucherNumber.init) else {
      draft.note([.reversalUnknown], row, Field.reverses, column)
      draft.hasUnreadableReversal = true
      return
    }
    draft.note(reading.codes, row, Field.reverses, column)
    if let first = draft.reverses, first != number {
      draft.note([.valueConflict], row, Field.reverses, column)
    }
    draft.reverses = draft.reverses ?? number
  }
}

extension VoucherNumber {
  /// The number that a cell names in full.
  init?(_ value: VoucherNumberCell.Value) {
    guard let period = value.period, let word = value.word else { return nil }
    self.init(period: period, word: word, number: value.number)
  }
}

/// Reads text that mostly repeats what the row before had.
private struct LastText {
  private var bytes: [UInt8] = []
  private var text = ""

  mutating func read(_ row: Row, _ column: Int) -> CellReading<String> {
    let cell = row.cell(column)
    let new = row.bytes[cell.start..<cell.end]
    if cell.kind == .text, new.elementsEqual(bytes) { return CellReading(text) }
    let reading = row.read(column) { TextCell.read($0, $1) }
    if reading.codes.isEmpty, let value = reading.value {
      bytes.removeAll(keepingCapacity: true)
      bytes.append(contentsOf: new)
      text = value
    }
    return reading
  }
}
