/// The outer form of DER (X.690, section 10).
enum DER {
  private static let depthMax = 32

  /// Whether bytes are exactly one element in definite, shortest lengths, all the way down.
  ///
  /// OpenSSL also reads BER, where many texts stand for one value and a tail may follow.
  static func isExact(_ bytes: [UInt8]) -> Bool {
    // Where the elements that are open end; the outermost is the text itself.
    var ends = [bytes.count]
    var position = 0
    guard !bytes.isEmpty else { return false }
    while let end = ends.last {
      if position == end {
        ends.removeLast()
        continue
      }
      guard ends.count <= depthMax, let element = element(bytes, at: position, before: end) else {
        return false
      }
      // The text is one element, not several.
      if ends.count == 1, element.end != end { return false }
      position = element.content
      if element.isConstructed { ends.append(element.end) } else { position = element.end }
    }
    return true
  }

  private static func element(
    _ bytes: [UInt8],
    at start: Int,
    before end: Int
  ) -> (content: Int, end: Int, isConstructed: Bool)? {
    guard start + 2 <= end else { return nil }
    let (tag, first) = (bytes[start], Int(bytes[start + 1]))
    let isConstructed = tag & 0x20 != 0
    // Of the universal types, sequences and sets are constructed, and only they.
    let isCollection = tag & 0x1F == 0x10 || tag & 0x1F == 0x11
    guard tag & 0x1F != 0x1F, tag & 0xC0 != 0 || isConstructed == isCollection else { return nil }
    var (content, count) = (start + 2, first)
    if first >= 0x80 {
      let digits = first & 0x7F
      guard (1...3).contains(digits), content + digits <= end, bytes[content] != 0 else {
        return nil
      }
      count = bytes[content..<content + digits].reduce(0) { $0 << 8 | Int($1) }
      content += digits
      guard count >= 0x80 else { return nil }
    }
    guard content + count <= end else { return nil }
    return (content, content + count, isConstructed)
  }
}
