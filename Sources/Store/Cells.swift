import Quantities

/// Sums per account and combination of dimensions while they are gathered.
///
/// An account without dimensions, as most are, is found by its number alone: a trial balance in the
/// middle of a month adds up to 31 rows of each.
struct Cells {
  struct Sums {
    var opening: Int128 = 0
    var debit: Int128 = 0
    var credit: Int128 = 0
  }

  static let closings = "SELECT \(columns) FROM balance_close WHERE period BETWEEN ?1 AND ?2"
  static let periods = "SELECT \(columns) FROM balance_period WHERE period BETWEEN ?1 AND ?2"
  static let days = "SELECT \(columns) FROM balance_day WHERE day BETWEEN ?1 AND ?2"
  private static let columns = "account_id, dims_id, debit, credit"

  private var plain: [Sums?]
  private var others: [Turnover.Cell: Sums] = [:]

  /// Makes room for a book with a number of accounts; their numbers are usually not much higher.
  init(accounts: Int) { plain = Array(repeating: nil, count: accounts * 2 + 64) }

  /// All sums in the order of accounts and combinations.
  var sorted: [(cell: Turnover.Cell, sums: Sums)] {
    var found: [(cell: Turnover.Cell, sums: Sums)] = []
    found.reserveCapacity(plain.count + others.count)
    for account in plain.indices {
      guard let sums = plain[account] else { continue }
      found.append((Turnover.Cell(account: Int64(account), dimensions: 0), sums))
    }
    guard !others.isEmpty else { return found }
    found += others.map { ($0.key, $0.value) }
    return found.sorted { $0.cell < $1.cell }
  }

  private mutating func change(_ row: Statement, _ change: (inout Sums) -> Void) {
    let (account, dimensions) = (row.integer(0), row.integer(1))
    if dimensions == 0, plain.indices ~= Int(account) {
      var sums = plain[Int(account)] ?? Sums()
      change(&sums)
      plain[Int(account)] = sums
    } else {
      change(&others[Turnover.Cell(account: account, dimensions: dimensions), default: Sums()])
    }
  }

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
      let amount = Int128(query.integer(4))
      let isDebit = query.integer(3) > 0
      let isBefore = query.integer(2) < Int64(first.dayNumber)
      change(query) { sums in
        if isBefore {
          sums.opening += isDebit ? amount : -amount
        } else if isDebit {
          sums.debit += amount
        } else {
          sums.credit += amount
        }
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
      let (debit, credit) = (query.integer(2), query.integer(3))
      change(query) { add(&$0, debit, credit) }
    }
  }
}
