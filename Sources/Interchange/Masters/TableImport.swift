package import Findings

/// The rows of a table of master data, and everything wrong with them.
package struct ReadTable<Value: Sendable>: Sendable {
  /// What the rows say; complete only when no finding refuses the table.
  package let values: [Value]
  /// What is wrong or worth knowing, in the order of rows.
  package let findings: [Finding]
  /// How many findings there are beyond those listed.
  package let furtherFindings: Int

  /// Whether the table can be taken.
  package var isAccepted: Bool { !findings.contains { $0.severity == .error } }
}

/// Recognises tables (识别表格).
package enum TableImport {
  /// What a file holds.
  package struct Recognized: Sendable {
    /// The kind of table.
    package let kind: TableKind
    /// How the file is written.
    package let format: TableFormat
    /// The row with the headings.
    package let headerRow: Int
  }

  /// Tells the kind of table in a file by its headings.
  /// - Throws: the reason why the file cannot be read, or its findings.
  package static func recognize(
    _ source: ByteSource,
    encoding: TextEncoding? = nil
  ) throws(TableFailure) -> Recognized {
    do {
      let table = try TableReader(source, encoding: encoding)
      return Recognized(
        kind: table.map.kind,
        format: table.format,
        headerRow: table.map.headerRow
      )
    } catch { throw TableFailure(error) }
  }

  /// Counts the rows of a table, blank ones left out.
  package static func rowCount(
    _ source: ByteSource,
    encoding: TextEncoding? = nil
  ) throws(TableFailure) -> Int {
    do {
      var table = try TableReader(source, encoding: encoding)
      var row = Row()
      var count = 0
      while try table.next(&row) { count += 1 }
      return count
    } catch { throw TableFailure(error) }
  }

  /// Reads every row of a table of one kind.
  static func read<Value: Sendable>(
    _ source: ByteSource,
    kinds: [TableKind],
    encoding: TextEncoding?,
    further: [Column] = [],
    _ body: (inout TableReader, inout FindingList) throws(ReadFailure) -> [Value]
  ) throws(InputError) -> ReadTable<Value> {
    var list = FindingList()
    var values: [Value] = []
    do throws(ReadFailure) {
      var table = try TableReader(source, kinds: kinds, encoding: encoding, further: further)
      values = try body(&table, &list)
    } catch {
      switch error {
      case .input(let failure): throw failure
      case .findings(let findings):
        for finding in findings { list.add(finding) }
      }
    }
    return ReadTable(values: values, findings: list.sorted, furtherFindings: list.further)
  }
}

/// Why a table was not recognised.
package enum TableFailure: Error {
  /// The file could not be read.
  case input(InputError)
  /// The file is wrong.
  case findings([Finding])

  init(_ failure: ReadFailure) {
    switch failure {
    case .input(let error): self = .input(error)
    case .findings(let findings): self = .findings(findings)
    }
  }
}

/// Reads the cells of one row of master data and notes what is wrong with them.
struct RowCells {
  let row: Row
  let map: ColumnMap
  private(set) var findings: [Finding] = []

  init(_ row: Row, _ map: ColumnMap) {
    self.row = row
    self.map = map
  }

  /// Whether the row lacks a value for a column.
  func isBlank(_ name: String) -> Bool { map[name].map { row.isBlank($0) } ?? true }

  mutating func note(_ code: FindingCode, _ name: String, _ arguments: [String: String] = [:]) {
    findings.append(
      Finding(
        code,
        row: row.number,
        column: name,
        value: map[name].map { row.shown($0) } ?? "",
        arguments: arguments
      )
    )
  }

  /// Reads a cell; `nil` when the table has no such column or the cell is wrong.
  mutating func read<Value>(
    _ name: String,
    _ reader: (Span<UInt8>, Row.Kind) -> CellReading<Value>
  ) -> Value? {
    guard let column = map[name] else { return nil }
    let reading = row.read(column, reader)
    for code in reading.codes { note(code, name) }
    return reading.value
  }

  /// A text, empty when there is none.
  mutating func text(_ name: String) -> String { read(name) { TextCell.read($0, $1) } ?? "" }

  /// A code: trimmed and in half width.
  mutating func code(_ name: String) -> String {
    read(name) { bytes, kind in
      CodeCell.read(bytes, kind) { text in
        !text.unicodeScalars.contains { $0.halfWidth != $0 || $0.isSpace }
          && !text.hasPrefix("'")
      }
    } ?? ""
  }

  /// One of some words; `nil` for none and for others, which are noted.
  mutating func choice<Value>(_ name: String, _ words: [String: Value]) -> Value? {
    guard !isBlank(name) else { return nil }
    let text = code(name)
    if let value = words[text] { return value }
    note(.valueUnknown, name, ["choices": words.keys.sorted().joined(separator: "|")])
    return nil
  }
}
