public import Quantities

extension Table {
  /// The table for a terminal: aligned columns, grouped amounts, no lines, no trailing spaces.
  public func text(in language: Language) -> String {
    let head = ([title] + remarks).map { $0.text(in: language).visible }.joined(separator: "  ")
    let headings = columns.map { Shown($0.heading.text(in: language).visible) }
    let lines = [headings] + rows.map { row in row.cells.map { Shown($0.shown(in: language)) } }
    let widths = columns.indices.map { index in lines.reduce(0) { max($0, $1[index].width) } }
    var text = Array((head + "\n").utf8)
    for cells in lines { write(cells, widths, to: &text) }
    for note in footnotes { text += (note.text(in: language).visible + "\n").utf8 }
    return String(decoding: text, as: UTF8.self)
  }

  /// A cell as it is shown, and the columns that it takes.
  private struct Shown {
    let text: String
    let width: Int

    init(_ text: String) {
      self.text = text
      width = DisplayWidth.columns(of: text)
    }
  }

  private func write(_ cells: [Shown], _ widths: [Int], to text: inout [UInt8]) {
    let space = UInt8(ascii: " ")
    let start = text.count
    for index in cells.indices {
      if index > 0 { text += [space, space] }
      let filling = repeatElement(space, count: widths[index] - cells[index].width)
      let isLeading = columns[index].alignment == .leading
      if !isLeading { text += filling }
      text += cells[index].text.utf8
      if isLeading { text += filling }
    }
    while text.count > start, text.last == space { text.removeLast() }
    text.append(UInt8(ascii: "\n"))
  }
}

extension Table.Cell {
  /// The cell as people read it: amounts grouped, steering characters made visible.
  package func shown(in language: Language) -> String {
    if case .money(let sum) = self { return Fen.grouped(sum) }
    return exact(in: language).visible
  }

  /// The cell as programs read it: amounts with two decimals and no grouping.
  func exact(in language: Language) -> String {
    switch self {
    case .empty: ""
    case .text(let text): text
    case .phrase(let phrase): phrase.text(in: language)
    case .integer(let count): "\(count)"
    case .date(let date): "\(date)"
    case .money(let sum): Fen.yuan(sum)
    }
  }
}

extension Fen {
  /// A sum in yuan with two decimals, its digits in groups of three, for example `-1,234,567.89`.
  public static func grouped(_ sum: Int128) -> String {
    let plain = yuan(sum).utf8
    let (start, point) = (sum < 0 ? 1 : 0, plain.count - 3)
    var text: [UInt8] = []
    text.reserveCapacity(plain.count + point / 3)
    for (index, byte) in plain.enumerated() {
      if index > start, index < point, (point - index).isMultiple(of: 3) {
        text.append(UInt8(ascii: ","))
      }
      text.append(byte)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
