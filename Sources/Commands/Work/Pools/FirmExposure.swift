import Accounting
import Findings
import InvestFirst
import Quantities
import Registers
import Reports
import RiskPools
import Store

extension PoolExposure: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let report = try session.registers { (snapshot) throws(RegisterError) in
      try FirmReport(firm, in: snapshot)
    }
    guard !report.rows.isEmpty else {
      throw Failure([Finding(.valueUnknown, column: "firm", value: firm)])
    }
    try session.show(report)
  }
}

/// What public bodies stand for with one firm (同一企业敞口).
private struct FirmReport: Report {
  let firm: String
  let rows: [Row]

  /// A balance at a bank, or what is left of a project.
  struct Row {
    let kind: String
    let source: String
    let party: String
    let amount: Int128
  }

  /// Looks the firm up in every pool, and among the projects by the company that their master data
  /// name.
  init(_ firm: String, in snapshot: LedgerSnapshot) throws(RegisterError) {
    self.firm = firm
    let pools = PoolRegister(snapshot)
    var rows: [Row] = []
    for code in try pools.codes() {
      for (bank, balance) in try pools.pool(code).balances(of: firm) {
        rows.append(Row(kind: "loan", source: code, party: bank, amount: balance))
      }
    }
    let directory = try RegisterError.stored { () throws(StoreError) in try snapshot.directory() }
    let projects = ProjectRegister(snapshot)
    let codes = try RegisterError.stored { () throws(StoreError) in
      try snapshot.subjects(.project).map(\.subject)
    }
    for code in codes where directory[.project, code]?.isRun(by: firm) == true {
      let project = try projects.project(code)
      let held = Int128(project.holding?.cost.rawValue ?? 0)
      rows.append(
        Row(
          kind: "investment",
          source: code,
          party: project.holding?.holder ?? "",
          amount: project.right.left + held
        )
      )
    }
    self.rows = rows
  }

  private var total: Int128 { rows.reduce(0) { $0 + $1.amount } }

  var table: Table {
    var table = Table(
      title: Phrase("同一企业敞口 \(firm)", "Exposure to \(firm)"),
      remarks: [.rows(rows.count), .yuan],
      columns: [
        .init(Phrase("种类", "Kind"), .text), .init(Phrase("资金池或项目", "Pool or project"), .text),
        .init(Phrase("银行或代持单位", "Bank or holder"), .text),
        .init(Phrase("金额", "Amount"), .money),
      ]
    )
    for row in rows {
      let kind = row.kind == "loan" ? Phrase("贷款", "loan") : Phrase("先投", "investment")
      table.add([.phrase(kind), .text(row.source), .text(row.party), .money(row.amount)])
    }
    table.add(
      [.phrase(Phrase("合计", "total")), .empty, .empty, .money(total)],
      kind: .total
    )
    return table
  }

  var json: JSON {
    let list = rows.map { row -> JSON in
      [
        "kind": .string(row.kind), "source": .string(row.source), "party": .string(row.party),
        "amount": .string(Fen.yuan(row.amount)),
      ]
    }
    return [
      "firm": .string(firm), "rows": .array(list), "total": .string(Fen.yuan(total)),
    ]
  }
}

extension DimensionValue {
  /// Whether the project is a firm's: its name, or one of its attributes, is the firm.
  fileprivate func isRun(by firm: String) -> Bool {
    name == firm || attributes.contains { $0.value == firm }
  }
}
