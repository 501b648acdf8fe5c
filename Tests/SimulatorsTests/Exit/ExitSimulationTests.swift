import InvestFirst
import Policies
import Quantities
import Signing
import Testing

@testable import Simulators

@Suite struct ExitSimulationTests {
  @Test func `where nothing is left to chance the path is the one that anybody can work out`()
    throws
  {
    let report = try ExitTexts.report(
      ExitTexts.scenario(parts: ExitTexts.certain),
      paths: 3
    )
    // A round after a month converts the first payment, and founders buy back at principal.
    #expect(report.projects.converted.value == 10)
    #expect(report.projects.boughtBack.value == 10)
    #expect(report.amounts.invested.value == Fen(1_000_000_000))
    #expect(report.amounts.toTreasury.value == Fen(1_000_000_000))
    #expect(report.amounts.gainReturned.value == .zero)
    #expect(report.amounts.residual.value == .zero)
    #expect(report.dpi.value == 1 && report.tvpi.value == 1 && report.loss.value == 0)
    #expect(report.rate.expected?.value == 0)
    #expect(report.flows[0].net.value == Fen(-1_000_000_000))
    #expect(report.flows[2].net.value == Fen(1_000_000_000))
    #expect(report.halfBackByYear.allSatisfy { $0.value == 1 })
    let away = try #require(report.yearsAway?.value)
    #expect((away - 59.0 / 365).magnitude < 1e-6)
    // Two stages have doubled it, and two rounds have brought in money.
    let atSale = try #require(report.companyAtSale)
    let expected = 8e9 / 0.85 / 0.85
    #expect((Double(atSale.rawValue) - expected).magnitude < 1e-6 * expected)
  }

  @Test func `a project that converts and is bought back is booked as the rules say`() throws {
    var scenario = try ExitTexts.read(
      ExitTexts.scenario(
        groups: ExitTexts.group.replacing(#""count":10"#, with: #""count":1"#),
        parts: ExitTexts.certain,
        months: 72
      )
    )
    // Nobody bids for four years, so that a return is due.
    scenario.sales.pause = 47
    let simulator = try ExitSimulator(scenario)
    let paid = [scenario.projects[0].disbursements[0]]

    var round = ConversionCase()
    round.disbursements = paid
    round.preMoney = Fen(4_000_000_000)
    round.capitalBefore = Fen(500_000_000)
    round.roundCash = Fen(4_000_000_000 * 15 / 85)
    round.eventDate = CivilDate(iso: "2026-02-01")
    let conversion = try Conversion.quote(round, policy: scenario.policy).figures
    var walk = ExitWalk(simulator.model)
    walk.walk(seed: 1, path: 0)
    // The value is the exponential of a logarithm, cut to the fen below.
    let capital = try #require(walk.course.holding?.capital)
    #expect((capital - conversion.capitalToFund.rawValue).magnitude <= 1)
    #expect(walk.course.holding?.principal == conversion.base.rawValue)

    var sale = ExitCase()
    sale.disbursements = paid
    sale.exitDate = CivilDate(iso: "2030-02-01")
    sale.offeredPrice = .zero
    let exit = try Exit.quote(sale, policy: scenario.policy, rates: scenario.rates).figures
    #expect(exit.slices[0].interest > .zero && exit.proceeds.price == exit.floor)
    let figures = walk.figures
    #expect(figures[.bought] == 1 && figures[.residual] == 0 && figures[.lost] == 0)
    #expect(figures[.toTreasury] == exit.proceeds.toTreasury.rawValue)
    #expect(figures[.principalReturned] == exit.proceeds.principalReturned.rawValue)
    #expect(figures[.gainReturned] == exit.proceeds.gainReturned.rawValue)
    let flows = figures.flows.filter { $0 != 0 }
    #expect(flows == [-100_000_000, exit.proceeds.price.rawValue])
    #expect(figures.flows[49] == exit.proceeds.price.rawValue)
  }

  @Test func `an equity held for years is sold at the price that the ledger would book`() throws {
    let group = """
      {"count":4,"class":"seed","stage":"产业化","pre_money":"90000000.00","capital":"5000000.00",\
      "disbursements":[{"date":"2021-03-15","amount":"1000000.00"}],\
      "held":{"capital":"250000.00","since":"2022-06-01"}}
      """
    let simulator = try ExitTexts.simulator(
      ExitTexts.scenario(groups: group, parts: ExitTexts.certain, months: 12)
    )
    let plan = try RunPlan(seed: 8, paths: 1)
    let result = try #require(try simulator.run(plan))
    let report = try simulator.report(result)
    var sale = ExitCase()
    sale.disbursements = simulator.scenario.projects[0].disbursements
    sale.exitDate = CivilDate(year: 2026, month: 2, day: 1)
    let price = try Exit.quote(
      sale,
      policy: simulator.scenario.policy,
      rates: simulator.scenario.rates
    ).figures.proceeds.price
    #expect(report.amounts.toTreasury.value == Fen(4 * price.rawValue))
    #expect(report.amounts.invested.value == Fen(400_000_000))
    #expect(report.flows.first?.date == CivilDate(year: 2021, month: 3, day: 15))
    let (paid, sold) = (CivilDate(iso: "2021-03-15"), CivilDate(iso: "2026-02-01"))
    let rate = InternalRate([
      (date: try #require(paid), amount: Fen(-100_000_000)),
      (date: try #require(sold), amount: price),
    ]).rate
    #expect(report.rate.expected.map { $0.value.distance(to: rate ?? 0).magnitude < 1e-9 } ?? false)
  }

  @Test func `when every project fails everything is lost`() throws {
    let fail = """
      "tolerance":[{"scope":"project","stage":"seed","limit_ppm":"1000000"},\
      {"scope":"project","stage":"seed","limit_ppm":"999999"},\
      {"scope":"class","stage":"seed","limit_ppm":"500000"}]
      """
    let parts = #""stages":{"laboratory":{"success":"0","months":"1","rounds_year":"0"}},"#
    let report = try ExitTexts.report(
      ExitTexts.scenario(policy: ExitTexts.policy(fail: fail), parts: parts),
      paths: 5
    )
    #expect(report.projects.failed.value == 10)
    #expect(report.loss.value == 1 && report.dpi.value == 0)
    #expect(report.amounts.lost.value == report.amounts.invested.value)
    #expect(report.rate.expected == nil && report.rate.verdict == .none)
    #expect(
      report.rate.withoutRate.value == 1 && report.rate.quantiles == Array(repeating: nil, count: 5)
    )
    #expect(report.limits.map(\.beyond.value) == [0, 1, 1])
    #expect(report.limits.map(\.loss.value) == [0, 10, 1])
    #expect(report.yearsAway == nil)
  }

  @Test func `projects fail and convert as often as their chances say`() throws {
    let parts = """
      "stages":{"industry":{"success":"0.7","months":"1","delay":"0","rounds_year":"0.4"}},\
      "sales":{"buyback_year":"0","transfer_year":"0","listing":"0"},
      """
    let group = ExitTexts.group.replacing("小试", with: "产业化")
      .replacing(#""count":10"#, with: #""count":50"#)
    let paths = 120
    let report = try ExitTexts.report(
      ExitTexts.scenario(groups: group, parts: parts, months: 24),
      paths: paths
    )
    // 6,000 projects: 0.3 fail, with a standard error of 0.0059; four of them are allowed.
    #expect((report.projects.failed.value / 50 - 0.3).magnitude < 4 * 0.0059)
    // Those that do not fail have a round with the chance of two years.
    let expected = 0.7 * (1 - 0.6 * 0.6)
    #expect((report.projects.converted.value / 50 - expected).magnitude < 4 * 0.0065)
  }

  @Test func `values grow as they should on average`() throws {
    let group = """
      {"count":1,"stage":"产业化","pre_money":"1000000.00","capital":"1000000.00",\
      "disbursements":[{"date":"2025-01-01","amount":"1000.00"}],\
      "held":{"capital":"500000.00","since":"2025-06-01"}}
      """
    let parts = """
      "stages":{"industry":{"success":"1","months":"12","delay":"0","step_up":"1",\
      "growth_year":"0.1","volatility_year":"0.3","rounds_year":"0.5"}},\
      "market":{"volatility_year":"0.1"},\
      "sales":{"buyback_year":"0","transfer_year":"0","listing":"0"},
      """
    let report = try ExitTexts.report(
      ExitTexts.scenario(groups: group, parts: parts, months: 24),
      paths: 1_600
    )
    // Half of a company that grows by 10 % a year; rounds dilute and pay in as much.
    let left = Double(report.amounts.residual.value.rawValue) / 100
    // The variance of the logarithm is 2 × (0.09 + 0.01), the standard error 0.47 ÷ √1600.
    #expect((left / (500_000 * 1.21) - 1).magnitude < 4 * 0.47 / 40)
  }

  @Test func `capital that grows without end stops at the end of the range`() throws {
    let policy = ExitTexts.policy(
      convert: """
        "trigger":[{"kind":"date","date":"2070-01-01"}],"price_rule":"par"
        """
    )
    let text = ExitTexts.scenario(policy: policy, parts: ExitTexts.certain, months: 540)
    let report = try ExitTexts.report(text, paths: 1)
    #expect(report.projects.converted.value == 10)
  }

  @Test func `any threads and shards come to the same bytes`() throws {
    let group = ExitTexts.group.replacing(#""count":10"#, with: #""count":1"#)
    let text = ExitTexts.scenario(groups: group, months: 12)
    let simulator = try ExitTexts.simulator(text)
    let whole = try #require(try simulator.run(RunPlan(seed: 3, paths: 4_100)))
    let threaded = try simulator.run(
      RunPlan(seed: 3, paths: 4_100),
      RunControl(threads: 2)
    )
    #expect(threaded == whole)
    let parts = try (0..<2).map { index in
      let shard = try #require(Shard("\(index)/2"))
      let plan = try RunPlan(seed: 3, paths: 4_100, shard: shard)
      return try #require(try simulator.run(plan))
    }
    let merged = try RunResult.merge(try parts.map { try RunResult(file: $0.file()) })
    #expect(try merged.digest() == whole.digest())
  }

  @Test func `the same bytes on every machine`() throws {
    let report = try ExitTexts.report(ExitTexts.scenario(), paths: 64, seed: 2_026)
    let digest = "d3a62473f849854e5cf4cbca13cfddfa1e7d6ee833ed33e96252e771cef017ef"
    #expect("\(report.digest)" == digest)
  }

  @Test func `a deadline converts, gives back or gives up as the policy says`() throws {
    let cases: [(String, (ExitReport) -> Bool)] = [
      ("convert_at_appraisal", { $0.projects.converted.value == 10 }),
      ("repay", { $0.amounts.toTreasury.value == $0.amounts.invested.value }),
      ("waive", { $0.projects.waived.value == 10 && $0.loss.value == 1 }),
      ("extend", { $0.projects.alive.value == 10 && $0.loss.value == 0 }),
    ]
    let parts = ExitTexts.certain.replacing(#""rounds_year":"1""#, with: #""rounds_year":"0""#)
      .replacing(#""buyback_year":"1""#, with: #""buyback_year":"0""#)
    for (word, holds) in cases {
      let policy = ExitTexts.policy(
        convert: """
          "trigger":[{"kind":"external_round"}],"price_rule":"round_price",\
          "include_in_pre":"outside_pre","deadline_months":"18","on_deadline":"\(word)"
          """
      )
      let report = try ExitTexts.report(
        ExitTexts.scenario(policy: policy, parts: parts, months: 24),
        paths: 2
      )
      #expect(holds(report), "\(word)")
    }
  }

  @Test func `the multiple that reaches a goal reaches it`() throws {
    let scenario = try ExitTexts.read(ExitTexts.scenario(months: 60))
    let plan = try RunPlan(seed: 5, paths: 100)
    func multiple(_ times: Double) throws -> Double {
      let simulator = try ExitSimulator(scenario, valueMultiple: times)
      return try simulator.report(#require(try simulator.run(plan))).tvpi.value
    }
    let goal = ExitGoal(.tvpi, try (multiple(0.5) + multiple(2)) / 2)
    let found = try ExitSimulator(scenario).solve(goal, plan)
    let solution = try #require(found)
    #expect((solution.report.tvpi.value - goal.value).magnitude < 1e-3)
    #expect(solution.multiple.value > 0.5 && solution.multiple.value < 2)
    #expect(solution.multiple.low < solution.multiple.value)
    #expect(solution.multiple.value < solution.multiple.high)
    // Founders buy back at the policy's price: no value makes a hundredfold of it.
    #expect(try ExitSimulator(scenario).solve(ExitGoal(.tvpi, 1e6), plan) == nil)
  }

  @Test func `goals are read as people write them`() {
    #expect(ExitGoal("irr=3%") == ExitGoal(.irr, 0.03))
    #expect(ExitGoal("irr=-0.5%") == ExitGoal(.irr, -0.005))
    #expect(ExitGoal("moic=1.2") == ExitGoal(.moic, 1.2))
    for text in ["", "irr", "irr=", "irr=x", "nav=3", "irr=3%%"] {
      #expect(ExitGoal(text) == nil, "\(text)")
    }
  }
}
