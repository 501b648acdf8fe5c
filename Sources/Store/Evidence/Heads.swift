public import Audit
import CanonicalJSON
import Findings
import Signing

/// A signed state of the log, and where in the log it is kept (历史检查点).
public struct RecordedHead: Hashable, Sendable {
  /// The place of the record.
  public let seq: Int64
  /// When it was recorded.
  public let at: RecordTime
  /// What was signed.
  public let checkpoint: CheckpointRecord
}

extension LedgerSnapshot {
  /// All heads that were ever signed, in the order of the log.
  /// - Throws: `damaged` when a record cannot be read.
  public func heads() throws(StoreError) -> [RecordedHead] {
    try evidence(CheckpointRecord.type).map { place throws(StoreError) in try head(at: place) }
  }

  private func head(at place: Int64) throws(StoreError) -> RecordedHead {
    let data = try EvidenceData(try record(place), type: CheckpointRecord.type)
    guard let checkpoint = try? CheckpointRecord(data: data.bytes) else {
      throw .damaged(detail: "checkpoint record \(place)")
    }
    return RecordedHead(seq: place, at: data.at, checkpoint: checkpoint)
  }

  /// The state of the log that was signed last; the empty log when none was.
  func lastSigned() throws(StoreError) -> TreeState {
    guard let place = try evidence(CheckpointRecord.type).last else { return .empty }
    return try head(at: place).checkpoint.state
  }

  /// The state of the log now, and the one that was signed last.
  public func growth() throws(StoreError) -> TreeGrowth {
    let (head, last) = (try head(), try lastSigned())
    let roots: DigestPair
    do throws(AuditError) { roots = try head.roots() } catch { throw StoreError(error) }
    guard let now = TreeState(size: head.size, roots: roots),
      let growth = TreeGrowth(from: last, to: now)
    else { throw .damaged(detail: "the log is shorter than what was signed") }
    return growth
  }
}

extension LedgerTransaction {
  /// Signs the log as it stands, without files, and records that (检查点).
  ///
  /// Keys that are missing begin first. Nobody else can write while the signers sign.
  /// - Parameters:
  ///   - occasion: why.
  ///   - signers: sign; their keys are in use, or their algorithms have none yet.
  ///   - program: the name and version of the program, as `xiantou/0.1.0`.
  /// - Returns: what was signed.
  /// - Throws: as ``prepareSigning(_:)``.
  @discardableResult
  public func checkpoint(
    _ occasion: CheckpointRecord.Occasion,
    by signers: HeadSigners,
    program: String
  ) throws(StoreError) -> CheckpointRecord {
    try prepareSigning(signers)
    let keyring = try keyring()
    guard let keys = keyring.required(),
      let making = Audit.Statement.Making(at: moment, program: program)
    else { preconditionFailure("keys have begun, and the program has a name") }
    let growth = try growth()
    let statement = Audit.Statement(
      keyring.origin,
      .all,
      growth,
      manifest: nil,
      keys,
      making
    )
    let checkpoint: CheckpointRecord
    do throws(SigningError) {
      checkpoint = try CheckpointRecord(signing: statement, by: signers, on: occasion)
    } catch { throw .signer(error) }
    try recordCheckpoint(checkpoint)
    return checkpoint
  }

  /// Records what was signed; the log may have grown since.
  /// - Returns: the place of the record.
  /// - Throws: `E-HEAD-STALE` when another head was signed meanwhile; `constraint` when it is not
  ///   one of this log, or is not signed as it has to be.
  @discardableResult
  public func recordCheckpoint(_ checkpoint: CheckpointRecord) throws(StoreError) -> Int64 {
    let (place, last, keyring) = (try head().size, try lastSigned(), try keyring())
    guard checkpoint.statement.growth.previous == last else {
      throw .finding(.headStale, value: String(last.size))
    }
    let state = checkpoint.state
    let defect: CheckpointRecord.Defect?
    do throws(SigningError) {
      defect = try checkpoint.defect(at: place, after: last, under: keyring)
    } catch { throw .inputOutput(detail: error.description) }
    if let defect { throw .constraint(detail: "checkpoint: \(defect.rawValue)") }
    var trees = try LogTrees(self, size: state.size)
    guard try trees.roots(at: state.size) == state.roots else {
      throw .constraint(detail: "checkpoint: roots")
    }
    return try append(evidence: CheckpointRecord.type) { checkpoint.write(to: &$0) }
  }

  /// Adds a record about keys or heads, and notes where it is.
  func append(
    evidence type: String,
    _ data: (inout CanonicalWriter) -> Void
  ) throws(StoreError) -> Int64 {
    try whole { () throws(StoreError) in
      let place = try append(type, book: "", data: data)
      let insert = try database.statement(
        "INSERT INTO evidence_record (seq, type) VALUES (?1, ?2)"
      )
      insert.bind(place, 1)
      insert.bind(type, 2)
      try insert.run()
      return place
    }
  }
}

/// The `data` of a record about keys or heads.
struct EvidenceData {
  let bytes: [UInt8]
  let at: RecordTime

  /// Reads a record that must be of a type, and about the ledger as a whole.
  init(_ body: [UInt8], type: String) throws(StoreError) {
    var layout = RecordLayout()
    do throws(AuditError) { try layout.read(body.span) } catch { throw StoreError(error) }
    guard body[layout.type].elementsEqual(type.utf8) else { throw .damaged(detail: type) }
    bytes = Array(body[layout.data])
    at = layout.at
  }
}
