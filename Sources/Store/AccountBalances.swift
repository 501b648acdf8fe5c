public import Accounting
import Findings
public import Quantities

/// What a single account moved, found by its keys without looking at any other account.
extension LedgerSnapshot {
  /// The balance of an account now (余额), as the gross turnover since the book began.
  ///
  /// All combinations of dimensions are added up.
  /// - Throws: `E-ACCOUNT-UNKNOWN`.
  public func balance(of code: AccountCode, in book: Book) throws(StoreError) -> Balance {
    try settle()
    var columns = Columns()
    let query = try database.statement("SELECT debit, credit FROM balance WHERE account_id = ?1")
    query.bind(try accountID(code, in: book), 1)
    try columns.add(query)
    return try columns.balance
  }

  /// The balance of an account at the end of a day, as the gross turnover up to then.
  ///
  /// It is read from one closing, the periods since, and the days of the last month.
  /// - Throws: `E-ACCOUNT-UNKNOWN`.
  public func balance(
    of code: AccountCode,
    asOf date: CivilDate,
    in book: Book
  ) throws(StoreError) -> Balance {
    try settle()
    let account = try accountID(code, in: book)
    let month = date.period
    let closed = try latestClosed(before: month, of: book)?.ordinal
    let isWholeMonth = date == month.lastDay
    var columns = Columns()
    if let closed { try add("balance_close", "period", closed...closed, account, to: &columns) }
    let first = closed.map { $0 + 1 } ?? firstPeriod(of: book)
    let last = isWholeMonth ? month.ordinal : month.ordinal - 1
    if first <= last { try add("balance_period", "period", first...last, account, to: &columns) }
    if !isWholeMonth {
      let days = Int(month.firstDay.dayNumber)...Int(date.dayNumber)
      try add("balance_day", "day", days, account, to: &columns)
    }
    return try columns.balance
  }

  /// The first period that may hold entries: opening balances stand before the book's start.
  private func firstPeriod(of book: Book) -> Int { book.startPeriod.previous.ordinal }

  private func accountID(_ code: AccountCode, in book: Book) throws(StoreError) -> Int64 {
    guard let id = try open(book).keys[code]?.id else {
      throw .finding(.accountUnknown, value: code.text, ["account": code.text])
    }
    return id
  }

  /// Adds the rows of one account, one key after the other: the tables are in the order of time,
  /// so that writing stays in one place, and reading pays a step for each day.
  private func add(
    _ table: StaticString,
    _ column: StaticString,
    _ range: ClosedRange<Int>,
    _ account: Int64,
    to columns: inout Columns
  ) throws(StoreError) {
    let query = try database.statement(
      "SELECT debit, credit FROM \(table) WHERE \(column) = ?1 AND account_id = ?2"
    )
    query.bind(account, 2)
    for key in range {
      query.bind(key, 1)
      try columns.add(query)
    }
  }
}

/// Both columns while they are added up.
private struct Columns {
  private var debit: Int128 = 0
  private var credit: Int128 = 0

  /// Adds the rows of `SELECT debit, credit` and makes the query ready again.
  mutating func add(_ query: Statement) throws(StoreError) {
    defer { query.reset() }
    while try query.step() {
      debit += Int128(query.integer(0))
      credit += Int128(query.integer(1))
    }
  }

  var balance: Balance {
    get throws(StoreError) {
      try checked { () throws(Overflow) in
        Balance(debit: try Fen(sum: debit), credit: try Fen(sum: credit))
      }
    }
  }
}
