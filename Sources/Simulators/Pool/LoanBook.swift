import Policies
import Quantities
import RiskPools

/// The balances of the loans under a scheme (在池贷款余额).
///
/// Loans that do not fail run off as they are expected to: early payments and renewals enter these
/// balances by their expectation, while each loan that fails does so, or not, by itself.
struct LoanBook: Sendable {
  /// Loans of a bank that are lent in one month.
  struct Vintage: Sendable {
    let starts: Int
    let bank: Int
    var total: Int64
    /// The balance at the end of each month, were no loan to fail.
    var balances: [Int64]
  }

  private(set) var vintages: [Vintage] = []
  /// Whether each vintage was lent on this path.
  var isLent: [Bool]
  /// What each bank lent so far.
  var lentSoFar: [Int64]
  /// What a loan of each kind is expected to owe at the end of each month, where there are not too
  /// many kinds to keep it.
  private let scheduled: [[Int64]]
  private static let scheduledMax = 1 << 20
  /// What was there on the first day.
  let openingLent: Int64
  /// Each bank's balance at the end of last year.
  private(set) var priorYear: [Int64]
  private let needsBalances: Bool
  private let months: Int
  private let banks: Int
  private let openingByBank: [Int64]
  private let starting: [Range<Int>]
  private let writeOffMonths: Int?
  /// By bank and month: what failed loans would owe; what of failed loans is not yet resolved.
  private var removed: [Int64]
  private var failed: [Int64]
  private var compensated: [Int64]
  private var yearLoss: [Int64]
  private var yearPaid: [Int64]

  init(_ model: PoolModel, _ rules: PoolRules) {
    needsBalances = rules.needsBalances
    writeOffMonths = rules.writeOffMonths
    (months, banks) = (model.horizon, model.banks.count)
    vintages = model.vintages.map { vintage in
      Vintage(starts: vintage.starts, bank: vintage.bank, total: 0, balances: [])
    }
    let isKept = needsBalances && model.kinds.count * (months + 1) <= Self.scheduledMax
    scheduled =
      isKept
      ? model.kinds.map { kind in (0...model.horizon).map { model.scheduled(kind, $0) } } : []
    for index in model.kinds.indices {
      let kind = model.kinds[index]
      let vintage = model.vintageOf[index]
      vintages[vintage].total += kind.principal * Int64(kind.count)
      guard needsBalances else { continue }
      if vintages[vintage].balances.isEmpty {
        vintages[vintage].balances = Array(repeating: 0, count: months + 1)
      }
      for month in 0...months {
        vintages[vintage].balances[month] += model.scheduled(kind, month) * Int64(kind.count)
      }
    }
    var ranges = Array(repeating: 0..<0, count: months + 1)
    for (index, vintage) in vintages.enumerated() {
      let known = ranges[vintage.starts]
      ranges[vintage.starts] = (known.isEmpty ? index : known.lowerBound)..<index + 1
    }
    starting = ranges
    isLent = Array(repeating: false, count: vintages.count)
    var opening = Array(repeating: Int64(0), count: banks)
    for vintage in vintages where vintage.starts == 0 { opening[vintage.bank] += vintage.total }
    openingByBank = opening
    openingLent = opening.reduce(0, +)
    lentSoFar = opening
    priorYear = opening
    let size = needsBalances ? banks * (months + 1) : 0
    removed = Array(repeating: 0, count: size)
    failed = removed
    compensated = removed
    yearLoss = Array(repeating: 0, count: banks)
    yearPaid = yearLoss
  }

  /// What is enrolled at the end of each month were no loan to fail, and what was lent until
  /// then, by month and bank.
  func undisturbed() -> (enrolled: [Int64], lent: [Int64]) {
    var (enrolled, lent) = ([Int64](), [Int64]())
    for month in 0...months {
      for bank in 0..<banks {
        let own = vintages.filter { $0.bank == bank }
        enrolled.append(own.reduce(0) { $0 + ($1.balances.isEmpty ? 0 : $1.balances[month]) })
        lent.append(own.reduce(0) { $0 + ($1.starts <= month ? $1.total : 0) })
      }
    }
    return (enrolled, lent)
  }

  mutating func reset() {
    for index in vintages.indices { isLent[index] = vintages[index].starts == 0 }
    guard needsBalances else { return }
    for index in removed.indices {
      (removed[index], failed[index], compensated[index]) = (0, 0, 0)
    }
    for bank in 0..<banks {
      (lentSoFar[bank], priorYear[bank]) = (openingByBank[bank], openingByBank[bank])
      (yearLoss[bank], yearPaid[bank]) = (0, 0)
    }
  }

  /// The vintages that a month begins with.
  func vintages(startingIn month: Int) -> Range<Int> { starting[month] }

  /// Notes that a loan fails.
  mutating func fail(_ default: Default, _ model: PoolModel) {
    guard needsBalances, isLent[model.vintage(`default`)] else { return }
    let kind = model.kinds[Int(`default`.kind)]
    let row = kind.bank * (months + 1)
    for month in Int(`default`.month)...months {
      removed[row + month] +=
        scheduled.isEmpty
        ? model.scheduled(kind, month) : scheduled[Int(`default`.kind)][month]
    }
    for month in Int(`default`.month)...lastMonth(`default`) {
      failed[row + month] += `default`.owed
    }
    yearLoss[kind.bank] += `default`.loss
  }

  /// Notes that a claim was paid.
  mutating func compensate(_ default: Default, _ amount: Int64, _ model: PoolModel) {
    guard needsBalances else { return }
    let bank = model.kinds[Int(`default`.kind)].bank
    yearPaid[bank] += amount
    let (first, last) = (Int(`default`.claimMonth), lastMonth(`default`))
    guard first <= last else { return }
    for month in first...last { compensated[bank * (months + 1) + month] += amount }
  }

  /// The last month in which a failed loan is neither paid nor given up.
  private func lastMonth(_ default: Default) -> Int {
    var last = months
    if `default`.workoutMonth > 0 { last = min(last, Int(`default`.workoutMonth) - 1) }
    if let writeOffMonths { last = min(last, Int(`default`.month) + writeOffMonths - 1) }
    return max(last, Int(`default`.month))
  }

  /// Begins a year after the balances of the month before.
  mutating func closeYear(_ month: Int) {
    guard needsBalances else { return }
    for bank in 0..<banks {
      priorYear[bank] = enrolled(month - 1, bank: bank)
      (yearLoss[bank], yearPaid[bank]) = (0, 0)
    }
  }

  /// What is enrolled with a bank at the end of a month, failed loans with the others.
  func enrolled(_ month: Int, bank: Int) -> Int64 {
    guard needsBalances else { return 0 }
    var balance = failed[bank * (months + 1) + month] - removed[bank * (months + 1) + month]
    for index in vintages.indices where vintages[index].bank == bank && isLent[index] {
      balance += vintages[index].balances[month]
    }
    return balance
  }

  /// What is enrolled with all banks.
  func enrolled(_ month: Int) -> Int64 {
    (0..<banks).reduce(0) { $0 + enrolled(month, bank: $1) }
  }

  /// What breakers read at the end of a month, one for each of their cells.
  func readings(
    _ month: Int,
    _ rules: PoolRules,
    _ state: BreakerKernel.State
  ) -> [BreakerKernel.Reading] {
    var readings = Array(repeating: BreakerKernel.Reading(), count: state.cellCount)
    for (index, watch) in rules.watched.enumerated() {
      let cells = rules.breakers.cells(of: index, in: state)
      for (unit, cell) in cells.enumerated() {
        let banks = watch.isByBank ? unit..<unit + 1 : 0..<self.banks
        let numerator = banks.reduce(Int64(0)) { $0 + self.numerator(watch, month, $1) }
        let denominator = banks.reduce(Int64(0)) { $0 + self.denominator(watch, month, $1) }
        readings[cell] = .init(numerator: Fen(numerator), denominator: Fen(denominator))
      }
    }
    return readings
  }

  private func numerator(_ watch: PoolRules.Watch, _ month: Int, _ bank: Int) -> Int64 {
    let place = bank * (months + 1) + month
    switch watch.measure {
    case .nplRate, .overdueRate:
      return watch.isNet ? max(failed[place] - compensated[place], 0) : failed[place]
    case .lossRate: return yearLoss[bank]
    case .compensationRate, .payoutRatio: return yearPaid[bank]
    }
  }

  private func denominator(_ watch: PoolRules.Watch, _ month: Int, _ bank: Int) -> Int64 {
    switch watch.denominator {
    case .enrolledBalance, .allLoans, .premium: enrolled(month, bank: bank)
    case .cumulativeLending: lentSoFar[bank]
    }
  }
}

extension PoolModel {
  /// The vintage of a loan that fails.
  func vintage(_ failed: Default) -> Int { vintageOf[Int(failed.kind)] }

  /// What a loan that does not fail is expected to owe at the end of a month.
  func scheduled(_ kind: Kind, _ month: Int) -> Int64 {
    guard month >= kind.starts else { return 0 }
    if month == 0 { return kind.principal }
    var chance = survival(months: month - max(kind.starts, 1))
    if month > kind.ends {
      let times = (month - kind.ends - 1) / kind.term + 1
      for _ in 0..<times { chance *= behaviour.renewal }
    }
    return chance < 1 ? Int64(Double(owed(kind, month: month)) * chance) : owed(kind, month: month)
  }
}
