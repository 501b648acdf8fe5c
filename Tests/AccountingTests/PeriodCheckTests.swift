import Accounting
import Quantities
import Testing

@Suite struct PeriodCheckTests {
  func failing(_ facts: PeriodFacts) throws -> [PeriodCheck.Name: [String]] {
    let failed = try PeriodCheck.all(facts, chart: Ground.chart).filter { !$0.isOK }
    return Dictionary(uniqueKeysWithValues: failed.map { ($0.name, $0.subjects) })
  }

  func balance(_ code: String, _ closing: Int64, project: String? = nil) throws -> AccountBalance {
    try AccountBalance(
      account: Ground.code(code),
      dimensions: project.map { Dimensions([(.project, $0)]) } ?? .none,
      opening: Fen(closing),
      debit: .zero,
      credit: .zero
    )
  }

  @Test func `a sound period fails nothing`() throws {
    let period = try Ground.period("2025-11")
    let facts = PeriodFacts(
      period: period,
      numbers: (1...3).map { VoucherNumber(period: period, word: .general, number: $0) },
      balances: [try balance("100201", 5), try balance("6301", -5)]
    )
    #expect(try failing(facts) == [:])
  }

  @Test func `gaps, repetitions, drafts, earlier periods and imbalance block`() throws {
    let period = try Ground.period("2025-11")
    let facts = PeriodFacts(
      period: period,
      earlierOpen: [period.previous],
      numbers: [1, 3, 3].map { VoucherNumber(period: period, word: .general, number: $0) },
      drafts: 2,
      balances: [try balance("100201", 5), try balance("8001", 7), try balance("2711", -5)]
    )
    #expect(
      try failing(facts) == [
        .numberGaps: ["2025-11-记-0002"], .numberDuplicates: ["2025-11-记-0003"], .drafts: ["2"],
        .earlierPeriods: ["2025-10"], .balance: ["budget"],
      ]
    )
  }

  @Test func `in December income and expense must be empty, project by project`() throws {
    let balances = [
      try balance("6601", 9, project: "P001"), try balance("6601", -9, project: "P002"),
    ]
    var facts = PeriodFacts(period: try Ground.period("2025-12"), balances: balances)
    #expect(try failing(facts) == [.carryForward: ["6601"]])
    facts.period = try Ground.period("2025-11")
    #expect(try failing(facts) == [:])
  }

  @Test func `opposite balances, the bank and approvals only warn`() throws {
    let facts = PeriodFacts(
      period: try Ground.period("2025-11"),
      balances: [try balance("100201", -5), try balance("3001", 5)],
      bankDifferences: 4,
      paidOverApproval: ["P001"]
    )
    let failed = try PeriodCheck.all(facts, chart: Ground.chart).filter { !$0.isOK }
    #expect(failed.map(\.name) == [.bank, .oppositeBalances, .approvals])
    #expect(failed.allSatisfy { !$0.isBlocking })
    #expect(failed[1].subjects == ["100201", "3001"])
  }

  @Test func `numbers run from one in each period and word`() throws {
    let numbers = try [
      "2025-01-记-2", "2025-01-收-1", "2025-02-记-1", "2025-01-记-4", "2025-02-记-1",
      "2025-02-记-1",
    ].map { try #require(VoucherNumber($0)) }
    let numbering = VoucherNumbering(numbers)
    #expect(numbering.missing.map(\.description) == ["2025-01-记-0001", "2025-01-记-0003"])
    #expect(numbering.repeated.map(\.description) == ["2025-02-记-0001"])
  }

  @Test func `one stray number does not list a hundred million gaps`() throws {
    let stray = try #require(VoucherNumber("2025-01-记-99999999"))
    #expect(VoucherNumbering([stray]).missing.count == 100)
  }
}
