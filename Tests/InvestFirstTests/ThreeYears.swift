import Accounting
import Findings
import Foundation
import Policies
import Quantities

@testable import InvestFirst

/// The business tables of `Examples/three-years`, or of another folder of that shape.
struct ThreeYears {
  private(set) var tables = HistoryTables()

  /// The history of the tables under the sample policy.
  static func history(_ tables: HistoryTables) throws -> History {
    try History(
      tables,
      under: History.Terms(
        policy: try Life.policy(),
        digest: Life.digest,
        signatures: Life.signatures,
        files: Dictionary(uniqueKeysWithValues: HistoryTable.allCases.map { ($0, Life.digest) })
      )
    )
  }

  static func table(_ path: String) throws -> [[String: String]] {
    let text = String(decoding: try Life.file(path), as: UTF8.self)
    let rows = text.split(whereSeparator: \.isNewline).map { cells(String($0)) }
    guard let names = rows.first else { return [] }
    return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
  }

  private static func cells(_ line: String) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      case "\u{FEFF}": break
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  private struct Row {
    let number: Int
    let cells: [String: String]
    subscript(_ name: String) -> String { cells[name] ?? "" }
    var project: String { self["项目编码"] }
    func fen(_ name: String) -> Fen { Life.fen(self[name]) }
    func date(_ name: String) throws -> CivilDate { try Sample.date(self[name]) }
  }

  private let folder: String

  private func rows(_ name: String) throws -> [Row] {
    try Self.table("\(folder)/\(name).csv").enumerated()
      .map { Row(number: $0 + 2, cells: $1) }
  }

  init(_ folder: String = "Examples/three-years/clean") throws {
    self.folder = folder
    try readPayments()
    try readEquity()
  }

  private mutating func readPayments() throws {
    tables.projects = try rows("projects").map { row in
      ProjectRow(
        row: row.number,
        project: row.project,
        zone: row["承载区"],
        approvedOn: try row.date("立项日期"),
        amount: row.fen("批准资金"),
        countsRent: row["租金是否计入先投"] == "是"
      )
    }
    tables.stages = try rows("stages").map { row in
      StageRow(
        row: row.number,
        project: row.project,
        stage: row["阶段"],
        date: try row.date("日期")
      )
    }
    tables.tranches = try rows("tranches").map { row in
      TrancheRow(
        row: row.number,
        project: row.project,
        number: Int(row["期次"]) ?? 0,
        date: try row.date("拨付日期"),
        amount: row.fen("金额"),
        document: row["业务单号"]
      )
    }
    tables.milestones = try rows("milestones").map { row in
      MilestoneRow(
        row: row.number,
        project: row.project,
        tranche: Int(row["期次"]) ?? 0,
        date: try row.date("检查日期"),
        result: row["结论"]
      )
    }
    tables.rents = try rows("rents").map { row in
      RentRow(
        row: row.number,
        project: row.project,
        zone: row["承载区"],
        month: try Sample.date("\(row["月份"])-01").period,
        amount: row.fen("补贴金额"),
        treatment: row["口径"],
        paidOn: try row.date("支付日期")
      )
    }
  }

  private mutating func readEquity() throws {
    tables.conversions = try rows("conversions").map { row in
      ConversionRow(
        row: row.number,
        document: row["转股单号"],
        project: row.project,
        date: try row.date("转股日期"),
        trigger: row["触发条件"],
        principal: row.fen("转股本金"),
        postMoney: row.fen("投后估值"),
        holder: row["代持单位"]
      )
    }
    tables.custody = try rows("custody").map { row in
      CustodyRow(
        row: row.number,
        document: row["代持单号"],
        project: row.project,
        date: try row.date("日期"),
        from: row["移出方"],
        to: row["移入方"],
        reason: row["事由"]
      )
    }
    tables.dividends = try rows("dividends").map { row in
      DividendRow(
        row: row.number,
        document: row["股利单号"],
        project: row.project,
        declaredOn: try row.date("宣告日"),
        receivedOn: try row.date("到账日"),
        amount: row.fen("应得金额")
      )
    }
    tables.exits = try rows("exits").map { row in
      ExitRow(
        row: row.number,
        document: row["退出单号"],
        project: row.project,
        date: try row.date("退出日期"),
        way: row["方式"],
        cost: row.fen("退出成本"),
        price: row.fen("成交价")
      )
    }
    tables.writeOffs = try rows("writeoffs").map { row in
      WriteOffRow(
        row: row.number,
        document: row["核销单号"],
        project: row.project,
        date: try row.date("核销日期"),
        reason: row["原因"],
        balance: row.fen("先投余额"),
        recovered: row.fen("清算收回"),
        outcome: row["容错认定"]
      )
    }
  }
}
