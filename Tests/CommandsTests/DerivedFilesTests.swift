import Evidence
import Foundation
import Quantities
import Testing

@testable import Commands

/// What is derived from the records of the example, against its figures and the other commands.
@Suite struct DerivedFilesTests {
  static let whole: DerivedFiles = made(EvidenceScope())
  static let december: DerivedFiles = made(EvidenceScope(period: PeriodRange("2025-12")))

  private static func made(_ scope: EvidenceScope) -> DerivedFiles {
    do { return try DerivedFiles(ThreeYears.closed, scope) } catch {
      preconditionFailure("\(error)")
    }
  }

  let book: String

  init() throws {
    let names = Self.whole.files.keys.filter { $0.hasSuffix("/balances.csv") }
    book = String(try #require(names.first).split(separator: "/")[2])
  }

  static func fen(_ rows: [[String: String]], _ column: String) -> Int128 {
    Fen.sum(rows.compactMap { Fen(canonical: $0[column] ?? "") })
  }

  @Test func `the example keeps every rule, and every file is ended`() {
    #expect(Self.whole.breach == nil)
    #expect(
      Self.whole.files.keys.sorted() == [
        "ao/\(book)/km.csv", "ao/\(book)/kmye.csv", "ao/\(book)/pzb.csv",
        "data/csv/\(book)/accounts.csv", "data/csv/\(book)/balances.csv",
        "data/csv/\(book)/checks.json", "data/csv/\(book)/dimensions.csv",
        "data/csv/\(book)/numbers.csv", "data/csv/\(book)/vouchers.csv",
        "gbt24589/\(book)/公共档案.xml", "gbt24589/\(book)/总账.xml", "journals/\(book).beancount",
        "journals/\(book).hledger", "reports/\(book)/general-ledger.txt",
        "reports/\(book)/trial-balance.txt",
      ]
    )
  }

  @Test(arguments: ["2023", "2024", "2025"])
  func `the vouchers of a year`(_ year: String) throws {
    let expected = try ThreeYears.expected("expected/controls.json")["by_year"][year]
    let rows = Self.whole.rows("data/csv/\(book)/vouchers.csv").filter { $0["会计年度"] == year }
    #expect(rows.count == expected["lines"].number)
    #expect(Set(rows.map { $0["seq"] }).count == expected["vouchers"].number)
    #expect(Fen.yuan(Self.fen(rows, "借方发生额")) == expected["debit"].text)
    #expect(Fen.yuan(Self.fen(rows, "贷方发生额")) == expected["credit"].text)
    #expect(rows.allSatisfy { $0["对方科目编码"] != "" && $0["leaf_sha256"]?.utf8.count == 64 })
  }

  @Test func `the balances of every month and account`() throws {
    let expected = try ThreeYears.expected("expected/trial_balance.json")
    let rows = Self.whole.rows("data/csv/\(book)/balances.csv")
    var seen: Set<String> = []
    for row in rows {
      let (month, code) = (row["会计期间"] ?? "", row["会计科目编号"] ?? "")
      let wanted = expected[month][code]
      let names = ["opening", "debit", "credit", "closing"]
      let found = ["期初余额", "借方发生额", "贷方发生额", "期末余额"].map { row[$0] }
      let figures = names.map { wanted[$0].text }
      if found != figures { Issue.record("\(month) \(code) \(found)") }
      seen.insert("\(month) \(code)")
    }
    for month in expected.keys {
      for code in expected[month].keys where !seen.contains("\(month) \(code)") {
        let names = ["opening", "debit", "credit"]
        let figures = names.map { expected[month][code][$0].text }
        if figures.contains(where: { $0 != "0.00" }) {
          Issue.record("\(month) \(code) is missing")
        }
      }
    }
    let period = Self.december.rows("data/csv/\(book)/balances.csv")
    #expect(!period.isEmpty && period == rows.filter { $0["会计期间"] == "2025-12" })
  }

  @Test func `a period narrows the vouchers`() {
    let all = Self.whole.rows("data/csv/\(book)/vouchers.csv")
    let some = Self.december.rows("data/csv/\(book)/vouchers.csv")
    #expect(!some.isEmpty)
    #expect(some == all.filter { $0["会计年度"] == "2025" && $0["会计月份"] == "12" })
  }

  @Test(arguments: ["hledger", "beancount"])
  func `journals are those of the export`(_ program: String) throws {
    let desk = try Desk(ThreeYears.closed)
    try ThreeYears.done(desk.run("export \(program) -o \(desk.path).out"))
    let exported = try String(contentsOfFile: desk.path + ".out", encoding: .utf8)
    #expect(Self.whole.text("journals/\(book).\(program)") == exported)
    #expect(exported.utf8.count > 100_000)
  }

  @Test func `reports are those of the commands`() throws {
    let desk = try Desk(ThreeYears.closed)
    let ledger = desk.run("report gl --period 2025-12")
    try ThreeYears.done(ledger)
    #expect(Self.december.text("reports/\(book)/general-ledger.txt") == ledger.output)
    let trial = desk.run("report tb --period 2025-12")
    try ThreeYears.done(trial)
    let text = Self.december.text("reports/\(book)/trial-balance.txt")
    #expect(text.replacing("  试算平衡\n", with: "  已结账  试算平衡\n") == trial.output)
  }

  @Test func `the XML files are well formed and add up`() throws {
    let path = "gbt24589/\(book)/总账.xml"
    let ledger = try AuditXML(try #require(Self.whole.files[path]))
    #expect(ledger.root == "总账")
    let vouchers = ledger.rows.filter { $0.table == "记账凭证" }.map(\.fields)
    let rows = Self.whole.rows("data/csv/\(book)/vouchers.csv")
    #expect(vouchers.count == rows.count)
    #expect(vouchers.map { $0["记账凭证摘要"] } == rows.map { $0["记账凭证摘要"] })
    #expect(Self.fen(vouchers, "借方本币金额") == Self.fen(rows, "借方发生额"))
    #expect(Self.fen(vouchers, "贷方原币金额") == Self.fen(rows, "贷方发生额"))
    let balances = ledger.rows.filter { $0.table == "科目余额及发生额" }.map(\.fields)
    #expect(Self.fen(balances, "借方本币金额") == Self.fen(rows, "借方发生额"))
    #expect(ledger.rows.filter { $0.table == "会计科目" }.count > 10)
    let files = try AuditXML(try #require(Self.whole.files["gbt24589/\(book)/公共档案.xml"]))
    #expect(files.rows.filter { $0.table == "会计期间" }.count == 36)
    #expect(files.rows.filter { $0.table == "自定义档案项值" }.count > 60)
  }

  @Test func `the tables for AO are in GB 18030 and say the same`() throws {
    let bytes = try #require(Self.whole.files["ao/\(book)/pzb.csv"])
    #expect(bytes.starts(with: [0xBB, 0xE1, 0xBC, 0xC6]))
    #expect(bytes.split(separator: 0x0A).count == 1461)
    let counted = Self.whole.rows("data/csv/\(book)/numbers.csv")
    #expect(counted.compactMap { Int($0["张数"] ?? "") }.reduce(0, +) == 350)
    #expect(counted.allSatisfy { $0["断号数"] == "0" && $0["最小号"] == "1" })
    let checks = try Found(Self.whole.text("data/csv/\(book)/checks.json"))
    #expect(checks["vouchers"].text == "350" && checks["lines"].text == "1460")
    #expect(checks["checks"].list.count == 3)
    #expect(checks["checks"].list.allSatisfy { $0["passes"].flag == true })
  }

  @Test func `openings, aspects and a reversal are derived as they are exported`() throws {
    let derived = try DerivedFiles(ExportCommandTests.aspects)
    #expect(derived.breach == nil)
    let desk = try Desk(ExportCommandTests.aspects)
    for program in ["hledger", "beancount"] {
      try ThreeYears.done(desk.run("export \(program) -o \(desk.path).out"))
      let exported = try String(contentsOfFile: desk.path + ".out", encoding: .utf8)
      let path = try #require(derived.files.keys.first { $0.hasSuffix("." + program) })
      #expect(derived.text(path) == exported)
    }
  }
}
