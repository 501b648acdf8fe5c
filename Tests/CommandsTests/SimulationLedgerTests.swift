import Foundation
import Testing

@testable import Commands

/// Loans and projects that a scenario takes from a ledger, as of a day.
@Suite struct SimulationLedgerTests {
  private static func pool(_ desk: Desk, asOf day: String, fields: String = "") throws -> String {
    let text = """
      {"scenario":"pool","as_of":"\(day)","ledger":"\(desk.path)","horizon_months":24,\(fields)
      "policy":"\(Fund.root.path)/Examples/policies/pool.json","pool":{"opening":"8000000.00",
      "replenish":"none"},"loans":{"ledger":{"pd_year":"1","lgd":{"fixed":"0.5"}}}}
      """
    return try desk.save(text, "方案.json")
  }

  @Test func `a loan is simulated from its entry until its claim`() throws {
    let reserve = try Reserve()
    try reserve.enter(
      "pool loan add L1 --borrower 甲 --bank B1 --principal 1000000.00 --lent 2025-02-01 "
        + "--due 2026-01-31 --revenue 20000000.00 --sector 新材料",
      on: "2025-02-05"
    )
    try reserve.enter(
      "pool loan add L2 --borrower 乙 --bank B2 --principal 2000000.00 --lent 2025-04-01 "
        + "--due 2026-03-31 --revenue 20000000.00 --sector 新材料",
      on: "2025-04-05"
    )
    func lent(_ day: String) throws -> Run {
      let scenario = try Self.pool(reserve.desk, asOf: day)
      return reserve.desk.run("sim pool --scenario \(scenario) --paths 16 --json")
    }
    for (day, sum) in [("2025-03-01", "1000000.00"), ("2025-04-30", "3000000.00")] {
      let run = try lent(day)
      #expect(try Found(run.output)["expected_lent"]["value"].text == sum, "\(run.messages)")
    }
    for day in ["2025-02-04", "2024-12-31"] {
      let run = try lent(day)
      #expect(run.exit == .data && run.output.contains("E-PORTFOLIO-EMPTY"), "\(day)")
    }
    // What was paid back later was still owed on the day.
    try reserve.enter("pool loan settle L1", on: "2025-06-20")
    let before = try Found(try lent("2025-06-19").output)
    #expect(before["expected_lent"]["value"].text == "3000000.00")
    let after = try Found(try lent("2025-06-20").output)
    #expect(after["expected_lent"]["value"].text == "2000000.00")
  }

  @Test(arguments: [
    (#""as_of":"2025-04-30","#, "", "as_of"),
    (#""ledger":""#, #""ledger":{"value_multiple":"0","file":""#, "ledger.value_multiple"),
    (#""ledger":""#, #""ledger":{"klass":"seed","file":""#, "ledger.klass"),
  ])
  func `what a scenario says about its ledger is checked`(
    _ part: String,
    _ other: String,
    _ field: String
  ) throws {
    let desk = try Reserve().desk
    let path = try Self.pool(desk, asOf: "2025-04-30")
    var text = try String(contentsOfFile: path, encoding: .utf8)
    text = text.replacing(part, with: other)
    if other.contains("{") {
      text = text.replacing("\(desk.path)\"", with: "\(desk.path)\"}", maxReplacements: 1)
    }
    let scenario = try desk.save(text, "错.json")
    let run = desk.run("sim pool --scenario \(scenario) --paths 16")
    #expect(run.exit == .data && run.messages.contains(field), "\(run.messages)")
  }

  @Test func `a project is as it was on the day, and what is assumed about it is said`() throws {
    let fund = try Fund()
    try fund.hold()
    func found(_ day: String, _ ledger: String = "") throws -> Found {
      let text = """
        {"scenario":"exit","as_of":"\(day)","horizon_months":24,"projects":{"from_ledger":true},
        "ledger":{"file":"\(fund.desk.path)"\(ledger)},
        "policy":"\(Fund.root.path)/Examples/policies/sample.json"}
        """
      let scenario = try fund.desk.save(text, "退出.json")
      return try fund.desk.json("sim exit --scenario \(scenario) --paths 16")
    }
    // On the last day it holds equity, for what was paid before.
    for (day, paid) in [
      ("2022-06-30", "1200000.00"), ("2022-12-31", "2000000.00"), ("2023-02-01", "2000000.00"),
    ] {
      let result = try found(day)
      #expect(result["expected_invested"]["value"].text == paid, "\(day) \(result)")
      let assumed = result["assumptions"].list.compactMap { $0["field"].text }
      #expect(assumed.contains("ledger.value_multiple"))
    }
    let given = try found("2022-06-30", #","value_multiple":"8","class":"seed""#)
    let assumed = given["assumptions"].list.compactMap { $0["field"].text }
    #expect(!assumed.contains("ledger.value_multiple"))
  }
}
