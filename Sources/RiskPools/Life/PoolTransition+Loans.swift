import Accounting
import Findings
import Policies
import Quantities

/// Loans: what comes under the scheme, and what happens to it before a claim.
extension PoolTransition {
  mutating func enrol(_ enrolment: Enrolment, _ pool: inout Pool) throws(Refusal) {
    let facts = enrolment.loan
    for (value, path) in [
      (facts.id, "loan.id"), (facts.borrower, "loan.borrower"), (facts.bank, "loan.bank"),
    ] where value?.isEmpty != false {
      findings.append(Finding(.fieldMissing, column: path))
    }
    if facts.principal == nil { findings.append(Finding(.fieldMissing, column: "loan.principal")) }
    guard let id = facts.id, let borrower = facts.borrower, let bank = facts.bank,
      let principal = facts.principal
    else { return }
    if pool.loans[id] != nil {
      findings.append(Finding(.codeDuplicate, column: "loan.id", value: id))
    }
    demand(principal, "loan.principal")
    let outstanding = facts.outstanding ?? principal
    demand(outstanding, "loan.outstanding", atMost: Int128(principal.rawValue))
    demandOrder(enrolment.due, after: enrolment.lent, "due")
    demandOrder(head.date, after: enrolment.lent, "date")
    let loan = PooledLoan(
      facts: facts,
      id: id,
      bank: bank,
      borrower: borrower,
      principal: principal,
      sector: enrolment.sector,
      lent: enrolment.lent,
      enrolledOn: head.date,
      firstDue: enrolment.due,
      due: enrolment.due,
      outstanding: outstanding,
      otherSchemes: enrolment.otherSchemes,
      lastDate: head.date
    )
    demandNew(loan, pool)
    try demandEligible(facts, pool.scheme.scheme)
    try demandLimits(loan, enrolment, pool)
    guard findings.isEmpty else { return }
    pool.insert(loan, invested: enrolment.invested)
    movement.add(outstanding, .enrolled, bank: bank)
    explainFirm(borrower, pool)
  }

  /// One firm as it is: at every bank, and with what the fund has invested in it.
  private mutating func explainFirm(_ borrower: String, _ pool: Pool) {
    let balances = pool.balances(of: borrower)
    let total = balances.reduce(Int128(0)) { $0 + $1.balance }
    trace.append(
      Step(
        "企业敞口",
        formula: "各银行在池余额之和",
        [
          "企业": borrower,
          "各银行": balances.map { "\($0.bank) \(Fen.yuan($0.balance))" }.joined(separator: "; "),
          "先投余额": pool.firms[borrower]?.invested ?? .zero,
        ],
        value: Fen.yuan(total)
      )
    )
  }

  private mutating func demandEligible(
    _ facts: LoanFacts,
    _ scheme: Scheme
  ) throws(Refusal) {
    let requirements = try needed(scheme.eligibility)
    for (index, requirement) in requirements.enumerated() {
      let predicate = try needed(requirement.condition)
      switch predicate.condition.judge(facts) {
      case .yes: continue
      case .no:
        findings.append(
          Finding(
            .ineligible,
            column: "eligibility[\(index)]",
            value: facts.id ?? "",
            arguments: ["condition": predicate.text, "clause": requirement.condition.clause]
          )
        )
      case .unknown(let attribute):
        findings.append(Finding(.fieldMissing, column: "loan.\(attribute.rawValue)"))
      }
    }
  }

  private mutating func demandLimits(
    _ loan: PooledLoan,
    _ enrolment: Enrolment,
    _ pool: Pool
  ) throws(Refusal) {
    let limits = pool.scheme.scheme.loanLimits
    let others = (pool.firms[loan.borrower]?.loans ?? []).compactMap { pool.loans[$0] }
    var needs = Needs()
    if let most = needs.take(limits.singleCap) ?? nil {
      demand(loan.principal, "loan.principal", atMost: Int128(most.rawValue))
    }
    if let most = needs.take(limits.lineCap) ?? nil {
      let used = Fen.sum(others.map(\.outstanding))
      demand(loan.outstanding, "loan.principal", atMost: Int128(most.rawValue) - used)
    }
    if let most = needs.take(limits.termDaysMax) ?? nil {
      let days = Int64(loan.firstDue.dayNumber) - Int64(loan.lent.dayNumber)
      if days > most { refuse("\(days)", "due", range: "≤ \(most)") }
    }
    if let most = needs.take(limits.rateSpreadMax) ?? nil {
      demand(enrolment.spreadBasisPoints, "spread_bp", atMost: most)
    }
    if let most = needs.take(limits.collateralMax) ?? nil {
      let share = loan.facts.collateralShare?.rawValue
      demand(share, "loan.collateral_ppm", atMost: most.rawValue)
    }
    if let most = needs.take(limits.banksPerYear) ?? nil {
      let year = loan.lent.period.year
      let banks = Set(others.filter { $0.lent.period.year == year }.map(\.bank) + [loan.bank])
      if Int64(banks.count) > most {
        refuse(banks.sorted().joined(separator: "|"), "loan.bank", range: "≤ \(most)")
      }
    }
    if let most = needs.take(limits.activePerBorrower) ?? nil {
      let active = others.filter { $0.outstanding > .zero }.map(\.id) + [loan.id]
      if Int64(active.count) > most {
        refuse(active.joined(separator: "|"), "loan.borrower", range: "≤ \(most)")
      }
    }
    try needs.check()
  }

  /// Demands a figure that a limit is about, and that it keeps the limit.
  private mutating func demand(_ value: Int64?, _ column: String, atMost most: Int64) {
    guard let value else { return findings.append(Finding(.fieldMissing, column: column)) }
    if value > most { refuse("\(value)", column, range: "≤ \(most)") }
  }

  /// A loan of the pool that something happens to; the day may not lie before what happened last.
  mutating func loan(_ id: String, in pool: Pool) -> PooledLoan? {
    guard let loan = pool.loans[id] else {
      refuseUnknown(id, "loan")
      return nil
    }
    demandOrder(head.date, after: loan.lastDate, "date")
    return loan
  }

  /// A loan that is still owed.
  private mutating func owed(_ id: String, _ pool: Pool) -> PooledLoan? {
    guard let loan = loan(id, in: pool) else { return nil }
    switch loan.state {
    case .active, .compensated: return loan
    case .settled, .writtenOff:
      refuseOrder(loan.state.rawValue, next: [])
      return nil
    }
  }

  /// What a bank says it is owed: lower figures become ours, higher ones are told.
  mutating func take(_ report: BalanceReport, _ pool: inout Pool) {
    if pool.exposures[.bank(report.bank)] == nil { refuseUnknown(report.bank, "bank") }
    demandOrder(head.date, after: report.asOf, "date")
    var seen: Set<String> = []
    for (index, line) in report.loans.enumerated() {
      let column = "loans[\(index)].loan"
      if !seen.insert(line.loan).inserted {
        findings.append(Finding(.codeDuplicate, column: column, value: line.loan))
      }
      if pool.loans[line.loan]?.bank != report.bank { refuseUnknown(line.loan, column) }
    }
    guard findings.isEmpty else { return }
    for (index, line) in report.loans.enumerated() {
      guard let loan = pool.loans[line.loan], line.outstanding != loan.outstanding else { continue }
      if line.outstanding > loan.outstanding || loan.state == .writtenOff {
        disagree(line.outstanding, Int128(loan.outstanding.rawValue), "loans[\(index)]", line.loan)
        continue
      }
      let date = head.date
      pool.change(line.loan) { loan in
        loan.outstanding = line.outstanding
        if line.outstanding == .zero, loan.state == .active { loan.state = .settled }
        loan.lastDate = max(loan.lastDate, date)
      }
      movement.add(loan.outstanding.less(line.outstanding), .repaid, bank: loan.bank)
    }
    let known = pool.exposures[.bank(report.bank)]?.balance ?? 0
    if known != Int128(report.total.rawValue) {
      disagree(report.total, known, "total", report.bank)
    }
    pool.reports[report.bank, default: []].append(
      ReportedBalance(
        document: head.number,
        asOf: report.asOf,
        reported: report.total,
        known: known
      )
    )
  }

  private mutating func disagree(
    _ reported: Fen,
    _ known: Int128,
    _ column: String,
    _ subject: String
  ) {
    let found = ["known": Fen.yuan(known), "subject": subject]
    warnings.append(
      Finding(.balanceDisagrees, column: column, value: "\(reported)", arguments: found)
    )
  }

  mutating func take(_ overdue: LoanOverdue, _ pool: inout Pool) {
    guard let loan = owed(overdue.loan, pool) else { return }
    demandOrder(overdue.since, after: loan.lent, "since")
    demandOrder(head.date, after: overdue.since, "date")
    guard findings.isEmpty else { return }
    change(loan, &pool) { $0.overdueSince = overdue.since }
  }

  mutating func take(_ classification: LoanClassification, _ pool: inout Pool) {
    guard let loan = owed(classification.loan, pool), findings.isEmpty else { return }
    let date = head.date
    change(loan, &pool) { loan in
      loan.grade = classification.grade
      loan.failedOn = classification.grade.isNonPerforming ? loan.failedOn ?? date : nil
      if classification.grade == .normal { loan.overdueSince = nil }
    }
  }

  mutating func take(_ trigger: LoanTrigger, _ pool: inout Pool) {
    guard let loan = owed(trigger.loan, pool), findings.isEmpty else { return }
    let date = head.date
    change(loan, &pool) { $0.steps[trigger.step] = $0.steps[trigger.step] ?? date }
  }

  mutating func take(_ longer: LoanExtension, _ pool: inout Pool) {
    guard let loan = owed(longer.loan, pool) else { return }
    if longer.due <= loan.due { refuse("\(longer.due)", "due", range: "> \(loan.due)") }
    guard findings.isEmpty else { return }
    change(loan, &pool) { loan in
      loan.due = longer.due
      loan.extensions += 1
    }
  }

  mutating func take(_ settlement: LoanSettlement, _ pool: inout Pool) {
    guard let loan = owed(settlement.loan, pool) else { return }
    let open = loan.claims.filter { pool.claims[$0]?.isOpen == true }
    if let claim = open.first { refuse(claim, "loan", range: "claims = 0") }
    guard findings.isEmpty else { return }
    movement.add(loan.outstanding, .repaid, bank: loan.bank)
    change(loan, &pool) { loan in
      loan.outstanding = .zero
      loan.overdueSince = nil
      loan.state = .settled
    }
  }

  private func change(
    _ loan: PooledLoan,
    _ pool: inout Pool,
    _ edit: (inout PooledLoan) -> Void
  ) {
    let date = head.date
    pool.change(loan.id) { loan in
      edit(&loan)
      loan.lastDate = date
    }
  }
}
