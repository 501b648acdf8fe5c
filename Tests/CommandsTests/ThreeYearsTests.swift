import Foundation
import Quantities
import Testing

@testable import Commands

/// The books of the three-year example, as the commands print them, against the expected figures.
@Suite struct ThreeYearsTests {
  let desk: Desk

  init() throws { desk = try Desk(ThreeYears.posted) }

  static let months: [String] = (2023...2025).flatMap { year in
    (1...12).map { "\(year)-\($0 < 10 ? "0" : "")\($0)" }
  }

  @Test(arguments: months)
  func `the trial balance of every month`(_ month: String) throws {
    let found = try desk.json("report tb --period \(month) --leaf --all")
    let expected = try ThreeYears.expected("expected/trial_balance.json")[month]
    #expect(found["period"].text == month)
    #expect(found["balanced"].flag == true)
    let rows = Dictionary(
      uniqueKeysWithValues: found["rows"].list.map { row in
        (
          row["code"].text ?? "",
          ["name", "opening", "debit", "credit", "closing"].map { row[$0].text }
        )
      }
    )
    let wanted = Dictionary(
      uniqueKeysWithValues: expected.keys.map { code in
        (code, ["name", "opening", "debit", "credit", "closing"].map { expected[code][$0].text })
      }
    )
    #expect(rows == wanted)
    #expect(found["rows"].list.allSatisfy { $0["leaf"].flag == true })
    #expect(found["totals"]["debit"].text == found["totals"]["credit"].text)
  }

  @Test(arguments: [("2025Q4", "2025-10", "2025-12"), ("2024", "2024-01", "2024-12")])
  func `a range opens with its first month and closes with its last`(
    _ range: String,
    _ first: String,
    _ last: String
  ) throws {
    let expected = try ThreeYears.expected("expected/trial_balance.json")
    let found = try desk.json("report tb --period \(range) --leaf --all")
    #expect(found["period"].text == "\(first)..\(last)")
    for row in found["rows"].list {
      let code = try #require(row["code"].text)
      #expect(row["opening"].text == expected[first][code]["opening"].text)
      #expect(row["closing"].text == expected[last][code]["closing"].text)
    }
  }

  @Test func `balances by project and custodian`() throws {
    let expected = try ThreeYears.expected("expected/aux_balances_2025-12-31.json").texts
    var found: [String: String] = [:]
    for (account, kinds) in [
      ("122101", ["项目"]), ("122102", ["项目"]), ("151101", ["代持单位", "项目"]),
    ] {
      let by = kinds.joined(separator: ",")
      let line = "report aux --as-of 2025-12-31 --account \(account) --by \(by)"
      for row in try desk.json(line)["rows"].list {
        let values = zip(kinds, ["value", "value_2"]).map { "\($0)=\(row[$1].text ?? "")" }
        found["\(account) \(values.joined(separator: " "))"] = row["balance"].text
      }
    }
    #expect(found == expected)
  }

  @Test func `balances of a parent add up, zero ones on request`() throws {
    let line = "report aux --as-of 2025-12-31 --account 1221 --by project"
    let rows = try desk.json(line)["rows"].list
    #expect(rows.first { $0["value"].text == "P002" }?["balance"].text == "2341250.00")
    #expect(rows.allSatisfy { $0["balance"].text != "0.00" })
    let all = try desk.json(line + " --all")["rows"].list
    #expect(all.count > rows.count)
    #expect(all.contains { $0["value"].text == "P024" && $0["balance"].text == "0.00" })
    let early = try desk.json("report aux --as-of 2023-01-09 --account 1221 --by 项目")["rows"]
    #expect(early.list.map { $0["value"].text } == ["P001"])
    #expect(early[0]["balance"].text == "600000.00")
  }

  @Test(arguments: ["100201", "122101", "271101", "3001", "630101", "670102"])
  func `a ledger runs from opening to closing`(_ account: String) throws {
    let expected = try ThreeYears.expected("expected/trial_balance.json")
    let found = try desk.json("report ledger --account \(account) --period 2024-01..2025-12")
    #expect(found["account"].text == account)
    #expect(found["opening"].text == expected["2024-01"][account]["opening"].text)
    #expect(found["closing"].text == expected["2025-12"][account]["closing"].text)
    var running = try fen(found["opening"])
    for row in found["rows"].list {
      running += try fen(row["debit"]) - fen(row["credit"])
      #expect(try fen(row["balance"]) == running)
      #expect(!row["counter_accounts"].list.isEmpty)
    }
    #expect(try running == fen(found["closing"]))
    let dates = found["rows"].list.compactMap { $0["date"].text }
    #expect(dates == dates.sorted() && !dates.isEmpty)
  }

  @Test func `a ledger of one project, page by page`() throws {
    let line = "report ledger --account 1221 --aux 项目=P024 --period 2023-01..2025-12"
    let whole = try desk.json(line)
    #expect(whole["opening"].text == "0.00" && whole["closing"].text == "0.00")
    let numbers = whole["rows"].list.map { $0["number"].text }
    #expect(numbers.count > 3)
    var pages: [String?] = []
    for skip in stride(from: 0, to: numbers.count, by: 3) {
      let page = try desk.json(line + " --limit 3 --skip \(skip)")["rows"].list
      #expect(page.count <= 3)
      pages += page.map { $0["number"].text }
    }
    #expect(pages == numbers)
    let late = try desk.json("report ledger --account 1221 --aux 项目=P024 --period 2025-09")
    #expect(late["opening"].text == "2400000.00" && late["closing"].text == "0.00")
  }

  @Test func `the journal has every line, and pages join`() throws {
    let rows = try desk.json("report journal --period 2023-01..2025-12")["rows"].list
    #expect(rows.count == 1_460)
    #expect(
      rows.first?.keys == [
        "date", "number", "line", "summary", "account", "debit", "credit", "dimensions",
      ]
    )
    let total = try rows.reduce(Int64(0)) { try $0 + fen($1["debit"]) }
    #expect(total == 51_857_059_279)
    let page = try desk.json("report journal --period 2023-01..2025-12 --skip 700 --limit 7")
    #expect(
      page["rows"].list.map { [$0["number"].text, $0["line"].number.map(String.init)] }
        == rows[700..<707].map { [$0["number"].text, $0["line"].number.map(String.init)] }
    )
  }

  @Test func `the general ledger agrees with the trial balance`() throws {
    let expected = try desk.json("report tb --period 2025-11 --level 1 --all")["rows"].list
    for account in try desk.json("report gl --period 2025")["accounts"].list {
      let row = try #require(expected.first { $0["code"].text == account["code"].text })
      let month = account["months"][10]
      #expect(month["period"].text == "2025-11")
      for key in ["debit", "credit", "closing"] { #expect(month[key].text == row[key].text) }
    }
    let part = try desk.json("report gl --period 2020-01..2099-12 --account 1221")
    #expect(part["accounts"].list.map { $0["code"].text } == ["1221", "122101", "122102"])
    #expect(part["accounts"][0]["months"].list.count == 36)
  }

  @Test func `columns add up to the account`() throws {
    let found = try desk.json("report columns --account 6601 --period 2025")
    #expect(found["columns"].list.map { $0.text } == ["660101", "660102"])
    let year = try desk.json("report columns --account 122101 --by 项目 --period 2025")
    #expect(year["columns"].list.count == 41)
    #expect(year["closing"].text == "55420000.00")
  }

  @Test(arguments: [
    ("--text 租金 --period 2025-12", 4), ("--account 100201 --counter 660102", 3),
    ("--amount 60000000.00..", 2), ("--aux 项目=P024 --account 1221", 5),
    ("--maker 赵倩 --period 2023-01", 4), ("--text 没有这样的摘要", 0),
  ])
  func `a search finds lines`(_ options: String, _ atLeast: Int) throws {
    let rows = try desk.json("report search \(options)")["rows"].list
    #expect(atLeast == 0 ? rows.isEmpty : rows.count >= atLeast, "\(rows.count)")
    let two = try desk.json("report search \(options) --limit 2")["rows"].list
    #expect(two.count == min(2, rows.count))
  }

  @Test func `the books as they were known earlier`() throws {
    let records = try #require(try desk.json("book info")["records"].number)
    let now = try desk.json("report tb --period 2025-12 --leaf")["rows"].list.count
    let same = try desk.json("report tb --period 2025-12 --leaf --known-at \(records)")
    #expect(same["rows"].list.count == now)
    // 2025-12-记-0008 carries the year's income and expense forward.
    let carry = try #require(try desk.json("voucher show 2025-12-记-0008")["seq"].number)
    let before = try desk.json("report tb --period 2025-12 --known-at \(carry)")
    #expect(before["balanced"].flag == true)
    let closing = before["rows"].list.first { $0["code"].text == "3001" }?["closing"].text
    #expect(closing == "13326865.91")
  }

  @Test func `corrections name each other`() throws {
    for correction in try ThreeYears.expected("expected/corrections.json").list {
      let (original, red) = (correction["original"].text, correction["red"].text)
      let first = try desk.json("voucher show \(original ?? "")")
      let second = try desk.json("voucher show \(red ?? "")")
      let third = try desk.json("voucher show \(correction["blue"].text ?? "")")
      #expect(first["reversed_by"].text == red && first["reverses"].isNull)
      #expect(second["reverses"].text == original && second["reversed_by"].isNull)
      #expect(third["reverses"].isNull)
      let amounts = { (voucher: Found) in try voucher["lines"].list.map { try fen($0["debit"]) } }
      #expect(try amounts(second) == amounts(first).map(-))
      let projects = { (voucher: Found) in
        Set(voucher["lines"].list.compactMap { $0["dimensions"]["项目"].text })
      }
      #expect(projects(first) == [correction["wrong_project"].text])
      #expect(projects(third) == [correction["right_project"].text])
    }
  }

  @Test func `a voucher shows who signed and where it stands in the log`() throws {
    let voucher = try desk.json("voucher show 2025-12-记-0002")
    #expect(
      voucher.keys == [
        "number", "draft", "date", "state", "lines", "prepared_by", "reviewed_by", "approved_by",
        "reverses", "reversed_by", "seq", "leaf_sha256",
      ]
    )
    #expect(voucher["state"].text == "posted" && voucher["draft"].isNull)
    #expect(voucher["leaf_sha256"].text?.count == 64)
    #expect(
      voucher["lines"][0].keys == [
        "line", "summary", "account", "debit", "credit", "dimensions",
      ]
    )
  }
}

/// The amount in fen.
func fen(_ found: Found) throws -> Int64 {
  try #require(found.text.flatMap(Fen.init(canonical:))).rawValue
}
