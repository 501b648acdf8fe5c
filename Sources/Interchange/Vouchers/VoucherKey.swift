import Accounting
import Findings
import Quantities

/// What tells one voucher of a file from the next: date, word and number, as far as a row has
/// them readable.
struct VoucherKey {
  var date: CivilDate?
  var word: VoucherWord?
  var number: Int?

  /// Whether a row with `other` goes on with the voucher of this key.
  ///
  /// What one of them cannot tell is taken to be the same, so that one unreadable cell does not
  /// tear a voucher apart.
  func continues(with other: VoucherKey) -> Bool {
    func same<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
      left == nil || right == nil || left == right
    }
    return same(date, other.date) && same(word, other.word) && same(number, other.number)
  }

  /// The key with what it lacks taken from `other`.
  func filled(from other: VoucherKey) -> VoucherKey {
    VoucherKey(
      date: date ?? other.date,
      word: word ?? other.word,
      number: number ?? other.number
    )
  }
}

/// Reads the cells that make up the key.
struct VoucherKeyReader {
  private let columns: VoucherColumns
  private var previous: [UInt8] = []
  private var scratch: [UInt8] = []
  private var words = ByteCache<VoucherWord>()

  init(_ columns: VoucherColumns) { self.columns = columns }

  /// Whether the cells of the key are byte for byte those of the row before.
  mutating func isUnchanged(in row: Row) -> Bool {
    scratch.removeAll(keepingCapacity: true)
    for column in columns.key {
      let cell = row.cell(column)
      scratch.append(contentsOf: row.bytes[cell.start..<cell.end])
      // No text holds this byte.
      scratch.append(0xFF)
      scratch.append(cell.kind.rawValue)
    }
    if scratch == previous { return true }
    swap(&scratch, &previous)
    return false
  }

  /// Reads the key of a row and says what is wrong with it.
  mutating func read(_ row: Row) -> (key: VoucherKey, findings: [Finding]) {
    var findings: [Finding] = []
    func note(_ codes: [FindingCode], _ field: String, _ column: Int) {
      for code in codes {
        findings.append(
          Finding(code, row: row.number, column: field, value: row.shown(column))
        )
      }
    }
    var key = VoucherKey()
    let date = row.read(columns.date) { DateCell.read($0, $1) }
    note(date.codes, Field.date, columns.date)
    key.date = date.value
    let number = row.read(columns.number) { VoucherNumberCell.read($0, $1) }
    note(number.codes, Field.number, columns.number)
    key.number = number.value?.number
    key.word = number.value?.word
    if let column = columns.word, !row.isBlank(column) {
      let reading = readWord(row, column)
      let word = reading.value
      note(word == nil ? [.valueUnknown] : reading.codes, Field.word, column)
      if let named = key.word, let word, named != word {
        note([.valueConflict], Field.word, column)
      }
      key.word = word ?? key.word
    } else if key.number != nil {
      key.word = key.word ?? .general
    }
    if let date = key.date {
      findings += disagreements(row, date.period, number.value?.period)
    }
    return (key, findings)
  }

  private mutating func readWord(_ row: Row, _ column: Int) -> CellReading<VoucherWord> {
    let cell = row.cell(column)
    let bytes = row.bytes.span.extracting(cell.start..<cell.end)
    if let known = words.value(of: bytes) { return CellReading(known) }
    let text = CodeCell.read(bytes, cell.kind) {
      VoucherWord($0) != nil && Heading($0).text == $0
    }
    let word = text.value.flatMap { VoucherWord($0) }
    if let word, text.codes.isEmpty { words.keep(word, for: bytes) }
    return CellReading(word, text.codes)
  }

  /// Year, month and the period within the number, where they contradict the date.
  private func disagreements(
    _ row: Row,
    _ period: FiscalPeriod,
    _ numbered: FiscalPeriod?
  ) -> [Finding] {
    var findings: [Finding] = []
    func expect(_ expected: Int, _ field: String, _ column: Int?, _ range: ClosedRange<Int>) {
      guard let column, !row.isBlank(column) else { return }
      let reading = row.read(column) { NumberCell.read($0, $1, in: range) }
      // A period is also written with its year, 202601.
      let isSame = reading.value == expected || reading.value == period.year * 100 + expected
      let codes = reading.value == nil || isSame ? reading.codes : [.valueConflict]
      for code in codes {
        findings.append(Finding(code, row: row.number, column: field, value: row.shown(column)))
      }
    }
    expect(period.year, VoucherColumns.yearName, columns.year, 1...9999)
    expect(period.month, VoucherColumns.periodName, columns.period, 1...999_912)
    if let numbered, numbered != period {
      findings.append(
        Finding(
          .valueConflict,
          row: row.number,
          column: Field.number,
          value: row.shown(columns.number)
        )
      )
    }
    return findings
  }
}

extension Row {
  /// Reads a cell with one of the cell readers.
  func read<Value>(
    _ column: Int,
    _ reader: (Span<UInt8>, Kind) -> CellReading<Value>
  ) -> CellReading<Value> {
    let cell = cell(column)
    return reader(bytes.span.extracting(cell.start..<cell.end), cell.kind)
  }

  /// The text of a cell as a finding quotes it: not more than a line.
  func shown(_ column: Int) -> String { String(text(column).prefix(80)) }
}
