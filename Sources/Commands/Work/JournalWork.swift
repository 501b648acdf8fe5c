import Accounting
import Quantities
import Reports
import Store

extension ReportJournal: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let report = try session.look { (snapshot, head) throws(StoreError) in
      let chart = try snapshot.chart(of: head.book)
      let wanted = rows.wanted
      var lines: [PostedLine] = []
      var count = 0
      try snapshot.forEachEntry(
        in: head.book,
        from: range.period.firstDay,
        through: range.period.lastDay,
        knownAt: range.knowledge.position
      ) { (entry) throws(StoreError) in
        if Interruption.isRequested { throw .cancelled }
        let next = count + entry.voucher.postings.count
        if count < wanted.upperBound, next > wanted.lowerBound {
          for (index, line) in entry.lines(chart: chart).enumerated()
          where wanted.contains(count + index) { lines.append(line) }
        }
        count = next
      }
      return JournalReport(head, range: range.period, lines: lines, chart: chart)
    }
    try session.show(report, output)
  }
}

extension RowOptions {
  /// The rows to show, counted from 0.
  var wanted: Range<Int> {
    let first = max(0, skip)
    return first..<(first + min(limit ?? .max, .max - first))
  }
}

extension ReportSearch: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let report = try session.look { (snapshot, head) throws(StoreError) in
      var search = LineSearch(range: period ?? head.book.allPeriods)
      search.summary = text
      search.accounts = account
      search.counterAccounts = counter
      search.least = amount?.least
      search.most = amount?.most
      search.preparedBy = maker
      search.tags = try snapshot.tags(aux)
      let found = try snapshot.lines(matching: search, in: head.book)
      return SearchReport(
        head,
        hits: found.dropFirst(rows.wanted.lowerBound).prefix(rows.wanted.count).map {
          SearchReport.Hit($0.line, preparedBy: $0.preparedBy)
        },
        chart: try snapshot.chart(of: head.book)
      )
    }
    try session.show(report, output)
  }
}

extension Book {
  /// Every period that may hold entries, the opening balances' before the first one among them.
  var allPeriods: PeriodRange {
    let last = CivilDate.last.period
    return PeriodRange(startPeriod.previous, through: last) ?? PeriodRange(last)
  }
}

extension CivilDate {
  /// The last day of the calendar, 9999-12-31.
  static let last = CivilDate(dayNumber: 2_932_896)
}
