import Accounting
import Findings
import Quantities
import Registers
import Reports
import RiskPools
import Store

extension PoolReportVintage: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (file, day) = try session.poolFile(report)
    try session.show(VintageReport(rows: file.pool.vintages(through: day), day: day), report.output)
  }
}

/// Each quarter's lending, and what failed of it since (放款季度三角).
private struct VintageReport: Report {
  let rows: [Vintage]
  let day: CivilDate

  var table: Table {
    let ages = rows.map(\.failed.count).max() ?? 0
    var table = Table(
      title: Phrase("放款季度三角(累计不良)", "Vintages (what failed)"),
      remarks: [.through(day), .yuan],
      columns: [
        .init(Phrase("放款季度", "Lent in"), .text), .init(Phrase("发放", "Lent"), .money),
        .init(Phrase("已补偿", "Paid"), .money),
      ]
        + (0..<ages).map { .init(Phrase("第\($0)季", "Q+\($0)"), .money) }
    )
    for row in rows {
      let failed = (0..<ages).map { age -> Table.Cell in
        row.failed.indices.contains(age) ? .money(row.failed[age]) : .empty
      }
      table.add(
        [.text("\(row.year)Q\(row.quarter)"), .money(row.lent), .money(row.paid.last ?? 0)] + failed
      )
    }
    return table
  }

  var json: JSON {
    let rows = rows.map { row -> JSON in
      [
        "quarter": .string("\(row.year)Q\(row.quarter)"), "lent": .string(Fen.yuan(row.lent)),
        "failed": .array(row.failed.map { .string(Fen.yuan($0)) }),
        "paid": .array(row.paid.map { .string(Fen.yuan($0)) }),
      ]
    }
    return ["date": .string("\(day)"), "vintages": .array(rows)]
  }
}

extension PoolReportIdle: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (file, day) = try session.poolFile(report)
    try session.show(IdleReport(idle: IdleMoney(file.entries, asOf: day)), report.output)
  }
}

/// How old the money is (资金沉淀表).
private struct IdleReport: Report {
  let idle: IdleMoney

  var table: Table {
    let usage = idle.usage.map { "\($0)" } ?? "-"
    var table = Table(
      title: Phrase("资金沉淀", "Idle money"),
      remarks: [.through(idle.asOf), .yuan],
      columns: [
        .init(Phrase("到账日", "Came in"), .date), .init(Phrase("单据", "Document"), .text),
        .init(Phrase("天数", "Days"), .integer), .init(Phrase("未用", "Not used"), .money),
      ]
    )
    for layer in idle.layers {
      let days = Int(idle.asOf.dayNumber) - Int(layer.date.dayNumber)
      table.add([
        .date(layer.date), .text(layer.document), .integer(days), .money(layer.left),
      ])
    }
    let all = idle.layers.reduce(Int128(0)) { $0 + $1.left }
    table.add([.phrase(Phrase("合计", "total")), .empty, .empty, .money(all)], kind: .total)
    table.footnotes = [
      Phrase(
        "超过一年 \(Fen.grouped(idle.left(after: 365)))  近一年补偿 \(Fen.grouped(idle.claims))  "
          + "使用率 \(usage)",
        "over a year \(Fen.grouped(idle.left(after: 365))); claims of a year "
          + "\(Fen.grouped(idle.claims)); used \(usage)"
      )
    ]
    return table
  }

  var json: JSON {
    let layers = idle.layers.map { layer -> JSON in
      [
        "document": .string(layer.document), "date": .string("\(layer.date)"),
        "left": .string(Fen.yuan(layer.left)),
      ]
    }
    return [
      "date": .string("\(idle.asOf)"), "layers": .array(layers),
      "over_a_year": .string(Fen.yuan(idle.left(after: 365))),
      "claims_of_a_year": .string(Fen.yuan(idle.claims)),
      "usage_ppm": idle.usage.map { .ppm($0) } ?? .null,
    ]
  }
}
