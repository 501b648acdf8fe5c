import Accounting
import Findings
import Policies
import Quantities
import Testing

@testable import RiskPools

/// Statements and other registers, as folds over documents.
@Suite struct PoolRegisterTests {
  private static func entries(_ story: PoolStory) throws -> [PoolEntry] {
    try story.changes.map { try PoolEntry($0.document, $0.change) }
  }

  private static func yuan(_ statement: PoolStatement) -> [String: String] {
    statement.flows.filter { $0.value != 0 }
      .reduce(into: [:]) { $0[$1.key.rawValue] = Fen.yuan($1.value) }
  }

  @Test func `opening and what came in, less what went out, is the closing`() throws {
    let story = try PoolLedgerTests.life()
    let entries = try Self.entries(story)
    let (first, last) = (try Lives.date("2024-01-01"), try Lives.date("2024-12-31"))
    let year = PoolStatement(entries, of: story.pool, from: first, to: last)
    #expect(
      Self.yuan(year) == [
        "funding": "40000000.00", "interest": "135000.00", "recoveries": "460000.00",
        "returns": "120000.00", "top_ups": "5380000.00", "claims": "5500000.00",
        "fees": "30000.00", "passed_on": "10000.00",
      ]
    )
    #expect(year.opening == 0 && Fen.yuan(year.closing) == "40555000.00")
    // Any day cuts the year in two that follow on each other.
    for days in Int32(0)...30 {
      let day = first.adding(days: days)
      let before = PoolStatement(entries, of: story.pool, from: first, to: day)
      let after = PoolStatement(entries, of: story.pool, from: day.adding(days: 1), to: last)
      #expect(before.closing == after.opening && after.closing == year.closing)
    }
  }

  @Test func `the statements of all accounts together are that of the pool`() throws {
    for seed in UInt64(1)...20 {
      var life = RandomPool(seed)
      let scheme = try Lives.adopted(life.scheme)
      var day = try Lives.date("2024-01-01")
      let opening = PoolOpening(pool: "F1", accounts: ["甲", "乙"], scheme: scheme)
      var pool = try Pool(opening, Lives.head("0", day))
      var entries: [PoolEntry] = []
      for step in 1...250 {
        if step % 3 == 0 { day = day.adding(days: 4) }
        guard let event = life.event(pool, on: day) else { continue }
        let document = PoolDocument(Lives.head("\(step)", day), event)
        guard let change = try? pool.take(document) else { continue }
        entries.append(try PoolEntry(document, change))
      }
      let from = try Lives.date("2024-03-01")
      let whole = PoolStatement(entries, of: pool, from: from, to: day)
      let parts = ["甲", "乙"].map {
        PoolStatement(entries, of: pool, from: from, to: day, account: $0)
      }
      #expect(whole.closing == pool.cash, "seed \(seed)")
      #expect(parts.map(\.closing).reduce(0, +) == whole.closing, "seed \(seed)")
      #expect(parts.map(\.opening).reduce(0, +) == whole.opening, "seed \(seed)")
      for (part, account) in zip(parts, ["甲", "乙"]) {
        #expect(part.closing == Int128(pool.accounts[account]?.cash.rawValue ?? 0), "seed \(seed)")
      }
      for flow in PoolFlow.allCases {
        let sum = parts.reduce(Int128(0)) { $0 + ($1.flows[flow] ?? 0) }
        #expect(sum == whole.flows[flow], "seed \(seed) \(flow.rawValue)")
      }
      let idle = IdleMoney(entries, asOf: day)
      #expect(idle.layers.reduce(0) { $0 + $1.left } == pool.cash, "seed \(seed)")
    }
  }

  @Test func `the example's claims by limit, exposures and vintages add up`() throws {
    let tables = try PoolHistoryTests.tables()
    let pool = try PoolHistoryTests.history(tables).pool
    let limits = Dictionary(uniqueKeysWithValues: pool.bindingLimits.map { ($0.limit, $0) })
    #expect(limits.keys.sorted() == ["bank_year_cap", "raw"])
    // Three were cut, and of two the cap and the claim were equal.
    let cut = tables.claims.filter { $0.paid < $0.entitled }
    let lost = cut.reduce(Int128(0)) { $0 + Int128($1.entitled.rawValue - $1.paid.rawValue) }
    #expect(limits["bank_year_cap"]?.cut == lost)
    #expect(limits.values.reduce(0) { $0 + $1.claims } == tables.claims.count)
    let all = try #require(pool.exposures[.programme])
    for key in ExposureKey.allCases {
      let rows = pool.exposures(by: key)
      #expect(rows.reduce(Int128(0)) { $0 + $1.exposure.lent } == all.lent)
      #expect(rows.reduce(Int128(0)) { $0 + $1.exposure.paid } == all.paid)
      #expect(rows.map(\.exposure.balance) == rows.map(\.exposure.balance).sorted(by: >))
    }
    let asOf = try Lives.date("2025-12-31")
    let vintages = pool.vintages(through: asOf)
    #expect(vintages.reduce(Int128(0)) { $0 + $1.lent } == all.lent)
    #expect(vintages.reduce(Int128(0)) { $0 + ($1.paid.last ?? 0) } == all.paid)
    let outstanding = Fen.sum(tables.claims.map(\.outstanding))
    #expect(vintages.reduce(Int128(0)) { $0 + ($1.failed.last ?? 0) } == outstanding)
    for vintage in vintages {
      #expect(vintage.failed == vintage.failed.sorted() && vintage.paid == vintage.paid.sorted())
    }
    let first = try #require(vintages.first)
    #expect((first.year, first.quarter) == (2023, 1) && first.failed.count == 12)
  }

  @Test func `money lies idle first in, first out`() throws {
    var story = try PoolStory(Lives.half, from: "2023-01-01")
    try story.fund("100.00")
    story.day = try Lives.date("2024-06-30")
    try story.fund("50.00")
    let fee = Fee(account: "专户", amount: Lives.fen("30.00"), reason: "汇划费")
    try story.take(.feePaid(fee))
    let asOf = try Lives.date("2024-12-31")
    let idle = IdleMoney(try Self.entries(story), asOf: asOf)
    #expect(idle.layers.map { Fen.yuan($0.left) } == ["70.00", "50.00"])
    #expect(Fen.yuan(idle.left(after: 365)) == "70.00")
    #expect(idle.left(after: 2000) == 0)
    #expect(idle.usage == .zero)
    // A hundred for the year, and twenty more from the first of July on.
    #expect(idle.days == 365)
    #expect(idle.balanceDays == 10_000 * 365 + 5_000 * 184 - 3_000 * 183)
  }

  @Test func `breakers are shown with their figures before anybody reviews them`() throws {
    let fields = #"""
      "breakers":[{"measure":"npl_rate","level":"programme","ppm":"500000","effect":"alert"}],
      """#
    var story = try PoolStory(fields + Lives.half)
    try story.enrol(Lives.loan("L1", "300.00"))
    try story.enrol(Lives.loan("L2", "100.00"))
    try story.take(.loanClassified(LoanClassification(loan: "L1", grade: .loss)))
    let reading = try #require(try story.pool.breakerReadings(on: story.day).first)
    #expect(reading.numerator == Lives.fen("300.00") && reading.denominator == Lives.fen("400.00"))
    #expect(reading.trippedOn == nil && reading.threshold == PPM(500_000))
    try story.take(.breakerReviewed(BreakerReview()))
    #expect(try story.pool.breakerReadings(on: story.day).first?.trippedOn == story.day)
  }
}
