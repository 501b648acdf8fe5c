import Accounting
import Quantities
import Testing

/// The tree is kept while accounts arrive; asking every prefix of every code is the plain way.
@Suite struct ChartOfAccountsTests {
  /// Accounts with codes of digits and letters, some of them above others, in no order.
  private func accounts(_ random: inout Seeded) -> [Account] {
    (0..<60).compactMap { _ in
      let length = Int.random(in: 1...5, using: &random)
      let digits = (0..<length).map { _ in ["1", "2", "A"].randomElement(using: &random) ?? "1" }
      return AccountCode(digits.joined()).map { code in
        let name = "科目\(random.next() % 1000)"
        return Account(code: code, name: name, normalSide: .debit, element: .asset, isLeaf: false)
      }
    }
  }

  @Test(arguments: UInt64(1)...40)
  func `accounts in any order make the same chart`(seed: UInt64) throws {
    var random = Seeded(seed: seed)
    let given = accounts(&random)
    let made = ChartOfAccounts(given)
    var grown = ChartOfAccounts()
    for account in given { grown.add(account) }
    #expect(made.accounts == grown.accounts)
    #expect(made.accounts.map(\.code) == Set(given.map(\.code)).sorted())
    for code in Set(given.map(\.code)) {
      #expect(grown[code] == given.last { $0.code == code })
    }
    for chart in [made, grown] {
      let trial = try TrialBalance(
        range: try #require(PeriodRange("2025-01")),
        balances: [],
        chart: chart
      )
      #expect(trial.rows.map(\.level) == chart.accounts.map { chart.level(of: $0.code) })
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `parents hold what stands below them`(seed: UInt64) throws {
    var random = Seeded(seed: seed)
    let chart = ChartOfAccounts(accounts(&random))
    let balances = try chart.accounts.shuffled(using: &random).map { account in
      try AccountBalance(
        account: account.code,
        opening: Fen(Int64.random(in: -99...99, using: &random)),
        debit: Fen(Int64.random(in: -99...99, using: &random)),
        credit: .zero
      )
    }
    let range = try #require(PeriodRange("2025-01"))
    let trial = try TrialBalance(range: range, balances: balances, chart: chart)
    for row in trial.rows {
      let below = balances.filter {
        $0.account == row.account.code || $0.account.isBelow(row.account.code)
      }
      #expect(row.opening.rawValue == below.reduce(0) { $0 + $1.opening.rawValue })
      #expect(row.debit.rawValue == below.reduce(0) { $0 + $1.debit.rawValue })
      #expect(row.closing.rawValue == below.reduce(0) { $0 + $1.closing.rawValue })
    }
  }
}
