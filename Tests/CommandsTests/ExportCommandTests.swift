import Foundation
import Testing

@testable import Commands

/// Exports and files, judged by other programs where they are installed.
@Suite struct ExportCommandTests {
  static func tool(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  static func passes(_ tool: String, _ arguments: [String]) throws -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// A book of several aspects with opening balances, and a payment that was reversed.
  static let aspects: Data = {
    do {
      let desk = try Desk()
      try ThreeYears.done(desk.run("book init \(desk.path) --name 甲 --start 2026-01 --chart fund"))
      try ThreeYears.done(desk.run("aux import \(ThreeYears.clean)/projects.csv"))
      let opening = "科目编码,期初借方,期初贷方\n100201,9.00,\n271101,,9.00\nY101,9.00,\nY401,,9.00\n"
      let history = """
        凭证日期,凭证字,凭证号,摘要,科目编码,借方金额,贷方金额,项目,冲销凭证号,制单人,复核人,审批人
        2026-01-05,记,1,拨,122101,3.00,,P001,,张敏,王磊,周正
        2026-01-05,记,1,拨,100201,,3.00,,,张敏,王磊,周正
        2026-01-05,记,1,拨,Y301,3.00,,P001,,张敏,王磊,周正
        2026-01-05,记,1,拨,Y101,,3.00,,,张敏,王磊,周正
        2026-01-05,记,1,拨,D01,3.00,,P001,,张敏,王磊,周正
        2026-01-05,记,1,拨,D02,,3.00,P001,,张敏,王磊,周正
        2026-01-09,记,2,注销,122101,-3.00,,P001,2026-01-记-0001,张敏,王磊,周正
        2026-01-09,记,2,注销,100201,,-3.00,,2026-01-记-0001,张敏,王磊,周正
        2026-01-09,记,2,注销,Y301,-3.00,,P001,2026-01-记-0001,张敏,王磊,周正
        2026-01-09,记,2,注销,Y101,,-3.00,,2026-01-记-0001,张敏,王磊,周正
        2026-01-09,记,2,注销,D01,-3.00,,P001,2026-01-记-0001,张敏,王磊,周正
        2026-01-09,记,2,注销,D02,,-3.00,P001,2026-01-记-0001,张敏,王磊,周正
        """
      let first = try desk.save(opening, "期初.csv")
      let second = try desk.save(history, "凭证.csv")
      try ThreeYears.done(desk.run("import run \(first) \(second) --post --json"))
      return try desk.bytes
    } catch { preconditionFailure("\(error)") }
  }()

  @Test(
    .enabled(if: tool("hledger") != nil, "hledger is not installed"),
    arguments: [ThreeYears.posted, ThreeYears.closed, aspects]
  )
  func `hledger accepts the book and every balance`(_ bytes: Data) throws {
    let tool = try #require(Self.tool("hledger"))
    let desk = try Desk(bytes)
    let file = desk.folder.appending(path: "账.journal").path
    let told = try desk.json("export hledger -o \(file)")
    #expect(try Self.passes(tool, ["-f", file, "check", "--strict"]))
    let text = try desk.text("账.journal")
    #expect(text.contains("余额断言"))
    let entries = text.split(separator: "\n").count { $0.contains(" * (") }
    #expect(told["vouchers"].number == entries && entries > 2)
    // One fen more in one assertion, and hledger objects.
    let line = try #require(text.split(separator: "\n").last { $0.contains(" CNY = ") })
    let number = try #require(line.split(separator: " ").dropLast().last)
    let wrong = line.replacing("= \(number)", with: "= 1234567.01")
    let broken = try desk.save(text.replacing(line, with: wrong), "坏.journal")
    #expect(try !Self.passes(tool, ["-f", broken, "check"]))
  }

  @Test(
    .enabled(if: tool("bean-check") != nil, "bean-check is not installed"),
    arguments: [ThreeYears.posted, aspects]
  )
  func `beancount accepts the book and every balance`(_ bytes: Data) throws {
    let tool = try #require(Self.tool("bean-check"))
    let desk = try Desk(bytes)
    let file = desk.folder.appending(path: "账.beancount").path
    try ThreeYears.done(desk.run("export beancount -o \(file)"))
    #expect(try Self.passes(tool, [file]))
    let text = try desk.text("账.beancount")
    #expect(text.contains(" balance ") && text.contains("voucher: "))
    #expect(desk.run("export beancount").output == text)
    #expect(desk.run("export beancount -o -").output == text)
  }

  @Test func `the balances of several aspects and of a reversed payment`() throws {
    let desk = try Desk(Self.aspects)
    let found = try desk.json("report tb --period 2026-01 --leaf")
    let rows = found["rows"].list.map {
      [$0["code"], $0["opening"], $0["debit"], $0["closing"]].map(\.text)
    }
    #expect(found["balanced"].flag == true)
    #expect(rows.first { $0[0] == "Y101" } == ["Y101", "9.00", "0.00", "9.00"])
    #expect(rows.contains { $0[0] == "122101" } == false)
    #expect(desk.run("export hledger").output.contains("期初") == true)
  }

  @Test func `a file says by its name what form it wants`() throws {
    let desk = try Desk(ThreeYears.posted)
    let names = ["余额.csv", "余额.json", "余额.txt", "国标.csv"]
    let files = names.map { desk.folder.appending(path: $0).path }
    let line = "report tb --period 2025-12 --leaf"
    for file in files.prefix(3) { try ThreeYears.done(desk.run("\(line) -o \(file)")) }
    try ThreeYears.done(desk.run("\(line) -o \(files[3]) --out-encoding gb18030"))
    let csv = try Data(contentsOf: URL(filePath: files[0]))
    #expect(csv.prefix(3) == Data([0xEF, 0xBB, 0xBF]))
    let lines = String(decoding: csv.dropFirst(3), as: UTF8.self).split(separator: "\r\n")
    #expect(lines[0] == "编码,名称,期初借方,期初贷方,本期借方,本期贷方,期末借方,期末贷方")
    #expect(lines[1].hasPrefix("100201,先投资金专户,75853959.65,,41366.76,360240.00,"))
    #expect(try Found(desk.text("余额.json"))["balanced"].flag == true)
    #expect(try desk.text("余额.txt").hasPrefix("科目余额表  示例  2025年12期"))
    let national = try Data(contentsOf: URL(filePath: files[3]))
    #expect(national.starts(with: [0xB1, 0xE0, 0xC2, 0xEB]))
    #expect(try Data(contentsOf: URL(filePath: files[0])).count > national.count)
    #expect(desk.run("\(line) --plain").output.split(separator: "\n")[1].hasPrefix("100201\t"))
    #expect(desk.run("\(line) --csv").output == String(decoding: csv.dropFirst(3), as: UTF8.self))
    #expect(desk.run("\(line) -o /nowhere/x.csv").exit == .failed)
  }

  @Test func `opposite balances stand where the reader wants them`() throws {
    let desk = try Desk(ThreeYears.posted)
    let row = { (form: String) in
      desk.run("report tb --period 2025-12 --leaf --plain --balance \(form)").output
        .split(separator: "\n").first { $0.hasPrefix("3001\t") }.map(String.init)
    }
    #expect(row("columns") == "3001\t累计盈余\t13326865.91\t\t2776492.18\t\t16103358.09\t")
    #expect(row("natural") == "3001\t累计盈余\t\t-13326865.91\t2776492.18\t\t\t-16103358.09")
    #expect(row("signed") == "3001\t累计盈余\t13326865.91\t2776492.18\t\t16103358.09")
    #expect(desk.run("report tb --period 2025-12 --balance other").exit == .usage)
  }
}
