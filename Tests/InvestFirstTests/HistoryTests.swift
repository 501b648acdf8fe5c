import Findings
import Quantities
import Testing

@testable import InvestFirst

@Suite struct HistoryTests {
  /// Rows that were changed here and there make findings with their tables and rows, nothing else.
  @Test func `tables that were tampered with never stop the reading`() throws {
    let whole = try ThreeYears().tables
    for seed in UInt64(1)...40 {
      var (random, tables) = (Seeded(seed), whole)
      Self.disturb(&tables.projects, &random) { row, other in row.project = other.project }
      Self.disturb(&tables.stages, &random) { row, other in row.date = other.date }
      Self.disturb(&tables.tranches, &random) { row, other in row.number = other.number }
      Self.disturb(&tables.milestones, &random) { row, _ in row.result = "待定" }
      Self.disturb(&tables.rents, &random) { row, other in row.month = other.month }
      Self.disturb(&tables.conversions, &random) { row, _ in row.postMoney = Fen(Int64.min) }
      Self.disturb(&tables.custody, &random) { row, other in row.from = other.to }
      Self.disturb(&tables.dividends, &random) { row, other in row.project = other.project }
      Self.disturb(&tables.exits, &random) { row, _ in row.cost = Fen(Int64.max) }
      Self.disturb(&tables.writeOffs, &random) { row, _ in row.balance = .zero }
      let history = try ThreeYears.history(tables)
      let balanced = history.projects.allSatisfy { $0.project?.isBalanced != false }
      #expect(balanced, "seed \(seed)")
      #expect(history.findings.allSatisfy { $0.finding.row != nil }, "seed \(seed)")
      #expect(!history.findings.isEmpty, "seed \(seed)")
    }
  }

  /// Drops a row, doubles another and changes a third.
  private static func disturb<Row>(
    _ rows: inout [Row],
    _ random: inout Seeded,
    _ change: (inout Row, Row) -> Void
  ) {
    rows.remove(at: Int(random.below(Int64(rows.count))))
    rows.append(rows[Int(random.below(Int64(rows.count)))])
    let other = rows[Int(random.below(Int64(rows.count)))]
    change(&rows[Int(random.below(Int64(rows.count)))], other)
  }

  /// One change, one finding at its place.
  @Test func `what does not fit a life names its table and row`() throws {
    var tables = try ThreeYears().tables
    tables.projects.append(tables.projects[0])
    tables.rents[0].treatment = "另议"
    tables.writeOffs[1].balance = Life.fen("1.00")
    tables.exits[3].project = "P999"
    tables.writeOffs[2].reason = "无人负责"
    let found = try ThreeYears.history(tables).findings.map {
      "\($0.table.rawValue) \($0.finding.row ?? 0) \($0.finding.code.rawValue)"
    }
    #expect(
      Set(found).isSuperset(of: [
        "projects 2 E-CODE-DUP", "rents 2 E-VALUE-UNKNOWN", "exits 5 E-PROJECT-UNKNOWN",
        "writeoffs 3 E-FIELD-VALUE", "writeoffs 4 E-VALUE-UNKNOWN",
      ])
    )
  }
}
