import Findings
import InvestFirst
import Policies

@testable import Simulators

/// Policies and scenarios as text, with parts put in.
enum ExitTexts {
  /// A policy that converts at rounds and sells at principal, after three years with interest.
  static func policy(
    convert: String = """
    "trigger":[{"kind":"external_round"}],"price_rule":"round_price",\
    "include_in_pre":"outside_pre"
    """,
    exit: String = "",
    fail: String = ""
  ) -> String {
    """
    {"policy":"invest_first","policy_id":"sample","count":{"kinds":[{"kind":"cash"}]},\
    "convert":{\(convert)},\
    "exit":{\(exit)"tiers":[\
    {"from_month":"0","to_month":"36","clock":"each_disbursement","base":"principal",\
    "rate_source":"none","bound":"floor"},\
    {"from_month":"36","to_month":"","clock":"each_disbursement","base":"principal",\
    "rate_source":"lpr_1y","rate_pick":"at_exit","daycount":"act_365","bound":"floor"}]},\
    "fail":{\(fail)}}
    """
  }

  static let group = """
    {"count":10,"class":"seed","stage":"小试","pre_money":"20000000.00","capital":"5000000.00",\
    "disbursements":[{"date":"2026-01-01","amount":"1000000.00"},\
    {"date":"2027-01-01","amount":"500000.00"}]}
    """

  /// A scenario of ten years.
  static func scenario(
    policy: String = policy(),
    groups: String = group,
    parts: String = "",
    months: Int = 120
  ) -> String {
    """
    {"scenario":"exit","as_of":"2026-01-01","horizon_months":\(months),"policy":\(policy),\
    "rates":[{"series":"lpr_1y","from":"2020-01-01","rate_ppm":30000}],\(parts)\
    "projects":{"groups":[\(groups)]}}
    """
  }

  /// Nothing is left to chance: no failure, no spread, a round each month, a value that doubles
  /// with each stage, and no other events.
  static let certain = """
    "market":{"volatility_year":"0"},"stages":{\
    "laboratory":{"success":"1","months":"1","delay":"0","step_up":"2","volatility_year":"0",\
    "rounds_year":"1"},\
    "pilot":{"success":"1","months":"1","delay":"0","step_up":"2","volatility_year":"0",\
    "rounds_year":"1"},\
    "industry":{"success":"1","months":"1","delay":"0","step_up":"2","volatility_year":"0",\
    "rounds_year":"1"}},\
    "sales":{"buyback_year":"1","transfer_year":"0","listing":"0"},
    """

  static func read(_ text: String) throws(Findings) -> ExitScenario {
    try ExitScenario(Array(text.utf8))
  }

  static func simulator(_ text: String) throws -> ExitSimulator {
    try ExitSimulator(read(text))
  }

  /// A report of few paths.
  static func report(_ text: String, paths: Int, seed: UInt64 = 1) throws -> ExitReport {
    let simulator = try simulator(text)
    guard let result = try simulator.run(RunPlan(seed: seed, paths: paths)) else {
      preconditionFailure("nobody stops the run")
    }
    return try simulator.report(result)
  }
}
