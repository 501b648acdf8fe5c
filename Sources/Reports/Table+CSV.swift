extension Table {
  /// The table as comma-separated values (RFC 4180): a row of headings, then the rows, each ended
  /// by CR LF; without a byte order mark, which is the matter of who writes the file.
  ///
  /// Text that a spreadsheet would take for a formula gets a leading apostrophe; other text stays
  /// as it is.
  public func csv(in language: Language) -> String {
    var text = ""
    writeRecord(columns.map { Table.field($0.heading.text(in: language)) }, to: &text)
    for row in rows {
      let fields = row.cells.map { cell in
        switch cell {
        case .text(let content): Table.field(Table.guarded(content))
        default: Table.field(cell.exact(in: language))
        }
      }
      writeRecord(fields, to: &text)
    }
    return text
  }

  private func writeRecord(_ fields: [String], to text: inout String) {
    text += fields.joined(separator: ",") + "\r\n"
  }

  /// The field in quotes where its content needs them.
  private static func field(_ content: String) -> String {
    let needsQuotes = content.unicodeScalars.contains {
      $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n"
    }
    guard needsQuotes else { return content }
    return "\"" + content.doubling("\"") + "\""
  }

  /// The text behind an apostrophe when a spreadsheet would run it; plain numbers are left alone.
  private static func guarded(_ content: String) -> String {
    switch content.unicodeScalars.first {
    case "=", "+", "-", "@", "\t", "\r": isNumber(content) ? content : "'" + content
    default: content
    }
  }

  private static func isNumber(_ content: String) -> Bool {
    var digits = Substring(content).utf8
    if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") {
      digits.removeFirst()
    }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count <= 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) }
      }
  }
}
