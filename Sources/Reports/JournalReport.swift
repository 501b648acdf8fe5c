public import Accounting
public import Quantities

/// The journal (序时账): every line of every entry in the order of time.
public struct JournalReport: Report {
  private let masthead: Masthead
  private let range: PeriodRange
  private let lines: [PostedLine]
  private let chart: ChartOfAccounts

  /// Creates a journal.
  /// - Parameters:
  ///   - masthead: The head of the book.
  ///   - range: The periods covered.
  ///   - lines: The lines of the entries of these periods in the order of books.
  ///   - chart: The accounts, for their names.
  public init(
    _ masthead: Masthead,
    range: PeriodRange,
    lines: [PostedLine],
    chart: ChartOfAccounts
  ) {
    self.masthead = masthead
    self.range = range
    self.lines = lines
    self.chart = chart
  }

  /// The table for people.
  public var table: Table {
    var table = Table(
      title: Phrase("序时账", "Journal"),
      remarks: masthead.remarks(range.coverage),
      columns: [.date, .number, .line, .summary, .account, .accountName, .counterAccounts]
        + [.dimensions, .debit, .credit]
    )
    for line in lines {
      table.add([
        .date(line.date), .text(masthead.cite(line.number)), .integer(line.line),
        .text(line.posting.summary), .text(line.posting.account.text),
        .text(chart[line.posting.account]?.name ?? ""), line.counterCell,
        .text(line.posting.dimensions.listed), .nonzero(line.posting.debit),
        .nonzero(line.posting.credit),
      ])
    }
    table.add(
      [.sum, .empty, .empty, .empty, .empty, .empty, .empty, .empty]
        + [.money(Fen.sum(lines.lazy.map(\.posting.debit)))]
        + [.money(Fen.sum(lines.lazy.map(\.posting.credit)))],
      kind: .total
    )
    return table
  }

  /// `{"rows":[{"date","number","line","summary","account","debit","credit","dimensions"}]}`.
  public var json: JSON {
    let rows = lines.map { line -> JSON in
      [
        "date": .string("\(line.date)"), "number": .string(masthead.cite(line.number)),
        "line": .integer(Int64(line.line)), "summary": .string(line.posting.summary),
        "account": .string(line.posting.account.text), "debit": .amount(line.posting.debit),
        "credit": .amount(line.posting.credit), "dimensions": line.posting.dimensions.json,
      ]
    }
    return ["rows": .array(rows)]
  }
}

extension PostedLine {
  /// The counter accounts in one cell.
  var counterCell: Table.Cell {
    .text(counterAccounts.map(\.text).joined(separator: ","))
  }

  /// The counter accounts as a list.
  var counterJSON: JSON { .array(counterAccounts.map { .string($0.text) }) }
}
