import Audit
import Quantities
import Signing

/// Everybody who looks at what confirmed records say (记录审阅); each goes on until it finds a defect.
struct Witnesses: ~Copyable {
  /// What is wrong with a record after all.
  private(set) var recordDefect: Defect?
  private(set) var keys: KeyHistory
  var heads: HeadHistory
  private(set) var voucherDefect: Defect?
  private(set) var totals = ProjectTotals()
  private(set) var derivedDefect: Defect?
  private var reader: EventReader
  private var rules: VoucherRules
  private let output: DerivedComparison
  private var derivations: Derivations?

  init(_ source: BundleSource, _ statement: Statement) {
    keys = KeyHistory(statement.origin)
    heads = HeadHistory(source)
    reader = EventReader(isPartial: statement.scope.project != nil)
    rules = VoucherRules(partial: statement.scope.project != nil)
    output = DerivedComparison(source)
    do throws(EvidenceError) {
      derivations = try Derivations(EvidenceScope(statement.scope), to: output)
    } catch { derivedDefect = Defect(error) }
  }

  /// Takes the next record.
  /// - Parameters:
  ///   - body: its header and lines.
  ///   - record: its parts, and the leaf hashes of its header.
  ///   - linesSM3: the SM3 root of its lines, when another thread made it.
  /// - Returns: whether the record is sound.
  mutating func take(
    _ body: Span<UInt8>,
    _ record: Confirmation.Record,
    linesSM3: Digest?
  ) -> Bool {
    guard recordDefect == nil else { return false }
    let layout = record.layout
    if let linesSM3, linesSM3 != layout.roots.sm3 {
      recordDefect = Defect.record(
        layout.seq,
        expected: "\(linesSM3)",
        found: "\(LogDifference.Code.linesSM3.rawValue) \(layout.roots.sm3)"
      )
      return false
    }
    if layout.isType("key", in: body) { keys.take(body, layout) }
    if layout.isType("checkpoint", in: body) { heads.take(body, layout, keys.keyring) }
    totals.take(body, layout)
    understand(body, record)
    return true
  }

  /// Judges what a record says, and makes of it what can be made.
  private mutating func understand(_ body: Span<UInt8>, _ record: Confirmation.Record) {
    let layout = record.layout
    guard voucherDefect == nil || derivedDefect == nil else { return }
    let event: RecordedEvent
    do throws(EvidenceError) { event = try reader.read(body, layout) } catch {
      voucherDefect = voucherDefect ?? Defect(error)
      derivedDefect = derivedDefect ?? Defect(error)
      return
    }
    do throws(EvidenceError) {
      if voucherDefect == nil, let wrong = try rules.take(event, seq: layout.seq) {
        voucherDefect = Defect(.voucher, "\(layout.seq)", found: wrong)
      }
    } catch { voucherDefect = Defect(error) }
    do throws(EvidenceError) {
      if derivedDefect == nil { try derivations?.take(event, seq: layout.seq, leaf: record.leaf) }
    } catch { derivedDefect = Defect(error) }
  }

  /// Judges what can be judged only at the end, and ends what is made from the records.
  mutating func end() {
    if voucherDefect == nil, let wrong = rules.finish() {
      voucherDefect = Defect(.numbers, found: wrong)
    }
    guard derivedDefect == nil else { return }
    do throws(EvidenceError) {
      try derivations?.finish()
      do throws(Defect) { try output.checkEnd() } catch { derivedDefect = error }
    } catch { derivedDefect = Defect(error) }
  }
}

extension EvidenceScope {
  /// The scope that a statement states.
  init(_ scope: Statement.Scope) {
    self.init(book: scope.book, period: scope.periods, project: scope.project)
  }
}

extension Defect {
  /// Tells why something could not be made from the records.
  init(_ error: EvidenceError) {
    switch error {
    case .defect(let defect): self = defect
    case .record(let fault):
      let place = fault.line > 0 ? "\(fault.seq):\(fault.line)" : "\(fault.seq)"
      self.init(.content, place, found: "\(fault.member) \(fault.kind.rawValue)")
    case .audit(let error): self.init(error)
    case .signing(let error): self.init(.library, found: "\(error)")
    case .occupied(let path): self.init(.derivation, path)
    case .system(let path, let number): self.init(.unreadable, path, found: "\(number)")
    case .log(let detail): self.init(.derivation, found: detail)
    }
  }
}
