package import Accounting
import Audit
package import Quantities
import Signing

/// Two bundles of one log beside each other (审计包比较): what the later one adds.
///
/// Both are verified first. That the later log contains the earlier one is proved by the check
/// `since` with the earlier statement; what is told beyond that is read from records so proved.
package struct BundleComparison: Sendable {
  /// How the later log stands to the earlier one.
  package let relation: Relation
  /// The bundle with the smaller log, and the one with the larger, as far as they can be told.
  package private(set) var sides: [Side]
  /// How many records are new, by type and book.
  package private(set) var added: [Kind: Int] = [:]
  /// The vouchers that are new, in the order of the log.
  package private(set) var vouchers: [AddedVoucher] = []
  /// Which derived files the two bundles do not have alike, by path.
  package private(set) var files: [FileChange] = []
  /// Where the logs part; `nil` unless both bundles hold every record.
  package private(set) var firstDifference: Int64?

  /// How one log stands to another.
  package enum Relation: String, CaseIterable, Sendable {
    /// The logs are one and the same.
    case same
    /// The later one begins with the earlier one.
    case adds
    /// They differ in what both have: somebody was shown another log.
    case contradicts
    /// The later bundle is an excerpt without a proof for the earlier size.
    case unproven
    /// They are of different ledgers.
    case otherLog = "other-log"
    /// One of the bundles does not verify.
    case invalid
  }

  /// One of the bundles.
  package struct Side: Sendable {
    /// Where it is.
    package let path: String
    /// What became of its checks.
    package let verdict: Verdict
    /// When its statement was made; empty when it has none.
    package let madeAt: String
    let statement: Statement?
  }

  /// What new records are counted by.
  package struct Kind: Hashable, Comparable, Sendable {
    /// The type of the records.
    package let type: String
    /// The code of the book; empty for records of the whole ledger.
    package let book: String

    package static func < (left: Kind, right: Kind) -> Bool {
      (left.type, left.book) < (right.type, right.book)
    }
  }

  /// A voucher that only the later log has.
  package struct AddedVoucher: Sendable {
    /// The place of its record.
    package let seq: Int64
    /// The code of its book.
    package let book: String
    /// Its number.
    package let number: VoucherNumber
    /// Its date.
    package let date: CivilDate
    /// What its debits that are shown sum up to, in fen.
    package let debit: Int128
  }

  /// A derived file that the bundles do not have alike.
  package struct FileChange: Sendable {
    /// Its path.
    package let path: String
    /// Which bundles have it.
    package let change: Change

    /// What became of a file.
    package enum Change: String, Sendable {
      case added, changed, removed
    }
  }

  /// Compares the bundles at two paths, in either order.
  /// - Parameters:
  ///   - paths: folders or tar files.
  ///   - pins: the digests of trusted keys. Without any the keys that a statement names are taken
  ///     on trust, so that the check `pins` says nothing.
  /// - Throws: when a bundle that was verified cannot be read again.
  package init(_ paths: (String, String), pins: [UInt8]?) throws(EvidenceError) {
    let given = [paths.0, paths.1].map { (path: $0, statement: BundleComparison.statement($0)) }
    let sizes = given.map { $0.statement?.growth.head.size ?? 0 }
    let (earlier, later) = sizes[0] <= sizes[1] ? (given[0], given[1]) : (given[1], given[0])
    let origins = Set(given.map { $0.statement?.origin.name })
    let since = origins.count == 1 ? earlier.statement?.bytes : nil
    sides = [(earlier, nil), (later, since)].map { side, since in
      let own = side.statement?.keys.keys.map { "\($0.id)\n" }.joined() ?? ""
      let demands = Demands(pins: pins ?? Array(own.utf8), since: since)
      return Side(
        path: side.path,
        verdict: Verifier.verify(side.path, demands),
        madeAt: side.statement.map { "\($0.making.at)" } ?? "",
        statement: side.statement
      )
    }
    relation = BundleComparison.relation(sides[0], sides[1], isOneLog: origins.count == 1)
    do throws(Defect) { try look() } catch { throw .defect(error) }
  }

  /// Whether the later log at most adds to the earlier one.
  package var isConsistent: Bool { relation == .same || relation == .adds }

  private static func statement(_ path: String) -> Statement? {
    (try? FileChecks.open(path)).flatMap { try? FileChecks.statement($0) }
  }

  private static func relation(_ earlier: Side, _ later: Side, isOneLog: Bool) -> Relation {
    guard earlier.verdict.isValid else { return .invalid }
    for result in later.verdict.results {
      guard case .failed(let defect) = result.outcome else { continue }
      guard result.check == .since else { return .invalid }
      return defect.code == .notGiven ? .unproven : .contradicts
    }
    guard isOneLog else { return .otherLog }
    let heads = [earlier, later].compactMap { $0.statement?.growth.head.size }
    return Set(heads).count == 1 ? .same : .adds
  }

  /// Reads what the relation leaves to be told.
  private mutating func look() throws(Defect) {
    guard [.same, .adds, .contradicts].contains(relation), let earlier = sides[0].statement,
      let later = sides[1].statement
    else { return }
    let sources = (try FileChecks.open(sides[0].path), try FileChecks.open(sides[1].path))
    if relation == .contradicts {
      guard earlier.scope.project == nil, later.scope.project == nil else { return }
      firstDifference = try BundleComparison.firstDifference(sources.0, sources.1)
      return
    }
    try count(sources.1, from: earlier.growth.head.size, isPartial: later.scope.project != nil)
    let lists = (
      try FileChecks.manifests(sources.0, earlier), try FileChecks.manifests(sources.1, later)
    )
    files = BundleComparison.changes(lists.0.sha256, lists.1.sha256)
  }

  private static func firstDifference(
    _ earlier: BundleSource,
    _ later: BundleSource
  ) throws(Defect) -> Int64? {
    var left = RecordSequence(earlier)
    var right = RecordSequence(later)
    var seq: Int64 = 0
    while let record = try left.next() {
      guard try right.next() == record else { return seq }
      seq += 1
    }
    return nil
  }

  /// Counts the records from a size on.
  private mutating func count(
    _ source: BundleSource,
    from size: Int64,
    isPartial: Bool
  ) throws(Defect) {
    var sequence = RecordSequence(source)
    var (layout, reader) = (RecordLayout(), EventReader(isPartial: isPartial))
    while let record = try sequence.next() {
      let body = record.span
      do throws(AuditError) { try layout.read(body, isExcerpt: isPartial) } catch {
        throw Defect(error)
      }
      let event: RecordedEvent
      do throws(EvidenceError) { event = try reader.read(body, layout) } catch {
        throw Defect(error)
      }
      guard layout.seq >= size else { continue }
      let type = String(decoding: body.copy(layout.type), as: UTF8.self)
      added[Kind(type: type, book: layout.text(layout.book, in: body)), default: 0] += 1
      guard case .voucher(let voucher) = event else { continue }
      vouchers.append(
        AddedVoucher(
          seq: voucher.seq,
          book: voucher.book,
          number: voucher.number,
          date: voucher.voucher.date,
          debit: voucher.voucher.postings.reduce(0) { $0 + Int128($1.debit.rawValue) }
        )
      )
    }
  }

  private static func changes(_ earlier: Manifest, _ later: Manifest) -> [FileChange] {
    func derived(_ list: Manifest) -> [String: Digest] {
      let entries = list.entries.filter { BundleFormat.isDerived($0.path) }
      return Dictionary(uniqueKeysWithValues: entries.map { ($0.path, $0.digest) })
    }
    let (before, after) = (derived(earlier), derived(later))
    return Set(before.keys).union(after.keys).sorted(by: BundlePath.precedes).compactMap { path in
      switch (before[path], after[path]) {
      case (nil, _): FileChange(path: path, change: .added)
      case (_, nil): FileChange(path: path, change: .removed)
      case (let old, let new): old == new ? nil : FileChange(path: path, change: .changed)
      }
    }
  }
}
