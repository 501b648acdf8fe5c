/// Where the figures of a pool stand in a tally (汇总格式); part of the format of results.
struct PoolTally: Sendable {
  let years: Int
  let banks: Int
  let points: Int
  /// Whether paths count differently; events are then moments, because their spread is not that of
  /// a number of paths.
  let isWeighted: Bool

  init(_ model: PoolModel, _ calendar: PoolCalendar) {
    isWeighted = model.variance == .mixture
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
    let (figures, events) = (Total.allCases.count + 3 * years + banks, 3 * years + banks)
    return Tally.Shape(
      moments: isWeighted ? figures + events + 1 : figures,
      counts: events + PoolTally.limits,
      samples: 1,
      tails: 1,
      fans: points,
      isWeighted: isWeighted
    )
  }

  /// What each path counts, and the first of the events' moments, where paths count differently.
  var weights: Int { Total.allCases.count + 3 * years + banks }
  func event(_ count: Int) -> Int { weights + 1 + count }

  /// How many limits can decide a claim.
  static let limits = 9

  func yearClaims(_ year: Int) -> Int { Total.allCases.count + year }
  func yearPaid(_ year: Int) -> Int { Total.allCases.count + years + year }
  func yearUnpaid(_ year: Int) -> Int { Total.allCases.count + 2 * years + year }
  func bankPaid(_ bank: Int) -> Int { Total.allCases.count + 3 * years + bank }
  func unpaidBy(_ year: Int) -> Int { year }
  func emptyBy(_ year: Int) -> Int { years + year }
  func breakerBy(_ year: Int) -> Int { 2 * years + year }
  func bankStopped(_ bank: Int) -> Int { 3 * years + bank }
  func binding(_ limit: Int) -> Int { 3 * years + banks + limit }

  /// The claims of every path, and the most that paths would have needed.
  static let claims = 0
  static let needed = 1

  /// Adds a path.
  func add(_ path: borrowing PathFigures, to tally: inout Tally) {
    tally.paths += 1
    // The array is asked once whether it is shared, not for every figure.
    tally.moments.withUnsafeMutableBufferPointer { moments in
      for total in Total.allCases { moments[total.rawValue].add(PoolTally.value(total, path)) }
      for year in 0..<years {
        moments[yearClaims(year)].add(path.yearClaims[year])
        moments[yearPaid(year)].add(path.yearPaid[year])
        moments[yearUnpaid(year)].add(path.yearUnpaid[year])
      }
      for bank in 0..<banks { moments[bankPaid(bank)].add(path.bankPaid[bank]) }
    }
    events(path) { tally.counts[$0] += 1 }
    for limit in 0..<PoolTally.limits { tally.counts[binding(limit)] += path.binding[limit] }
    tally.samples[PoolTally.claims].append(path.claims)
    tally.samples[PoolTally.needed].append(path.needed)
    tally.fans.withUnsafeMutableBufferPointer { fans in
      for point in fans.indices { fans[point].add(path.fan[point]) }
    }
  }

  /// Adds a path that counts more or less than others.
  func add(_ path: borrowing PathFigures, _ pathWeight: PathWeight, to tally: inout Tally) {
    let weight = pathWeight.units
    func part(_ value: Int64) -> Int64 {
      let product = Int128(value) * Int128(weight)
      return Int64(product >> 30)
    }
    tally.paths += 1
    for total in Total.allCases {
      tally.moments[total.rawValue].add(part(PoolTally.value(total, path)))
    }
    for year in 0..<years {
      tally.moments[yearClaims(year)].add(part(path.yearClaims[year]))
      tally.moments[yearPaid(year)].add(part(path.yearPaid[year]))
      tally.moments[yearUnpaid(year)].add(part(path.yearUnpaid[year]))
    }
    for bank in 0..<banks { tally.moments[bankPaid(bank)].add(part(path.bankPaid[bank])) }
    tally.moments[weights].add(weight)
    events(path) { tally.moments[event($0)].add(weight) }
    // A thousandth is exact enough for the shares of limits, and cannot overflow.
    for limit in 0..<PoolTally.limits {
      tally.counts[binding(limit)] += path.binding[limit] * (weight >> 20)
    }
    tally.samples[PoolTally.claims].append(path.claims, pathWeight)
    tally.samples[PoolTally.needed].append(path.needed, pathWeight)
    for point in 0..<points { tally.fans[point].add(path.fan[point], times: weight >> 10) }
  }

  /// What happened on a path, by the places of the counts.
  private func events(_ path: borrowing PathFigures, _ note: (Int) -> Void) {
    for year in path.unpaidYear..<max(years, path.unpaidYear) { note(unpaidBy(year)) }
    for year in path.emptyYear..<max(years, path.emptyYear) { note(emptyBy(year)) }
    for year in path.breakerYear..<max(years, path.breakerYear) { note(breakerBy(year)) }
    for bank in 0..<banks where path.bankStopped[bank] { note(bankStopped(bank)) }
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
