/// The one header that a file has in our tar files, POSIX ustar (归档头).
enum TarHeader {
  /// The size of a header, and what everything is padded to.
  static let blockLength = 512
  /// No file is longer: its size has eleven octal digits.
  static let sizeMax: Int64 = 1 << 33 - 1

  /// The header of a file.
  /// - Returns: `nil` when the path cannot be told in it, or the file is too long.
  static func bytes(path: String, size: Int64) -> [UInt8]? {
    guard (0...sizeMax).contains(size), let (prefix, name) = split(path) else { return nil }
    var header = [UInt8](repeating: 0, count: blockLength)
    put(name, at: 0, &header)
    put("0000644".utf8, at: 100, &header)
    put("0000000".utf8, at: 108, &header)
    put("0000000".utf8, at: 116, &header)
    put(octal(size, digits: 11).utf8, at: 124, &header)
    put("00000000000".utf8, at: 136, &header)
    put("        0".utf8, at: 148, &header)
    put("ustar\0".utf8, at: 257, &header)
    put("00".utf8, at: 263, &header)
    put("0000000".utf8, at: 329, &header)
    put("0000000".utf8, at: 337, &header)
    put(prefix, at: 345, &header)
    let sum = header.reduce(Int64(0)) { $0 + Int64($1) }
    put((octal(sum, digits: 6) + "\0 ").utf8, at: 148, &header)
    return header
  }

  /// The path and size that a header states; whether it is ours its ``bytes(path:size:)`` tell.
  static func read(_ header: [UInt8]) -> (path: String, size: Int64)? {
    let name = header[0..<100].prefix { $0 != 0 }
    let prefix = header[345..<500].prefix { $0 != 0 }
    let bytes = prefix.isEmpty ? Array(name) : prefix + [UInt8(ascii: "/")] + name
    guard let path = String(validating: bytes, as: UTF8.self),
      let size = Int64(String(decoding: header[124..<135], as: UTF8.self), radix: 8), size >= 0
    else { return nil }
    return (path, size)
  }

  /// The zeros after a file's bytes.
  static func padding(after size: Int64) -> Int { Int((512 - size % 512) % 512) }

  /// A path as prefix and name; a name alone where it fits.
  private static func split(
    _ path: String
  ) -> (prefix: ArraySlice<UInt8>, name: ArraySlice<UInt8>)? {
    let bytes = Array(path.utf8)
    if bytes.count <= 100 { return ([], bytes[...]) }
    let slashes = bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") && $0 <= 155 }
    guard let slash = slashes.last, slash > 0, (1...100).contains(bytes.count - slash - 1) else {
      return nil
    }
    return (bytes[..<slash], bytes[(slash + 1)...])
  }

  private static func put(
    _ text: some Collection<UInt8>,
    at place: Int,
    _ header: inout [UInt8]
  ) {
    for (step, byte) in text.enumerated() { header[place + step] = byte }
  }

  private static func octal(_ value: Int64, digits: Int) -> String {
    let text = String(value, radix: 8)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
