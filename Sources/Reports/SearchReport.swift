public import Accounting
import Quantities

/// The lines that a search found (凭证查询).
public struct SearchReport: Report {
  /// One line with its maker.
  public struct Hit: Hashable, Sendable {
    /// The line.
    public let line: PostedLine
    /// The maker (制单人).
    public let preparedBy: String

    /// Creates a hit.
    public init(_ line: PostedLine, preparedBy: String) {
      self.line = line
      self.preparedBy = preparedBy
    }
  }

  private let masthead: Masthead
  private let hits: [Hit]
  private let chart: ChartOfAccounts

  /// Creates the result; `hits` are in the order of books.
  public init(_ masthead: Masthead, hits: [Hit], chart: ChartOfAccounts) {
    self.masthead = masthead
    self.hits = hits
    self.chart = chart
  }

  /// The table for people.
  public var table: Table {
    var table = Table(
      title: Phrase("凭证查询", "Search"),
      remarks: masthead.remarks(Phrase("共 \(hits.count) 行", "\(hits.count) lines")),
      columns: [.date, .number, .line, .summary, .account, .accountName, .counterAccounts]
        + [.dimensions, .debit, .credit, .preparedBy]
    )
    for hit in hits {
      let (line, posting) = (hit.line, hit.line.posting)
      table.add([
        .date(line.date), .text(masthead.cite(line.number)), .integer(line.line),
        .text(posting.summary), .text(posting.account.text),
        .text(chart[posting.account]?.name ?? ""), line.counterCell,
        .text(posting.dimensions.listed), .nonzero(posting.debit), .nonzero(posting.credit),
        .text(hit.preparedBy),
      ])
    }
    table.add(
      [.sum, .empty, .empty, .empty, .empty, .empty, .empty, .empty]
        + [.money(Fen.sum(hits.lazy.map(\.line.posting.debit)))]
        + [.money(Fen.sum(hits.lazy.map(\.line.posting.credit))), .empty],
      kind: .total
    )
    return table
  }

  /// `{"rows":[{"date","number","line","summary","account","counter_accounts","debit","credit",`
  /// `"dimensions","prepared_by"}]}`.
  public var json: JSON {
    let rows = hits.map { hit -> JSON in
      let (line, posting) = (hit.line, hit.line.posting)
      return [
        "date": .string("\(line.date)"), "number": .string(masthead.cite(line.number)),
        "line": .integer(Int64(line.line)), "summary": .string(posting.summary),
        "account": .string(posting.account.text), "counter_accounts": line.counterJSON,
        "debit": .amount(posting.debit), "credit": .amount(posting.credit),
        "dimensions": posting.dimensions.json, "prepared_by": .string(hit.preparedBy),
      ]
    }
    return ["rows": .array(rows)]
  }
}
