import Audit
import Signing

/// A bundle whose records and proofs are written, and whose statement is not (待签审计包).
///
/// Every record is confirmed again on its way: a log that is damaged is not signed.
final class BundleDraft {
  private let log: any EvidenceLog
  private let scope: Statement.Scope
  private let folder: OutputFolder
  private let keyring: Keyring
  private let heads: [(seq: Int64, head: CheckpointRecord)]
  private let roots: DigestPair

  /// Writes all that does not depend on signatures.
  init(
    _ log: any EvidenceLog,
    _ scope: Statement.Scope,
    in folder: OutputFolder
  ) throws(EvidenceError) {
    guard let first = try log.leaves(0..<min(1, log.size), .sha256).first else {
      throw .log(detail: "empty")
    }
    let origin = Origin(firstLeaf: first)
    let pass = try ExportPass(log, origin, scope, folder)
    try pass.run()
    (keyring, heads, roots) = (pass.keyring, pass.heads, pass.roots)
    self.log = log
    self.scope = scope
    self.folder = folder
    for (path, bytes) in EmbeddedFiles.all() { try folder.write(path, bytes) }
  }

  /// Has the rest signed and written.
  func sign(
    _ signers: HeadSigners,
    _ making: Statement.Making,
    _ vouching: Vouching
  ) throws(EvidenceError) -> CheckpointRecord {
    try writeKeys(signers)
    for signer in signers.statement {
      let key = signer.publicKey
      guard let text = vouching.certificates[key.algorithm] else { continue }
      let path = BundleFormat.certificate(of: key)
      do throws(Defect) {
        try Certificates.demand(text, path, key, at: making.at)
      } catch { throw .defect(error) }
      try folder.write(path, text)
    }
    let notes = try writeNotes(signers.note)
    let manifests = try writeManifests()
    guard let head = TreeState(size: log.size, roots: roots),
      let growth = TreeGrowth(from: heads.last?.head.state ?? .empty, to: head),
      let keys = keyring.required()
    else { throw .log(detail: "heads") }
    let statement = Statement(keyring.origin, scope, growth, manifest: manifests, keys, making)
    try folder.write(BundleFormat.statement, statement.bytes)
    let signatures: [Signature]
    do throws(SigningError) {
      signatures = try statement.signed(by: signers.statement)
    } catch { throw .signing(error) }
    for signature in signatures {
      let isSM2 = signature.algorithm == .sm2
      let path = isSM2 ? BundleFormat.signatureSM2 : BundleFormat.signatureP256
      try folder.write(path, signature.bytes)
    }
    try writeStamp(statement, signers, vouching.authority)
    return CheckpointRecord(statement, signatures, notes, .export)
  }

  /// Has the statement stamped, and the stamp signed: its own signature covers not all of it.
  private func writeStamp(
    _ statement: Statement,
    _ signers: HeadSigners,
    _ authority: TimestampAuthority?
  ) throws(EvidenceError) {
    guard let authority,
      let signer = signers.statement.first(where: { $0.publicKey.algorithm == .p256 })
    else { return }
    let (response, signature): ([UInt8], Signature)
    do throws(SigningError) {
      response = try authority.stamp(statement.bytes, roots: nil).response
      signature = try signer.sign(response)
    } catch { throw .signing(error) }
    try folder.write(BundleFormat.token, response)
    try folder.write(BundleFormat.tokenSignature, signature.bytes)
  }

  private func writeKeys(_ signers: HeadSigners) throws(EvidenceError) {
    for signer in signers.all {
      let key = signer.publicKey
      guard keyring.key(for: key.algorithm) == key else {
        throw .defect(Defect(.notInUse, "\(key.id)", found: key.algorithm.rawValue))
      }
      let path =
        switch key.algorithm {
        case .sm2: BundleFormat.keySM2
        case .p256: BundleFormat.keyP256
        case .ed25519: BundleFormat.keyEd25519
        }
      try folder.write(path, Array(key.pem.utf8))
    }
  }

  /// Writes both checkpoints.
  /// - Returns: that of the SHA-256 tree.
  private func writeNotes(_ signer: any Signer) throws(EvidenceError) -> SignedNote {
    func write(
      _ path: String,
      _ algorithm: DigestAlgorithm
    ) throws(EvidenceError) -> SignedNote {
      let root = roots.root(algorithm)
      let note: SignedNote
      do throws(SigningError) {
        note = try Checkpoint(keyring.origin, algorithm, size: log.size, root: root)
          .signed(by: signer)
      } catch { throw .signing(error) }
      try folder.write(path, note.bytes)
      return note
    }
    _ = try write(BundleFormat.checkpointSM3, .sm3)
    return try write(BundleFormat.checkpoint, .sha256)
  }

  private func writeManifests() throws(EvidenceError) -> DigestPair {
    var lists: (sha256: [UInt8], sm3: [UInt8]) = ([], [])
    for (path, digests) in folder.listed {
      lists.sha256 += Manifest.line(path, digests.sha256)
      lists.sm3 += Manifest.line(path, digests.sm3)
    }
    try folder.write(BundleFormat.manifestSHA256, lists.sha256)
    try folder.write(BundleFormat.manifestSM3, lists.sm3)
    guard let first = folder.digests[BundleFormat.manifestSHA256],
      let second = folder.digests[BundleFormat.manifestSM3]
    else { preconditionFailure("what was written has digests") }
    return DigestPair(sha256: first.sha256, sm3: second.sm3)
  }
}
