import Findings

/// Reads a text file piece by piece as UTF-8.
struct TextDecoder {
  static let chunkSize = 1 << 18

  let source: ByteSource
  let encoding: TextEncoding
  private let start: Int
  private var offset: Int
  private var converter: Converter?
  private var raw: [UInt8] = []

  init(_ source: ByteSource, _ detected: DetectedEncoding) {
    self.source = source
    encoding = detected.encoding
    start = detected.start
    offset = detected.start
    converter = encoding == .utf8 ? nil : Converter(from: encoding, to: .utf8)
  }

  /// How many bytes of the file have been taken.
  var position: Int { offset }

  /// Starts again at the beginning of the text.
  mutating func rewind() {
    offset = start
    raw.removeAll(keepingCapacity: true)
    converter = encoding == .utf8 ? nil : Converter(from: encoding, to: .utf8)
  }

  /// Appends the next piece of text to `buffer`.
  /// - Returns: `false` at the end of the file.
  mutating func append(to buffer: inout [UInt8]) throws(ReadFailure) -> Bool {
    guard let converter else { return try appendAsIs(to: &buffer) }
    let before = raw.count
    do {
      try source.append(to: &raw, from: offset, count: TextDecoder.chunkSize)
    } catch { throw .input(error) }
    offset += raw.count - before
    let isLast = raw.count == before
    if isLast {
      // A character that the end of the file cuts in two.
      guard raw.isEmpty else { throw .file(.encoding, ["declared": encoding.rawValue]) }
      return false
    }
    guard let used = converter.convert(raw, into: &buffer) else {
      throw .file(.encoding, ["declared": encoding.rawValue])
    }
    raw.removeFirst(used)
    return true
  }

  private mutating func appendAsIs(to buffer: inout [UInt8]) throws(ReadFailure) -> Bool {
    let before = buffer.count
    do {
      try source.append(to: &buffer, from: offset, count: TextDecoder.chunkSize)
    } catch { throw .input(error) }
    offset += buffer.count - before
    return buffer.count > before
  }
}
