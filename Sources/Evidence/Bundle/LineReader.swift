/// Reads a file of a bundle line by line, in bounded memory.
struct LineReader: ~Copyable {
  /// The lines read so far.
  private(set) var count = 0
  private let reader: BundleReader
  private let lengthMax: Int
  private var buffer: [UInt8] = []
  private var next = 0
  private var offset: Int64 = 0

  /// Starts at the beginning of a file whose lines have at most `lengthMax` bytes.
  init(_ reader: consuming BundleReader, lengthMax: Int) {
    self.reader = reader
    self.lengthMax = lengthMax
  }

  /// The file.
  var path: String { reader.file.path }

  /// The next line without its line feed, `nil` at the end.
  mutating func line() throws(Defect) -> ArraySlice<UInt8>? {
    while true {
      if let end = buffer[next...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { next = end + 1 }
        guard end - next <= lengthMax else { throw syntax() }
        count += 1
        return buffer[next..<end]
      }
      guard buffer.count - next <= lengthMax else { throw syntax() }
      guard offset < reader.file.size else {
        guard next == buffer.count else { throw syntax() }
        return nil
      }
      buffer.removeSubrange(..<next)
      next = 0
      let held = buffer.count
      let more = Int(min(65_536, reader.file.size - offset))
      buffer.append(contentsOf: repeatElement(0, count: more))
      try reader.read(&buffer, at: held, count: more, from: offset)
      offset += Int64(more)
    }
  }

  /// The defect of a line that is not what it should be.
  func syntax() -> Defect { Defect(.syntax, path, found: "\(count + 1)") }

  /// Reads a line that says exactly this.
  mutating func expect(_ wanted: String) throws(Defect) {
    guard try line()?.elementsEqual(wanted.utf8) == true else {
      throw Defect(.syntax, path, expected: wanted, found: "\(count)")
    }
  }

  /// Reads the end of the file.
  mutating func expectEnd() throws(Defect) {
    if try line() != nil { throw Defect(.syntax, path, found: "\(count)") }
  }
}
