import Findings
import Quantities

/// The turnover that a transaction has added and not yet written to the balance tables.
///
/// Postings of one transaction meet the same accounts and days again and again; writing each sum
/// once, in key order, saves most of the page visits.
struct Turnover: Sendable {
  /// An account with a combination of dimension values.
  struct Cell: Hashable, Comparable {
    let account: Int64
    let dimensions: Int64

    /// One word for the hasher instead of two; equal cells have equal words.
    var word: Int64 { account &* 0x9E37_79B9 &+ dimensions }

    func hash(into hasher: inout Hasher) { hasher.combine(word) }

    static func < (left: Cell, right: Cell) -> Bool {
      left.account == right.account
        ? left.dimensions < right.dimensions : left.account < right.account
    }
  }

  /// A cell on a day.
  struct DayCell: Hashable, Comparable {
    let day: Int64
    let cell: Cell

    func hash(into hasher: inout Hasher) { hasher.combine(day << 40 ^ cell.word) }

    static func < (left: DayCell, right: DayCell) -> Bool {
      left.day == right.day ? left.cell < right.cell : left.day < right.day
    }
  }

  /// Gross sums, kept apart so that turnover survives netting.
  struct Sums {
    var debit: Int64 = 0
    var credit: Int64 = 0

    mutating func add(debit amount: Int64) throws(Overflow) {
      debit = try Fen(debit).adding(Fen(amount)).rawValue
    }

    mutating func add(credit amount: Int64) throws(Overflow) {
      credit = try Fen(credit).adding(Fen(amount)).rawValue
    }

    mutating func add(_ other: Sums) throws(Overflow) {
      try add(debit: other.debit)
      try add(credit: other.credit)
    }
  }

  private var days: [DayCell: Sums] = [:]

  /// How many sums wait to be written.
  var count: Int { days.count }

  mutating func add(_ cell: Cell, day: Int64, side: Int64, amount: Int64) throws(Overflow) {
    let key = DayCell(day: day, cell: cell)
    if side > 0 {
      try days[key, default: Sums()].add(debit: amount)
    } else {
      try days[key, default: Sums()].add(credit: amount)
    }
  }

  /// Adds everything that waits to the balance tables.
  mutating func flush(to tables: TurnoverStatements) throws(StoreError) {
    guard !days.isEmpty else { return }
    var periods: [DayCell: Sums] = [:]
    var totals: [Cell: Sums] = [:]
    periods.reserveCapacity(days.count)
    totals.reserveCapacity(days.count)
    do throws(Overflow) {
      for (key, sums) in days {
        let period = CivilDate(dayNumber: Int32(truncatingIfNeeded: key.day)).period.ordinal
        try periods[DayCell(day: Int64(period), cell: key.cell), default: Sums()].add(sums)
        try totals[key.cell, default: Sums()].add(sums)
      }
    } catch {
      throw .finding(.overflow)
    }
    try Turnover.write(days, to: tables.days)
    try Turnover.write(periods, to: tables.periods)
    try Turnover.write(totals, to: tables.totals)
    days.removeAll(keepingCapacity: true)
  }

  private static func write(
    _ sums: [DayCell: Sums],
    to upsert: Statement
  ) throws(StoreError) {
    for (key, value) in sums.sorted(by: { $0.key < $1.key }) {
      upsert.bind(key.day, 1)
      upsert.bind(key.cell.account, 2)
      upsert.bind(key.cell.dimensions, 3)
      upsert.bind(value.debit, 4)
      upsert.bind(value.credit, 5)
      try upsert.run()
    }
  }

  private static func write(
    _ sums: [Cell: Sums],
    to upsert: Statement
  ) throws(StoreError) {
    for (cell, value) in sums.sorted(by: { $0.key < $1.key }) {
      upsert.bind(cell.account, 1)
      upsert.bind(cell.dimensions, 2)
      upsert.bind(value.debit, 3)
      upsert.bind(value.credit, 4)
      try upsert.run()
    }
  }
}

/// The statements that add turnover to the balance tables.
struct TurnoverStatements {
  let days: Statement
  let periods: Statement
  let totals: Statement

  init(_ database: Database) throws(StoreError) {
    func upsert(_ table: String, _ key: String) throws(StoreError) -> Statement {
      let places = key.isEmpty ? "?1, ?2, ?3, ?4" : "?1, ?2, ?3, ?4, ?5"
      return try database.statement(
        """
        INSERT INTO \(table) (\(key)account_id, dims_id, debit, credit) VALUES (\(places))
        ON CONFLICT DO UPDATE SET debit = debit + excluded.debit, credit = credit + excluded.credit
        """
      )
    }
    days = try upsert("balance_day", "day, ")
    periods = try upsert("balance_period", "period, ")
    totals = try upsert("balance", "")
  }
}
