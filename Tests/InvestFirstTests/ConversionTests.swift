import Findings
import Policies
import Quantities
import Testing

@testable import InvestFirst

/// The worked cases of the domain that concern the conversion, by their numbers.
@Suite struct ConversionTests {
  static func quote(_ terms: String, _ facts: String) throws -> Conversion.Figures {
    let policy = try Sample.policy(#""convert":{\#(terms)}"#)
    return try Conversion.quote(ConversionCase(Array(facts.utf8)), policy: policy).figures
  }

  static let guangzhou = #"""
    {"disbursements":[{"date":"2025-01-02","amount":"2000000.00"}],"pre_money":"36000000.00",
     "capital_before":"1000000.00","round_cash":"4000000.00","co_converting":"2000000.00"}
    """#

  @Test(arguments: [
    ("outside_pre", "0", "36.00", "55555.56", "222222.23", "1944444.44", 45_455),
    ("inside_pre", "0", "32.00", "62500.00", "250000.00", "1937500.00", 50_000),
    ("outside_pre", "200000", "28.80", "69444.44", "236111.11", "1930555.56", 56_180),
  ])
  func `T5 outside, inside, and with a discount`(
    _ include: String,
    _ discount: String,
    _ price: String,
    _ capital: String,
    _ added: String,
    _ surplus: String,
    _ share: Int64
  ) throws {
    let figures = try Self.quote(
      #""price_rule":"round_price","include_in_pre":"\#(include)","discount_ppm":"\#(discount)","#
        + #""share_round":"half_up""#,
      Self.guangzhou
    )
    #expect(try figures.price.ratio.text(decimals: 2) == price)
    #expect("\(figures.capitalToFund) \(figures.surplus)" == "\(capital) \(surplus)")
    #expect("\(try figures.capitalAfter.adding(Fen(-100_000_000)))" == added)
    #expect(figures.share == PPM(share) && figures.excess == .zero)
  }

  static let shandong = #"""
    {"disbursements":[{"date":"2025-01-02","amount":"5000000.00"}],"pre_money":"11000000.00",
     "capital_before":"11000000.00"}
    """#

  @Test func `T7 the cap is rounded down and holds`() throws {
    let figures = try Self.quote(
      #""price_rule":"appraisal","hold_max_ppm":"250000","not_largest":"true","#
        + #""excess":"repay","share_round":"half_up""#,
      Self.shandong
    )
    #expect("\(figures.capitalToFund) \(figures.excess)" == "3666666.66 1333333.34")
    #expect(figures.excessGoes == .repay)
    let one = try Fen(366_666_667).adding(Fen(1_100_000_000))
    #expect(Ratio(366_666_667, over: Int128(one.rawValue)) > PPM(250_000).ratio)
  }

  @Test func `T7 what becomes of the excess must be decided`() throws {
    #expect(throws: Refusal.open(["convert.excess"])) {
      _ = try Self.quote(#""price_rule":"appraisal","hold_max_ppm":"250000""#, Self.shandong)
    }
    let raised = try Self.quote(
      #""price_rule":"appraisal","hold_max_ppm":"250000","excess":"reduce_price""#,
      Self.shandong
    )
    #expect(
      "\(raised.capitalToFund) \(raised.surplus) \(raised.excess)"
        == "3666666.66 1333333.34 0.00"
    )
  }

  @Test func `T8 reading B gives founders half of the shares`() throws {
    let facts = #"""
      {"disbursements":[{"date":"2025-01-02","amount":"2000000.00"}],"pre_money":"8000000.00",
       "capital_before":"8000000.00"}
      """#
    let figures = try Self.quote(
      #""price_rule":"round_price","include_in_pre":"outside_pre","share_concession_ppm":"500000""#,
      facts
    )
    #expect("\(figures.capitalToFund) \(figures.capitalToFounders)" == "1000000.00 1000000.00")
    // Of a holding then worth 5,000,000 the fund has half.
    let worth = try Ratio(Fen(500_000_000)).multiplied(by: Ratio(1, over: 2))
    #expect(try Fen(worth, .halfUp) == Fen(250_000_000))
  }

  static let lanzhou = #"""
    {"disbursements":[{"date":"2025-10-13","amount":"1200000.00"}],
     "rents":[{"month":"2026-01","amount":"84000.00"},{"month":"2027-01","amount":"42000.00"}],
     "pre_money":"20000000.00","capital_before":"2000000.00"}
    """#

  @Test(arguments: [
    ("0", true, "132600.00", "1193400.00", 62_178),
    ("200000", true, "165750.00", "1160250.00", 76_532),
    ("0", false, "120000.00", "1080000.00", 56_604),
  ])
  func `T14 cash and rent convert together, or the rent is refused`(
    _ discount: String,
    _ countsRent: Bool,
    _ capital: String,
    _ surplus: String,
    _ share: Int64
  ) throws {
    let kinds = countsRent ? #"{"kind":"cash"},{"kind":"rent"}"# : #"{"kind":"cash"}"#
    let policy = try Sample.policy(
      #""count":{"kinds":[\#(kinds)]},"convert":{"price_rule":"round_price","#
        + #""include_in_pre":"outside_pre","discount_ppm":"\#(discount)"}"#
    )
    let facts = try ConversionCase(Array(Self.lanzhou.utf8))
    let figures = try Conversion.quote(facts, policy: policy).figures
    #expect("\(figures.capitalToFund) \(figures.surplus)" == "\(capital) \(surplus)")
    #expect(figures.share == PPM(share))
  }

  @Test func `T21 a later round dilutes unless the holder follows`() throws {
    let passive = try Dilution(of: PPM(50_000), selling: PPM(150_000), follows: false)
    #expect(try PPM(nearest: passive.share) == PPM(42_500) && passive.newCash == .zero)
    let active = try Dilution(
      of: PPM(50_000),
      selling: PPM(150_000),
      raising: Fen(1_000_000_000),
      follows: true
    )
    #expect(try PPM(nearest: active.share) == PPM(50_000) && active.newCash == Fen(50_000_000))
  }

  @Test func `every other rule of the price`() throws {
    let agreed = try Self.quote(
      #""price_rule":"agreed_ratio","agreed_ratio_ppm":"200000""#,
      #"""
      {"disbursements":[{"date":"2025-01-02","amount":"2000000.00"}],"capital_before":"1000000.00"}
      """#
    )
    #expect("\(agreed.capitalToFund)" == "250000.00" && agreed.share == PPM(200_000))
    let par = try Self.quote(#""price_rule":"par""#, Self.shandong)
    #expect("\(par.capitalToFund) \(par.surplus)" == "5000000.00 0.00")
    let capped = try Self.quote(
      #""price_rule":"round_price","include_in_pre":"outside_pre","valuation_cap_fen":"550000000""#,
      Self.shandong
    )
    #expect(try capped.price.ratio.text(decimals: 2) == "0.50")
    let borne = try Self.quote(
      #""price_rule":"par","base_interest":{"rate_source":"fixed","rate_ppm":"36500","#
        + #""daycount":"act_365"}"#,
      #"""
      {"disbursements":[{"date":"2025-01-01","amount":"1000000.00"}],"event_date":"2025-01-11",
       "capital_before":"1000000.00"}
      """#
    )
    #expect("\(borne.base)" == "1001000.00")
  }

  @Test(arguments: [
    ("{}", "disbursements"),
    (#"{"disbursements":[{"date":"2025-01-02","amount":"1.00"}]}"#, "capital_before"),
    (
      #"{"disbursements":[{"date":"2025-01-02","amount":"1.00"}],"capital_before":"1.00"}"#,
      "pre_money"
    ),
  ])
  func `what the rule needs and the case lacks is named`(_ facts: String, _ path: String) throws {
    let missing = Finding(.fieldMissing, column: path)
    #expect(throws: Refusal.findings(Findings(missing))) {
      _ = try Self.quote(#""price_rule":"round_price","include_in_pre":"outside_pre""#, facts)
    }
  }

  /// Whatever the figures, the holding stays within its cap, nothing of the base is lost, and one
  /// fen more would break the cap.
  @Test(arguments: UInt64(1)...200)
  func `random conversions keep the cap and the base`(_ seed: UInt64) throws {
    var random = Seeded(seed)
    let (base, before) = (random.below(10_000_000_00) + 1, random.below(10_000_000_00) + 100)
    let worth = before / 10 + random.below(100_000_000_00)
    let (cap, cash) = (random.below(900_000) + 1, random.below(2) * random.below(10_000_000_00))
    let discount = random.below(2) * random.below(500_000)
    let rounding = ["down", "half_up"][Int(random.below(2))]
    let figures = try Self.quote(
      #""price_rule":"round_price","include_in_pre":"outside_pre","hold_max_ppm":"\#(cap)","#
        + #""excess":"waive","discount_ppm":"\#(discount)","share_round":"\#(rounding)""#,
      """
      {"disbursements":[{"date":"2025-01-02","amount":"\(Fen(base))"}],"pre_money":"\(Fen(worth))",
       "capital_before":"\(Fen(before))","round_cash":"\(Fen(cash))"}
      """
    )
    let held = Ratio(
      Int128(figures.capitalToFund.rawValue),
      over: Int128(figures.capitalAfter.rawValue)
    )
    #expect(held <= PPM(cap).ratio, "seed \(seed)")
    let back = figures.capitalToFund.rawValue + figures.surplus.rawValue + figures.excess.rawValue
    #expect(back == base, "seed \(seed)")
    if figures.excess > .zero {
      let price = figures.price.ratio
      let more = Ratio(Int128(base - figures.excess.rawValue + 1))
      let capital = try more.divided(by: price)
      let rest = Ratio(
        Int128(figures.capitalAfter.rawValue) - Int128(figures.capitalToFund.rawValue)
      )
      #expect(try capital.divided(by: rest.adding(capital)) > PPM(cap).ratio, "seed \(seed)")
    }
  }
}
