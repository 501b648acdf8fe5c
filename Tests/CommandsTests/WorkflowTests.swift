import Testing

@testable import Commands

/// Drafts through the hands of maker, reviewer, approver and chief.
@Suite struct WorkflowTests {
  let desk: Desk

  init() throws { desk = try Desk(ThreeYears.closed) }

  /// The state of a draft.
  func state(_ draft: String) throws -> String? {
    try desk.json("voucher show \(draft)")["state"].text
  }

  @discardableResult
  func pay(_ day: String = "2026-01-08", by maker: String = "张敏") throws -> String {
    let lines = "--debit 122101:300000.00:项目=P045 --credit 100201:300000.00"
    let found = try desk.json("voucher new --on \(day) --summary 拨付 \(lines)", as: maker)
    return try #require(found["vouchers"][0]["draft"].text)
  }

  @Test func `three persons sign, then the chief posts and the number is final`() throws {
    let draft = try pay()
    let steps = [
      ("submit", "张敏", "submitted"), ("review", "王磊", "reviewed"), ("approve", "周正", "approved"),
      ("post", "何伟", "posted"),
    ]
    for (step, person, state) in steps {
      let found = try desk.json("voucher \(step) \(draft)", as: person)
      #expect(found["vouchers"][0].keys == ["draft", "number", "state"])
      #expect(found["vouchers"][0]["draft"].text == draft)
      #expect(found["vouchers"][0]["state"].text == state)
      let number = found["vouchers"][0]["number"]
      #expect(state == "posted" ? number.text == "2026-01-记-0001" : number.isNull)
    }
    let voucher = try desk.json("voucher show 2026-01-记-0001")
    #expect(
      ["prepared_by", "reviewed_by", "approved_by"].map { voucher[$0].text } == ["张敏", "王磊", "周正"]
    )
    #expect(voucher["draft"].text == draft)
    #expect(try desk.json("voucher show \(draft)")["number"].text == "2026-01-记-0001")
    #expect(desk.run("book check").exit == .ok)
  }

  @Test(arguments: [
    ("review", "张敏", ExitCode.denied, "E-SOD"), ("review", "何伟", .denied, "E-ROLE"),
    ("approve", "周正", .conflict, "E-STATE"), ("post", "何伟", .conflict, "E-STATE"),
    ("review", "无名", .denied, "E-USER-UNKNOWN"), ("submit", "李娜", .conflict, "E-STATE"),
    ("return", "张敏", .denied, "E-ROLE"), ("withdraw", "李娜", .denied, "E-SOD"),
  ])
  func `a step that is not allowed`(
    _ step: String,
    _ person: String,
    _ exit: ExitCode,
    _ code: String
  ) throws {
    let draft = try pay()
    try ThreeYears.done(desk.run("voucher submit \(draft)", as: "张敏"))
    let run = desk.run("voucher \(step) \(draft) --json", as: person)
    #expect(try Found(run.output)["error"]["code"].text == code)
    #expect(run.exit == exit)
    #expect(try state(draft) == "submitted")
  }

  @Test func `nobody reviews what he made, whatever his roles`() throws {
    try ThreeYears.done(desk.run("user role 张敏 --role maker,reviewer", as: "管理员"))
    let draft = try pay()
    try ThreeYears.done(desk.run("voucher submit \(draft)", as: "张敏"))
    let run = desk.run("voucher review \(draft)", as: "张敏")
    #expect(run.exit == .denied && run.messages.contains("E-SOD"))
    #expect(run.output.isEmpty)
  }

  @Test func `what is returned or withdrawn can be handed in again`() throws {
    let draft = try pay()
    try ThreeYears.done(desk.run("voucher submit \(draft)", as: "张敏"))
    try ThreeYears.done(desk.run("voucher return \(draft) --reason 附件不全", as: "王磊"))
    #expect(try state(draft) == "returned")
    try ThreeYears.done(desk.run("voucher submit \(draft)", as: "张敏"))
    try ThreeYears.done(desk.run("voucher withdraw \(draft)", as: "张敏"))
    #expect(try state(draft) == "withdrawn")
    #expect(try desk.json("voucher submit \(draft)", as: "张敏")["vouchers"].list.count == 1)
  }

  @Test func `several vouchers take a step together or not at all`() throws {
    let drafts = [try pay(), try pay(), try pay()]
    try ThreeYears.done(desk.run("voucher submit \(drafts[0]) \(drafts[1])", as: "张敏"))
    let run = desk.run("voucher review \(drafts.joined(separator: " "))", as: "王磊")
    #expect(run.exit == .conflict)
    #expect(try drafts.map(state) == ["submitted", "submitted", "draft"])
  }

  @Test func `a wrong project is reversed and booked right`() throws {
    let line = "voucher reverse 2025-12-记-0002 --on 2026-01-09 --reason 项目挂错 --correct 项目=P043"
    let drafts = try desk.json(line, as: "张敏")["vouchers"].list.compactMap { $0["draft"].text }
    #expect(drafts.count == 2)
    let all = drafts.joined(separator: " ")
    try ThreeYears.done(desk.run("voucher review \(all)", as: "王磊"))
    try ThreeYears.done(desk.run("voucher approve \(all)", as: "周正"))
    let posted = try desk.json("voucher post \(all)", as: "何伟")["vouchers"].list
    #expect(posted.map { $0["number"].text } == ["2026-01-记-0001", "2026-01-记-0002"])

    let red = try desk.json("voucher show 2026-01-记-0001")
    #expect(red["lines"][0]["debit"].text == "-300000.00")
    #expect(red["lines"][0]["summary"].text == "注销2025年12月22日记-0002号凭证")
    #expect(red["reverses"].text == "2025-12-记-0002")
    let blue = try desk.json("voucher show 2026-01-记-0002")
    #expect(blue["lines"][0]["dimensions"]["项目"].text == "P043")
    #expect(blue["lines"][0]["summary"].text == "订正2025年12月22日记-0002号凭证")
    let original = try desk.json("voucher show 2025-12-记-0002")
    #expect(original["reversed_by"].text == "2026-01-记-0001")

    // Red amounts are negative in their own column; the bank has not moved.
    let tb = try desk.json("report tb --period 2026-01 --leaf")["rows"].list
    let row = { (code: String) in tb.first { $0["code"].text == code } }
    #expect(row("122101")?["debit"].text == "0.00" && row("100201")?["credit"].text == "0.00")
    let again = desk.run(line, as: "张敏")
    #expect(again.exit == .conflict && again.messages.contains("E-REVERSED"))
  }

  @Test(arguments: [
    ("voucher show 2026-01-记-0099", ExitCode.notFound), ("voucher show D-000999", .notFound),
    ("voucher review D-000999", .notFound), ("voucher show 002/2025-12-记-0001", .notFound),
    ("voucher new --on 2025-12-31 --summary 迟 --debit 100201:1.00 --credit 3001:1.00", .conflict),
    ("voucher new --on 2026-01-31 --summary 差 --debit 100201:1.00 --credit 3001:1.01", .data),
    ("voucher new --on 2026-01-31 --summary 无 --debit 9:1.00 --credit 3001:1.00", .data),
    ("import undo IMP-20260101-0001", .notFound), ("voucher submit 2025-12-记-0001", .conflict),
  ])
  func `a refusal says why and has its exit code`(_ line: String, _ exit: ExitCode) throws {
    let run = desk.run(line + " --json", as: line.contains("review") ? "王磊" : "张敏")
    let found = try Found(run.output)
    #expect(run.exit == exit, "\(run.output)")
    #expect(found["error"]["code"].text?.hasPrefix("E-") == true)
    #expect(found["error"]["message"].text?.isEmpty == false)
    #expect(found.keys.isSuperset(of: ["error", "findings"]))
    #expect(run.messages.isEmpty)
  }
}
