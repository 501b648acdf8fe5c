import Audit
import Signing
import Store

/// The folder in which signed heads of a log lie for whoever keeps them elsewhere (检查点文件夹).
///
/// The names of the files begin with the size. Nothing is overwritten: two different heads of one
/// size would be a fork, and both are worth keeping.
struct HeadFolder {
  /// Where it is.
  let path: String

  /// The folder asked for, or the one that is named after the ledger file.
  init(_ path: String?, of ledger: String) { self.path = path ?? "\(ledger).heads" }

  /// The file of the signed checkpoint.
  func note(_ size: Int64) -> String { "\(path)/\(size).checkpoint" }

  private func statement(_ size: Int64, _ ending: String) -> String {
    "\(path)/\(size).statement.\(ending)"
  }

  private func signature(_ size: Int64, _ algorithm: KeyAlgorithm) -> String {
    statement(size, "\(KeyName(algorithm).rawValue).sig")
  }

  /// The files of a head.
  private func files(_ head: CheckpointRecord) -> [System.NewFile] {
    let size = head.state.size
    return [
      System.NewFile(statement(size, "txt"), head.statement.bytes),
      System.NewFile(note(size), head.note.bytes),
    ] + head.signatures.map { System.NewFile(signature(size, $0.algorithm), $0.bytes) }
  }

  /// Sees to it, before anything is signed, that the files can be written.
  /// - Throws: `exists`, `readOnly`.
  func requireFree(for size: Int64) throws(StoreError) {
    let files =
      [note(size), statement(size, "txt")]
      + RequiredKeys.algorithms.map { signature(size, $0) }
    for file in files {
      guard case .missing = System.kind(of: file) else { throw .exists(path: file) }
    }
    if case .file = System.kind(of: path) { throw .exists(path: path) }
    guard System.canCreate(in: path) else { throw .readOnly(path: path) }
  }

  /// Writes the files of a head that is in the log.
  /// - Throws: `E-FILE-WRITE`; the log has what was signed.
  func write(_ head: CheckpointRecord) throws(Failure) {
    do throws(System.CallFailure) {
      try System.makeFolder(path, mode: 0o755)
      try System.create(files(head))
    } catch { throw Failure(writing: note(head.state.size), error) }
  }
}
