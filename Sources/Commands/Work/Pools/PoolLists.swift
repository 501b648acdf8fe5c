import Accounting
import CanonicalJSON
import Findings
import Quantities
import Registers
import Reports
import RiskPools
import Store

extension PoolLoanList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let pool = try session.readPool(which)
    let loans = pool.loans.values.filter { loan in
      (bank ?? loan.bank) == loan.bank && (borrower ?? loan.borrower) == loan.borrower
        && (state ?? loan.state.rawValue) == loan.state.rawValue
    }.sorted { $0.id < $1.id }
    try session.show(LoanListReport(loans: loans, language: session.language), output)
  }
}

/// The loans of a pool (贷款台账).
private struct LoanListReport: Report {
  let loans: [PooledLoan]
  let language: Language

  var table: Table {
    var table = Table(
      title: Phrase("贷款台账", "Loans"),
      remarks: [.rows(loans.count), .yuan],
      columns: [
        .init(Phrase("贷款", "Loan"), .text), .init(Phrase("银行", "Bank"), .text),
        .init(Phrase("企业", "Borrower"), .text), .init(Phrase("发放", "Lent"), .date),
        .init(Phrase("到期", "Due"), .date), .init(Phrase("金额", "Principal"), .money),
        .init(Phrase("余额", "Outstanding"), .money), .init(Phrase("分类", "Grade"), .text),
        .init(Phrase("逾期", "Overdue since"), .text), .init(Phrase("状态", "State"), .text),
      ]
    )
    for loan in loans {
      table.add([
        .text(loan.id), .text(loan.bank), .text(loan.borrower), .date(loan.lent),
        .date(loan.due), .amount(loan.principal), .amount(loan.outstanding),
        .text(language.term("loan_grade", loan.grade.rawValue)),
        .text(loan.overdueSince.map { "\($0)" } ?? ""),
        .text(language.term("loan_state", loan.state.rawValue)),
      ])
    }
    return table
  }

  var json: JSON {
    let rows = loans.map { loan -> JSON in
      [
        "loan": .string(loan.id), "bank": .string(loan.bank), "borrower": .string(loan.borrower),
        "sector": .string(loan.sector), "lent": .string("\(loan.lent)"),
        "due": .string("\(loan.due)"), "extensions": .integer(Int64(loan.extensions)),
        "principal": .amount(loan.principal), "outstanding": .amount(loan.outstanding),
        "grade": .string(loan.grade.rawValue),
        "overdue_since": .optional(loan.overdueSince.map { "\($0)" }),
        "state": .string(loan.state.rawValue),
        "claims": .array(loan.claims.map { .string($0) }),
      ]
    }
    return ["loans": .array(rows)]
  }
}

extension PoolClaimList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let pool = try session.readPool(which)
    let claims = pool.claims.values.filter { claim in
      (bank ?? claim.bank) == claim.bank && (state ?? claim.state.rawValue) == claim.state.rawValue
    }.sorted { ($0.filedOn, $0.id) < ($1.filedOn, $1.id) }
    try session.show(ClaimListReport(claims: claims, language: session.language), output)
  }
}

/// The claims of a pool (补偿台账).
private struct ClaimListReport: Report {
  let claims: [PoolClaim]
  let language: Language

  var table: Table {
    var table = Table(
      title: Phrase("补偿台账", "Claims"),
      remarks: [.rows(claims.count), .yuan],
      columns: [
        .init(Phrase("补偿单", "Claim"), .text), .init(Phrase("贷款", "Loan"), .text),
        .init(Phrase("银行", "Bank"), .text), .init(Phrase("受理", "Filed"), .date),
        .init(Phrase("未偿本金", "Outstanding"), .money),
        .init(Phrase("应补偿", "Entitled"), .money), .init(Phrase("已拨付", "Paid"), .money),
        .init(Phrase("已追偿", "Recovered"), .money), .init(Phrase("限额", "Limit"), .text),
        .init(Phrase("状态", "State"), .text),
      ]
    )
    for claim in claims {
      table.add([
        .text(claim.id), .text(claim.loan), .text(claim.bank), .date(claim.filedOn),
        .amount(claim.outstanding),
        claim.decision.map { .amount($0.claim.entitlement) } ?? .empty, .amount(claim.netPaid),
        .amount(claim.recovered),
        .text(claim.binding.names.map { language.term("limit", $0) }.joined(separator: " ")),
        .text(language.term("claim_state", claim.state.rawValue)),
      ])
    }
    return table
  }

  var json: JSON { ["claims": .array(claims.map { ClaimPage(claim: $0, trace: []).json })] }
}

extension PoolRecoverList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.show(RecoveryListReport(pool: try session.readPool(which)), output)
  }
}

/// What came back from borrowers (追偿台账).
private struct RecoveryListReport: Report {
  let pool: Pool

  private var rows: [(id: String, recovery: PoolRecovery)] {
    pool.recoveries.sorted { ($0.value.receivedOn, $0.key) < ($1.value.receivedOn, $1.key) }
      .map { ($0.key, $0.value) }
  }

  var table: Table {
    var table = Table(
      title: Phrase("追偿台账", "Recoveries"),
      remarks: [.rows(rows.count), .yuan],
      columns: [
        .init(Phrase("追偿单", "Recovery"), .text), .init(Phrase("补偿单", "Claim"), .text),
        .init(Phrase("归还日", "Collected"), .date), .init(Phrase("到账日", "Received"), .date),
        .init(Phrase("可分配", "Shared"), .money), .init(Phrase("基金", "Fund"), .money),
        .init(Phrase("银行", "Bank"), .money), .init(Phrase("待转付", "Still to pass on"), .money),
      ]
    )
    for (id, recovery) in rows {
      table.add([
        .text(id), .text(recovery.claim), .date(recovery.collectedOn),
        .date(recovery.receivedOn), .amount(recovery.share.net), .amount(recovery.share.fundPart),
        .amount(recovery.share.bankPart), .amount(recovery.bankDue),
      ])
    }
    return table
  }

  var json: JSON {
    let list = rows.map { id, recovery -> JSON in
      [
        "recovery": .string(id), "claim": .string(recovery.claim),
        "account": .string(recovery.account), "collected_on": .string("\(recovery.collectedOn)"),
        "received_on": .string("\(recovery.receivedOn)"), "net": .amount(recovery.share.net),
        "fund": .amount(recovery.share.fundPart), "bank": .amount(recovery.share.bankPart),
        "bank_due": .amount(recovery.bankDue),
        "passed_on": .optional(recovery.passedOn.map { "\($0)" }),
      ]
    }
    return ["recoveries": .array(list)]
  }
}

extension PoolTimeline: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let code = try session.pool(which.pool)
    let (documents, namesBooks) = try session.registers { (snapshot) throws(RegisterError) in
      try RegisterError.stored { () throws(StoreError) in
        (try snapshot.documents(.pool, of: code), try snapshot.books().count > 1)
      }
    }
    guard !documents.isEmpty else {
      throw Failure([Finding(.poolUnknown, value: code, arguments: ["pool": code])])
    }
    let report = DocumentListReport(
      title: Phrase("资金池单据 \(code)", "Documents of \(code)"),
      documents: documents.filter { about == nil || $0.document.names(about) },
      language: session.language,
      namesBooks: namesBooks,
      area: .pool
    )
    try session.show(report, output)
  }
}

extension BusinessDocument {
  /// Whether the facts name a loan, claim or recovery.
  fileprivate func names(_ subject: String?) -> Bool {
    guard let subject else { return true }
    return ["claim", "loan", "recovery"].contains { facts[$0] == .string(subject) }
      || facts["loan"]?["id"] == .string(subject) || facts["claims"]?.items(contain: subject) == true
  }
}
