import Findings
import Policies
import Quantities
import Testing

@testable import InvestFirst

/// The worked cases of the domain that concern the exit, by their numbers.
@Suite struct ExitTests {
  static let five =
    #"{"disbursements":[{"date":"DAY","kind":"cash","amount":"5000000.00"}],"#
    + #""exit_date":"2024-12-20"}"#

  static func paid(on day: String) -> String {
    five.split(separator: "DAY").joined(separator: day)
  }

  @Test func `T1 within three years the floor is the principal`() throws {
    let policy = try Sample.zhejiang("pboc_bench", "act_365")
    let figures = try Sample.quote(policy, Self.paid(on: "2022-03-15"))
    #expect(figures.floor == Fen(500_000_000))
    #expect(figures.slices.map(\.days) == [1011] && figures.slices.map(\.tier) == [0])
  }

  @Test(arguments: [
    ("pboc_bench", "act_365", "6132842.47"), ("pboc_bench", "act_360", "6148576.39"),
    ("lpr_1y", "act_365", "5739328.77"), ("lpr_1y", "act_360", "5749597.22"),
    ("lpr_5y", "act_365", "5858575.34"), ("lpr_5y", "act_360", "5870500.00"),
  ])
  func `T2 after three years interest at the rate of the transfer day`(
    _ source: String,
    _ dayCount: String,
    _ floor: String
  ) throws {
    let figures = try Sample.quote(
      try Sample.zhejiang(source, dayCount),
      Self.paid(on: "2020-03-15")
    )
    #expect("\(figures.floor)" == floor)
    #expect(figures.slices.map(\.days) == [1741])
    #expect(figures.proceeds.toTreasury == figures.floor)
  }

  static let piecewise =
    #"{"disbursements":[{"date":"2022-03-01","amount":"AMOUNT"}],"#
    + #""exit_date":"2025-06-30"}"#

  static func interest(_ amount: String, _ terms: String, _ at: String = "total") throws -> String {
    let tier = #""clock":"each_disbursement","base":"principal","bound":"exact",\#(terms)"#
    let policy = try Sample.exit(tier, #""round_at":"\#(at)""#)
    let facts = piecewise.split(separator: "AMOUNT").joined(separator: amount)
    let figures = try Sample.quote(policy, facts)
    return "\(try figures.floor.adding(try figures.proceeds.principal.negated()))"
  }

  @Test(arguments: [
    ("piecewise", "act_360", "233741.67"), ("piecewise", "act_365", "230539.73"),
    ("at_start", "act_360", "250161.11"), ("at_exit", "act_360", "202833.33"),
  ])
  func `T3 a piecewise rate against the fixed readings`(
    _ pick: String,
    _ dayCount: String,
    _ expected: String
  ) throws {
    let terms = #""rate_source":"lpr_1y","rate_pick":"\#(pick)","daycount":"\#(dayCount)""#
    #expect(try Self.interest("2000000.00", terms) == expected)
  }

  @Test func `T3 each stretch of time has its own rate`() throws {
    let policy = try Sample.exit(
      #""clock":"each_disbursement","bound":"exact","rate_source":"lpr_1y","#
        + #""rate_pick":"piecewise","daycount":"act_360""#
    )
    let facts = Self.piecewise.split(separator: "AMOUNT").joined(separator: "2000000.00")
    let slice = try #require(try Sample.quote(policy, facts).slices.first)
    #expect(slice.segments.map(\.days) == [174, 302, 62, 336, 91, 211, 41])
    #expect(
      slice.segments.map { "\($0.rate) \($0.interest)" } == [
        "3.7% 35766.67", "3.65% 61238.89", "3.55% 12227.78", "3.45% 64400.00", "3.35% 16936.11",
        "3.1% 36338.89", "3% 6833.33",
      ]
    )
  }

  static let twoPayments = #"""
    {"disbursements":[{"date":"2022-03-01","amount":"1200000.00"},
     {"date":"2022-08-15","amount":"800000.00"}],"exit_date":"2025-06-30"}
    """#

  @Test(arguments: [
    ("each_disbursement", "each_slice", "2120032.88"),
    ("last_disbursement", "each_slice", "2000000.00"),
    ("first_disbursement", "total", "2200054.79"),
    ("first_disbursement", "each_slice", "2200054.80"),
  ])
  func `T4 two payments under each reading of the clock`(
    _ clock: String,
    _ at: String,
    _ floor: String
  ) throws {
    let tier = #""clock":"\#(clock)","base":"principal","bound":"floor""#
    let policy = try Sample.policy(
      """
      "exit":{"round_at":"\(at)","tiers":[
        {"from_month":"0","to_month":"36",\(tier),"rate_source":"none"},
        {"from_month":"36","to_month":"",\(tier),"rate_source":"lpr_1y","rate_pick":"at_exit",
         "daycount":"act_365"}]}
      """
    )
    #expect("\(try Sample.quote(policy, Self.twoPayments).floor)" == floor)
  }

  @Test(arguments: [
    ("act_365", "each_slice", "2180904.10"), ("act_365", "total", "2180904.11"),
    ("act_360", "each_slice", "2183416.67"),
  ])
  func `T6 two halves over two years at a fixed rate`(
    _ dayCount: String,
    _ at: String,
    _ expected: String
  ) throws {
    let policy = try Sample.exit(
      #""clock":"each_disbursement","bound":"exact","rate_source":"fixed","rate_ppm":"30000","#
        + #""daycount":"\#(dayCount)""#,
      #""round_at":"\#(at)""#
    )
    let facts = #"""
      {"disbursements":[{"date":"2025-12-25","amount":"1000000.00"},
       {"date":"2026-12-25","amount":"1000000.00"}],"exit_date":"2029-06-30"}
      """#
    let figures = try Sample.quote(policy, facts)
    #expect("\(figures.floor)" == expected)
    #expect(figures.slices.map(\.days) == [1283, 918])
  }

  static func market(_ value: String, _ more: String) throws -> Proceeds {
    let policy = try Sample.exit(
      #""clock":"each_disbursement","base":"market","rate_source":"none","bound":"exact""#,
      more
    )
    let facts = #"""
      {"disbursements":[{"date":"2022-03-01","amount":"1200000.00"},
       {"date":"2022-08-15","kind":"rent","amount":"126000.00"}],"exit_date":"2025-06-30",
       "market_value":"\#(value)"}
      """#
    return try Sample.quote(policy, facts).proceeds
  }

  @Test func `T8 reading A gives founders half of the gain`() throws {
    let policy = try Sample.exit(
      #""clock":"each_disbursement","base":"market","rate_source":"none","bound":"exact""#,
      #""gain_concession_ppm":"500000""#
    )
    let facts = #"""
      {"disbursements":[{"date":"2022-03-01","amount":"2000000.00"}],"exit_date":"2025-06-30",
       "market_value":"5000000.00"}
      """#
    let proceeds = try Sample.quote(policy, facts).proceeds
    #expect("\(proceeds.concession) \(proceeds.toTreasury)" == "1500000.00 3500000.00")
  }

  @Test func `T10 the reward is paid beside the proceeds, not out of them`() throws {
    let policy = try Sample.exit("", #""manager_reward_ppm":"200000""#)
    let split = try Proceeds.split(
      price: Fen(800_000_000),
      principal: Fen(500_000_000),
      terms: policy.exit
    ).figures
    #expect(split.toTreasury == Fen(800_000_000) && split.principalReturned == Fen(500_000_000))
    #expect(split.gain == Fen(300_000_000) && split.managerReward == Fen(60_000_000))
  }

  @Test func `T11 the published result of the Shandong guide fund is reproduced`() throws {
    // 729.4 × 20.975 % in 万元, less what was left to fees and carry; return on 167.8 paid.
    let share = try Ratio(7_294_000).multiplied(by: Ratio(20_975, over: 100_000))
    #expect(try share.text(decimals: 1) == "1529916.5")
    let kept = try Ratio(1_267_000).divided(by: Ratio(1_678_000))
    #expect(try PPM(nearest: kept) == PPM(755_066))
    let left = try share.subtracting(Ratio(1_267_000)).divided(by: share)
    #expect(try left.text(decimals: 5) == "0.17185")
  }

  @Test(arguments: [
    ("6132842.47", "5000000.00", "1132842.47", "0.00"),
    ("4200000.00", "4200000.00", "0.00", "800000.00"),
  ])
  func `T12 principal and gain are never netted`(
    _ arrived: String,
    _ principal: String,
    _ gain: String,
    _ loss: String
  ) throws {
    let price = try #require(Fen(canonical: arrived))
    let terms = try Sample.exit("").exit
    let split = try Proceeds.split(price: price, principal: Fen(500_000_000), terms: terms).figures
    #expect(
      "\(split.principalReturned) \(split.gainReturned) \(split.loss)"
        == "\(principal) \(gain) \(loss)"
    )
  }

  @Test(arguments: [
    ("3000000.00", "2163000.00", "1674000.00"), ("1320000.00", "1320000.00", "-6000.00"),
    ("1000000.00", "1000000.00", "-326000.00"),
  ])
  func `T15 founders share in a gain and never in a loss`(
    _ value: String,
    _ treasury: String,
    _ gain: String
  ) throws {
    let proceeds = try Self.market(value, #""gain_concession_ppm":"500000""#)
    #expect(proceeds.principal == Fen(132_600_000))
    #expect("\(proceeds.toTreasury) \(proceeds.gain)" == "\(treasury) \(gain)")
  }

  @Test func `T16 the last part takes the rest`() throws {
    var (cost, holding) = (Fen(200_000_000), Fen(300))
    var parts: [String] = []
    for _ in 0..<3 {
      let part = try Exit.averageCost(of: Fen(100), in: holding, costing: cost)
      parts.append("\(part)")
      cost = try cost.adding(try part.negated())
      holding = try holding.adding(Fen(-100))
    }
    #expect(parts == ["666666.67", "666666.67", "666666.66"] && cost == .zero)
  }

  @Test func `T19 halves go away from zero`() throws {
    let policy = try Sample.exit(
      #""clock":"each_disbursement","bound":"exact","rate_source":"fixed","rate_ppm":"30000","#
        + #""daycount":"30_360""#
    )
    let facts = #"""
      {"disbursements":[{"date":"2025-01-01","amount":"50.00"}],"exit_date":"2025-02-01"}
      """#
    #expect(try Sample.quote(policy, facts).slices.map(\.interest) == [Fen(13)])
  }

  @Test(arguments: [("total", "115317.24"), ("each_segment", "115317.25")])
  func `T19 where a sum is rounded decides the fen`(_ at: String, _ expected: String) throws {
    let terms = #""rate_source":"lpr_1y","rate_pick":"piecewise","daycount":"act_365""#
    #expect(try Self.interest("1000411.00", terms, at) == expected)
  }

  @Test(arguments: ["total", "each_slice", "each_segment"])
  func `compound interest at one rate is one segment`(_ at: String) throws {
    let policy = try Sample.exit(
      #""clock":"each_disbursement","bound":"exact","rate_source":"fixed","rate_ppm":"30000","#
        + #""compound":"annual","daycount":"act_365""#,
      #""round_at":"\#(at)""#
    )
    let facts = #"""
      {"disbursements":[{"date":"2022-01-10","amount":"100.03"}],"exit_date":"2025-01-10"}
      """#
    #expect(try Sample.quote(policy, facts).slices.map(\.interest) == [Fen(928)])
  }

  @Test(arguments: [("2024-02-28", "14659.49"), ("2024-02-29", "14641.00")])
  func `a year from 29 February is full on the day itself where there is one`(
    _ exit: String,
    _ sum: String
  ) throws {
    let policy = try Sample.exit(
      #""clock":"each_disbursement","bound":"exact","rate_source":"fixed","rate_ppm":"100000","#
        + #""compound":"annual","daycount":"act_360""#
    )
    let facts = #"""
      {"disbursements":[{"date":"2020-02-29","amount":"10000.00"}],"exit_date":"\#(exit)"}
      """#
    #expect("\(try Sample.quote(policy, facts).floor)" == sum)
  }

  @Test func `T20 a file of rates that contradicts the checked one is refused`() throws {
    let terms = #""rate_source":"lpr_5y","rate_pick":"piecewise","daycount":"act_360""#
    #expect(try Self.interest("10000000.00", terms) == "1381027.78")
    let wrong = RateTable([
      .lpr5Y: try RateSeries(
        [
          .init(from: try Sample.date("2022-05-20"), rate: PPM(46_000)),
          .init(from: try Sample.date("2022-06-20"), rate: PPM(44_500)),
          .init(from: try Sample.date("2024-02-20"), rate: PPM(42_000)),
        ],
        isMonthly: false
      )
    ])
    let checked = try Sample.rates()
    do throws(Findings) {
      try wrong.confirm(against: checked)
      Issue.record("two wrong quotations were taken")
    } catch {
      #expect(error.list.map(\.code) == [.rateConflict, .rateConflict])
      #expect(error.list.map { $0.arguments["date"] } == ["2022-05-20", "2024-02-20"])
    }
    #expect(throws: Never.self) { try checked.confirm(against: checked) }
  }

  @Test func `what counts is rounded alike whether it is converted or sold`() throws {
    let weight = #"{"value":"500000","clause":"第三条","mark":"V"}"#
    let policy = try Sample.policy(
      #""count":{"kinds":[{"kind":"cash","weight_ppm":\#(weight)}]},"#
        + #""convert":{"price_rule":"par"},"exit":{"round_mode":"down","tiers":[{"#
        + #""clock":"each_disbursement","bound":"exact","rate_source":"none"}]}"#
    )
    let paid = #""disbursements":[{"date":"2025-01-02","amount":"1.01"}]"#
    let sold = try Sample.quote(policy, #"{\#(paid),"exit_date":"2026-01-02"}"#)
    let facts = try ConversionCase(Array(#"{\#(paid),"capital_before":"100.00"}"#.utf8))
    let converted = try Conversion.quote(facts, policy: policy).figures
    #expect(sold.proceeds.principal == Fen(51) && converted.base == Fen(51))
  }

  @Test func `an open weight refuses what it is needed for and nothing else`() throws {
    let policy = try Sample.policy(
      #""count":{"kinds":[{"kind":"cash"},{"kind":"rent","weight_ppm":"?"}]},"#
        + #""exit":{"tiers":[{"clock":"conversion","bound":"exact","rate_source":"none"}]}"#
    )
    #expect(policy.openPaths == ["count.kinds[1].weight_ppm"])
    #expect(throws: Refusal.open(["count.kinds[1].weight_ppm"])) {
      _ = try Exit.quote(try Sample.exitCase(Self.twoPayments), policy: policy)
    }
  }

  @Test(arguments: [#""tiers":[]"#, #""tiers":"?""#, #""gain_concession_ppm":"0""#])
  func `T22 open tiers refuse and are named`(_ exit: String) throws {
    let policy = try Sample.policy(#""exit":{\#(exit)}"#)
    #expect(throws: Refusal.open(["exit.tiers"])) {
      _ = try Exit.quote(try Sample.exitCase(Self.twoPayments), policy: policy)
    }
  }
}
