import Foundation
import InvestFirst
import Testing

@testable import Commands

/// One project's life at the command line.
@Suite struct ProjectCommandTests {
  let fund: Fund
  var desk: Desk { fund.desk }

  init() throws { fund = try Fund() }

  @Test func `a project goes from approval to closing and leaves every figure in the books`()
    throws
  {
    try fund.hold()
    let page = try desk.json("project show P001")
    #expect(page["state"].text == "held")
    #expect(page["holding"]["capital"].text == "250000.00")
    #expect(page["money"]["held"].text == "2000000.00" && page["money"]["right"].text == "0.00")
    #expect(page["documents"].list.count == 8)
    let price = try fund.enter(
      "exit price P001 --kind buyback --offered 2600000.00 --fees 10000.00",
      on: "2025-06-30"
    )
    #expect(price["facts"]["concession"].text == "177000.00")
    #expect(price["trace"].list.contains { $0["value"].text == "138323.84" })
    let paid = try fund.enter("exit post P001", on: "2025-07-05")
    #expect(paid["figures"]["gain"].text == "600000.00")
    #expect(paid["vouchers"].list.map(\.text) == ["2025-07-记-0001", "2025-07-记-0002"])
    let back = try fund.enter("project return P001 --to treasury", on: "2025-07-10")
    #expect(back["figures"]["returned"].text == "2000000.00")
    #expect(back["figures"]["gain"].text == "413000.00")
    try fund.enter("project close P001", on: "2025-07-20")

    #expect(try desk.json("project list")["projects"][0]["state"].text == "closed")
    #expect(try desk.json("custody list")["holdings"].list.isEmpty)
    let rows = try desk.json("report tb --period 2022-01..2025-07 --leaf --all")["rows"].list
    let closing = { (code: String) in rows.first { $0["code"].text == code }?["closing"].text }
    #expect(["122101", "151101", "D01", "D03"].map(closing) == Array(repeating: "0.00", count: 4))
    #expect(try desk.json("book check")["ok"].flag == true)
  }

  @Test func `the default number is the next one of its kind`() throws {
    try fund.begin()
    let numbers = try desk.json("project timeline P001")["documents"].list.map { $0["number"].text }
    #expect(numbers == ["P001-立项", "P001-合同", "P001-拨1", "P001-检1", "P001-拨2"])
    try fund.enter(
      "project lease P001 --lease L1 --landlord YQ1 --premises A --from 2022-09-01 --to 2024-08-31",
      on: "2022-09-01"
    )
    let month = "--lease L1 --month 2022-09"
    let rent = try fund.enter(
      "project rent accrue P001 \(month) --area 200 --price 35",
      on: "2022-09-30"
    )
    #expect(rent["number"].text == "P001-租计1" && rent["facts"]["amount"].text == "7000.00")
    let settled = try fund.enter("project rent settle P001 \(month)", on: "2022-10-08")
    #expect(settled["facts"]["amount"].text == "7000.00")
  }

  @Test func `three hands and the chief take a draft into the books`() throws {
    try fund.begin()
    let line = "project trigger P001 --kind external_round --on 2022-12-01"
    let made = try desk.json("\(line) --evidence 协议=\(Fund.paper)", as: "张敏")
    let draft = try #require(made["draft"].text)
    #expect(made["state"].text == "submitted" && made["number"].text == "P001-触发1")
    #expect(try desk.json("project show P001")["state"].text == "disbursing")
    let own = desk.run("document review \(draft)", as: "张敏")
    #expect(own.exit == .denied && own.messages.contains("E-SOD"))
    #expect(try fund.post(draft)["state"].text == "posted")
    #expect(try desk.json("project show P001")["state"].text == "convertible")
    let document = try desk.json("project timeline P001")["documents"].list.last
    #expect(document?["prepared_by"].text == "张敏" && document?["approved_by"].text == "周正")
    #expect(try desk.json("document list")["documents"].list.isEmpty)
    #expect(try desk.json("document show \(draft)")["history"].list.count == 4)
  }

  @Test func `what comes to something else than its maker saw is not posted`() throws {
    try fund.begin()
    try fund.enter("project trigger P001 --kind external_round", on: "2022-12-01")
    let line = "convert post P001 \(Fund.round) --on 2023-01-05 --evidence 协议=\(Fund.paper)"
    let draft = try #require(try desk.json(line, as: "张敏")["draft"].text)
    try ThreeYears.done(desk.run("document review \(draft)", as: "王磊"))
    try ThreeYears.done(desk.run("document approve \(draft)", as: "周正"))
    try fund.enter(
      "project lease P001 --lease L1 --landlord YQ1 --premises A --from 2022-12-01 --to 2023-12-31",
      on: "2023-01-01"
    )
    let month = "--lease L1 --month 2022-12"
    try fund.enter("project rent accrue P001 \(month) --amount 7000.00", on: "2023-01-02")
    try fund.enter("project rent settle P001 \(month)", on: "2023-01-03")
    let run = desk.run("document post \(draft) --json", as: "何伟")
    #expect(try Found(run.output)["error"]["code"].text == "E-DOCUMENT-STALE")
    #expect(run.exit == .conflict)
    #expect(try desk.json("document show \(draft)")["state"].text == "approved")
  }

  @Test func `a quote and a rehearsal write nothing`() throws {
    try fund.hold()
    let before = try desk.bytes
    let quote = try desk.json("exit quote P001 --kind buyback --offered 2600000.00 --on 2025-06-30")
    #expect(quote["facts"]["price"].text == "2600000.00")
    #expect(quote["trace"].list.count > 10)
    let people = desk.run(
      "exit quote P001 --kind buyback --offered 2600000.00 --on 2025-06-30 --explain"
    )
    #expect(people.output.contains("人民币贰佰陆拾万元整") && people.output.contains("分段计息"))
    let facts = try desk.save(#"{"cash":"500000.00","capital_to_fund":"10000.00"}"#, "round.json")
    let round = try desk.json("project quote P001 later_round --facts \(facts) --on 2023-05-01")
    #expect(round["entries"][0]["lines"].list.count == 2)
    let rehearsal = desk.run(
      "dividend declare P001 --declaration GL1 --amount 60000.00 --on 2023-06-30 "
        + "--evidence 决议=\(Fund.paper) --dry-run --json",
      as: "张敏"
    )
    #expect(try Found(rehearsal.output)["figures"]["dividend"].text == "60000.00")
    #expect(try desk.bytes == before)
  }

  @Test func `a correction reverses the vouchers in red, by another maker`() throws {
    try fund.begin()
    let line = "project correct P001 --of P001-拨2 --reason 重复录入"
    #expect(throws: ThreeYears.NotDone.self) { try fund.enter(line, on: "2022-09-01") }
    let made = try fund.enter(line, on: "2022-09-01", signed: "--signed 李娜,王磊,周正")
    #expect(made["vouchers"].list.count == 2)
    let red = try desk.json("voucher show 2022-09-记-0001")
    #expect(red["reverses"].text == "2022-08-记-0001")
    #expect(try desk.json("project show P001")["money"]["paid"].text == "1200000.00")
    #expect(try desk.json("book check")["ok"].flag == true)
  }

  @Test(arguments: [
    ("project contract P001 --policy sample-2025", ExitCode.conflict, "E-EVENT-ORDER"),
    ("exit price P001 --kind ipo --offered 2500000.00", .data, "E-VALUE-UNKNOWN"),
    ("exit post P001", .conflict, "E-EVENT-ORDER"),
    ("custody move P001 --to SOE1", .data, "E-FIELD-VALUE"),
    ("custody move P001 --from SOE2 --to SOE1", .data, "E-HOLDER-OTHER"),
    ("custody move P001 --to SOE9", .data, "E-AUX-UNKNOWN"),
    ("dividend receive P001 --declaration X --amount 1.00", .data, "E-VALUE-UNKNOWN"),
    ("dividend declare P001 --declaration X --amount 1", .data, "E-FIELD-VALUE"),
    ("project record P001 nothing", .data, "E-VALUE-UNKNOWN"),
    ("project show P999", .notFound, "E-PROJECT-UNKNOWN"),
    ("project stop P999 --reason 无", .notFound, "E-PROJECT-UNKNOWN"),
    ("project add P001 --amount 1.00", .conflict, "E-DOCUMENT-DUP"),
    ("document review B-000099", .notFound, "E-DRAFT-UNKNOWN"),
    ("document review D-000001", .usage, "E-USAGE"),
    ("project accept P001 --evidence 无=sha256:12", .usage, "E-USAGE"),
    ("project accept P001 --signed 张敏,王磊", .usage, "E-USAGE"),
  ])
  func `a refusal has its code and changes nothing`(
    _ line: String,
    _ exit: ExitCode,
    _ code: String
  ) throws {
    try fund.hold()
    let before = try desk.bytes
    let needsPapers = !line.contains("show") && !line.contains("document") && exit != .usage
    let head = needsPapers ? " --on 2023-02-01 --evidence 材料=\(Fund.paper)" : ""
    let run = desk.run(line + head + " --json", as: line.contains("review") ? "王磊" : "张敏")
    #expect(try Found(run.output)["error"]["code"].text == code, "\(run.output)")
    #expect(run.exit == exit)
    #expect(try desk.bytes == before)
  }

  @Test func `pledged equity stays, and a later round dilutes`() throws {
    try fund.hold()
    try fund.enter("project pledge P001 --pledge ZY1 --capital 50000.00", on: "2023-02-01")
    let all = desk.run(
      "exit price P001 --kind transfer --offered 3000000.00 --on 2023-03-01 "
        + "--evidence 材料=\(Fund.paper)",
      as: "张敏"
    )
    #expect(all.exit == .data && all.messages.contains("E-PLEDGED"))
    try fund.enter("project unpledge P001 --pledge ZY1", on: "2023-03-02")
    try fund.enter("project round P001 --other investors:250000.00", on: "2023-04-01")
    #expect(try desk.json("project show P001")["holding"]["share"].text == "2.381%")
    try fund.enter("custody move P001 --to SOE2", on: "2023-05-01")
    try fund.enter("custody confirm P001", on: "2023-05-02")
    let held = try desk.json("custody list")["holdings"][0]
    #expect(held["holder"].text == "SOE2" && held["confirmed"].flag == true)
  }

  @Test func `a loss is proposed and decided with its outcome`() throws {
    try fund.begin()
    try fund.enter("project stop P001 --reason 团队解散", on: "2023-01-01")
    try fund.enter("writeoff propose P001", on: "2023-02-01")
    let line = "writeoff decide P001 --approve --outcome exempt --recovered 120000.00"
    let poor = desk.run("\(line) --on 2023-03-01 --evidence 材料=\(Fund.paper)", as: "张敏")
    #expect(poor.exit == .data && poor.messages.contains("E-EVIDENCE-MISSING"))
    let papers = ["专项审计", "尽职调查记录", "集体决策记录"]
    let decided = try fund.enter(line, on: "2023-03-01", papers: papers)
    #expect(decided["figures"]["loss"].text == "1880000.00")
    #expect(try desk.json("writeoff list")["documents"].list.count == 2)
    #expect(try desk.json("project show P001")["state"].text == "written_off")
  }

  @Test func `every kind of document has a name in both languages`() {
    let kinds = ProjectEvent.Kind.allCases.map { "event.\($0.rawValue)" } + ["event.approval"]
    let states = ProjectState.allCases.map { "project_state.\($0.rawValue)" }
    let measures = Measure.allCases.map { "measure.\($0.rawValue)" }
    let roles = BookRole.allCases.map { "book_role.\($0.rawValue)" }
    let alerts = Alert.Kind.allCases.map { "alert.\($0.rawValue)" }
    for glossary in [Chinese().glossary, English().glossary] {
      let missing = (kinds + states + measures + roles + alerts).filter { glossary[$0] == nil }
      #expect(missing == [])
    }
  }
}
