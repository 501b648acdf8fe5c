import Accounting
import CanonicalJSON
import Policies
import RiskPools
public import Store

extension PoolRegister {
  /// Computes every document of pools again from the log (规则复算) and stops at the first one that
  /// differs.
  ///
  /// What was taken over from tables is followed, and not held against the rules.
  /// - Returns: the difference; `nil` when figures and vouchers are what the rules say.
  public func check() throws(StoreError) -> DocumentDifference? {
    var difference: DocumentDifference?
    var current: (code: String, pool: Pool)?
    try snapshot.forEachDocument(.pool) { (recorded) throws(StoreError) in
      guard difference == nil else { return }
      let code = recorded.document.subject
      let before = current.flatMap { $0.code == code ? $0.pool : nil }
      current = nil
      do throws(RegisterError) {
        guard let before else {
          current = (code, try after(recorded.document, nil))
          return
        }
        let (pool, found) = try compare(recorded, before)
        difference = found
        current = (code, pool)
      } catch { difference = try error.difference(at: recorded.sequence) }
    }
    return difference
  }

  private func compare(
    _ recorded: RecordedDocument,
    _ before: Pool
  ) throws(RegisterError) -> (Pool, DocumentDifference?) {
    var pool = before
    let stored = recorded.document
    let document = try self.document(stored)
    let change = try RegisterError.ruled { () throws(Refusal) in try pool.take(document) }
    guard stored.basis == .rule else { return (pool, nil) }
    let (expected, found) = (change.figures.figures.canonicalText, stored.figures.canonicalText)
    if expected != found {
      let difference = DocumentDifference(
        sequence: recorded.sequence,
        what: "figures",
        expected: expected,
        found: found
      )
      return (pool, difference)
    }
    guard !stored.templates.isEmpty else { return (pool, nil) }
    let entries = try proposed(change.figures, document, stored)
    for voucher in recorded.vouchers {
      let posted = try RegisterError.stored { () throws(StoreError) in
        try snapshot.postings(of: voucher)
      }
      if !entries.contains(where: { $0.voucher.postings == posted }) {
        let difference = DocumentDifference(
          sequence: recorded.sequence,
          what: "vouchers",
          expected: stored.kind,
          found: "\(voucher.number)"
        )
        return (pool, difference)
      }
    }
    return (pool, nil)
  }

  /// The vouchers of all roles, whoever keeps their books by now; a role whose accounts the
  /// templates leave open has no book here and is passed over.
  private func proposed(
    _ figures: PoolMovement,
    _ document: PoolDocument,
    _ stored: BusinessDocument
  ) throws(RegisterError) -> [PoolVoucher] {
    let templates = try rules.templates(stored.templates)
    var entries: [PoolVoucher] = []
    for role in PoolRole.allCases {
      do throws(Refusal) {
        entries += try templates.entries(for: figures, document, pool: stored.subject, [role])
      } catch { guard case .open = error else { throw .refused(error) } }
    }
    return entries
  }
}
