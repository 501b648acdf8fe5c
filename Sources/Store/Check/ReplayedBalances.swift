import Accounting
import Findings
import Quantities

/// Turnover added up again from the postings, to be held against the balance tables.
struct ReplayedBalances {
  private var days: [Turnover.DayCell: Turnover.Sums]

  /// Starts with nothing; there will be about as many sums as the table of days has rows.
  init(expecting count: Int) { days = Dictionary(minimumCapacity: count) }

  mutating func add(_ posting: Statement, _ day: Int64) throws(CheckFailure) {
    let cell = Turnover.Cell(account: posting.integer(0), dimensions: posting.integer(1))
    let key = Turnover.DayCell(day: day, cell: cell)
    do throws(Overflow) {
      if posting.integer(2) > 0 {
        try days[key, default: Turnover.Sums()].add(debit: posting.integer(3))
      } else {
        try days[key, default: Turnover.Sums()].add(credit: posting.integer(3))
      }
    } catch { throw .store(.finding(.overflow)) }
  }

  /// Compares day by day, period by period, in total and at the end of each closed period.
  func compare(
    with snapshot: LedgerSnapshot
  ) throws(CheckFailure) {
    var periods: [Turnover.DayCell: Turnover.Sums] = [:]
    var totals: [Turnover.DayCell: Turnover.Sums] = [:]
    do throws(Overflow) {
      for (key, sums) in days {
        let period = CivilDate(dayNumber: Int32(truncatingIfNeeded: key.day)).period.ordinal
        let inPeriod = Turnover.DayCell(day: Int64(period), cell: key.cell)
        try periods[inPeriod, default: Turnover.Sums()].add(sums)
        let inTotal = Turnover.DayCell(day: 0, cell: key.cell)
        try totals[inTotal, default: Turnover.Sums()].add(sums)
      }
    } catch { throw .store(.finding(.overflow)) }
    let database = snapshot.database
    let columns = "account_id, dims_id, debit, credit"
    try compare(days, "balance_day", "SELECT day, \(columns) FROM balance_day", database)
    try compare(
      periods,
      "balance_period",
      "SELECT period, \(columns) FROM balance_period",
      database
    )
    try compare(totals, "balance", "SELECT 0, \(columns) FROM balance", database)
    let closings = try closings(periods, snapshot)
    try compare(closings, "balance_close", "SELECT period, \(columns) FROM balance_close", database)
  }

  /// What the closing balances should be: the turnover up to each closed period of each book.
  private func closings(
    _ periods: [Turnover.DayCell: Turnover.Sums],
    _ snapshot: LedgerSnapshot
  ) throws(CheckFailure) -> [Turnover.DayCell: Turnover.Sums] {
    var closings: [Turnover.DayCell: Turnover.Sums] = [:]
    let books = try CheckFailure.wrap { () throws(StoreError) in try snapshot.books() }
    for book in books {
      let opened = try CheckFailure.wrap { () throws(StoreError) in try snapshot.open(book) }
      let kept = try CheckFailure.wrap { () throws(StoreError) in
        try snapshot.calendar(of: book).states.filter { $0.value == .closed }.keys.sorted()
      }
      for period in kept {
        for (key, sums) in periods
        where key.day <= Int64(period.ordinal) && opened.accounts[key.cell.account] != nil {
          let end = Turnover.DayCell(day: Int64(period.ordinal), cell: key.cell)
          do throws(Overflow) {
            try closings[end, default: Turnover.Sums()].add(sums)
          } catch { throw .store(.finding(.overflow)) }
        }
      }
    }
    return closings
  }

  private func compare(
    _ expected: [Turnover.DayCell: Turnover.Sums],
    _ table: String,
    _ sql: String,
    _ database: Database
  ) throws(CheckFailure) {
    var rows = 0
    let query = try CheckFailure.wrap { () throws(StoreError) in try database.statement(sql) }
    defer { query.reset() }
    while try CheckFailure.wrap({ () throws(StoreError) in try query.step() }) {
      rows += 1
      let cell = Turnover.Cell(account: query.integer(1), dimensions: query.integer(2))
      let sums = expected[Turnover.DayCell(day: query.integer(0), cell: cell)]
      guard sums?.debit == query.integer(3), sums?.credit == query.integer(4) else {
        throw .difference(
          CheckDifference(
            "\(table) \(query.integer(0)) account \(cell.account) set \(cell.dimensions)",
            expected: sums.map { "debit \(Fen($0.debit)) credit \(Fen($0.credit))" } ?? "no row",
            found: "debit \(Fen(query.integer(3))) credit \(Fen(query.integer(4)))"
          )
        )
      }
    }
    guard rows == expected.count else {
      throw .difference(
        CheckDifference(table, expected: "\(expected.count) rows", found: "\(rows) rows")
      )
    }
  }
}
