import Policies
import Quantities
import RiskPools

/// Works out a path of a scheme that asks for no more than loss, rate and fixed limits (简单方案结算).
///
/// In such a scheme the order of claims matters only in a month in which something runs short. So
/// the claims of each month are added up first; where the sum stays below everything that limits
/// it, the month is paid as a whole, and otherwise claim by claim in their order. Both come to the
/// fen to what ``PoolSweep`` does with each claim by itself. What is rare and tangled is left to
/// it: queues, batches that share what there is, and everything after a breaker has tripped.
final class FlatSweep {
  let rules: PoolRules
  let calendar: PoolCalendar
  let desk: FlatDesk
  let months: FlatMonths
  let balances: FlatBalances?
  private let horizon: Int
  private let banks: Int
  private let days: Scratch<Day>
  /// The cash at the end of each month.
  private let ends: Scratch<Int64>
  private let hasInterest: Bool
  /// Whether a month asks for no more than cash and the limit of the programme.
  private let isSimple: Bool
  /// What is left of the limits of banks, what they are, and their balances of the year before.
  let left: Scratch<Int64>
  let limits: Scratch<Int64>
  let priorYear: Scratch<Int64>

  /// What is known of a month in advance (月份).
  private struct Day: BitwiseCopyable {
    /// The last month before the calendar or the simulated year changes.
    var last: Int32
    /// The simulated year.
    var year: Int32
    var beginsYear: Bool
  }

  /// What changes from month to month.
  struct Account {
    var cash: Int64
    /// What came in less what was due, without the opening cash.
    var flow: Int64 = 0
    var paidThisYear: Int64 = 0
    /// What was used of the yearly limit of the programme.
    var programme: Int64 = 0
    /// What the opening cash would have had to be at least.
    var needed: Int64 = 0
    /// What came back to the fund, and what interest it earned.
    var recovered: Int64 = 0
    var interest: Int64 = 0
    /// What was due and paid in the simulated year.
    var yearClaims: Int64 = 0
    var yearPaid: Int64 = 0

    mutating func receive(_ amount: Int64) {
      cash &+= amount
      flow &+= amount
    }

    /// Pays months as a whole, after which there was so much cash at the least.
    mutating func payWhole(_ paid: Int64, least: Int64) {
      // Cash and flow differ by the same amount all along.
      let apart = cash &- flow
      cash &-= paid
      flow &-= paid
      paidThisYear &+= paid
      programme &+= paid
      yearClaims &+= paid
      yearPaid &+= paid
      needed = max(needed, apart &- least)
    }

    mutating func pay(_ paid: Int64, due: Int64) {
      cash &-= paid
      flow &-= due
      paidThisYear &+= paid
      yearClaims &+= due
      yearPaid &+= paid
      needed = max(needed, 0 &- flow)
    }
  }

  /// Makes a scheme ready.
  /// - Returns: `nil` when there would be too many balances to keep.
  init?(_ model: PoolModel, _ rules: PoolRules, _ desk: FlatDesk) {
    balances = rules.needsBalances ? FlatBalances(model, rules) : nil
    if rules.needsBalances, balances == nil { return nil }
    (self.rules, self.desk) = (rules, desk)
    let calendar = PoolCalendar(model)
    (horizon, banks) = (model.horizon, model.banks.count)
    days = Scratch(horizon + 2, zero: Day(last: 0, year: 0, beginsYear: false))
    for month in (1...horizon).reversed() {
      let (year, next) = (calendar.year(month), month + 1)
      let goesOn = next <= horizon && calendar.year(next) == year && !calendar.beginsYear(next)
      days.start[month] = Day(
        last: goesOn ? days.start[next].last : Int32(month),
        year: Int32(year),
        beginsYear: calendar.beginsYear(month)
      )
    }
    self.calendar = calendar
    ends = Scratch(horizon + 1, zero: 0)
    left = Scratch(banks, zero: 0)
    limits = Scratch(banks, zero: 0)
    priorYear = Scratch(banks, zero: 0)
    hasInterest = rules.keepsInterest && rules.terms.interest > .zero
    let needsBanks = desk.hasBankLimit || balances != nil
    months = FlatMonths(model, rules, desk, needsBanks: needsBanks)
    isSimple = !hasInterest && !needsBanks
  }

  /// Works a path out.
  /// - Returns: whether it could; otherwise ``PoolSweep`` has to.
  func run(_ failed: FailureDesk, into figures: inout PathFigures) -> Bool {
    figures.reset()
    var account = Account(cash: rules.terms.opening.rawValue)
    figures.lent = desk.lent
    add(failed)
    openLimits()
    let sums = months.sums
    (figures.losses, figures.claimCount) = (sums.lost, sums.count)
    (figures.binding[0], figures.binding[1]) = (sums.uncut, sums.count - sums.uncut + sums.equal)
    var line: Failures.Line?
    var month = 1
    while month <= horizon {
      let day = days.start[month]
      if day.beginsYear { beginYear(&account, &figures) }
      let (next, isTripped) =
        isSimple
        ? payWhole(month, Int(day.last), &account, SimpleMonths.self)
        : payWhole(month, Int(day.last), &account, AnyMonths.self)
      if isTripped { return false }
      month = next
      if next <= Int(day.last) {
        let failures = failed.failures
        let order = line ?? failures.line(months: horizon)
        line = order
        guard settle(order, next, failures, &account, &figures) else { return false }
        if let balances, balances.trips(next) { return false }
        ends.start[next] = account.cash
        month += 1
      }
      if month > Int(day.last), month > horizon || days.start[month].year > day.year {
        endYear(Int(day.year), &account, &figures)
      }
    }
    for bank in 0..<banks { figures.bankPaid[bank] = months.paid.start[bank] }
    figures.fan.withUnsafeMutableBufferPointer { points in
      for point in points.indices { points[point] = ends.start[calendar.points[point]] }
    }
    (figures.cash, figures.needed) = (account.cash, account.needed)
    (figures.recovered, figures.interest) = (account.recovered, account.interest)
    return true
  }

  /// Adds the failures of a path up.
  private func add(_ failed: FailureDesk) {
    if isSimple, months.isUsual, let usual = failed.usual {
      return months.add(failed.events.start, failed.count, usual.rows)
    }
    months.add(failed.failures)
    if let balances {
      balances.begin()
      balances.add(failed.failures, paid: months.dues.start)
    }
  }

  private func openLimits() {
    for bank in 0..<banks {
      priorYear.start[bank] = balances?.enrolled(bank: bank) ?? 0
      limits.start[bank] = desk.hasBankLimit ? desk.bankLimit(priorYear.start[bank]) : 0
      left.start[bank] = limits.start[bank]
    }
  }

  // MARK: Years

  private func beginYear(_ account: inout Account, _ figures: inout PathFigures) {
    if desk.hasBankLimit { for bank in 0..<banks { renewLimit(bank) } }
    if rules.programmeCap?.isYearly == true { account.programme = 0 }
    balances?.beginYear()
    if let topUps = rules.topUps {
      let topUp = try? topUps.amount(
        balance: Fen(account.cash),
        loans: Fen(balances?.enrolled() ?? 0),
        lastYearLoss: Fen(account.paidThisYear),
        original: rules.terms.opening
      ).rawValue
      figures.topUps += topUp ?? 0
      account.receive(topUp ?? 0)
    }
    account.paidThisYear = 0
  }

  private func renewLimit(_ bank: Int) {
    let used = rules.bankCap?.isYearly == true ? 0 : limits.start[bank] - left.start[bank]
    priorYear.start[bank] = balances?.enrolled(bank: bank) ?? 0
    limits.start[bank] = desk.bankLimit(priorYear.start[bank])
    left.start[bank] = limits.start[bank] - used
  }

  private func endYear(_ year: Int, _ account: inout Account, _ figures: inout PathFigures) {
    (figures.yearClaims[year], figures.yearPaid[year]) = (account.yearClaims, account.yearPaid)
    figures.claims += account.yearClaims
    figures.paid += account.yearPaid
    (account.yearClaims, account.yearPaid) = (0, 0)
  }

  // MARK: Months

  /// Pays months as a whole until something runs short.
  /// - Returns: the month that it does in, which has taken in what it receives, or the month after
  ///   the last; and whether a breaker trips at the end of it.
  private func payWhole<Form: MonthForm>(
    _ first: Int,
    _ last: Int,
    _ account: inout Account,
    _: Form.Type
  ) -> (next: Int, isTripped: Bool) {
    let (back, total, left) = (months.back.start, months.total.start, left.start)
    let (ends, start) = (ends.start, account)
    let (inflow, isExact): (Int64, Bool) = (rules.paysRecoveriesIn ? -1 : 0, months.sums.hasNone)
    // What is paid is what is due, so that only cash and payments need be followed.
    let room = desk.programmeLimit &- start.programme
    var (cash, rest, recovered, least) = (start.cash, room, Int64(0), start.cash)
    var (interest, month, isTripped) = (Int64(0), first, false)
    let isAmple = !Form.isSimple && months.needsBanks && banksHaveRoom(first, last)
    while month <= last {
      if !Form.isSimple, hasInterest {
        let earned = rules.terms.monthly(of: cash)
        interest &+= earned
        cash &+= earned
      }
      recovered &+= back[month]
      cash &+= back[month] & inflow
      let due = total[month]
      if due >= cash || due >= rest, due > 0 || isExact { break }
      if !Form.isSimple {
        if !isAmple {
          if desk.hasBankLimit, !months.isBelow(left, month) { break }
          if months.needsBanks { payBanks(month..<month &+ 1) }
        }
      }
      rest &-= due
      cash &-= due
      least = min(least, cash)
      if !Form.isSimple, let balances, balances.trips(month) {
        isTripped = true
        break
      }
      ends[month] = cash
      month &+= 1
    }
    if isAmple { payBanks(first..<month) }
    let paid = room &- rest
    account.recovered &+= recovered
    account.interest &+= interest
    account.receive(cash &+ paid &- start.cash)
    account.payWhole(paid, least: least)
    return (month, isTripped)
  }

  /// Whether months need not ask for each bank: what is due to it in all of them stays below what
  /// is left of its limit, and no breaker looks at payments.
  private func banksHaveRoom(_ first: Int, _ last: Int) -> Bool {
    if balances?.watchesPayments == true { return false }
    guard desk.hasBankLimit else { return true }
    for bank in 0..<banks where months.due(bank, first..<last &+ 1) >= left.start[bank] {
      return false
    }
    return true
  }

  /// Takes the claims of months off the limits of banks.
  private func payBanks(_ paid: Range<Int>) {
    for bank in 0..<banks {
      let due = months.due(bank, paid)
      left.start[bank] -= due
      balances?.addPaid(due, bank)
    }
  }
}

/// What months ask for, known before the first path (月份形式).
private protocol MonthForm {
  /// Whether no more than cash and the limit of the programme.
  static var isSimple: Bool { get }
}

private enum SimpleMonths: MonthForm {
  static let isSimple = true
}

private enum AnyMonths: MonthForm {
  static let isSimple = false
}
