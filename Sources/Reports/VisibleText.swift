extension Unicode.Scalar {
  /// Whether the character steers a terminal or reorders text instead of being shown: C0 and C1
  /// controls, line separators, bidirectional controls.
  var isSteering: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Four hexadecimal digits, for characters below U+10000.
  var fourHexDigits: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}

extension String {
  /// The text with steering characters made visible: `\t`, `\n`, `\r`, else `\u202e`.
  ///
  /// Books are read in terminals; a summary must not be able to move the cursor or to turn the
  /// digits of an amount around.
  package var visible: String {
    guard unicodeScalars.contains(where: \.isSteering) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\t": text += "\\t"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      default:
        if scalar.isSteering {
          text += "\\u" + scalar.fourHexDigits
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
    }
    return text
  }
}
