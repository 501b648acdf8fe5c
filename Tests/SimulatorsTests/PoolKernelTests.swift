import Policies
import Quantities
import RiskPools
import Synchronization
import Testing

@testable import Simulators

/// Chooses at random, and tells with which seed.
struct Dice {
  private var stream: RandomStream
  init(_ seed: UInt64) { stream = RandomStream(seed: seed, path: 0, purpose: 201) }
  mutating func roll(_ sides: Int) -> Int { Int(stream.bits() % UInt64(sides)) }
  mutating func pick<Value>(_ values: [Value]) -> Value { values[roll(values.count)] }
  mutating func some(_ text: String) -> String { roll(2) == 0 ? "" : text }
}

/// The compiled rule and the plain one, path by path.
@Suite struct PoolKernelTests {
  /// A scenario of random rules and loans.
  func scenario(_ seed: UInt64) throws -> PoolScenario {
    var dice = Dice(seed)
    let caps = [
      #"{"scope":"loan","abs":"\#(dice.roll(3) + 1)000000.37"}"#,
      #"{"scope":"bank","pct_ppm":"20000","of":"prior_year_balance","counts":"entitlement"}"#,
      #"{"scope":"programme","window":"year","abs":"\#(dice.roll(9) + 4)000000.00"}"#,
      #"{"scope":"borrower","abs":"1500000.00"}"#,
      #"{"scope":"loan","pct_ppm":"800000","of":"actual_liability"}"#,
    ].filter { _ in dice.roll(2) == 0 }
    let breaker =
      #"{"measure":"\#(dice.pick(["npl_rate", "loss_rate", "compensation_rate"]))","#
      + #""numerator":"\#(dice.pick(["gross", "net"]))","#
      + #""level":"\#(dice.pick(["bank", "programme"]))","#
      + #""ppm":"\#(dice.roll(60_000) + 5_000)","effect":"#
      + dice.pick([
        #""stop_new""#, #""stop_claims","hold_queue":"true""#, #""alert""#,
        #""stop_claims","hold_queue":"false""#, #""reduce_rate","reduced_to_ppm":"612345""#,
      ]) + "}"
    let rules = [
      #""rounding":{"mode":"\#(dice.pick(["floor", "half_up", "half_even"]))"}"#,
      #""allocation":{"order":"\#(dice.pick(["fifo_by_approval", "pro_rata_batch"]))","#
        + #""on_shortfall":"\#(dice.pick(["lapse", "queue"]))"}"#,
      #""caps":[\#(caps.joined(separator: ","))]"#,
      #""addons":[{"when":"first_loan = true","ppm":"50000"}]"#,
    ]
    let more = [
      dice.some(#""breakers":[\#(breaker)]"#),
      dice.some(#""replenish":{"rule":"\#(dice.pick(["last_year_loss", "none"]))"}"#),
      dice.some(
        #""layer":{"measure":"npl_rate","level":"bank","attach_ppm":"9000","detach_ppm":"40000"}"#
      ),
      dice.some(#""absorbers":[{"party":"deposit","scope":"\#(dice.pick(["own", "pool"]))"}]"#),
    ].filter { !$0.isEmpty }
    let groups = (0..<4).map { index in
      #"{"count":\#(dice.roll(12) + 3),"principal":"\#(dice.roll(4) + 1)234567.89","#
        + #""pd_year":"0.\#(dice.roll(30) + 1)","lgd":{"mean":"0.6","sd":"0.2"},"#
        + #""sector":"S\#(index % 2)","bank":"B\#(index % 3)","#
        + #""term_months":\#(12 * (1 + dice.roll(2))),"#
        + #""first_loan":\#(dice.pick(["true", "false"]))}"#
    }
    let base = dice.pick(["net_principal_loss", "outstanding_principal_at_trigger"])
    let isAbsorbed = more.contains { $0.contains("absorbers") }
    let deposit = isAbsorbed ? #"{"name":"deposit","available":"300000.00"}"# : ""
    let text = """
      {"scenario":"pool","policy":{"policy":"risk_pool","policy_id":"trial",
      "coverage":{"base":"\(base)"},"tiers":[{"rate_ppm":"\(dice.roll(500_000) + 400_000)"}],
      \((rules + more).joined(separator: ","))},
      "pool":{"opening":"\(dice.roll(20) + 1)000000.00","interest_year":"0.015",
      "absorbers":[\(deposit)]},
      "horizon_months":36,"as_of":"2026-0\(dice.roll(9) + 1)-01",
      "loans":{"groups":[\(groups.joined(separator: ","))],"renew":"0.3","prepay_year":"0.05"},
      "factors":{"rho_global":"0.15","rho_sector":"0.05","memory":"0.3","rho_lgd":"0.1"},
      "recovery":{"delay_months":"9","delay_spread":"0.4","cost":"0.1"},
      "claim_delay_months":\(dice.roll(4)),"new_lending":{"every_months":\(dice.pick([3, 12]))}}
      """
    return try PoolScenario(Array(text.utf8))
  }

  @Test(arguments: UInt64(1)...24)
  func `every path comes to the same fen under both`(seed: UInt64) throws {
    let scenario = try scenario(seed)
    let simulator = try PoolSimulator(scenario)
    let rule = try RuleDesk(scenario.scheme, simulator.model.facts, scenario.pool)
    let kernel = try KernelDesk(scenario.scheme, simulator.model, scenario.pool)
    var (plain, fast) = (simulator.paths(rule, .loan), simulator.paths(kernel, .loan))
    (plain.flat, fast.flat) = (nil, nil)
    var (one, other) = (plain.workspace(), fast.workspace())
    for path in UInt64(0)..<12 {
      plain.work(path, seed: seed, FactorLot(), &one)
      fast.work(path, seed: seed, FactorLot(), &other)
      let (figures, others) = (one.sweep.figures, other.sweep.figures)
      #expect(figures == others, "scheme \(seed), path \(path)")
      guard figures == others else { return }
      // What comes in and what is paid out is all there is.
      let inflow = scenario.pool.opening.rawValue + figures.topUps + figures.interest
      #expect(figures.cash == inflow + figures.recovered - figures.paid)
      #expect(figures.claims == figures.paid + figures.unpaid)
      #expect(figures.cash >= 0)
    }
  }

  /// A scenario of random rules that are a product and a few comparisons.
  private func simple(_ seed: UInt64) throws -> PoolScenario {
    var dice = Dice(seed + 100)
    let counts = dice.pick(["entitlement", "paid"])
    let caps = [
      #"{"scope":"loan","abs":"\#(dice.roll(2) + 1)500000.37"}"#,
      #"{"scope":"bank","abs":"\#(dice.roll(4) + 1)000000.00","counts":"\#(counts)"}"#,
      #"{"scope":"bank","pct_ppm":"\#(dice.roll(60_000) + 20_000)","of":"prior_year_balance","#
        + #""counts":"\#(counts)"}"#,
      #"{"scope":"programme","window":"year","abs":"\#(dice.roll(9) + 2)000000.00"}"#,
    ].filter { _ in dice.roll(2) == 0 }
    let breaker =
      #"{"measure":"\#(dice.pick(["npl_rate", "loss_rate", "compensation_rate"]))","#
      + #""numerator":"\#(dice.pick(["gross", "net"]))","#
      + #""denominator":"\#(dice.pick(["enrolled_balance", "cumulative_lending"]))","#
      + #""level":"\#(dice.pick(["bank", "programme"]))","#
      + #""ppm":"\#(dice.roll(400_000) + 50_000)","effect":"#
      + dice.pick([
        #""stop_new""#, #""stop_claims","hold_queue":"true""#, #""alert""#,
        #""reduce_rate","reduced_to_ppm":"612345""#,
      ]) + "}"
    let replenish = dice.pick([
      #"{"rule":"last_year_loss"}"#, #"{"rule":"fixed_budget","budget_cap":"3000000.00"}"#,
      #"{"rule":"floor_ppm_of_balance","target_ppm":"100000"}"#, #"{"rule":"none"}"#,
    ])
    let groups = (0..<4).map { index in
      #"{"count":\#(dice.roll(12) + 3),"principal":"\#(dice.roll(4) + 1)234567.89","#
        + #""pd_year":"0.\#(dice.roll(30) + 10)","lgd":{"mean":"0.6","sd":"0.2"},"#
        + #""sector":"S\#(index % 2)","bank":"B\#(index % 3)","#
        + #""term_months":\#(12 * (1 + dice.roll(3)))}"#
    }
    // Most schemes that people write are of one form, which chance alone would seldom choose.
    let isUsual = seed % 4 == 0
    let base =
      isUsual
      ? "net_principal_loss"
      : dice.pick(["net_principal_loss", "outstanding_principal_at_trigger"])
    let counted = isUsual ? "" : #""counted_base_cap":"\#(dice.roll(3) + 1)234567.89","#
    let order = isUsual ? "pro_rata" : dice.pick(["pro_rata", "fund_first", "bank_first"])
    let text = """
      {"scenario":"pool","policy":{"policy":"risk_pool","policy_id":"trial",
      "coverage":{"base":"\(base)"},"tiers":[{"rate_ppm":"\(dice.roll(500_000) + 400_000)"}],
      "caps":[\(caps.joined(separator: ","))],\(counted)
      "rounding":{"mode":"\(dice.pick(["floor", "half_up", "half_even"]))"},
      "allocation":{"order":"\(dice.pick(["fifo_by_approval", "pro_rata_batch"]))",
      "on_shortfall":"\(dice.pick(["lapse", "queue"]))"},"absorbers":[],
      "breakers":[\(dice.some(breaker))],"replenish":\(replenish),
      "recovery":{"order":"\(order)"},
      "write_off":{"after_days":"\(dice.roll(700) + 200)"}},
      "pool":{"opening":"\(dice.roll(40) + 1)000000.00",
      "interest_year":"\(dice.pick(["0", "0.015"]))"},
      "horizon_months":36,"as_of":"2026-0\(dice.roll(9) + 1)-01",
      "loans":{"groups":[\(groups.joined(separator: ","))],
      "repayment":"\(dice.pick(["at_end", "equal_parts"]))",
      "renew":"\(dice.pick(["0", "0.3"]))","prepay_year":"\(dice.pick(["0", "0.05"]))"},
      "factors":{"rho_global":"0.15","rho_sector":"0.05",
      "path":"\(dice.pick(["constant", "yearly"]))"},
      "recovery":{"rate":"0.3","delay_months":"9","delay_spread":"\(dice.pick(["0", "0.4"]))",
      "cost":"\(isUsual ? "0" : "0.1")"},
      "claim_delay_months":\(dice.roll(4)),"new_lending":{"every_months":\(dice.pick([3, 12]))}}
      """
    return try PoolScenario(Array(text.utf8))
  }

  /// Months that are paid as a whole against every claim by the very rule that the ledger pays by.
  @Test(arguments: UInt64(1)...64)
  func `simple rules come to the same fen month by month`(seed: UInt64) throws {
    let scenario = try simple(seed)
    let simulator = try PoolSimulator(scenario)
    let flat = try #require(simulator.flat)
    let rule = try RuleDesk(scenario.scheme, simulator.model.facts, scenario.pool)
    var plain = simulator.paths(rule, .line)
    let fast = simulator.paths(flat, .line)
    plain.flat = nil
    var (one, other) = (plain.workspace(), fast.workspace())
    var months = 0
    for path in UInt64(0)..<20 {
      plain.work(path, seed: seed, FactorLot(), &one)
      fast.work(path, seed: seed, FactorLot(), &other)
      months += other.isFlat ? 1 : 0
      #expect(one.figures == other.figures, "scheme \(seed), path \(path)")
      guard one.figures == other.figures else { return }
    }
    // Queues, batches and breakers that trip are left to the other way, and nothing else.
    let isSimple = scenario.scheme.breakers.value?.isEmpty == true
    if isSimple, !simulator.rules.queues, !simulator.rules.isProRata { #expect(months == 20) }
  }

  /// Both forms of the fast way are among the random schemes.
  @Test func `some simple schemes are usual and some are not`() throws {
    let usual = try (UInt64(1)...64).filter { seed in
      let simulator = try PoolSimulator(simple(seed))
      let flat = try #require(simulator.flat)
      let sweep = FlatSweep(simulator.model, simulator.rules, flat)
      return try #require(sweep).months.isUsual
    }
    #expect((3..<61).contains(usual.count))
  }

  /// The sampler that only looks at failures against the one that looks at every loan.
  @Test(arguments: [
    "\"path\":\"constant\"", "\"memory\":\"0.4\"", "\"model\":\"t\",\"degrees\":\"5\"",
  ])
  func `both samplers have one distribution`(factors: String) throws {
    let paths = 1_024
    func report(_ sampling: String) throws -> PoolReport {
      let text = """
        {"scenario":"pool","sampling":"\(sampling)",\(Pools.policy)},"pool":{"opening":"40000.00"},
        "horizon_months":36,"loans":{"groups":[
        {"count":40,"principal":"1000.00","pd_year":"0.04","lgd":{"fixed":"0.5"},"sector":"A"},
        {"count":20,"principal":"3000.00","pd_year":"0.3","lgd":{"mean":"0.7","sd":"0.2"},
        "sector":"B"},
        {"count":30,"principal":"2000.00","pd_year":"0.02","sector":"B","term_months":20}],
        "renew":"0.5"},"factors":{"rho_global":"0.1","rho_sector":"0.1",\(factors)}}
        """
      let seed: UInt64 = sampling == "line" ? 5 : 6
      return try Pools.report(PoolScenario(Array(text.utf8)), paths: paths, seed: seed)
    }
    let (line, loan) = (try report("line"), try report("loan"))
    func agree(_ one: Estimate<Fen>, _ other: Estimate<Fen>) -> Bool {
      let spread = [one, other].map { Double($0.high.rawValue - $0.low.rawValue) / 3.92 }
      let error = (spread[0] * spread[0] + spread[1] * spread[1]).squareRoot()
      return Double(one.value.rawValue - other.value.rawValue).magnitude <= 4 * error
    }
    #expect(agree(line.claims, loan.claims))
    #expect(agree(line.losses, loan.losses))
    for (one, other) in zip(line.years, loan.years) { #expect(agree(one.claims, other.claims)) }
    // And as many failures, whose sizes the means do not tell apart.
    #expect((line.claimCount.value / loan.claimCount.value - 1).magnitude < 0.1)
  }
}

@Suite struct PoolStudyTests {
  private func studies(
    _ paths: Int = 512,
    fields: String = "",
    control: RunControl = RunControl()
  ) throws -> PoolStudies {
    let group =
      #"{"count":60,"principal":"3000000.00","pd_year":"0.03","lgd":{"fixed":"0.8"},"#
      + #""sector":"A","bank":"B1"}"#
    let scenario = try Pools.scenario(groups: group, opening: "6000000.00", fields: fields)
    return PoolStudies(scenario, try RunPlan(seed: 9, paths: paths), control)
  }

  @Test func `more risk and less money never help`() throws {
    let studies = try studies()
    let base = try studies.base()
    let tornado = try studies.tornado()
    #expect(Set(tornado.map(\.lever)) == Set(PoolLever.allCases))
    for bar in tornado where bar.lever != .correlation && bar.lever != .pool {
      #expect(bar.down.claims.value < base.claims.value, "\(bar.lever)")
      #expect(bar.up.claims.value > base.claims.value, "\(bar.lever)")
    }
    let pool = try #require(tornado.first { $0.lever == .pool })
    #expect(pool.down.unpaid.value > base.unpaid.value && base.unpaid.value > pool.up.unpaid.value)
    #expect(pool.up.claims.value == base.claims.value)
  }

  @Test func `stress makes more claims`() throws {
    let studies = try studies()
    let base = try studies.base()
    let stresses = try studies.stresses()
    #expect(stresses.map(\.stress).contains(.largestBorrowersFail))
    #expect(!stresses.map(\.stress).contains(.largestBankStops))
    for stressed in stresses where stressed.stress != .correlationTwice {
      #expect(stressed.figures.claims.value >= base.claims.value, "\(stressed.stress)")
    }
    // Three loans of 3,000,000.00, 80 % lost, half of it covered.
    let three = try #require(stresses.first { $0.stress == .largestBorrowersFail })
    #expect(three.figures.claims.value > Fen(360_000_000))
  }

  @Test func `a reverse stress tells how many times more failures there must be`() throws {
    let studies = try studies(256)
    let times = try #require(try studies.reverseStress(probability: 0.2))
    let without = try #require(try studies.reverseStress(probability: 0.1))
    #expect(without > 0 && without < times && times < 10)
    #expect((try studies.base().unpaidProbability.value >= 0.1) == (without <= 1))
  }

  @Test func `every study is told before it begins`() throws {
    let begun = Mutex(0)
    let control = RunControl(begins: { begun.withLock { $0 += 1 } })
    let studies = try studies(16, control: control)
    _ = (try studies.base(), try studies.tornado(), try studies.stresses())
    #expect(begun.withLock { $0 } == studies.count - 1)
    _ = try studies.reverseStress()
    #expect(begun.withLock { $0 } - studies.runs <= 8)
  }

  @Test func `a larger pool changes payments and not claims, path by path`() throws {
    let group =
      #"{"count":60,"principal":"3000000.00","pd_year":"0.03","lgd":{"fixed":"0.8"},"#
      + #""sector":"A","bank":"B1"}"#
    let larger = try Pools.scenario(groups: group, opening: "9000000.00")
    let comparison = try studies().compare(with: larger)
    #expect(comparison.claims.value == .zero)
    #expect(comparison.paid.value == Fen(-comparison.unpaid.value.rawValue))
    #expect(comparison.paysLess.value == 0 && comparison.paysMore.value > 0)
    #expect(comparison.broken.value == 0 && comparison.rescued.value > 0)
    #expect(comparison.paid.low > .zero)
  }

  @Test func `loans of a ledger are written out, so that the result stands for itself`() throws {
    var facts = LoanFacts()
    (facts.id, facts.bank, facts.principal) = ("L1", "B1", Fen(500_000))
    facts.outstanding = Fen(400_000)
    let loan = LedgerLoan(
      facts: facts,
      from: CivilDate(iso: "2025-03-01"),
      to: CivilDate(iso: "2026-09-01")
    )
    var paid = facts
    paid.outstanding = .zero
    let text = """
      {"scenario":"pool",\(Pools.policy)},"pool":{"opening":"1000.00"},"horizon_months":12,
      "as_of":"2026-01-01","loans":{"ledger":{"pd_year":"0.9","lgd":{"fixed":"1"},"sector":"A"}}}
      """
    let scenario = try PoolScenario(
      Array(text.utf8),
      ledger: [loan, LedgerLoan(facts: paid, from: nil, to: nil)]
    )
    #expect(scenario.loans.map(\.principal) == [Fen(400_000)])
    #expect(scenario.loans[0].term == 18 && scenario.loans[0].age == 10)
    let again = try PoolScenario(scenario.canonical)
    #expect(again.loans == scenario.loans)
    #expect(again.canonical == scenario.canonical)
  }
}
