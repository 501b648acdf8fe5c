import Findings
import InvestFirst
import Policies
import Quantities
import Testing

@testable import Simulators

@Suite struct ExitScenarioTests {
  private func findings(_ text: String) -> [String] {
    do throws(Findings) {
      _ = try ExitTexts.read(text)
      return []
    } catch { return error.list.map { "\($0.code.rawValue) \($0.column)" } }
  }

  private func refusal(_ text: String) throws -> Refusal? {
    let scenario = try ExitTexts.read(text)
    do throws(Refusal) {
      _ = try ExitSimulator(scenario)
      return nil
    } catch { return error }
  }

  @Test func `what the file leaves out is an assumption`() throws {
    let scenario = try ExitTexts.read(ExitTexts.scenario())
    #expect(scenario.assumptions.contains(Assumption(path: "market.volatility_year", value: "0.2")))
    #expect(scenario.assumptions.contains(Assumption(path: "stages.pilot.success", value: "0.65")))
    let given = ExitTexts.scenario(parts: #""market":{"volatility_year":"0.3","memory":"0"},"#)
    let other = try ExitTexts.read(given)
    #expect(!other.assumptions.contains { $0.path.hasPrefix("market") })
    #expect(other.market.volatility == 0.3)
  }

  @Test(
    arguments: [
      (#""stages":{"pilot":{"success":"1.1"}},"#, "E-FIELD-VALUE stages.pilot.success"),
      (#""stages":{"pilot":{"rounds_year":"-0.1"}},"#, "E-FIELD-VALUE stages.pilot.rounds_year"),
      (#""stages":{"trial":{}},"#, "E-FIELD-UNKNOWN stages.trial"),
      (#""sales":{"fees":"2"},"#, "E-FIELD-VALUE sales.fees"),
      (#""stages":{"pilot":{"round_sold":"1"}},"#, "E-FIELD-VALUE stages.pilot.round_sold"),
      (#""events":{"acceptance_after":"量产"},"#, "E-FIELD-VALUE events.acceptance_after"),
      (#""market":{"memory":"1"},"#, "E-FIELD-VALUE market.memory"),
      (#""paths":0,"#, "E-FIELD-VALUE paths"),
    ]
  )
  func `values out of range are refused where they stand`(part: String, expected: String) {
    #expect(findings(ExitTexts.scenario(parts: part)) == [expected])
  }

  @Test func `everything that is wrong is told at once`() {
    let group = """
      {"count":1,"stage":"小试","pre_money":"0.00","capital":"0.00","disbursements":[],\
      "held":{"capital":"1.00","since":"2030-01-01"}}
      """
    #expect(
      findings(ExitTexts.scenario(groups: group)) == [
        "E-FIELD-VALUE projects.groups[0].pre_money", "E-FIELD-VALUE projects.groups[0].capital",
        "E-FIELD-MISSING projects.groups[0].disbursements",
        "E-FIELD-VALUE projects.groups[0].held.capital",
        "E-DATE-ORDER projects.groups[0].held.since",
      ]
    )
    #expect(findings(ExitTexts.scenario(groups: "")) == ["E-PORTFOLIO-EMPTY projects"])
  }

  @Test func `a policy that leaves open what a path needs is refused before the first path`() throws
  {
    let silent = ExitTexts.policy(convert: "")
    let open = try refusal(ExitTexts.scenario(policy: silent))
    #expect(open == .open(["policy.convert.trigger", "policy.convert.price_rule"]))
    let priceless = ExitTexts.policy(convert: #""trigger":[{"kind":"external_round"}]"#)
    let price = try refusal(ExitTexts.scenario(policy: priceless))
    #expect(price == .open(["policy.convert.price_rule"]))
    let limits = ExitTexts.policy(fail: #""tolerance":"?""#)
    #expect(try refusal(ExitTexts.scenario(policy: limits)) == .open(["policy.fail.tolerance"]))
  }

  @Test func `all that stops a path is told at once`() throws {
    let silent = ExitTexts.policy(
      convert: "",
      fail: #""tolerance":[{"scope":"project","limit_ppm":"?","denominator":"fund_size"},"#
        + #"{"scope":"class","limit_ppm":"500000","denominator":"fund_size"}]"#
    )
    let found = try refusal(ExitTexts.scenario(policy: silent))
    guard case .findings(let findings)? = found else {
      Issue.record("\(String(describing: found))")
      return
    }
    let told = Set(findings.list.map { "\($0.code.rawValue) \($0.column)" })
    #expect(
      told.isSuperset(of: [
        "E-FIELD-MISSING fund_size", "E-VALUE-OPEN policy.convert.trigger",
        "E-VALUE-OPEN policy.convert.price_rule", "E-VALUE-OPEN policy.fail.tolerance[0].limit_ppm",
      ])
    )
    let broken = self.findings(ExitTexts.scenario(policy: silent, groups: ""))
    #expect(broken.first == "E-PORTFOLIO-EMPTY projects")
    #expect(broken.contains("E-VALUE-OPEN policy.convert.trigger"))
  }

  @Test func `a scenario may say what converts where the policy does not`() throws {
    let policy = ExitTexts.policy(
      convert: #""price_rule":"round_price","include_in_pre":"outside_pre""#
    )
    let text = ExitTexts.scenario(
      policy: policy,
      parts: #""events":{"conversion_round_min":"1000000.00"},"#
    )
    let simulator = try ExitTexts.simulator(text)
    #expect(simulator.model.trigger.roundMin == 100_000_000)
    #expect(simulator.assumptions.contains { $0.path == "policy.convert.trigger" })
  }

  @Test func `conditions that nothing in a simulation meets are refused`() throws {
    let policy = ExitTexts.policy(
      convert: """
        "trigger":[{"kind":"revenue","min_fen":"1"}],"price_rule":"par"
        """
    )
    guard case .findings(let found)? = try refusal(ExitTexts.scenario(policy: policy)) else {
      Issue.record("a trigger without events is no trigger")
      return
    }
    #expect(found.list.map(\.code) == [.modelScope])
  }

  @Test func `rates that are missing are told before the first path`() throws {
    let text = ExitTexts.scenario().replacing("2020-01-01", with: "2035-01-01")
    guard case .findings(let found)? = try refusal(text) else {
      Issue.record("a rate is needed after three years")
      return
    }
    #expect(found.list.map(\.code) == [.rateGap])
  }

  @Test func `published rates hold on after the last one`() throws {
    let quotes = [RateSeries.Quote(from: CivilDate(dayNumber: 18_000), rate: PPM(31_000))]
    let series = try RateSeries(quotes, isMonthly: true)
    let text = ExitTexts.scenario().replacing(
      #""rates":[{"series":"lpr_1y","from":"2020-01-01","rate_ppm":30000}],"#,
      with: ""
    )
    let scenario = try ExitScenario(Array(text.utf8), rates: RateTable([.lpr1Y: series]))
    #expect(scenario.assumptions.contains { $0.path == "rates.lpr_1y" })
    _ = try ExitSimulator(scenario)
  }
}
