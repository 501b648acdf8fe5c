import Quantities
import Policies
import Testing

@testable import Simulators

/// References that nobody here made up, within bounds that follow from the standard error.
@Suite struct PoolReferenceTests {
  /// Whether an estimate lies within four standard errors of the truth.
  private func agrees(_ estimate: Estimate<Fen>, _ yuan: Double) -> Bool {
    let half = Double(estimate.high.rawValue - estimate.low.rawValue) / 2
    return (Double(estimate.value.rawValue) / 100 - yuan).magnitude * 100 <= half * 4 / 1.96 + 1
  }

  private func agrees(_ estimate: Estimate<Double>, _ truth: Double, of paths: Int) -> Bool {
    let deviation = (truth * (1 - truth) / Double(paths)).squareRoot()
    return (estimate.value - truth).magnitude <= 4 * deviation + 1e-12
  }

  /// 200 loans of 3,000,000.00, PD 3 %, ρ 12 %, half covered, pool 30,000,000.00.
  @Test func `the reference pool comes out`() throws {
    let paths = 4_096
    let report = try Pools.report(Pools.scenario(), paths: paths)
    #expect(agrees(report.claims, 9_000_000))
    #expect(agrees(report.paid, 8_720_325.2320))
    #expect(agrees(report.unpaid, 279_674.7680))
    #expect(agrees(report.unpaidByYear[0], 0.028457360698, of: paths))
    #expect(agrees(report.emptyByYear[0], 0.033750551856, of: paths))
    #expect((report.costPerYuan.value - 0.014533875).magnitude < 0.0005)
    let truth = [25_500_000.0, 40_500_000, 61_500_000]
    for (level, truth) in zip(report.quantiles, truth) {
      #expect(Double(level.estimate.low.rawValue) / 100 <= truth)
      #expect(Double(level.estimate.high.rawValue) / 100 >= truth)
    }
    #expect(report.quantiles.map(\.estimate.value) == report.capital.map(\.estimate.value))
    #expect(agrees(report.shortfalls[1].estimate, 49_394_157.35))
  }

  /// Five years of new loans, each year with its own factor, nothing filled up.
  @Test func `five years of new lending come out`() throws {
    let paths = 2_048
    let group =
      #"{"count":200,"principal":"3000000.00","pd_year":"0.03","lgd":{"fixed":"1"},"#
      + #""sector":"A","bank":"B1","term_months":12}"#
    let lending = #","new_lending":{"every_months":12}"#
    let report = try Pools.report(
      Pools.scenario(groups: group, months: 60, fields: lending),
      paths: paths
    )
    let truth = [0.028457360698, 0.135017938621, 0.331885834194, 0.562878997807, 0.757500605733]
    for (share, truth) in zip(report.unpaidByYear, truth) {
      #expect(agrees(share, truth, of: paths))
    }
    #expect(agrees(report.paid, 18.9236794723 * 1_500_000))
    #expect(agrees(report.lent, 5 * 600_000_000))
  }

  /// The same with a breaker at 5 %: the second year is not lent, with the probability known.
  @Test func `a breaker stops the next year's lending`() throws {
    let paths = 2_048
    let group =
      #"{"count":200,"principal":"3000000.00","pd_year":"0.03","lgd":{"fixed":"1"},"#
      + #""sector":"A","bank":"B1","term_months":12}"#
    let breaker =
      #"{"measure":"loss_rate","denominator":"cumulative_lending","#
      + #""level":"programme","ppm":"50000","effect":"stop_new"}"#
    let report = try Pools.report(
      Pools.scenario(
        groups: group,
        months: 24,
        policy: #","breakers":[\#(breaker)]"#,
        fields: #","new_lending":{"every_months":12}"#
      ),
      paths: paths
    )
    #expect(agrees(report.breakerByYear[0], 0.197571385895, of: paths))
    #expect(agrees(report.unpaidByYear[1], 0.076988272054, of: paths))
    #expect(agrees(report.lent, (1 + 0.802428614105) * 600_000_000))
  }

  /// The t copula's limit for many small loans: P(L ≤ 0.2981056209) = 0.99.
  @Test func `fat tails come out`() throws {
    let paths = 1_024
    let group = #"{"count":1000,"principal":"2.00","pd_year":"0.03","lgd":{"fixed":"1"}}"#
    let report = try Pools.report(
      Pools.scenario(
        groups: group,
        factors: #""degrees":"4","rho_global":"0.12""#,
        model: "t",
        opening: "0.00"
      ),
      paths: paths
    )
    #expect(agrees(report.claims, 30))
    #expect(report.quantiles[1].estimate.low <= Fen(29_810))
    #expect(report.quantiles[1].estimate.high >= Fen(29_810))
  }

  /// With one year more, the second year's factor keeps a part of the first's.
  ///
  /// Deviations of the number of failures are those that NumPy finds on 400,000 paths.
  @Test(arguments: [("0", 5.43), ("0.6", 6.33), ("1", 6.98)])
  func `good and bad times last when factors remember`(memory: String, truth: Double) throws {
    let paths = 16_384
    let group = #"{"count":100,"principal":"20000.00","pd_year":"0.03","lgd":{"fixed":"1"}}"#
    let report = try Pools.report(
      Pools.scenario(
        groups: group,
        factors: #""rho_global":"0.2","memory":"\#(memory)""#,
        months: 24,
        opening: "0.00"
      ),
      paths: paths
    )
    #expect(agrees(report.claims, 1_000_000 * (1 - 0.97 * 0.97)))
    // Half of each loan is claimed.
    let width = Double(report.claims.high.rawValue - report.claims.low.rawValue) / 1_000_000
    let deviation = width / (2 * 1.96) * Double(paths).squareRoot()
    // The deviation of so skewed a number is known to a hundredth.
    #expect((deviation / truth - 1).magnitude < 0.04)
  }
}

/// Where probabilities are nought or one there is nothing left to chance.
@Suite struct PoolBoundaryTests {
  /// Loans that all come after the last month.
  @Test func `nothing to simulate is refused`() throws {
    let late =
      #"{"count":5,"principal":"3000000.00","pd_year":"0.03","lgd":{"fixed":"1"},"#
      + #""starts_month":24}"#
    let scenario = try Pools.scenario(groups: late, months: 12)
    #expect(throws: Refusal.self) { try PoolSimulator(scenario) }
  }

  /// Of single loans every other one is left, and none of them is simulated by halves.
  @Test func `fewer loans are some of them`() throws {
    let loan = #"{"count":1,"principal":"3000000.00","pd_year":"0.03","lgd":{"fixed":"1"}}"#
    let group = #"{"count":7,"principal":"1000000.00","pd_year":"0.03","lgd":{"fixed":"1"}}"#
    let scenario = try Pools.scenario(groups: "\(loan),\(loan),\(loan),\(group)")
    let fewer = try #require(scenario.turned(.loans, up: false))
    #expect(fewer.loans.map(\.count) == [1, 0, 1, 3])
    #expect(scenario.turned(.loans, up: true)?.loans.map(\.count) == [2, 2, 2, 14])
    _ = try PoolSimulator(fewer)
  }

  @Test func `other rates are drawn on the same luck`() throws {
    let scenario = try Pools.scenario(fields: #","variance":"mixture""#)
    #expect(scenario.variance == .mixture)
    var plain = scenario
    plain.variance = .plain
    #expect(plain.covering(points: 100_000)?.variance == .plain)
    #expect(scenario.covering(points: 100_000)?.variance == .mixture)
  }

  /// What is known at the end of a year goes on with the next one's first month.
  @Test(arguments: [("2025-12-31", 2026, 1), ("2025-12-30", 2025, 12), ("2026-01-01", 2026, 1)])
  func `a plan begins with the day after the last of a month`(
    asOf: String,
    year: Int,
    month: Int
  ) throws {
    let scenario = try Pools.scenario(fields: #","as_of":"\#(asOf)""#)
    #expect(scenario.start.year == year && scenario.start.month == month)
  }

  @Test(arguments: ["0", "1"], ["0", "1"])
  func `certainty has right answers`(rate: String, share: String) throws {
    let group = #"{"count":40,"principal":"3.00","pd_year":"\#(rate)","lgd":{"fixed":"1"}}"#
    let scenario = try Pools.scenario(
      groups: group,
      factors: #""rho_global":"\#(share)""#,
      months: 24,
      opening: "50.00"
    )
    let report = try Pools.report(scenario, paths: 64)
    let claims = rate == "1" ? Fen(6_000) : .zero
    #expect(report.claims == Estimate(claims, claims, claims, .normal))
    #expect(report.unpaid.value == Fen(max(claims.rawValue - 5_000, 0)))
    #expect(report.unpaidByYear.map(\.value) == (rate == "1" ? [1, 1] : [0, 0]))
    #expect(report.years[1].claims.value == .zero)
  }

  @Test(arguments: [("gaussian", ""), ("t", #","degrees":"3""#)])
  func `loans that share everything fail together`(model: String, more: String) throws {
    let group = #"{"count":50,"principal":"2.00","pd_year":"0.3","lgd":{"fixed":"1"}}"#
    let scenario = try Pools.scenario(
      groups: group,
      factors: #""rho_global":"1""# + more,
      model: model,
      opening: "0.00"
    )
    let simulator = try PoolSimulator(scenario)
    let result = try #require(try simulator.run(RunPlan(seed: 3, paths: 512)))
    let claims = Set(result.tally.samples[PoolTally.claims].run.values)
    #expect(claims == [0, 5_000])
    let report = try simulator.report(result)
    #expect((report.unpaidByYear[0].value - 0.3).magnitude < 4 * (0.21 / 512).squareRoot())
  }

  @Test func `one loan, one path, and 600 months have answers`() throws {
    let group = #"{"count":1,"principal":"0.01","pd_year":"0.5","lgd":{"mean":"0.7","sd":"0.25"}}"#
    for months in [1, 600] {
      let report = try Pools.report(
        Pools.scenario(groups: group, months: months, opening: "0.00"),
        paths: 1
      )
      #expect(report.claims.value <= Fen(1))
      #expect(report.unpaidByYear.allSatisfy { $0.value.isFinite && $0.low.isFinite })
      #expect(report.costPerYuan.value.isFinite)
      #expect(report.unpaidByYear.count == (months + 11) / 12)
    }
  }
}
