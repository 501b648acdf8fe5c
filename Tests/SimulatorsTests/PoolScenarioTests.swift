import Findings
import Policies
import Quantities
import RiskPools
import Testing

@testable import Simulators

/// Scenarios for tests: the parts that matter, the others as they are in the reference pool.
enum Pools {
  static let policy =
    #""policy":{"policy":"risk_pool","policy_id":"trial","coverage":"#
    + #"{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"500000"}]"#

  /// A scenario from its loans and factors, with fields of the policy and of its own.
  static func scenario(
    groups: String = #"{"count":200,"principal":"3000000.00","pd_year":"0.03","#
      + #""lgd":{"fixed":"1"},"sector":"A","bank":"B1"}"#,
    factors: String = #""rho_global":"0.12","rho_sector":"0""#,
    model: String = "gaussian",
    months: Int = 12,
    opening: String = "30000000.00",
    policy: String = "",
    fields: String = ""
  ) throws -> PoolScenario {
    let text = """
      {"scenario":"pool","name":"trial",\(Pools.policy)\(policy)},
      "pool":{"opening":"\(opening)"},"horizon_months":\(months),
      "loans":{"groups":[\(groups)]},"factors":{"model":"\(model)",\(factors)}\(fields)}
      """
    return try PoolScenario(Array(text.utf8))
  }

  /// What a scenario comes to.
  static func report(_ scenario: PoolScenario, paths: Int, seed: UInt64 = 20_260_101) throws
    -> PoolReport
  {
    let simulator = try PoolSimulator(scenario)
    let plan = try RunPlan(seed: seed, paths: paths)
    return try simulator.report(try #require(try simulator.run(plan)))
  }
}

@Suite struct PoolScenarioTests {
  /// The codes and places of what is wrong with a scenario.
  private func findings(_ read: () throws -> PoolScenario) -> [String] {
    do {
      _ = try read()
      return []
    } catch let error as Findings {
      return error.list.map { "\($0.code.rawValue) \($0.column)" }
    } catch { return ["\(error)"] }
  }

  @Test func `everything that is wrong is told at once`() {
    let found = findings {
      try Pools.scenario(
        groups: #"{"count":1,"principal":"1.00","pd_year":"1.5","lgd":{"fixed":"2"},"#
          + #""bank":"A","term_months":0}"#,
        factors: #""rho_global":"0.7","rho_sector":"0.4","colour":"red""#,
        opening: "-1.00"
      )
    }
    #expect(
      found == [
        "E-FIELD-VALUE pool.opening", "E-FIELD-VALUE loans.groups[0].pd_year",
        "E-FIELD-VALUE loans.groups[0].lgd.fixed", "E-FIELD-VALUE loans.groups[0].term_months",
        "E-PORTFOLIO-EMPTY loans", "E-FIELD-UNKNOWN factors.colour",
      ]
    )
  }

  @Test(arguments: [
    (#"[["1","0.5"],["0.4","1"]]"#, "symmetry"), (#"[["1","0"],["0","2"]]"#, "E-FIELD-VALUE"),
    (#"[["1"]]"#, "size"), (#"[["1","0"],["0","0.5"]]"#, "diagonal"),
    (#"[["1","0.9","-0.9"],["0.9","1","0.9"],["-0.9","0.9","1"]]"#, "definite"),
  ])
  func `what is no matrix of correlations is refused`(matrix: String, reason: String) throws {
    let names = matrix.contains("-0.9") ? ["A", "B", "C"] : ["A", "B"]
    let sectors = names.map { #"{"name":"\#($0)"}"# }.joined(separator: ",")
    let factors = #""rho_sector":"0.2","sectors":[\#(sectors)],"correlation":\#(matrix)"#
    do {
      _ = try Pools.scenario(factors: factors)
      Issue.record("accepted")
    } catch let error as Findings {
      let told = error.list.map { $0.arguments["reason"] ?? $0.code.rawValue }
      #expect(told.contains(reason))
      #expect(error.list.allSatisfy { $0.code == .correlation || $0.code == .fieldValue })
    }
  }

  @Test func `correlations of one, and of minus one, are correlations`() throws {
    for other in ["1", "-1", "0.3"] {
      let factors =
        #""rho_sector":"0.2","sectors":[{"name":"A"},{"name":"B"}],"#
        + #""correlation":[["1","\#(other)"],["\#(other)","1"]]"#
      _ = try Pools.scenario(factors: factors)
    }
  }

  @Test func `a portfolio without loans is refused`() {
    #expect(findings { try Pools.scenario(groups: "") } == ["E-PORTFOLIO-EMPTY loans"])
    let none = #"{"count":0,"principal":"1.00","pd_year":"0"}"#
    #expect(findings { try Pools.scenario(groups: none) } == ["E-PORTFOLIO-EMPTY loans"])
  }

  @Test func `dates that contradict each other are refused`() throws {
    let text = """
      {"scenario":"pool",\(Pools.policy)},"pool":{"opening":"1.00"},"horizon_months":12,
      "loans":{"list":[{"principal":"100.00","outstanding":"200.00","from":"2025-03-01",
      "to":"2025-02-01","pd_year":"0.1"}]}}
      """
    let found = findings { try PoolScenario(Array(text.utf8)) }
    #expect(found == ["E-DATE-ORDER loans.list[0].to", "E-FIELD-VALUE loans.list[0].outstanding"])
  }

  @Test func `what the policy leaves open is refused before the first path`() throws {
    let text = """
      {"scenario":"pool","policy":{"policy":"risk_pool","policy_id":"trial",
      "coverage":{"base":"?"},"tiers":[{"when":"revenue > 100","rate_ppm":"?"}]},
      "pool":{"opening":"1.00"},"horizon_months":12,
      "loans":{"groups":[{"count":1,"principal":"100.00","pd_year":"0.1","revenue":"200.00"}]}}
      """
    let scenario = try PoolScenario(Array(text.utf8))
    #expect(throws: Refusal.self) { try PoolSimulator(scenario) }
  }

  /// A scheme that leaves three values open and watches what no simulation knows.
  private static let gaps =
    #","caps":"?","allocation":{"order":"?","on_shortfall":"lapse"},"breakers":"#
    + #"[{"measure":"payout_ratio","denominator":"enrolled_balance","ppm":"1","#
    + #""level":"bank","effect":"alert"}],"absorbers":"?""#

  @Test func `open values are told with what cannot be simulated`() throws {
    let scenario = try Pools.scenario(policy: Self.gaps)
    do {
      _ = try PoolSimulator(scenario)
      Issue.record("accepted")
    } catch {
      guard case .findings(let findings) = error else { throw error }
      #expect(findings.list.filter { $0.code == .modelScope }.map(\.value) == ["payout_ratio"])
      let open = findings.list.filter { $0.code == .valueOpen }.map(\.column)
      #expect(Set(open) == ["policy.caps", "policy.allocation.order", "policy.absorbers"])
      #expect(open.count == 3)
    }
  }

  @Test func `open values are told with what is wrong with the scenario`() {
    let found = findings { try Pools.scenario(opening: "-1.00", policy: Self.gaps) }
    #expect(found.first == "E-FIELD-VALUE pool.opening")
    #expect(
      Set(found.dropFirst()) == [
        "E-VALUE-OPEN policy.caps", "E-VALUE-OPEN policy.allocation.order",
        "E-VALUE-OPEN policy.absorbers",
      ]
    )
  }

  @Test func `a rule that turns on what is not known of a loan is refused`() throws {
    let scenario = try Pools.scenario(policy: #","addons":[{"when":"grade = A","ppm":"1"}]"#)
    do {
      _ = try PoolSimulator(scenario)
      Issue.record("accepted")
    } catch {
      guard case .findings(let findings) = error else { throw error }
      #expect(findings.list.map(\.column) == ["loan.grade"])
    }
  }

  @Test func `a rate by premiums cannot be simulated`() throws {
    let breaker =
      #"{"measure":"payout_ratio","denominator":"premium","ppm":"1200000","#
      + #""level":"district","effect":"alert"}"#
    let scenario = try Pools.scenario(policy: #","breakers":[\#(breaker)]"#)
    do {
      _ = try PoolSimulator(scenario)
      Issue.record("accepted")
    } catch {
      guard case .findings(let findings) = error else { throw error }
      #expect(findings.list.map(\.code) == [.modelScope, .modelScope, .modelScope])
    }
  }

  @Test func `what nobody gave is named as an assumption`() throws {
    let scenario = try Pools.scenario()
    let paths = scenario.assumptions.map(\.path)
    #expect(paths.contains("recovery.delay_months"))
    #expect(paths.contains("factors.memory"))
    #expect(!paths.contains("factors.rho_global"))
    let given = try Pools.scenario(fields: #","recovery":{"delay_months":"6","cost":"0.1"}"#)
    #expect(!given.assumptions.contains { $0.path == "recovery.delay_months" })
  }

  @Test func `seed and paths are no part of the model`() throws {
    let plain = try Pools.scenario()
    let named = try Pools.scenario(fields: #","seed":"5","paths":1000"#)
    #expect(plain.canonical == named.canonical)
    #expect(named.seed == 5 && named.paths == 1_000)
    let again = try PoolScenario(plain.canonical)
    #expect(again.canonical == plain.canonical)
  }
}
