import Foundation
import Testing

@testable import Commands

/// Policies, templates, rates and whose book is whose.
@Suite struct AdoptionCommandTests {
  let fund: Fund
  var desk: Desk { fund.desk }

  init() throws { fund = try Fund() }

  func policy(_ name: String) -> String { Fund.root.appending(path: name).path }

  @Test func `a file is adopted by three persons and the chief`() throws {
    let file = policy("policies/zhejiang-2008.json")
    let made = try desk.json("policy adopt \(file) --on 2025-01-01 --reason 试用", as: "张敏")
    let draft = try #require(made["files"][0]["draft"].text)
    #expect(made["files"][0]["kind"].text == "invest_first")
    #expect(try desk.json("policy list")["files"].list.count == 3)
    #expect(try fund.post(draft)["state"].text == "posted")
    let adopted = try desk.json("policy list")["files"][3]
    #expect(adopted["id"].text == "zhejiang-2008" && adopted["reason"].text == "试用")
    #expect(adopted["prepared_by"].text == "张敏" && adopted["sha256"].text?.count == 64)
    let again = desk.run("policy adopt \(file)", as: "张敏")
    #expect(again.messages.contains("E-CODE-DUP"))
    #expect(try desk.json("book check")["ok"].flag == true)
  }

  @Test(arguments: [
    ("policies/zhuhai-2022.json", "risk_pool"), ("policies/postings/three-books.json", "postings"),
    ("policies/postings/pool-neutral.json", "pool_postings"),
    ("policies/targets/lanzhou-xinqu-2027.json", "targets"),
  ])
  func `a file says itself what it is`(_ file: String, _ kind: String) throws {
    let made = try desk.json("policy adopt \(policy(file)) --dry-run", as: "张敏")
    #expect(made["files"][0]["kind"].text == kind)
  }

  @Test(arguments: [
    (#"{"nothing":"1"}"#, "E-FIELD-MISSING"), ("{", "E-JSON"),
    (#"{"policy":"invest_first","policy_id":"x","typo":"1"}"#, "E-FIELD-UNKNOWN"),
    (#"{"postings":"x"}"#, "E-FIELD-MISSING"), (#"{"targets":"x"}"#, "E-FIELD-MISSING"),
  ])
  func `a file that is wrong is not adopted`(_ text: String, _ code: String) throws {
    let file = try desk.save(text, "文件.json")
    let run = desk.run("policy adopt \(file)", as: "张敏")
    #expect(run.exit == .data && run.messages.contains(code))
  }

  @Test func `a contract under a policy that leaves values open names them and posts nothing`()
    throws
  {
    let file = policy("policies/lanzhou-xinqu-2025.json")
    try ThreeYears.done(desk.run("policy adopt \(file) --on 2025-10-01 \(Fund.signed)", as: "何伟"))
    try fund.enter("project add P001 --amount 1000000.00", on: "2025-10-10")
    let before = try desk.bytes
    let line = "project contract P001 --policy lanzhou-xinqu-2025 --on 2025-10-20"
    let run = desk.run("\(line) --evidence 合同=\(Fund.paper) --json", as: "张敏")
    let error = try Found(run.output)["error"]
    #expect(run.exit == .policy && error["code"].text == "E-POLICY-OPEN")
    #expect(error["open"].list.contains { $0.text == "exit.tiers" })
    #expect(try desk.bytes == before)
  }

  @Test func `a later word about a published rate needs a reason and then holds`() throws {
    let head = "series,from,rate_ppm,unchanged_through\n"
    let file = try desk.save(head + "lpr_1y,2025-05-20,31000,2025-06\n", "更正.csv")
    let line = "rate load \(file) --on 2025-07-01 \(Fund.signed)"
    let refused = desk.run(line, as: "何伟")
    #expect(refused.exit == .data)
    #expect(refused.messages.contains("E-RATE-CONFLICT"))
    #expect(refused.messages.contains("E-REASON-MISSING"))
    #expect(try desk.json("rate show lpr_1y --on 2025-06-30")["rate_ppm"].number == 30_000)
    try ThreeYears.done(desk.run("\(line) --reason 原登记有误", as: "何伟"))
    #expect(try desk.json("rate show lpr_1y --on 2025-06-30")["rate_ppm"].number == 31_000)
    #expect(
      try desk.json("policy list")["files"].list.filter { $0["kind"].text == "rates" }.count == 2
    )
  }

  @Test(arguments: [
    ("lpr_1y --on 2035-01-01", "E-RATE-GAP"), ("libor --on 2025-01-01", "E-VALUE-UNKNOWN"),
  ])
  func `a rate that nobody published is refused`(_ line: String, _ code: String) {
    let run = desk.run("rate show \(line)")
    #expect(run.exit == .data && run.messages.contains(code))
  }

  @Test func `a contract needs a policy, and a document templates, that were adopted`() throws {
    try fund.enter("project add P001 --amount 1000000.00", on: "2025-10-10")
    let line = "project contract P001 --on 2025-10-20 --evidence 合同=\(Fund.paper) --policy"
    let unknown = desk.run("\(line) nothing", as: "张敏")
    #expect(unknown.exit == .notFound && unknown.messages.contains("E-POLICY-UNKNOWN"))
    let bare = Fund(desk: try ThreeYears.empty())
    let policy = policy("Examples/policies/sample.json")
    try ThreeYears.done(bare.desk.run("policy adopt \(policy) \(Fund.signed)", as: "何伟"))
    try bare.enter("project add P900 --amount 1000000.00", on: "2025-10-10")
    let other = line.replacing("P001", with: "P900")
    let run = bare.desk.run("\(other) sample-2025", as: "张敏")
    #expect(run.exit == .notFound && run.messages.contains("E-TEMPLATES-UNKNOWN"))
  }

  @Test func `one event is booked in every book that is kept here`() throws {
    let control = "--name 备查簿 --start 2022-01 --chart fund"
    try ThreeYears.done(desk.run("book add 002 \(control)", as: "何伟"))
    try ThreeYears.done(desk.run("book role --role unit --code 001", as: "何伟"))
    try ThreeYears.done(desk.run("book role --role control --code 002", as: "何伟"))
    // What is the whole ledger's needs no book.
    try ThreeYears.done(desk.run("aux add SOE3 --kind custodian --name SOE3", as: "何伟"))
    try ThreeYears.done(desk.run("user add 新人 --role maker", as: "管理员"))
    try fund.begin()
    let vouchers = try desk.json("project show P001")["documents"][2]["vouchers"].list.map(\.text)
    #expect(vouchers == ["001/2022-03-记-0001", "002/2022-03-记-0001"])
    let right = try desk.json("voucher show 002/2022-03-记-0001 --set 002")
    #expect(right["lines"][0]["account"].text == "D01")
    #expect(desk.run("book info \(desk.path)").output.contains("备查 → 002"))
    let wrong = desk.run("book role --role nobody --code 001", as: "何伟")
    #expect(wrong.exit == .data && wrong.messages.contains("E-VALUE-UNKNOWN"))
    #expect(try desk.json("book check")["ok"].flag == true)
  }

  @Test func `targets and alerts are counted from documents`() throws {
    let none = desk.run("project targets --on 2025-12-31")
    #expect(none.exit == .notFound)
    let file = policy("policies/targets/lanzhou-xinqu-2027.json")
    try ThreeYears.done(desk.run("policy adopt \(file) --on 2025-10-01 \(Fund.signed)", as: "何伟"))
    try fund.begin()
    try fund.enter("project stage P001 small_trial", on: "2022-09-01")
    try fund.enter(
      "project lease P001 --lease L1 --landlord YQ1 --premises A --from 2022-09-01 --to 2024-08-31",
      on: "2022-09-01"
    )
    try fund.enter(
      "project rent accrue P001 --lease L1 --month 2022-09 --amount 7000.00",
      on: "2022-09-30"
    )
    let targets = try desk.json("project targets --on 2025-12-31")["targets"].list
    #expect(targets.first?["reached"].text == "1" && targets.first?["goal"].text == "100")
    let alerts = try desk.json("project alerts --on 2022-11-01")["alerts"].list
    #expect(alerts.contains { $0["kind"].text == "rent_open" && $0["project"].text == "P001" })
  }
}
