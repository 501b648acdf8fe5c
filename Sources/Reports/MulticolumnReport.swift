public import Accounting
import Quantities

/// The lines of one account spread over columns (多栏账): a column for each of its sub-accounts or
/// for each value of a dimension.
public struct MulticolumnReport: Report {
  /// What the columns are.
  public enum Spread: Hashable, Sendable {
    /// The leaf accounts below the account.
    case leaves
    /// The values of a dimension.
    case dimension(DimensionKind)
  }

  private let masthead: Masthead
  private let statement: AccountStatement
  private let spread: Spread
  private let names: [String: String]
  private let keys: [String]

  /// Creates the report.
  /// - Parameters:
  ///   - masthead: The head of the book.
  ///   - statement: The lines of the account and of all leaves below it.
  ///   - spread: What the columns are; only those that occur become columns.
  ///   - chart: The names of accounts.
  ///   - directory: The names of dimension values.
  public init(
    _ masthead: Masthead,
    _ statement: AccountStatement,
    by spread: Spread,
    chart: ChartOfAccounts,
    directory: DimensionDirectory
  ) {
    self.masthead = masthead
    self.statement = statement
    self.spread = spread
    keys = Set(statement.lines.map { MulticolumnReport.key($0, spread) }).sorted()
    var names: [String: String] = [:]
    for key in keys {
      switch spread {
      case .leaves: names[key] = AccountCode(key).flatMap { chart[$0]?.name }
      case .dimension(let kind): names[key] = directory[kind, key]?.name
      }
    }
    self.names = names
  }

  private static func key(_ line: StatementLine, _ spread: Spread) -> String {
    switch spread {
    case .leaves: line.posting.account.text
    case .dimension(let kind): line.posting.dimensions[kind] ?? ""
    }
  }

  /// The amount as its column shows it: positive on the account's natural side.
  private func natural(_ line: StatementLine) -> Int128 {
    line.posting.signed * Int128(statement.account.normalSide.rawValue)
  }

  /// The table for people; amounts on the side that is not natural for the account are negative in
  /// their column.
  public var table: Table {
    let account = "\(statement.account.code) \(statement.account.name)"
    let side = statement.account.normalSide
    var table = Table(
      title: Phrase("多栏账 \(account)", "Columns of \(account)"),
      remarks: masthead.remarks(statement.range.coverage) + [
        side == .debit ? Phrase("借方分析", "Debit analysis") : Phrase("贷方分析", "Credit analysis")
      ],
      columns: [.date, .number, .summary, .debit, .credit, .direction, .balance]
        + keys.map(column)
    )
    let opening = Int128(statement.opening.rawValue)
    let blank = [Table.Cell](repeating: .empty, count: keys.count)
    table.add(
      [.date(statement.range.firstDay), .empty, .opening, .empty, .empty]
        + [.direction(opening), opening.unsigned] + blank,
      kind: .subtotal
    )
    var sums: [String: Int128] = [:]
    for line in statement.lines {
      let (key, amount) = (MulticolumnReport.key(line, spread), natural(line))
      let balance = Int128(line.balance.rawValue)
      sums[key, default: 0] += amount
      table.add(
        [.date(line.date), .text(masthead.cite(line.number)), .text(line.posting.summary)]
          + [.nonzero(line.posting.debit), .nonzero(line.posting.credit)]
          + [.direction(balance), balance.unsigned]
          + keys.map { $0 == key ? .money(amount) : .empty }
      )
    }
    let closing = Int128(statement.closing.rawValue)
    table.add(
      [.sum, .empty, .empty] + [.money(Fen.sum(statement.lines.lazy.map(\.posting.debit)))]
        + [.money(Fen.sum(statement.lines.lazy.map(\.posting.credit)))]
        + [.direction(closing), closing.unsigned] + keys.map { .money(sums[$0] ?? 0) },
      kind: .total
    )
    return table
  }

  private func column(_ key: String) -> Table.Column {
    guard !key.isEmpty else { return Table.Column(Phrase("(无)", "(none)"), .money) }
    let heading = names[key].map { "\(key) \($0)" } ?? key
    return Table.Column(Phrase(heading, heading), .money)
  }

  /// `{"account","opening","columns":[…],"rows":[{"date","number","summary","column","amount",`
  /// `"balance"}],"closing"}`.
  ///
  /// Amounts are positive on the account's natural side; balances have debits positive.
  public var json: JSON {
    let rows = statement.lines.map { line -> JSON in
      [
        "date": .string("\(line.date)"), "number": .string(masthead.cite(line.number)),
        "summary": .string(line.posting.summary),
        "column": .string(MulticolumnReport.key(line, spread)),
        "amount": .string(Fen.yuan(natural(line))), "balance": .amount(line.balance),
      ]
    }
    return [
      "account": .string(statement.account.code.text), "opening": .amount(statement.opening),
      "columns": .array(keys.map(JSON.string)), "rows": .array(rows),
      "closing": .amount(statement.closing),
    ]
  }
}
