public import Accounting
import Quantities
public import Reconciliation

/// From the two balances to the one that both should have (银行存款余额调节表).
public struct BalanceAdjustmentReport: Report {
  private let masthead: Masthead
  private let account: Account
  private let result: Reconciliation

  /// Creates the report.
  public init(_ masthead: Masthead, _ account: Account, _ result: Reconciliation) {
    self.masthead = masthead
    self.account = account
    self.result = result
  }

  /// The form that is signed and filed: the books' half, then the bank's, each line of it named.
  public var table: Table {
    var table = Table(
      title: Phrase("银行存款余额调节表 \(account.code) \(account.name)", "Bank reconciliation"),
      remarks: masthead.remarks(Phrase("截至 \(result.asOf)", "as of \(result.asOf)")),
      columns: [
        Table.Column(Phrase("项目", "Item"), .text), .date,
        Table.Column(Phrase("凭证号或流水号", "Voucher or bank number"), .text), .summary,
        Table.Column(Phrase("金额", "Amount"), .money),
      ]
    )
    let sums = result.balances
    table.add(sum(Phrase("账面余额", "Balance of the books"), sums.book), kind: .subtotal)
    addBank(&table, Phrase("加: 银收账未收", "plus: received, not booked")) { $0 > 0 }
    addBank(&table, Phrase("减: 银付账未付", "less: paid, not booked")) { $0 < 0 }
    table.add(sum(Phrase("账面调节后余额", "Books, adjusted"), sums.adjustedBook), kind: .total)
    table.add(sum(Phrase("银行余额", "Balance of the bank"), sums.bank), kind: .subtotal)
    addBook(&table, Phrase("加: 账收银未收", "plus: booked, not received")) { $0 > 0 }
    addBook(&table, Phrase("减: 账付银未付", "less: booked, not paid")) { $0 < 0 }
    table.add(sum(Phrase("银行调节后余额", "Bank, adjusted"), sums.adjustedBank), kind: .total)
    table.add(sum(Phrase("调节后差额", "Difference"), sums.unexplained), kind: .total)
    for mismatch in result.mismatches {
      table.add([
        .phrase(Phrase("其中: 金额不符", "of which: amounts differ")), .date(mismatch.bank.date),
        .text(masthead.cite(mismatch.book.number)), .text(mismatch.bank.memo),
        .money(mismatch.difference),
      ])
    }
    if sums.remainder != sums.unexplained {
      table.add(sum(Phrase("未解释差额", "Unexplained"), sums.remainder), kind: .total)
    }
    return table
  }

  private func sum(_ name: Phrase, _ amount: Int128) -> [Table.Cell] {
    [.phrase(name), .empty, .empty, .empty, .money(amount)]
  }

  private func addBank(_ table: inout Table, _ name: Phrase, _ fits: (Int128) -> Bool) {
    for open in result.bankNotBook where fits(open.line.change) {
      let line = open.line
      table.add([
        .phrase(name), .date(line.date), .text(line.serial), .text(line.memo),
        .money(line.change < 0 ? -line.change : line.change),
      ])
    }
  }

  private func addBook(_ table: inout Table, _ name: Phrase, _ fits: (Int128) -> Bool) {
    for open in result.bookNotBank where fits(open.line.change) {
      let line = open.line
      table.add([
        .phrase(name), .date(line.date), .text(masthead.cite(line.number)), .text(line.summary),
        .money(line.change < 0 ? -line.change : line.change),
      ])
    }
  }

  /// As ``ReconciliationReport/json``: both say the same.
  public var json: JSON { ReconciliationReport(masthead, account, result).json }
}
