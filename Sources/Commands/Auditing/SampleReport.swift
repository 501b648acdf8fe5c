import Accounting
import Audit
import Quantities
import Reports

/// A sample with all that is needed to draw it again (抽样结果).
struct SampleReport: Report {
  /// What was asked for.
  let request: Request
  /// What was drawn.
  let sample: Sample
  /// The items, in the order of the population.
  let rows: [Row]

  /// What a sample was drawn of, and how.
  struct Request {
    let method: SampleMethod
    let unit: SampleUnit
    let seed: String
    let book: Book
    let period: PeriodRange?
    let account: AccountCode?
    /// The number of records of the log that were looked at.
    let records: Int64
  }

  /// An item of the sample.
  struct Row {
    let item: Sample.Item
    let number: String
    let date: CivilDate
    /// The line; `nil` for a voucher.
    let line: Int?
    let account: String
    let summary: String
    let side: Side?
    let amount: Int128
    let seq: Int64
    let leaf: String
    /// Whether the items are found by the fen that they hold.
    let isUnits: Bool
  }

  /// The sum of what was drawn, without signs.
  private var sum: Int128 { rows.reduce(0) { $0 + abs($1.amount) } }

  /// All that decides the sample, in a form that is the same in every language.
  private var basis: String {
    var parts = [
      "method=\(request.method.rawValue)", "seed=\(request.seed)", "of=\(request.unit.rawValue)",
      "book=\(request.book.code)",
    ]
    if let period = request.period { parts.append("period=\(period)") }
    if let account = request.account { parts.append("account=\(account)") }
    parts += [
      "records=\(request.records)", "population=\(sample.count)", "sum=\(Fen.yuan(sample.sum))",
      "sample=\(rows.count)", "sample-sum=\(Fen.yuan(sum))",
    ]
    if let interval = sample.interval {
      parts.append("interval=\(Fen.yuan(interval.width))")
      parts.append("start=\(Fen.yuan(interval.start))")
    }
    for (index, stratum) in sample.strata.enumerated() {
      parts.append(
        "stratum\(index + 1)=\(stratum.least)..:\(stratum.taken)/\(stratum.count)"
          + ":\(Fen.yuan(stratum.sum))"
      )
    }
    return parts.joined(separator: " ")
  }

  // MARK: For people

  func text(in language: Language) -> String {
    var table = table(withBasis: false)
    table.footnotes =
      basis.split(separator: " ").map { Phrase(String($0), String($0)) }
      + [
        Phrase(
          "金额不计正负; 同一账本、条件和种子在任何机器上得到同样的样本",
          "amounts count without sign; ledger, conditions and seed decide the sample everywhere"
        )
      ]
    return table.text(in: language)
  }

  var table: Table { table(withBasis: true) }

  private func table(withBasis: Bool) -> Table {
    var table = Table(
      title: Phrase("审计抽样", "Audit sample"),
      remarks: [
        Phrase(request.book.name, request.book.name), Phrase("单位:元", "Unit: CNY yuan"),
      ],
      columns: SampleReport.columns + (withBasis ? [SampleReport.basisColumn] : [])
    )
    let basis = withBasis ? [Table.Cell.text(basis)] : []
    for row in rows {
      let cells: [Table.Cell] = [
        .date(row.date), .text(row.number), row.line.map { .integer($0) } ?? .empty,
        .text(row.account), .text(row.summary), row.sideCell, .money(row.amount),
        row.item.stratum.map { .integer($0) } ?? .empty, row.hitsCell,
        .integer(Int(row.seq)), .text(row.leaf), .empty,
      ]
      table.add(cells + basis)
    }
    return table
  }

  private static let columns: [Table.Column] = {
    let columns: [(String, String, Table.Column.Kind)] = [
      ("日期", "Date", .date), ("凭证号", "Voucher", .text), ("行号", "Line", .integer),
      ("科目编码", "Account", .text), ("摘要", "Summary", .text), ("方向", "Dr/Cr", .text),
      ("金额", "Amount", .money), ("层", "Stratum", .integer), ("命中", "Hits", .integer),
      ("位置", "Seq", .integer), ("记录哈希", "Record hash", .text),
      ("审计结论", "Conclusion", .text),
    ]
    return columns.map { Table.Column(Phrase($0, $1), $2) }
  }()

  private static let basisColumn = Table.Column(Phrase("抽样依据", "Basis"), .text)

  // MARK: For programs

  var json: JSON {
    var members: [JSON.Member] = [
      .init("method", .string(request.method.rawValue)), .init("seed", .string(request.seed)),
      .init("of", .string(request.unit.rawValue)), .init("book", .string(request.book.code)),
      .init("period", .optional(request.period.map { "\($0)" })),
      .init("account", .optional(request.account?.text)),
      .init("records", .integer(request.records)),
      .init("population", SampleReport.extent(sample.count, sample.sum)),
      .init("sample", SampleReport.extent(rows.count, sum)),
      .init("interval", .optional(sample.interval.map { Fen.yuan($0.width) })),
      .init("start", .optional(sample.interval.map { Fen.yuan($0.start) })),
    ]
    let strata = sample.strata.map { stratum -> JSON in
      [
        "from": .amount(stratum.least), "count": .integer(Int64(stratum.count)),
        "sum": .string(Fen.yuan(stratum.sum)), "sample": .integer(Int64(stratum.taken)),
      ]
    }
    members.append(.init("strata", .array(strata)))
    members.append(.init("rows", .array(rows.map(\.json))))
    return .object(members)
  }

  private static func extent(_ count: Int, _ sum: Int128) -> JSON {
    ["count": .integer(Int64(count)), "sum": .string(Fen.yuan(sum))]
  }
}

extension SampleReport.Row {
  fileprivate var sideCell: Table.Cell {
    switch side {
    case .debit: .phrase(Phrase("借", "Dr"))
    case .credit: .phrase(Phrase("贷", "Cr"))
    case nil: .empty
    }
  }

  private var hits: Int64? { isUnits ? Int64(clamping: item.hits) : nil }

  fileprivate var hitsCell: Table.Cell { hits.map { .integer(Int($0)) } ?? .empty }

  fileprivate var json: JSON {
    [
      "number": .string(number), "line": line.map { .integer(Int64($0)) } ?? .null,
      "date": .string("\(date)"), "account": .optional(account.isEmpty ? nil : account),
      "summary": .string(summary),
      "side": .optional(side.map { $0 == .debit ? "debit" : "credit" }),
      "amount": .string(Fen.yuan(amount)),
      "stratum": item.stratum.map { .integer(Int64($0)) } ?? .null,
      "hits": hits.map { .integer($0) } ?? .null, "certain": .bool(item.isCertain),
      "seq": .integer(seq),
      "leaf_sha256": .string(leaf), "conclusion": .string(""),
    ]
  }
}
