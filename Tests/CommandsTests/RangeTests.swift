import Testing

@testable import Commands

/// Periods and days at the ends of the calendar are figures like any other.
@Suite struct RangeTests {
  @Test(arguments: [
    "report tb --period 9999-12", "report tb --period 0001-01", "report tb --period 2022-12",
    "report journal --period 0001-01..9999-12 --limit 1", "report gl --period 0001-01..9999-12",
    "report gl --period 0001", "report gl --period 9999",
    "report columns --account 6601 --period 9999",
    "report ledger --account 1221 --period 9999Q4", "report ledger --account 1221 --period 0001Q1",
    "report aux --account 1221 --by 项目 --as-of 9999-12-31",
    "report aux --account 1221 --by 项目 --as-of 0001-01-01", "report search --text 冲销",
    "period check 9999-12",
  ])
  func `no period is too far away`(_ line: String) throws {
    let desk = try Desk(ThreeYears.posted)
    let run = desk.run(line)
    #expect(run.exit == (line.hasPrefix("period") ? .differences : .ok), "\(run.messages)")
    #expect(!run.output.isEmpty)
  }

  @Test func `before the first period stand the opening balances alone`() throws {
    let desk = try Desk(ThreeYears.posted)
    #expect(try desk.json("report tb --period 2022-12")["rows"].list.isEmpty)
    let last = try desk.json("report tb --period 2099-12")["rows"].list
    #expect(last.first { $0["code"].text == "3001" }?["closing"].text == "16103358.09")
  }

  @Test func `the calendar's first month has none before it for opening balances`() throws {
    let desk = try Desk()
    let run = desk.run("book init \(desk.path) --name 远 --start 0001-01")
    #expect(run.exit == .usage)
  }

  @Test(arguments: ["0001-02", "9999-11"])
  func `a book may start anywhere in the calendar`(_ start: String) throws {
    let desk = try Desk()
    try ThreeYears.done(
      desk.run("book init \(desk.path) --name 远 --start \(start) --chart fund")
    )
    let rows = "科目编码,期初借方,期初贷方\n100201,5.00,\n271101,,5.00\n"
    try ThreeYears.done(desk.run("import run \(desk.save(rows, "期初.csv")) --post"))
    let tb = try desk.json("report tb --period \(start) --leaf")
    #expect(tb["rows"][0]["opening"].text == "5.00" && tb["balanced"].flag == true)
    #expect(desk.run("book check").exit == .ok)
    #expect(desk.run("export beancount").exit == .ok)
  }
}
