import Accounting
import Findings
import Quantities
import Testing

/// Random histories of one book; a failing seed is the argument that the report names.
@Suite struct LedgerPropertyTests {
  struct Place: Hashable {
    let account: AccountCode
    let dimensions: Dimensions
  }

  /// A voucher that balances in each aspect, dated somewhere in 2025.
  func voucher(_ random: inout Seeded) throws -> Voucher {
    let month = Int.random(in: 1...12, using: &random)
    let day = Int.random(in: 1...28, using: &random)
    let isBudget = Int.random(in: 0..<4, using: &random) == 0
    let codes =
      isBudget ? ["8001", "7001", "7201"] : ["100201", "100202", "122101", "2711", "6301", "6601"]
    var rest: Int64 = 0
    var postings: [Posting] = []
    let count = Int.random(in: 2...5, using: &random)
    for index in 0..<count {
      let code = codes[Int.random(in: codes.indices, using: &random)]
      var signed = Int64.random(in: -1_000_000...1_000_000, using: &random)
      if signed == 0 || rest == -signed { signed += 1_000_001 }
      if index == count - 1 { signed = -rest }
      rest += signed
      let needsProject = code == "122101" || code == "6601"
      let project = "P00\(Int.random(in: 1...4, using: &random))"
      postings.append(
        Posting(
          summary: "第\(index + 1)行",
          account: try Ground.code(code),
          side: signed > 0 ? .debit : .credit,
          amount: Fen(abs(signed)),
          dimensions: needsProject ? Dimensions([(.project, project)]) : .none
        )
      )
    }
    let date = CivilDate(year: 2025, month: month, day: day)
    return Voucher(date: try #require(date), postings: postings)
  }

  func closings(_ ledger: InMemoryLedger) throws -> [Place: Fen] {
    let year = try #require(PeriodRange("2025"))
    let balances = try ledger.balances(year).filter { $0.closing != .zero }
    let pairs = balances.map {
      (Place(account: $0.account, dimensions: $0.dimensions), $0.closing)
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// Checks one state of a ledger against sums that the test kept beside it.
  func check(_ ledger: InMemoryLedger, against sums: [Place: Int128]) throws {
    let kept = sums.filter { $0.value != 0 }
    #expect(try closings(ledger).mapValues { Int128($0.rawValue) } == kept)
    var closing: [Fen]?
    for month in 1...12 {
      let period = try #require(FiscalPeriod(year: 2025, month: month))
      let trial = try ledger.trialBalance(PeriodRange(period))
      #expect(trial.isBalanced)
      if let closing { #expect(trial.rows.map(\.opening) == closing) }
      closing = trial.rows.map(\.closing)
    }
    let numbering = VoucherNumbering(ledger.entries.map(\.number))
    #expect(numbering.missing.isEmpty && numbering.repeated.isEmpty)
  }

  @Test(arguments: 1...12)
  func `any accepted history balances, and balances are the fold over its lines`(
    seed: Int
  ) throws {
    var random = Seeded(seed: UInt64(seed))
    var ledger = try Ground.ledger()
    var sums: [Place: Int128] = [:]
    for _ in 0..<60 {
      var candidate = try voucher(&random)
      switch Int.random(in: 0..<10, using: &random) {
      case 0: candidate.postings.removeLast()
      case 1: try? ledger.close(candidate.period)
      case 2:
        if let latest = ledger.calendar.latestClosed { try ledger.reopen(latest, reason: "补记") }
      case 3:
        if let original = ledger.entries.randomElement(using: &random) {
          candidate = try Reversal.red(
            of: original.voucher,
            number: original.number,
            on: candidate.date
          )
        }
      default: break
      }
      let before = ledger.entries.count
      let isClosed = ledger.calendar.isClosed(candidate.period)
      let codes = refusal {
        try ledger.post(candidate, signatures: Ground.signatures, postedBy: "何伟")
      }
      #expect(isClosed == codes.contains(.periodClosed))
      #expect(ledger.entries.count == before + (codes.isEmpty ? 1 : 0))
      guard codes.isEmpty else { continue }
      for posting in candidate.postings {
        let place = Place(account: posting.account, dimensions: posting.dimensions)
        sums[place, default: 0] += posting.signed
      }
    }
    #expect(ledger.entries.count > 20)
    try check(ledger, against: sums)
  }

  @Test(arguments: 1...12)
  func `reversal restores every balance and can be had only once`(seed: Int) throws {
    var random = Seeded(seed: UInt64(seed))
    var ledger = try Ground.ledger()
    for _ in 0..<5 {
      try ledger.post(voucher(&random), signatures: Ground.signatures, postedBy: "何伟")
    }
    let before = try closings(ledger)
    let original = try ledger.post(
      voucher(&random),
      signatures: Ground.signatures,
      postedBy: "何伟"
    )
    let red = try Reversal.red(
      of: original.voucher,
      number: original.number,
      on: original.voucher.date
    )
    let reversal = try ledger.post(red, signatures: Ground.signatures, postedBy: "何伟")
    #expect(try closings(ledger) == before)
    #expect(ledger[original.number]?.reversedBy == reversal.number)
    let again = refusal {
      try ledger.post(red, signatures: Ground.signatures, postedBy: "何伟")
    }
    #expect(again == [.reversedAlready])
  }

  @Test(arguments: 1...12)
  func `carry-forward empties income and expense and keeps the rest`(seed: Int) throws {
    var random = Seeded(seed: UInt64(seed))
    var ledger = try Ground.ledger()
    for _ in 0..<30 {
      try ledger.post(voucher(&random), signatures: Ground.signatures, postedBy: "何伟")
    }
    let december = try Ground.period("2025-12")
    let closing = try CarryForward.voucher(
      closing: december,
      balances: ledger.balances(PeriodRange(december)),
      chart: Ground.chart,
      to: [.financial: Ground.code("3001"), .budget: Ground.code("8201")]
    )
    let before = try closings(ledger)
    try ledger.post(closing, signatures: Ground.signatures, postedBy: "何伟")
    let after = try closings(ledger)
    let isCarried = { (place: Place) in
      Ground.chart[place.account]?.element.isCarriedForward == true
    }
    let isTarget = { (place: Place) in ["3001", "8201"].contains(place.account.text) }
    #expect(!after.keys.contains(where: isCarried))
    #expect(
      after.filter { !isTarget($0.key) }
        == before.filter { !isTarget($0.key) && !isCarried($0.key) }
    )
    #expect(closing.postings.allSatisfy { $0.amount > .zero })
    let checks = try ledger.checks(december)
    #expect(checks.first { $0.name == .carryForward }?.isOK == true)
  }

  @Test func `an earlier log position shows the ledger as it was known then`() throws {
    var random = Seeded(seed: 7)
    var ledger = try Ground.ledger()
    for _ in 0..<5 {
      try ledger.post(voucher(&random), signatures: Ground.signatures, postedBy: "何伟")
    }
    let year = try #require(PeriodRange("2025"))
    let known = try ledger.trialBalance(year)
    for _ in 0..<5 {
      try ledger.post(voucher(&random), signatures: Ground.signatures, postedBy: "何伟")
    }
    #expect(try ledger.trialBalance(year, knownAt: 5) == known)
    #expect(try ledger.trialBalance(year) != known)
  }
}
