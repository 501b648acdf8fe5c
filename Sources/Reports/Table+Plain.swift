extension Table {
  /// The table for other programs: headings and rows, cells separated by tabs, one line each.
  ///
  /// The form is stable. Tabs, line breaks and other steering characters inside a cell are written
  /// as escapes and a backslash as two, so that every line has as many cells as there are headings.
  public func plain(in language: Language) -> String {
    var text = ""
    writeLine(columns.map { $0.heading.text(in: language) }, to: &text)
    for row in rows { writeLine(row.cells.map { $0.exact(in: language) }, to: &text) }
    return text
  }

  private func writeLine(_ cells: [String], to text: inout String) {
    text += cells.map { $0.doubling("\\").visible }.joined(separator: "\t") + "\n"
  }
}

extension String {
  /// The text with every occurrence of one scalar doubled, also where a combining mark follows it.
  func doubling(_ doubled: Unicode.Scalar) -> String {
    guard unicodeScalars.contains(doubled) else { return self }
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      text.append(scalar)
      if scalar == doubled { text.append(scalar) }
    }
    return String(text)
  }
}
