import Audit
import Reports
import Store

extension AuditCheckpoint: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let folder = try KeyFolder(keys, passwordFile: password.file)
    let signing = try HeadSigning(folder, to: to, in: session)
    try session.writeAll(
      ["audit checkpoint", to ?? ""],
      needsActor: false,
      afterwards: { () throws(Failure) in try signing.finish() },
      { (write) throws(StoreError) in
        try write.requireKnownActor()
        return try signing.sign(.demand, in: write)
      }
    )
  }
}

/// The signing of one head: in the transaction, and on the disk when it is kept (签署检查点).
///
/// What is signed is handed out only when the log has it: a signed head of a log that was never
/// kept would look like a fork.
final class HeadSigning {
  private let signers: HeadSigners
  private let folder: HeadFolder
  private let language: Language
  private var signed: CheckpointRecord?

  /// Opens the keys.
  init(
    _ keys: KeyFolder,
    to path: String?,
    in session: Session
  ) throws(Failure) {
    folder = HeadFolder(path, of: try session.ledgerPath())
    language = session.language
    signers = try keys.headSigners()
  }

  /// Signs the log as it stands.
  func sign(
    _ occasion: CheckpointRecord.Occasion,
    in write: LedgerTransaction
  ) throws(StoreError) -> Answer {
    try write.prepareSigning(signers)
    try folder.requireFree(for: try write.recordCount())
    let head = try write.checkpoint(occasion, by: signers, program: "xiantou/\(Program.version)")
    signed = head
    let (size, roots) = (head.state.size, head.state.roots)
    let note = folder.note(size)
    return Answer(
      json: .object([
        .init("size", .integer(size)), .init("root_sha256", .string("\(roots.sha256)")),
        .init("root_sm3", .string("\(roots.sm3)")), .init("note", .string(note)),
      ]),
      lines: [
        Phrase("已签署检查点: \(size) 条记录", "signed: a log of \(size) records")
          .text(in: language),
        "SHA-256  \(roots.sha256)", "SM3      \(roots.sm3)", note,
      ]
    )
  }

  /// Writes the files of what was signed and kept.
  func finish() throws(Failure) {
    if let signed { try folder.write(signed) }
  }
}

extension LedgerTransaction {
  /// Whoever is named as acting has to be known, even where nobody has to be named.
  func requireKnownActor() throws(StoreError) {
    if !person.isEmpty { _ = try person(named: person) }
  }
}
