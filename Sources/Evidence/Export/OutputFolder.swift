import Audit
import Signing

/// A folder that is being written, and the digests of the files in it (输出目录).
///
/// It has another name until it is complete, so that no half-written bundle is ever taken for one.
final class OutputFolder: DerivedOutput {
  /// The files that were closed.
  private(set) var digests: [String: DigestPair] = [:]
  /// Where it is until it is complete.
  let path: String
  private let target: String
  private var folders: Set<String> = []
  private var opened: [String] = []

  /// Creates an empty folder beside `target`, which must not be there yet, or be empty.
  init(for target: String) throws(EvidenceError) {
    self.target = target
    path = "\(target).\(System.process()).part"
    try OutputFolder.requireFree(target)
    let folder = path
    try EvidenceError.system(folder) { () throws(System.CallFailure) in
      try System.makeFolder(folder)
    }
  }

  /// Demands that nothing is at a path but an empty folder.
  static func requireFree(_ path: String) throws(EvidenceError) {
    guard let status = try? System.status(path) else { return }
    let isEmpty = status.kind == .folder && ((try? BundleSource(path).files.isEmpty) ?? false)
    guard isEmpty else { throw .occupied(path: path) }
  }

  /// Begins a file.
  func file(_ path: String) throws(EvidenceError) -> any ByteSink {
    guard BundlePath.isAcceptable(path), BundleFormat.isDescribed(path) else {
      throw .defect(Defect(.path, path))
    }
    try makeFolders(for: path)
    opened.append(path)
    let place = "\(self.path)/\(path)"
    let descriptor = try EvidenceError.system(place) { () throws(System.CallFailure) in
      try System.Descriptor(creating: place)
    }
    return try OutputFile(descriptor, place) { [self] digests in self.digests[path] = digests }
  }

  /// Writes a file.
  func write(_ path: String, _ bytes: [UInt8]) throws(EvidenceError) {
    let file = try file(path)
    try file.write(bytes)
    try file.close()
  }

  private func makeFolders(for path: String) throws(EvidenceError) {
    let parts = path.split(separator: "/").dropLast()
    for count in parts.indices {
      let folder = parts[...count].joined(separator: "/")
      guard folders.insert(folder).inserted else { continue }
      let place = "\(self.path)/\(folder)"
      try EvidenceError.system(place) { () throws(System.CallFailure) in
        try System.makeFolder(place)
      }
    }
  }

  /// The files so far that are on the lists, in byte order of their paths.
  var listed: [(path: String, digests: DigestPair)] {
    digests.filter { BundleFormat.isListed($0.key) }
      .sorted { BundlePath.precedes($0.key, $1.key) }
      .map { ($0.key, $0.value) }
  }

  /// Gives the folder its name.
  func publish() throws(EvidenceError) {
    let (path, target) = (path, target)
    try OutputFolder.requireFree(target)
    try EvidenceError.system(target) { () throws(System.CallFailure) in
      try System.rename(path, to: target)
      try System.synchronizeFolder(of: target)
    }
  }

  /// Removes what was written.
  func discard() {
    for file in opened { System.removeFile("\(path)/\(file)") }
    for folder in folders.sorted(by: { $0.utf8.count > $1.utf8.count }) {
      try? System.removeFolder("\(path)/\(folder)")
    }
    try? System.removeFolder(path)
  }
}

/// One file that is being written.
private final class OutputFile: ByteSink {
  private let descriptor: System.Descriptor
  private let path: String
  private let onEnd: (DigestPair) -> Void
  private var sha256: TreeHasher
  private var sm3: TreeHasher
  private var buffer: [UInt8] = []

  convenience init(
    _ descriptor: consuming System.Descriptor,
    _ path: String,
    onEnd: @escaping (DigestPair) -> Void
  ) throws(EvidenceError) {
    do throws(SigningError) {
      self.init(descriptor, path, try TreeHasher(.sha256), try TreeHasher(.sm3), onEnd)
      try sha256.start()
      try sm3.start()
    } catch { throw .signing(error) }
  }

  private init(
    _ descriptor: consuming System.Descriptor,
    _ path: String,
    _ sha256: consuming TreeHasher,
    _ sm3: consuming TreeHasher,
    _ onEnd: @escaping (DigestPair) -> Void
  ) {
    self.descriptor = descriptor
    self.path = path
    self.onEnd = onEnd
    self.sha256 = sha256
    self.sm3 = sm3
  }

  func write(_ bytes: [UInt8]) throws(EvidenceError) {
    buffer += bytes
    if buffer.count >= 1 << 16 { try flush() }
  }

  private func flush() throws(EvidenceError) {
    let bytes = buffer
    do throws(SigningError) {
      try sha256.add(bytes.span)
      try sm3.add(bytes.span)
    } catch { throw .signing(error) }
    do throws(System.CallFailure) { try descriptor.write(bytes[...]) } catch {
      throw .system(path: path, number: error.number)
    }
    buffer = []
  }

  func close() throws(EvidenceError) {
    try flush()
    do throws(System.CallFailure) { try descriptor.synchronize() } catch {
      throw .system(path: path, number: error.number)
    }
    do throws(SigningError) {
      onEnd(DigestPair(sha256: try sha256.end(), sm3: try sm3.end()))
    } catch { throw .signing(error) }
  }
}

extension EvidenceError {
  /// Tells a failed call.
  static func system<Result: ~Copyable>(
    _ path: String,
    _ body: () throws(System.CallFailure) -> Result
  ) throws(EvidenceError) -> Result {
    do throws(System.CallFailure) {
      return try body()
    } catch { throw .system(path: path, number: error.number) }
  }
}
