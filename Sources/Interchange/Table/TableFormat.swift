/// How the file of a table is written.
package enum TableFormat: Hashable, Sendable {
  /// Delimited text.
  case text(TextEncoding, Delimiter)
  /// A sheet of a workbook (.xlsx), by the name on its tab.
  case workbook(sheet: String)
}

/// What the first bytes of a file say that it is, whatever it is called.
enum ContentKind: Equatable {
  case text
  case workbook
  /// Something else, by the name the message uses.
  case other(String)

  init(_ head: [UInt8]) {
    let signatures: [([UInt8], ContentKind)] = [
      ([0x50, 0x4B, 0x03, 0x04], .workbook),
      // An OLE file: the old .xls, or a workbook with a password.
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .other("xls")),
      (Array("%PDF".utf8), .other("pdf")),
      ([0x1F, 0x8B], .other("gzip")),
      ([0x37, 0x7A, 0xBC, 0xAF], .other("7z")),
      (Array("Rar!".utf8), .other("rar")),
      ([0x50, 0x4B], .other("zip")),
    ]
    self = signatures.first { head.starts(with: $0.0) }?.1 ?? .text
    let start = head.drop { $0 <= 0x20 || [0xEF, 0xBB, 0xBF].contains($0) }
    if self == .text, start.first == UInt8(ascii: "<") { self = .other("html") }
  }
}
