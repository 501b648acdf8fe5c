import Glibc

/// Strict conversion between encodings by the C library: the one place where `iconv` is called.
///
/// It refuses what is not valid instead of replacing it, and knows all of GB 18030 including the
/// four-byte characters.
final class Converter {
  private let handle: iconv_t

  init(from source: TextEncoding, to target: TextEncoding) {
    let opened = iconv_open(Converter.name(target), Converter.name(source))
    guard let opened, opened != iconv_t(bitPattern: -1) else {
      preconditionFailure("the C library converts every encoding named here")
    }
    handle = opened
  }

  deinit { iconv_close(handle) }

  private static func name(_ encoding: TextEncoding) -> String {
    switch encoding {
    case .utf8: "UTF-8"
    case .utf16LittleEndian: "UTF-16LE"
    case .utf16BigEndian: "UTF-16BE"
    case .gb18030: "GB18030"
    }
  }

  /// Converts as much of `bytes` as there are whole characters and appends it to `output`.
  /// - Returns: how many bytes were used, or `nil` when they are not valid.
  func convert(_ bytes: [UInt8], into output: inout [UInt8]) -> Int? {
    // No character of one encoding grows more than fourfold in another.
    let room = bytes.count * 4 + 16
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: room))
    var input = bytes
    var unused = input.count
    var free = room
    let failed = input.withUnsafeMutableBytes { source in
      output.withUnsafeMutableBytes { target in
        var from = source.baseAddress?.assumingMemoryBound(to: CChar.self)
        var to = target.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self)
        return iconv(handle, &from, &unused, &to, &free) == -1 && errno == EILSEQ
      }
    }
    output.removeLast(free)
    return failed ? nil : bytes.count - unused
  }
}
