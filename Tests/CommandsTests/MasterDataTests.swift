import Testing

@testable import Commands

/// The chart of accounts and the dimension values.
@Suite struct MasterDataTests {
  @Test func `lists accounts by part and level`() throws {
    let desk = try ThreeYears.empty()
    let all = try desk.json("account list")["accounts"].list
    #expect(all.count == 25)
    #expect(
      all[0].keys == ["code", "name", "side", "element", "aspect", "leaf", "open", "dimensions"]
    )
    let custody = try #require(all.first { $0["code"].text == "151101" })
    #expect(custody["dimensions"].list.map { $0.text } == ["项目", "代持单位"])
    let part = try desk.json("account list --account 1221..1511 --level 2")["accounts"].list
    #expect(part.map { $0["code"].text } == ["122101", "122102", "151101"])
    let plain = desk.run("account list --account 1221 --plain").output
    #expect(plain.hasPrefix("科目编码\t科目名称\t") && plain.split(separator: "\n").count == 4)
  }

  @Test func `an account takes element and aspect from the one above it`() throws {
    let desk = try Desk()
    try ThreeYears.done(desk.run("book init \(desk.path) --name 甲 --start 2026-01 --chart fund"))
    let memo = try desk.json("account add Y305 --name 退款 --side debit --aux 项目")
    #expect(memo["aspect"].text == "budget" && memo["element"].text == "expense")
    #expect(memo["leaf"].flag == true && memo["dimensions"][0].text == "项目")
    #expect(
      try desk.json("account add 6801 --name 其他 --side debit --element expense").keys.count == 8
    )
    #expect(desk.run("account add 6801 --name 其他 --side debit --element expense").exit == .ok)
    #expect(desk.run("book check").exit == .ok)
  }

  @Test func `a leaf without entries becomes a parent, one with drafts refuses them then`() throws {
    let desk = try ThreeYears.empty()
    let lines = "--debit 660102:1.00 --credit 100201:1.00"
    let new = try desk.json("voucher new --on 2026-01-08 --summary 费 \(lines)", as: "张敏")
    let draft = try #require(new["vouchers"][0]["draft"].text)
    try ThreeYears.done(desk.run("account add 66010201 --name 网银 --side debit", as: "何伟"))
    try ThreeYears.done(desk.run("account add 66010202 --name 汇款 --side debit", as: "何伟"))
    let accounts = try desk.json("account list --account 660102")["accounts"].list
    #expect(accounts.map { $0["leaf"].flag } == [false, true, true])
    for (step, person) in [("submit", "张敏"), ("review", "王磊"), ("approve", "周正")] {
      desk.run("voucher \(step) \(draft)", as: person)
    }
    let post = desk.run("voucher post \(draft) --json", as: "何伟")
    #expect(post.output.contains("E-ACCOUNT-NOT-LEAF") || post.output.contains("E-STATE"))
    #expect(desk.run("book check").exit == .ok)
  }

  @Test func `a closed account keeps its entries and takes no new ones`() throws {
    let desk = try Desk(ThreeYears.posted)
    let closed = try desk.json("account disable 660102", as: "何伟")
    #expect(closed["open"].flag == false)
    let lines = "--debit 660102:1.00 --credit 100201:1.00"
    let run = desk.run("voucher new --on 2026-01-08 --summary 费 \(lines) --json", as: "张敏")
    #expect(run.exit == .data && run.output.contains("E-ACCOUNT-CLOSED"))
    let rows = try desk.json("report ledger --account 660102 --period 2025")["rows"].list
    #expect(rows.count == 2)
    #expect(desk.run("book check").exit == .ok)
  }

  @Test func `adds and lists dimension values`() throws {
    let desk = try ThreeYears.empty()
    let added = try desk.json("aux add SOE3 --kind 代持单位 --name 示例科创集团", as: "何伟")
    #expect(added["kind"].text == "custodian" && added["open"].flag == true)
    #expect(desk.run("aux add SOE3 --kind 代持单位 --name 示例科创集团", as: "何伟").exit == .ok)
    let list = try desk.json("aux list --kind custodian")["values"].list
    #expect(list.map { $0["code"].text } == ["SOE1", "SOE2", "SOE3"])
    let zone = try desk.json("aux list --kind zone")["values"][0]
    #expect(zone["attributes"]["运营单位"].text == "示例化工园区运营有限公司")
    #expect(try desk.json("aux list")["values"].list.count == 60 + 3 + 4 + 7)
  }
}
