import Accounting
import Findings
import Policies
import Quantities

/// The tests while documents go by, and after the last one.
struct PoolCheckRun {
  private(set) var pool: Pool
  private(set) var found: [PoolFinding] = []
  private let terms: PoolCheck.Terms
  private var entries: [PoolEntry] = []
  /// The documents that name a loan, claim or recovery, by kind.
  private var behind: [Subject: [String]] = [:]
  private var filings: [String: ClaimFiling] = [:]
  private var payments: [String: [String]] = [:]
  private var people: [String: [Handling]] = [:]

  private struct Subject: Hashable {
    let id: String
    let kinds: Kinds
    enum Kinds { case loan, claim, recovery, account }
  }

  /// Who did what to a claim.
  private struct Handling {
    let document: String
    let preparedBy: String
    let approvedBy: String
  }

  init(_ pool: Pool, _ terms: PoolCheck.Terms) {
    self.pool = pool
    self.terms = terms
  }

  private mutating func add(
    _ test: PoolTest,
    _ subject: String,
    _ documents: [String],
    _ figures: [String: String] = [:]
  ) {
    found.append(
      PoolFinding(test: test, subject: subject, documents: documents, figures: figures)
    )
  }

  private func documents(_ id: String, _ kinds: Subject.Kinds) -> [String] {
    behind[Subject(id: id, kinds: kinds)] ?? []
  }

  // MARK: One document after the other

  mutating func follow(_ document: PoolDocument) {
    remember(document)
    testBreakers(document)
    testVersion(document)
    do throws(Refusal) {
      let change = try pool.take(document)
      if let entry = try? PoolEntry(document, change) { entries.append(entry) }
      testWarnings(change, document)
    } catch {
      let codes = error.findings.map(\.code.rawValue).joined(separator: " ")
      add(.rules, document.event.subject, [document.head.number], ["codes": codes])
    }
  }

  private mutating func remember(_ document: PoolDocument) {
    let (number, subject) = (document.head.number, document.event.subject)
    switch document.event {
    case .loanEnrolled, .loanOverdue, .loanClassified, .loanTriggered, .loanExtended,
      .loanSettled:
      behind[Subject(id: subject, kinds: .loan), default: []].append(number)
    case .recoveryReceived, .recoveryPassedOn:
      behind[Subject(id: subject, kinds: .recovery), default: []].append(number)
    case .interestReceived(let interest):
      behind[Subject(id: interest.account, kinds: .account), default: []].append(number)
    case .claimsApproved(let approval):
      for claim in approval.claims { note(claim, document) }
    case .claimFiled(let filing):
      filings[filing.claim] = filing
      note(filing.claim, document)
    case .claimPaid(let payment):
      payments[payment.claim, default: []].append(number)
      note(payment.claim, document)
    case .claimChecked, .claimDecided, .claimRefused:
      note(subject, document)
    case .overpaymentFound, .overpaymentReturned, .writeOffDecided:
      behind[Subject(id: subject, kinds: .claim), default: []].append(number)
    case .schemeAdopted, .fundingReceived, .topUpApproved, .topUpReceived, .accountTransfer,
      .feePaid, .treasuryPaid, .balanceReported, .breakerReviewed, .breakerResumed, .closing:
      break
    }
  }

  private mutating func note(_ claim: String, _ document: PoolDocument) {
    behind[Subject(id: claim, kinds: .claim), default: []].append(document.head.number)
    people[claim, default: []].append(
      Handling(
        document: document.head.number,
        preparedBy: document.head.signatures.preparedBy ?? "",
        approvedBy: document.head.signatures.approvedBy ?? ""
      )
    )
  }

  /// A loan or claim that comes in although a breaker's threshold has been reached.
  private mutating func testBreakers(_ document: PoolDocument) {
    let loan: (bank: String?, region: String?)
    switch document.event {
    case .loanEnrolled(let enrolment): loan = (enrolment.loan.bank, enrolment.loan.region)
    case .claimFiled(let filing):
      let known = pool.loans[filing.loan]
      loan = (known?.bank, known?.facts.region)
    default: return
    }
    let isClaim = document.event.kind == .claimFiled
    let scopes =
      [.programme] + [loan.bank.map { PoolScope.bank($0) }].compactMap { $0 }
      + [loan.region.map { PoolScope.district($0) }].compactMap { $0 }
    for (index, armed) in pool.scheme.breakers.breakers.enumerated() {
      let stops =
        switch armed.effect {
        case .stopClaims: isClaim
        case .stopNew: !isClaim
        case .cancel: true
        case .alert, .reduceRate: false
        }
      for scope in scopes where stops && scope.level == armed.level {
        guard pool.breakers[scope]?.trippedOn[index] == nil,
          let figures = try? pool.figures(armed.breaker, scope, nil, on: document.head.date),
          armed.trips(figures.0, figures.1)
        else { continue }
        add(
          .breakerPassed,
          document.event.subject,
          [document.head.number],
          [
            "breaker": "\(index + 1)", "scope": scope.name, "numerator": "\(figures.0)",
            "denominator": "\(figures.1)", "threshold": "\(armed.threshold)",
          ]
        )
      }
    }
  }

  /// A decision under another version, or on another balance than the bank reported.
  private mutating func testVersion(_ document: PoolDocument) {
    guard case .claimDecided(let decision) = document.event,
      let claim = pool.claims[decision.claim]
    else { return }
    let number = document.head.number
    if let used = terms.versions[number], used != claim.scheme {
      add(.version, claim.id, [number], ["used": used, "right": claim.scheme])
    }
    let reported = pool.reported(claim.bank, before: document.head.date)
    if let used = decision.priorYearBalance, used != reported {
      let reports = (pool.reports[claim.bank] ?? []).map(\.document)
      let right = reported.map { "\($0)" } ?? ""
      add(.balance, claim.id, reports + [number], ["used": "\(used)", "reported": right])
    }
  }

  private mutating func testWarnings(_ change: PoolChange, _ document: PoolDocument) {
    for warning in change.warnings where warning.code == .balanceDisagrees {
      let figures = ["reported": warning.value, "known": warning.arguments["known"] ?? ""]
      add(.balance, warning.arguments["subject"] ?? "", [document.head.number], figures)
    }
  }

  // MARK: When all have gone by

  mutating func finish() {
    testPayments()
    testLoans()
    testRecoveries()
    testPeople()
    testInterest()
    testIdleMoney()
  }

  /// A claim that was paid twice, or two claims that were paid for one loan.
  private mutating func testPayments() {
    for (claim, numbers) in payments.sorted(by: { $0.key < $1.key }) where numbers.count > 1 {
      // What waited for money is paid in parts, each approved.
      let approvals = (people[claim] ?? []).count - numbers.count - 3
      if approvals < numbers.count {
        let paid = pool.claims[claim].map { "\($0.paid)" } ?? ""
        add(.paidTwice, claim, numbers, ["paid": paid, "payments": "\(numbers.count)"])
      }
    }
    let paid = filings.values.filter { payments[$0.claim] != nil }
    for (loan, claims) in Dictionary(grouping: paid, by: \.loan).sorted(by: { $0.key < $1.key }) {
      for kind in ClaimKind.allCases {
        let same = claims.filter { $0.kind == kind }.map(\.claim).sorted()
        guard same.count > 1 else { continue }
        let numbers = same.flatMap { payments[$0] ?? [] }
        add(.paidTwice, loan, numbers, ["claims": same.joined(separator: " ")])
      }
    }
    for (claim, numbers) in payments.sorted(by: { $0.key < $1.key }) {
      guard let loan = filings[claim].flatMap({ pool.loans[$0.loan] }),
        terms.excluded.contains(loan.borrower)
      else { continue }
      add(.excludedFirm, claim, numbers, ["firm": loan.borrower])
    }
  }

  private mutating func testLoans() {
    for loan in pool.loans.values.sorted(by: { $0.id < $1.id }) {
      let numbers = documents(loan.id, .loan)
      let others = loan.otherSchemes + [terms.elsewhere[loan.id]].compactMap { $0 }
      if !others.isEmpty {
        add(.twoSchemes, loan.id, numbers, ["schemes": others.joined(separator: " ")])
      }
      let claims = loan.claims.compactMap { pool.claims[$0] }
      let since = ([loan.overdueSince] + claims.map { $0.triggeredOn }).compactMap { $0 }.min()
      if let since, since < loan.enrolledOn {
        let filed = claims.flatMap { documents($0.id, .claim) }
        let figures = ["default": "\(since)", "enrolled": "\(loan.enrolledOn)"]
        add(.enrolledAfterDefault, loan.id, numbers + filed, figures)
      }
      let days = Int64(loan.due.dayNumber) - Int64(loan.lent.dayNumber)
      let most = pool.scheme.scheme.loanLimits.termDaysMax.value ?? nil
      let isTooLong = most.map { days > $0 } ?? false
      if loan.extensions > 0, isTooLong || loan.extensions > terms.extensionsMax {
        let figures = [
          "first_due": "\(loan.firstDue)", "due": "\(loan.due)",
          "extensions": "\(loan.extensions)",
        ]
        add(.evergreen, loan.id, numbers, figures)
      }
    }
  }

  /// Money of a recovery that the bank or the pool kept for too long.
  private mutating func testRecoveries() {
    for (id, recovery) in pool.recoveries.sorted(by: { $0.key < $1.key }) {
      let scheme = pool.scheme(pool.claims[recovery.claim]?.scheme ?? "").scheme
      let days = (scheme.recovery.dueDays.value ?? nil).map { Int32(clamping: min($0, 100_000)) }
      let within = days ?? terms.recoveryDays
      let numbers = documents(id, .recovery)
      if recovery.collectedOn.adding(days: within) < recovery.receivedOn {
        let figures = [
          "collected": "\(recovery.collectedOn)", "received": "\(recovery.receivedOn)",
          "days": "\(within)",
        ]
        add(.recoveryLate, id, numbers, figures)
      }
      let waits = recovery.bankDue > .zero
      guard waits || recovery.passedOn != nil else { continue }
      let end = recovery.passedOn ?? terms.asOf
      if recovery.receivedOn.adding(days: within) < end {
        let figures = [
          "received": "\(recovery.receivedOn)", "passed_on": waits ? "" : "\(end)",
          "due": "\(recovery.bankDue)", "days": "\(within)",
        ]
        add(.recoveryLate, id, numbers, figures)
      }
    }
  }

  /// One person who made two steps of a claim, or made one and approved another.
  private mutating func testPeople() {
    for (claim, steps) in people.sorted(by: { $0.key < $1.key }) {
      for person in Set(steps.map(\.preparedBy)).sorted() where !person.isEmpty {
        let made = steps.filter { $0.preparedBy == person }
        let approved = steps.filter { step in
          step.approvedBy == person && made.contains { $0.document != step.document }
        }
        let documents = Set(made.map(\.document) + approved.map(\.document))
        guard documents.count > 1 else { continue }
        let numbers = steps.map(\.document).filter(documents.contains)
        add(.samePerson, claim, numbers, ["person": person])
      }
    }
  }

  /// A whole quarter in which an account held money and got no interest.
  private mutating func testInterest() {
    for account in pool.accounts.keys.sorted() {
      var interest: Set<Int> = []
      for entry in entries {
        guard case .interestReceived(let paid) = entry.document.event, paid.account == account
        else { continue }
        interest.insert(Quarter(entry.document.head.date).ordinal)
      }
      let first = Quarter(pool.openedOn).ordinal + 1
      let last = Quarter(terms.asOf).ordinal
      // A check may look far ahead; what it could find ends with the documents.
      let ends = min(last, (entries.last.map { Quarter($0.document.head.date).ordinal } ?? 0) + 4)
      for ordinal in first..<max(first, ends) where !interest.contains(ordinal) {
        let quarter = Quarter(ordinal: ordinal)
        let day = quarter.firstDay
        let before = PoolStatement(entries, of: pool, from: day, to: day, account: account)
        guard before.opening > 0 else { continue }
        let figures = [
          "quarter": "\(quarter.year)Q\(quarter.number)", "balance": Fen.yuan(before.opening),
        ]
        add(.interestMissing, account, documents(account, .account), figures)
      }
    }
  }

  private mutating func testIdleMoney() {
    let idle = IdleMoney(entries, asOf: terms.asOf)
    let left = idle.left(after: terms.idleDays)
    guard left > 0 else { return }
    let old = idle.layers.filter { $0.date < terms.asOf.adding(days: -terms.idleDays) }
    let figures = [
      "idle": Fen.yuan(left), "since": old.first.map { "\($0.date)" } ?? "",
      "usage": idle.usage.map { "\($0)" } ?? "",
    ]
    add(.idleMoney, pool.code, old.map(\.document), figures)
  }
}
