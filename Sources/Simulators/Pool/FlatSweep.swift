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
  private let rules: PoolRules
  private let calendar: PoolCalendar
  private let desk: FlatDesk
  private let months: FlatMonths
  private let balances: FlatBalances?
  private let horizon: Int
  private let banks: Int
  /// The place of each month in the fan, or −1.
  private let points: Scratch<Int32>
  private let isNewYear: Scratch<Bool>
  private let bankOf: Scratch<Int32>
  private let hasInterest: Bool
  private var request = ClaimRequest()
  /// What is left of the limits of banks, what they are, and their balances of the year before.
  private let left: Scratch<Int64>
  private let limits: Scratch<Int64>
  private let priorYear: Scratch<Int64>

  /// What changes from month to month.
  private struct Account {
    var cash: Int64
    /// What came in less what was due, without the opening cash.
    var flow: Int64 = 0
    var paidThisYear: Int64 = 0
    /// What was used of the yearly limit of the programme.
    var programme: Int64 = 0
    /// What the opening cash would have had to be at least.
    var needed: Int64 = 0

    mutating func receive(_ amount: Int64) {
      cash += amount
      flow += amount
    }

    mutating func pay(_ paid: Int64, due: Int64) {
      cash -= paid
      flow -= due
      paidThisYear += paid
      needed = max(needed, -flow)
    }
  }

  /// Makes a scheme ready.
  /// - Returns: `nil` when there would be too many balances to keep.
  init?(_ model: PoolModel, _ rules: PoolRules, _ desk: FlatDesk) {
    balances = rules.needsBalances ? FlatBalances(model, rules) : nil
    if rules.needsBalances, balances == nil { return nil }
    (self.rules, self.desk) = (rules, desk)
    calendar = PoolCalendar(model)
    (horizon, banks) = (model.horizon, model.banks.count)
    points = Scratch(calendar.pointOfMonth.map { Int32($0 ?? -1) }, zero: -1)
    isNewYear = Scratch((0...horizon).map { [calendar] in calendar.beginsYear($0) }, zero: false)
    bankOf = Scratch(model.kinds.map { Int32($0.bank) }, zero: 0)
    left = Scratch(banks, zero: 0)
    limits = Scratch(banks, zero: 0)
    priorYear = Scratch(banks, zero: 0)
    hasInterest = rules.keepsInterest && rules.terms.interest > .zero
    months = FlatMonths(model, rules, desk, balances)
  }

  /// Works a path out.
  /// - Returns: whether it could; otherwise ``PoolSweep`` has to.
  func run(_ failures: Failures, into figures: inout PathFigures) -> Bool {
    figures.reset()
    var account = Account(cash: rules.terms.opening.rawValue)
    figures.lent = desk.lent
    months.add(failures)
    for bank in 0..<banks {
      priorYear.start[bank] = balances?.enrolled(bank: bank) ?? 0
      limits.start[bank] = desk.hasBankLimit ? desk.bankLimit(priorYear.start[bank]) : 0
      left.start[bank] = limits.start[bank]
    }
    (figures.losses, figures.claimCount) = (months.losses, Int64(failures.count))
    (figures.binding[0], figures.binding[1]) = (months.uncut, months.cut)
    var line: Failures.Line?
    let (back, points, isNewYear) = (months.back.start, points.start, isNewYear.start)
    let (months, total, bankLimits) = (months, months.total.start, left.start)
    let needsBanks = months.needsBanks
    var recovered: Int64 = 0
    let (hasInterest, isTakingIn) = (hasInterest, rules.paysRecoveriesIn)
    for year in 0..<calendar.years {
      var (claims, payments) = (Int64(0), Int64(0))
      for month in year * 12 + 1...min(year * 12 + 12, horizon) {
        if isNewYear[month] { beginYear(&account, &figures) }
        if hasInterest { addInterest(&account, &figures) }
        recovered &+= back[month]
        if isTakingIn { account.receive(back[month]) }
        let left = desk.programmeLimit - account.programme
        if months.isWhole(month, below: account.cash, left, bankLimits) {
          let due = total[month]
          if needsBanks { payBanks(month) }
          account.programme += due
          account.pay(due, due: due)
          claims += due
          payments += due
        } else {
          let order = line ?? failures.line(months: horizon)
          line = order
          let sums = settle(order, month, failures, &account, &figures)
          guard let sums else { return false }
          (claims, payments) = (claims + sums.due, payments + sums.paid)
        }
        if let balances, balances.trips(month) { return false }
        let point = Int(points[month])
        if point >= 0 { figures.fan[point] = account.cash }
      }
      (figures.yearClaims[year], figures.yearPaid[year]) = (claims, payments)
      figures.claims += claims
      figures.paid += payments
    }
    for bank in 0..<banks { figures.bankPaid[bank] = months.paid.start[bank] }
    (figures.cash, figures.needed) = (account.cash, account.needed)
    figures.recovered = recovered
    return true
  }

  // MARK: Money in

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

  private func addInterest(_ account: inout Account, _ figures: inout PathFigures) {
    let interest = rules.terms.monthly(of: account.cash)
    figures.interest += interest
    account.receive(interest)
  }

  // MARK: Money out

  /// Takes a month's claims off the limits of banks.
  private func payBanks(_ month: Int) {
    let row = months.due.start + month * banks
    for bank in 0..<banks {
      left.start[bank] -= row[bank]
      balances?.addPaid(row[bank], bank)
    }
  }

  /// Decides the claims of a month one by one.
  /// - Returns: what was due and paid; `nil` where claims wait or share.
  private func settle(
    _ line: Failures.Line,
    _ month: Int,
    _ failures: Failures,
    _ account: inout Account,
    _ figures: inout PathFigures
  ) -> (due: Int64, paid: Int64)? {
    if rules.isProRata { return nil }
    var sums = (due: Int64(0), paid: Int64(0))
    // Where the programme has nothing left, nobody is paid, whoever comes first.
    let isSpent = account.programme >= desk.programmeLimit
    for place in isSpent ? line.unordered(month) : line.places(of: month) {
      let failed = line[place]
      let kind = Int(failures.kind.start[failed])
      let bank = Int(bankOf.start[kind])
      request.kind = kind
      request.owed = Fen(failures.owed.start[failed])
      request.loss = Fen(failures.loss.start[failed])
      request.counters.bankYear = Fen(limits.start[bank] - left.start[bank])
      request.priorYearBalance = Fen(priorYear.start[bank])
      request.counters.year = Fen(account.programme)
      request.cash = Fen(account.cash)
      guard let claim = try? desk.decide(request) else { return nil }
      if claim.pay < claim.due, rules.queues { return nil }
      count(claim, failed, bank, failures, &account)
      note(claim, failed, month, failures, &figures)
      if account.cash == 0, claim.pay > 0 {
        figures.emptyYear = min(figures.emptyYear, calendar.year(month))
      }
      sums = (sums.due + claim.due, sums.paid + claim.pay)
    }
    return sums
  }

  /// Takes a claim off the cash and the limits.
  private func count(
    _ claim: ClaimDecision,
    _ failed: Int,
    _ bank: Int,
    _ failures: Failures,
    _ account: inout Account
  ) {
    left.start[bank] -= rules.bankCap?.isByEntitlement == true ? claim.entitlement : claim.pay
    account.programme +=
      rules.programmeCap?.isByEntitlement == true ? claim.entitlement : claim.pay
    account.pay(claim.pay, due: claim.due)
    months.paid.start[bank] += claim.pay - months.dues.start[failed]
    balances?.addPaid(claim.pay, bank)
    let missing = months.dues.start[failed] - claim.pay
    if missing > 0 {
      months.share(claim.pay, failed, failures)
      balances?.pay(-missing, failed, failures)
    }
  }

  private func note(
    _ claim: ClaimDecision,
    _ failed: Int,
    _ month: Int,
    _ failures: Failures,
    _ figures: inout PathFigures
  ) {
    var binding = claim.binding
    if claim.pay < claim.due { binding.insert(.poolCash) }
    // The limits of the loan itself were counted with the others; those are now taken back.
    let own = desk.own(failed, failures).rawValue
    for limit in figures.binding.indices {
      let (now, before) = (binding.rawValue >> UInt16(limit) & 1, own >> UInt16(limit) & 1)
      figures.binding[limit] += Int64(now) - Int64(before)
    }
    let year = calendar.year(month)
    guard claim.pay < claim.due else { return }
    figures.unpaidYear = min(figures.unpaidYear, year)
    figures.yearUnpaid[year] += claim.due - claim.pay
    figures.unpaid += claim.due - claim.pay
  }
}
