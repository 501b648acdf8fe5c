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
    var cells = Cells()
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
    var cells = Cells()
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
    balances.reserveCapacity(cells.sums.count)
    for (cell, sums) in cells.sums.sorted(by: { $0.key < $1.key }) {
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

/// Sums per account and combination of dimensions while they are gathered.
private struct Cells {
  struct Sums {
    var opening: Int128 = 0
    var debit: Int128 = 0
    var credit: Int128 = 0
  }

  static let closings = "SELECT \(columns) FROM balance_close WHERE period BETWEEN ?1 AND ?2"
  static let periods = "SELECT \(columns) FROM balance_period WHERE period BETWEEN ?1 AND ?2"
  static let days = "SELECT \(columns) FROM balance_day WHERE day BETWEEN ?1 AND ?2"
  private static let columns = "account_id, dims_id, debit, credit"

  var sums: [Turnover.Cell: Sums] = [:]

  /// Adds what stood before a period: the latest closing before it, and the periods since.
  mutating func addOpening(
    before period: FiscalPeriod,
    closed: FiscalPeriod?,
    _ database: Database
  ) throws(StoreError) {
    let closed = closed?.ordinal ?? -1
    try addToOpening(
      Cells.closings,
      closed,
      closed,
      database
    )
    try addToOpening(
      Cells.periods,
      closed + 1,
      period.ordinal - 1,
      database
    )
  }

  mutating func addToOpening(
    _ sql: String,
    _ first: Int,
    _ last: Int,
    _ database: Database
  ) throws(StoreError) {
    try forEachRow(sql, first, last, database) { sums, debit, credit in
      sums.opening += Int128(debit) - Int128(credit)
    }
  }

  mutating func addMovement(
    _ sql: String,
    _ first: Int,
    _ last: Int,
    _ database: Database
  ) throws(StoreError) {
    try forEachRow(sql, first, last, database) { sums, debit, credit in
      sums.debit += Int128(debit)
      sums.credit += Int128(credit)
    }
  }

  /// Adds postings one by one, as they were known at a position of the log.
  mutating func addPostings(
    through last: CivilDate,
    from first: CivilDate,
    knownAt known: Int64,
    _ database: Database
  ) throws(StoreError) {
    let query = try database.statement(
      """
      SELECT account_id, dims_id, day, side, amount FROM posting
      WHERE entry_id < ?1 AND day <= ?2
      """
    )
    defer { query.reset() }
    query.bind(known, 1)
    query.bind(Int64(last.dayNumber), 2)
    while try query.step() {
      let cell = Turnover.Cell(account: query.integer(0), dimensions: query.integer(1))
      let amount = Int128(query.integer(4))
      let isDebit = query.integer(3) > 0
      if query.integer(2) < Int64(first.dayNumber) {
        sums[cell, default: Sums()].opening += isDebit ? amount : -amount
      } else if isDebit {
        sums[cell, default: Sums()].debit += amount
      } else {
        sums[cell, default: Sums()].credit += amount
      }
    }
  }

  private mutating func forEachRow(
    _ sql: String,
    _ first: Int,
    _ last: Int,
    _ database: Database,
    _ add: (inout Sums, Int64, Int64) -> Void
  ) throws(StoreError) {
    let query = try database.statement(sql)
    defer { query.reset() }
    query.bind(first, 1)
    query.bind(last, 2)
    while try query.step() {
      let cell = Turnover.Cell(account: query.integer(0), dimensions: query.integer(1))
      add(&sums[cell, default: Sums()], query.integer(2), query.integer(3))
    }
  }
}
