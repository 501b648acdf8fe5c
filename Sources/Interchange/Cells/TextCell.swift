import Findings

/// Reads free text (文本): summaries, names, references.
///
/// Surrounding space goes and line breaks become spaces, with a warning; what looks like a formula
/// stays text, with a warning; what cannot be seen or reorders its surroundings is refused.
enum TextCell {
  /// The most characters a text may have.
  static let maximumLength = 120

  static func read(_ bytes: Span<UInt8>, _ kind: Row.Kind = .text) -> CellReading<String> {
    if kind == .failure { return .wrong(.textCharacter) }
    if isPlain(bytes) { return CellReading(String(bytes)) }
    let text = CellText(bytes, folding: false)
    var codes = text.changes
    var scalars: [Unicode.Scalar] = []
    for scalar in text.scalars {
      if scalar == "\n" || scalar == "\r" || scalar == "\t" {
        if !codes.contains(.normNewline) { codes.append(.normNewline) }
        if scalars.last != " " { scalars.append(" ") }
      } else {
        guard !scalar.isForbidden else { return .wrong(.textCharacter) }
        scalars.append(scalar)
      }
    }
    guard scalars.count <= maximumLength else { return .wrong(.textLength) }
    // An apostrophe before it says that the author knows.
    if let first = scalars.first, "=+-@".unicodeScalars.contains(first), !isGuarded(bytes) {
      codes.append(.formulaText)
    }
    return CellReading(String(scalars), codes)
  }

  private static func isGuarded(_ bytes: Span<UInt8>) -> Bool { bytes[0] == 0x27 }

  /// Whether a text needs no second look: no space around it, nothing that may have to be changed
  /// or refused, and short.
  private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
    guard !bytes.isEmpty else { return true }
    switch bytes[0] {
    case 0x27, 0x2B, 0x2D, 0x3D, 0x40: return false
    default: break
    }
    if bytes[bytes.count - 1] == 0x20 || bytes[0] == 0x20 { return false }
    var characters = 0
    for index in bytes.indices {
      switch bytes[index] {
      case 0x00...0x1F, 0x7F, 0xC2, 0xD8, 0xF0...0xFF: return false
      case 0x80...0xBF: continue
      // U+1800…, U+2000…, U+3000 and U+F000… hold spaces and invisible characters.
      case 0xE1 where bytes[index + 1] == 0xA0 || bytes[index + 1] == 0x9A: return false
      case 0xE2 where bytes[index + 1] <= 0x81: return false
      case 0xE3 where bytes[index + 1] == 0x80 && bytes[index + 2] == 0x80: return false
      case 0xEF where bytes[index + 1] == 0xB7 || bytes[index + 1] >= 0xBB:
        // Full-width punctuation is ordinary in summaries.
        if bytes[index + 1] != 0xBC && bytes[index + 1] != 0xBD { return false }
      default: break
      }
      characters += 1
    }
    return characters <= maximumLength
  }
}
