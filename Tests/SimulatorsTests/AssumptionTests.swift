import Testing

@testable import Simulators

/// What nobody gave is said, and only that.
@Suite struct AssumptionTests {
  /// A pool of one loan that says no more than it must.
  private static func pool(_ parts: [String: String] = [:]) throws -> [String] {
    let sections = ["pool", "loans", "factors", "recovery", "new_lending"]
    var fields = ["pool": #""opening":"1.00""#, "factors": "", "recovery": "", "loans": ""]
    var (group, top) = (#""count":1,"principal":"1.00","pd_year":"0.1""#, "")
    for (path, value) in parts {
      let keys = path.split(separator: ".").map(String.init)
      let member = #""\#(keys[keys.count - 1])":\#(value)"#
      if keys.count == 1 {
        top += ",\(member)"
      } else if keys[1].hasPrefix("groups") {
        group += ",\(member)"
      } else {
        fields[keys[0], default: ""] += ",\(member)"
      }
    }
    var text = #"{"scenario":"pool",\#(Pools.policy)},"horizon_months":12\#(top)"#
    for section in sections {
      guard var members = fields[section] else { continue }
      if members.hasPrefix(",") { members.removeFirst() }
      if section == "loans" {
        members = #""groups":[{\#(group)}]"# + (members.isEmpty ? "" : ",\(members)")
      }
      text += #","\#(section)":{\#(members)}"#
    }
    return try PoolScenario(Array((text + "}").utf8)).assumptions.map(\.path)
  }

  private static let pools = [
    "as_of": #""2026-01-01""#, "claim_delay_months": #""3""#, "new_lending": #""none""#,
    "pool.replenish": #""none""#, "pool.interest_year": #""0.02""#, "pool.absorbers": "[]",
    "loans.prepay_year": #""0.1""#, "loans.renew": #""0.5""#, "loans.repayment": #""at_end""#,
    "loans.hazard_by_age": "[]", "loans.groups[0].age_months": #""1""#,
    "loans.groups[0].lgd": #"{"fixed":"0.5"}"#, "loans.groups[0].sector": #""A""#,
    "loans.groups[0].bank": #""B""#, "loans.groups[0].term_months": #""6""#,
    "factors.model": #""gaussian""#, "factors.rho_global": #""0.1""#,
    "factors.rho_sector": #""0.1""#, "factors.path": #""yearly""#, "factors.memory": #""0.3""#,
    "factors.rho_lgd": #""0.1""#, "recovery.rate": #""0.4""#, "recovery.delay_months": #""12""#,
    "recovery.delay_spread": #""0.1""#, "recovery.cost": #""0.1""#,
  ]

  @Test func `a pool's scenario names everything that it leaves out`() throws {
    #expect(try Set(Self.pool()) == Set(Self.pools.keys))
    #expect(try Self.pool(Self.pools) == [])
  }

  @Test(arguments: pools.keys.sorted())
  func `what a pool's scenario gives is no assumption`(_ path: String) throws {
    let given = try Self.pool([path: #require(Self.pools[path])])
    #expect(Set(given) == Set(Self.pools.keys).subtracting([path]))
  }

  @Test func `the same about many loans is said once, with their number`() throws {
    let loan = #"{"principal":"1.00","pd_year":"0.1","to":"2027-01-01"}"#
    let text =
      #"{"scenario":"pool",\#(Pools.policy)},"horizon_months":12,"as_of":"2026-01-01","#
      + #""pool":{"opening":"1.00"},"loans":{"list":[\#(loan),\#(loan),\#(loan)]}}"#
    let found = try PoolScenario(Array(text.utf8)).assumptions
    let about = found.filter { $0.path.hasPrefix("loans.list") }
    #expect(about.map(\.path).contains("loans.list[*].lgd"))
    #expect(about.allSatisfy { $0.value.hasSuffix("(× 3)") })
    // Their end is given, so their term is.
    #expect(!about.contains { $0.path.hasSuffix("term_months") })
  }

  @Test func `what a scenario's writer took for granted is passed on`() throws {
    let fields = #","assumed":[{"field":"ledger.value_multiple","taken":"5"}]"#
    let scenario = try Pools.scenario(fields: fields)
    #expect(scenario.assumptions.contains(Assumption(path: "ledger.value_multiple", value: "5")))
  }

  /// The fields of an exit scenario that have standards, with something else to say.
  private static let exits: [String: String] = {
    var fields = [
      "market.volatility_year": "0.1", "market.memory": "0.1", "sales.buyback_year": "0.1",
      "sales.buyback_premium": "0.1", "sales.transfer_year": "0.1",
      "sales.transfer_discount": "0.2", "sales.fees": "0.01", "sales.listing": "0.2",
      "sales.lockup_months": "6", "events.founder_request_year": "0.1",
      "events.acceptance_after": "小试", "events.liquidation": "0.1",
    ]
    for stage in ["proof_of_concept", "laboratory", "pilot", "industry"] {
      for (key, value) in [
        ("success", "0.9"), ("months", "10"), ("delay", "0.1"), ("delay_months", "3"),
        ("step_up", "1.1"), ("growth_year", "0.1"), ("volatility_year", "0.1"),
        ("rounds_year", "0.2"), ("round_sold", "0.2"),
      ] {
        fields["stages.\(stage).\(key)"] = value
      }
    }
    return fields
  }()

  private static func exit(_ given: [String: String]) throws -> Set<String> {
    var sections: [String: String] = [:]
    var stages: [String: String] = [:]
    for (path, value) in given {
      let keys = path.split(separator: ".").map(String.init)
      let member = #","\#(keys[keys.count - 1])":"\#(value)""#
      if keys.count == 3 {
        stages[keys[1], default: ""] += member
      } else {
        sections[keys[0], default: ""] += member
      }
    }
    sections["stages"] = stages.map { #","\#($0.key)":{\#($0.value.dropFirst())}"# }.joined()
    let parts = sections.map { #""\#($0.key)":{\#($0.value.dropFirst())},"# }.joined()
    let text = ExitTexts.scenario(policy: ExitTexts.policy(), parts: parts)
    return try Set(ExitTexts.simulator(text).scenario.assumptions.map(\.path))
  }

  @Test func `an exit scenario names everything that it leaves out`() throws {
    let left = try Self.exit([:])
    #expect(left.isSuperset(of: Self.exits.keys))
    #expect(try Self.exit(Self.exits).isDisjoint(with: Self.exits.keys))
    for path in Self.exits.keys {
      let given = try Self.exit([path: #require(Self.exits[path])])
      #expect(given == left.subtracting([path]), "\(path)")
    }
  }
}
