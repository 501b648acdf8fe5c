import Findings

/// Turns the elements of a worksheet into rows.
final class SheetElements: XMLElements {
  /// Columns beyond are not looked at: no table of ours is that wide.
  private static let maximumColumns = 512

  private let strings: SharedStrings
  private let isDate: [Bool]
  private let is1904: Bool
  /// The rows completed so far that nobody has taken yet.
  var rows: [Row] = []
  /// Row numbers that do not increase.
  private(set) var isDisordered = false

  private var row = Row()
  private var column = 0
  private var type = ""
  private var style = 0
  private var value: [UInt8] = []
  private var isPhonetic = false
  private var isInRow = false

  init(_ strings: SharedStrings, _ styles: CellStyles, is1904: Bool) {
    self.strings = strings
    isDate = styles.isDate
    self.is1904 = is1904
  }

  func open(_ name: String, _ attributes: [String: String]) -> Bool {
    switch name {
    case "row":
      let number = attributes["r"].flatMap { Int($0) } ?? row.number + 1
      if number <= row.number || number > 1 << 24 { isDisordered = true }
      row.reset(number: number)
      column = -1
      isInRow = true
    case "c":
      column = attributes["r"].flatMap(SheetElements.column) ?? column + 1
      type = attributes["t"] ?? "n"
      style = attributes["s"].flatMap { Int($0) } ?? 0
      value.removeAll(keepingCapacity: true)
    case "v": return isInRow
    case "t": return isInRow && !isPhonetic
    case "rPh": isPhonetic = true
    default: break
    }
    return false
  }

  func close(_ name: String, text: [UInt8]) {
    switch name {
    case "v": value = text
    case "t" where !isPhonetic: value += text
    case "rPh": isPhonetic = false
    case "c": finishCell()
    case "row":
      rows.append(row)
      isInRow = false
    default: break
    }
  }

  private func finishCell() {
    guard isInRow, column < SheetElements.maximumColumns else { return }
    guard !value.isEmpty else { return }
    guard column >= row.cells.count else {
      isDisordered = true
      return
    }
    while row.cells.count < column {
      row.cells.append(Row.Cell(start: row.bytes.count, end: row.bytes.count))
    }
    let start = row.bytes.count
    let kind = appendValue()
    row.cells.append(Row.Cell(start: start, end: row.bytes.count, kind: kind))
  }

  private func appendValue() -> Row.Kind {
    switch type {
    case "s":
      let index = Int(String(decoding: value, as: UTF8.self))
      guard let text = index.flatMap({ strings[$0] }) else { return .failure }
      row.bytes.append(contentsOf: SheetElements.unescaped(Array(text)))
      return .text
    case "n":
      let kind: Row.Kind = isDate.indices.contains(style) && isDate[style] ? .date : .number
      row.bytes.append(contentsOf: kind == .date && is1904 ? shifted(value) : value)
      return kind
    case "b":
      row.bytes.append(contentsOf: (value == [0x31] ? "TRUE" : "FALSE").utf8)
      return .text
    case "e":
      row.bytes.append(contentsOf: value)
      return .failure
    default:
      row.bytes.append(contentsOf: SheetElements.unescaped(value))
      return .text
    }
  }

  /// Text with `_x000D_` turned into the carriage return it stands for: XML cannot hold one.
  private static func unescaped(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(0x5F) else { return text }
    let escape = Array("_x000D_".utf8)
    var result: [UInt8] = []
    var rest = text[...]
    while let first = rest.first {
      if rest.starts(with: escape) {
        result.append(0x0D)
        rest.removeFirst(escape.count)
      } else {
        result.append(first)
        rest.removeFirst()
      }
    }
    return result
  }

  /// A serial number counted from 1904-01-01, counted from 1899-12-30 instead.
  private func shifted(_ value: [UInt8]) -> [UInt8] {
    let whole = value.prefix { $0 != 0x2E }
    guard let days = Int(String(decoding: whole, as: UTF8.self)) else { return value }
    return Array("\(days + 1_462)".utf8) + value.dropFirst(whole.count)
  }

  /// The column of a cell reference such as `AB12`, from 0.
  static func column(_ reference: String) -> Int? {
    var column = 0
    for byte in reference.utf8 {
      guard (0x41...0x5A).contains(byte) else { break }
      column = column * 26 + Int(byte - 0x40)
      guard column <= 1 << 20 else { return nil }
    }
    return column > 0 ? column - 1 : nil
  }
}
