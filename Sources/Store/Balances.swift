public import Accounting
import Findings
public import Quantities

/// Balances at any date, from sums that are already there.
///
/// They are the last closed period's, the turnover of the periods after it, and the days of the
/// last month.
extension LedgerSnapshot {
  /// The trial balance of a range of periods (科目余额表).
  ///
  /// `known` limits it to what stood in the log before that position; `nil` takes everything.
  public func trialBalance(
    _ range: PeriodRange,
    of book: Book,
    knownAt known: Int64? = nil
  ) throws(StoreError) -> TrialBalance {
    let balances = try balances(range, of: book, knownAt: known)
    let chart = try chart(of: book)
    return try checked { () throws(Overflow) in
      try TrialBalance(range: range, balances: balances, chart: chart)
    }
  }

  /// What every account and combination of dimensions had and moved over a range of periods.
  ///
  /// Opening balances stand before the book's first period, so that a year in which a book starts
  /// does not count them as movement.
  public func balances(
    _ range: PeriodRange,
    of book: Book,
    knownAt known: Int64? = nil
  ) throws(StoreError) -> [AccountBalance] {
    try settle()
    var cells = Cells(accounts: try open(book).accounts.count)
    let first = max(range.first, book.startPeriod)
    if let known {
      try cells.addPostings(through: range.lastDay, from: first.firstDay, knownAt: known, database)
    } else {
      try cells.addOpening(before: first, closed: latestClosed(before: first, of: book), database)
      try cells.addMovement(Cells.periods, first.ordinal, range.last.ordinal, database)
    }
    return try accountBalances(cells, of: book)
  }

  /// The balances at the end of a day; the movement is that of its month so far.
  public func balances(
    asOf date: CivilDate,
    of book: Book,
    knownAt known: Int64? = nil
  ) throws(StoreError) -> [AccountBalance] {
    try settle()
    var cells = Cells(accounts: try open(book).accounts.count)
    if let known {
      let first = date.period.firstDay
      try cells.addPostings(through: date, from: first, knownAt: known, database)
    } else {
      try cells.addOpening(
        before: date.period,
        closed: latestClosed(before: date.period, of: book),
        database
      )
      if date == date.period.lastDay {
        try cells.addMovement(
          Cells.periods,
          date.period.ordinal,
          date.period.ordinal,
          database
        )
      } else {
        try cells.addMovement(
          Cells.days,
          Int(date.period.firstDay.dayNumber),
          Int(date.dayNumber),
          database
        )
      }
    }
    return try accountBalances(cells, of: book)
  }

  private func accountBalances(
    _ cells: Cells,
    of book: Book
  ) throws(StoreError) -> [AccountBalance] {
    let accounts = try open(book).accounts
    var balances: [AccountBalance] = []
    for (cell, sums) in cells.sorted {
      guard let account = accounts[cell.account] else { continue }
      let dimensions = try dimensions(cell.dimensions)
      balances.append(
        try checked { () throws(Overflow) in
          try AccountBalance(
            account: account.code,
            dimensions: dimensions,
            opening: Fen(sum: sums.opening),
            debit: Fen(sum: sums.debit),
            credit: Fen(sum: sums.credit)
          )
        }
      )
    }
    return balances
  }
}

/// Runs arithmetic; a sum that does not fit becomes `E-OVERFLOW`.
func checked<Result>(_ body: () throws(Overflow) -> Result) throws(StoreError) -> Result {
  do throws(Overflow) { return try body() } catch { throw .finding(.overflow) }
}
