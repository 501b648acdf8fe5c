import Audit
import Signing

/// The checks of a bundle that look at its files alone.
enum FileChecks {
  /// The two lists of files.
  struct Manifests {
    let sha256: Manifest
    let sm3: Manifest
  }

  /// The check `files`.
  static func open(_ path: String) throws(Defect) -> BundleSource {
    let source = try BundleSource(path)
    for path in [BundleFormat.statement, BundleFormat.manifestSHA256, BundleFormat.manifestSM3]
    where source[path] == nil { throw Defect(.missing, path) }
    for file in source.files {
      guard BundleFormat.isDescribed(file.path) else { throw Defect(.unexpected, file.path) }
    }
    return source
  }

  /// The check `statement`.
  static func statement(_ source: BundleSource) throws(Defect) -> Statement {
    let bytes = try source.bytes(BundleFormat.statement, lengthMax: 4096)
    do throws(EvidenceSyntaxError) { return try Statement(bytes) } catch {
      let found = "\(error.line)"
      throw Defect(.syntax, BundleFormat.statement, expected: error.code.rawValue, found: found)
    }
  }

  /// The check `manifest`.
  static func manifests(
    _ source: BundleSource,
    _ statement: Statement
  ) throws(Defect) -> Manifests {
    let sha256 = try manifest(source, BundleFormat.manifestSHA256, .sha256, statement)
    let sm3 = try manifest(source, BundleFormat.manifestSM3, .sm3, statement)
    let (left, right) = (sha256.entries.map(\.path), sm3.entries.map(\.path))
    guard left == right else {
      let first = zip(left, right).first { $0 != $1 }
      throw Defect(
        .different,
        BundleFormat.manifestSM3,
        found: first?.0 ?? left.dropFirst(right.count).first ?? right.last ?? ""
      )
    }
    return Manifests(sha256: sha256, sm3: sm3)
  }

  private static func manifest(
    _ source: BundleSource,
    _ path: String,
    _ algorithm: DigestAlgorithm,
    _ statement: Statement
  ) throws(Defect) -> Manifest {
    let stated = statement.manifest?.root(algorithm)
    let bytes = try source.bytes(path, lengthMax: Manifest.lengthMax)
    let found = try Defect.hashing { () throws(SigningError) in
      var hasher = try TreeHasher(algorithm)
      return try hasher.hash(bytes.span)
    }
    guard found == stated else {
      let code: Defect.Code = algorithm == .sha256 ? .sha256 : .sm3
      throw Defect(code, path, expected: stated.map { "\($0)" } ?? "-", found: "\(found)")
    }
    return try Manifest(LineReader(source.open(path), lengthMax: 300))
  }

  /// Demands that the bundle has the files of the lists and no others.
  static func checkPaths(_ source: BundleSource, _ manifests: Manifests) throws(Defect) {
    let listed = manifests.sha256.entries.map(\.path)
    for path in listed where source[path] == nil { throw Defect(.notThere, path) }
    let known = Set(listed)
    for file in source.files where BundleFormat.isListed(file.path) {
      guard known.contains(file.path) else { throw Defect(.notListed, file.path) }
    }
  }

  /// Demands that the files have the digests of the lists.
  static func checkDigests(
    _ digests: [String: DigestPair],
    _ manifests: Manifests
  ) throws(Defect) {
    for (first, second) in zip(manifests.sha256.entries, manifests.sm3.entries) {
      guard let found = digests[first.path] else {
        preconditionFailure("every listed file was read")
      }
      guard found.sha256 == first.digest else {
        throw Defect(
          .sha256,
          first.path,
          expected: "\(first.digest)",
          found: "\(found.sha256)"
        )
      }
      guard found.sm3 == second.digest else {
        throw Defect(.sm3, first.path, expected: "\(second.digest)", found: "\(found.sm3)")
      }
    }
  }
}
