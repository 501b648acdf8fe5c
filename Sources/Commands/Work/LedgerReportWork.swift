import Accounting
import Quantities
import Reports
import Store

extension ReportLedger: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let report = try session.look { (snapshot, head) throws(StoreError) in
      LedgerReport(
        head,
        try snapshot.statement(
          of: account,
          range.period,
          in: head.book,
          with: snapshot.tags(aux),
          knownAt: range.knowledge.position
        ),
        skip: rows.skip,
        limit: rows.limit
      )
    }
    try session.show(report, output)
  }
}

extension ReportColumns: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let report = try session.look { (snapshot, head) throws(StoreError) in
      let kind = try by.map { name throws(StoreError) in try snapshot.kind(named: name) }
      return MulticolumnReport(
        head,
        try snapshot.statement(
          of: account,
          range.period,
          in: head.book,
          knownAt: range.knowledge.position
        ),
        by: kind.map(MulticolumnReport.Spread.dimension) ?? .leaves,
        chart: try snapshot.chart(of: head.book),
        directory: try snapshot.directory()
      )
    }
    try session.show(report, output)
  }
}

extension ReportGeneralLedger: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let report = try session.look { (snapshot, head) throws(StoreError) in
      let range = try monthsWithBooks(snapshot, head.book)
      let january = FiscalPeriod(ordinal: range.first.ordinal - range.first.month + 1)
      let first = max(january, head.book.startPeriod).ordinal
      let months = try (first...range.last.ordinal).map { ordinal throws(StoreError) in
        try snapshot.trialBalance(
          PeriodRange(FiscalPeriod(ordinal: ordinal)),
          of: head.book,
          knownAt: self.range.knowledge.position
        )
      }
      return GeneralLedgerReport(head, range: range, months: months, part: account)
    }
    try session.show(report, output)
  }

  /// The months asked for, as far as the book has begun and was used.
  private func monthsWithBooks(
    _ snapshot: LedgerSnapshot,
    _ book: Book
  ) throws(StoreError) -> PeriodRange {
    let latest = try snapshot.calendar(of: book).used.last ?? book.startPeriod
    let first = max(range.period.first, book.startPeriod)
    let last = max(first, min(range.period.last, latest))
    return PeriodRange(first, through: last) ?? PeriodRange(first)
  }
}
