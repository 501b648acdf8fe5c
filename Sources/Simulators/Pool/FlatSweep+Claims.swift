import Policies
import Quantities
import RiskPools

extension FlatSweep {
  /// Decides the claims of a month one by one.
  /// - Returns: whether it could: not where claims wait or share.
  func settle(
    _ line: Failures.Line,
    _ month: Int,
    _ failures: Failures,
    _ account: inout Account,
    _ figures: inout PathFigures
  ) -> Bool {
    if rules.isProRata { return false }
    var request = ClaimRequest()
    // Where the programme has nothing left, nobody is paid, whoever comes first.
    let isSpent = account.programme >= desk.programmeLimit
    for place in isSpent ? line.unordered(month) : line.places(of: month) {
      let index = line[place]
      let failed = failures.rows.start[index]
      if isSpent, !desk.hasBankLimit, months.dues.start[index] > 0 {
        refuse(index, failed, &figures)
        continue
      }
      let bank = months.bank(failed)
      request.kind = Int(failed.kind)
      (request.owed, request.loss) = (Fen(failed.owed), Fen(failed.loss))
      request.counters.bankYear = Fen(limits.start[bank] - left.start[bank])
      request.priorYearBalance = Fen(priorYear.start[bank])
      request.counters.year = Fen(account.programme)
      request.cash = Fen(account.cash)
      guard let claim = try? desk.decide(request) else { return false }
      if claim.pay < claim.due, rules.queues { return false }
      count(claim, index, failed, &account)
      note(claim, index, failed, month, &figures)
      if account.cash == 0, claim.pay > 0 {
        figures.emptyYear = min(figures.emptyYear, calendar.year(month))
      }
    }
    return true
  }

  /// Notes a claim that comes to nothing because the programme has nothing left.
  private func refuse(_ index: Int, _ failed: Default, _ figures: inout PathFigures) {
    let due = months.dues.start[index]
    months.paid.start[months.bank(failed)] -= due
    months.share(0, index, failed)
    balances?.pay(-due, failed)
    figures.binding.note(.yearCap, insteadOf: own(failed, due: due))
  }

  /// Which limits of the loan itself decided what a failure was due.
  private func own(_ failed: Default, due: Int64) -> Claim.Binding {
    due < desk.loanLimit ? .raw : desk.own(failed)
  }

  /// Takes a claim off the cash and the limits.
  private func count(
    _ claim: ClaimDecision,
    _ index: Int,
    _ failed: Default,
    _ account: inout Account
  ) {
    let bank = months.bank(failed)
    left.start[bank] -= rules.bankCap?.isByEntitlement == true ? claim.entitlement : claim.pay
    account.programme +=
      rules.programmeCap?.isByEntitlement == true ? claim.entitlement : claim.pay
    account.pay(claim.pay, due: claim.due)
    balances?.addPaid(claim.pay, bank)
    let missing = months.dues.start[index] - claim.pay
    months.paid.start[bank] -= missing
    if missing > 0 {
      months.share(claim.pay, index, failed)
      balances?.pay(-missing, failed)
    }
  }

  private func note(
    _ claim: ClaimDecision,
    _ index: Int,
    _ failed: Default,
    _ month: Int,
    _ figures: inout PathFigures
  ) {
    var binding = claim.binding
    if claim.pay < claim.due { binding.insert(.poolCash) }
    figures.binding.note(binding, insteadOf: own(failed, due: months.dues.start[index]))
    let year = calendar.year(month)
    guard claim.pay < claim.due else { return }
    figures.unpaidYear = min(figures.unpaidYear, year)
    figures.yearUnpaid[year] += claim.due - claim.pay
    figures.unpaid += claim.due - claim.pay
  }
}

extension [Int64] {
  /// Counts what decides a claim; what the loan's own limits are was counted with all claims.
  fileprivate mutating func note(_ binding: Claim.Binding, insteadOf own: Claim.Binding) {
    add(1, to: binding.subtracting(own))
    add(-1, to: own.subtracting(binding))
  }

  private mutating func add(_ change: Int64, to limits: Claim.Binding) {
    var rest = limits.rawValue
    while rest != 0 {
      self[rest.trailingZeroBitCount] += change
      rest &= rest - 1
    }
  }
}
