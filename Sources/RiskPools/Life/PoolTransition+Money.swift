import Accounting
import Findings
import Policies
import Quantities

/// Money in and out beside claims and recoveries.
extension PoolTransition {
  mutating func adopt(_ scheme: AdoptedScheme, _ pool: inout Pool) {
    demandOrder(scheme.from, after: pool.scheme.from, "from")
    guard findings.isEmpty else { return }
    // What other breakers have tripped means nothing to these.
    if pool.scheme.scheme.breakers != scheme.scheme.breakers { pool.breakers = [:] }
    pool.schemes.append(scheme)
    trace.append(
      Step(
        "采用办法",
        formula: "自生效日起适用",
        ["办法": scheme.policy, "摘要": scheme.digest],
        value: scheme.from
      )
    )
  }

  mutating func take(
    _ funding: Funding,
    asTopUp: Bool,
    _ pool: inout Pool
  ) throws(Refusal) {
    demand(funding.amount, "amount")
    _ = account(funding.account, in: pool)
    switch funding.nature {
    case .government, .partner: demandFunder(funding.funder, pool)
    case .repayable, .carried: break
    }
    var funder = pool.funders[funding.funder] ?? FunderBalance()
    if asTopUp {
      demand(funding.amount, "amount", atMost: Int128(funder.promised.rawValue))
    } else if let known = pool.funders[funding.funder], known.nature != funding.nature,
      known.nature != .carried, funding.nature != .carried
    {
      refuse(funding.nature.rawValue, "nature", range: "= \(funder.nature.rawValue)")
    }
    guard findings.isEmpty else { return }
    try demandRoom(funding.amount, in: pool)
    funder.paidIn = try exactly { () throws(Overflow) in try funder.paidIn.adding(funding.amount) }
    if asTopUp {
      funder.promised = funder.promised.less(funding.amount)
    } else {
      if funding.nature != .carried || pool.funders[funding.funder] == nil {
        funder.nature = funding.nature
      }
    }
    pool.funders[funding.funder] = funder
    let measure: PoolMeasure =
      switch (asTopUp, funding.nature) {
      case (true, _): .topUp
      case (false, .government): .funding
      case (false, .partner): .partnerFunding
      case (false, .repayable): .deposit
      case (false, .carried): .carried
      }
    receive(funding.amount, funding.account, measure, &pool, funder: funding.funder)
  }

  mutating func take(_ topUp: TopUp, _ pool: inout Pool) throws(Refusal) {
    demand(topUp.amount, "amount")
    demandFunder(topUp.funder, pool)
    let budget = pool.scheme.scheme.replenishment.budgetCap
    if let most = budget.value ?? nil {
      demand(topUp.amount, "amount", atMost: Int128(most.rawValue))
    }
    guard findings.isEmpty else { return }
    var funder = pool.funders[topUp.funder] ?? FunderBalance()
    funder.promised = try exactly { () throws(Overflow) in
      try funder.promised.adding(topUp.amount)
    }
    pool.funders[topUp.funder] = funder
    movement.add(topUp.amount, .topUpApproved, funder: topUp.funder)
    trace.append(
      Step(
        "补充",
        clause: pool.scheme.scheme.replenishment.rule.clause,
        formula: "核定补充额",
        ["出资方": topUp.funder, "待到账": funder.promised],
        value: topUp.amount
      )
    )
  }

  private mutating func demandFunder(_ name: String, _ pool: Pool) {
    let parties = (pool.scheme.scheme.funders.value ?? []).compactMap(\.party.value)
    if !parties.isEmpty, !parties.contains(name) {
      refuseUnknown(name, "funder", among: parties)
    }
  }

  mutating func take(_ transfer: AccountTransfer, _ pool: inout Pool) throws(Refusal) {
    demand(transfer.amount, "amount")
    let (from, to) = (
      account(transfer.from, in: pool, at: "from"), account(transfer.to, in: pool, at: "to")
    )
    if let from {
      demand(transfer.amount, "amount", atMost: Int128(from.available.rawValue))
    }
    if transfer.from == transfer.to { refuse(transfer.to, "to", range: "≠ \(transfer.from)") }
    let shared = Pool.shared(transfer.from, in: pool.scheme.scheme)
    if let shared, !shared.contains(transfer.to) { refuseUnknown(transfer.to, "to", among: shared) }
    guard findings.isEmpty else { return }
    let left = (from?.cash ?? .zero).less(transfer.amount)
    let cash = try exactly { () throws(Overflow) in
      try (to?.cash ?? .zero).adding(transfer.amount)
    }
    pool.accounts[transfer.from]?.cash = left
    pool.accounts[transfer.to]?.cash = cash
    movement.add(transfer.amount, .transferred)
  }

  mutating func take(_ interest: Interest, _ pool: inout Pool) throws(Refusal) {
    demand(interest.amount, "amount")
    _ = account(interest.account, in: pool)
    guard findings.isEmpty else { return }
    try demandRoom(interest.amount, in: pool)
    let pools = try needed(pool.scheme.scheme.pools)
    let terms = pools.first { $0.account.value == interest.account }
    let goesTo: SubPool.InterestTo? =
      if let terms { try needed(terms.interestTo) } else { nil }
    guard goesTo == .treasury else {
      return receive(interest.amount, interest.account, .interest, &pool)
    }
    receive(interest.amount, interest.account, .interestDue, &pool)
    owe(interest.amount, on: interest.account, &pool)
  }

  /// Keeps money of an account for the treasury.
  func owe(_ amount: Fen, on account: String, _ pool: inout Pool) {
    let due = pool.accounts[account]?.dueToTreasury ?? .zero
    pool.accounts[account]?.dueToTreasury = Fen(due.rawValue + amount.rawValue)
  }

  mutating func take(_ fee: Fee, _ pool: inout Pool) {
    demand(fee.amount, from: fee.account, pool)
    guard findings.isEmpty else { return }
    spend(fee.amount, fee.account, .fee, &pool)
  }

  mutating func take(_ payment: TreasuryPayment, _ pool: inout Pool) {
    demand(payment.amount, "amount")
    guard let account = account(payment.account, in: pool) else { return }
    demand(payment.amount, "amount", atMost: Int128(account.dueToTreasury.rawValue))
    guard findings.isEmpty else { return }
    pool.accounts[payment.account]?.dueToTreasury = account.dueToTreasury.less(payment.amount)
    spend(payment.amount, payment.account, .treasury, &pool)
  }

  /// Winds the pool up: nothing waits, and every account is empty afterwards.
  mutating func close(_ closing: PoolClosing, _ pool: inout Pool) {
    for claim in pool.claims.values where claim.isOpen || claim.toReturn > .zero {
      refuse(claim.state.rawValue, "claims.\(claim.id)", range: "= paid")
    }
    for (id, recovery) in pool.recoveries where recovery.bankDue > .zero {
      refuse("\(recovery.bankDue)", "recoveries.\(id)", range: "= 0.00")
    }
    if pool.dueToTreasury > 0 {
      refuse(Fen.yuan(pool.dueToTreasury), "treasury", range: "= 0.00")
    }
    findings.sort { $0.column < $1.column }
    var left = pool.accounts.mapValues { Int128($0.cash.rawValue) }
    for (index, payout) in closing.payouts.enumerated() {
      demand(payout.amount, "payouts[\(index)].amount")
      guard account(payout.account, in: pool, at: "payouts[\(index)].account") != nil else {
        continue
      }
      left[payout.account, default: 0] -= Int128(payout.amount.rawValue)
    }
    for (name, rest) in left.sorted(by: { $0.key < $1.key }) where rest != 0 {
      refuse(Fen.yuan(rest), "accounts.\(name)", range: "= 0.00")
    }
    guard findings.isEmpty else { return }
    for payout in closing.payouts {
      spend(payout.amount, payout.account, .payout, &pool, funder: payout.party)
    }
    pool.isClosed = true
  }
}

extension Pool {
  /// The accounts with which money of one is interchangeable; `nil` when the scheme says nothing.
  fileprivate static func shared(_ account: String, in scheme: Scheme) -> [String]? {
    let pools = scheme.pools.value ?? []
    guard !pools.isEmpty else { return nil }
    let own = pools.first { $0.account.value == account }?.shareWith.value ?? []
    let others = pools.filter { $0.shareWith.value?.contains(account) == true }
    return Array(Set(own + others.compactMap(\.account.value))).sorted()
  }
}
