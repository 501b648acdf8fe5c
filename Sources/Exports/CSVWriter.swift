import Quantities

/// Writes tables as CSV by RFC 4180, so that spreadsheets take text for text.
///
/// A text that a spreadsheet would run as a formula gets an apostrophe before it, which our own
/// import takes away again.
package struct CSVWriter: Sendable {
  /// How the file is encoded.
  package enum Encoding: String, Sendable, CaseIterable {
    /// UTF-8 without a mark.
    case utf8 = "utf-8"
    /// UTF-8 with a mark, by which Excel knows it.
    case utf8WithMark = "utf-8-bom"
    /// GB 18030, for older programs.
    case gb18030
  }

  private let encoding: Encoding
  private let guardsFormulas: Bool
  private let lineEnd: String

  /// Prepares a writer.
  package init(
    encoding: Encoding = .utf8WithMark,
    guardsFormulas: Bool = true,
    lineEnd: String = "\r\n"
  ) {
    self.encoding = encoding
    self.guardsFormulas = guardsFormulas
    self.lineEnd = lineEnd
  }

  /// The bytes before the first row.
  package var head: [UInt8] { encoding == .utf8WithMark ? [0xEF, 0xBB, 0xBF] : [] }

  /// The bytes of a row.
  package func bytes(of cells: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    append(cells, to: &bytes)
    return bytes
  }

  /// Appends a row.
  package func append(_ cells: [String], to bytes: inout [UInt8]) {
    append(cells: cells, to: &bytes)
    endRow(&bytes)
  }

  /// Appends some cells of a row with commas between them.
  package func append(cells: [String], to bytes: inout [UInt8]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      append(cell: cell, to: &bytes)
    }
  }

  /// Ends a row.
  package func endRow(_ bytes: inout [UInt8]) { bytes.append(text: lineEnd) }

  private func append(cell text: String, to bytes: inout [UInt8]) {
    var isQuoted = false
    var hasQuotes = false
    let content = text.utf8.span
    for index in content.indices {
      switch content[index] {
      case 0x22: (isQuoted, hasQuotes) = (true, true)
      case 0x2C, 0x0A, 0x0D: isQuoted = true
      default: break
      }
    }
    if isQuoted { bytes.append(0x22) }
    if guardsFormulas && CSVWriter.looksLikeFormula(text) { bytes.append(0x27) }
    if hasQuotes {
      for scalar in text.unicodeScalars {
        append(String(scalar), to: &bytes)
        if scalar == "\"" { bytes.append(0x22) }
      }
    } else {
      append(text, to: &bytes)
    }
    if isQuoted { bytes.append(0x22) }
  }

  private func append(_ text: String, to bytes: inout [UInt8]) {
    if encoding == .gb18030 {
      GB18030.append(text, to: &bytes)
    } else {
      bytes.append(text: text)
    }
  }

  /// Whether a spreadsheet would take a text for a formula; a plain number is none.
  static func looksLikeFormula(_ text: String) -> Bool {
    switch text.utf8.first {
    case 0x3D, 0x40, 0x09, 0x0D: return true
    case 0x2B, 0x2D: break
    default: return false
    }
    let parts = text.utf8.dropFirst().split(separator: 0x2E, omittingEmptySubsequences: false)
    let isNumber =
      (1...2).contains(parts.count)
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) }
      }
    return !isNumber
  }
}
