import Testing

@testable import Commands

/// Checking, closing and reopening periods.
@Suite struct PeriodCommandTests {
  @Test func `a check lists what would keep a period from closing`() throws {
    let desk = try Desk(ThreeYears.posted)
    let first = try desk.json("period check 2023-01", as: "何伟")
    #expect(first.keys == ["period", "state", "checks"])
    #expect(first["checks"][0].keys == ["name", "ok", "blocking", "detail"])
    #expect(
      first["checks"].list.allSatisfy { $0["ok"].flag == true || $0["blocking"].flag == false }
    )
    let second = desk.run("period check 2023-02 --json")
    #expect(second.exit == .differences)
    let failed = try Found(second.output)["checks"].list.filter { $0["ok"].flag == false }
    #expect(failed.contains { $0["detail"].text?.contains("2023-01") == true })
  }

  @Test func `periods close in order, for good reasons only`() throws {
    let desk = try Desk(ThreeYears.posted)
    #expect(desk.run("period close 2023-02 --yes", as: "何伟").exit == .conflict)
    #expect(desk.run("period close 2023-01 --yes", as: "张敏").exit == .denied)
    #expect(desk.run("period close 2023-01 --yes").exit == .usage)
    #expect(desk.run("period close 2023-01", as: "何伟").exit == .usage)
    let closed = try desk.json("period close 2023-01 --yes", as: "何伟")
    #expect(closed["period"].text == "2023-01" && closed["state"].text == "closed")
    #expect(desk.run("period close 2023-01 --yes", as: "何伟").exit == .conflict)
  }

  @Test func `a closed period reopens for new vouchers, the latest first and with a reason`() throws
  {
    let desk = try Desk(ThreeYears.closed)
    let late = "voucher new --on 2025-12-31 --summary 迟 --debit 100201:1.00 --credit 3001:1.00"
    #expect(desk.run(late, as: "张敏").exit == .conflict)
    #expect(desk.run("period reopen 2025-11 --reason 补记 --yes", as: "何伟").exit == .conflict)
    #expect(desk.run("period reopen 2025-12 --reason 补记 --yes", as: "张敏").exit == .denied)
    #expect(desk.run("period reopen 2025-12 --yes", as: "何伟").exit != .ok)
    let open = try desk.json("period reopen 2025-12 --reason 补记 --yes", as: "何伟")
    #expect(open["state"].text == "open")
    #expect(desk.run(late, as: "张敏").exit == .ok)
    #expect(desk.run("period close 2025-12 --yes", as: "何伟").exit == .conflict)
    #expect(desk.run("book check").exit == .ok)
  }

  @Test func `a draft keeps every later period from closing, too`() throws {
    let desk = try Desk(ThreeYears.closed)
    let line = "--summary 拨付 --debit 122101:1.00:项目=P045 --credit 100201:1.00"
    try ThreeYears.done(desk.run("voucher new --on 2026-01-08 \(line)", as: "张敏"))
    let run = desk.run("period close 2026-02 --yes", as: "何伟")
    #expect(run.exit == .conflict && run.messages.contains("E-PERIOD-CHECK"))
  }

  @Test func `a year closes only when income and expense are carried forward`() throws {
    let desk = try Desk(ThreeYears.closed)
    let history = """
      凭证日期,凭证字,凭证号,摘要,科目编码,借方金额,贷方金额,制单人,复核人,审批人
      2026-12-21,记,1,存款利息,100201,500.00,,张敏,王磊,周正
      2026-12-21,记,1,存款利息,630101,,500.00,张敏,王磊,周正
      """
    let file = try desk.save(history, "十二月.csv")
    try ThreeYears.done(desk.run("voucher import \(file) --post", as: "何伟"))
    let refused = desk.run("period close 2026-12 --yes --json", as: "何伟")
    #expect(refused.exit == .conflict)
    #expect(try Found(refused.output)["error"]["code"].text == "E-PERIOD-CHECK")
    let carried = try desk.json("period carry 2026-12", as: "张敏")
    let draft = try #require(carried["vouchers"][0]["draft"].text)
    #expect(desk.run("period close 2026-12 --yes", as: "何伟").exit == .conflict)
    try ThreeYears.done(desk.run("voucher review \(draft)", as: "王磊"))
    try ThreeYears.done(desk.run("voucher approve \(draft)", as: "周正"))
    try ThreeYears.done(desk.run("voucher post \(draft)", as: "何伟"))
    try ThreeYears.done(desk.run("period close 2026-12 --yes", as: "何伟"))
    #expect(desk.run("period carry 2026-12", as: "张敏").exit != .ok)
  }
}
