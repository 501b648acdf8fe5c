/// Finds the files of a bundle that is a folder.
///
/// Every step starts from the opened folder and follows no link, so whatever is done to the path
/// meanwhile, only what is in this folder is read.
enum FolderIndex {
  /// All files in byte order of their paths.
  static func files(
    in root: borrowing System.Descriptor
  ) throws(Defect) -> [BundleSource.BundleFile] {
    var files: [BundleSource.BundleFile] = []
    try collect(root, prefix: "", into: &files)
    files.sort { BundlePath.precedes($0.path, $1.path) }
    return files
  }

  private static func collect(
    _ folder: borrowing System.Descriptor,
    prefix: String,
    into files: inout [BundleSource.BundleFile]
  ) throws(Defect) {
    let limit = BundleFormat.filesMax - files.count
    let names = try Defect.reading(prefix) { () throws(System.CallFailure) in
      try System.names(in: folder, limit: limit)
    }
    guard names.count <= limit else {
      throw Defect(.tooMany, prefix, expected: "\(BundleFormat.filesMax)")
    }
    if names.isEmpty, !prefix.isEmpty { throw Defect(.emptyFolder, prefix) }
    for bytes in names {
      // Bytes that are no text are shown with marks in their place, and refused.
      let shown = prefix + String(decoding: bytes, as: UTF8.self)
      guard let name = String(validating: bytes, as: UTF8.self),
        BundlePath.isAcceptable(prefix + name)
      else { throw Defect(.path, shown) }
      let path = prefix + name
      let status = try Defect.reading(path) { () throws(System.CallFailure) in
        try folder.status(of: name)
      }
      switch status.kind {
      case .folder:
        let inner = try Defect.reading(path) { () throws(System.CallFailure) in
          try System.Descriptor(reading: name, in: folder)
        }
        try collect(inner, prefix: path + "/", into: &files)
      case .file:
        guard status.links == 1 else { throw Defect(.linked, path) }
        files.append(.init(path: path, size: status.size, place: .file(status)))
        guard files.count <= BundleFormat.filesMax else {
          throw Defect(.tooMany, path, expected: "\(BundleFormat.filesMax)")
        }
      case .link: throw Defect(.linked, path)
      case .other: throw Defect(.special, path)
      }
    }
  }

  /// Opens a file below a folder, following no link on the way.
  static func open(
    _ path: String,
    in root: borrowing System.Descriptor
  ) throws(System.CallFailure) -> System.Descriptor {
    let parts = path.split(separator: "/").map(String.init)
    guard let first = parts.first else { preconditionFailure("a path has a part") }
    var current = try System.Descriptor(reading: first, in: root)
    for part in parts.dropFirst() { current = try System.Descriptor(reading: part, in: current) }
    return current
  }
}
