import Findings
import Quantities
package import RiskPools

/// Reads the tables of a pool's earlier years (风险补偿业务表).
package enum PoolImport {
  /// The tables that are read here; that of banks is master data too.
  package static let kinds: [TableKind] = [.loans, .claims, .recoveries]

  /// Reads a table into its place among the others.
  /// - Returns: how many rows it has, and what is wrong with them.
  package static func read(
    _ kind: TableKind,
    _ source: ByteSource,
    encoding: TextEncoding? = nil,
    into tables: inout PoolTables
  ) throws(InputError) -> ReadTable<Int> {
    switch kind {
    case .banks: try BusinessImport.read(source, kind, encoding, into: &tables.banks, bank)
    case .loans: try BusinessImport.read(source, kind, encoding, into: &tables.loans, loan)
    case .claims: try BusinessImport.read(source, kind, encoding, into: &tables.claims, claim)
    case .recoveries:
      try BusinessImport.read(source, kind, encoding, into: &tables.recoveries, recovery)
    default: preconditionFailure("a table of a pool")
    }
  }

  /// A bank without rate and cap is master data only.
  private static func bank(_ cells: inout RowCells) -> BankRow? {
    guard !cells.isBlank("补偿比例(%)"), !cells.isBlank("年度补偿上限") else { return nil }
    let bank = cells.key("合作银行编码")
    let rate = cells.percentage("补偿比例(%)")
    guard let rate, let cap = cells.fen("年度补偿上限") else { return nil }
    return BankRow(row: cells.row.number, bank: bank, rate: rate, yearlyCap: cap)
  }

  private static func loan(_ cells: inout RowCells) -> LoanRow? {
    let (loan, bank) = (cells.key("贷款编号"), cells.key("合作银行"))
    let (borrower, security) = (cells.text("借款企业"), cells.text("担保方式"))
    let state = cells.text("状态")
    let lent = cells.date("发放日")
    let due = cells.date("到期日")
    let amount = cells.fen("金额")
    guard let lent, let due, let amount, let balance = cells.fen("余额") else { return nil }
    return LoanRow(
      row: cells.row.number,
      loan: loan,
      bank: bank,
      borrower: borrower,
      lent: lent,
      due: due,
      amount: amount,
      security: security,
      balance: balance,
      state: state
    )
  }

  private static func claim(_ cells: inout RowCells) -> ClaimRow? {
    let (document, loan) = (cells.key("代偿单号"), cells.key("贷款编号"))
    let overdue = cells.date("逾期日")
    let paidOn = cells.isBlank("拨付日") ? overdue : cells.date("拨付日")
    let outstanding = cells.fen("未偿本金")
    let entitled = cells.fen("应补偿")
    let paid = cells.isBlank("实补偿") ? entitled : cells.fen("实补偿")
    guard let overdue, let paidOn, let outstanding, let entitled, let paid else { return nil }
    return ClaimRow(
      row: cells.row.number,
      document: document,
      loan: loan,
      overdueOn: overdue,
      paidOn: paidOn,
      outstanding: outstanding,
      entitled: entitled,
      paid: paid
    )
  }

  private static func recovery(_ cells: inout RowCells) -> RecoveryRow? {
    let (document, claim) = (cells.key("追偿单号"), cells.key("代偿单号"))
    let date = cells.date("收回日")
    let collected = cells.fen("银行收回本金")
    guard let date, let collected, let returned = cells.fen("归还风险金") else { return nil }
    return RecoveryRow(
      row: cells.row.number,
      document: document,
      claim: claim,
      date: date,
      collected: collected,
      returned: returned
    )
  }
}

extension RowCells {
  /// A percentage with at most four decimals, for example `50` or `33.25`.
  mutating func percentage(_ name: String) -> PPM? {
    read(name) { bytes, kind in
      let text = CellText(bytes, folding: true).string
      guard kind == .text || kind == .number,
        let scaled = ExactDecimal(text)?.scaled(by: 4), scaled.isExact,
        let value = Int64(exactly: scaled.whole)
      else { return .wrong(.numberInvalid) }
      return CellReading(PPM(value))
    }
  }
}
