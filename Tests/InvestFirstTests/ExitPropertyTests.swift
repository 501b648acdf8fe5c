import Findings
import Policies
import Quantities
import Testing

@testable import InvestFirst

@Suite struct ExitPropertyTests {
  /// Random exits: what is sold in parts costs what the whole costs, money in is money out, and the
  /// price keeps the bounds.
  @Test(arguments: UInt64(1)...150)
  func `random exits lose no fen`(_ seed: UInt64) throws {
    var random = Seeded(seed)
    let start = try Sample.date("2021-01-01")
    let exit = start.adding(days: Int32(1500 + random.below(300)))
    let payments = (0..<random.below(4) + 1).map { _ in
      let date = start.adding(days: Int32(random.below(1500)))
      return #"{"date":"\#(date)","amount":"\#(Fen(random.below(1_000_000_000) + 1))"}"#
    }
    let bound = ["floor", "exact", "cap"][Int(random.below(3))]
    let at = ["each_slice", "each_segment", "total"][Int(random.below(3))]
    let compound = ["simple", "annual"][Int(random.below(2))]
    let clock = ["each_disbursement", "first_disbursement", "last_disbursement"][
      Int(random.below(3))
    ]
    let policy = try Sample.exit(
      #""clock":"\#(clock)","bound":"\#(bound)","rate_source":"lpr_1y","rate_pick":"piecewise","#
        + #""compound":"\#(compound)","daycount":"act_365""#,
      #""round_at":"\#(at)","gain_concession_ppm":"\#(random.below(1_000_001))","#
        + #""hurdle":"\#(random.below(300_000))","#
        + #""gain_cap_multiple_ppm":"\#(random.below(2_000_000))""#
    )
    let offer = Fen(random.below(5_000_000_000))
    let fees = Fen(random.below(1000))
    let facts = """
      {"disbursements":[\(payments.joined(separator: ","))],"exit_date":"\(exit)",
       "offered_price":"\(offer)","fees":"\(fees)","fraction_ppm":\(random.below(1_000_000) + 1)}
      """
    let figures = try Sample.quote(policy, facts)
    let split = figures.proceeds
    #expect(
      Fen.sum(figures.slices.map(\.amount)) == Int128(split.principal.rawValue),
      "seed \(seed)"
    )
    let back = split.toTreasury.rawValue + split.concession.rawValue + split.fees.rawValue
    #expect(back == split.price.rawValue, "seed \(seed)")
    #expect(split.concession >= .zero && split.managerReward == .zero, "seed \(seed)")
    #expect(split.concession <= max(split.gain, .zero), "seed \(seed)")
    let kept = split.principalReturned.rawValue + split.gainReturned.rawValue
    if split.price >= fees { #expect(kept == split.toTreasury.rawValue, "seed \(seed)") }
    switch bound {
    case "floor": #expect(split.price == max(offer, figures.floor), "seed \(seed)")
    case "cap": #expect(split.price == min(offer, figures.floor), "seed \(seed)")
    default: #expect(split.price == figures.floor, "seed \(seed)")
    }
    if at == "each_slice" {
      let sum = Fen.sum(figures.slices.map(\.interest)) + Fen.sum(figures.slices.map(\.amount))
      #expect(sum == Int128(figures.floor.rawValue), "seed \(seed)")
    }
  }

  static func growth(_ terms: String, _ start: String, _ exit: String) throws -> Fen {
    let policy = try Sample.exit(
      #""clock":"each_disbursement","bound":"exact","rate_source":"fixed","rate_ppm":"50000","#
        + #""daycount":"act_365",\#(terms)"#
    )
    let facts =
      #"{"disbursements":[{"date":"\#(start)","amount":"1000000.00"}],"exit_date":"\#(exit)"}"#
    return try Sample.quote(policy, facts).floor
  }

  @Test(arguments: [
    (#""compound":"annual""#, "2020-02-29", "2022-02-28", "1102500.00"),
    (#""compound":"annual""#, "2020-02-29", "2022-03-10", "1104010.27"),
    (#""compound":"annual","part_year":"nothing""#, "2020-02-29", "2022-03-10", "1102500.00"),
    (#""compound":"simple""#, "2020-02-29", "2022-02-28", "1100000.00"),
    (#""spread_ppm":"10000","multiplier_ppm":"2000000""#, "2021-01-01", "2022-01-01", "1110000.00"),
    (
      #""spread_ppm":"10000","multiplier_ppm":"2000000","rate_order":"spread_first""#,
      "2021-01-01", "2022-01-01", "1120000.00"
    ),
  ])
  func `each switch says how a return grows`(
    _ terms: String,
    _ start: String,
    _ exit: String,
    _ expected: String
  ) throws {
    #expect("\(try Self.growth(terms, start, exit))" == expected)
  }

  @Test(arguments: [
    ("2025-03-15", 0), ("2025-03-16", 1), ("2027-03-15", 1), ("2027-03-16", -1),
  ])
  func `the anniversary is still in the earlier tier`(_ exit: String, _ tier: Int) throws {
    let bound = #""clock":"each_disbursement","bound":"floor","rate_source":"none""#
    let policy = try Sample.policy(
      #""exit":{"tiers":[{"to_month":"36",\#(bound)},"#
        + #"{"from_month":"36","to_month":"60",\#(bound)}]}"#
    )
    let facts = #"{"disbursements":[{"date":"2022-03-15","amount":"1.00"}],"exit_date":"\#(exit)"}"#
    guard tier >= 0 else {
      #expect(throws: Refusal.self) { _ = try Sample.quote(policy, facts) }
      return
    }
    #expect(try Sample.quote(policy, facts).slices.map(\.tier) == [tier])
  }

  @Test func `open values of a tier matter only when it is used, and all are named`() throws {
    let policy = try Sample.policy(
      #"""
      "exit":{"gain_concession_ppm":"?","tiers":[
        {"to_month":"36","clock":"each_disbursement","bound":"floor","rate_source":"none"},
        {"from_month":"36","clock":"each_disbursement","bound":"?","rate_source":"lpr_1y",
         "rate_pick":"?"}]}
      """#
    )
    let facts = { (exit: String) in
      #"{"disbursements":[{"date":"2022-03-15","amount":"1.00"}],"exit_date":"\#(exit)"}"#
    }
    #expect(throws: Refusal.open(["exit.gain_concession_ppm"])) {
      _ = try Sample.quote(policy, facts("2024-01-01"))
    }
    let late = [
      "exit.gain_concession_ppm", "exit.tiers[1].bound", "exit.tiers[1].rate_pick",
      "exit.tiers[1].daycount",
    ]
    #expect(throws: Refusal.open(late)) { _ = try Sample.quote(policy, facts("2026-01-01")) }
  }

  @Test(arguments: [
    (#"{"exit_date":"2024-01-01"}"#, FindingCode.fieldMissing, "disbursements"),
    (
      #"{"disbursements":[{"date":"2022-01-01","amount":"1.00"}]}"#, .fieldMissing, "exit_date"
    ),
    (
      #"{"disbursements":[{"date":"2022-01-01","amount":"1.00"}],"exit_date":"2021-12-31"}"#,
      .dateOrder, "exit_date"
    ),
  ])
  func `a case that cannot be computed says why`(
    _ facts: String,
    _ code: FindingCode,
    _ path: String
  ) throws {
    let policy = try Sample.zhejiang("lpr_1y", "act_365")
    do {
      _ = try Sample.quote(policy, facts)
      Issue.record("computed")
    } catch let Refusal.findings(findings) {
      #expect(findings.list.map(\.code) == [code] && findings.list.map(\.column) == [path])
    }
  }

  @Test func `every step of a quote names its figures`() throws {
    let policy = try Sample.zhejiang("lpr_1y", "act_365")
    let facts = try Sample.exitCase(ExitTests.twoPayments)
    let quote = try Exit.quote(facts, policy: policy, rates: try Sample.rates())
    #expect(
      quote.trace.map(\.step) == ["本金", "档次", "计息", "档次", "应得", "价款", "收益", "上缴"]
    )
    #expect(quote.trace.map(\.value).contains("120032.88"))
    #expect(quote.trace.allSatisfy { !$0.formula.isEmpty })
  }
}
