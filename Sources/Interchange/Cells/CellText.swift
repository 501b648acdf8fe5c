import Findings

/// What a cell turned out to say: its value, unless it is unreadable, and what had to be changed
/// or is wrong.
struct CellReading<Value> {
  var value: Value?
  var codes: [FindingCode] = []

  init(_ value: Value?, _ codes: [FindingCode] = []) {
    self.value = value
    self.codes = codes
  }

  /// A cell that cannot be read: only the error counts, what was changed before does not matter.
  static func wrong(_ code: FindingCode) -> CellReading { CellReading(nil, [code]) }
}

/// The text of a cell that is not in its plain form: without surrounding space, without the
/// apostrophe that marks text in spreadsheets, and in half width where that is wanted.
struct CellText {
  var scalars: [Unicode.Scalar]
  /// A warning for each kind of change.
  var changes: [FindingCode] = []

  init(_ raw: some Sequence<Unicode.Scalar>, folding: Bool) {
    var scalars = Array(raw)
    let count = scalars.count
    CellText.trim(&scalars)
    if scalars.first == "'" {
      scalars.removeFirst()
      CellText.trim(&scalars)
    }
    // A cell of nothing but spaces is simply empty.
    if scalars.count < count, !scalars.isEmpty { changes.append(.normTrim) }
    if folding, scalars.contains(where: { $0.halfWidth != $0 }) {
      scalars = scalars.map(\.halfWidth)
      changes.append(.normFullwidth)
    }
    self.scalars = scalars
  }

  init(_ bytes: Span<UInt8>, folding: Bool) {
    self.init(String(bytes).unicodeScalars, folding: folding)
  }

  var string: String { String(scalars) }

  private static func trim(_ scalars: inout [Unicode.Scalar]) {
    while scalars.last?.isSpace == true { scalars.removeLast() }
    let leading = scalars.prefix { $0.isSpace }.count
    scalars.removeFirst(leading)
  }
}

extension String {
  init(_ scalars: [Unicode.Scalar]) {
    self = String(String.UnicodeScalarView(scalars))
  }

  /// The text of UTF-8 bytes.
  init(_ bytes: Span<UInt8>) {
    self = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}

extension Unicode.Scalar {
  /// Whether the character is white space; as Unicode has it, without looking into its tables.
  var isSpace: Bool {
    switch value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }

  /// Whether a character must not stand in a ledger: what is invisible, reorders text or says
  /// that characters were lost.
  var isForbidden: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x180E, 0x200B...0x200F, 0x2028...0x202E,
      0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFD, 0xE0000...0xE0FFF:
      true
    default: value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value)
    }
  }

  /// The value of an ASCII digit.
  var digit: Int? { (0x30...0x39).contains(value) ? Int(value) - 0x30 : nil }
}
