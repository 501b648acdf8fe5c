import Audit
import Signing

/// The checks of a bundle that ask who signed.
enum SignatureChecks {
  private static let paths: [KeyAlgorithm: (key: String, signature: String)] = [
    .sm2: (BundleFormat.keySM2, BundleFormat.signatureSM2),
    .p256: (BundleFormat.keyP256, BundleFormat.signatureP256),
  ]

  /// The check `pins`.
  /// - Returns: the keys that have to have signed.
  static func keys(
    _ source: BundleSource,
    _ statement: Statement,
    pinned: Set<Digest>
  ) throws(Defect) -> [PublicKey] {
    var keys: [PublicKey] = []
    for algorithm in RequiredKeys.algorithms {
      guard let required = statement.keys.keys.first(where: { $0.algorithm == algorithm }) else {
        throw Defect(.notRequired, algorithm.rawValue)
      }
      guard pinned.contains(required.id) else {
        throw Defect(.notPinned, algorithm.rawValue, found: "\(required.id)")
      }
      guard let path = paths[algorithm]?.key else { preconditionFailure("it can be required") }
      let key = try key(source, path)
      guard key.id == required.id, key.algorithm == algorithm else {
        throw Defect(.otherKey, path, expected: "\(required.id)", found: "\(key.id)")
      }
      keys.append(key)
    }
    return keys
  }

  /// A public key in its one spelling.
  private static func key(_ source: BundleSource, _ path: String) throws(Defect) -> PublicKey {
    let bytes = try source.bytes(path, lengthMax: 4096)
    guard let key = try? PublicKey(pem: bytes), bytes.elementsEqual(key.pem.utf8) else {
      throw Defect(.syntax, path, found: "1")
    }
    return key
  }

  /// The check `signatures`.
  static func signatures(
    _ source: BundleSource,
    _ statement: Statement,
    _ keys: [PublicKey]
  ) throws(Defect) {
    var signatures: [Signature] = []
    for key in keys {
      guard let path = paths[key.algorithm]?.signature else {
        preconditionFailure("it can be required")
      }
      let bytes = try source.bytes(path, lengthMax: 128)
      guard let signature = try? Signature(key.algorithm, bytes) else {
        throw Defect(.signature, path)
      }
      signatures.append(signature)
    }
    let defects = try Defect.hashing { () throws(SigningError) in
      try statement.defects(of: signatures, trusting: keys)
    }
    guard let first = defects.first else { return }
    throw Defect(.signature, BundleFormat.statement, found: "\(first)")
  }

  /// The check `checkpoint`.
  static func checkpoints(
    _ source: BundleSource,
    _ statement: Statement,
    _ keyring: Keyring
  ) throws(Defect) {
    let head = statement.growth.head
    let signer = try key(source, BundleFormat.keyEd25519)
    guard signer.algorithm == .ed25519 else { throw Defect(.otherKey, BundleFormat.keyEd25519) }
    let standing = keyring.standing(of: signer.id, at: head.size)
    guard standing == .valid else { throw Defect(.notInUse, "\(signer.id)", found: "\(standing)") }
    for algorithm in DigestAlgorithm.allCases {
      let path = algorithm == .sha256 ? BundleFormat.checkpoint : BundleFormat.checkpointSM3
      let root = head.roots.root(algorithm)
      let wanted = Checkpoint(statement.origin, algorithm, size: head.size, root: root)
      guard let note = try? SignedNote(try source.bytes(path)) else {
        throw Defect(.syntax, path, found: "1")
      }
      guard note.text == wanted.text else { throw Defect(.different, path) }
      let verdict = try Defect.hashing { () throws(SigningError) in
        let key = try NoteKey(name: wanted.origin, signer)
        return try note.verdict(of: key.map { [$0] } ?? [])
      }
      guard case .signed = verdict else { throw Defect(.notSigned, path) }
    }
  }
}

/// The check `since`: whether a log begins with the state that somebody saw earlier.
enum SinceCheck {
  /// Compares a state with the log.
  ///
  /// `rootsThen` are the roots at its size, when all records were read.
  static func check(
    _ seen: SeenState,
    _ source: BundleSource,
    _ statement: Statement,
    _ rootsThen: DigestPair?
  ) throws(Defect) {
    let head = statement.growth.head
    guard seen.origin == statement.origin.name else {
      throw Defect(.otherLog, expected: seen.origin, found: statement.origin.name)
    }
    guard seen.size <= head.size else {
      throw Defect(.shrunk, expected: "\(seen.size)", found: "\(head.size)")
    }
    for algorithm in DigestAlgorithm.allCases {
      guard let root = algorithm == .sha256 ? seen.sha256 : seen.sm3 else { continue }
      if seen.size == 0 || seen.size == head.size {
        let state = seen.size == 0 ? TreeState.empty : head
        guard state.roots.root(algorithm) == root else { throw changed(seen) }
      } else if let rootsThen {
        guard rootsThen.root(algorithm) == root else { throw changed(seen) }
      } else {
        var file = try ConsistencyFile(source, statement, algorithm)
        try file.check(from: seen.size, root)
      }
    }
  }

  private static func changed(_ seen: SeenState) -> Defect {
    Defect(.growth, found: "old \(seen.size)")
  }
}
