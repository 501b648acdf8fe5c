/// A column that a table may have: its canonical heading and what else people call it.
struct Column: Sendable {
  /// The canonical Chinese heading, which findings name.
  let name: String
  /// Other headings that mean the same.
  let aliases: [String]
  /// Headings that mean the same only when no better one is there.
  let fallbacks: [String]
  /// Whether the table is useless without it.
  let isRequired: Bool

  /// The headings that stand for this column.
  ///
  /// They are compared as written first, and without a unit only when none fits, so that `股比(%)`
  /// is not taken for `股比`.
  func places(in headings: [Heading]) -> [Int] {
    let names = [name] + aliases
    let exact = headings.indices.filter { names.contains(headings[$0].text) }
    if !exact.isEmpty { return exact }
    let bare = headings.indices.filter { names.contains(headings[$0].bare) }
    if !bare.isEmpty { return bare }
    return headings.indices.filter { fallbacks.contains(headings[$0].text) }
  }

  static func required(_ name: String, _ aliases: String...) -> Column {
    Column(name: name, aliases: aliases, fallbacks: [], isRequired: true)
  }

  static func optional(_ name: String, _ aliases: String..., fallbacks: [String] = []) -> Column {
    Column(name: name, aliases: aliases, fallbacks: fallbacks, isRequired: false)
  }
}

/// A heading as it is compared: without spaces, in half width, without a mark for "required" or a
/// unit in brackets.
struct Heading: Hashable {
  /// The heading without spaces and in half width.
  let text: String
  /// The same without a bracketed unit at its end, `借方金额(元)`.
  let bare: String

  init(_ raw: String) {
    var scalars = String.UnicodeScalarView()
    for scalar in raw.unicodeScalars {
      let folded = scalar.halfWidth
      if folded.isSpace || folded == "*" || folded == "\u{FEFF}" { continue }
      scalars.append(folded)
    }
    text = String(scalars)
    if text.hasSuffix(")"), let open = text.lastIndex(of: "("), open != text.startIndex {
      bare = String(text[..<open])
    } else {
      bare = text
    }
  }

  var isEmpty: Bool { text.isEmpty }
}

extension Unicode.Scalar {
  /// The ASCII character that a full-width one (U+FF01 to U+FF5E, U+3000) stands for.
  var halfWidth: Unicode.Scalar {
    switch value {
    case 0xFF01...0xFF5E: Unicode.Scalar(UInt8(truncatingIfNeeded: value - 0xFEE0))
    case 0x3000: " "
    default: self
    }
  }
}
