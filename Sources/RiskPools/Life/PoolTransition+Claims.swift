import Accounting
import Findings
import Policies
import Quantities

/// Claims up to the decision: filing, check, refusal.
extension PoolTransition {
  mutating func file(_ filing: ClaimFiling, _ pool: inout Pool) throws(Refusal) {
    if filing.claim.isEmpty { findings.append(Finding(.fieldMissing, column: "claim")) }
    if pool.claims[filing.claim] != nil {
      findings.append(Finding(.codeDuplicate, column: "claim", value: filing.claim))
    }
    demand(filing.outstanding, "outstanding")
    guard let loan = loan(filing.loan, in: pool) else { return }
    switch loan.state {
    case .active, .compensated: break
    case .settled, .writtenOff: refuseOrder(loan.state.rawValue, next: [])
    }
    demand(filing.outstanding, "outstanding", atMost: Int128(loan.outstanding.rawValue))
    // One claim of a kind for a loan; a final one ends the matter.
    let others = loan.claims.compactMap { pool.claims[$0] }.filter { $0.state != .refused }
    for other in others where other.kind == filing.kind || other.kind == .final {
      findings.append(Finding(.codeDuplicate, column: "loan", value: other.id))
    }
    guard let triggeredOn = try trigger(filing.kind, loan, pool) else { return }
    let scheme = try version(for: loan, triggeredOn, pool)
    let isHeld = demandRunning(loan, pool, canWait: true)
    guard findings.isEmpty else { return }
    insert(filing, loan, triggeredOn, scheme, isHeld: isHeld, &pool)
  }

  private mutating func insert(
    _ filing: ClaimFiling,
    _ loan: PooledLoan,
    _ triggeredOn: CivilDate,
    _ scheme: AdoptedScheme,
    isHeld: Bool,
    _ pool: inout Pool
  ) {
    pool.claims[filing.claim] = PoolClaim(
      id: filing.claim,
      loan: loan.id,
      bank: loan.bank,
      kind: filing.kind,
      outstanding: filing.outstanding,
      filedOn: head.date,
      triggeredOn: triggeredOn,
      scheme: scheme.digest,
      state: isHeld ? .queued : .filed,
      handlers: [.claimFiled: head.signatures.preparedBy ?? ""],
      documents: [head.number],
      lastDate: head.date
    )
    if isHeld { pool.queue.append(filing.claim) }
    let date = head.date
    // The bank knows best what was paid back.
    movement.add(loan.outstanding.less(filing.outstanding), .repaid, bank: loan.bank)
    pool.change(loan.id) { loan in
      loan.claims.append(filing.claim)
      loan.outstanding = filing.outstanding
      loan.lastDate = date
    }
    trace.append(
      Step(
        "受理",
        clause: scheme.scheme.versionBasis.clause,
        formula: "适用版本",
        ["贷款": loan.id, "触发日": triggeredOn, "办法": scheme.policy],
        value: isHeld ? "熔断排队" : "已受理"
      )
    )
  }

  /// The day on which the loan met a trigger of the scheme, in time for a claim filed today.
  private mutating func trigger(
    _ kind: ClaimKind,
    _ loan: PooledLoan,
    _ pool: Pool
  ) throws(Refusal) -> CivilDate? {
    let all = try needed(pool.scheme.scheme.triggers)
    let triggers = all.filter { $0.kind.value == kind }
    if triggers.isEmpty {
      if kind == .advance {
        refuse(kind.rawValue, "kind", range: "= final")
        return nil
      }
      return loan.overdueSince ?? loan.failedOn ?? head.date
    }
    var met: [CivilDate] = []
    var late: [CivilDate] = []
    for trigger in triggers {
      guard let day = try loan.met(trigger, by: head.date) else { continue }
      let within = try needed(trigger.applyWithinDays)
      let isLate = within.map { Int64(head.date.dayNumber) - Int64(day.dayNumber) > $0 } ?? false
      if isLate { late.append(day) } else { met.append(day) }
    }
    if let day = met.min() { return day }
    if let day = late.max() {
      let since = ["since": "\(day)"]
      findings.append(
        Finding(.claimLate, column: "date", value: "\(head.date)", arguments: since)
      )
    } else {
      let names = triggers.compactMap { ($0.event.value ?? nil)?.rawValue }
      findings.append(
        Finding(
          .triggerNotMet,
          column: "loan",
          value: loan.id,
          arguments: ["triggers": names.joined(separator: "|")]
        )
      )
    }
    return nil
  }

  /// The version of the scheme that decides about a claim filed today.
  private func version(
    for loan: PooledLoan,
    _ triggeredOn: CivilDate,
    _ pool: Pool
  ) throws(Refusal) -> AdoptedScheme {
    let basis = try needed(pool.scheme.scheme.versionBasis)
    let day =
      switch basis ?? .application {
      case .origination: loan.lent
      case .filing: loan.enrolledOn
      case .trigger: triggeredOn
      case .application: head.date
      }
    return pool.scheme(on: day)
  }

  /// A claim that something happens to, in a state in which it may.
  mutating func claim(_ id: String, in pool: Pool, at column: String = "claim") -> PoolClaim? {
    guard let claim = pool.claims[id] else {
      refuseUnknown(id, column)
      return nil
    }
    demandOrder(head.date, after: claim.lastDate, "date")
    if !claim.state.next.contains(document.event.kind) {
      refuseOrder(claim.state.rawValue, next: claim.state.next)
    }
    return claim
  }

  /// Demands somebody who has not handled another step of the claim (不相容岗位).
  mutating func demandHandler(_ claim: PoolClaim) {
    let kind = document.event.kind
    guard let person = head.signatures.preparedBy,
      claim.handlers.contains(where: { $0.key != kind && $0.value == person })
    else { return }
    findings.append(
      Finding(
        .separationOfDuties,
        column: "prepared_by",
        value: person,
        arguments: ["person": person, "step": "claim"]
      )
    )
  }

  /// Writes down that the claim was handled.
  func note(_ claim: inout PoolClaim) {
    claim.handlers[document.event.kind] = head.signatures.preparedBy
    claim.documents.append(head.number)
    claim.lastDate = head.date
  }

  mutating func take(_ check: ClaimCheck, _ pool: inout Pool) throws(Refusal) {
    guard var claim = claim(check.claim, in: pool), let loan = pool.loans[claim.loan] else {
      return
    }
    demandHandler(claim)
    demandRunning(loan, pool)
    let questions = try needed(pool.scheme(claim.scheme).scheme.tolerance.checklist)
    demand(check.items, answer: questions)
    guard findings.isEmpty else { return }
    claim.isDiligent = check.items.allSatisfy(\.isKept)
    claim.state = .checked
    note(&claim)
    pool.claims[claim.id] = claim
    let kept = check.items.filter(\.isKept).count
    trace.append(
      Step(
        "尽职检查",
        clause: pool.scheme(claim.scheme).scheme.tolerance.checklist.clause,
        formula: "各项均符合",
        ["符合": kept, "项数": check.items.count],
        value: claim.isDiligent == true ? "通过" : "不通过"
      )
    )
  }

  /// Demands an answer to every question, and to no other.
  mutating func demand(_ items: [ChecklistItem], answer questions: [String]) {
    let answered = items.map(\.item)
    for question in questions where !answered.contains(question) {
      findings.append(Finding(.fieldMissing, column: "items.\(question)"))
    }
    for (index, item) in items.enumerated() {
      let column = "items[\(index)]"
      if !questions.isEmpty, !questions.contains(item.item) {
        refuseUnknown(item.item, column, among: questions)
      } else if answered[..<index].contains(item.item) {
        findings.append(Finding(.codeDuplicate, column: column, value: item.item))
      }
    }
  }

  mutating func take(_ refusal: ClaimRefusal, _ pool: inout Pool) {
    guard var claim = claim(refusal.claim, in: pool) else { return }
    if refusal.reason.isEmpty { findings.append(Finding(.fieldMissing, column: "reason")) }
    guard findings.isEmpty else { return }
    pool.usage.set(claim.id, nil)
    pool.queue.removeAll { $0 == claim.id }
    claim.state = .refused
    note(&claim)
    pool.claims[claim.id] = claim
    trace.append(Step("不予补偿", formula: "理由", value: refusal.reason))
  }
}

extension PooledLoan {
  /// The day on which the loan met a trigger, if it has by a day.
  fileprivate func met(_ trigger: Trigger, by day: CivilDate) throws(Refusal) -> CivilDate? {
    let (event, days) = try needed(trigger.event, trigger.days)
    let since: CivilDate? =
      switch event {
      case nil: overdueSince ?? failedOn ?? day
      case .overdueDays: overdueSince
      case .npl: failedOn
      case .lawsuitFiled: steps[.lawsuitFiled]
      case .judgment: steps[.judgment]
      case .enforcementEnded: steps[.enforcementEnded]
      case .writeOff: steps[.writeOff]
      }
    let met = since?.adding(days: Int32(clamping: min(days ?? 0, 100_000)))
    return met.flatMap { $0 <= day ? $0 : nil }
  }
}
