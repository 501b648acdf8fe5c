import Findings
import Reports
import Testing

@testable import Commands

@Suite struct RulePoolCommandTests {
  private static let shipped = [
    "anhui-2022", "chongqing-zhishi", "dalian-2025", "gansu-2023", "ganzi-2026", "guangzhou-2021",
    "hangzhou", "henan-2021", "henan-2025", "hubei-2025", "jiangmen-2025", "jindong-2015",
    "ningbo-2015", "shanghai-2011", "shanghai-2024", "shenzhen-2024", "tianjin",
    "yunnan-xiaobaodai", "zhuhai-2022",
  ]

  @Test(arguments: shipped)
  func `a shipped scheme has no errors, and every field of it a name`(_ name: String) {
    let run = Run(["policy", "check", PolicyCommandTests.policy(name), "--json"])
    #expect(run.exit == .ok && run.output.hasSuffix(#""findings":[]}"# + "\n"), "\(run.output)")
    let shown = Run(["policy", "show", PolicyCommandTests.policy(name), "--plain"])
    let unnamed = shown.output.split(separator: "\n").filter { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      return cells.count < 2 || cells[0] == cells[1]
    }
    #expect(unnamed.isEmpty)
  }

  @Test func `a claim is computed, shared and explained`() throws {
    let desk = try Desk()
    let facts = PolicyCommandTests.example("claim")
    let policy = PolicyCommandTests.policy("zhuhai-2022")
    let found = try desk.json("rule claim --policy \(policy) --case \(facts)")
    let figures = ["base", "raw", "entitlement", "pay", "clawback"].map { found[$0].text }
    #expect(figures == ["4500000.00", "3150000.00", "3000000.00", "2800000.00", "0.00"])
    #expect(found["rate_ppm"].number == 700_000)
    #expect(found["binding"].list.map(\.text) == ["loan_cap", "pool_cash"])
    #expect(found["shares"].list.map { $0["amount"].text } == ["350000.00", "2450000.00"])
    #expect(found["trace"].list.count == 7)
    let told = desk.run("rule claim --policy \(policy) --case \(facts) --explain")
    #expect(told.exit == .ok && told.output.contains("限额 loan_cap"))
  }

  @Test func `a recovery is shared between the fund and the bank`() throws {
    let desk = try Desk()
    let facts = PolicyCommandTests.example("recovery")
    let policy = PolicyCommandTests.policy("zhuhai-2022")
    let found = try desk.json("rule recovery --policy \(policy) --case \(facts)")
    #expect(found["net"].text == "920000.00")
    let shares = found["shares"].list.map { "\($0["party"].text ?? "") \($0["amount"].text ?? "")" }
    #expect(shares == ["fund 488655.73", "bank 431344.27"])
  }

  @Test(arguments: [
    ("hubei-2025", #"{"loss":"1.00"}"#, ExitCode.policy, #""open":["tiers[0].rate_ppm"]"#),
    ("zhuhai-2022", "{}", .data, #""column":"loan.outstanding""#),
    ("zhuhai-2022", #"{"losz":"1.00"}"#, .data, #""code":"E-FIELD-UNKNOWN""#),
    ("zhejiang-2008", "{}", .data, #""column":"policy""#),
  ])
  func `a claim that cannot be computed says why`(
    _ policy: String,
    _ facts: String,
    _ exit: ExitCode,
    _ part: String
  ) throws {
    let desk = try Desk()
    let path = try desk.save(facts, "case.json")
    let policy = PolicyCommandTests.policy(policy)
    let run = desk.run("rule claim --policy \(policy) --case \(path) --json")
    #expect(run.exit == exit && run.output.contains(part), "\(run.output)")
  }

  @Test func `what can hardly be meant is flagged and does not stop`() throws {
    let desk = try Desk()
    let policy = try desk.save(
      """
      {"policy":"risk_pool","policy_id":"x","coverage":{"base":"net_principal_loss"},
       "tiers":[{"rate_ppm":"100000"},{"rate_ppm":"200000"}]}
      """,
      "policy.json"
    )
    let check = desk.run("policy check \(policy) --json")
    #expect(check.exit == .ok && check.output.contains("W-TIER-COMBINE"), "\(check.output)")
    let facts = try desk.save(#"{"loss":"9.00","loan":{"principal":"8.00"}}"#, "case.json")
    let claim = desk.run("rule claim --policy \(policy) --case \(facts) --json")
    #expect(claim.exit == .ok && claim.output.contains("W-CLAIM-ABOVE-LOAN"))
    let told = desk.run("policy check \(policy)")
    #expect(told.exit == .ok && told.messages.contains("竞合"))
  }

  @Test func `the page about schemes names every field in both languages`() throws {
    let path = "\(PolicyCommandTests.root)/docs/policies-pools.md"
    let page = String(decoding: try System.read(path), as: UTF8.self)
    for (field, name) in FieldNames.poolNames {
      #expect(page.contains("| `\(field)` | \(name.0) | \(name.1) |"), "\(field)")
    }
  }
}
