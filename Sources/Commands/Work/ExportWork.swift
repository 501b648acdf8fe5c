import Accounting
import Exports
import Quantities
import Reports
import Store

extension ExportHledger: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.export(to: output) { (source, sink) throws(Failure) in
      let export = HledgerExport(chart: try source.chart)
      try sink.write(export.head)
      try source.forEachEntry { (entry) throws(Failure) in try sink.write(export.text(of: entry)) }
      try sink.write(export.foot)
      try source.forEachClosing { (closing) throws(Failure) in
        try sink.write(export.assertion(of: closing))
      }
    }
  }
}

extension ExportBeancount: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.export(to: output) { (source, sink) throws(Failure) in
      var export = BeancountExport(
        chart: try source.chart,
        title: source.book.name,
        start: source.book.startPeriod.firstDay
      )
      try sink.write(export.head)
      try source.forEachEntry { (entry) throws(Failure) in try sink.write(export.text(of: entry)) }
      try sink.write(export.foot)
      try source.forEachClosing { (closing) throws(Failure) in
        try sink.write(export.assertion(of: closing))
      }
    }
  }
}

/// What an export is made from: the entries, and the balances that the ledger claims (导出来源).
///
/// The balances come from the ledger's own sums and not from the entries, so that the other program
/// judges both.
private final class ExportSource {
  let book: Book
  private let snapshot: LedgerSnapshot
  private let session: Session
  private(set) var count = 0

  init(_ snapshot: LedgerSnapshot, _ book: Book, _ session: Session) {
    self.snapshot = snapshot
    self.book = book
    self.session = session
  }

  var chart: ChartOfAccounts {
    get throws(Failure) {
      try session.stored { () throws(StoreError) in try snapshot.chart(of: book) }
    }
  }

  /// Hands over every entry, the opening balances first, one after the other.
  func forEachEntry(_ body: (ExportedEntry) throws(Failure) -> Void) throws(Failure) {
    var failure: Failure?
    do throws(Failure) {
      try session.stored { () throws(StoreError) in
        let first = book.allPeriods.firstDay
        try snapshot.forEachEntry(in: book, from: first, through: .last) {
          (entry) throws(StoreError) in
          count += 1
          do throws(Failure) {
            if Interruption.isRequested { throw Failure(.interrupted) }
            try body(ExportedEntry(number: entry.number, voucher: entry.voucher))
          } catch {
            failure = error
            throw .cancelled
          }
        }
      }
    } catch { throw failure ?? error }
  }

  /// Hands over the balances at the end of each period: of the accounts that moved, at the end of
  /// the last one of all.
  func forEachClosing(_ body: (ClosingBalances) throws(Failure) -> Void) throws(Failure) {
    let periods = try session.stored { () throws(StoreError) in
      try snapshot.calendar(of: book).used
    }
    for period in periods {
      let trial = try session.stored { () throws(StoreError) in
        try snapshot.trialBalance(PeriodRange(period), of: book)
      }
      let shown = trial.rows.filter { row in
        row.account.isLeaf
          && (period == periods.last ? !row.isEmpty : row.debit != .zero || row.credit != .zero)
      }
      guard !shown.isEmpty else { continue }
      try body(
        ClosingBalances(
          day: period.lastDay,
          balances: shown.map { ($0.account.code, $0.closing) }
        )
      )
    }
  }
}

extension Session {
  /// Exports one unchanging state of a book to the file of `-o`, or to standard output.
  fileprivate func export(
    to output: OutputOptions,
    _ body: (ExportSource, TextSink) throws(Failure) -> Void
  ) throws(Failure) {
    let file = output.file.flatMap { $0 == "-" ? nil : $0 }
    // An object and a journal cannot share standard output.
    if form == .json, file == nil { throw Failure(.usage, ["detail": "-o"]) }
    var failure: Failure?
    var count = 0
    do throws(Failure) {
      try read { (snapshot, book) throws(StoreError) in
        let source = ExportSource(snapshot, book, self)
        do throws(Failure) {
          try write(output) { (sink) throws(Failure) in try body(source, sink) }
        } catch {
          failure = error
          throw .cancelled
        }
        count = source.count
      }
    } catch { throw failure ?? error }
    guard let file else { return }
    try print(
      .object([.init("path", .string(file)), .init("vouchers", .integer(Int64(count)))]),
      else: {
        [
          Phrase("已导出 \(count) 张凭证到 \(file)", "exported \(count) vouchers to \(file)")
            .text(in: language)
        ]
      }
    )
  }
}
