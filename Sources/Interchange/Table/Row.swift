/// One row of a table as it stands in the file: cells as UTF-8 text, not yet understood.
///
/// A reader fills the same value again and again, so that no memory is taken per row.
struct Row {
  /// The row as a spreadsheet counts it, from 1.
  var number = 0
  /// The text of all cells, end to end.
  var bytes: [UInt8] = []
  /// Where the cells lie.
  var cells: [Cell] = []
  /// A quotation mark stood where RFC 4180 allows none.
  var hasStrayQuote = false

  struct Cell {
    var start: Int
    var end: Int
    var kind = Kind.text
  }

  /// What the file says about a cell; text files only know text.
  enum Kind: UInt8 {
    case text
    /// A number as the spreadsheet stores it.
    case number
    /// A number that is shown as a date; the text is the day's serial number from 1899-12-30.
    case date
    /// A formula's error, `#REF!`.
    case failure
  }

  /// Makes the row empty.
  mutating func reset(number: Int) {
    self.number = number
    bytes.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    hasStrayQuote = false
  }

  /// The place of a cell; rows may be shorter than their header.
  func cell(_ column: Int) -> Cell {
    column >= 0 && column < cells.count ? cells[column] : Cell(start: 0, end: 0)
  }

  /// The text of a cell; empty for a column that the row does not reach.
  func text(_ column: Int) -> String {
    let cell = cell(column)
    return String(decoding: bytes[cell.start..<cell.end], as: UTF8.self)
  }

  /// Whether a cell holds nothing but spaces.
  func isBlank(_ column: Int) -> Bool {
    let cell = cell(column)
    guard cell.start < cell.end else { return true }
    switch bytes[cell.start] {
    // The first bytes of all characters that are white space.
    case 0x00...0x20, 0xC2, 0xE1...0xE3: break
    default: return false
    }
    return text(column).unicodeScalars.allSatisfy { $0.isSpace }
  }

  /// Whether no cell of the row holds anything.
  var isBlank: Bool { cells.indices.allSatisfy { isBlank($0) } }

  /// Whether something stands at or after `column`.
  func hasContent(from column: Int) -> Bool {
    column < cells.count && (column..<cells.count).contains { !isBlank($0) }
  }
}
