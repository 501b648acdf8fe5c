import Policies
import Quantities
import RiskPools

/// The balances of loans while no breaker has tripped: all that was to be lent is lent (正常余额).
final class FlatBalances {
  private let banks: Int
  private let horizon: Int
  /// After how many months failed loans are given up; beyond the horizon for never.
  private let writeOffMonths: Int
  private let schedules: LoanSchedules
  /// By month and bank: what would be enrolled were no loan to fail, and what was lent so far.
  private let scheduled: Scratch<Int64>
  private let lent: Scratch<Int64>
  /// The breakers that do more than tell somebody.
  private let armed: [Armed]
  /// By month and bank, what failures add at the end of the month.
  private let changes: Scratch<Change>
  /// The same added up so far, by bank, and the month that was last reached.
  private let now: Scratch<Change>
  /// The month that each bank's sums have reached.
  private let reached: Scratch<Int32>
  /// What the failures of the path add in all, by bank.
  private let totals: Scratch<Change>
  private let yearPaid: Scratch<Int64>
  /// The least that would be enrolled, and was lent so far, in any month, by bank.
  private let leastScheduled: [Int64]
  private let leastLent: [Int64]
  /// The breakers that can trip on this path, and how many.
  private let watched: Scratch<Watch>
  private var watchedCount = 0
  private var month = 0

  /// A breaker by its place, and the bank that it watches; −1 for all banks together.
  private struct Watch: BitwiseCopyable {
    var breaker: Int32 = 0
    var bank: Int32 = 0
  }

  /// What failures change (变动).
  private struct Change: BitwiseCopyable {
    /// What failed loans owe that are neither paid nor given up, and what those that never failed
    /// would owe in their place.
    var failed: Int64 = 0
    var removed: Int64 = 0
    /// What was compensated of the failed ones.
    var compensated: Int64 = 0
    /// What was lost in the year.
    var lost: Int64 = 0
  }

  /// A breaker, as far as it can trip.
  private struct Armed {
    let limit: BreakerKernel.Limit
    let measure: Breaker.Measure
    let isNet: Bool
    let isByLending: Bool
    let isByBank: Bool
  }

  /// - Returns: `nil` when there would be too many balances to keep.
  init?(_ model: PoolModel, _ rules: PoolRules) {
    guard let schedules = LoanSchedules(model) else { return nil }
    self.schedules = schedules
    (banks, horizon) = (model.banks.count, model.horizon)
    writeOffMonths = rules.writeOffMonths ?? horizon + 1
    let (scheduled, lent) = LoanBook(model, rules).undisturbed()
    self.scheduled = Scratch(scheduled, zero: 0)
    self.lent = Scratch(lent, zero: 0)
    armed = rules.watched.enumerated().filter { !rules.breakers.onlyAlerts($0.offset) }
      .map { place, watch in
        Armed(
          limit: rules.breakers.limit(place),
          measure: watch.measure,
          isNet: watch.isNet,
          isByLending: watch.denominator == .cumulativeLending,
          isByBank: watch.isByBank
        )
      }
    changes = Scratch((horizon + 2) * banks, zero: Change())
    now = Scratch(banks, zero: Change())
    reached = Scratch(banks, zero: 0)
    totals = Scratch(banks, zero: Change())
    watched = Scratch(armed.count * banks, zero: Watch())
    let (banks, months) = (banks, 1...horizon)
    func least(_ balances: [Int64]) -> [Int64] {
      (0..<banks).map { bank in months.map { balances[$0 * banks + bank] }.min() ?? 0 }
    }
    (leastScheduled, leastLent) = (least(scheduled), least(lent))
    yearPaid = Scratch(banks, zero: 0)
  }

  /// Begins a path.
  func begin() {
    changes.start.update(repeating: Change(), count: changes.capacity)
    for bank in 0..<banks {
      (now.start[bank], totals.start[bank]) = (Change(), Change())
      (yearPaid.start[bank], reached.start[bank]) = (0, -1)
    }
    month = 0
  }

  /// Adds the failures of a path, each paid as much.
  func add(_ failures: Failures, paid: UnsafePointer<Int64>) {
    let (rows, changes, banks) = (failures.rows.start, changes.start, banks)
    let (courses, steps) = (schedules.courses.start, schedules.steps.start)
    let totals = totals.start
    for index in 0..<failures.count {
      let failed = rows[index]
      let course = courses[Int(failed.kind)]
      let column = changes + course.bank
      let (failing, after) = (
        column + Int(failed.month) &* banks, column + resolved(failed) &* banks
      )
      failing[0].failed &+= failed.owed
      failing[0].lost &+= failed.loss
      totals[course.bank].failed &+= failed.owed
      totals[course.bank].lost &+= failed.loss
      totals[course.bank].compensated &+= paid[index]
      after[0].failed &-= failed.owed
      for step in Int(course.first)..<Int(course.end) {
        // What was owed before it failed is removed as it fails.
        let month = max(steps[step].month, failed.month)
        column[Int(month) &* banks].removed &+= steps[step].change
        totals[course.bank].removed &+= max(steps[step].change, 0)
      }
      let claiming = column + Int(failed.claimMonth) &* banks
      if claiming < after {
        claiming[0].compensated &+= paid[index]
        after[0].compensated &-= paid[index]
      }
    }
    watch()
  }

  /// Finds out which breakers can trip on the path: most cannot, whatever the month.
  private func watch() {
    watchedCount = 0
    for (place, breaker) in armed.enumerated() {
      var (all, whole) = (Int64(0), Int64(0))
      for bank in 0..<banks {
        let total = totals.start[bank]
        let most =
          switch breaker.measure {
          case .nplRate, .overdueRate: total.failed
          case .lossRate: total.lost
          case .compensationRate, .payoutRatio: total.compensated
          }
        let least =
          breaker.isByLending ? leastLent[bank] : leastScheduled[bank] &- total.removed
        (all, whole) = (all &+ most, whole &+ least)
        if breaker.isByBank, least <= 0 || breaker.limit.isReached(most, of: least) {
          note(place, bank)
        }
      }
      if !breaker.isByBank, whole <= 0 || breaker.limit.isReached(all, of: whole) {
        note(place, -1)
      }
    }
  }

  private func note(_ breaker: Int, _ bank: Int) {
    watched.start[watchedCount] = Watch(breaker: Int32(breaker), bank: Int32(bank))
    watchedCount += 1
  }

  /// Whether a breaker can trip on the path by what is paid.
  var watchesPayments: Bool {
    (0..<watchedCount).contains { place in
      let measure = armed[Int(watched.start[place].breaker)].measure
      return measure == .compensationRate || measure == .payoutRatio
    }
  }

  /// Counts what a claim was paid more, or less.
  func pay(_ amount: Int64, _ failed: Default) {
    let column = changes.start + schedules.courses.start[Int(failed.kind)].bank
    let (month, after) = (Int(failed.claimMonth), resolved(failed))
    guard month < after else { return }
    column[month * banks].compensated += amount
    column[after * banks].compensated -= amount
  }

  /// The first month in which a failed loan is paid or given up.
  @inline(__always)
  private func resolved(_ failed: Default) -> Int {
    let paid = failed.workoutMonth > 0 ? Int(failed.workoutMonth) : Int.max
    let after = min(min(paid, Int(failed.month) &+ writeOffMonths), horizon &+ 1)
    return max(after, Int(failed.month) &+ 1)
  }

  /// Notes what a bank was paid in the year.
  func addPaid(_ amount: Int64, _ bank: Int) { yearPaid.start[bank] += amount }

  /// Begins a year.
  func beginYear() {
    for bank in 0..<banks {
      advance(bank)
      (now.start[bank].lost, yearPaid.start[bank]) = (0, 0)
    }
  }

  /// What is enrolled with all banks at the end of the month that was last reached.
  func enrolled() -> Int64 { (0..<banks).reduce(0) { $0 + enrolled(bank: $1) } }

  /// What is enrolled with one of them.
  func enrolled(bank: Int) -> Int64 {
    advance(bank)
    let now = now.start[bank]
    return scheduled.start[month * banks + bank] + now.failed - now.removed
  }

  /// Goes on to the end of a month, and tells whether a breaker trips then.
  func trips(_ month: Int) -> Bool {
    self.month = month
    let (watched, count) = (watched.start, watchedCount)
    if count == 0 { return false }
    return armed.withUnsafeBufferPointer { armed in
      (0..<count).contains { trips(armed[Int(watched[$0].breaker)], Int(watched[$0].bank)) }
    }
  }

  /// Adds what has changed for a bank up to the month that was last reached.
  @inline(__always)
  private func advance(_ bank: Int) {
    let (changes, now) = (changes.start, now.start + bank)
    var next = Int(reached.start[bank]) &+ 1
    while next <= month {
      let change = changes + (next &* banks &+ bank)
      now[0].failed &+= change[0].failed
      now[0].removed &+= change[0].removed
      now[0].compensated &+= change[0].compensated
      now[0].lost &+= change[0].lost
      next &+= 1
    }
    reached.start[bank] = Int32(truncatingIfNeeded: month)
  }

  /// What a breaker measures at a bank, and against what.
  @inline(__always)
  private func reading(_ breaker: Armed, _ bank: Int) -> (part: Int64, base: Int64) {
    advance(bank)
    let (now, place) = (now.start[bank], month &* banks &+ bank)
    let part: Int64 =
      switch breaker.measure {
      case .nplRate, .overdueRate:
        breaker.isNet ? max(now.failed &- now.compensated, 0) : now.failed
      case .lossRate: now.lost
      case .compensationRate, .payoutRatio: yearPaid.start[bank]
      }
    if breaker.isByLending { return (part, lent.start[place]) }
    return (part, scheduled.start[place] &+ now.failed &- now.removed)
  }

  @inline(__always)
  private func trips(_ breaker: Armed, _ bank: Int) -> Bool {
    var (part, base) = (Int64(0), Int64(0))
    for bank in bank < 0 ? 0..<banks : bank..<bank &+ 1 {
      let reading = reading(breaker, bank)
      (part, base) = (part &+ reading.part, base &+ reading.base)
    }
    return breaker.limit.isReached(part, of: base)
  }
}
