package import Audit
import Signing

/// Makes a bundle: first everything but its name, then, when its checkpoint is kept, that too.
///
/// ```swift
/// let export = try BundleExport(log, .all, signers, making, to: path)
/// do { try record(export.checkpoint) } catch { export.discard(); throw error }
/// try export.publish()
/// ```
package final class BundleExport {
  /// What was signed; the log has to keep it.
  package let checkpoint: CheckpointRecord
  /// The number of files.
  package let fileCount: Int
  private let folder: OutputFolder

  /// Writes and signs a bundle beside the place where it will be.
  /// - Parameters:
  ///   - log: the log; the keys of the signers have begun in it, and a project that is exported
  ///     has its head in the last record.
  ///   - scope: what is shown.
  ///   - signers: sign.
  ///   - making: when and by what.
  ///   - vouching: who else speaks for keys and time.
  ///   - path: the folder, which must not be there yet, or be empty.
  /// - Throws: ``EvidenceError``; then nothing is left of what was written.
  package init(
    _ log: any EvidenceLog,
    _ scope: Statement.Scope,
    _ signers: HeadSigners,
    _ making: Statement.Making,
    _ vouching: Vouching = Vouching(),
    to path: String
  ) throws(EvidenceError) {
    let folder = try OutputFolder(for: path)
    do throws(EvidenceError) {
      let draft = try BundleDraft(log, scope, in: folder)
      checkpoint = try draft.sign(signers, making, vouching)
    } catch {
      folder.discard()
      throw error
    }
    fileCount = folder.digests.count
    self.folder = folder
  }

  /// Demands that a bundle can be put somewhere.
  /// - Parameters:
  ///   - path: where.
  ///   - isFolder: whether it is a folder, which may be there if it is empty.
  /// - Throws: `occupied`.
  package static func requireFree(
    _ path: String,
    isFolder: Bool = true
  ) throws(EvidenceError) {
    if isFolder { return try OutputFolder.requireFree(path) }
    guard (try? System.status(path)) == nil else { throw .occupied(path: path) }
  }

  /// Gives the bundle its name.
  package func publish() throws(EvidenceError) { try folder.publish() }

  /// Removes what was written.
  package func discard() { folder.discard() }
}
