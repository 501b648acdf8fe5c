import Audit
import Signing

/// Reads the log once and writes its records, its history and its proofs (导出通览).
final class ExportPass {
  private(set) var keyring: Keyring
  private(set) var heads: [(seq: Int64, head: CheckpointRecord)] = []
  private(set) var roots = DigestPair(sha256: .zero, sm3: .zero)
  private let log: any EvidenceLog
  private let project: String?
  private let folder: OutputFolder
  private var replay: LogReplay
  private var entries: EntriesWriter
  private var derivations: Derivations
  private var history: any ByteSink
  private var proofs: (sha256: Proofs, sm3: Proofs)
  private var layout = RecordLayout()

  /// The proofs under one algorithm, and where those of inclusion go.
  private final class Proofs {
    var writer: ProofWriter
    var inclusion: (any ByteSink)?

    init(_ writer: consuming ProofWriter) { self.writer = writer }
  }

  init(
    _ log: any EvidenceLog,
    _ origin: Origin,
    _ scope: Statement.Scope,
    _ folder: OutputFolder
  ) throws(EvidenceError) {
    self.log = log
    self.folder = folder
    project = scope.project
    keyring = Keyring(origin)
    entries = EntriesWriter(folder)
    do throws(AuditError) { replay = try LogReplay() } catch { throw .audit(error) }
    derivations = try Derivations(EvidenceScope(scope), to: folder)
    history = try folder.file(BundleFormat.history)
    proofs = (
      Proofs(try ProofWriter(log, origin, .sha256)), Proofs(try ProofWriter(log, origin, .sm3))
    )
    guard project != nil else { return }
    for (proofs, path) in [
      (proofs.sha256, BundleFormat.inclusionSHA256), (proofs.sm3, BundleFormat.inclusionSM3),
    ] {
      let file = try folder.file(path)
      try file.write(proofs.writer.inclusionOpening)
      proofs.inclusion = file
    }
  }

  /// Reads all records.
  func run() throws(EvidenceError) {
    try log.forEachRecord { (body, leaf) throws(EvidenceError) in try take(body, leaf) }
    try entries.close()
    try history.close()
    try proofs.sha256.inclusion?.close()
    try proofs.sm3.inclusion?.close()
    try derivations.finish()
    do throws(AuditError) { roots = try replay.head.roots() } catch { throw .audit(error) }
    guard replay.head.size == log.size else { throw .log(detail: "\(replay.head.size)") }
    let sizes = heads.map(\.head.state.size).filter { $0 > 0 && $0 < log.size }
    let distinct = sizes.enumerated().filter { $0 == 0 || sizes[$0 - 1] != $1 }.map(\.element)
    try folder.write(
      BundleFormat.consistencySHA256,
      try proofs.sha256.writer.consistency(from: distinct)
    )
    try folder.write(
      BundleFormat.consistencySM3,
      try proofs.sm3.writer.consistency(from: distinct)
    )
  }

  private func take(_ body: Span<UInt8>, _ leaf: DigestPair) throws(EvidenceError) {
    do throws(AuditError) {
      try replay.confirm(body, stored: leaf)
      try layout.read(body)
    } catch { throw .audit(error) }
    if layout.isType("key", in: body) { try takeKey(body) }
    if layout.isType("checkpoint", in: body) { try takeHead(body) }
    guard let project else {
      try entries.write(body.copy(0..<body.count))
      try derivations.take(body, layout, leaf: leaf)
      return
    }
    try show(body, leaf, of: project)
  }

  private func takeKey(_ body: Span<UInt8>) throws(EvidenceError) {
    let seq = layout.seq
    guard let record = try? KeyRecord(data: body.copy(layout.data)) else {
      throw .defect(Defect(.keyring, "\(seq)", found: "form"))
    }
    do throws(Keyring.Refusal) { try keyring.apply(record, seq: seq) } catch {
      throw .defect(Defect(.keyring, "\(seq)", found: "\(error)"))
    }
  }

  private func takeHead(_ body: Span<UInt8>) throws(EvidenceError) {
    guard let head = try? CheckpointRecord(data: body.copy(layout.data)) else {
      throw .defect(Defect(.head, "\(layout.seq)", found: "form"))
    }
    heads.append((layout.seq, head))
    try history.write(HistoryLine.bytes(head, at: layout.seq))
  }

  /// Writes what a project's bundle shows of a record.
  private func show(
    _ body: Span<UInt8>,
    _ leaf: DigestPair,
    of project: String
  ) throws(EvidenceError) {
    let isWhole =
      layout.seq == 0 || ExcerptReplay.wholeTypes.contains { layout.isType($0, in: body) }
    let shown = layout.lines.filter { line in
      isWhole || line.chain.map { layout.text($0.project, in: body) } == project
    }
    guard isWhole || !shown.isEmpty else { return }
    var excerpt = body.copy(0..<layout.header.upperBound + 1)
    for line in shown { excerpt += body.copy(line.bytes.lowerBound..<line.bytes.upperBound + 1) }
    try entries.write(excerpt)
    let record: Record
    var shownLayout = RecordLayout()
    do throws(AuditError) {
      record = try Record(body: body.copy(0..<body.count))
      try shownLayout.read(excerpt.span, isExcerpt: true)
    } catch { throw .audit(error) }
    let numbers = shown.map { Int($0.number) }
    for proofs in [proofs.sha256, proofs.sm3] {
      try proofs.inclusion?.write(try proofs.writer.inclusion(record, shown: numbers))
    }
    try derivations.take(excerpt.span, shownLayout, leaf: leaf)
  }
}
