/// Finds the files of a bundle that is a tar file.
///
/// Each header is written again from what it says and compared byte for byte, so there is one tar
/// file for a set of files, and nothing in it goes unread.
enum TarIndex {
  /// All files in byte order of their paths.
  static func files(
    in tar: borrowing System.Descriptor,
    length: Int64
  ) throws(Defect) -> [BundleSource.BundleFile] {
    var files: [BundleSource.BundleFile] = []
    var offset: Int64 = 0
    var block = [UInt8](repeating: 0, count: TarHeader.blockLength)
    while true {
      let place = "\(offset)"
      try fill(&block, count: block.count, from: offset, in: tar)
      offset += Int64(TarHeader.blockLength)
      if block.allSatisfy({ $0 == 0 }) { break }
      guard files.count < BundleFormat.filesMax else {
        throw Defect(.tooMany, place, expected: "\(BundleFormat.filesMax)")
      }
      guard let (path, size) = TarHeader.read(block) else { throw Defect(.header, place) }
      guard BundlePath.isAcceptable(path) else { throw Defect(.path, path) }
      guard TarHeader.bytes(path: path, size: size) == block else { throw Defect(.header, path) }
      if let last = files.last, !BundlePath.precedes(last.path, path) {
        throw Defect(.order, path, found: last.path)
      }
      guard size <= length - offset else {
        throw Defect(.truncated, path, expected: "\(size)", found: "\(length - offset)")
      }
      files.append(.init(path: path, size: size, place: .tar(offset)))
      offset += size
      let padding = TarHeader.padding(after: size)
      try fill(&block, count: padding, from: offset, in: tar)
      guard block[..<padding].allSatisfy({ $0 == 0 }) else { throw Defect(.padding, path) }
      offset += Int64(padding)
    }
    try fill(&block, count: block.count, from: offset, in: tar)
    offset += Int64(TarHeader.blockLength)
    guard block.allSatisfy({ $0 == 0 }) else { throw Defect(.padding, "\(offset)") }
    guard offset == length else {
      throw Defect(.trailing, expected: "\(offset)", found: "\(length)")
    }
    return files
  }

  private static func fill(
    _ block: inout [UInt8],
    count: Int,
    from offset: Int64,
    in tar: borrowing System.Descriptor
  ) throws(Defect) {
    let got = try Defect.reading("") { () throws(System.CallFailure) in
      try tar.read(&block, at: 0, count: count, from: offset)
    }
    guard got == count else { throw Defect(.truncated, "\(offset)") }
  }
}
