public import Accounting
import CanonicalJSON
import Findings
public import Quantities

/// Periods: what keeps one from closing, closing it, reopening it (结账、反结账).
extension LedgerSnapshot {
  /// The periods of a book and their states (会计期间).
  public func calendar(of book: Book) throws(StoreError) -> FiscalCalendar {
    let query = try database.statement(
      "SELECT period, is_open FROM period WHERE book_id = ?1 AND period >= ?2"
    )
    defer { query.reset() }
    query.bind(try open(book).id, 1)
    query.bind(book.startPeriod.ordinal, 2)
    var states: [FiscalPeriod: PeriodState] = [:]
    while try query.step() {
      states[FiscalPeriod(ordinal: query.int(0))] = query.int(1) == 1 ? .open : .closed
    }
    return FiscalCalendar(start: book.startPeriod, states: states)
  }

  /// The latest closed period before another, whose closing balances are kept.
  func latestClosed(
    before period: FiscalPeriod,
    of book: Book
  ) throws(StoreError) -> FiscalPeriod? {
    let query = try database.statement(
      """
      SELECT max(period) FROM period
      WHERE book_id = ?1 AND is_open = 0 AND period >= ?2 AND period < ?3
      """
    )
    defer { query.reset() }
    query.bind(try open(book).id, 1)
    query.bind(book.startPeriod.ordinal, 2)
    query.bind(period.ordinal, 3)
    guard try query.step(), !query.isNull(0) else { return nil }
    return FiscalPeriod(ordinal: query.int(0))
  }

  /// The checks before closing a period (结账检查).
  public func checks(
    closing period: FiscalPeriod,
    of book: Book
  ) throws(StoreError) -> [PeriodCheck] {
    let facts = PeriodFacts(
      period: period,
      earlierOpen: try calendar(of: book).openPeriods(before: period),
      numbers: try numbers(in: period, of: book),
      drafts: try countDrafts(through: period, of: book),
      balances: try balances(PeriodRange(period), of: book),
      bankDifferences: try bankDifferences(on: period.lastDay, of: book)
    )
    let chart = try chart(of: book)
    return try checked { () throws(Overflow) in try PeriodCheck.all(facts, chart: chart) }
  }

  private func numbers(
    in period: FiscalPeriod,
    of book: Book
  ) throws(StoreError) -> [VoucherNumber] {
    let query = try database.statement(
      "SELECT period, word, number FROM entry WHERE book_id = ?1 AND period = ?2"
    )
    defer { query.reset() }
    query.bind(try open(book).id, 1)
    query.bind(period.ordinal, 2)
    var numbers: [VoucherNumber] = []
    while try query.step() {
      if let number = StoredEntry.number(query, from: 0) { numbers.append(number) }
    }
    return numbers
  }

  /// Closing a period closes every earlier one with it, so that drafts of those count, too.
  private func countDrafts(through period: FiscalPeriod, of book: Book) throws(StoreError) -> Int {
    let query = try database.statement(
      """
      SELECT count(*) FROM draft
      WHERE book_id = ?1 AND state <> 'posted' AND day <= ?2
      """
    )
    defer { query.reset() }
    query.bind(try open(book).id, 1)
    query.bind(Int64(period.lastDay.dayNumber), 2)
    _ = try query.step()
    return query.int(0)
  }
}

extension LedgerTransaction {
  /// Closes a period (结账): from then on it refuses entries, and its balances are kept as they are.
  ///
  /// A record states what the lines of each project sum up to so far.
  /// - Returns: the checks, all blocking ones passed.
  /// - Throws: `E-PERIOD-CHECK` for each check that failed, `E-PERIOD-STATE`, `E-BEFORE-START`.
  @discardableResult
  public func close(_ period: FiscalPeriod, of book: Book) throws(StoreError) -> [PeriodCheck] {
    try settle()
    let checks = try checks(closing: period, of: book)
    var calendar = try calendar(of: book)
    do { try calendar.close(period, checks: checks) } catch { throw .findings(error) }
    try whole { () throws(StoreError) in
      try append(
        "period_close",
        book: book.code,
        data: { data in data.member("period", period.description) }
      )
      try setState(of: period, isOpen: false, book)
      try keepClosing(period, of: book)
      try headAllProjects()
    }
    return checks
  }

  /// Reopens the latest closed period for new entries (反结账); what is posted stays as it is.
  /// - Throws: `E-REASON-MISSING`, `E-PERIOD-STATE`.
  public func reopen(
    _ period: FiscalPeriod,
    of book: Book,
    reason: String
  ) throws(StoreError) {
    var calendar = try calendar(of: book)
    do { try calendar.reopen(period, reason: reason) } catch { throw .findings(error) }
    try append(
      "period_reopen",
      book: book.code,
      data: { data in
        data.member("period", period.description)
        data.member("reason", reason)
      }
    )
    try setState(of: period, isOpen: true, book)
    if calendar.latestClosed == nil {
      try setState(of: book.startPeriod.previous, isOpen: true, book)
    }
    let forget = try database.statement(
      """
      DELETE FROM balance_close WHERE period >= ?1
        AND account_id IN (SELECT id FROM account WHERE book_id = ?2)
      """
    )
    forget.bind(period.ordinal, 1)
    forget.bind(try open(book).id, 2)
    try forget.run()
  }

  /// Closing a period closes the opening balances with it.
  private func setState(
    of period: FiscalPeriod,
    isOpen: Bool,
    _ book: Book
  ) throws(StoreError) {
    let bookID = try open(book).id
    openPeriods.removeAll()
    if try periodIsOpen(BookPeriod(book: bookID, period: period.ordinal)) == nil {
      try openPeriod(period, bookID)
    }
    let update = try database.statement(
      """
      UPDATE period SET is_open = ?1
      WHERE book_id = ?2 AND (period = ?3 OR ?1 = 0 AND period < ?4)
      """
    )
    update.bind(isOpen ? 1 : 0, 1)
    update.bind(bookID, 2)
    update.bind(period.ordinal, 3)
    update.bind(book.startPeriod.ordinal, 4)
    try update.run()
  }

  private func keepClosing(_ period: FiscalPeriod, of book: Book) throws(StoreError) {
    let insert = try database.statement(
      """
      INSERT INTO balance_close (period, account_id, dims_id, debit, credit)
      SELECT ?1, account_id, dims_id, sum(debit), sum(credit) FROM (
        SELECT account_id, dims_id, debit, credit FROM balance_close WHERE period = ?3
        UNION ALL
        SELECT account_id, dims_id, debit, credit FROM balance_period
        WHERE period > ?3 AND period <= ?1
      ) WHERE account_id IN (SELECT id FROM account WHERE book_id = ?2)
      GROUP BY account_id, dims_id
      """
    )
    insert.bind(period.ordinal, 1)
    insert.bind(try open(book).id, 2)
    insert.bind(try latestClosed(before: period, of: book)?.ordinal ?? -1, 3)
    try insert.run()
  }
}
