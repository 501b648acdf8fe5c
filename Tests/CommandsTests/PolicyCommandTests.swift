import Findings
import Reports
import Testing

@testable import Commands

@Suite struct PolicyCommandTests {
  static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  static let shipped = [
    "zhejiang-2008", "chongqing-2025", "guangzhou-2026", "shandong-2025", "luoyang-reading-a",
    "luoyang-reading-b", "guangkai-2025", "xian-2024", "lanzhou-xinqu-2025",
  ]

  static func policy(_ name: String) -> String { "\(root)/policies/\(name).json" }
  static func example(_ name: String) -> String { "\(root)/Examples/policies/\(name).json" }

  @Test(arguments: shipped)
  func `a shipped policy has no errors, and marks whatever it says`(_ name: String) throws {
    let run = Run(["policy", "check", Self.policy(name), "--json"])
    #expect(run.exit == .ok && run.output.hasPrefix(#"{"ok":true,"open":["#), "\(run.output)")
    let shown = Run(["policy", "show", Self.policy(name), "--plain"])
    #expect(shown.exit == .ok && shown.output.contains("\(name)"))
    let unnamed = shown.output.split(separator: "\n").filter { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      return cells[0] == cells[1]
    }
    #expect(unnamed.isEmpty)
  }

  @Test func `T22 the open policy of 兰州新区 refuses an exit and names its tiers`() {
    let run = Run([
      "rule", "exit", "--policy", Self.policy("lanzhou-xinqu-2025"), "--case",
      Self.example("exit"), "--json",
    ])
    #expect(run.exit == .policy)
    #expect(run.output.hasPrefix(#"{"error":{"code":"E-POLICY-OPEN","message":"#))
    #expect(run.output.contains(#""open":["exit.hurdle","exit.gain_concession_ppm","#))
    #expect(
      run.output.contains(#""exit.tiers""#) && run.output.hasSuffix(#""findings":[]}"# + "\n")
    )
  }

  @Test(arguments: [
    ("exit", #""principal":"2000000.00","floor":"2"#, "slices"),
    ("conversion", #""base":"1326000.00","price":"8.00""#, "capital_to_fund"),
    ("rent", #""total":"126000.00""#, "months"),
    ("tolerance", #""breaches":0,"not_exempt":0"#, "limits"),
  ])
  func `the example policy computes every rule and explains it`(
    _ rule: String,
    _ figures: String,
    _ list: String
  ) {
    var arguments = [
      "rule", rule, "--policy", Self.example("sample"), "--case", Self.example(rule),
    ]
    if rule == "exit" { arguments += ["--rates", "\(Self.root)/policies/rates/lpr.csv"] }
    let run = Run(arguments + ["--json"])
    #expect(run.exit == .ok && run.output.contains(figures), "\(run.output)")
    #expect(run.output.contains(#""\#(list)":"#) && run.output.contains(#""trace":[{"step":"#))
    let told = Run(arguments + ["--explain"])
    #expect(told.exit == .ok && told.output.contains("计算过程") && told.output.contains("示例"))
  }

  @Test func `everything wrong with a policy is told at once, with line and path`() throws {
    let desk = try Desk()
    let path = try desk.save(
      """
      {"policy":"invest_first","policy_id":"x",
       "exit":{"tiers":[{"from_month":"0","to_month":"36","clock":"each","bound":"floor"},
         {"from_month":"40","to_month":"60"},{"from_month":"50"}]},
       "convert":{"hold_max_ppm":"1000001","unknown":"1"}}
      """,
      "policy.json"
    )
    let run = desk.run("policy check \(path) --json")
    #expect(run.exit == .data && run.output.hasPrefix(#"{"ok":false,"open":[],"error":{"#))
    for code in [
      "E-FIELD-VALUE", "E-FIELD-UNKNOWN", "E-TIER-GAP", "E-TIER-OVERLAP",
    ] {
      #expect(run.output.contains(#""code":"\#(code)""#), "\(code)")
    }
    #expect(run.output.contains(#""row":2,"column":"exit.tiers[0].clock","value":"each""#))
  }

  @Test func `two versions are compared by path`() {
    let run = Run([
      "policy", "diff", Self.policy("luoyang-reading-a"), Self.policy("luoyang-reading-b"),
      "--plain",
    ])
    #expect(run.exit == .differences && run.output.contains("exit.gain_concession_ppm\t500000\t0"))
    let same = Run(["policy", "diff", Self.policy("xian-2024"), Self.policy("xian-2024"), "--json"])
    #expect(same.exit == .ok && same.output == #"{"differences":[]}"# + "\n")
  }

  @Test func `T20 a file of rates that contradicts the one beside the policy is refused`() throws {
    let desk = try Desk()
    let path = try desk.save(
      "series,from,rate_ppm,unchanged_through\nlpr_5y,2022-05-20,46000,\n",
      "rates.csv"
    )
    let run = desk.run(
      "rule exit --policy \(Self.policy("zhejiang-2008")) --case \(Self.example("exit"))"
        + " --rates \(path) --json"
    )
    #expect(run.exit == .data && run.output.contains("E-RATE-CONFLICT"), "\(run.output)")
  }

  @Test func `a month without its quotation stops the calculation`() throws {
    let desk = try Desk()
    let facts = try desk.save(
      #"{"disbursements":[{"date":"2022-03-01","amount":"1.00"}],"exit_date":"2026-06-01"}"#,
      "case.json"
    )
    let run = desk.run(
      "rule exit --policy \(Self.example("sample")) --case \(facts)"
        + " --rates \(Self.root)/policies/rates/lpr.csv --json"
    )
    #expect(run.exit == .data && run.output.contains("E-RATE-GAP"))
    #expect(run.output.contains("2026-05"))
  }

  @Test func `the page about policies names every field in both languages`() throws {
    let page = String(decoding: try System.read("\(Self.root)/docs/policies.md"), as: UTF8.self)
    let missing = FieldNames.names.filter { field, names in
      let key = field.split(separator: ".").last.map(String.init) ?? field
      return !page.contains("`\(key)`") || !page.contains(names.0) || !page.contains(names.1)
    }
    #expect(missing.map(\.key).sorted() == [])
  }
}
