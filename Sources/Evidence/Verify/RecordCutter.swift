import CanonicalJSON

/// Cuts a file of records into pieces that hold whole records (分段读取).
///
/// A record begins with `{"at":` at the beginning of a line; its lines begin otherwise. Whether it
/// is one only reading it can tell.
struct RecordCutter: ~Copyable {
  private let reader: BundleReader
  private var rest: [UInt8] = []
  private var offset: Int64 = 0
  /// Whether a record was longer than any may be; then no more records are found.
  private(set) var isTooLong = false

  /// Some bytes of the file.
  struct Piece: Sendable {
    /// What was left of the piece before, and what follows it in the file.
    var bytes: [UInt8]
    /// Where the bytes begin that no piece before had.
    var fresh: Int
    /// The whole records, one behind the other.
    var records: [Range<Int>]
  }

  private static let length = 1 << 20
  private static let mark = Array(#"{"at":"#.utf8)

  init(_ reader: consuming BundleReader) { self.reader = reader }

  /// The next piece, `nil` at the end.
  ///
  /// With `isCut` records are wanted.
  mutating func next(isCut: Bool) throws(Defect) -> Piece? {
    guard offset < reader.file.size else { return nil }
    let count = Int(min(Int64(RecordCutter.length), reader.file.size - offset))
    let held = rest.count
    var bytes = rest
    rest = []
    bytes.append(contentsOf: repeatElement(0, count: count))
    try reader.read(&bytes, at: held, count: count, from: offset)
    offset += Int64(count)
    guard isCut, !isTooLong else { return Piece(bytes: bytes, fresh: held, records: []) }
    var (records, end) = RecordCutter.records(bytes, from: held)
    if offset == reader.file.size {
      // What is left is the last record, or none at all.
      if end < bytes.count { records.append(end..<bytes.count) }
    } else {
      rest = Array(bytes[end...])
      isTooLong = rest.count > BundleFormat.recordMax
      if isTooLong { rest = [] }
    }
    return Piece(bytes: bytes, fresh: held, records: records)
  }

  /// The records that are followed by another, and where the last one begins.
  ///
  /// Up to `known` there is no beginning but the first byte.
  private static func records(_ bytes: [UInt8], from known: Int) -> ([Range<Int>], Int) {
    let span = bytes.span
    var records: [Range<Int>] = []
    var start = 0
    var place = max(0, known - mark.count - 1)
    while let feed = span.firstIndex(of: UInt8(ascii: "\n"), from: place) {
      guard feed + mark.count < span.count else { break }
      if isMark(span, at: feed + 1) {
        records.append(start..<feed + 1)
        start = feed + 1
      }
      place = feed + 1
    }
    return (records, start)
  }

  @inline(__always)
  private static func isMark(_ bytes: Span<UInt8>, at index: Int) -> Bool {
    bytes[index] == UInt8(ascii: "{") && bytes[index + 1] == UInt8(ascii: "\"")
      && bytes[index + 2] == UInt8(ascii: "a") && bytes[index + 3] == UInt8(ascii: "t")
      && bytes[index + 4] == UInt8(ascii: "\"") && bytes[index + 5] == UInt8(ascii: ":")
  }
}
