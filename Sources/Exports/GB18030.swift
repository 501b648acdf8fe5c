import Glibc

/// GB 18030 as of 2022, the encoding of older Chinese programs (国标编码).
///
/// It has every character of Unicode. The C library's table is asked once; the characters that the
/// edition of 2022 moved, and that libraries therefore disagree about, stand here, so that one text
/// gives the same bytes everywhere.
package enum GB18030 {
  /// Appends a text.
  package static func append(_ text: String, to bytes: inout [UInt8]) {
    let table = table
    for scalar in text.unicodeScalars {
      let value = scalar.value
      if value < 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: value))
        continue
      }
      let code = value < 0x1_0000 ? table[Int(value)] : fourBytes(189_000 + value - 0x1_0000)
      if code > 0xFFFF {
        bytes.append(UInt8(truncatingIfNeeded: code >> 24))
        bytes.append(UInt8(truncatingIfNeeded: code >> 16))
      }
      bytes.append(UInt8(truncatingIfNeeded: code >> 8))
      bytes.append(UInt8(truncatingIfNeeded: code))
    }
  }

  /// Characters that got the two bytes of private ones in 2022, with these bytes; the private ones
  /// have the four bytes that the others had.
  private static let swapped: [(scalar: UInt32, bytes: UInt32, private: UInt32)] = [
    (0xFE10, 0xA6D9, 0xE78D), (0xFE12, 0xA6DA, 0xE78E), (0xFE11, 0xA6DB, 0xE78F),
    (0xFE13, 0xA6DC, 0xE790), (0xFE14, 0xA6DD, 0xE791), (0xFE15, 0xA6DE, 0xE792),
    (0xFE16, 0xA6DF, 0xE793), (0xFE17, 0xA6EC, 0xE794), (0xFE18, 0xA6ED, 0xE795),
    (0xFE19, 0xA6F3, 0xE796), (0x9FB4, 0xFE59, 0xE81E), (0x9FB5, 0xFE61, 0xE826),
    (0x9FB6, 0xFE66, 0xE82B), (0x9FB7, 0xFE67, 0xE82C), (0x9FB8, 0xFE6D, 0xE832),
    (0x9FB9, 0xFE7E, 0xE843), (0x9FBA, 0xFE90, 0xE854), (0x9FBB, 0xFEA0, 0xE864),
  ]

  /// Private characters that kept their two bytes.
  private static let kept: [(scalar: UInt32, bytes: UInt32)] = [
    (0xE816, 0xFE51), (0xE817, 0xFE52), (0xE818, 0xFE53), (0xE831, 0xFE6C), (0xE83B, 0xFE76),
    (0xE855, 0xFE91),
  ]

  /// The bytes of the characters up to U+FFFF as one number each, 0 for what is none.
  private static let table: [UInt32] = {
    var table = [UInt32](repeating: 0, count: 0x1_0000)
    guard let converter = iconv_open("GB18030", "UTF-32LE"),
      converter != iconv_t(bitPattern: -1)
    else { preconditionFailure("the C library knows GB 18030") }
    defer { iconv_close(converter) }
    for value in UInt32(0x80)...0xFFFF where Unicode.Scalar(value) != nil {
      table[Int(value)] = code(of: value, converter)
    }
    for (scalar, bytes) in kept { table[Int(scalar)] = bytes }
    for (scalar, bytes, hidden) in swapped {
      table[Int(scalar)] = bytes
      // The places of U+9FB4 and U+FE10 among all four bytes.
      table[Int(hidden)] = fourBytes(
        scalar < 0xFE10 ? 19_057 + scalar - 0x9FB4 : 39_076 + scalar - 0xFE10
      )
    }
    return table
  }()

  /// What the C library makes of a character, 0 when it refuses.
  private static func code(of value: UInt32, _ converter: iconv_t) -> UInt32 {
    var source = value.littleEndian
    var target: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
    var (unused, free) = (4, 4)
    let status = withUnsafeMutableBytes(of: &source) { source in
      withUnsafeMutableBytes(of: &target) { target in
        var from = source.baseAddress?.assumingMemoryBound(to: CChar.self)
        var to = target.baseAddress?.assumingMemoryBound(to: CChar.self)
        return iconv(converter, &from, &unused, &to, &free)
      }
    }
    guard status != -1 else { return 0 }
    let (first, second) = (UInt32(target.0) << 8, UInt32(target.1))
    return free == 2
      ? first | second : first << 16 | second << 16 | UInt32(target.2) << 8 | UInt32(target.3)
  }

  /// Four bytes by their place in the order of all four bytes.
  private static func fourBytes(_ linear: UInt32) -> UInt32 {
    (0x81 + linear / 12_600) << 24 | (0x30 + linear / 1260 % 10) << 16
      | (0x81 + linear / 10 % 126) << 8 | (0x30 + linear % 10)
  }
}
