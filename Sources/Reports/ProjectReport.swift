public import Accounting
import Quantities

/// What one project moved on each account of a book (项目发生额表).
public struct ProjectReport: Report {
  private let masthead: Masthead
  private let project: String
  private let rows: [(account: Account, balance: Balance)]
  private let lines: Int

  /// Creates the report.
  /// - Parameters:
  ///   - masthead: The head of the book.
  ///   - project: The project's code, and its name if it is known.
  ///   - balances: What the project's lines sum up to on each account, in the order of codes.
  ///   - lines: How many lines these are.
  public init(
    _ masthead: Masthead,
    project: String,
    balances: [(account: Account, balance: Balance)],
    lines: Int
  ) {
    self.masthead = masthead
    self.project = project
    rows = balances
    self.lines = lines
  }

  /// The table for people.
  public var table: Table {
    var table = Table(
      title: Phrase("项目发生额表", "Movements of a project"),
      remarks: [
        Phrase(masthead.book.name, masthead.book.name),
        Phrase("项目 \(project)", "Project \(project)"),
        Phrase("\(lines) 行分录", "\(lines) lines"), Phrase("单位:元", "Unit: CNY yuan"),
      ],
      columns: [.account, .accountName, .debit, .credit, .direction, .balance]
    )
    var (debit, credit): (Int128, Int128) = (0, 0)
    for (account, balance) in rows {
      debit += Int128(balance.debit.rawValue)
      credit += Int128(balance.credit.rawValue)
      table.add([
        .text(account.code.text), .text(account.name), .amount(balance.debit),
        .amount(balance.credit), .direction(balance.net), balance.net.unsigned,
      ])
    }
    table.add(
      [.sum, .empty, .money(debit), .money(credit), .direction(debit - credit)]
        + [(debit - credit).unsigned],
      kind: .total
    )
    return table
  }

  /// `{"project","rows":[{"code","name","debit","credit"}]}`.
  public var json: JSON {
    let rows = rows.map { account, balance -> JSON in
      [
        "code": .string(account.code.text), "name": .string(account.name),
        "debit": .amount(balance.debit), "credit": .amount(balance.credit),
      ]
    }
    return ["project": .string(project), "rows": .array(rows)]
  }
}
