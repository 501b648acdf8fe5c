import Accounting
import Audit
import CanonicalJSON
import Quantities
import Signing

/// Keys, signed heads and the totals of projects as the log tells them.
///
/// A record of these kinds is judged by what stands before it, as its reader outside will: a key by
/// the keys so far, a head by the trees so far, a total by the voucher lines so far.
struct ReplayedEvidence: ~Copyable {
  private static let types = [KeyRecord.type, CheckpointRecord.type, ProjectHeadRecord.type]

  private var keyring: Keyring?
  private var last = TreeState.empty
  /// By project, and what was added since by combination of dimensions.
  private var totals: [String: ProjectTotal] = [:]
  private var recent: [Int64: ProjectTotal] = [:]
  private var places: [Int64: String] = [:]
  private let snapshot: LedgerSnapshot
  private var trees: LogTrees
  private var writer = CanonicalWriter()

  init(_ snapshot: LedgerSnapshot) throws(CheckFailure) {
    self.snapshot = snapshot
    do throws(StoreError) {
      trees = try LogTrees(snapshot, size: try snapshot.recordCount())
    } catch { throw .store(error) }
  }

  /// Takes note of the record that names the log.
  mutating func begin(_ first: Digest) { keyring = Keyring(Origin(firstLeaf: first)) }

  /// Adds a line of a voucher whose dimensions are known by a number.
  mutating func add(_ posting: Posting, dimensions: Int64) {
    if dimensions == 0 { return }
    recent[dimensions, default: ProjectTotal()].add(posting.side, Int128(posting.amount.rawValue))
  }

  /// Brings the totals of the projects up to date.
  private mutating func settle() throws(CheckFailure) {
    for (dimensions, sums) in recent {
      let known: Dimensions
      do throws(StoreError) { known = try snapshot.dimensions(dimensions) } catch {
        throw .store(error)
      }
      guard let project = known[.project] else { continue }
      totals[project, default: ProjectTotal()].add(.debit, sums.debit)
      totals[project, default: ProjectTotal()].add(.credit, sums.credit)
    }
    recent.removeAll(keepingCapacity: true)
  }

  /// Judges a record when it is of one of these kinds.
  /// - Returns: whether it was.
  mutating func apply(
    _ type: String,
    _ body: Span<UInt8>,
    _ layout: RecordLayout,
    _ place: Int64
  ) throws(CheckFailure) -> Bool {
    guard ReplayedEvidence.types.contains(type) else { return false }
    guard layout.book.range.isEmpty else { throw difference(place, "no book", "a book") }
    if type == ProjectHeadRecord.type {
      try applyProjectHead(body, layout, place)
      return true
    }
    guard layout.lines.isEmpty else {
      throw difference(place, "no lines", "\(layout.lines.count)")
    }
    let data = layout.data.map { body[$0] }
    if type == KeyRecord.type {
      try applyKey(data, place)
    } else {
      try applyCheckpoint(data, place)
    }
    places[place] = type
    return true
  }

  private mutating func applyKey(_ data: [UInt8], _ place: Int64) throws(CheckFailure) {
    let record: KeyRecord
    do throws(EvidenceSyntaxError) { record = try KeyRecord(data: data) } catch {
      throw difference(place, "a key record", error.code.rawValue)
    }
    do throws(Keyring.Refusal) { try keyring?.apply(record, seq: place) } catch {
      throw difference(place, "a change of keys that can stand here", error.name)
    }
  }

  private mutating func applyCheckpoint(_ data: [UInt8], _ place: Int64) throws(CheckFailure) {
    guard let keyring else { throw difference(place, "a log with a name", "none") }
    let checkpoint: CheckpointRecord
    do throws(EvidenceSyntaxError) { checkpoint = try CheckpointRecord(data: data) } catch {
      throw difference(place, "a checkpoint record", error.code.rawValue)
    }
    let defect: CheckpointRecord.Defect?
    do throws(SigningError) {
      defect = try checkpoint.defect(at: place, after: last, under: keyring)
    } catch { throw .store(.inputOutput(detail: error.description)) }
    if let defect { throw difference(place, "a signed head of this log", defect.rawValue) }
    let state = checkpoint.state
    let roots: DigestPair
    do throws(StoreError) { roots = try trees.roots(at: state.size) } catch { throw .store(error) }
    for (expected, found) in [
      (roots.sha256, state.roots.sha256), (roots.sm3, state.roots.sm3),
    ] where expected != found {
      throw difference(place, "root \(expected) at \(state.size)", "\(found)")
    }
    last = state
  }

  private mutating func applyProjectHead(
    _ body: Span<UInt8>,
    _ layout: RecordLayout,
    _ place: Int64
  ) throws(CheckFailure) {
    guard layout.data.count == 2, !layout.lines.isEmpty else {
      throw difference(place, "lines of projects", "none")
    }
    try settle()
    for (index, line) in layout.lines.enumerated() {
      guard let chain = line.chain else {
        throw difference(place, "a line of a project", "none", line: index + 1)
      }
      let total = totals[layout.text(chain.project, in: body)] ?? ProjectTotal()
      writer.reset()
      writer.object { total.write(to: &$0) }
      let (expected, found) = (text(writer.bytes.span), text(body.extracting(line.data)))
      guard expected == found else { throw difference(place, expected, found, line: index + 1) }
    }
  }

  private func text(_ bytes: Span<UInt8>) -> String {
    String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
  }

  private func difference(
    _ place: Int64,
    _ expected: String,
    _ found: String,
    line: Int = 0
  ) -> CheckFailure {
    let line = line > 0 ? " line \(line)" : ""
    return .difference(
      CheckDifference("record \(place)\(line)", expected: expected, found: found)
    )
  }

  /// Compares the table of these records with the log.
  func compare(with snapshot: LedgerSnapshot) throws(CheckFailure) {
    var stored: [Int64: String] = [:]
    do throws(StoreError) {
      for type in [KeyRecord.type, CheckpointRecord.type] {
        for place in try snapshot.evidence(type) { stored[place] = type }
      }
    } catch { throw .store(error) }
    for place in Set(stored.keys).union(places.keys).sorted() where stored[place] != places[place] {
      throw .difference(
        CheckDifference(
          "evidence_record \(place)",
          expected: places[place] ?? "absent",
          found: stored[place] ?? "absent"
        )
      )
    }
  }
}
