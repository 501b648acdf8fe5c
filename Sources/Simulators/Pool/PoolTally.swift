/// Where the figures of a pool stand in a tally (汇总格式); part of the format of results.
struct PoolTally: Sendable {
  let years: Int
  let banks: Int
  let points: Int
  /// How many bear losses first.
  let absorbers: Int
  /// By how many years it is counted whether each bank was stopped: none where nothing can.
  let stopYears: Int
  /// What is lent together, where it is not all lent at once.
  let vintages: VintageGrid?
  /// Whether paths count differently; events are then moments, because their spread is not that of
  /// a number of paths.
  let isWeighted: Bool

  init(_ model: PoolModel, _ rules: PoolRules, _ calendar: PoolCalendar) {
    isWeighted = model.variance == .mixture
    (years, banks, points) = (calendar.years, model.banks.count, calendar.points.count)
    absorbers = rules.terms.absorbers.count
    vintages = VintageGrid(model)
    stopYears = rules.watched.isEmpty ? 0 : years
  }

  /// The figures of the whole path.
  enum Total: Int, CaseIterable {
    case losses, claims, paid, unpaid, refused, recovered, topUps, interest, lent, notLent, cash
    case needed, monthsStopped, claimCount
    /// Paid less recovered, and the same with what was lent, for the spread of their ratio.
    case cost, costAndLent
  }

  var shape: Tally.Shape {
    let (figures, events) = (weights, binding(0))
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
  var weights: Int { vintage(vintages?.size ?? 0) }
  func event(_ count: Int) -> Int { weights + 1 + count }

  /// How many limits can decide a claim.
  static let limits = 9

  func yearClaims(_ year: Int) -> Int { Total.allCases.count + year }
  func yearPaid(_ year: Int) -> Int { Total.allCases.count + years + year }
  func yearUnpaid(_ year: Int) -> Int { Total.allCases.count + 2 * years + year }
  func bankPaid(_ bank: Int) -> Int { Total.allCases.count + 3 * years + bank }
  func absorbed(_ party: Int) -> Int { bankPaid(banks) + party }
  /// The mean cash, and after it the same with what was claimed, for the spread of their ratio.
  var meanCash: Int { absorbed(absorbers) }
  func vintage(_ cell: Int) -> Int { meanCash + 2 + cell }
  func unpaidBy(_ year: Int) -> Int { year }
  func emptyBy(_ year: Int) -> Int { years + year }
  func breakerBy(_ year: Int) -> Int { 2 * years + year }
  func bankStopped(_ bank: Int, by year: Int) -> Int { 3 * years + bank * stopYears + year }
  func binding(_ limit: Int) -> Int { 3 * years + banks * stopYears + limit }

  /// The claims of every path, and the most that paths would have needed.
  static let claims = 0
  static let needed = 1

  /// Adds a path.
  func add(_ path: borrowing PathFigures, to tally: inout Tally) {
    tally.paths += 1
    // Arrays are asked once whether they are shared, not for every figure.
    tally.moments.withUnsafeMutableBufferPointer { moments in
      figures(path) { moments[$0].add($1) }
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
    tally.paths += 1
    tally.moments.withUnsafeMutableBufferPointer { moments in
      figures(path) { moments[$0].add(Int64((Int128($1) * Int128(weight)) >> 30)) }
      moments[weights].add(weight)
      events(path) { moments[event($0)].add(weight) }
    }
    // A thousandth is exact enough for the shares of limits, and cannot overflow.
    for limit in 0..<PoolTally.limits {
      tally.counts[binding(limit)] += path.binding[limit] * (weight >> 20)
    }
    tally.samples[PoolTally.claims].append(path.claims, pathWeight)
    tally.samples[PoolTally.needed].append(path.needed, pathWeight)
    tally.fans.withUnsafeMutableBufferPointer { fans in
      for point in fans.indices { fans[point].add(path.fan[point], times: weight >> 10) }
    }
  }

  /// The figures of a path whose moments are kept, by the places of those.
  @inline(__always)
  private func figures(_ path: borrowing PathFigures, _ note: (Int, Int64) -> Void) {
    for total in Total.allCases { note(total.rawValue, PoolTally.value(total, path)) }
    for year in 0..<years {
      note(yearClaims(year), path.yearClaims[year])
      note(yearPaid(year), path.yearPaid[year])
      note(yearUnpaid(year), path.yearUnpaid[year])
    }
    for bank in 0..<banks { note(bankPaid(bank), path.bankPaid[bank]) }
    for party in 0..<absorbers { note(absorbed(party), path.absorbed[party]) }
    let cash = path.meanCash
    note(meanCash, cash)
    note(meanCash + 1, cash + path.claims)
    for cell in path.vintages.indices { note(vintage(cell), path.vintages[cell]) }
  }

  /// What happened on a path, by the places of the counts.
  private func events(_ path: borrowing PathFigures, _ note: (Int) -> Void) {
    for year in path.unpaidYear..<max(years, path.unpaidYear) { note(unpaidBy(year)) }
    for year in path.emptyYear..<max(years, path.emptyYear) { note(emptyBy(year)) }
    for year in path.breakerYear..<max(years, path.breakerYear) { note(breakerBy(year)) }
    // No bank is stopped before the first breaker trips, and on most paths none does.
    guard path.breakerYear < stopYears else { return }
    for bank in 0..<banks {
      for year in path.bankYear[bank]..<years { note(bankStopped(bank, by: year)) }
    }
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
