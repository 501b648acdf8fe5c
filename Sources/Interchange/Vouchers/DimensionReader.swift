import Accounting
import Findings

/// Reads the dimension columns (辅助核算) of a row: each value by its code or by its exact name.
struct DimensionReader {
  private let columns: [(kind: DimensionKind, column: Int)]
  private let combined: Int?
  private let directory: DimensionDirectory
  /// The code for each name; `nil` for a name that two values share.
  private let codes: [DimensionKind: [String: String?]]
  private var cache = ByteCache<Dimensions>()
  private var scratch: [UInt8] = []

  init(_ columns: VoucherColumns, _ directory: DimensionDirectory) {
    self.init(columns.dimensions, columns.combined, directory)
  }

  init(
    _ columns: [(kind: DimensionKind, column: Int)],
    _ combined: Int?,
    _ directory: DimensionDirectory
  ) {
    self.columns = columns
    self.combined = combined
    self.directory = directory
    var codes: [DimensionKind: [String: String?]] = [:]
    for kind in directory.kinds {
      for value in directory.values(of: kind) {
        let known = codes[kind]?[value.name] != nil
        codes[kind, default: [:]][value.name] = .some(known ? nil : value.code)
      }
    }
    self.codes = codes
  }

  /// The dimensions of a row, and what is wrong with them.
  mutating func read(_ row: Row) -> (dimensions: Dimensions, findings: [Finding]) {
    scratch.removeAll(keepingCapacity: true)
    for (_, column) in columns { append(row, column) }
    if let combined { append(row, combined) }
    if scratch.count == columns.count + (combined == nil ? 0 : 1) { return (.none, []) }
    if let known = cache.value(of: scratch.span) { return (known, []) }
    var dimensions = Dimensions()
    var findings: [Finding] = []
    for (kind, column) in columns where !row.isBlank(column) {
      let reading = row.read(column) { value(of: kind, $0, $1) }
      if let value = reading.value { dimensions[kind] = value }
      for code in reading.codes {
        findings.append(
          Finding(code, row: row.number, column: kind.name, value: row.shown(column))
        )
      }
    }
    if let combined, !row.isBlank(combined) {
      findings += readCombined(row, combined, &dimensions)
    }
    if findings.isEmpty {
      let key = scratch
      cache.keep(dimensions, for: key.span)
    }
    return (dimensions, findings)
  }

  private mutating func append(_ row: Row, _ column: Int) {
    let cell = row.cell(column)
    scratch.append(contentsOf: row.bytes[cell.start..<cell.end])
    scratch.append(0xF8 | cell.kind.rawValue)
  }

  private func value(
    of kind: DimensionKind,
    _ bytes: Span<UInt8>,
    _ cellKind: Row.Kind
  ) -> CellReading<String> {
    let names = codes[kind] ?? [:]
    var reading = CodeCell.read(bytes, cellKind) {
      directory[kind, $0] != nil || names[$0] != nil
    }
    if let text = reading.value, directory[kind, text] == nil, let code = names[text] ?? nil {
      reading.value = code
    }
    return reading
  }

  /// Reads `项目:P051;代持单位:SOE1` beside the columns that the table has for kinds.
  private func readCombined(
    _ row: Row,
    _ column: Int,
    _ dimensions: inout Dimensions
  ) -> [Finding] {
    var findings: [Finding] = []
    func note(_ code: FindingCode, _ field: String, _ value: Substring) {
      findings.append(Finding(code, row: row.number, column: field, value: String(value)))
    }
    let text = row.text(column)
    for part in text.split(whereSeparator: { ";；,，、|\n".contains($0) }) {
      guard let colon = part.firstIndex(where: { ":：=".contains($0) }) else {
        if part.contains(where: { !$0.isWhitespace }) {
          note(.auxUnknown, VoucherColumns.combinedName, part)
        }
        continue
      }
      let name = CellText(part[..<colon].unicodeScalars, folding: true).string
      guard let kind = directory.kind(named: name) else {
        note(.auxUnknown, VoucherColumns.combinedName, part)
        continue
      }
      // The spaces around a part are punctuation, not something to warn about.
      let trimmed = CellText(part[part.index(after: colon)...].unicodeScalars, folding: false)
      guard !trimmed.scalars.isEmpty else { continue }
      let bytes = Array(trimmed.string.utf8)
      let reading = value(of: kind, bytes.span, .text)
      for code in reading.codes { note(code, VoucherColumns.combinedName, part) }
      guard let value = reading.value else { continue }
      if let other = dimensions[kind], other != value {
        note(.valueConflict, VoucherColumns.combinedName, part)
      } else {
        dimensions[kind] = value
      }
    }
    return findings
  }
}
