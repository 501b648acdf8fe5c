/// Writes the tar file of a bundle (归档).
package enum TarFile {
  /// Writes the files of a folder, under another name until it is complete.
  /// - Parameters:
  ///   - folder: a bundle.
  ///   - path: the tar file, which must not be there yet.
  /// - Throws: ``EvidenceError``; then there is no tar file.
  package static func write(_ folder: String, to path: String) throws(EvidenceError) {
    guard (try? System.status(path)) == nil else { throw .occupied(path: path) }
    let part = "\(path).\(System.process()).part"
    do throws(EvidenceError) {
      try writeAll(folder, to: part)
      try EvidenceError.system(path) { () throws(System.CallFailure) in
        try System.rename(part, to: path)
        try System.synchronizeFolder(of: path)
      }
    } catch {
      System.removeFile(part)
      throw error
    }
  }

  private static func writeAll(_ folder: String, to part: String) throws(EvidenceError) {
    let tar = try EvidenceError.system(part) { () throws(System.CallFailure) in
      try System.Descriptor(creating: part)
    }
    func put(_ bytes: ArraySlice<UInt8>) throws(EvidenceError) {
      try EvidenceError.system(part) { () throws(System.CallFailure) in try tar.write(bytes) }
    }
    func reading<Result: ~Copyable>(
      _ body: () throws(Defect) -> Result
    ) throws(EvidenceError) -> Result {
      do throws(Defect) { return try body() } catch { throw .defect(error) }
    }
    let source = try reading { () throws(Defect) in try BundleSource(folder) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    for file in source.files {
      guard let header = TarHeader.bytes(path: file.path, size: file.size) else {
        throw .defect(Defect(.path, file.path))
      }
      try put(header[...])
      let reader = try reading { () throws(Defect) in try source.open(file) }
      var offset: Int64 = 0
      while offset < file.size {
        let count = Int(min(Int64(buffer.count), file.size - offset))
        try reading { () throws(Defect) in
          try reader.read(&buffer, at: 0, count: count, from: offset)
        }
        try put(buffer[..<count])
        offset += Int64(count)
      }
      try put([UInt8](repeating: 0, count: TarHeader.padding(after: file.size))[...])
    }
    try put([UInt8](repeating: 0, count: 2 * TarHeader.blockLength)[...])
    try EvidenceError.system(part) { () throws(System.CallFailure) in try tar.synchronize() }
  }
}
