/// The records of a bundle that was verified, one after the other (逐条记录).
struct RecordSequence: ~Copyable {
  private let source: BundleSource
  private var paths: ArraySlice<String>
  private var cutter: RecordCutter?
  private var piece = RecordCutter.Piece(bytes: [], fresh: 0, records: [])
  private var index = 0

  init(_ source: BundleSource) {
    self.source = source
    paths = source.files.map(\.path).filter { $0.hasPrefix(BundleFormat.entriesPrefix) }[...]
  }

  /// The next record, its header and lines; `nil` at the end.
  mutating func next() throws(Defect) -> [UInt8]? {
    while index == piece.records.count {
      if let following = try cutter?.next(isCut: true) {
        (piece, index) = (following, 0)
      } else {
        guard let path = paths.popFirst() else { return nil }
        cutter = RecordCutter(try source.open(path))
      }
    }
    defer { index += 1 }
    return Array(piece.bytes[piece.records[index]])
  }
}
