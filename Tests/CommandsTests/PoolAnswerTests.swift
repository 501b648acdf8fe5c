import Foundation
import Testing

@testable import Commands

/// What the answer about a pool holds where its scenario has it, and leaves out where not.
@Suite struct PoolAnswerTests {
  private static let examples = ThreeYears.folder.deletingLastPathComponent()
    .appending(path: "scenarios").path
  private static let pool = "\(examples)/reference-pool.json"

  /// Two banks, new lending and a breaker for each bank.
  private static func banks(_ desk: Desk, policy: String = "", pool: String = "") throws -> String {
    let loan = #""principal":"3000000.00","pd_year":"0.03","sector":"A","term_months":12"#
    let text = """
      {"scenario":"pool","name":"两家银行","policy":{"policy":"risk_pool","policy_id":"trial",
      "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"500000"}]\(policy),
      "breakers":[{"measure":"loss_rate","denominator":"cumulative_lending","level":"bank",
      "ppm":"50000","effect":"stop_new"}]},"pool":{"opening":"30000000.00"\(pool)},
      "horizon_months":36,"loans":{"groups":[{"count":100,\(loan),"bank":"甲行"},
      {"count":100,\(loan),"bank":"乙行"}]},"factors":{"rho_global":"0.12","rho_sector":"0"},
      "new_lending":{"every_months":12}}
      """
    return try desk.save(text, "banks.json")
  }

  /// The result's page.
  private static func page(_ desk: Desk, _ scenario: String) throws -> String {
    let (file, page) = ("\(desk.folder.path)/b.run", "\(desk.folder.path)/b.html")
    let made = desk.run("sim pool --scenario \(scenario) --paths 256 -o \(file) -q")
    #expect(made.exit == .ok, "\(made.messages)")
    #expect(desk.run("sim show \(file) --html \(page)").exit == .ok)
    return try desk.text("b.html")
  }

  @Test func `stops are told by bank and year, in every form`() throws {
    let desk = try Desk()
    let scenario = try Self.banks(desk)
    let found = try desk.json("sim pool --scenario \(scenario) --paths 256")
    let banks = found["banks"].list
    #expect(banks.count == 2)
    for bank in banks {
      let years = bank["p_stopped_by_year"].list.map { $0["value"].value as? Double ?? -1 }
      #expect(years.count == 3 && years == years.sorted() && years[2] > 0)
      #expect(bank["p_stopped"]["value"].value as? Double == years[2])
    }
    let text = desk.run("sim pool --scenario \(scenario) --paths 256 --lang en").output
    #expect(text.contains("Stopped by the end of a year, by bank") && text.contains("Year 3"))
    let csv = desk.run("sim pool --scenario \(scenario) --paths 256 --csv").output
    #expect(csv.contains("\"至年末被熔断的概率, 分银行\"\r\n银行,第 1 年,第 2 年,第 3 年\r\n"))
    #expect(try Self.page(desk, scenario).contains("banks-title"))
    let plain = try Self.page(desk, Self.pool)
    #expect(!plain.contains("banks-title"))
  }

  @Test func `whoever bears a loss first is named beside pool and banks`() throws {
    let desk = try Desk()
    let scenario = try Self.banks(
      desk,
      policy: #","absorbers":[{"party":"保险公司","scope":"pool","limit":"1000000.00"}]"#,
      pool: #","absorbers":[{"name":"保险公司","available":"5000000.00"}]"#
    )
    let bearers = try desk.json("sim pool --scenario \(scenario) --paths 256")["bearers"]
    let first = bearers["absorbers"][0]
    #expect(first["party"].text == "保险公司" && first["amount"]["ci95"].list.count == 2)
    let shares = [bearers["pool"], first["share"], bearers["banks"]]
      .map { $0.value as? Double ?? -1 }
    #expect(shares.allSatisfy { $0 > 0 } && (shares.reduce(0, +) - 1).magnitude < 1e-9)
    let text = desk.run("sim pool --scenario \(scenario) --paths 256").output
    #expect(text.contains("保险公司") && text.contains("其中未能补偿"))
    let page = try Self.page(desk, scenario)
    let bridge = try #require(page.split(separator: "bridge-title").last)
    #expect(bridge.prefix(6_000).contains(">保险公司</text>"))
  }

  @Test func `claims to cash have an interval`() throws {
    let line = "sim pool --scenario \(Self.pool) --paths 256"
    let usage = try Desk().json(line)["usage"]
    #expect(usage["method"].text == "ratio" && usage["ci95"].list.count == 2)
    let rows = try Desk().run(line + " --plain --lang en").output.split(separator: "\n")
    let row = try #require(rows.first { $0.hasPrefix("Claims to mean cash") })
    #expect(row.split(separator: "\t").count == 5)
  }

  @Test func `batches of lending are told by age, in every form`() throws {
    let desk = try Desk()
    let scenario = try Self.banks(desk)
    let line = "sim pool --scenario \(scenario) --paths 64"
    let vintages = try desk.json(line)["vintages"]
    #expect(vintages.list.map { $0["from_month"].number } == [0, 13, 25])
    #expect(vintages.list.map { $0["failed_by_age"].list.count } == [12, 8, 4])
    #expect(vintages[1]["failed_by_age"][3]["months"].number == 12)
    let text = desk.run(line).output
    #expect(text.contains("放款批次的累计违约率") && text.contains("第 13–15 月"))
    #expect(desk.run(line + " --csv --lang en").output.contains("Lent in,Amount,3 months,6 months"))
    #expect(try Self.page(desk, scenario).contains("vintages-title"))
    let once = try desk.json("sim pool --scenario \(Self.pool) --paths 64")
    #expect(once["vintages"].list.isEmpty)
  }

  /// A plan made of a ledger at the end of March, for loans of which one is claimed in September.
  private static func plan(_ reserve: Reserve, fields: String) throws -> String {
    let text = """
      {"scenario":"pool",\(fields)"horizon_months":12,
      "policy":"\(Fund.root.path)/Examples/policies/pool.json","pool":{"opening":"8000000.00",
      "replenish":"none"},"loans":{"list":[{"principal":"1000000.00","pd_year":"0.3",
      "bank":"B1"}]}}
      """
    return try reserve.desk.save(text, "plan.json")
  }

  @Test func `a ledger is set beside its plan, with lights`() throws {
    let reserve = try Reserve()
    try reserve.lend("L1", "1000000.00")
    try reserve.pay("K1", for: "L1", on: "2025-09-01")
    let desk = reserve.desk
    let (file, page) = ("\(desk.folder.path)/p.run", "\(desk.folder.path)/p.html")
    let scenario = try Self.plan(reserve, fields: #""as_of":"2025-03-31","#)
    _ = try desk.json("sim pool --scenario \(scenario) --paths 512 -o \(file)")
    let line = "sim show \(file) --actual \(desk.path) --on 2025-10-15"
    let actual = try desk.json(line)["actual"]
    #expect(actual["as_of"].text == "2025-03-31" && actual["paths"].number == 512)
    let points = actual["points"].list
    #expect(points.count == 18)
    func found(_ figure: String, _ day: String) -> Found? {
      points.first { $0["figure"].text == figure && $0["through"].text == day }
    }
    let before = try #require(found("cash", "2025-08-31"))
    #expect(before["actual"].text == "8000000.00" && before["light"].text == "green")
    #expect(try #require(found("paid", "2025-08-31"))["actual"].text == "0.00")
    let paid = try #require(found("paid", "2025-09-30"))
    let sum = paid["actual"].text.flatMap(Double.init) ?? 0
    #expect(sum > 0 && paid["light"].text != "green")
    #expect(try #require(found("claims", "2025-09-30"))["actual"].text == paid["actual"].text)
    let cash = try #require(found("cash", "2025-09-30"))["actual"].text.flatMap(Double.init)
    #expect(cash == 8_000_000 - sum)
    let text = desk.run(line + " --lang en").output
    #expect(text.contains("Actual against plan") && text.contains("paid so far"))
    #expect(desk.run(line + " --csv").output.contains("截至,指标,实际,P5,P25,P50,P75,P95,红绿灯"))
    #expect(desk.run(line + " --html \(page)").exit == .ok)
    #expect(try desk.text("p.html").contains("actual-cash-title"))
    let early = desk.run("sim show \(file) --actual \(desk.path) --on 2025-04-29")
    #expect(early.output.contains("计划的第一期还没有过完"))
  }

  @Test func `what cannot be set beside a plan is refused`() throws {
    let reserve = try Reserve()
    let (desk, file) = (reserve.desk, "\(reserve.desk.folder.path)/p.run")
    let scenario = try Self.plan(reserve, fields: "")
    _ = try desk.json("sim pool --scenario \(scenario) --paths 64 -o \(file)")
    let undated = desk.run("sim show \(file) --actual \(desk.path)")
    #expect(undated.exit == .data && undated.messages.contains("as_of"), "\(undated.messages)")
    #expect(desk.run("sim show \(file) --on 2025-10-15").exit == .usage)
    let part = "sim pool --scenario \(scenario) --paths 9000 --shard 1/2 -o \(file)"
    _ = try desk.json(part)
    let shown = desk.run("sim show \(file) --actual \(desk.path) --json")
    #expect(shown.exit == .data && shown.output.contains("E-RUN-OTHER"), "\(shown.output)")
  }
}
