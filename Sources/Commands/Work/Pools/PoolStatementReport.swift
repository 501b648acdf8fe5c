import Accounting
import Findings
import Quantities
import Reconciliation
import Registers
import Reports
import RiskPools
import Store

extension PoolReportStatement: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (file, day) = try session.poolFile(report)
    if let account, file.pool.accounts[account] == nil {
      let choices = ["choices": file.pool.accounts.keys.sorted().joined(separator: "|")]
      throw Failure([Finding(.valueUnknown, column: "account", value: account, arguments: choices)])
    }
    let statement = PoolStatement(
      file.entries,
      of: file.pool,
      from: from ?? file.pool.openedOn,
      to: day,
      account: account
    )
    let banks = try session.registers { (snapshot) throws(RegisterError) in
      try BankComparison.all(of: self, file.pool, on: day, in: snapshot)
    }
    let report = PoolStatementReport(
      pool: file.pool.code,
      statement: statement,
      banks: banks,
      language: session.language
    )
    try session.show(report, self.report.output)
    if !report.agrees { throw Failure(silent: .differences) }
  }
}

/// What the bank shows of a pool's money (银行余额核对).
struct BankComparison {
  /// The account in the chart.
  let account: AccountCode
  /// What the books say.
  let book: Int128
  /// What the bank says.
  let bank: Int128
  /// What only one of them has, so that both come to the same.
  let inTransit: Int128
  /// What nothing explains.
  let unexplained: Int128

  /// The accounts of the pool that stand for accounts at a bank whose lines were imported.
  static func all(
    of command: PoolReportStatement,
    _ pool: Pool,
    on day: CivilDate,
    in snapshot: LedgerSnapshot
  ) throws(RegisterError) -> [BankComparison] {
    let books = try PoolBooks(snapshot)
    guard let book = PoolRole.allCases.lazy.compactMap({ books.book($0) }).first else { return [] }
    let names = command.account.map { [$0] } ?? pool.accounts.keys.sorted()
    let wanted = command.bank.map { [$0] } ?? names.compactMap { AccountCode($0) }
    return try RegisterError.stored { () throws(StoreError) in
      let known = try snapshot.bankAccounts(of: book)
      var found: [BankComparison] = []
      for account in wanted where known.contains(account) {
        guard let result = try snapshot.reconciliation(of: account, in: book, asOf: day) else {
          continue
        }
        let balances = result.balances
        found.append(
          BankComparison(
            account: account,
            book: balances.book,
            bank: balances.bank,
            inTransit: balances.adjustedBank - balances.bank + balances.book
              - balances.adjustedBook,
            unexplained: balances.unexplained
          )
        )
      }
      return found
    }
  }
}

/// What came into a pool and went out, and what the bank shows (资金收支表).
private struct PoolStatementReport: Report {
  let pool: String
  let statement: PoolStatement
  let banks: [BankComparison]
  let language: Language

  /// Whether the pool's own figures, the books and the bank come to the same.
  var agrees: Bool {
    banks.isEmpty
      || banks.allSatisfy { $0.unexplained == 0 } && sum(\.book) == statement.closing
  }

  private func sum(_ part: KeyPath<BankComparison, Int128>) -> Int128 {
    banks.reduce(0) { $0 + $1[keyPath: part] }
  }

  var table: Table {
    let name = statement.account.map { "\(pool) \($0)" } ?? pool
    var table = Table(
      title: Phrase("资金收支表 \(name)", "Statement of \(name)"),
      remarks: [
        Phrase("\(statement.from) 至 \(statement.to)", "\(statement.from) to \(statement.to)"), .yuan,
      ],
      columns: [
        .init(Phrase("项目", "What"), .text), .init(Phrase("收入", "In"), .money),
        .init(Phrase("支出", "Out"), .money), .init(Phrase("余额", "Balance"), .money),
      ]
    )
    table.add([.phrase(Phrase("期初", "opening")), .empty, .empty, .money(statement.opening)])
    for flow in PoolFlow.allCases {
      let amount = statement.flows[flow] ?? 0
      guard amount != 0 else { continue }
      let cell = Table.Cell.money(amount)
      let name = Table.Cell.text(language.term("flow", flow.rawValue))
      table.add([name, flow.isIncome ? cell : .empty, flow.isIncome ? .empty : cell, .empty])
    }
    if statement.transferred != 0 {
      let cell = Table.Cell.money(statement.transferred)
      table.add([.phrase(Phrase("专户调拨", "transfers")), cell, .empty, .empty])
    }
    table.add(
      [.phrase(Phrase("期末", "closing")), .empty, .empty, .money(statement.closing)],
      kind: .total
    )
    for bank in banks {
      func add(_ chinese: String, _ english: String, _ amount: Int128) {
        let name = Phrase("\(chinese) \(bank.account)", "\(english) \(bank.account)")
        table.add([.phrase(name), .empty, .empty, .money(amount)])
      }
      add("账面", "books", bank.book)
      add("银行", "bank", bank.bank)
      if bank.inTransit != 0 { add("未达账项", "in transit", bank.inTransit) }
    }
    if !banks.isEmpty {
      table.footnotes = [
        agrees
          ? Phrase("台账 = 账面 = 银行", "pool = books = bank")
          : Phrase(
            "不一致: 台账 − 账面 \(Fen.grouped(statement.closing - sum(\.book))), "
              + "未解释 \(Fen.grouped(sum(\.unexplained)))",
            "differs: pool − books \(Fen.grouped(statement.closing - sum(\.book))), "
              + "unexplained \(Fen.grouped(sum(\.unexplained)))"
          )
      ]
    }
    return table
  }

  var json: JSON {
    let flows = PoolFlow.allCases.map { flow in
      JSON.Member(flow.rawValue, .string(Fen.yuan(statement.flows[flow] ?? 0)))
    }
    let compared = banks.map { bank -> JSON in
      [
        "account": .string(bank.account.text), "book": .string(Fen.yuan(bank.book)),
        "bank": .string(Fen.yuan(bank.bank)), "in_transit": .string(Fen.yuan(bank.inTransit)),
        "unexplained": .string(Fen.yuan(bank.unexplained)),
      ]
    }
    return [
      "pool": .string(pool), "account": .optional(statement.account),
      "from": .string("\(statement.from)"), "to": .string("\(statement.to)"),
      "opening": .string(Fen.yuan(statement.opening)), "flows": .object(flows),
      "transferred": .string(Fen.yuan(statement.transferred)),
      "closing": .string(Fen.yuan(statement.closing)), "banks": .array(compared),
      "agrees": banks.isEmpty ? .null : .bool(agrees),
    ]
  }
}
