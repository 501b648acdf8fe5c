import Accounting
import Audit
import Quantities
import Signing
import Store

extension AuditLog: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (language, set) = (session.language, try session.settings[.set])
    let report = try session.readLog { (snapshot) throws(StoreError) in
      let records = try snapshot.recordCount()
      var teller = OperationTeller(language)
      var layout = RecordLayout()
      var found: [Operation] = []
      try snapshot.forEachRecord(in: 0..<records) { (_, body, leaf) throws(StoreError) in
        if Interruption.isRequested { throw .cancelled }
        do throws(AuditError) { try layout.read(body) } catch {
          throw .damaged(detail: "\(error)")
        }
        let told = try teller.tell(body, layout, leaf.sha256)
        found += told.filter { wants($0, in: set) && speaks($0, layout, body) }
      }
      return OperationReport(
        operations: Array(found.dropFirst(rows.wanted.lowerBound).prefix(rows.wanted.count)),
        records: records,
        language: language
      )
    }
    try session.show(report, output)
  }

  private func wants(_ operation: Operation, in set: String?) -> Bool {
    // Both are written in the order of digits that is the order of time.
    let day = operation.at.description.prefix(10)
    return (from.map { "\($0)" <= day } ?? true) && (to.map { "\($0)" >= day } ?? true)
      && (by.map { operation.by == $0 } ?? true)
      && (type.isEmpty || type.contains { $0.rawValue == operation.type })
      && (set.map { operation.book == $0 || operation.book.isEmpty } ?? true)
  }

  private func speaks(_ operation: Operation, _ layout: RecordLayout, _ body: Span<UInt8>) -> Bool {
    contains.map { operation.what.contains($0) || layout.says($0, in: body) } ?? true
  }
}
