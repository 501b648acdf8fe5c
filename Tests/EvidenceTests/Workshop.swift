import Foundation
import Signing

@testable import Audit
@testable import Evidence

/// A folder of a test, removed when it ends.
final class Bench {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "evidence-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A path in it.
  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  /// Exports a log.
  @discardableResult
  func export(
    _ log: SampleLog,
    _ scope: Statement.Scope = .all,
    to name: String = "bundle"
  ) throws -> String {
    guard let making = SampleLog.making else { preconditionFailure("there is a time") }
    let export = try BundleExport(log, scope, log.keys.signers, making, to: self(name))
    try export.publish()
    return self(name)
  }
}

/// A bundle in memory, to be changed by whoever attacks it.
struct Workshop {
  var files: [String: [UInt8]] = [:]
  let keys: SampleKeys

  /// Reads a bundle.
  init(_ folder: String, _ keys: SampleKeys) throws {
    self.keys = keys
    for case let path as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(path)"),
        (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(path)")) == nil
      else { continue }
      files[path] = Array(data)
    }
  }

  /// Replaces words in a text file.
  mutating func edit(_ path: String, _ old: String, _ new: String) {
    let text = String(decoding: files[path] ?? [], as: UTF8.self)
    precondition(text.contains(old), "\(path) holds \(old)")
    files[path] = Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
  }

  private static func digest(_ bytes: [UInt8], _ algorithm: DigestAlgorithm) throws -> Digest {
    var hasher = try TreeHasher(algorithm)
    return try hasher.hash(bytes.span)
  }

  /// Makes the lists of files again.
  mutating func list() throws {
    let paths = files.keys.filter { BundleFormat.isListed($0) }
      .sorted { BundlePath.precedes($0, $1) }
    for (path, algorithm) in [
      (BundleFormat.manifestSHA256, DigestAlgorithm.sha256), (BundleFormat.manifestSM3, .sm3),
    ] {
      files[path] = try paths.flatMap {
        Manifest.line($0, try Workshop.digest(files[$0] ?? [], algorithm))
      }
    }
  }

  /// States the lists of files again.
  mutating func state() throws {
    let text = String(decoding: files[BundleFormat.statement] ?? [], as: UTF8.self)
    let lines = try text.split(separator: "\n").map { line -> String in
      if line.hasPrefix("manifest-sha256 ") {
        let bytes = files[BundleFormat.manifestSHA256] ?? []
        return "manifest-sha256 \(try Workshop.digest(bytes, .sha256))"
      }
      if line.hasPrefix("manifest-sm3 ") {
        let bytes = files[BundleFormat.manifestSM3] ?? []
        return "manifest-sm3 \(try Workshop.digest(bytes, .sm3))"
      }
      return String(line)
    }
    files[BundleFormat.statement] = Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// Signs the statement as somebody who has the keys.
  mutating func sign(by keys: SampleKeys? = nil) throws {
    let keys = keys ?? self.keys
    let statement = files[BundleFormat.statement] ?? []
    files[BundleFormat.signatureSM2] = try keys.sm2.sign(statement).bytes
    files[BundleFormat.signatureP256] = try keys.p256.sign(statement).bytes
  }

  /// Lists, states and signs again.
  mutating func reseal() throws {
    try list()
    try state()
    try sign()
  }

  /// Writes a folder.
  func save(_ folder: String) throws {
    try? FileManager.default.removeItem(atPath: folder)
    for (path, bytes) in files {
      let place = URL(filePath: "\(folder)/\(path)")
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(bytes).write(to: place)
    }
  }

  /// The tar file of some files in the order given.
  static func tar(_ files: [(path: String, bytes: [UInt8])]) -> [UInt8] {
    var tar: [UInt8] = []
    for (path, bytes) in files {
      tar += TarHeader.bytes(path: path, size: Int64(bytes.count)) ?? []
      tar += bytes + [UInt8](repeating: 0, count: TarHeader.padding(after: Int64(bytes.count)))
    }
    return tar + [UInt8](repeating: 0, count: 1024)
  }

  /// The files in byte order of their paths.
  var sorted: [(path: String, bytes: [UInt8])] {
    files.sorted { BundlePath.precedes($0.key, $1.key) }.map { ($0.key, $0.value) }
  }

  /// The verdict on these files, by somebody who knows the keys.
  func verdict(
    in bench: Bench,
    since: [UInt8]? = nil,
    pins: [UInt8]? = nil
  ) throws -> Verdict {
    try save(bench("attacked"))
    return Verifier.verify(
      bench("attacked"),
      Demands(pins: pins ?? keys.pins, since: since)
    )
  }
}
