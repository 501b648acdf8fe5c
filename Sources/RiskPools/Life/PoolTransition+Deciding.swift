import Accounting
import Findings
import Policies
import Quantities

/// Claims from the decision to the payment.
extension PoolTransition {
  mutating func decide(_ decision: ClaimDecision, _ pool: inout Pool) throws(Refusal) {
    guard var claim = claim(decision.claim, in: pool), let loan = pool.loans[claim.loan] else {
      return
    }
    let adopted = pool.scheme(claim.scheme)
    demandHandler(claim)
    demandRunning(loan, pool)
    if claim.isDiligent == false {
      findings.append(Finding(.notDiligent, column: "claim", value: claim.id))
    }
    let advances = loan.claims.compactMap { pool.claims[$0] }
      .filter { $0.kind == .advance && $0.id != claim.id }
    for advance in advances where advance.isOpen {
      refuse(advance.state.rawValue, "claims.\(advance.id)", range: "= paid")
    }
    if adopted.rule.base == .netPrincipalLoss, let loss = decision.loss {
      demand(loss, "loss", atMost: Int128(claim.outstanding.rawValue))
    }
    guard findings.isEmpty else { return }
    let date = try lossDate(claim, adopted)
    let year = try adopted.year(of: date)
    let it = try claimCase(decision, claim, loan, advances, year: year, date: date, pool)
    let explained = try adopted.rule.explain(it)
    let figures = explained.figures.claim
    claim.decision = explained.figures
    claim.binding = figures.binding
    claim.state = .decided
    note(&claim)
    trace += explained.trace
    warnings += explained.figures.warnings
    var entry = CapUsage.Entry(
      loan: loan.id,
      bank: loan.bank,
      firm: loan.borrower,
      date: date,
      year: year,
      entitlement: figures.entitlement,
      paid: figures.due,
      base: figures.base
    )
    // What the advance uses already is not used again.
    for advance in advances.compactMap({ pool.usage[$0.id] }) {
      entry.entitlement = max(entry.entitlement.less(advance.entitlement), .zero)
      entry.base = max(entry.base.less(advance.base), .zero)
    }
    pool.usage.set(claim.id, entry)
    pool.claims[claim.id] = claim
  }

  /// The day that puts a claim into a year.
  private func lossDate(
    _ claim: PoolClaim,
    _ adopted: AdoptedScheme
  ) throws(Refusal) -> CivilDate {
    guard adopted.rule.hasYearlyCap else { return head.date }
    let basis = try needed(adopted.scheme.lossDatedBy)
    return basis == .trigger ? claim.triggeredOn : head.date
  }

  /// What the pool knows of a claim, with the facts of the decision.
  private func claimCase(
    _ decision: ClaimDecision,
    _ claim: PoolClaim,
    _ loan: PooledLoan,
    _ advances: [PoolClaim],
    year: Int,
    date: CivilDate,
    _ pool: Pool
  ) throws(Refusal) -> ClaimCase {
    var it = ClaimCase()
    it.loan = loan.facts
    it.loan.outstanding = claim.outstanding
    it.loss = decision.loss
    it.actualLiability = decision.actualLiability
    it.otherGovernmentPaid = decision.otherGovernmentPaid
    it.deductions = decision.deductions
    it.absorbers = decision.absorbers
    it.layer = decision.layer
    it.kind = claim.kind
    it.ratePart = pool.ratePart(for: loan)
    it.priorYearBalance = decision.priorYearBalance ?? pool.reported(loan.bank, before: date)
    let own = loan.claims
    it.counters = try exactly { () throws(Overflow) in
      var counters = ClaimCase.Counters()
      let caps = pool.scheme(claim.scheme).rule
      func used(_ kind: Claim.Binding, _ scope: CapUsage.Key.Scope) throws(Overflow) -> Fen {
        let cap = caps.counting(kind)
        let sum =
          switch cap.window {
          case .life: pool.usage.used(scope, year: nil, without: own)
          case .year: pool.usage.used(scope, year: year, without: own)
          case .rolling: pool.usage.used(scope, yearTo: date, without: own)
          }
        return try Fen(sum: max(cap.isByEntitlement ? sum.entitlement : sum.paid, 0))
      }
      counters.borrower = try used(.borrowerCap, .firm(loan.borrower))
      counters.bankYear = try used(.bankYearCap, .bank(loan.bank))
      counters.year = try used(.yearCap, .programme)
      counters.funder = try used(.funderCap, .programme)
      let counted = pool.usage.countedBase(of: loan.borrower, without: loan.id)
      counters.countedBase = try Fen(sum: counted)
      return counters
    }
    try exactly { () throws(Overflow) in
      it.advanced = try Fen(sum: Fen.sum(advances.map(\.netPaid)))
      it.poolPaidIn = try Fen(sum: Fen.sum(pool.funders.values.map(\.paidIn)))
      it.currentBalance = try Fen(sum: pool.exposures[.bank(loan.bank)]?.balance ?? 0)
    }
    return it
  }

  /// Shares the money of an account among claims.
  mutating func approve(_ approval: ClaimApproval, _ pool: inout Pool) throws(Refusal) {
    let account = account(approval.account, in: pool)
    if approval.claims.isEmpty { findings.append(Finding(.fieldMissing, column: "claims")) }
    var batch: [PoolClaim] = []
    for (index, id) in approval.claims.enumerated() {
      let column = "claims[\(index)]"
      guard let claim = claim(id, in: pool, at: column), let loan = pool.loans[claim.loan] else {
        continue
      }
      if batch.contains(where: { $0.id == id }) {
        findings.append(Finding(.codeDuplicate, column: column, value: id))
      }
      if claim.state == .paid, claim.waiting == .zero {
        refuseOrder(claim.state.rawValue, next: claim.state.next.filter { $0 != .claimsApproved })
      }
      demandHandler(claim)
      demandRunning(loan, pool)
      batch.append(claim)
    }
    guard findings.isEmpty, let account else { return }
    let scheme = pool.scheme.scheme
    let (order, shortfall) = try needed(scheme.shortage.order, scheme.shortage.onShortfall)
    if order == .fifoByTrigger {
      batch.sort { ($0.triggeredOn, $0.id) < ($1.triggeredOn, $1.id) }
    }
    let due = batch.map { $0.state == .paid ? $0.waiting : $0.decision?.claim.due ?? .zero }
    let pays = try ClaimBatch(due: due).payments(cash: account.available, under: scheme)
    let approved = try split(pays, approval.funderCash, pool)
    for index in batch.indices {
      batch[index].settle(approved[index], of: due[index], waits: shortfall == .queue)
      batch[index].account = approval.account
    }
    for index in batch.indices {
      take(batch[index], approved[index], due[index], &pool)
      approved[index].explain(batch[index], due[index], account, scheme, &trace)
    }
  }

  /// What each claim and funder pays, within what the funders' own accounts hold.
  private func split(
    _ pays: [Fen],
    _ funderCash: [ClaimCase.Holding],
    _ pool: Pool
  ) throws(Refusal) -> [ApprovedPayment] {
    var gaps = Gaps()
    let adopted = pool.scheme
    let funders = FunderSplit(
      adopted.rule.funders,
      residual: adopted.scheme.rounding.residual,
      &gaps
    )
    try gaps.check()
    var left = funderCash
    return pays.map { pay in
      guard !adopted.rule.funders.isEmpty else {
        return ApprovedPayment(amount: pay, shares: [], isShortOfFunders: false)
      }
      let shares = funders.shares(of: pay, cash: left)
      left = left.map { holding in
        let used = shares.first { $0.party == holding.name }?.amount ?? .zero
        return ClaimCase.Holding(name: holding.name, available: holding.available.less(used))
      }
      let amount = Fen(shares.reduce(0) { $0 + $1.amount.rawValue })
      return ApprovedPayment(amount: amount, shares: shares, isShortOfFunders: amount < pay)
    }
  }

  /// Writes an approved claim down, and what was advanced too much.
  private mutating func take(
    _ approved: PoolClaim,
    _ payment: ApprovedPayment,
    _ due: Fen,
    _ pool: inout Pool
  ) {
    var claim = approved
    let isFirst = pool.claims[claim.id]?.state == .decided
    note(&claim)
    pool.claims[claim.id] = claim
    let reserved = pool.accounts[claim.account ?? ""]?.reserved ?? .zero
    pool.accounts[claim.account ?? ""]?.reserved = Fen(
      reserved.rawValue + payment.amount.rawValue
    )
    movement.add(payment.amount, .approved, bank: claim.bank)
    if var entry = pool.usage[claim.id] {
      let promised = claim.payable.rawValue + claim.waiting.rawValue
      entry.paid = Fen(claim.netPaid.rawValue + promised)
      if claim.state == .decided { entry.paid = due }
      pool.usage.set(claim.id, entry)
    }
    let clawback = claim.decision?.claim.clawback ?? .zero
    if isFirst, clawback > .zero, claim.state != .decided {
      overpay(clawback, of: pool.advance(beside: claim), &pool)
    }
  }

  mutating func pay(_ payment: ClaimPayment, _ pool: inout Pool) throws(Refusal) {
    guard var claim = claim(payment.claim, in: pool), let account = claim.account else { return }
    demandHandler(claim)
    guard findings.isEmpty else { return }
    let amount = claim.payable
    let date = try lossDate(claim, pool.scheme(claim.scheme))
    let year = try pool.scheme(claim.scheme).year(of: date)
    claim.pay(
      PoolClaim.Payment(document: head.number, date: head.date, amount: amount, account: account)
    )
    note(&claim)
    for share in claim.payableShares {
      let borne = pool.funders[share.party]?.borne ?? .zero
      pool.funders[share.party, default: FunderBalance()].borne = Fen(
        borne.rawValue + share.amount.rawValue
      )
    }
    claim.payableShares = []
    if var entry = pool.usage[claim.id] {
      (entry.date, entry.year) = (date, year)
      pool.usage.set(claim.id, entry)
    }
    pool.claims[claim.id] = claim
    let reserved = pool.accounts[account]?.reserved ?? .zero
    pool.accounts[account]?.reserved = reserved.less(amount)
    spend(amount, account, .paid, &pool, bank: claim.bank)
    let day = head.date
    pool.change(claim.loan) { loan in
      if loan.state == .active { loan.state = .compensated }
      loan.lastDate = max(loan.lastDate, day)
    }
    pool.count(paid: Int128(amount.rawValue), for: claim.loan)
  }
}

/// What is approved for one claim.
struct ApprovedPayment {
  let amount: Fen
  let shares: [ClaimStatement.Share]
  /// Whether a funder's own account was short.
  let isShortOfFunders: Bool

  /// Tells what there was and who pays.
  func explain(
    _ claim: PoolClaim,
    _ due: Fen,
    _ account: PoolAccount,
    _ scheme: Scheme,
    _ trace: inout [Step]
  ) {
    trace.append(
      Step(
        "可付资金 \(claim.id)",
        clause: scheme.shortage.onShortfall.clause,
        formula: "min(应付, 专户可用)",
        [
          "应付": due, "专户可用": account.available,
          "分担": shares.map { "\($0.party) \($0.amount)" }
            .joined(separator: "; "), "约束": claim.binding.names.joined(separator: ", "),
          "留待": claim.waiting,
        ],
        value: amount
      )
    )
  }
}

extension PoolClaim {
  /// Takes what was approved of what is due.
  fileprivate mutating func settle(_ payment: ApprovedPayment, of due: Fen, waits: Bool) {
    if payment.amount < due {
      binding.insert(payment.isShortOfFunders ? .funderCash : .poolCash)
    }
    payable = payment.amount
    payableShares = payment.shares
    let rest = due.less(payment.amount)
    if payment.amount > .zero {
      state = .approved
      waiting = waits ? rest : .zero
    } else if !waits || due == .zero {
      // Nothing comes any more: what was paid before stays paid.
      if state != .paid { state = .ended }
      waiting = .zero
    }
  }

  /// Turns what was approved into what was paid.
  fileprivate mutating func pay(_ payment: Payment) {
    paid = Fen(paid.rawValue + payment.amount.rawValue)
    payments.append(payment)
    for share in payableShares {
      if let index = shares.firstIndex(where: { $0.party == share.party }) {
        let sum = Fen(shares[index].amount.rawValue + share.amount.rawValue)
        shares[index] = ClaimStatement.Share(party: share.party, amount: sum)
      } else {
        shares.append(share)
      }
    }
    payable = .zero
    state = .paid
  }
}

extension Pool {
  /// The advance that a final claim settles.
  fileprivate func advance(beside claim: PoolClaim) -> PoolClaim? {
    let others = loans[claim.loan]?.claims ?? []
    return others.compactMap { claims[$0] }.first { $0.kind == .advance && $0.paid > .zero }
  }

  /// What a bank reported last about the end of the year before a day.
  func reported(_ bank: String, before day: CivilDate) -> Fen? {
    let year = day.period.year - 1
    return reports[bank]?.filter { $0.asOf.period.year == year }
      .max { $0.asOf < $1.asOf }?.reported
  }

  /// Counts what was paid or came back among the figures of the loan's bank.
  mutating func count(paid: Int128 = 0, recovered: Int128 = 0, for loan: String) {
    guard let loan = loans[loan] else { return }
    for scope in Pool.scopes(loan) {
      exposures[scope]?.paid += paid
      exposures[scope]?.recovered += recovered
    }
  }
}

extension AdoptedScheme {
  /// The year of the scheme in which a day lies (年度口径).
  func year(of day: CivilDate) throws(Refusal) -> Int {
    guard rule.hasYearlyCap else { return day.period.year }
    let basis = try needed(scheme.yearBasis)
    guard basis == .policyYear else { return day.period.year }
    let (year, month, date) = day.components
    let (_, firstMonth, first) = (scheme.header.effectiveFrom ?? from).components
    return (month, date) < (firstMonth, first) ? year - 1 : year
  }
}

extension ClaimRule {
  /// Whether a cap counts by the year.
  var hasYearlyCap: Bool {
    let kinds: [Claim.Binding] = [.borrowerCap, .bankYearCap, .yearCap, .funderCap]
    return kinds.contains { kind in
      caps.contains { $0.kind == kind } && counting(kind).window != .life
    }
  }

  /// Over which time the caps of a kind count, and what; the first one decides.
  func counting(_ kind: Claim.Binding) -> (window: Cap.Window, isByEntitlement: Bool) {
    let isYearly = kind == .bankYearCap || kind == .yearCap
    guard let index = caps.firstIndex(where: { $0.kind == kind }),
      let cap = scheme.caps.value?[index]
    else { return (isYearly ? .year : .life, false) }
    let window = (cap.window.value ?? nil) ?? (isYearly ? .year : .life)
    return (window, (cap.counts.value ?? nil) == .entitlement)
  }
}
