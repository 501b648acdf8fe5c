import Accounting
import Findings
import Quantities
import Testing

@Suite struct SmallScopeTests {
  static let amounts: [Int64] = [-2, -1, 0, 1, 2, .min, .max]

  /// Every set of at most three legs over two financial accounts and a budget account, with the
  /// smallest amounts and the largest, plain and red.
  @Test func `an entry is accepted exactly when its legs keep the rules`() throws {
    let accounts = try ["100201", "2711", "8001"].map(Ground.code)
    let legs = accounts.flatMap { account in
      Side.allCases.flatMap { side in
        Self.amounts.map { Posting(summary: "甲", account: account, side: side, amount: Fen($0)) }
      }
    }
    let date = try #require(CivilDate(iso: "2025-01-01"))
    let original = VoucherNumber(period: date.period, word: .general, number: 1)
    var wrong: [[Posting]] = []
    var accepted = 0
    for postings in multisets(of: legs, upTo: 3) {
      for reverses in [nil, original] {
        let voucher = Voucher(date: date, postings: postings, reverses: reverses)
        let entry = try? JournalEntry(
          voucher,
          chart: Ground.chart,
          directory: Ground.directory
        )
        if entry != nil { accepted += 1 }
        if (entry != nil) != keepsRules(postings, isRed: reverses != nil) { wrong.append(postings) }
      }
    }
    #expect(wrong.isEmpty)
    #expect(accepted > 50)
  }

  func keepsRules(_ postings: [Posting], isRed: Bool) -> Bool {
    var financial: Int128 = 0
    var budget: Int128 = 0
    for posting in postings {
      let amount = Int128(posting.amount.rawValue) * (posting.side == .debit ? 1 : -1)
      if posting.account.text == "8001" { budget += amount } else { financial += amount }
      if posting.amount.rawValue == 0 { return false }
      if posting.amount.rawValue < 0, !isRed { return false }
    }
    return postings.count >= 2 && financial == 0 && budget == 0
  }

  func multisets(of legs: [Posting], upTo count: Int) -> [[Posting]] {
    var all: [[Int]] = [[]]
    var longest: [[Int]] = [[]]
    for _ in 0..<count {
      longest = longest.flatMap { chosen in
        legs.indices.dropFirst(chosen.last ?? 0).map { chosen + [$0] }
      }
      all += longest
    }
    return all.map { $0.map { legs[$0] } }
  }

  @Test(arguments: amounts)
  func `the red mirror of an entry is found to mirror it, or cannot be made`(amount: Int64) throws {
    let account = try Ground.code("100201")
    let original = Voucher(
      date: try #require(CivilDate(iso: "2025-01-01")),
      postings: Side.allCases.map {
        Posting(summary: "甲", account: account, side: $0, amount: Fen(amount))
      }
    )
    let number = VoucherNumber(period: original.period, word: .general, number: 1)
    guard amount != .min else {
      #expect(throws: Overflow.self) {
        try Reversal.red(of: original, number: number, on: original.date)
      }
      return
    }
    let red = try Reversal.red(of: original, number: number, on: original.date)
    #expect(Reversal.findings(in: red, mirroring: original).isEmpty)
    #expect(Reversal.findings(in: original, mirroring: red).isEmpty)
    #expect(Reversal.findings(in: original, mirroring: original).isEmpty == (amount == 0))
  }
}
