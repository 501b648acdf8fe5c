import Policies
import Quantities
import RiskPools

/// The balances of loans while no breaker has tripped: all that was to be lent is lent (正常余额).
final class FlatBalances {
  private let banks: Int
  private let horizon: Int
  private let writeOffMonths: Int?
  private let schedules: LoanSchedules
  /// By month and bank: what would be enrolled were no loan to fail, and what was lent so far.
  private let scheduled: Scratch<Int64>
  private let lent: Scratch<Int64>
  /// The breakers that do more than tell somebody, by their places in the scheme.
  private let armed: [(place: Int, watch: PoolRules.Watch)]
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

  init(_ model: PoolModel, _ rules: PoolRules) {
    (banks, horizon, writeOffMonths) = (model.banks.count, model.horizon, rules.writeOffMonths)
    schedules = LoanSchedules(model)
    let (scheduled, lent) = LoanBook(model, rules).undisturbed()
    self.scheduled = Scratch(scheduled, zero: 0)
    self.lent = Scratch(lent, zero: 0)
    armed = rules.watched.enumerated().filter { !rules.breakers.onlyAlerts($0.offset) }
      .map { ($0.offset, $0.element) }
    changes = Scratch((horizon + 2) * banks, zero: Change())
    now = Scratch(banks, zero: Change())
    yearPaid = Scratch(banks, zero: 0)
  }

  /// Adds the failures of a path, each paid as much.
  func add(_ failures: Failures, paid: UnsafePointer<Int64>) {
    for slot in 0..<(horizon + 2) * banks { changes.start[slot] = Change() }
    for bank in 0..<banks { (now.start[bank], yearPaid.start[bank]) = (Change(), 0) }
    month = 0
    let changes = changes.start
    for index in 0..<failures.count {
      let kind = Int(failures.kind.start[index])
      let bank = schedules.bank(kind)
      let month = Int(failures.month.start[index])
      let after = resolved(failures, index)
      let owed = failures.owed.start[index]
      changes[month * banks + bank].failed += owed
      changes[month * banks + bank].lost += failures.loss.start[index]
      changes[after * banks + bank].failed -= owed
      schedules.eachStep(kind, from: month) { month, step in
        changes[month * banks + bank].removed += step
      }
      pay(paid[index], index, failures)
    }
  }

  /// Counts what a claim was paid more, or less.
  func pay(_ amount: Int64, _ index: Int, _ failures: Failures) {
    let bank = schedules.bank(Int(failures.kind.start[index]))
    let month = Int(failures.claimMonth.start[index])
    let after = resolved(failures, index)
    guard month < after else { return }
    changes.start[month * banks + bank].compensated += amount
    changes.start[after * banks + bank].compensated -= amount
  }

  /// The first month in which a failed loan is paid or given up.
  private func resolved(_ failures: Failures, _ index: Int) -> Int {
    let month = Int(failures.month.start[index])
    var after = horizon + 1
    let workout = Int(failures.workoutMonth.start[index])
    if workout > 0 { after = min(after, workout) }
    if let writeOffMonths { after = min(after, month + writeOffMonths) }
    return max(after, month + 1)
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
  func trips(_ month: Int, _ rules: PoolRules) -> Bool {
    self.month = month
    let row = changes.start + month * banks
    for bank in 0..<banks {
      now.start[bank].failed += row[bank].failed
      now.start[bank].removed += row[bank].removed
      now.start[bank].compensated += row[bank].compensated
      now.start[bank].lost += row[bank].lost
    }
    for (place, watch) in armed {
      var (all, whole) = (Int64(0), Int64(0))
      for bank in 0..<banks {
        let part = numerator(watch, bank)
        let base =
          watch.denominator == .cumulativeLending
          ? lent.start[month * banks + bank] : enrolled(bank: bank)
        (all, whole) = (all + part, whole + base)
        if watch.isByBank, rules.breakers.trips(place, part, of: base) { return true }
      }
      if !watch.isByBank, rules.breakers.trips(place, all, of: whole) { return true }
    }
    return false
  }

  private func numerator(_ watch: PoolRules.Watch, _ bank: Int) -> Int64 {
    let now = now.start[bank]
    return switch watch.measure {
    case .nplRate, .overdueRate: watch.isNet ? max(now.failed - now.compensated, 0) : now.failed
    case .lossRate: now.lost
    case .compensationRate, .payoutRatio: yearPaid.start[bank]
    }
  }
}

/// What loans of each kind are expected to owe, month by month (计划余额).
final class LoanSchedules {
  private let months: Int
  private let banks: Scratch<Int32>
  /// By kind and month; beyond this size they are worked out when they are asked for.
  private let balances: Scratch<Int64>?
  private static let sizeMax = 1 << 23
  /// The months in which the balance changes, where there is at most one after the first.
  private let lasts: Scratch<Int32>
  private let model: PoolModel

  init(_ model: PoolModel) {
    self.model = model
    months = model.horizon
    banks = Scratch(model.kinds.map { Int32($0.bank) }, zero: 0)
    let width = model.horizon + 1
    lasts = Scratch(model.kinds.count, zero: -1)
    guard model.kinds.count * width <= Self.sizeMax else {
      balances = nil
      return
    }
    let balances = Scratch<Int64>(model.kinds.count * width, zero: 0)
    for (index, kind) in model.kinds.enumerated() {
      let row = balances.start + index * width
      for month in 0..<width { row[month] = model.scheduled(kind, month) }
      let first = max(kind.starts, 0)
      let changes = (first + 1..<max(width, first + 1)).filter { row[$0] != row[$0 - 1] }
      if changes.count <= 1, let last = changes.first ?? Optional(width) {
        lasts.start[index] = changes.isEmpty || row[last] == 0 ? Int32(last) : -1
      }
    }
    self.balances = balances
  }

  /// The bank of a kind.
  func bank(_ kind: Int) -> Int { Int(banks.start[kind]) }

  /// The balance of a month as a step, then how it changes until the end.
  func eachStep(_ kind: Int, from month: Int, _ body: (Int, Int64) -> Void) {
    guard let balances else {
      var before: Int64 = 0
      for month in month...months {
        let now = model.scheduled(model.kinds[kind], month)
        if now != before { body(month, now - before) }
        before = now
      }
      return
    }
    let row = balances.start + kind * (months + 1)
    let last = Int(lasts.start[kind])
    if last >= 0 {
      guard month < last else { return }
      body(month, row[month])
      body(last, -row[month])
      return
    }
    var before: Int64 = 0
    for month in month...months {
      if row[month] != before { body(month, row[month] - before) }
      before = row[month]
    }
  }
}
