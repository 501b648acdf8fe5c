public import Accounting
import Quantities

/// The detailed ledger of one account (三栏式明细账): opening, lines with direction and balance,
/// 本期合计 and 本年累计 under each month.
public struct LedgerReport: Report {
  private let masthead: Masthead
  private let statement: AccountStatement
  private let shown: Range<Int>

  /// Creates the ledger of one account.
  ///
  /// `skip` lines at the beginning are left out, and all after the next `limit` ones.
  public init(
    _ masthead: Masthead,
    _ statement: AccountStatement,
    skip: Int = 0,
    limit: Int? = nil
  ) {
    self.masthead = masthead
    self.statement = statement
    let all = statement.lines.indices
    let first = min(max(0, skip), all.count)
    shown = first..<(first + min(limit ?? .max, all.count - first))
  }

  /// The table for people.
  ///
  /// Months without a line are left out, except the last one. Sums stand below the last line of
  /// their month.
  public var table: Table {
    let account = "\(statement.account.code) \(statement.account.name)"
    var table = Table(
      title: Phrase("明细账 \(account)", "Ledger of \(account)"),
      remarks: masthead.remarks(statement.range.coverage),
      columns: [
        .date, .number, .summary, .counterAccounts, .debit, .credit, .direction, .balance,
      ]
    )
    let opening = Int128(statement.opening.rawValue)
    table.add(
      [.date(statement.range.firstDay), .empty, .opening, .empty, .empty, .empty]
        + [.direction(opening), opening.unsigned],
      kind: .subtotal
    )
    var rest = statement.lines[...]
    for month in statement.months {
      let lines = rest.prefix { $0.date.period == month.period }
      rest.removeFirst(lines.count)
      guard !lines.isEmpty || month.period == statement.range.last else { continue }
      for index in lines.indices where shown.contains(index) { table.add(row(lines[index])) }
      guard shows(lines.indices) else { continue }
      table.add(row(.periodTotal, month.movement, month), kind: .subtotal)
      table.add(row(.yearToDate, month.yearToDate, month), kind: .subtotal)
    }
    return table
  }

  /// Whether the end of a month is on the page.
  private func shows(_ lines: Range<Int>) -> Bool {
    lines.isEmpty ? shown.upperBound == lines.upperBound : shown.contains(lines.upperBound - 1)
  }

  private func row(_ line: StatementLine) -> [Table.Cell] {
    let balance = Int128(line.balance.rawValue)
    return [
      .date(line.date), .text(masthead.cite(line.number)), .text(line.posting.summary),
      line.posted.counterCell, .nonzero(line.posting.debit), .nonzero(line.posting.credit),
      .direction(balance), balance.unsigned,
    ]
  }

  private func row(
    _ label: Table.Cell,
    _ movement: Balance,
    _ month: AccountStatement.Month
  ) -> [Table.Cell] {
    let closing = Int128(month.closing.rawValue)
    return [
      .date(month.period.lastDay), .empty, label, .empty, .amount(movement.debit),
      .amount(movement.credit), .direction(closing), closing.unsigned,
    ]
  }

  /// `{"account","opening","rows":[{"date","number","summary","counter_accounts","debit","credit",`
  /// `"balance"}],"closing"}`.
  ///
  /// Balances have debits positive.
  public var json: JSON {
    let rows = statement.lines[shown].map { line -> JSON in
      [
        "date": .string("\(line.date)"), "number": .string(masthead.cite(line.number)),
        "summary": .string(line.posting.summary), "counter_accounts": line.posted.counterJSON,
        "debit": .amount(line.posting.debit), "credit": .amount(line.posting.credit),
        "balance": .amount(line.balance),
      ]
    }
    return [
      "account": .string(statement.account.code.text), "opening": .amount(statement.opening),
      "rows": .array(rows), "closing": .amount(statement.closing),
    ]
  }
}
