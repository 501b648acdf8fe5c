import Findings

/// What separates the cells of a text file.
package enum Delimiter: UInt8, Sendable, CaseIterable {
  /// `,`
  case comma = 0x2C
  /// Tab
  case tab = 0x09
  /// `;`
  case semicolon = 0x3B
}

/// Reads records of delimited text by RFC 4180, strictly and in bounded memory.
///
/// Quoted cells may hold delimiters, line breaks and doubled quotes; lines end with CRLF, LF or
/// CR. Records are counted as a spreadsheet counts rows, empty lines included.
struct DelimitedReader {
  /// The longest record; a longer one is a quote that nobody closed, or no table at all.
  static let maximumRecord = 4 << 20

  private(set) var decoder: TextDecoder
  let delimiter: Delimiter
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  private var count = 0

  init(_ decoder: TextDecoder, delimiter: Delimiter) {
    self.decoder = decoder
    self.delimiter = delimiter
    buffer.reserveCapacity(2 * TextDecoder.chunkSize)
  }

  /// Starts again at the first record.
  mutating func rewind() {
    decoder.rewind()
    buffer.removeAll(keepingCapacity: true)
    (position, isAtEnd, count) = (0, false, 0)
  }

  /// Reads the next record into `row`.
  /// - Returns: `false` at the end of the file.
  mutating func next(_ row: inout Row) throws(ReadFailure) -> Bool {
    while true {
      row.reset(number: count + 1)
      var scanner = RecordScanner(start: position, delimiter: delimiter, isAtEnd: isAtEnd)
      switch scanner.scan(buffer.span, into: &row) {
      case .record(let end):
        row.bytes.append(contentsOf: buffer[position..<end])
        if scanner.hasDoubledQuotes { row.undoubleQuotes() }
        position = scanner.index
        count += 1
        return true
      case .end:
        return false
      case .openQuote:
        throw .row(.quote, count + 1)
      case .more:
        if buffer.count - position > DelimitedReader.maximumRecord {
          throw .row(scanner.isInQuotes ? .quote : .tooLarge, count + 1)
        }
        try refill()
      }
    }
  }

  private mutating func refill() throws(ReadFailure) {
    buffer.removeFirst(position)
    position = 0
    isAtEnd = try !decoder.append(to: &buffer)
  }
}

/// Finds the cells of one record in a piece of text.
private struct RecordScanner {
  let start: Int
  let delimiter: UInt8
  let isAtEnd: Bool
  /// After a record: where the next one starts.
  private(set) var index: Int
  private(set) var hasDoubledQuotes = false
  private(set) var isInQuotes = false

  enum Outcome {
    /// A record ends before `end`.
    case record(end: Int)
    /// There is no further record.
    case end
    /// The file ends within a quoted cell.
    case openQuote
    /// The record goes on beyond what has been read.
    case more
  }

  private static let quote: UInt8 = 0x22
  private static let lineFeed: UInt8 = 0x0A
  private static let carriageReturn: UInt8 = 0x0D

  init(start: Int, delimiter: Delimiter, isAtEnd: Bool) {
    self.start = start
    self.delimiter = delimiter.rawValue
    self.isAtEnd = isAtEnd
    index = start
  }

  mutating func scan(_ bytes: Span<UInt8>, into row: inout Row) -> Outcome {
    guard start < bytes.count else { return isAtEnd ? .end : .more }
    while true {
      var cell = Row.Cell(start: index - start, end: index - start)
      if index < bytes.count, bytes[index] == RecordScanner.quote {
        cell.start += 1
        guard skipQuoted(bytes) else { return isAtEnd ? .openQuote : .more }
        cell.end = index - start
        index += 1
        let closing = index
        skipPlain(bytes, &row)
        if index > closing {
          // Text after the closing quote: keep it readable up to the next delimiter.
          row.hasStrayQuote = true
          cell.end = index - start
        }
      } else {
        skipPlain(bytes, &row)
        cell.end = index - start
      }
      row.cells.append(cell)
      guard index < bytes.count else { return isAtEnd ? .record(end: index) : .more }
      let end = index
      let byte = bytes[index]
      index += 1
      if byte == delimiter { continue }
      if byte == RecordScanner.carriageReturn {
        guard index < bytes.count || isAtEnd else { return .more }
        if index < bytes.count, bytes[index] == RecordScanner.lineFeed { index += 1 }
      }
      return .record(end: end)
    }
  }

  /// Moves to the delimiter or line end that ends a cell without quotes.
  private mutating func skipPlain(_ bytes: Span<UInt8>, _ row: inout Row) {
    var place = index
    while place < bytes.count {
      let byte = bytes[place]
      // The delimiters, quotes and line ends are all among these.
      if byte <= 0x2C || byte == 0x3B {
        if byte == delimiter || byte == RecordScanner.lineFeed
          || byte == RecordScanner.carriageReturn
        {
          break
        }
        if byte == RecordScanner.quote { row.hasStrayQuote = true }
      }
      place += 1
    }
    index = place
  }

  /// Moves from an opening quote to the closing one.
  /// - Returns: `false` when it is not in sight.
  private mutating func skipQuoted(_ bytes: Span<UInt8>) -> Bool {
    isInQuotes = true
    index += 1
    while true {
      while index < bytes.count, bytes[index] != RecordScanner.quote { index += 1 }
      guard index + 1 < bytes.count else {
        // A quote at the very end of what has been read may be the first of two.
        guard isAtEnd, index < bytes.count else { return false }
        break
      }
      guard bytes[index + 1] == RecordScanner.quote else { break }
      hasDoubledQuotes = true
      index += 2
    }
    isInQuotes = false
    return true
  }
}

extension Row {
  /// Turns `""` within quoted cells into `"`.
  fileprivate mutating func undoubleQuotes() {
    for cell in cells.indices {
      var (read, write) = (cells[cell].start, cells[cell].start)
      // A quote stands before the cell only if it was quoted.
      guard read > 0, bytes[read - 1] == 0x22 else { continue }
      while read < cells[cell].end {
        let byte = bytes[read]
        bytes[write] = byte
        write += 1
        let doubled = byte == 0x22 && read + 1 < cells[cell].end && bytes[read + 1] == 0x22
        read += doubled ? 2 : 1
      }
      cells[cell].end = write
    }
  }
}
