import CEmbedded

/// The files that every bundle carries, as they are in the program (随附文件).
enum EmbeddedFiles {
  /// Their paths and bytes.
  static func all() -> [(path: String, bytes: [UInt8])] {
    var count = 0
    guard let first = embedded_evidence(&count) else { return [] }
    return UnsafeBufferPointer(start: first, count: count).map { file in
      let bytes = UnsafeRawBufferPointer(start: file.bytes, count: file.size)
      return (String(cString: file.name), Array(bytes))
    }
  }
}
