import Accounting
import Quantities
import Testing

@Suite struct BalanceTests {
  @Test func `both columns add up apart and the net is exact at the limits`() throws {
    let balance = Balance(debit: Fen(.max), credit: Fen(.min))
    #expect(balance.net == Int128(Int64.max) - Int128(Int64.min))
    #expect(throws: Overflow.self) { try balance.adding(Balance(debit: Fen(1), credit: .zero)) }
    #expect(throws: Overflow.self) { try balance.adding(Balance(debit: .zero, credit: Fen(-1))) }
    #expect(try Balance.zero.adding(balance) == balance)
  }

  @Test(arguments: [
    (Int64(5), Int64(3), Int64(10), Int64(-2)), (-5, -3, -10, 2),
    (.max, .max, .max, .max), (0, .min, .min, 0),
  ])
  func `closing is opening plus debits less credits`(
    opening: Int64,
    debit: Int64,
    credit: Int64,
    closing: Int64
  ) throws {
    let balance = try AccountBalance(
      account: Ground.code("100201"),
      opening: Fen(opening),
      debit: Fen(debit),
      credit: Fen(credit)
    )
    #expect(balance.closing == Fen(closing))
  }

  @Test(arguments: [(Int64.max, Int64(1), Int64(0)), (.min, 0, 1), (0, .max, -1)])
  func `a closing that does not fit is an error`(opening: Int64, debit: Int64, credit: Int64) {
    #expect(throws: Overflow.self) {
      try AccountBalance(
        account: Ground.code("100201"),
        opening: Fen(opening),
        debit: Fen(debit),
        credit: Fen(credit)
      )
    }
  }

  @Test func `parents hold what their children hold and totals count each once`() throws {
    let month = PeriodRange(try Ground.period("2025-01"))
    func balance(_ code: String, _ opening: Int64, _ debit: Int64, _ credit: Int64) throws
      -> AccountBalance
    {
      try AccountBalance(
        account: Ground.code(code),
        opening: Fen(opening),
        debit: Fen(debit),
        credit: Fen(credit)
      )
    }
    let trial = try TrialBalance(
      range: month,
      balances: [
        balance("100201", 100, 30, 0), balance("100202", -40, 0, 10), balance("100202", 1, 0, 0),
        balance("2711", -61, 0, 20),
      ],
      chart: Ground.chart
    )
    let bank = try #require(trial.rows.first { $0.account.code.text == "1002" })
    #expect(
      [bank.opening, bank.debit, bank.credit, bank.closing] == [Fen(61), Fen(30), Fen(10), Fen(81)]
    )
    #expect(trial.rows.map(\.level).prefix(3) == [1, 2, 2])
    #expect(trial.rows.allSatisfy { $0.level == Ground.chart.level(of: $0.account.code) })
    #expect(trial.rows.count == Ground.chart.count)
    #expect(trial.totals == Balance(debit: Fen(30), credit: Fen(30)))
    #expect(trial.isBalanced)
  }

  @Test func `an aspect that does not balance is named though the whole does`() throws {
    let trial = try TrialBalance(
      range: PeriodRange(Ground.period("2025-01")),
      balances: [
        AccountBalance(account: Ground.code("100201"), debit: Fen(7), credit: .zero),
        AccountBalance(account: Ground.code("8201"), debit: .zero, credit: Fen(7)),
      ],
      chart: Ground.chart
    )
    #expect(trial.unbalanced == [.financial, .budget])
  }

  @Test func `a book's code is fit for voucher numbers`() throws {
    let start = try Ground.period("2025-01")
    for code in ["", "0/1", "账套", "a b", String(repeating: "1", count: 21)] {
      #expect(Book(code: code, name: "甲", startPeriod: start) == nil)
    }
    #expect(Book(code: "001", name: "", startPeriod: start) == nil)
    #expect(Book(code: "ZQ-1_a", name: "甲", startPeriod: start) != nil)
  }
}
