public import Accounting
import Quantities
public import Reconciliation

/// The lines of a bank's statements (银行流水).
public struct BankLinesReport: Report {
  private let masthead: Masthead
  private let account: Account
  private let lines: [BankLine]

  /// Creates the report; `lines` are in the order of the statements.
  public init(_ masthead: Masthead, _ account: Account, _ lines: [BankLine]) {
    self.masthead = masthead
    self.account = account
    self.lines = lines
  }

  /// The table for people.
  public var table: Table {
    var table = Table(
      title: Phrase("银行流水 \(account.code) \(account.name)", "Bank lines \(account.code)"),
      remarks: masthead.remarks(Phrase("共 \(lines.count) 行", "\(lines.count) lines")),
      columns: [
        .date, Table.Column(Phrase("支出", "Paid"), .money),
        Table.Column(Phrase("收入", "Received"), .money), .balance,
        Table.Column(Phrase("对方户名", "Other party"), .text), .summary,
        Table.Column(Phrase("流水号", "Bank number"), .text),
      ]
    )
    for line in lines {
      table.add([
        .date(line.date), .nonzero(line.paid), .nonzero(line.received), .amount(line.balance),
        .text(line.counterparty), .text(line.memo), .text(line.serial),
      ])
    }
    let closing = lines.last.map { Table.Cell.amount($0.balance) } ?? .empty
    table.add(
      [
        .sum, .money(Fen.sum(lines.lazy.map(\.paid))), .money(Fen.sum(lines.lazy.map(\.received))),
        closing, .empty, .empty, .empty,
      ],
      kind: .total
    )
    return table
  }

  /// `{"account","rows":[{"date","time","out","inn","balance","counterparty","memo","serial"}]}`.
  public var json: JSON {
    let rows = lines.map { line -> JSON in
      [
        "date": .string("\(line.date)"), "time": .string(line.time), "out": .amount(line.paid),
        "inn": .amount(line.received), "balance": .amount(line.balance),
        "counterparty": .string(line.counterparty), "memo": .string(line.memo),
        "serial": .string(line.serial),
      ]
    }
    return ["account": .string(account.code.text), "rows": .array(rows)]
  }
}
