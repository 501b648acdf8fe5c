import Findings
import Policies
import Quantities

@testable import InvestFirst

/// Policies and cases written as text, as the files are.
enum Sample {
  /// A policy whose sections are `sections`, for example `"exit":{…}`.
  static func policy(_ sections: String) throws -> InvestFirstPolicy {
    let head = #""policy":"invest_first","policy_id":"sample""#
    let kinds = #""count":{"kinds":[{"kind":"cash"},{"kind":"rent"}]}"#
    let count = sections.contains(#""count""#) ? "" : ",\(kinds)"
    return try InvestFirstPolicy(Array("{\(head)\(count),\(sections)}".utf8))
  }

  /// A policy of one tier for any time, and what else belongs to the exit.
  static func exit(_ tier: String, _ more: String = "") throws -> InvestFirstPolicy {
    try policy(#""exit":{"tiers":[{\#(tier)}]\#(more.isEmpty ? "" : "," + more)}"#)
  }

  static func exitCase(_ text: String) throws -> ExitCase { try ExitCase(Array(text.utf8)) }

  static func date(_ text: String) throws -> CivilDate {
    guard let date = CivilDate(iso: text) else { throw NoSuchDay(text: text) }
    return date
  }

  struct NoSuchDay: Error { let text: String }

  /// The change points of the LPR, 一年期 and 五年期以上, in basis points.
  static let changes: [(String, Int64, Int64)] = [
    ("2019-08-20", 425, 485), ("2019-09-20", 420, 485), ("2019-11-20", 415, 480),
    ("2020-02-20", 405, 475), ("2020-04-20", 385, 465), ("2021-12-20", 380, 465),
    ("2022-01-20", 370, 460), ("2022-05-20", 370, 445), ("2022-08-22", 365, 430),
    ("2023-06-20", 355, 420), ("2023-08-21", 345, 420), ("2024-02-20", 345, 395),
    ("2024-07-22", 335, 385), ("2024-10-21", 310, 360), ("2025-05-20", 300, 350),
  ]

  /// The published rates, confirmed through April 2026.
  static func rates() throws -> RateTable {
    let through = FiscalPeriod(year: 2026, month: 4)
    var series: [InterestTerms.RateSource: RateSeries] = [:]
    for (source, pick) in [(InterestTerms.RateSource.lpr1Y, 1), (.lpr5Y, 2)] {
      var quotes: [RateSeries.Quote] = []
      for (index, change) in changes.enumerated() {
        let next =
          index + 1 < changes.count ? try date(changes[index + 1].0).period.previous : through
        quotes.append(
          RateSeries.Quote(
            from: try date(change.0),
            rate: PPM((pick == 1 ? change.1 : change.2) * 100),
            unchangedThrough: next
          )
        )
      }
      series[source] = try RateSeries(quotes, isMonthly: true)
    }
    series[.benchmark] = try RateSeries(
      [RateSeries.Quote(from: try date("2015-10-24"), rate: PPM(47_500))],
      isMonthly: false
    )
    return RateTable(series)
  }

  static func quote(
    _ policy: InvestFirstPolicy,
    _ facts: String
  ) throws -> Exit.Figures {
    try Exit.quote(try exitCase(facts), policy: policy, rates: try rates()).figures
  }

  /// 浙江: within three years the principal, then the principal and interest as of the exit.
  static func zhejiang(_ source: String, _ dayCount: String, _ more: String = "") throws
    -> InvestFirstPolicy
  {
    try policy(
      """
      "exit":{"tiers":[
        {"from_month":"0","to_month":"36","clock":"each_disbursement","base":"principal",
         "rate_source":"none","bound":"floor"},
        {"from_month":"36","to_month":"","clock":"each_disbursement","base":"principal",
         "rate_source":"\(source)","rate_pick":"at_exit","daycount":"\(dayCount)",
         "bound":"floor"}]\(more)}
      """
    )
  }
}

/// A random source that a seed repeats.
struct Seeded {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func below(_ bound: Int64) -> Int64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int64(bitPattern: state >> 20) % bound
  }
}
