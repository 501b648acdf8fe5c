import Findings

/// How characters are written as bytes (编码).
package enum TextEncoding: String, Sendable, CaseIterable {
  /// UTF-8
  case utf8 = "utf-8"
  /// UTF-16, low byte first: what Excel calls "Unicode text"
  case utf16LittleEndian = "utf-16le"
  /// UTF-16, high byte first
  case utf16BigEndian = "utf-16be"
  /// GB 18030, of which GBK and GB 2312 are parts
  case gb18030 = "gb18030"

  /// Reads a name as people write it, for example `GBK` or `utf8`.
  package init?(named text: String) {
    switch text.lowercased() {
    case "utf-8", "utf8", "utf-8-bom": self = .utf8
    case "utf-16le", "utf-16", "utf16": self = .utf16LittleEndian
    case "utf-16be": self = .utf16BigEndian
    case "gb18030", "gbk", "gb2312", "cp936": self = .gb18030
    default: return nil
    }
  }

  /// The bytes that announce the encoding at the start of a file (BOM).
  var mark: [UInt8] {
    switch self {
    case .utf8: [0xEF, 0xBB, 0xBF]
    case .utf16LittleEndian: [0xFF, 0xFE]
    case .utf16BigEndian: [0xFE, 0xFF]
    case .gb18030: [0x84, 0x31, 0x95, 0x33]
    }
  }
}

/// The encoding of one file and where its text starts.
struct DetectedEncoding {
  let encoding: TextEncoding
  let start: Int

  /// Finds out how a file is encoded.
  ///
  /// A byte order mark decides; without one the whole file is UTF-8 if it is valid UTF-8, and
  /// GB 18030 otherwise, whose validity the decoder checks while reading. A mark that the content
  /// contradicts is refused, and so are zero bytes, which no table contains.
  static func of(_ source: ByteSource, requested: TextEncoding?) throws(ReadFailure)
    -> DetectedEncoding
  {
    let head: [UInt8]
    do { head = try source.bytes(at: 0, count: 4) } catch { throw .input(error) }
    let marked = TextEncoding.allCases.first { head.starts(with: $0.mark) }
    if let requested, let marked, requested != marked { throw .file(.encoding) }
    let encoding = requested ?? marked
    let start = marked?.mark.count ?? 0
    if encoding == .utf16LittleEndian || encoding == .utf16BigEndian {
      guard (source.size - start).isMultiple(of: 2) else { throw .file(.encoding) }
      return DetectedEncoding(encoding: encoding ?? .utf8, start: start)
    }
    let survey = try UTF8Survey.of(source, from: start)
    guard !survey.hasZero else { throw .file(.encoding) }
    switch encoding {
    case .utf8 where !survey.isValid:
      throw .file(.encoding, ["declared": TextEncoding.utf8.rawValue])
    case .gb18030 where marked != nil && survey.isValid && survey.hasWide:
      throw .file(.encoding, ["declared": TextEncoding.gb18030.rawValue])
    default:
      return DetectedEncoding(
        encoding: encoding ?? (survey.isValid ? .utf8 : .gb18030),
        start: start
      )
    }
  }
}

/// Whether bytes are strict UTF-8 (RFC 3629), found in one pass over a whole file.
struct UTF8Survey {
  /// No invalid sequence so far.
  private(set) var isWellFormed = true
  /// There are characters beyond ASCII.
  private(set) var hasWide = false
  /// There are zero bytes.
  private(set) var hasZero = false
  private var pending = 0
  private var low: UInt8 = 0x80
  private var high: UInt8 = 0xBF

  /// Whether everything fed so far is UTF-8 and complete.
  var isValid: Bool { isWellFormed && pending == 0 }

  static func of(_ source: ByteSource, from start: Int) throws(ReadFailure) -> UTF8Survey {
    var survey = UTF8Survey()
    var chunk: [UInt8] = []
    chunk.reserveCapacity(TextDecoder.chunkSize)
    var offset = start
    while offset < source.size, survey.isWellFormed {
      chunk.removeAll(keepingCapacity: true)
      do {
        try source.append(to: &chunk, from: offset, count: TextDecoder.chunkSize)
      } catch { throw .input(error) }
      guard !chunk.isEmpty else { break }
      survey.feed(chunk.span)
      offset += chunk.count
    }
    return survey
  }

  mutating func feed(_ bytes: Span<UInt8>) {
    var index = -1
    while index + 1 < bytes.count {
      index += 1
      let byte = bytes[index]
      if pending == 0 {
        if byte < 0x80 {
          if byte == 0 { hasZero = true }
          continue
        }
        // Most Chinese characters, all three bytes at once.
        if byte >= 0xE1, byte <= 0xEC, index + 2 < bytes.count,
          bytes[index + 1] & 0xC0 == 0x80, bytes[index + 2] & 0xC0 == 0x80
        {
          hasWide = true
          index += 2
          continue
        }
        hasWide = true
        guard begin(byte) else {
          isWellFormed = false
          return
        }
      } else {
        guard byte >= low, byte <= high else {
          isWellFormed = false
          return
        }
        (low, high) = (0x80, 0xBF)
        pending -= 1
      }
    }
  }

  /// Takes the first byte of a longer sequence; the second byte's bounds exclude overlong forms,
  /// surrogates and what lies beyond U+10FFFF.
  private mutating func begin(_ byte: UInt8) -> Bool {
    switch byte {
    case 0xC2...0xDF: pending = 1
    case 0xE0: (pending, low) = (2, 0xA0)
    case 0xED: (pending, high) = (2, 0x9F)
    case 0xE1...0xEF: pending = 2
    case 0xF0: (pending, low) = (3, 0x90)
    case 0xF4: (pending, high) = (3, 0x8F)
    case 0xF1...0xF3: pending = 3
    default: return false
    }
    return true
  }
}
