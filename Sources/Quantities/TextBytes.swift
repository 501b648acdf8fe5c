/// Text as bytes, for files of millions of lines: no string is made for a piece of one.
extension [UInt8] {
  /// Appends a piece that is the same every time.
  package mutating func append(fixed piece: StaticString) {
    piece.withUTF8Buffer { append(contentsOf: $0) }
  }

  /// Appends a text.
  package mutating func append(text: String) {
    // Most strings lend their bytes, which are then copied at once.
    let isCopied: Void? = text.utf8.withContiguousStorageIfAvailable { append(contentsOf: $0) }
    if isCopied == nil { append(contentsOf: text.utf8) }
  }

  /// Appends an amount as ``Fen/description`` has it.
  package mutating func append(_ amount: Fen) {
    if amount.rawValue < 0 { append(UInt8(ascii: "-")) }
    append(digits: amount.rawValue.magnitude / 100)
    append(UInt8(ascii: "."))
    append(digits: amount.rawValue.magnitude % 100, atLeast: 2)
  }

  /// Appends a wide sum as ``Fen/yuan(_:)`` has it.
  package mutating func append(yuan sum: Int128) {
    if let narrow = Int64(exactly: sum) { append(Fen(narrow)) } else { append(text: Fen.yuan(sum)) }
  }

  /// Appends a number in decimal digits.
  package mutating func append(digits number: UInt64, atLeast width: Int = 1) {
    var length = 1
    var rest = number
    while rest >= 10 {
      rest /= 10
      length += 1
    }
    append(contentsOf: repeatElement(UInt8(ascii: "0"), count: Swift.max(length, width)))
    var place = count
    rest = number
    while rest > 0 {
      place -= 1
      self[place] += UInt8(rest % 10)
      rest /= 10
    }
  }
}
