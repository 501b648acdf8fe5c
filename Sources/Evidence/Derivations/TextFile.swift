import Accounting
import Exports
import Quantities

/// A file of text while it is made; bytes gather until there are enough to hand on.
final class TextFile {
  private let sink: any ByteSink
  private var bytes: [UInt8] = []

  /// Begins a file.
  init(_ path: String, _ output: any DerivedOutput) throws(EvidenceError) {
    sink = try output.file(path)
  }

  /// Appends text.
  func write(_ text: String) throws(EvidenceError) {
    bytes.append(text: text)
    try handOn()
  }

  /// Appends what `fill` appends to the bytes.
  func write(_ fill: (inout [UInt8]) -> Void) throws(EvidenceError) {
    fill(&bytes)
    try handOn()
  }

  /// Ends the file.
  func close() throws(EvidenceError) {
    if !bytes.isEmpty { try sink.write(bytes) }
    bytes = []
    try sink.close()
  }

  private func handOn() throws(EvidenceError) {
    guard bytes.count >= 65_536 else { return }
    try sink.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}

/// A table as CSV while it is made (派生表).
final class TableFile {
  private let file: TextFile
  private let writer: CSVWriter
  private let width: Int
  /// What the rows of the last voucher had in their middle: mostly the same persons again.
  ///
  /// Records are in Normalization Form C, so texts that are equal have the same bytes.
  private var middle: (cells: [String], bytes: [UInt8]) = ([], [])

  /// Begins a table with its headings.
  init(
    _ path: String,
    _ headings: [String],
    _ output: any DerivedOutput,
    _ writer: CSVWriter = TableFile.plain
  ) throws(EvidenceError) {
    file = try TextFile(path, output)
    self.writer = writer
    width = headings.count
    try add(headings)
  }

  /// UTF-8 without mark, lines ended by a line feed: what programs read.
  static let plain = CSVWriter(encoding: .utf8, lineEnd: "\n")
  /// GB 18030, lines ended by carriage return and line feed: what AO reads.
  static let forAO = CSVWriter(encoding: .gb18030)

  /// Adds a row.
  func add(_ cells: [String]) throws(EvidenceError) {
    precondition(cells.count == width, "a row has one cell for each heading")
    try file.write { writer.append(cells, to: &$0) }
  }

  /// Adds the rows of a voucher; what they share is written once and then copied.
  func add(_ rows: VoucherRows, isForAO: Bool = false) throws(EvidenceError) {
    let head = joined(rows.head)
    let end = isForAO ? [] : joined(rows.end)
    if rows.middle != middle.cells { middle = (rows.middle, joined(rows.middle)) }
    try file.write { bytes in
      for (line, details) in zip(rows.lines, rows.details) {
        bytes.append(contentsOf: head)
        bytes.append(UInt8(ascii: ","))
        writer.append(cells: line, to: &bytes)
        bytes.append(UInt8(ascii: ","))
        bytes.append(contentsOf: middle.bytes)
        if !isForAO {
          bytes.append(UInt8(ascii: ","))
          writer.append(cells: details, to: &bytes)
          bytes.append(UInt8(ascii: ","))
          bytes.append(contentsOf: end)
        }
        writer.endRow(&bytes)
      }
    }
  }

  private func joined(_ cells: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    writer.append(cells: cells, to: &bytes)
    return bytes
  }

  /// Ends the table.
  func close() throws(EvidenceError) { try file.close() }
}
