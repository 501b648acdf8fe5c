import Accounting
import Findings
import Policies
import Quantities

/// Rows on their way to documents.
struct PoolHistoryMapping {
  let terms: PoolHistory.Terms
  private(set) var findings: [PoolHistory.Misfit] = []
  private var drafts: [Draft] = []
  /// The day of the latest row: what the tables are as of.
  private var lastDay: CivilDate?
  private(set) var firstDay: CivilDate

  /// A document with its place among those of the same day, and what its row says it comes to.
  struct Draft {
    let document: PoolDocument
    let subject: String
    let rank: Rank
    let origin: PoolHistory.Origin?
    let expected: Expected?
  }

  /// The order of what happens on one day: what another document needs comes first.
  enum Rank: Int, Comparable {
    case funding, enrolment, overdue, claim, recovery, settlement

    static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
  }

  /// What a row says, and its column.
  enum Expected {
    /// 应补偿
    case entitled(Fen)
    /// 实补偿
    case paid(Fen)
    /// 归还风险金
    case returned(Fen)
  }

  init(_ terms: PoolHistory.Terms) {
    self.terms = terms
    firstDay = terms.scheme.from
  }

  mutating func take(_ tables: PoolTables) {
    let loans = tables.loans.map(\.lent)
    let claims = tables.claims.flatMap { [$0.overdueOn, $0.paidOn] }
    let days = loans + claims + tables.recoveries.map(\.date)
    firstDay = days.min() ?? terms.scheme.from
    lastDay = days.max()
    for row in tables.loans { take(row) }
    for row in tables.claims { take(row) }
    for row in tables.recoveries { take(row) }
  }

  /// What the pool held before the first row.
  func carried(_ tables: PoolTables) -> Draft? {
    let paid = Fen.sum(tables.claims.map { max($0.paid, .zero) })
    let amount = terms.carried ?? Fen(Int64(clamping: paid))
    guard amount > .zero else { return nil }
    let funding = Funding(
      funder: terms.scheme.scheme.funders.value?.first?.party.value ?? "期初结转",
      account: terms.account,
      amount: amount,
      nature: .carried
    )
    return Draft(
      document: PoolDocument(
        head("\(terms.pool)-期初", firstDay, .claims),
        .fundingReceived(funding)
      ),
      subject: "",
      rank: .funding,
      origin: nil,
      expected: nil
    )
  }

  // MARK: Rows

  private mutating func take(_ row: LoanRow) {
    let origin = PoolHistory.Origin(table: .loans, row: row.row)
    var facts = LoanFacts()
    (facts.id, facts.bank, facts.borrower) = (row.loan, row.bank, row.borrower)
    facts.principal = row.amount
    facts.isPureCredit = row.security == "信用"
    if !row.security.isEmpty, !facts.isPureCredit { facts.pledge = row.security }
    let enrolment = Enrolment(loan: facts, lent: row.lent, due: row.due)
    add(.loanEnrolled(enrolment), "\(row.loan)-备案", row.lent, .enrolment, row.loan, origin)
    let asOf = max(lastDay ?? row.lent, row.lent)
    switch row.state {
    case "结清":
      let day = max(min(row.due, asOf), row.lent)
      let settlement = LoanSettlement(loan: row.loan)
      add(.loanSettled(settlement), "\(row.loan)-结清", day, .settlement, row.loan, origin)
    case "逾期":
      // The table does not say since when: it is overdue on the day the tables are as of.
      let overdue = LoanOverdue(loan: row.loan, since: asOf)
      add(.loanOverdue(overdue), "\(row.loan)-逾期", asOf, .settlement, row.loan, origin)
    case "正常", "代偿": break
    default:
      let choices = ["choices": "正常|结清|逾期|代偿"]
      note(
        Finding(.valueUnknown, column: "状态", value: row.state, arguments: choices),
        origin
      )
    }
  }

  private mutating func take(_ row: ClaimRow) {
    let origin = PoolHistory.Origin(table: .claims, row: row.row)
    let (claim, day) = (row.document, row.paidOn)
    let overdue = LoanOverdue(loan: row.loan, since: row.overdueOn)
    let filing = ClaimFiling(claim: claim, loan: row.loan, outstanding: row.outstanding)
    let approval = ClaimApproval(claims: [claim], account: terms.account)
    add(.loanOverdue(overdue), "\(claim)-逾期", row.overdueOn, .overdue, claim, origin)
    add(.claimFiled(filing), "\(claim)-受理", day, .claim, claim, origin, by: "受理")
    let check = ClaimCheck(claim: claim, items: answers)
    add(.claimChecked(check), "\(claim)-审核", day, .claim, claim, origin, by: "审核")
    let decision = ClaimDecision(claim: claim, loss: loss(row))
    let entitled = Expected.entitled(row.entitled)
    let number = "\(claim)-核定"
    add(.claimDecided(decision), number, day, .claim, claim, origin, by: "核定", entitled)
    let paid = Expected.paid(row.paid)
    let approved = "\(claim)-审批"
    add(.claimsApproved(approval), approved, day, .claim, claim, origin, by: "审批", paid)
    // A cap that is used up leaves nothing to pay.
    guard row.paid > .zero else { return }
    let payment = ClaimPayment(claim: claim)
    add(.claimPaid(payment), claim, day, .claim, claim, origin, by: "拨付")
  }

  /// A scheme that asks for a loss is told what was not paid back.
  private func loss(_ row: ClaimRow) -> Fen? {
    terms.scheme.rule.base == .outstandingPrincipal ? nil : row.outstanding
  }

  /// What was paid had passed its check.
  private var answers: [ChecklistItem] {
    (terms.scheme.scheme.tolerance.checklist.value ?? []).map { ChecklistItem($0, isKept: true) }
  }

  private mutating func take(_ row: RecoveryRow) {
    let origin = PoolHistory.Origin(table: .recoveries, row: row.row)
    let receipt = RecoveryReceipt(
      recovery: row.document,
      claim: row.claim,
      account: terms.account,
      gross: row.collected,
      collectedOn: row.date
    )
    let returned = Expected.returned(row.returned)
    let subject = row.document
    add(.recoveryReceived(receipt), subject, row.date, .recovery, subject, origin, returned)
  }

  /// What each bank's loans come to at the end of the tables.
  func reports(_ tables: PoolTables, _ pool: Pool) -> [Draft] {
    guard let lastDay else { return [] }
    var lines: [String: [BalanceReport.Line]] = [:]
    var totals: [String: Int128] = [:]
    var origins: [String: PoolHistory.Origin] = [:]
    for row in tables.loans {
      guard let loan = pool.loans[row.loan], loan.bank == row.bank else { continue }
      totals[row.bank, default: 0] += Int128(row.balance.rawValue)
      if origins[row.bank] == nil { origins[row.bank] = .init(table: .loans, row: row.row) }
      guard row.balance >= .zero, row.balance != loan.outstanding,
        lines[row.bank]?.contains(where: { $0.loan == row.loan }) != true
      else { continue }
      let line = BalanceReport.Line(loan: row.loan, outstanding: row.balance)
      lines[row.bank, default: []].append(line)
    }
    return totals.sorted { $0.key < $1.key }.map { bank, total in
      let report = BalanceReport(
        bank: bank,
        asOf: lastDay,
        total: Fen(Int64(clamping: max(total, 0))),
        loans: lines[bank] ?? []
      )
      let head = head("\(bank)-余额-\(lastDay)", lastDay, .loans)
      return Draft(
        document: PoolDocument(head, .balanceReported(report)),
        subject: "\(bank)-余额",
        rank: .settlement,
        origin: origins[bank],
        expected: nil
      )
    }
  }

  // MARK: Documents

  private mutating func note(_ finding: Finding, _ origin: PoolHistory.Origin) {
    var finding = finding
    finding.row = origin.row
    findings.append(PoolHistory.Misfit(table: origin.table, finding: finding))
  }

  private mutating func add(
    _ event: PoolEvent,
    _ number: String,
    _ date: CivilDate,
    _ rank: Rank,
    _ subject: String,
    _ origin: PoolHistory.Origin,
    by post: String = "",
    _ expected: Expected? = nil
  ) {
    drafts.append(
      Draft(
        document: PoolDocument(head(number, date, origin.table, by: post), event),
        subject: subject,
        rank: rank,
        origin: origin,
        expected: expected
      )
    )
  }

  func head(
    _ number: String,
    _ date: CivilDate,
    _ table: PoolTable,
    by post: String = ""
  ) -> DocumentHead {
    var signatures = terms.signatures
    if !post.isEmpty { signatures.preparedBy = (signatures.preparedBy ?? "") + "(\(post))" }
    let paper = EvidencePaper(name: table.rawValue, digest: terms.files[table] ?? "")
    return DocumentHead(
      number: number,
      date: date,
      signatures: signatures,
      evidence: [paper].compactMap { $0 }
    )
  }

  /// By day, then by what needs what, then as the tables have it.
  var inOrder: [Draft] {
    drafts.enumerated().sorted { left, right in
      let (first, second) = (left.element, right.element)
      let (day, other) = (first.document.head.date, second.document.head.date)
      if day != other { return day < other }
      return first.rank == second.rank ? left.offset < right.offset : first.rank < second.rank
    }.map(\.element)
  }
}

extension PoolHistoryMapping.Draft {
  /// What the scheme makes of it, where the row says something else.
  func misfit(_ pool: Pool) -> Finding? {
    let (column, said, made): (String, Fen, Fen)
    switch expected {
    case nil: return nil
    case .entitled(let amount):
      (column, said) = ("应补偿", amount)
      made = pool.claims[subject]?.decision?.claim.raw ?? .zero
    case .paid(let amount):
      (column, said) = ("实补偿", amount)
      made = pool.claims[subject]?.payable ?? .zero
    case .returned(let amount):
      (column, said) = ("归还风险金", amount)
      made = pool.recoveries[subject]?.share.fundPart ?? .zero
    }
    guard said != made else { return nil }
    let range = ["range": "= \(made)"]
    return Finding(.fieldValue, column: column, value: "\(said)", arguments: range)
  }
}
