/// What one path comes to, in whole fen (单条路径结果).
struct PathFigures: Hashable, Sendable {
  /// Lost on loans, before anybody compensates.
  var losses: Int64 = 0
  /// Due by the scheme.
  var claims: Int64 = 0
  /// Paid by the pool.
  var paid: Int64 = 0
  /// Still not paid at the end.
  var unpaid: Int64 = 0
  /// Refused because a breaker had tripped.
  var refused: Int64 = 0
  /// Got back from borrowers by the pool, without its cost.
  var recovered: Int64 = 0
  /// Paid in to fill the pool up.
  var topUps: Int64 = 0
  /// Interest that stays in the pool.
  var interest: Int64 = 0
  /// Lent under the scheme, with what was there on the first day.
  var lent: Int64 = 0
  /// Not lent because a breaker had tripped.
  var notLent: Int64 = 0
  /// The cash at the end.
  var cash: Int64 = 0
  /// The least opening cash with which everything had been paid when due.
  var needed: Int64 = 0
  /// How many months any bank's new lending was stopped.
  var monthsStopped: Int64 = 0
  /// How many claims there were.
  var claimCount: Int64 = 0
  /// Claims and payments of each year.
  var yearClaims: [Int64]
  var yearPaid: [Int64]
  var yearUnpaid: [Int64]
  /// The year, from 0, in which a claim was first not paid in full; the number of years for never.
  var unpaidYear: Int
  /// The year in which the pool was first empty.
  var emptyYear: Int
  /// The year in which a breaker first tripped.
  var breakerYear: Int
  /// How many claims each limit decided.
  var binding: [Int64]
  /// Paid to each bank.
  var bankPaid: [Int64]
  /// Borne first by each of those who do, in the order of the scenario.
  var absorbed: [Int64]
  /// The year in which a breaker first tripped for each bank.
  var bankYear: [Int]
  /// The cash at each point of the fan.
  var fan: [Int64]
  /// What was not lent of each batch, and what of it failed at each age; see ``VintageGrid``.
  var vintages: [Int64]

  /// What is left of the losses for banks to bear.
  var borneByBanks: Int64 { losses - (paid - recovered) - absorbed.reduce(0, +) }

  /// The mean of the cash over the points of the fan, whole fen.
  var meanCash: Int64 { fan.reduce(0, +) / Int64(max(fan.count, 1)) }

  /// Whether some claim was not paid in full.
  var isShort: Bool { unpaidYear < yearClaims.count }

  init(years: Int, banks: Int, absorbers: Int, points: Int, vintages: Int) {
    yearClaims = Array(repeating: 0, count: years)
    yearPaid = yearClaims
    yearUnpaid = yearClaims
    unpaidYear = years
    emptyYear = years
    breakerYear = years
    binding = Array(repeating: 0, count: 9)
    bankPaid = Array(repeating: 0, count: banks)
    absorbed = Array(repeating: 0, count: absorbers)
    bankYear = Array(repeating: years, count: banks)
    fan = Array(repeating: 0, count: points)
    self.vintages = Array(repeating: 0, count: vintages)
  }

  /// Begins the next path in the same memory.
  mutating func reset() {
    (losses, claims, paid, unpaid, refused, recovered, topUps) = (0, 0, 0, 0, 0, 0, 0)
    (interest, lent, notLent, cash, needed, monthsStopped, claimCount) = (0, 0, 0, 0, 0, 0, 0)
    let years = yearClaims.count
    for year in 0..<years {
      (yearClaims[year], yearPaid[year], yearUnpaid[year]) = (0, 0, 0)
    }
    (unpaidYear, emptyYear, breakerYear) = (years, years, years)
    for limit in binding.indices { binding[limit] = 0 }
    for party in absorbed.indices { absorbed[party] = 0 }
    for cell in vintages.indices { vintages[cell] = 0 }
    for bank in bankPaid.indices { (bankPaid[bank], bankYear[bank]) = (0, years) }
  }
}
