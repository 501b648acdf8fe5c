import Accounting
import Findings
import Quantities

/// Turnover added up again from the postings, to be held against the balance tables.
struct ReplayedBalances {
  /// The sums of each day.
  ///
  /// Records come nearly in the order of days, so that those of one day are looked up again and
  /// again: they are few enough to stay at hand.
  private var days: [Int64: [Turnover.Cell: Turnover.Sums]] = [:]
  private var day: Int64 = 0
  private var today: [Turnover.Cell: Turnover.Sums] = [:]

  mutating func add(_ posting: Statement, _ day: Int64) throws(CheckFailure) {
    if day != self.day { turn(to: day) }
    let cell = Turnover.Cell(account: posting.integer(0), dimensions: posting.integer(1))
    do throws(Overflow) {
      if posting.integer(2) > 0 {
        try today[cell, default: Turnover.Sums()].add(debit: posting.integer(3))
      } else {
        try today[cell, default: Turnover.Sums()].add(credit: posting.integer(3))
      }
    } catch { throw .store(.finding(.overflow)) }
  }

  private mutating func turn(to day: Int64) {
    if !today.isEmpty { days[self.day] = today }
    self.day = day
    today = days.removeValue(forKey: day) ?? Dictionary(minimumCapacity: today.count)
  }

  /// Compares day by day, period by period, in total and at the end of each closed period.
  mutating func compare(
    with snapshot: LedgerSnapshot
  ) throws(CheckFailure) {
    turn(to: .max)
    var periods: [Int64: [Turnover.Cell: Turnover.Sums]] = [:]
    var totals: [Turnover.Cell: Turnover.Sums] = [:]
    do throws(Overflow) {
      for (day, cells) in days {
        let date = CivilDate(dayNumber: Int32(truncatingIfNeeded: day))
        let period = Int64(date.period.ordinal)
        for (cell, sums) in cells {
          try periods[period, default: [:]][cell, default: Turnover.Sums()].add(sums)
          try totals[cell, default: Turnover.Sums()].add(sums)
        }
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
    try compare([0: totals], "balance", "SELECT 0, \(columns) FROM balance", database)
    let closings = try closings(periods, snapshot)
    try compare(closings, "balance_close", "SELECT period, \(columns) FROM balance_close", database)
  }

  /// What the closing balances should be: the turnover up to each closed period of each book.
  private func closings(
    _ periods: [Int64: [Turnover.Cell: Turnover.Sums]],
    _ snapshot: LedgerSnapshot
  ) throws(CheckFailure) -> [Int64: [Turnover.Cell: Turnover.Sums]] {
    var closings: [Int64: [Turnover.Cell: Turnover.Sums]] = [:]
    let books = try CheckFailure.wrap { () throws(StoreError) in try snapshot.books() }
    for book in books {
      let opened = try CheckFailure.wrap { () throws(StoreError) in try snapshot.open(book) }
      let kept = try CheckFailure.wrap { () throws(StoreError) in
        try snapshot.calendar(of: book).states.filter { $0.value == .closed }.keys.sorted()
      }
      for end in kept.map({ Int64($0.ordinal) }) {
        for cells in periods.filter({ $0.key <= end }).values {
          for (cell, sums) in cells where opened.accounts[cell.account] != nil {
            do throws(Overflow) {
              try closings[end, default: [:]][cell, default: Turnover.Sums()].add(sums)
            } catch { throw .store(.finding(.overflow)) }
          }
        }
      }
    }
    return closings
  }

  private func compare(
    _ expected: [Int64: [Turnover.Cell: Turnover.Sums]],
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
      let sums = expected[query.integer(0)]?[cell]
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
    let count = expected.values.reduce(0) { $0 + $1.count }
    guard rows == count else {
      throw .difference(
        CheckDifference(table, expected: "\(count) rows", found: "\(rows) rows")
      )
    }
  }
}
