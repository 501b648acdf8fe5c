import Findings

/// The directory of a ZIP file, read with hard limits, as a workbook (.xlsx) needs it.
///
/// Stored and deflated entries only; no encryption, no volumes, no ZIP64: no spreadsheet program
/// writes those for a table that we would accept.
struct ZipArchive {
  /// What a workbook may at most be.
  enum Limit {
    static let entries = 10_000
    static let directory = 4 << 20
    /// All parts together, unpacked.
    static let unpacked = 2 << 30
    /// How many bytes one packed byte may become, beyond the first mebibyte.
    static let ratio = 300
  }

  struct Entry {
    let isDeflated: Bool
    let crc: UInt32
    let packed: Int
    let unpacked: Int
    let header: Int
  }

  let source: ByteSource
  /// The parts by name in lower case.
  private let entries: [String: Entry]

  subscript(name: String) -> Entry? { entries[name.lowercased()] }

  init(_ source: ByteSource) throws(ReadFailure) {
    self.source = source
    let tail = try source.block(at: max(0, source.size - 65_557), count: 65_557)
    guard let end = ZipArchive.endRecord(in: tail) else { throw .format("zip") }
    let count = tail.number(end + 10, bytes: 2)
    let size = tail.number(end + 12, bytes: 4)
    let offset = tail.number(end + 16, bytes: 4)
    guard tail.number(end + 4, bytes: 2) == 0, offset + size <= source.size else {
      throw .format("zip")
    }
    guard count <= Limit.entries, size <= Limit.directory else { throw .file(.tooLarge) }
    let directory = try source.block(at: offset, count: size)
    var entries: [String: Entry] = [:]
    var place = 0
    var total = 0
    for _ in 0..<count {
      guard directory.count - place >= 46, directory.number(place, bytes: 4) == 0x0201_4B50 else {
        throw .format("zip")
      }
      let name = directory.number(place + 28, bytes: 2)
      let next =
        place + 46 + name + directory.number(place + 30, bytes: 2)
        + directory.number(place + 32, bytes: 2)
      guard next <= directory.count else { throw .format("zip") }
      let text = String(decoding: directory[place + 46..<place + 46 + name], as: UTF8.self)
      let entry = try ZipArchive.entry(directory, place)
      total += entry.unpacked
      guard total <= Limit.unpacked else { throw .file(.tooLarge) }
      guard entries.updateValue(entry, forKey: text.lowercased()) == nil else {
        throw .format("zip")
      }
      place = next
    }
    self.entries = entries
  }

  private static func entry(_ bytes: [UInt8], _ place: Int) throws(ReadFailure) -> Entry {
    let method = bytes.number(place + 10, bytes: 2)
    let packed = bytes.number(place + 20, bytes: 4)
    let unpacked = bytes.number(place + 24, bytes: 4)
    let isEncrypted = bytes[place + 8] & 1 != 0
    guard !isEncrypted, method == 0 || method == 8, method != 0 || packed == unpacked else {
      throw .format("zip")
    }
    // All ones announce ZIP64.
    guard packed < 0xFFFF_FFFF, unpacked < 0xFFFF_FFFF,
      unpacked <= 1 << 20 || unpacked / Limit.ratio <= packed
    else { throw .file(.tooLarge) }
    return Entry(
      isDeflated: method == 8,
      crc: UInt32(bytes.number(place + 16, bytes: 4)),
      packed: packed,
      unpacked: unpacked,
      header: bytes.number(place + 42, bytes: 4)
    )
  }

  /// The place of the record that ends the archive; a comment may follow it.
  private static func endRecord(in tail: [UInt8]) -> Int? {
    guard tail.count >= 22 else { return nil }
    return (0...tail.count - 22).reversed().first {
      tail[$0] == 0x50 && tail.number($0, bytes: 4) == 0x0605_4B50
    }
  }

  /// Opens a part for reading.
  func stream(_ entry: Entry) throws(ReadFailure) -> ZipStream {
    let header = try source.block(at: entry.header, count: 30)
    guard header.count == 30, header.number(0, bytes: 4) == 0x0403_4B50 else {
      throw .format("zip")
    }
    let start =
      entry.header + 30 + header.number(26, bytes: 2) + header.number(28, bytes: 2)
    guard start + entry.packed <= source.size else { throw .format("zip") }
    return ZipStream(source, entry, start: start)
  }
}

extension ReadFailure {
  /// The content is not what a table is made of; `found` says what it is.
  static func format(_ found: String) -> ReadFailure { .file(.format, ["found": found]) }
}

extension ByteSource {
  /// The bytes at a place, for readers that turn every failure into one type.
  func block(at offset: Int, count: Int) throws(ReadFailure) -> [UInt8] {
    do { return try bytes(at: offset, count: count) } catch { throw .input(error) }
  }
}

extension [UInt8] {
  /// An unsigned number of up to four bytes, low byte first; zero beyond the end.
  fileprivate func number(_ place: Int, bytes: Int) -> Int {
    guard place >= 0, place + bytes <= count else { return 0 }
    return (0..<bytes).reduce(0) { $0 | Int(self[place + $1]) << (8 * $1) }
  }
}
