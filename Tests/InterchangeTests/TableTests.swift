import Accounting
import Findings
import Foundation
import Interchange
import Quantities
import Testing

/// Recognition of tables, master data, opening balances.
struct TableTests {
  static let kinds: [(file: String, kind: TableKind)] = [
    ("accounts", .accounts), ("zones", .zones), ("custodians", .custodians), ("banks", .banks),
    ("lpr", .lpr), ("projects", .projects), ("vouchers", .vouchers), ("stages", .stages),
    ("milestones", .milestones), ("tranches", .tranches), ("rents", .rents),
    ("conversions", .conversions), ("custody", .custody), ("dividends", .dividends),
    ("exits", .exits), ("writeoffs", .writeoffs), ("loans", .loans), ("claims", .claims),
    ("recoveries", .recoveries), ("bank_100201", .bankStatement), ("bank_100202", .bankStatement),
  ]

  @Test func `every table is known by its headings`() throws {
    for (file, kind) in TableTests.kinds {
      let found = try TableImport.recognize(Samples.source("clean/\(file).csv"))
      #expect(found.kind == kind, "\(file)")
    }
  }

  @Test func `rows are counted`() throws {
    #expect(try TableImport.rowCount(Samples.source("clean/rents.csv")) == 684)
  }

  @Test func `an unknown table is said to be unknown`() {
    let source = ByteSource(bytes: Array("甲,乙,丙\n1,2,3\n".utf8), path: "x.csv")
    #expect {
      try TableImport.recognize(source)
    } throws: { error in
      guard case TableFailure.findings(let findings) = error else { return false }
      return findings.map(\.code) == [.tableUnknown]
    }
  }

  @Test func `projects keep their further columns`() throws {
    let table = try DimensionImport.read(Samples.source("clean/projects.csv"))
    #expect(table.findings.isEmpty && table.values.count == 60)
    let first = try #require(table.values.first)
    #expect(first.kind == .project && first.code == "P001")
    #expect(first.attributes.contains(.init("承载区", "ZQ02")))
  }

  @Test func `accounts carry sides, elements and dimensions`() throws {
    let chart = Samples.book.chart
    #expect(chart.count == 25)
    let account = try #require(AccountCode("151101").flatMap { chart[$0] })
    #expect(account.requiredDimensions == [.project, .custodian])
    #expect(account.element == .asset && account.normalSide == .debit && account.isLeaf)
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let text: String
    let findings: [String]
    var testDescription: String { text }

    init(_ text: String, _ findings: [String]) {
      self.text = text
      self.findings = findings
    }
  }

  static let accounts: [Case] = [
    Case("科目编码,科目名称,余额方向\n1001,现金,借\n6101,补助收入,贷\n", []),
    Case("科目编码,科目名称,余额方向\n1001,现金,借\n1001,现金,借\n", ["E-CODE-DUP 3 科目编码"]),
    Case(
      "科目编码,科目名称,余额方向\n1001,现金,左\n10-1,,借\n",
      [
        "E-VALUE-UNKNOWN 2 余额方向", "E-VALUE-UNKNOWN 3 科目编码", "E-TEXT-LENGTH 3 科目名称",
      ]
    ),
    Case(
      "科目编码,科目名称,余额方向,是否末级\n1001,现金,借,1\n100101,人民币,借,1\n",
      [
        "E-PARENT-MISSING 3 科目编码"
      ]
    ),
    Case("科目编码,科目名称,余额方向\n1001,现金,借\n222201,增值税,贷\n", ["E-PARENT-MISSING 3 科目编码"]),
    Case("科目编码,科目名称,余额方向,要素\nD1,备查,借,资产\n1001,现金,借,资产\n", []),
    Case(
      "科目编码,科目名称,余额方向,要素\n9001,表外,借,\n9002,表外,借,其他\n",
      [
        "E-VALUE-UNKNOWN 2 要素", "E-VALUE-UNKNOWN 3 要素",
      ]
    ),
    Case(
      "科目编码,科目名称,余额方向,辅助核算\n1001,现金,借,项目；代持单位 部门\n1002,甲,借,颜色\n",
      [
        "E-AUX-UNKNOWN 3 辅助核算"
      ]
    ),
    Case("科目编码,科目名称,余额方向\n１００１,现金,借\n", ["W-NORM-FULLWIDTH 2 科目编码"]),
    Case("科目编码,科目名称,余额方向\n", ["E-EMPTY 1 "]),
  ]

  @Test(arguments: accounts)
  func `charts of accounts and findings`(_ one: Case) throws {
    let table = try AccountsImport.read(ByteSource(bytes: Array(one.text.utf8), path: "x.csv"))
    let found = table.findings.map { "\($0.code.rawValue) \($0.row ?? 0) \($0.column)" }
    #expect(found == one.findings)
  }

  static let openings: [Case] = [
    Case("科目编码,期初借方,期初贷方,项目\n100201,3.00,,\n122101,2,,P051\n271101,,5.00,\n", []),
    Case("科目编码,期初余额,项目\n100201,3.00,\n122101,2,P051\n271101,5,\n3001,0.00,\n", []),
    Case("科目编码,期初余额\n100201,3.00\n3001,-1\n271101,4\n", []),
    Case("科目编码,期初余额\n100201,3.00\n271101,4\n", ["E-OPENING-UNBALANCED 2 "]),
    Case(
      "科目编码,期初余额\n122101,3.00\n1221,3\n9,1\n271101,x\n",
      [
        "E-AUX-REQUIRED 2 项目", "E-ACCOUNT-NOT-LEAF 3 科目编码", "E-ACCOUNT-UNKNOWN 4 科目编码",
        "E-AMOUNT-SYNTAX 5 期初余额",
      ]
    ),
    Case("科目编码,期初借方,期初贷方\n100201,3.00,3.00\n", ["E-BOTH-SIDES 2 期初贷方"]),
    Case("科目编码,期初余额\n", ["E-EMPTY 1 "]),
  ]

  @Test(arguments: openings)
  func `opening balances and findings`(_ one: Case) throws {
    let source = ByteSource(bytes: Array(one.text.utf8), path: "x.csv")
    let book = Samples.book
    let table = try OpeningImport.read(source, chart: book.chart, directory: book.directory)
    let found = table.findings.map { "\($0.code.rawValue) \($0.row ?? 0) \($0.column)" }
    #expect(found == one.findings)
  }

  @Test func `a missing file is an error of the world`() {
    #expect {
      try ByteSource(path: "/nowhere/x.csv")
    } throws: { ($0 as? InputError)?.isMissingFile == true }
    #expect(throws: InputError.self) { try ByteSource(path: "/tmp") }
  }

  @Test func `a pipe is read like a file`() throws {
    let path = "/tmp/\(UUID().uuidString)"
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let bytes = try Data(contentsOf: Samples.folder.appending(path: "dirty/90_xlsx_ok.xlsx"))
    let writer = Thread {
      guard let file = fopen(path, "w") else { return }
      bytes.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
      fclose(file)
    }
    writer.start()
    let summary = try VoucherImport.summary(ByteSource(path: path))
    #expect(summary.outcome == .accept && summary.rows == 4)
  }
}
