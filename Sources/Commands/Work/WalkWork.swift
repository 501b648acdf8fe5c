import Accounting
import Audit
import Evidence
import Store

extension AuditWalk: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let report = try session.readLog { (snapshot) throws(StoreError) in
      let (places, head) = try snapshot.chain(of: project)
      var walk = ProjectWalk(project)
      for place in places {
        if Interruption.isRequested { throw .cancelled }
        let record = try snapshot.record(at: place)
        do throws(EvidenceError) { try walk.take(record) } catch {
          throw StoreError(reading: error)
        }
      }
      walk.end(at: head, size: try snapshot.recordCount())
      var charts: [String: ChartOfAccounts] = [:]
      let books = try snapshot.books()
      for book in books { charts[book.code] = try snapshot.chart(of: book) }
      return WalkReport(walk, charts: charts)
    }
    try session.show(report, output)
    if !report.isComplete { throw Failure(silent: .verification) }
  }
}
