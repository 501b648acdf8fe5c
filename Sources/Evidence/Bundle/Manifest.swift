import Signing

/// A list of files with their digests under one algorithm (文件清单).
struct Manifest: Equatable {
  /// The files in byte order of their paths.
  var entries: [Entry] = []

  /// One file.
  struct Entry: Equatable {
    let path: String
    let digest: Digest
  }

  /// No list of our files is longer.
  static let lengthMax = BundleFormat.filesMax * 300

  /// One line.
  static func line(_ path: String, _ digest: Digest) -> [UInt8] {
    Array("\(digest)  \(path)\n".utf8)
  }

  /// Reads a list; anything but what ``line(_:_:)`` gives is refused.
  init(_ lines: consuming LineReader) throws(Defect) {
    while let line = try lines.line() {
      let bytes = Array(line)
      guard bytes.count > 66, let digest = Digest(hex: bytes.span, at: 0),
        bytes[64] == UInt8(ascii: " "), bytes[65] == UInt8(ascii: " "),
        let path = String(validating: bytes[66...], as: UTF8.self),
        BundlePath.isAcceptable(path), BundleFormat.isListed(path),
        entries.last.map({ BundlePath.precedes($0.path, path) }) ?? true,
        entries.count < BundleFormat.filesMax
      else { throw Defect(.syntax, lines.path, found: "\(lines.count)") }
      entries.append(Entry(path: path, digest: digest))
    }
  }
}
