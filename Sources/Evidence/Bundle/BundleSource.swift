/// The files of a bundle, be it a folder or a tar file (审计包读取).
///
/// Everything about names, kinds and places is checked when it is opened. Nothing is ever
/// unpacked, no link is followed, and what changes while it is read is noticed.
final class BundleSource {
  /// All files in byte order of their paths.
  let files: [BundleFile]
  private let root: System.Descriptor
  private let byPath: [String: Int]

  /// One file of a bundle.
  struct BundleFile: Equatable {
    let path: String
    let size: Int64
    let place: Place

    /// Where its bytes are.
    enum Place: Equatable {
      /// A file of its own, as it was when the bundle was opened.
      case file(System.Status)
      /// In the tar file, from this byte on.
      case tar(Int64)
    }
  }

  /// Opens a bundle.
  /// - Throws: what makes it no bundle.
  convenience init(_ path: String) throws(Defect) {
    let root = try Defect.reading(path) { () throws(System.CallFailure) in
      try System.Descriptor(reading: path)
    }
    let files = try BundleSource.files(in: root, path)
    if let (first, second) = BundlePath.clash(files.map(\.path)) {
      throw Defect(.clash, second, found: first)
    }
    self.init(root, files)
  }

  private init(_ root: consuming System.Descriptor, _ files: [BundleFile]) {
    self.root = root
    self.files = files
    byPath = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($1.path, $0) })
  }

  private static func files(
    in root: borrowing System.Descriptor,
    _ path: String
  ) throws(Defect) -> [BundleFile] {
    let status = try Defect.reading(path) { () throws(System.CallFailure) in try root.status() }
    switch status.kind {
    case .folder: return try FolderIndex.files(in: root)
    case .file: return try TarIndex.files(in: root, length: status.size)
    case .link, .other: throw Defect(.special, path)
    }
  }

  /// The file at a path.
  subscript(path: String) -> BundleFile? { byPath[path].map { files[$0] } }

  /// Opens a file for reading.
  func open(_ file: BundleFile) throws(Defect) -> BundleReader {
    guard case .file(let status) = file.place else { return BundleReader(self, file, nil) }
    let descriptor = try Defect.reading(file.path) { () throws(System.CallFailure) in
      try FolderIndex.open(file.path, in: root)
    }
    let now = try Defect.reading(file.path) { () throws(System.CallFailure) in
      try descriptor.status()
    }
    guard now == status else { throw Defect(.changed, file.path) }
    return BundleReader(self, file, descriptor)
  }

  /// Opens the file at a path.
  func open(_ path: String) throws(Defect) -> BundleReader {
    guard let file = self[path] else { throw Defect(.missing, path) }
    return try open(file)
  }

  /// A small file as a whole.
  func bytes(_ path: String, lengthMax: Int = BundleFormat.smallMax) throws(Defect) -> [UInt8] {
    guard let file = self[path] else { throw Defect(.missing, path) }
    guard file.size <= lengthMax else {
      throw Defect(.tooLong, path, expected: "\(lengthMax)", found: "\(file.size)")
    }
    var bytes = [UInt8](repeating: 0, count: Int(file.size))
    let reader = try open(file)
    try reader.read(&bytes, at: 0, count: bytes.count, from: 0)
    return bytes
  }

  fileprivate func readTar(
    _ buffer: inout [UInt8],
    at place: Int,
    count: Int,
    from offset: Int64
  ) throws(System.CallFailure) -> Int {
    try root.read(&buffer, at: place, count: count, from: offset)
  }
}

/// The bytes of one file of a bundle.
struct BundleReader: ~Copyable {
  private let source: BundleSource
  /// The file.
  let file: BundleSource.BundleFile
  private let descriptor: System.Descriptor?

  fileprivate init(
    _ source: BundleSource,
    _ file: BundleSource.BundleFile,
    _ descriptor: consuming System.Descriptor?
  ) {
    self.source = source
    self.file = file
    self.descriptor = descriptor
  }

  /// Reads exactly `count` bytes into `buffer` from `place` on.
  func read(
    _ buffer: inout [UInt8],
    at place: Int,
    count: Int,
    from offset: Int64
  ) throws(Defect) {
    precondition(offset >= 0 && offset + Int64(count) <= file.size, "a file has these bytes")
    let got = try Defect.reading(file.path) { () throws(System.CallFailure) in
      if case .tar(let start) = file.place {
        return try source.readTar(&buffer, at: place, count: count, from: start + offset)
      }
      return try descriptor?.read(&buffer, at: place, count: count, from: offset) ?? 0
    }
    // Its length was known when the bundle was opened.
    guard got == count else { throw Defect(.changed, file.path) }
  }
}

extension Defect {
  /// Tells a failed call as a defect of a file.
  static func reading<Result: ~Copyable>(
    _ path: String,
    _ body: () throws(System.CallFailure) -> Result
  ) throws(Defect) -> Result {
    do throws(System.CallFailure) {
      return try body()
    } catch { throw Defect(.unreadable, path, found: "\(error.number)") }
  }
}
