import Quantities

/// Where the lines of an account stand.
///
/// Lines are indexed by day and account, so that writing keeps to one place of the file however
/// large it is. Reading walks the months that hold anything, asks of each whether the account moved
/// in it, and only then looks into its days.
extension LedgerSnapshot {
  /// The place of one line, in the order of statements.
  public struct PagePosition: Hashable, Sendable {
    let day: Int64
    let entry: Int64
    let line: Int

    /// Before everything that happened on a day.
    static func start(of date: CivilDate) -> PagePosition {
      PagePosition(day: Int64(date.dayNumber), entry: -1, line: 0)
    }
  }

  /// The places of an account's lines that follow `position`, in order, at most `limit`; `known`
  /// leaves out what stands at that place of the log or after it, `isWanted` judges the dimensions.
  func places(
    of account: Int64,
    after position: PagePosition,
    through last: CivilDate?,
    knownAt known: Int64? = nil,
    limit: Int = .max,
    where isWanted: (_ dimensions: Int64) throws(StoreError) -> Bool = { _ in true }
  ) throws(StoreError) -> [PagePosition] {
    try settle()
    var places: [PagePosition] = []
    let first = CivilDate(dayNumber: Int32(truncatingIfNeeded: position.day))
    var month = try usedMonth(from: first.period)
    while let current = month, places.count < limit, last.map({ current <= $0.period }) ?? true {
      if try moved(account, in: current) {
        let from = max(first, current.firstDay)
        let through = min(last ?? current.lastDay, current.lastDay)
        for day in Int64(from.dayNumber)...Int64(through.dayNumber) where places.count < limit {
          let start = day == position.day ? position : PagePosition(day: day, entry: -1, line: 0)
          try add(account, after: start, known, limit, isWanted, to: &places)
        }
      }
      month = try usedMonth(from: current.next)
    }
    return places
  }

  /// The first month from `month` on in which any account moved.
  private func usedMonth(from month: FiscalPeriod) throws(StoreError) -> FiscalPeriod? {
    let query = try database.statement("SELECT min(period) FROM balance_period WHERE period >= ?1")
    defer { query.reset() }
    query.bind(month.ordinal, 1)
    guard try query.step(), !query.isNull(0) else { return nil }
    return FiscalPeriod(ordinal: query.int(0))
  }

  private func moved(_ account: Int64, in month: FiscalPeriod) throws(StoreError) -> Bool {
    let query = try database.statement(
      "SELECT 1 FROM balance_period WHERE period = ?1 AND account_id = ?2"
    )
    defer { query.reset() }
    query.bind(month.ordinal, 1)
    query.bind(account, 2)
    return try query.step()
  }

  private func add(
    _ account: Int64,
    after position: PagePosition,
    _ known: Int64?,
    _ limit: Int,
    _ isWanted: (Int64) throws(StoreError) -> Bool,
    to places: inout [PagePosition]
  ) throws(StoreError) {
    let query = try database.statement(
      """
      SELECT entry_id, line, dims_id FROM posting
      WHERE day = ?1 AND account_id = ?2 AND (entry_id, line) > (?3, ?4) AND entry_id < ?5
      ORDER BY entry_id, line
      """
    )
    defer { query.reset() }
    query.bind(position.day, 1)
    query.bind(account, 2)
    query.bind(position.entry, 3)
    query.bind(position.line, 4)
    query.bind(known ?? .max, 5)
    while places.count < limit, try query.step() {
      guard try isWanted(query.integer(2)) else { continue }
      places.append(
        PagePosition(day: position.day, entry: query.integer(0), line: query.int(1))
      )
    }
  }
}
