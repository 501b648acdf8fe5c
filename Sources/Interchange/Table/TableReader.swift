import Findings

/// A table in a file, whatever its format: its headings understood, its rows to be read in order.
struct TableReader {
  /// What the headings say.
  let map: ColumnMap
  /// How the file is written.
  let format: TableFormat
  /// How many bytes the file has.
  let size: Int
  // Exactly one of the two is there; optionals let either be advanced in place.
  private var text: DelimitedReader?
  private var workbook: WorkbookReader?

  /// Recognises format, encoding, delimiter or sheet, and headings.
  ///
  /// A file without a usable header throws its findings.
  init(
    _ source: ByteSource,
    kinds: [TableKind] = TableKind.allCases,
    encoding: TextEncoding? = nil,
    further: [Column] = []
  ) throws(ReadFailure) {
    guard source.size > 0 else { throw .file(.empty) }
    size = source.size
    let found: ColumnMap?
    switch ContentKind(try source.block(at: 0, count: 512)) {
    case .workbook:
      var reader = try WorkbookReader(source)
      found = try TableReader.header(&reader, kinds, further)
      workbook = reader
      format = .workbook(sheet: reader.sheets[reader.sheet].name)
    case .other(let name):
      throw .format(name)
    case .text:
      guard !source.path.lowercased().hasSuffix(".xlsx") else { throw .format("text") }
      let detected = try DetectedEncoding.of(source, requested: encoding)
      let decoder = TextDecoder(source, detected)
      let (reader, map) = try TableReader.header(decoder, kinds, further)
      found = map
      text = reader
      format = .text(detected.encoding, reader.delimiter)
    }
    guard let found else {
      throw kinds.count > 1 ? .file(.tableUnknown) : .findings(ColumnMap.missing(of: kinds[0]))
    }
    guard found.findings.isEmpty else { throw .findings(found.findings) }
    map = found
    try rewind()
  }

  /// How many bytes of the file have been taken.
  var position: Int { text?.decoder.position ?? workbook?.position ?? 0 }

  /// Starts again at the first row below the headings.
  mutating func rewind() throws(ReadFailure) {
    text?.rewind()
    if let sheet = workbook?.sheet { try workbook?.select(sheet) }
    var row = Row()
    while try advance(&row), row.number < map.headerRow {}
  }

  /// Reads the next row that is not blank.
  /// - Returns: `false` at the end.
  mutating func next(_ row: inout Row) throws(ReadFailure) -> Bool {
    while try advance(&row) {
      if !row.isBlank { return true }
    }
    return false
  }

  /// Whether a row has content in cells that no heading announces.
  func isRagged(_ row: Row) -> Bool {
    // People write notes beside a table in a workbook; in text it is a comma too many.
    text != nil && row.cells.count > map.width && row.hasContent(from: map.width)
  }

  private mutating func advance(_ row: inout Row) throws(ReadFailure) -> Bool {
    if text != nil { return try text?.next(&row) ?? false }
    return try workbook?.next(&row) ?? false
  }
}

extension TableReader {
  /// The sheet with the best header is the table; the first one when none has any.
  private static func header(
    _ reader: inout WorkbookReader,
    _ kinds: [TableKind],
    _ further: [Column]
  ) throws(ReadFailure) -> ColumnMap? {
    var best: (map: ColumnMap, sheet: Int)?
    var isEmpty = true
    for sheet in reader.sheets.indices {
      try reader.select(sheet)
      let rows = try firstRows { row throws(ReadFailure) in try reader.next(&row) }
      if rows.contains(where: { !$0.isBlank }) { isEmpty = false }
      if let map = ColumnMap.find(in: rows, kinds: kinds, further: further),
        best.map({ map.isBetter(than: $0.map) }) ?? true
      {
        best = (map, sheet)
      }
    }
    guard !isEmpty else { throw .file(.empty) }
    try reader.select(best?.sheet ?? 0)
    return best?.map
  }

  /// The delimiter that makes the best header is the one.
  private static func header(
    _ decoder: TextDecoder,
    _ kinds: [TableKind],
    _ further: [Column]
  ) throws(ReadFailure) -> (DelimitedReader, ColumnMap?) {
    var best: (reader: DelimitedReader, map: ColumnMap)?
    var fallback = DelimitedReader(decoder, delimiter: .comma)
    var isEmpty = true
    var isOneCell = true
    var failure: ReadFailure?
    for delimiter in Delimiter.allCases {
      var reader = DelimitedReader(decoder, delimiter: delimiter)
      var rows: [Row] = []
      do {
        rows = try firstRows { row throws(ReadFailure) in try reader.next(&row) }
      } catch { failure = failure ?? error }
      if let first = rows.first, delimiter == .comma, first.text(0).isMarkup {
        throw .format("html")
      }
      if rows.contains(where: { !$0.isBlank }) { isEmpty = false }
      if rows.contains(where: { $0.cells.count > 1 }) || rows.count > 1 { isOneCell = false }
      if let map = ColumnMap.find(in: rows, kinds: kinds, further: further),
        best.map({ map.isBetter(than: $0.map) }) ?? true
      {
        best = (reader, map)
      }
    }
    if let best { return (best.reader, best.map) }
    if let failure { throw failure }
    guard !isEmpty else { throw .file(.empty) }
    // UTF-16 without a single delimiter or line end is something else with a lying mark.
    let isWide =
      decoder.encoding == .utf16LittleEndian || decoder.encoding == .utf16BigEndian
    guard !isWide || !isOneCell else { throw .file(.encoding) }
    fallback.rewind()
    return (fallback, nil)
  }

  /// The rows among which the header is looked for.
  private static func firstRows(
    _ next: (inout Row) throws(ReadFailure) -> Bool
  ) throws(ReadFailure) -> [Row] {
    var rows: [Row] = []
    var row = Row()
    while rows.count < ColumnMap.searchDepth, try next(&row) { rows.append(row) }
    return rows
  }
}

extension String {
  /// Whether a text begins like a web page.
  fileprivate var isMarkup: Bool {
    drop { $0.isWhitespace || $0 == "\u{FEFF}" }.hasPrefix("<")
  }
}
