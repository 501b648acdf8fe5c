import Audit
import Evidence
import Reports
import Signing
import Store

extension AuditExport: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    if period != nil, project != nil { throw Failure(.usage, ["detail": "--project"]) }
    guard let scope = Statement.Scope(periods: period, project: project) else {
      throw Failure(.usage, ["detail": project ?? "--project"])
    }
    let folder = try KeyFolder(keys, passwordFile: password.file)
    let signers = try folder.headSigners()
    let vouching = Vouching(
      certificates: try folder.certificates(of: signers, at: try session.now()),
      authority: try tsa.map { address throws(Failure) in try Failure.authority(address) }
    )
    for path in [to] + (tar.map { [$0] } ?? []) { try requireFree(path) }
    let ledger = try session.ledger(.write)
    let size = try session.keep(in: ledger) { (write) throws(StoreError) in
      try write.requireKnownActor()
      try write.prepareSigning(signers)
      if let project { try write.headProject(project) }
      return try write.recordCount()
    }
    if session.options.dryRun { return try session.sayDryRun() }
    let export = try session.exportBundle(of: ledger, size, scope, signers, vouching, to: to)
    do throws(Failure) {
      try session.keep(in: ledger) { (write) throws(StoreError) in
        _ = try write.recordCheckpoint(export.checkpoint)
      }
    } catch {
      export.discard()
      throw error
    }
    try Failure.evidence { () throws(EvidenceError) in
      try export.publish()
      if let tar { try TarFile.write(to, to: tar) }
    }
    try answer(export, session)
  }

  private func requireFree(_ path: String) throws(Failure) {
    try Failure.evidence { () throws(EvidenceError) in
      try BundleExport.requireFree(path, isFolder: path == to)
    }
  }

  private func answer(_ export: BundleExport, _ session: Session) throws(Failure) {
    let (state, language) = (export.checkpoint.state, session.language)
    try session.print(
      .object([
        .init("size", .integer(state.size)),
        .init("root_sha256", .string("\(state.roots.sha256)")),
        .init("root_sm3", .string("\(state.roots.sm3)")),
        .init("files", .integer(Int64(export.fileCount))),
        .init("path", .string(to)),
        .init("tar", .optional(tar)),
      ]),
      else: {
        [
          Phrase(
            "已导出审计包: \(state.size) 条记录, \(export.fileCount) 个文件",
            "exported a bundle: \(state.size) records, \(export.fileCount) files"
          ).text(in: language),
          "SHA-256  \(state.roots.sha256)", "SM3      \(state.roots.sm3)", to,
        ] + (tar.map { [$0] } ?? [])
      }
    )
  }
}

extension Session {
  /// Writes in one transaction without an answer; with `--dry-run` nothing is kept.
  fileprivate func keep<Result>(
    in ledger: LedgerFile,
    _ body: (LedgerTransaction) throws(StoreError) -> Result
  ) throws(Failure) -> Result {
    let (actor, moment) = (try actor() ?? "", try now())
    return try stored { () throws(StoreError) in
      try ledger.write(by: actor, at: moment, keep: !options.dryRun, body)
    }
  }

  fileprivate func sayDryRun() throws(Failure) {
    try print(.object([]), else: { [] })
    try say(Phrase("只检查, 未写入", "checked only, nothing written").text(in: language))
  }

  /// Makes a bundle of the first records of the ledger.
  fileprivate func exportBundle(
    of ledger: LedgerFile,
    _ size: Int64,
    _ scope: Statement.Scope,
    _ signers: HeadSigners,
    _ vouching: Vouching,
    to path: String
  ) throws(Failure) -> BundleExport {
    let program = "xiantou/\(Program.version)"
    guard let making = Statement.Making(at: try now(), program: program) else {
      preconditionFailure("the program has a name")
    }
    var refusal: EvidenceError?
    var made: BundleExport?
    try stored { () throws(StoreError) in
      try ledger.read { (snapshot) throws(StoreError) in
        let log = SnapshotLog(snapshot, size: size)
        do throws(EvidenceError) {
          made = try BundleExport(log, scope, signers, making, vouching, to: path)
        } catch {
          if let failure = log.failure { throw failure }
          refusal = error
        }
      }
    }
    if let refusal { throw Failure(refusal) }
    guard let made else { preconditionFailure("what was not refused was made") }
    return made
  }
}

/// The first records of a ledger file, as an export reads them.
private final class SnapshotLog: EvidenceLog {
  let size: Int64
  /// Why reading stopped.
  private(set) var failure: StoreError?
  private let snapshot: LedgerSnapshot

  init(_ snapshot: LedgerSnapshot, size: Int64) {
    self.snapshot = snapshot
    self.size = size
  }

  func forEachRecord(
    _ body: (Span<UInt8>, DigestPair) throws(EvidenceError) -> Void
  ) throws(EvidenceError) {
    var refusal: EvidenceError?
    do throws(StoreError) {
      try snapshot.forEachRecord(in: 0..<size) { (_, bytes, leaf) throws(StoreError) in
        if Interruption.isRequested { throw .cancelled }
        do throws(EvidenceError) { try body(bytes, leaf) } catch {
          refusal = error
          throw .cancelled
        }
      }
    } catch {
      if let refusal { throw refusal }
      failure = error
      throw .log(detail: "\(error)")
    }
  }

  func leaves(
    _ range: Range<Int64>,
    _ algorithm: DigestAlgorithm
  ) throws(EvidenceError) -> [Digest] {
    do throws(StoreError) { return try snapshot.leaves(range, algorithm) } catch {
      failure = error
      throw .log(detail: "\(error)")
    }
  }
}

extension AuditVerify: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    guard AuditorFile.isThere(path) else { throw Failure(.fileMissing, ["path": path]) }
    var demands = Demands(pins: try Failure.reading(pin))
    if let since { demands.since = try Failure.reading(since) }
    if let ca { demands.authorities = try Failure.reading(ca) }
    if let tsaCa { demands.stampAuthorities = try Failure.reading(tsaCa) }
    let verdict = Verifier.verify(path, demands)
    try session.print(verdict.json(session.language), else: { verdict.lines(session.language) })
    if !verdict.isValid { throw Failure(silent: .verification) }
  }
}

extension Failure {
  /// Reads a small file that an auditor names.
  static func reading(_ path: String) throws(Failure) -> [UInt8] {
    do throws(AuditorFile.Failure) { return try AuditorFile.read(path) } catch {
      switch error {
      case .missing(let path): throw Failure(.fileMissing, ["path": path])
      case .unreadable(let path): throw Failure(.fileRead, ["path": path, "reason": ""])
      }
    }
  }

  /// Tells why evidence could not be made.
  static func evidence<Result>(
    _ body: () throws(EvidenceError) -> Result
  ) throws(Failure) -> Result {
    do throws(EvidenceError) { return try body() } catch { throw Failure(error) }
  }

  /// The authority at an address.
  fileprivate static func authority(_ address: String) throws(Failure) -> TimestampAuthority {
    do throws(SigningError) { return try TimestampAuthority(address: address) } catch {
      throw Failure(error)
    }
  }

  /// Why evidence could not be made, on the command line.
  fileprivate init(_ error: EvidenceError) {
    switch error {
    case .occupied(let path): self.init(.fileExists, ["path": path])
    case .system(let path, let number):
      self.init(writing: path, System.CallFailure(number: number))
    case .signing(let error): self.init(error)
    case .record(let fault): self.init(.ledgerCorrupt, ["path": "", "reason": "\(fault)"])
    case .audit(let error): self.init(.ledgerCorrupt, ["path": "", "reason": "\(error)"])
    case .log(let detail): self.init(.ledgerCorrupt, ["path": "", "reason": detail])
    case .defect(let defect):
      let reason = [defect.code.rawValue, defect.subject, defect.expected, defect.found]
        .filter { !$0.isEmpty }.joined(separator: " ")
      self.init(.ledgerCorrupt, ["path": "", "reason": reason])
    }
  }
}
