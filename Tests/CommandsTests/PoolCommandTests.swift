import Foundation
import RiskPools
import Testing

@testable import Commands

/// One pool's life at the command line.
@Suite struct PoolCommandTests {
  let reserve: Reserve
  var desk: Desk { reserve.desk }

  init() throws { reserve = try Reserve() }

  @Test func `a claim that a yearly cap cuts is paid, explained and partly recovered`() throws {
    try reserve.lend("L1", "3000000.00")
    try reserve.lend("L2", "2000000.00")
    let first = try reserve.pay("C1", for: "L1")
    #expect(first["figures"]["paid"].text == "1500000.00")
    #expect(first["vouchers"].list.map(\.text) == ["2025-09-记-0001", "2025-09-记-0002"])
    let quote = try desk.json("pool claim quote C2 --loan L2 --on 2025-09-01")
    #expect(quote["entitlement"].text == "500000.00" && quote["raw"].text == "1000000.00")
    try reserve.pay("C2", for: "L2", on: "2025-09-02")
    let claim = try desk.json("pool claim show C2")
    #expect(claim["binding"].list.map(\.text) == ["bank_year_cap"])
    #expect(claim["paid"].text == "500000.00" && claim["state"].text == "paid")
    let clauses = claim["trace"].list.compactMap { $0["clause"].text }
    #expect(clauses.contains("第十三条") && clauses.contains("第十二条"))

    let money = "pool recover receive R1 --claim C2 --gross 400000.00"
    let back = try reserve.enter(money, on: "2025-10-01")
    #expect(back["figures"]["recovered"].text == "100000.00")
    #expect(try desk.json("pool recover list")["recoveries"][0]["bank"].text == "300000.00")
    let statement = try desk.json("pool report statement --on 2025-12-31")
    #expect(statement["closing"].text == "6100000.00" && statement["agrees"].isNull)
    #expect(statement["flows"]["claims"].text == "2000000.00")
    #expect(try desk.json("book check")["ok"].flag == true)
    let rows = try desk.json("report tb --period 2025-01..2025-12 --leaf --all")["rows"].list
    let cash = rows.first { $0["code"].text == "100202" }
    #expect(cash?["closing"].text == "6100000.00")
  }

  @Test func `the statement agrees with the lines of the bank, and says when it does not`() throws {
    try reserve.lend("L1", "3000000.00")
    try reserve.pay("C1", for: "L1")
    let head = "交易日期,对方户名,摘要,收入,支出,余额"
    let lines = [
      "2025-01-10,省财政,出资,1000000.00,,1000000.00",
      "2025-01-10,市财政,出资,7000000.00,,8000000.00",
      "2025-09-01,B1,风险补偿,,1500000.00,6500000.00",
    ]
    let all = try desk.save(([head] + lines).joined(separator: "\n") + "\n", "流水.csv")
    try ThreeYears.done(desk.run("bank import \(all) --account 100202", as: "何伟"))
    let sound = try desk.json("pool report statement --on 2025-09-30")
    #expect(sound["agrees"].flag == true && sound["banks"][0]["bank"].text == "6500000.00")
    try reserve.enter("pool fund interest --amount 100.00", on: "2025-09-21")
    let transit = try desk.json("pool report statement --on 2025-09-30")
    #expect(transit["banks"][0]["in_transit"].text == "100.00")
    let short = try desk.json("pool report statement --on 2025-09-30 --account 100202 --bank 100202")
    #expect(short["closing"].text == "6500100.00")
  }

  @Test func `three hands and the chief take a draft of a pool into the books`() throws {
    let line = "pool fund interest --amount 52500.00 --on 2025-03-21 --evidence 回单=\(Fund.paper)"
    let made = try desk.json(line, as: "张敏")
    let draft = try #require(made["draft"].text)
    #expect(made["number"].text == "风险池-利息1" && made["facts"]["account"].text == "100202")
    #expect(try desk.json("pool show --on 2025-12-31")["cash"].text == "8000000.00")
    try ThreeYears.done(desk.run("document review \(draft)", as: "王磊"))
    try ThreeYears.done(desk.run("document approve \(draft)", as: "周正"))
    let posted = try desk.json("document post \(draft)", as: "何伟")["documents"][0]
    #expect(posted["vouchers"].list.count == 1)
    #expect(try desk.json("pool show --on 2025-12-31")["cash"].text == "8052500.00")
    #expect(desk.run("document list").output.contains("在办单据"))
  }

  @Test func `nothing is written by a quote or a dry run`() throws {
    let before = try desk.bytes
    let line = "pool fund interest --amount 52500.00 --on 2025-03-21 --evidence 回单=\(Fund.paper)"
    #expect(desk.run(line + " --dry-run", as: "张敏").exit == .ok)
    let facts = try desk.save(#"{"amount":"52500.00"}"#, "利息.json")
    let quote = try desk.json("pool quote 风险池 interest_received --facts \(facts) --on 2025-03-21")
    #expect(quote["figures"]["interest"].text == "52500.00")
    #expect(quote["entries"][0]["lines"].list.count == 2)
    #expect(try desk.bytes == before)
  }

  @Test func `one person does not handle two steps of a claim`() throws {
    try reserve.lend("L1", "3000000.00")
    try reserve.enter("pool claim file C1 --loan L1", on: "2025-09-01", by: "张敏")
    let evidence = "--evidence 材料=\(Fund.paper)"
    let again = desk.run(
      "pool claim check C1 --all-kept --on 2025-09-01 \(evidence) --signed 张敏,王磊,周正",
      as: "何伟"
    )
    #expect(again.exit == .denied && again.messages.contains("E-SOD"))
    let early = desk.run("pool claim pay C1 --on 2025-09-01 \(evidence)", as: "李娜")
    #expect(early.exit == .conflict && early.messages.contains("E-EVENT-ORDER"))
  }

  @Test func `auditors' tests name the records behind each finding`() throws {
    #expect(desk.run("pool check --on 2025-02-01").exit == .ok)
    let later = try desk.json("pool check --on 2026-12-31")
    let tests = later["findings"].list.map { $0["test"].text }
    #expect(tests.contains("idle_money") && tests.contains("interest_missing"))
    #expect(desk.run("pool check --on 2026-12-31").exit == .differences)
    let idle = later["findings"].list.first { $0["test"].text == "idle_money" }
    #expect(idle?["documents"].list.map(\.text).contains("风险池-出资1") == true)
  }

  @Test(arguments: [
    "pool report claims", "pool report exposure --by firm", "pool report breakers",
    "pool report vintage", "pool report idle", "pool breaker show",
  ])
  func `reports are tables, objects and files`(_ line: String) throws {
    try reserve.lend("L1", "3000000.00")
    try reserve.pay("C1", for: "L1")
    let report = line + " --on 2025-12-31"
    #expect(desk.run(report).exit == .ok)
    #expect(try desk.json(report)["date"].text == "2025-12-31")
    let csv = desk.run(report + " --csv")
    #expect(csv.output.split(separator: "\n").count > 1)
    for language in ["zh-CN", "en"] {
      #expect(desk.run("\(report) --lang \(language)").exit == .ok)
    }
  }

  @Test func `one firm is one at every bank and with what was invested in it`() throws {
    try reserve.lend("L1", "3000000.00")
    let loans = try desk.json("pool loan list --bank B1 --state active")["loans"]
    #expect(loans[0]["overdue_since"].text == "2025-06-01")
    let firm = try desk.json("pool exposure --firm 示例L1")
    #expect(firm["total"].text == "3000000.00" && firm["rows"][0]["party"].text == "B1")
    #expect(desk.run("pool exposure --firm 没有的企业").exit == .data)
    let exposure = try desk.json("pool report exposure --by sector --on 2025-12-31")
    #expect(exposure["rows"][0]["name"].text == "新材料")
  }

  @Test func `tables of a pool come in by themselves`() throws {
    let desk = try Desk(ThreeYears.posted)
    let folder = ThreeYears.clean
    let files = ["loans", "claims", "recoveries"].map { "\(folder)/\($0).csv" }
      .joined(separator: " ")
    let again = try desk.json("pool import \(files) --dry-run", as: "何伟")
    #expect(again["documents"].number == 0)
    let pool = try desk.json("pool list")["pools"][0]["pool"].text
    #expect(pool == "风险补偿金")
    #expect(try desk.json("pool claim list")["claims"].list.count == 18)
  }

  @Test func `every name of a pool is in the catalogue`() {
    let glossary = Chinese().glossary
    let needed =
      PoolEvent.Kind.allCases.map { "pool_event.\($0.rawValue)" }
      + PoolMeasure.allCases.map { "pool_measure.\($0.rawValue)" }
      + PoolFlow.allCases.map { "flow.\($0.rawValue)" }
      + PoolTest.allCases.map { "pool_test.\($0.rawValue)" }
      + LoanState.allCases.map { "loan_state.\($0.rawValue)" }
      + LoanGrade.allCases.map { "loan_grade.\($0.rawValue)" }
      + ClaimState.allCases.map { "claim_state.\($0.rawValue)" }
      + PoolRole.allCases.map { "book_role.\($0.rawValue)" }
      + Claim.Binding(rawValue: .max).names.map { "limit.\($0)" }
    #expect(needed.filter { glossary[$0] == nil } == [])
  }
}
