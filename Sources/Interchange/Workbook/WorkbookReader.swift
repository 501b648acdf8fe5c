import Findings

/// Reads the rows of one sheet of a workbook (.xlsx) in bounded memory.
struct WorkbookReader {
  private let archive: ZipArchive
  private let strings: SharedStrings
  private let styles: CellStyles
  private let is1904: Bool
  /// The worksheets in the order of their tabs.
  let sheets: [(name: String, part: String)]

  private var stream: ZipStream?
  private var parser: XMLPush?
  private var elements: SheetElements?
  private var taken = 0
  private(set) var sheet = 0

  init(_ source: ByteSource) throws(ReadFailure) {
    archive = try ZipArchive(source)
    let root = try WorkbookReader.relations(archive, "_rels/.rels")
    let main = root.first { $0.type.hasSuffix("/officeDocument") }?.target ?? "xl/workbook.xml"
    let part = Relations.part(main, in: "")
    guard archive[part] != nil else { throw .format("zip") }
    let folder = part.split(separator: "/").dropLast().joined(separator: "/")
    let file = part.split(separator: "/").last ?? ""
    let directory = WorkbookDirectory()
    try WorkbookReader.parse(archive, part, directory)
    let relations = try WorkbookReader.relations(archive, "\(folder)/_rels/\(file).rels")
    is1904 = directory.is1904
    sheets = directory.sheets.compactMap { sheet in
      relations.first { $0.id == sheet.relation && $0.type.hasSuffix("/worksheet") }
        .map { (sheet.name, Relations.part($0.target, in: folder)) }
    }
    guard !sheets.isEmpty else { throw .format("zip") }
    strings = SharedStrings()
    styles = CellStyles()
    for relation in relations {
      let target = Relations.part(relation.target, in: folder)
      if relation.type.hasSuffix("/sharedStrings"), archive[target] != nil {
        try WorkbookReader.parse(archive, target, strings)
        guard !strings.isTooLarge else { throw .file(.tooLarge) }
      } else if relation.type.hasSuffix("/styles"), archive[target] != nil {
        try WorkbookReader.parse(archive, target, styles)
      }
    }
  }

  /// How far the file has been read.
  var position: Int { stream?.position ?? 0 }

  /// Starts at the first row of a sheet.
  mutating func select(_ sheet: Int) throws(ReadFailure) {
    guard let entry = archive[sheets[sheet].part] else { throw .format("zip") }
    let elements = SheetElements(strings, styles, is1904: is1904)
    self.sheet = sheet
    stream = try archive.stream(entry)
    parser = XMLPush(elements)
    self.elements = elements
    taken = 0
  }

  /// Reads the next row.
  /// - Returns: `false` at the end of the sheet.
  mutating func next(_ row: inout Row) throws(ReadFailure) -> Bool {
    guard let stream, let parser, let elements else { return false }
    while taken == elements.rows.count {
      elements.rows.removeAll(keepingCapacity: true)
      taken = 0
      let piece = try stream.next()
      try parser.feed(piece)
      guard !elements.isDisordered else { throw .format("xml") }
      if piece.isEmpty {
        self.parser = nil
        guard !elements.rows.isEmpty else { return false }
      }
    }
    row = elements.rows[taken]
    taken += 1
    return true
  }

  private static func relations(
    _ archive: ZipArchive,
    _ part: String
  ) throws(ReadFailure) -> [(id: String, type: String, target: String)] {
    let relations = Relations()
    if archive[part] != nil { try parse(archive, part, relations) }
    return relations.list
  }

  private static func parse(
    _ archive: ZipArchive,
    _ part: String,
    _ elements: some XMLElements
  ) throws(ReadFailure) {
    guard let entry = archive[part] else { throw .format("zip") }
    let stream = try archive.stream(entry)
    let parser = XMLPush(elements)
    while true {
      let piece = try stream.next()
      try parser.feed(piece)
      if piece.isEmpty { return }
    }
  }
}
