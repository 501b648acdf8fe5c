public import Quantities

extension Table {
  /// The table for a terminal: aligned columns, grouped amounts, no lines, no trailing spaces.
  public func text(in language: Language) -> String {
    let head = ([title] + remarks).map { $0.text(in: language).visible }.joined(separator: "  ")
    let headings = columns.map { $0.heading.text(in: language).visible }
    let body = rows.map { row in row.cells.map { $0.shown(in: language) } }
    let widths = columns.indices.map { index in
      ([headings] + body).reduce(0) { max($0, DisplayWidth.columns(of: $1[index])) }
    }
    let lines = ([headings] + body).map { cells in aligned(cells, widths) }
    let notes = footnotes.map { $0.text(in: language).visible }
    return ([head] + lines + notes).map { $0 + "\n" }.joined()
  }

  private func aligned(_ cells: [String], _ widths: [Int]) -> String {
    let padded = zip(zip(cells, widths), columns).map { cell, column in
      DisplayWidth.pad(cell.0, to: cell.1, column.alignment)
    }
    return padded.joined(separator: "  ").trimmed
  }
}

extension Table.Cell {
  /// The cell as people read it: amounts grouped, steering characters made visible.
  func shown(in language: Language) -> String {
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
    let text = yuan(sum)
    let sign = sum < 0 ? "-" : ""
    let whole = Array(text.dropFirst(sign.count).dropLast(3))
    var digits = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index).isMultiple(of: 3) { digits += "," }
      digits.append(digit)
    }
    return sign + digits + text.suffix(3)
  }
}
