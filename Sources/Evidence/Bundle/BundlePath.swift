import CanonicalJSON

/// The paths that a bundle may have, and how they are compared.
enum BundlePath {
  /// No path has more bytes.
  static let lengthMax = 200

  /// Whether a path may stand in a bundle.
  static func isAcceptable(_ path: String) -> Bool {
    let bytes = path.utf8
    guard (1...lengthMax).contains(bytes.count), RecordText.isAcceptable(path),
      !path.unicodeScalars.contains(where: { (0x7F...0x9F).contains($0.value) })
    else { return false }
    let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.allSatisfy { isPart($0) }
  }

  private static func isPart(_ part: Substring.UTF8View) -> Bool {
    guard let first = part.first, first != UInt8(ascii: "-") else { return false }
    if part.elementsEqual(".".utf8) || part.elementsEqual("..".utf8) { return false }
    return !part.contains(UInt8(ascii: " ")) && !part.contains(UInt8(ascii: "\\"))
  }

  /// Whether a path stands before another in every list: by bytes.
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// The first two paths that a system without upper case could not tell apart.
  ///
  /// Folders count too: `a/b` and `A/c` cannot both be unpacked there.
  static func clash(_ paths: [String]) -> (String, String)? {
    var seen: [[UInt8]: String] = [:]
    for path in paths {
      let bytes = Array(path.utf8)
      for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "/") {
        let folder = String(decoding: bytes[..<index], as: UTF8.self)
        let other = seen.updateValue(folder, forKey: folded(bytes[..<index]))
        if let other, other != folder { return (other, path) }
      }
      if let other = seen.updateValue(path, forKey: folded(bytes[...])) { return (other, path) }
    }
    return nil
  }

  private static func folded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }
}
