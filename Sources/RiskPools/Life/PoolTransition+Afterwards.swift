import Accounting
import Findings
import Policies
import Quantities

/// After the payment: what was too much, what borrowers pay, and what is given up.
extension PoolTransition {
  mutating func take(_ overpayment: Overpayment, _ pool: inout Pool) throws(Refusal) {
    guard let claim = claim(overpayment.claim, in: pool) else { return }
    demand(overpayment.amount, "amount")
    let most = Int128(claim.netPaid.rawValue) - Int128(claim.recovered.rawValue)
    demand(overpayment.amount, "amount", atMost: most)
    if overpayment.reason.isEmpty { findings.append(Finding(.fieldMissing, column: "reason")) }
    guard findings.isEmpty else { return }
    overpay(overpayment.amount, of: claim, &pool)
    trace.append(
      Step(
        "多付",
        formula: "已付 − 应付",
        ["理由": overpayment.reason, "已付": claim.paid],
        value: overpayment.amount
      )
    )
  }

  /// Takes what was too much off everything that counted it.
  mutating func overpay(_ amount: Fen, of paid: PoolClaim?, _ pool: inout Pool) {
    guard var claim = paid else { return }
    let isPrior = (claim.paidOn ?? head.date).period.year < head.date.period.year
    movement.add(amount, isPrior ? .overpaidPrior : .overpaid, bank: claim.bank)
    movement.add(min(amount, claim.right), .rightReduced, bank: claim.bank)
    claim.overpaid = Fen(claim.overpaid.rawValue + amount.rawValue)
    claim.documents.append(head.number)
    claim.lastDate = max(claim.lastDate, head.date)
    pool.claims[claim.id] = claim
    if var entry = pool.usage[claim.id] {
      entry.paid = entry.paid.less(amount)
      pool.usage.set(claim.id, entry)
    }
    pool.count(paid: -Int128(amount.rawValue), for: claim.loan)
    let weights = claim.shares.map(\.amount.rawValue)
    guard weights.contains(where: { $0 > 0 }) else { return }
    for (share, part) in zip(claim.shares, Allocation.largestRemainder(amount, by: weights)) {
      let borne = pool.funders[share.party]?.borne ?? .zero
      pool.funders[share.party]?.borne = borne.less(part)
    }
  }

  mutating func take(_ payment: OverpaymentReturn, _ pool: inout Pool) throws(Refusal) {
    guard var claim = claim(payment.claim, in: pool) else { return }
    demand(payment.amount, "amount")
    demand(payment.amount, "amount", atMost: Int128(claim.toReturn.rawValue))
    _ = account(payment.account, in: pool)
    guard findings.isEmpty else { return }
    try demandRoom(payment.amount, in: pool)
    claim.returned = Fen(claim.returned.rawValue + payment.amount.rawValue)
    claim.documents.append(head.number)
    claim.lastDate = head.date
    pool.claims[claim.id] = claim
    receive(payment.amount, payment.account, .returned, &pool, bank: claim.bank)
  }

  mutating func take(_ receipt: RecoveryReceipt, _ pool: inout Pool) throws(Refusal) {
    if receipt.recovery.isEmpty { findings.append(Finding(.fieldMissing, column: "recovery")) }
    if pool.recoveries[receipt.recovery] != nil {
      findings.append(Finding(.codeDuplicate, column: "recovery", value: receipt.recovery))
    }
    demand(receipt.gross, "gross")
    demandOrder(head.date, after: receipt.collectedOn, "date")
    let account = account(receipt.account, in: pool)
    guard let claim = claim(receipt.claim, in: pool), let account else { return }
    demandOrder(receipt.collectedOn, after: claim.paidOn ?? claim.filedOn, "collected_on")
    let isPools = receipt.collector == .pool
    guard findings.isEmpty else { return }
    try demandRoom(receipt.gross, in: pool)
    let it = try recoveryCase(receipt, claim, pool)
    let adopted = pool.scheme(claim.scheme).scheme
    let returnTo = try needed(adopted.recovery.returnTo)
    let explained = try Recovery.share(it, under: adopted)
    let shared = explained.figures
    let due = returnTo == .treasury ? shared.fundPart : .zero
    if isPools {
      // What it costs is paid out of the pool's part, or out of what the account has left.
      let own = Int128(receipt.gross.rawValue) - Int128(shared.bankPart.rawValue)
      let kept = own - Int128(due.rawValue)
      demand(receipt.cost, "cost", atMost: kept + Int128(account.available.rawValue))
    }
    guard findings.isEmpty else { return }
    trace += explained.trace
    warnings += shared.warnings
    receive(due, receipt.account, .recoveredDue, &pool, bank: claim.bank)
    owe(due, on: receipt.account, &pool)
    // The pool's own part; what it spent to get the money stays with it.
    let whole = isPools ? receipt.gross.less(shared.bankPart) : shared.fundPart
    let isPrior = (claim.paidOn ?? head.date).period.year < head.date.period.year
    let measure: PoolMeasure = isPrior ? .recoveredPrior : .recovered
    receive(whole.less(due), receipt.account, measure, &pool, bank: claim.bank)
    if isPools {
      receive(shared.bankPart, receipt.account, .bankPart, &pool, bank: claim.bank)
      spend(receipt.cost, receipt.account, .cost, &pool, bank: claim.bank)
      let reserved = Fen((pool.accounts[receipt.account]?.reserved.rawValue ?? 0))
      pool.accounts[receipt.account]?.reserved = Fen(
        reserved.rawValue + shared.bankPart.rawValue
      )
    }
    note(receipt, shared, claim, &pool)
  }

  /// Writes a recovery down.
  private mutating func note(
    _ receipt: RecoveryReceipt,
    _ shared: Recovery,
    _ before: PoolClaim,
    _ pool: inout Pool
  ) {
    var claim = before
    movement.add(min(shared.fundPart, claim.right), .rightReduced, bank: claim.bank)
    claim.recovered = Fen(claim.recovered.rawValue + shared.fundPart.rawValue)
    claim.documents.append(head.number)
    claim.lastDate = head.date
    pool.claims[claim.id] = claim
    pool.count(recovered: Int128(shared.fundPart.rawValue), for: claim.loan)
    pool.recoveries[receipt.recovery] = PoolRecovery(
      claim: claim.id,
      account: receipt.account,
      collectedOn: receipt.collectedOn,
      receivedOn: head.date,
      share: shared,
      bankDue: receipt.collector == .pool ? shared.bankPart : .zero
    )
    let weights = claim.shares.map(\.amount.rawValue)
    guard weights.contains(where: { $0 > 0 }) else { return }
    let parts = Allocation.largestRemainder(shared.fundPart, by: weights)
    for (share, part) in zip(claim.shares, parts) {
      let recovered = pool.funders[share.party]?.recovered.rawValue ?? 0
      pool.funders[share.party]?.recovered = Fen(recovered + part.rawValue)
    }
  }

  /// What the pool knows of a loan that something came back from: all claims for it together.
  private func recoveryCase(
    _ receipt: RecoveryReceipt,
    _ claim: PoolClaim,
    _ pool: Pool
  ) throws(Refusal) -> RecoveryCase {
    let claims = (pool.loans[claim.loan]?.claims ?? []).compactMap { pool.claims[$0] }
    var it = RecoveryCase()
    it.gross = receipt.gross
    it.cost = receipt.cost
    it.rate = claim.decision?.claim.rate
    let loss = claims.last { $0.decision != nil }?.decision?.claim.loss ?? claim.outstanding
    try exactly { () throws(Overflow) in
      let paid = try Fen(sum: Fen.sum(claims.map(\.netPaid)))
      it.fundPaid = paid
      it.bankLoss = Fen(max(loss.rawValue - paid.rawValue, 0))
      it.fundRecoveredBefore = try Fen(sum: Fen.sum(claims.map(\.recovered)))
    }
    return it
  }

  mutating func take(_ passage: RecoveryPassage, _ pool: inout Pool) {
    guard var recovery = pool.recoveries[passage.recovery] else {
      return refuseUnknown(passage.recovery, "recovery")
    }
    demandOrder(head.date, after: recovery.receivedOn, "date")
    if recovery.bankDue == .zero { refuse("0.00", "recovery", range: "> 0.00") }
    guard findings.isEmpty else { return }
    let amount = recovery.bankDue
    recovery.bankDue = .zero
    recovery.passedOn = head.date
    pool.recoveries[passage.recovery] = recovery
    let reserved = pool.accounts[recovery.account]?.reserved ?? .zero
    pool.accounts[recovery.account]?.reserved = reserved.less(amount)
    let bank = pool.claims[recovery.claim]?.bank
    spend(amount, recovery.account, .passedOn, &pool, bank: bank)
  }

  mutating func take(_ decision: RightWriteOff, _ pool: inout Pool) throws(Refusal) {
    guard var claim = claim(decision.claim, in: pool), let loan = pool.loans[claim.loan] else {
      return
    }
    if claim.waiting > .zero { refuseOrder(claim.state.rawValue, next: [.claimsApproved]) }
    let scheme = pool.scheme(claim.scheme).scheme
    let (papers, days) = try needed(scheme.writeOff.evidence, scheme.writeOff.afterDays)
    demand(papers: papers)
    if let days, let paidOn = claim.paidOn {
      let first = paidOn.adding(days: Int32(clamping: min(days, 100_000)))
      demandOrder(head.date, after: first, "date")
    }
    demand(decision.items, answer: try needed(scheme.tolerance.checklist))
    let snapshot = try pool.tolerance(of: claim, decision, scheme)
    let mildest = snapshot.outcome
    if decision.outcome.severity < mildest.severity {
      let possible = RightWriteOff.Outcome.allCases.filter { $0.severity >= mildest.severity }
      let choices = ["choices": possible.map(\.rawValue).joined(separator: "|")]
      findings.append(
        Finding(
          .fieldValue,
          column: "outcome",
          value: decision.outcome.rawValue,
          arguments: choices
        )
      )
    }
    guard findings.isEmpty else { return }
    movement.add(claim.right, .rightClosed, bank: claim.bank)
    movement.add(loan.outstanding, .repaid, bank: claim.bank)
    claim.tolerance = snapshot
    claim.outcome = decision.outcome
    claim.state = .writtenOff
    note(&claim)
    pool.claims[claim.id] = claim
    let day = head.date
    pool.change(loan.id) { loan in
      loan.outstanding = .zero
      loan.state = .writtenOff
      loan.lastDate = max(loan.lastDate, day)
    }
    for measure in snapshot.measures {
      trace.append(
        Step(
          "容错 \(measure.name)",
          clause: scheme.tolerance.outcome.clause,
          formula: "损失 ÷ 基数 ≤ 容忍度",
          [
            "损失": Fen.yuan(measure.numerator), "基数": Fen.yuan(measure.denominator),
            "容忍度": measure.limit,
          ],
          value: measure.isKept ? "在内" : "超出"
        )
      )
    }
    trace.append(Step("容错认定", formula: "检查清单与各容忍度", value: decision.outcome.rawValue))
  }
}

extension RightWriteOff.Outcome {
  /// How hard a judgement is.
  fileprivate var severity: Int {
    switch self {
    case .exempt: 0
    case .partly: 1
    case .notCovered: 2
    }
  }
}

extension Pool {
  /// How a loss stands against every tolerance of the scheme.
  fileprivate func tolerance(
    of claim: PoolClaim,
    _ decision: RightWriteOff,
    _ scheme: Scheme
  ) throws(Refusal) -> ToleranceSnapshot {
    let rule = scheme.tolerance
    var gaps = Gaps()
    var measures: [ToleranceSnapshot.Measure] = []
    func add(_ name: String, _ over: Int128, _ under: Int128, _ limit: PPM?) {
      guard let limit else { return }
      measures.append(.init(name: name, numerator: over, denominator: under, limit: limit))
    }
    let bank = exposures[.bank(claim.bank)] ?? Exposure()
    add("npl_ppm", bank.failing, bank.balance, gaps.take(rule.nplRate, else: nil))
    if let delta = gaps.take(rule.deltaOverBank, else: nil) {
      let own = gaps.field(decision.bankRate, "bank_rate_ppm", else: .zero)
      let limit = PPM(own.rawValue + delta.rawValue)
      add("delta_over_bank_ppm", bank.failing, bank.balance, limit)
    }
    let lost = Int128(claim.right.rawValue)
    let principal = Int128(loans[claim.loan]?.principal.rawValue ?? 0)
    add("single_loss_ppm", lost, principal, gaps.take(rule.singleLoss, else: nil))
    let all = exposures[.programme] ?? Exposure()
    let net = all.paid - all.recovered
    add("portfolio_loss_ppm", net, all.lent, gaps.take(rule.portfolioLoss, else: nil))
    try gaps.check()
    let isDiligent = decision.items.allSatisfy(\.isKept)
    return ToleranceSnapshot(measures: measures, isDiligent: isDiligent)
  }
}
