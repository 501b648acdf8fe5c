import CSQLite
import Foundation
import Testing

@testable import Commands

/// What the commands do with the file itself: keys, rehearsals, several books, rivals.
@Suite struct LedgerFileTests {
  static let dirty = ThreeYears.folder.appending(path: "dirty/00_clean.csv").path

  @Test func `a key takes effect once, and gives the same answer again`() throws {
    let desk = try Desk(ThreeYears.closed)
    let line = "voucher import \(Self.dirty) --key 2026-01-08/1 --json"
    let (first, second) = (desk.run(line, as: "张敏"), desk.run(line, as: "张敏"))
    #expect(first.exit == .ok && second.exit == .ok)
    #expect(first.output == second.output)
    #expect(try desk.json("voucher list --state draft")["total"].number == 2)
    let people = desk.run(line.replacing("张敏", with: "李娜"), as: "李娜")
    #expect(people.exit == .conflict)
    let other = desk.run(
      "period reopen 2025-12 --reason 补 --yes --key 2026-01-08/1 --json",
      as: "何伟"
    )
    #expect(other.exit == .conflict)
    #expect(try Found(other.output)["error"]["code"].text == "E-KEY-REUSED")
  }

  @Test(arguments: [
    ("import run \(ThreeYears.clean) --post", "何伟"), ("user add 新人 --role maker", "管理员"),
    ("account add 122103 --name 设备 --side debit", "何伟"),
    ("aux add SOE3 --kind custodian --name 新集团", "何伟"), ("account disable 660102", "何伟"),
    ("period close 2023-01 --yes", "何伟"), ("book add 002 --name 乙 --start 2026-01", "何伟"),
    ("voucher new --on 2026-01-08 --summary 拨 --debit 100202:1.00 --credit 100201:1.00", "张敏"),
  ])
  func `a rehearsal writes nothing`(_ line: String, _ person: String) throws {
    let desk =
      line.contains("period") ? try Desk(ThreeYears.posted) : try ThreeYears.empty()
    let before = try desk.bytes
    let rehearsal = desk.run(line + " --dry-run", as: person)
    #expect(rehearsal.exit == .ok, "\(rehearsal.messages)")
    #expect(try desk.bytes == before)
    let run = desk.run(line, as: person)
    #expect(run.exit == .ok && run.output == rehearsal.output)
    #expect(try desk.bytes != before)
  }

  @Test func `a second book has its own accounts, numbers and balances`() throws {
    let desk = try Desk(ThreeYears.posted)
    try ThreeYears.done(desk.run("book add 002 --name 补偿金 --start 2026-01 --chart fund", as: "何伟"))
    let unnamed = desk.run("report tb --period 2026-01 --json")
    #expect(unnamed.exit == .usage)
    #expect(try Found(unnamed.output)["error"]["code"].text == "E-SET-AMBIGUOUS")
    let history = """
      凭证日期,凭证字,凭证号,摘要,科目编码,借方金额,贷方金额,制单人,复核人,审批人
      2026-01-05,记,1,拨款,100202,700.00,,张敏,王磊,周正
      2026-01-05,记,1,拨款,271102,,700.00,张敏,王磊,周正
      """
    let file = try desk.save(history, "乙.csv")
    try ThreeYears.done(desk.run("voucher import \(file) --post --set 002", as: "何伟"))
    let second = try desk.json("report tb --period 2026-01 --leaf --set 002")
    #expect(second["rows"].list.map { $0["closing"].text } == ["700.00", "-700.00"])
    let first = try desk.json("report tb --period 2026-01 --leaf --set 001")
    #expect(first["rows"].list.first?["closing"].text == "75535086.41")
    let journal = try desk.json("report journal --period 2026-01 --set 002")
    #expect(journal["rows"][0]["number"].text == "002/2026-01-记-0001")
    let shown = try desk.json("voucher show 002/2026-01-记-0001 --set 001")
    #expect(shown["number"].text == "002/2026-01-记-0001")
    #expect(try desk.json("voucher show 001/2025-12-记-0002 --set 002")["date"].text == "2025-12-22")
    #expect(desk.run("report tb --period 2026-01 --set 003").exit == .notFound)
    #expect(desk.run("book check").exit == .ok)
  }

  @Test func `who writes while another one does is told so`() throws {
    let desk = try Desk(ThreeYears.posted)
    var handle: OpaquePointer?
    #expect(sqlite3_open(desk.path, &handle) == SQLITE_OK)
    defer { sqlite3_close(handle) }
    #expect(sqlite3_exec(handle, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
    let run = desk.run("user add 新人 --role maker --json", as: "管理员")
    #expect(run.exit == .busy)
    #expect(try Found(run.output)["error"]["code"].text == "E-BUSY")
    #expect(desk.run("report tb --period 2025-12").exit == .ok)
    #expect(sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) == SQLITE_OK)
    #expect(desk.run("user add 新人 --role maker", as: "管理员").exit == .ok)
  }

  @Test func `nothing lies beside the ledger when no command runs`() throws {
    let desk = try Desk(ThreeYears.posted)
    try ThreeYears.done(desk.run("user add 新人 --role maker", as: "管理员"))
    try ThreeYears.done(desk.run("report tb --period 2025-12"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: desk.folder.path) == ["账.xiantou"])
  }

  @Test func `a book is made whole or not at all`() throws {
    let desk = try Desk()
    let chart = try desk.save("科目编码,科目名称,余额方向\n100201,甲,借\n100201,乙,借\n", "坏.csv")
    let run = desk.run("book init \(desk.path) --name 甲 --start 2026-01 --chart \(chart) --json")
    #expect(run.exit == .data && run.output.contains("E-CODE-DUP"))
    #expect(!FileManager.default.fileExists(atPath: desk.path))
    try ThreeYears.done(desk.run("book init \(desk.path) --name 甲 --start 2026-01 --chart fund"))
    #expect(desk.run("book init \(desk.path) --name 甲 --start 2026-01").exit == .conflict)
    #expect(desk.run("report tb --period 2026-01 --book /nowhere/x").exit == .notFound)
    #expect(desk.run("report tb --period 2026-01 --book \(chart)").exit == .failed)
  }
}
