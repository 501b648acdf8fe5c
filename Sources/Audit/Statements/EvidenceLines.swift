import CanonicalJSON
import Signing

/// Reads a text of the evidence line by line; each line ends with a line feed and nothing else.
struct EvidenceLines {
  private let text: EvidenceSyntaxError.Text
  private let lines: [ArraySlice<UInt8>]
  private var next = 0

  /// Splits a text of at most `lengthMax` bytes.
  init(
    _ text: EvidenceSyntaxError.Text,
    _ bytes: [UInt8],
    lengthMax: Int
  ) throws(EvidenceSyntaxError) {
    self.text = text
    guard bytes.count <= lengthMax else {
      throw EvidenceSyntaxError(text: text, line: 0, code: .length)
    }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.popLast()?.isEmpty == true else {
      throw EvidenceSyntaxError(text: text, line: lines.count + 1, code: .truncated)
    }
    self.lines = lines
  }

  /// An error at the line that was read last.
  func error(_ code: EvidenceSyntaxError.Code) -> EvidenceSyntaxError {
    EvidenceSyntaxError(text: text, line: next, code: code)
  }

  /// Whether all lines were read.
  var isAtEnd: Bool { next == lines.count }

  /// The next line without its line feed, which stays the next one.
  var upcoming: ArraySlice<UInt8>? { isAtEnd ? nil : lines[next] }

  /// The next line without its line feed.
  mutating func line() throws(EvidenceSyntaxError) -> ArraySlice<UInt8> {
    next += 1
    guard next <= lines.count else { throw error(.truncated) }
    return lines[next - 1]
  }

  /// All lines that are left, with their line feeds.
  mutating func remainder() -> [UInt8] {
    defer { next = lines.count }
    return lines[next...].flatMap { $0 + [UInt8(ascii: "\n")] }
  }

  /// Reads a line that says exactly this.
  mutating func expect(
    _ wanted: String,
    _ code: EvidenceSyntaxError.Code = .field
  ) throws(EvidenceSyntaxError) {
    guard try line().elementsEqual(wanted.utf8) else { throw error(code) }
  }

  /// Reads `name SP value` and returns the value, which is not empty.
  mutating func field(_ name: String) throws(EvidenceSyntaxError) -> ArraySlice<UInt8> {
    let line = try line()
    guard line.starts(with: (name + " ").utf8), line.count > name.utf8.count + 1 else {
      throw error(.field)
    }
    return line.dropFirst(name.utf8.count + 1)
  }

  /// Reads a field of text that may stand in a record; `-` stands for none.
  mutating func optionalText(_ name: String) throws(EvidenceSyntaxError) -> String? {
    let value = try field(name)
    if value.elementsEqual("-".utf8) { return nil }
    return try text(value)
  }

  /// Takes bytes as text that may stand in a record.
  func text(_ bytes: ArraySlice<UInt8>) throws(EvidenceSyntaxError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self), RecordText.isAcceptable(text) else {
      throw error(.encoding)
    }
    return text
  }

  mutating func number(_ name: String) throws(EvidenceSyntaxError) -> Int64 {
    try number(field(name))
  }

  /// Takes bytes as a decimal number without sign and leading zeros.
  func number(_ bytes: ArraySlice<UInt8>) throws(EvidenceSyntaxError) -> Int64 {
    // The number is right when it is written back the same.
    guard let number = Int64(String(decoding: bytes, as: UTF8.self)), number >= 0,
      bytes.elementsEqual(String(number).utf8)
    else { throw error(.number) }
    return number
  }

  mutating func hexDigest(_ name: String) throws(EvidenceSyntaxError) -> Digest {
    try hexDigest(field(name))
  }

  func hexDigest(_ bytes: ArraySlice<UInt8>) throws(EvidenceSyntaxError) -> Digest {
    guard bytes.count == 64, let digest = Digest(hex: Array(bytes).span, at: 0) else {
      throw error(.digest)
    }
    return digest
  }

  /// Takes bytes as 32 bytes in base 64.
  func digest(_ base64: ArraySlice<UInt8>) throws(EvidenceSyntaxError) -> Digest {
    guard let bytes = Base64.decode(base64), let digest = Digest(bytes: bytes) else {
      throw error(.digest)
    }
    return digest
  }
}
