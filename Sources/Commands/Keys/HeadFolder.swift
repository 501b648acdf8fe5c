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

  /// The files of a head.
  private func files(_ head: CheckpointRecord) -> [System.NewFile] {
    let statement = "\(path)/\(head.state.size).statement"
    return [
      System.NewFile("\(statement).txt", head.statement.bytes),
      System.NewFile(note(head.state.size), head.note.bytes),
    ]
      + head.signatures.map { signature in
        let name = KeyName(signature.algorithm).rawValue
        return System.NewFile("\(statement).\(name).sig", signature.bytes)
      }
  }

  /// Sees to it, before anything is signed, that the files can be written.
  /// - Throws: `exists`.
  func requireFree(for size: Int64) throws(StoreError) {
    guard case .missing = System.kind(of: note(size)) else { throw .exists(path: note(size)) }
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
