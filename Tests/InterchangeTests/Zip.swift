import CZlib

/// Makes ZIP files for tests: honest ones, and ones that lie.
struct Zip {
  struct Part {
    var name: String
    var data: [UInt8]
    var isDeflated = true
    var method: UInt16?
    var flags: UInt16 = 0
    var claimedSize: Int?
    var claimedCRC: UInt32?
  }

  static func deflated(_ data: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
      &stream,
      9,
      Z_DEFLATED,
      -MAX_WBITS,
      8,
      Z_DEFAULT_STRATEGY,
      ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)
    )
    var input = data
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(data.count))))
    let count = input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to in
        stream.next_in = from.baseAddress
        stream.avail_in = UInt32(from.count)
        stream.next_out = to.baseAddress
        stream.avail_out = UInt32(to.count)
        deflate(&stream, Z_FINISH)
        return to.count - Int(stream.avail_out)
      }
    }
    deflateEnd(&stream)
    return Array(output.prefix(count))
  }

  static func archive(_ parts: [Part]) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    func append(_ list: [(Int, Int)], to bytes: inout [UInt8]) {
      for (value, width) in list {
        for place in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
      }
    }
    for part in parts {
      let packed = part.isDeflated ? deflated(part.data) : part.data
      let crc = part.claimedCRC ?? UInt32(crc32(0, part.data, UInt32(part.data.count)))
      let name = Array(part.name.utf8)
      let common: [(Int, Int)] = [
        (20, 2), (Int(part.flags), 2), (Int(part.method ?? (part.isDeflated ? 8 : 0)), 2), (0, 4),
        (Int(crc), 4), (packed.count, 4), (part.claimedSize ?? part.data.count, 4), (name.count, 2),
        (0, 2),
      ]
      append([(0x0201_4B50, 4), (20, 2)] + common, to: &directory)
      append([(0, 2), (0, 2), (0, 2), (0, 4), (file.count, 4)], to: &directory)
      directory += name
      append([(0x0403_4B50, 4)] + common, to: &file)
      file += name + packed
    }
    let start = file.count
    file += directory
    append(
      [
        (0x0605_4B50, 4), (0, 2), (0, 2), (parts.count, 2), (parts.count, 2),
        (directory.count, 4), (start, 4), (0, 2),
      ],
      to: &file
    )
    return file
  }
}
