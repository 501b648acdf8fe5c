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
  private let yearPaid: Scratch<Int64>
  private var month = 0

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
    yearPaid = Scratch(banks, zero: 0)
  }

  /// Begins a path.
  func begin() {
    for slot in 0..<(horizon + 2) * banks { changes.start[slot] = Change() }
    for bank in 0..<banks { (now.start[bank], yearPaid.start[bank]) = (Change(), 0) }
    month = 0
  }

  /// Adds the failures of a path, each paid as much.
  func add(_ failures: Failures, paid: UnsafePointer<Int64>) {
    let (rows, changes, banks) = (failures.rows.start, changes.start, banks)
    let (courses, steps) = (schedules.courses.start, schedules.steps.start)
    for index in 0..<failures.count {
      let failed = rows[index]
      let course = courses[Int(failed.kind)]
      let column = changes + course.bank
      let (failing, after) = (
        column + Int(failed.month) &* banks, column + resolved(failed) &* banks
      )
      failing[0].failed &+= failed.owed
      failing[0].lost &+= failed.loss
      after[0].failed &-= failed.owed
      for step in Int(course.first)..<Int(course.end) {
        // What was owed before it failed is removed as it fails.
        let month = max(steps[step].month, failed.month)
        column[Int(month) &* banks].removed &+= steps[step].change
      }
      let claiming = column + Int(failed.claimMonth) &* banks
      if claiming < after {
        claiming[0].compensated &+= paid[index]
        after[0].compensated &-= paid[index]
      }
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
    for bank in 0..<banks { (now.start[bank].lost, yearPaid.start[bank]) = (0, 0) }
  }

  /// What is enrolled with all banks at the end of the month that was last reached.
  func enrolled() -> Int64 { (0..<banks).reduce(0) { $0 + enrolled(bank: $1) } }

  /// What is enrolled with one of them.
  func enrolled(bank: Int) -> Int64 {
    let now = now.start[bank]
    return scheduled.start[month * banks + bank] + now.failed - now.removed
  }

  /// Goes on to the end of a month, and tells whether a breaker trips then.
  func trips(_ month: Int) -> Bool {
    self.month = month
    let (row, now, banks) = (changes.start + month &* banks, now.start, banks)
    for bank in 0..<banks {
      now[bank].failed &+= row[bank].failed
      now[bank].removed &+= row[bank].removed
      now[bank].compensated &+= row[bank].compensated
      now[bank].lost &+= row[bank].lost
    }
    return armed.withUnsafeBufferPointer { armed in armed.contains { trips($0) } }
  }

  @inline(__always)
  private func trips(_ breaker: Armed) -> Bool {
    let bases = (breaker.isByLending ? lent.start : scheduled.start) + month &* banks
    let (now, yearPaid) = (now.start, yearPaid.start)
    var (all, whole) = (Int64(0), Int64(0))
    for bank in 0..<banks {
      let part: Int64 =
        switch breaker.measure {
        case .nplRate, .overdueRate:
          breaker.isNet ? max(now[bank].failed &- now[bank].compensated, 0) : now[bank].failed
        case .lossRate: now[bank].lost
        case .compensationRate, .payoutRatio: yearPaid[bank]
        }
      let change = breaker.isByLending ? 0 : now[bank].failed &- now[bank].removed
      let base = bases[bank] &+ change
      if breaker.isByBank, breaker.limit.isReached(part, of: base) { return true }
      (all, whole) = (all &+ part, whole &+ base)
    }
    return !breaker.isByBank && breaker.limit.isReached(all, of: whole)
  }
}
