/// Where the figures of a pool stand in a tally (汇总格式); part of the format of results.
struct PoolTally: Sendable {
  let years: Int
  let banks: Int
  let points: Int

  init(_ model: PoolModel, _ calendar: PoolCalendar) {
    (years, banks, points) = (calendar.years, model.banks.count, calendar.points.count)
  }

  /// The figures of the whole path.
  enum Total: Int, CaseIterable {
    case losses, claims, paid, unpaid, refused, recovered, topUps, interest, lent, notLent, cash
    case needed, monthsStopped, claimCount
    /// Paid less recovered, and the same with what was lent, for the spread of their ratio.
    case cost, costAndLent
  }

  var shape: Tally.Shape {
    Tally.Shape(
      moments: Total.allCases.count + 3 * years + banks,
      counts: 3 * years + PoolTally.limits + banks,
      samples: 2,
      fans: points
    )
  }

  /// How many limits can decide a claim.
  static let limits = 9

  func yearClaims(_ year: Int) -> Int { Total.allCases.count + year }
  func yearPaid(_ year: Int) -> Int { Total.allCases.count + years + year }
  func yearUnpaid(_ year: Int) -> Int { Total.allCases.count + 2 * years + year }
  func bankPaid(_ bank: Int) -> Int { Total.allCases.count + 3 * years + bank }
  func unpaidFrom(_ year: Int) -> Int { year }
  func emptyFrom(_ year: Int) -> Int { years + year }
  func breakerFrom(_ year: Int) -> Int { 2 * years + year }
  func binding(_ limit: Int) -> Int { 3 * years + limit }
  func bankStopped(_ bank: Int) -> Int { 3 * years + PoolTally.limits + bank }

  /// The claims of every path, and what every path would have needed.
  static let claims = 0
  static let needed = 1

  /// Adds a path.
  func add(_ path: borrowing PathFigures, to tally: inout Tally) {
    tally.paths += 1
    for total in Total.allCases {
      tally.moments[total.rawValue].add(PoolTally.value(total, path))
    }
    for year in 0..<years {
      tally.moments[yearClaims(year)].add(path.yearClaims[year])
      tally.moments[yearPaid(year)].add(path.yearPaid[year])
      tally.moments[yearUnpaid(year)].add(path.yearUnpaid[year])
    }
    for bank in 0..<banks {
      tally.moments[bankPaid(bank)].add(path.bankPaid[bank])
      if path.bankStopped[bank] { tally.counts[bankStopped(bank)] += 1 }
    }
    if path.unpaidYear < years { tally.counts[unpaidFrom(path.unpaidYear)] += 1 }
    if path.emptyYear < years { tally.counts[emptyFrom(path.emptyYear)] += 1 }
    if path.breakerYear < years { tally.counts[breakerFrom(path.breakerYear)] += 1 }
    for limit in 0..<PoolTally.limits { tally.counts[binding(limit)] += path.binding[limit] }
    tally.samples[PoolTally.claims].append(path.claims)
    tally.samples[PoolTally.needed].append(path.needed)
    for point in 0..<points { tally.fans[point].add(path.fan[point]) }
  }

  static func value(_ total: Total, _ path: borrowing PathFigures) -> Int64 {
    switch total {
    case .losses: path.losses
    case .claims: path.claims
    case .paid: path.paid
    case .unpaid: path.unpaid
    case .refused: path.refused
    case .recovered: path.recovered
    case .topUps: path.topUps
    case .interest: path.interest
    case .lent: path.lent
    case .notLent: path.notLent
    case .cash: path.cash
    case .needed: path.needed
    case .monthsStopped: path.monthsStopped
    case .claimCount: path.claimCount
    case .cost: path.paid - path.recovered
    case .costAndLent: path.paid - path.recovered + path.lent
    }
  }
}
