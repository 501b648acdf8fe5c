import Testing

@testable import Commands

/// Refusals that the ledger gives, by their codes.
@Suite struct RefusalTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let line: String
    let person: String?
    let code: String
    let exit: ExitCode
    var testDescription: String { line }

    init(_ line: String, _ person: String?, _ code: String, _ exit: ExitCode) {
      self.line = line
      self.person = person
      self.code = code
      self.exit = exit
    }
  }

  static let cases = [
    Case("account add 122101 --name 别的 --side debit", "何伟", "E-CODE-CONFLICT", .conflict),
    Case("account add 66020199 --name 设备 --side debit", "何伟", "E-PARENT-MISSING", .data),
    Case("account add 12210101 --name 设备 --side debit", "何伟", "E-PARENT-POSTED", .conflict),
    Case("account add 122103 --name 设备 --side debit", "张敏", "E-ROLE", .denied),
    Case("account add 122103 --name 设备 --side debit", nil, "E-USER-UNNAMED", .usage),
    Case("account add 122103 --name 设备 --side debit --aux 舱位", "何伟", "E-AUX-UNKNOWN", .data),
    Case("account add Z001 --name 备忘 --side debit", "何伟", "E-VALUE-UNKNOWN", .data),
    Case("account disable 999999", "何伟", "E-ACCOUNT-UNKNOWN", .notFound),
    Case("account disable 122101", "张敏", "E-ROLE", .denied),
    Case("account import accounts.csv", "张敏", "E-ROLE", .denied),
    Case("aux import \(ThreeYears.clean)/accounts.csv", "何伟", "E-TABLE-UNKNOWN", .data),
    Case("aux add SOE1 --kind custodian --name 别家", "何伟", "E-CODE-CONFLICT", .conflict),
    Case("aux add X1 --kind 舱位 --name 甲", "何伟", "E-AUX-UNKNOWN", .data),
    Case("aux add X1 --kind custodian --name 甲", "王磊", "E-ROLE", .denied),
    Case("aux list --kind 舱位", nil, "E-AUX-UNKNOWN", .notFound),
    Case("user add 李娜 --role maker", "管理员", "E-USER-EXISTS", .conflict),
    Case("user add 新人 --role maker", "何伟", "E-ROLE", .denied),
    Case("user role 无名 --role maker", "管理员", "E-USER-UNKNOWN", .denied),
    Case("book add 001 --name 又 --start 2026-01", "何伟", "E-BOOK-EXISTS", .conflict),
    Case("report tb --period 2025-12 --set 009", nil, "E-BOOK-UNKNOWN", .notFound),
    Case("voucher show D-000777", nil, "E-DRAFT-UNKNOWN", .notFound),
    Case("voucher show 2025-12-记-0777", nil, "E-VOUCHER-UNKNOWN", .notFound),
    Case("import undo IMP-20260101-0001", "张敏", "E-BATCH-UNKNOWN", .notFound),
    Case("report ledger --account 9 --period 2025", nil, "E-ACCOUNT-UNKNOWN", .notFound),
    Case("report columns --account 9 --period 2025", nil, "E-ACCOUNT-UNKNOWN", .notFound),
    Case(
      "report ledger --account 1221 --aux 项目=P999 --period 2025",
      nil,
      "E-AUX-UNKNOWN",
      .notFound
    ),
    Case("report aux --as-of 2025-12-31 --account 9 --by 项目", nil, "E-ACCOUNT-UNKNOWN", .notFound),
    Case("report aux --as-of 2025-12-31 --account 1221 --by 舱位", nil, "E-AUX-UNKNOWN", .notFound),
    Case("report aux --as-of 2025-12-31 --account 1221 --by a,b,c", nil, "E-USAGE", .usage),
    Case("export hledger", nil, "E-USAGE", .usage),
    Case("pool show --pool 无名", nil, "E-POOL-UNKNOWN", .notFound),
  ]

  @Test(arguments: cases)
  func `gives the listed code and exit`(_ wanted: Case) throws {
    let desk = try Desk(ThreeYears.posted)
    let before = try desk.bytes
    let run = desk.run(wanted.line + " --json", as: wanted.person)
    let found = try Found(run.output)
    #expect(found["error"]["code"].text == wanted.code)
    #expect(run.exit == wanted.exit)
    #expect(try desk.bytes == before)
    // People are told the same, in whole sentences on standard error.
    let told = desk.run(wanted.line, as: wanted.person)
    #expect(wanted.line.hasPrefix("export") || told.messages.contains(wanted.code))
    #expect(
      !told.messages.contains("{")
        && told.exit == (wanted.line.hasPrefix("export") ? .ok : wanted.exit)
    )
  }

  @Test func `opening balances are taken once, and stand before the first period`() throws {
    let desk = try Desk()
    try ThreeYears.done(desk.run("book init \(desk.path) --name 甲 --start 2026-01 --chart fund"))
    let file = try desk.save("科目编码,期初借方,期初贷方\n100201,5.00,\n271101,,5.00\n", "期初.csv")
    try ThreeYears.done(desk.run("import run \(file) --post"))
    let again = desk.run("import run \(file) --post --json")
    #expect(again.exit == .conflict && again.output.contains("\"E-OPENING-EXISTS\""))
    let row = try desk.json("report tb --period 2026-01 --leaf")["rows"][0]
    #expect(row["opening"].text == "5.00" && row["debit"].text == "0.00")
    #expect(try desk.json("report tb --period 2026 --leaf")["totals"]["debit"].text == "0.00")
  }

  /// Enough vouchers for a second thread, or so few that there is none.
  @Test(arguments: [3, 1_000])
  func `a load that no balance can hold is refused as a whole`(count: Int) throws {
    let desk = try Desk()
    try ThreeYears.done(desk.run("book init \(desk.path) --name 甲 --start 2026-01 --chart fund"))
    let before = try desk.bytes
    var rows = ["凭证日期,凭证字,凭证号,摘要,科目编码,借方金额,贷方金额,制单人,复核人,审批人"]
    for number in 1...count {
      let voucher = "2026-01-\(10 + number % 20),记,\(number),拨入"
      // Each fits; together they are more than 92,233,720,368,547,758.07 yuan.
      let amount = "\(92_233_720_368_547_758 / (count - 1)).99"
      rows.append("\(voucher),100201,\(amount),,张敏,王磊,周正")
      rows.append("\(voucher),271101,,\(amount),张敏,王磊,周正")
    }
    let file = try desk.save(rows.joined(separator: "\n"), "大额.csv")
    let run = desk.run("import run \(file) --post --json")
    let error = try Found(run.output)["error"]
    #expect(run.exit == .data)
    #expect(error["code"].text == "E-OVERFLOW" && error["row"].value == nil)
    #expect(try desk.bytes == before)
  }

  @Test func `tables whose subject does not exist yet are named and left out`() throws {
    let desk = try ThreeYears.empty()
    let found = try desk.json("import run \(ThreeYears.clean) --post", as: "何伟")
    #expect(found["outcome"].text == "warn" && found["vouchers"].number == 350)
    let codes = ["W-TABLE-LEFT-OUT", "W-BANK-ACCOUNT"]
    let left = found["findings"].list.filter { codes.contains($0["code"].text ?? "") }
    let unloaded = found["tables"].list.filter { $0["loaded"].flag == false }
    #expect(left.count == unloaded.count && left.count >= 2)
  }
}
