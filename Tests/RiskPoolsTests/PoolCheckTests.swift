import Accounting
import Findings
import Policies
import Quantities
import Testing

@testable import RiskPools

/// The auditors' tests: each finds what it is for, with the documents behind it, and nothing else.
@Suite struct PoolCheckTests {
  private struct Case {
    var scheme = Lives.half
    var documents: [PoolDocument] = []
    var terms: PoolCheck.Terms
    var day: CivilDate

    init(_ scheme: String = Lives.half) throws {
      self.scheme = scheme
      day = try Lives.date("2024-01-01")
      terms = PoolCheck.Terms(asOf: try Lives.date("2024-03-31"))
      try add(.fundingReceived(Funding(funder: "市", account: "专户", amount: Fen(1_000_000_000))))
    }

    mutating func add(_ event: PoolEvent, by person: String? = nil, after days: Int32 = 1) throws {
      day = day.adding(days: days)
      let number = "\(documents.count + 1)"
      documents.append(PoolDocument(Lives.head(number, day, by: person), event))
    }

    mutating func enrol(_ id: String, lent: String = "2024-01-01", others: [String] = []) throws {
      let lent = try Lives.date(lent)
      try add(
        .loanEnrolled(
          Enrolment(
            loan: Lives.loan(id, "1000.00"),
            lent: lent,
            due: lent.adding(days: 365),
            otherSchemes: others
          )
        )
      )
    }

    /// A claim from its filing to its payment.
    mutating func claim(_ id: String, _ loan: String, payments: Int = 1) throws {
      let filing = ClaimFiling(claim: id, loan: loan, outstanding: Lives.fen("1000.00"))
      try add(.claimFiled(filing))
      try add(.claimChecked(ClaimCheck(claim: id)))
      try add(.claimDecided(ClaimDecision(claim: id)))
      try add(.claimsApproved(ClaimApproval(claims: [id], account: "专户")))
      for _ in 0..<payments { try add(.claimPaid(ClaimPayment(claim: id))) }
    }

    func check() throws -> PoolCheck {
      let opening = PoolOpening(pool: "F1", accounts: ["专户"], scheme: try Lives.adopted(scheme))
      let head = Lives.head("0", try Lives.date("2024-01-01"))
      return try PoolCheck(opening, head, documents, terms)
    }

    /// What was found: test, subject and documents.
    func found() throws -> [String] {
      try check().findings.map {
        "\($0.test.rawValue) \($0.subject): \($0.documents.joined(separator: " "))"
      }
    }
  }

  @Test func `a pool that is led well shows nothing`() throws {
    var it = try Case()
    try it.enrol("L1")
    try it.claim("C1", "L1")
    #expect(try it.found() == [])
    #expect(try it.check().pool.claims["C1"]?.paid == Lives.fen("500.00"))
  }

  @Test func `a claim or a loan that was paid twice is found`() throws {
    var twice = try Case()
    try twice.enrol("L1")
    try twice.claim("C1", "L1", payments: 2)
    #expect(try twice.found() == ["rules C1: 8", "paid_twice C1: 7 8"])
    var two = try Case()
    try two.enrol("L1")
    try two.claim("C1", "L1")
    try two.claim("C2", "L1")
    #expect(try two.found().contains("paid_twice L1: 7 12"))
  }

  @Test func `a loan in two schemes, or in another pool too, is found`() throws {
    var it = try Case()
    try it.enrol("L1", others: ["省科技贷"])
    try it.enrol("L2")
    it.terms.elsewhere = ["L2": "F2"]
    #expect(try it.found() == ["two_schemes L1: 2", "two_schemes L2: 3"])
  }

  @Test func `a loan that came in after it had failed is found`() throws {
    var it = try Case()
    it.day = try Lives.date("2024-02-01")
    try it.enrol("L1")
    try it.add(.loanOverdue(LoanOverdue(loan: "L1", since: try Lives.date("2024-01-20"))))
    try it.claim("C1", "L1")
    #expect(try it.found() == ["enrolled_after_default L1: 2 3 4 5 6 7 8"])
  }

  @Test func `a term that is drawn out beyond the scheme's, or twice, is found`() throws {
    var it = try Case(#""loan_limits":{"max_term_days":"400"},"# + Lives.half)
    let (first, second) = (try Lives.date("2025-01-20"), try Lives.date("2026-02-01"))
    try it.enrol("L1")
    try it.enrol("L2")
    try it.enrol("L3")
    try it.add(.loanExtended(LoanExtension(loan: "L1", due: first)))
    try it.add(.loanExtended(LoanExtension(loan: "L2", due: second)))
    try it.add(.loanExtended(LoanExtension(loan: "L3", due: first)))
    try it.add(.loanExtended(LoanExtension(loan: "L3", due: first.adding(days: 5))))
    #expect(try it.found() == ["evergreen L2: 3 6", "evergreen L3: 4 7 8"])
  }

  @Test func `a balance other than the reported one is found`() throws {
    let caps = #"""
      "caps":[{"scope":"bank","window":"year","pct_ppm":"900000","of":"prior_year_balance"}],
      """#
    var it = try Case(caps + Lives.half)
    try it.enrol("L1")
    let asOf = try Lives.date("2023-12-31")
    let report = BalanceReport(bank: "B1", asOf: asOf, total: Lives.fen("1200.00"))
    try it.add(.balanceReported(report))
    let filing = ClaimFiling(claim: "C1", loan: "L1", outstanding: Lives.fen("1000.00"))
    try it.add(.claimFiled(filing))
    try it.add(.claimChecked(ClaimCheck(claim: "C1")))
    let decision = ClaimDecision(claim: "C1", priorYearBalance: Lives.fen("9000.00"))
    try it.add(.claimDecided(decision))
    #expect(try it.found() == ["balance B1: 3", "balance C1: 3 6"])
    let figures = try it.check().findings.last?.figures
    #expect(figures == ["used": "9000.00", "reported": "1200.00"])
  }

  @Test func `a recovery that the bank or the pool keeps too long is found`() throws {
    var it = try Case(#""recovery":{"due_days":"10"},"# + Lives.half)
    try it.enrol("L1")
    try it.claim("C1", "L1")
    let paidOn = it.day
    func receipt(_ id: String, _ collector: RecoveryReceipt.Collector) -> PoolEvent {
      .recoveryReceived(
        RecoveryReceipt(
          recovery: id,
          claim: "C1",
          account: "专户",
          gross: Lives.fen("100.00"),
          collector: collector,
          collectedOn: collector == .bank ? paidOn : it.day
        )
      )
    }
    try it.add(receipt("R1", .bank), after: 10)
    #expect(try it.found() == [])
    try it.add(receipt("R2", .bank), after: 1)
    try it.add(receipt("R3", .pool), after: 0)
    #expect(try it.found() == ["recovery_late R2: 9", "recovery_late R3: 10"])
    try it.add(.recoveryPassedOn(RecoveryPassage(recovery: "R3")), after: 5)
    #expect(try it.found() == ["recovery_late R2: 9"])
  }

  @Test func `a quarter without interest, and money that nobody uses, are found`() throws {
    var it = try Case()
    let interest = PoolEvent.interestReceived(Interest(account: "专户", amount: Fen(100)))
    it.day = try Lives.date("2024-06-20")
    try it.add(interest)
    it.day = try Lives.date("2024-12-20")
    try it.add(interest)
    it.terms.asOf = try Lives.date("2025-01-01")
    #expect(try it.found() == ["interest_missing 专户: 2 3"])
    #expect(try it.check().findings.first?.figures["quarter"] == "2024Q3")
    it.terms.asOf = try Lives.date("2025-01-02")
    it.terms.idleDays = 364
    #expect(try it.found().last == "idle_money F1: 1")
    #expect(try it.check().findings.last?.figures["idle"] == "10000000.00")
  }

  @Test func `a claim that came in though a threshold was reached is found`() throws {
    let breaker = #"""
      "breakers":[{"measure":"npl_rate","level":"bank","ppm":"100000","effect":"stop_claims"}],
      """#
    var it = try Case(breaker + Lives.half)
    try it.enrol("L1")
    try it.add(.loanClassified(LoanClassification(loan: "L1", grade: .loss)))
    let filing = ClaimFiling(claim: "C1", loan: "L1", outstanding: Lives.fen("1000.00"))
    try it.add(.claimFiled(filing))
    #expect(try it.found() == ["breaker_passed C1: 4"])
    var reviewed = it
    reviewed.documents.insert(
      PoolDocument(Lives.head("3b", it.documents[2].head.date), .breakerReviewed(BreakerReview())),
      at: 3
    )
    #expect(try reviewed.found() == [])
  }

  @Test func `an excluded firm, one person at two steps and another version are found`() throws {
    var it = try Case()
    try it.enrol("L1")
    try it.claim("C1", "L1")
    it.terms.excluded = ["甲公司"]
    it.terms.versions = ["5": "abc", "9": "abc"]
    #expect(try it.found() == ["excluded_firm C1: 7", "version C1: 5"])
    var same = try Case()
    try same.enrol("L1")
    let filing = ClaimFiling(claim: "C1", loan: "L1", outstanding: Lives.fen("1000.00"))
    try same.add(.claimFiled(filing), by: "甲")
    try same.add(.claimChecked(ClaimCheck(claim: "C1")), by: "甲")
    #expect(try same.found() == ["rules C1: 4", "same_person C1: 3 4"])
    #expect(try same.check().findings.first?.figures == ["codes": "E-SOD"])
  }

  @Test func `the example shows what there is to show`() throws {
    let tables = try PoolHistoryTests.tables()
    let history = try PoolHistoryTests.history(tables)
    let terms = PoolCheck.Terms(asOf: try Lives.date("2025-12-31"))
    let documents = history.documents.map(\.document)
    let check = try PoolCheck(history.opening, history.head, documents, terms)
    #expect(check.pool == history.pool)
    let tests = Set(check.findings.map(\.test))
    // The tables have neither interest nor funding; nothing else is wrong with them.
    #expect(tests.isSubset(of: [.interestMissing, .idleMoney]))
  }
}
