import Findings
import Policies
import Quantities
@testable import RiskPools
import Testing

/// The worked cases T1 to T31 of the study of schemes, each with its figures to the fen.
@Suite struct WorkedCasesTests {
  @Test func `T1 more than half on credit pays half`() throws {
    let it = try claim(
      try scheme(Schemes.zhuhai),
      #"{"loan":{"outstanding":"5000000.00","credit_share_ppm":600000}}"#
    )
    #expect(
      "\(it.claim.pay) \(it.claim.binding.names) \(it.amounts)"
        == #"2500000.00 ["raw"] ["312500.00", "2187500.00"]"#
    )
  }

  @Test func `T2 seventy percent is reached and the cap of the loan cuts`() throws {
    let it = try claim(
      try scheme(Schemes.zhuhai),
      #"{"loan":{"outstanding":"4500000.00","credit_share_ppm":700000}}"#
    )
    #expect(it.claim.raw.description == "3150000.00")
    #expect(
      "\(it.claim.pay) \(it.claim.binding.names) \(it.amounts)"
        == #"3000000.00 ["loan_cap"] ["375000.00", "2625000.00"]"#
    )
  }

  @Test func `T3 the highest rate counts and the fen is cut off`() throws {
    let it = try claim(
      try scheme(Schemes.zhuhai),
      """
      {"loan":{"outstanding":"3333333.33","credit_share_ppm":600000,"first_loan":true}}
      """
    )
    #expect("\(it.claim.pay) \(it.amounts)" == #"2999999.99 ["374999.99", "2625000.00"]"#)
  }

  @Test func `T4 exactly half on credit pays nothing`() throws {
    let it = try claim(
      try scheme(Schemes.zhuhai),
      """
      {"loan":{"outstanding":"1000000.00","credit_share_ppm":500000,"first_loan":false}}
      """
    )
    #expect("\(it.claim.rate) \(it.claim.pay)" == "0% 0.00")
  }

  @Test(arguments: [
    (
      "T5 pure credit", #""loan":{"outstanding":"1234567.89","mode":"direct","pure_credit":true}"#,
      "432098.76", "raw"
    ),
    (
      "T5 not", #""loan":{"outstanding":"1234567.89","mode":"direct","pledge":"land"}"#,
      "370370.36", "raw"
    ),
    (
      "T6 stacking", #""loan":{"outstanding":"2000000.00","mode":"direct","pure_credit":true}"#,
      "500000.00", "stack_cap"
    ),
    (
      "T7 guarantor", #""loan":{"outstanding":"2000000.00","mode":"guaranteed"}"#,
      "400000.00", "raw"
    ),
  ])
  func `T5 T6 T7 points on top and one limit for all public money`(
    name: String,
    loan: String,
    pay: String,
    binding: String
  ) throws {
    let more =
      switch name.prefix(2) {
      case "T6": #""actual_liability":"2000000.00","other_government_paid":"1100000.00""#
      case "T7": #""actual_liability":"1600000.00""#
      default: #""actual_liability":"1234567.89""#
      }
    let it = try claim(try scheme(Schemes.anhui), "{\(loan),\(more)}")
    #expect("\(it.claim.pay)" == pay)
    #expect(it.claim.binding.names == [binding])
  }

  @Test func `T8 the fund and the bank share, city and district four to six`() throws {
    let it = try claim(
      try scheme(Schemes.chongqing),
      #"{"loan":{"principal":"5000000.00","outstanding":"3765432.11"}}"#
    )
    #expect("\(it.claim.pay) \(it.amounts)" == #"3012345.68 ["1204938.27", "1807407.41"]"#)
    #expect(it.claim.base.rawValue - it.claim.pay.rawValue == 75_308_643)
  }

  @Test(arguments: [
    ("20000000.00", "900000.00"), ("20000000.01", "750000.00"), ("50000000.00", "750000.00"),
    ("100000000.00", "600000.00"), ("100000000.01", "450000.00"),
  ])
  func `T9 the bands of revenue hold their upper ends`(revenue: String, pay: String) throws {
    let it = try claim(
      try scheme(Schemes.henan()),
      """
      {"loss":"1500000.00","loan":{"revenue":"\(revenue)"},"prior_year_balance":"900000000.00"}
      """
    )
    #expect("\(it.claim.pay)" == pay)
  }

  @Test func `T10 research with a firm below ten million pays four fifths`() throws {
    let it = try claim(
      try scheme(Schemes.henan()),
      """
      {"loss":"1500000.00","loan":{"revenue":"9999999.99","product":"产学研"},
       "prior_year_balance":"900000000.00"}
      """
    )
    #expect("\(it.claim.pay)" == "1200000.00")
  }

  @Test(arguments: [
    ("300000000.00", "5600000.00", "15000000.00", "900000.00", "400000.00"),
    ("800000000.00", "9500000.00", "30000000.00", "750000.00", "500000.00"),
  ])
  func `T11 T12 the smaller of two percent and ten million binds a bank`(
    balance: String,
    paid: String,
    revenue: String,
    raw: String,
    pay: String
  ) throws {
    let it = try claim(
      try scheme(Schemes.henan()),
      """
      {"loss":"1500000.00","loan":{"revenue":"\(revenue)"},"prior_year_balance":"\(balance)",
       "counters":{"bank_year":"\(paid)"}}
      """
    )
    #expect("\(it.claim.raw) \(it.claim.pay)" == "\(raw) \(pay)")
    #expect(it.claim.binding.names == ["bank_year_cap"])
  }

  @Test(arguments: [("max", "900000.00"), ("min", "600000.00")])
  func `T13 the combination of tiers is a switch`(combination: String, pay: String) throws {
    let it = try claim(
      try scheme(Schemes.henan(combination)),
      """
      {"loss":"1500000.00","loan":{"revenue":"60000000.00","pure_credit":true},
       "prior_year_balance":"900000000.00"}
      """
    )
    #expect("\(it.claim.pay)" == pay)
  }

  @Test func `T14 five million is the most for a loan`() throws {
    let it = try claim(try scheme(Schemes.henan2021), #"{"loss":"9000000.00"}"#)
    #expect("\(it.claim.raw) \(it.claim.pay)" == "5400000.00 5000000.00")
  }

  @Test(arguments: [("450000", "55%", "679012.33"), ("550000", "60%", "740740.73")])
  func `T15 points for each further year, up to sixty percent`(
    base: String,
    rate: String,
    pay: String
  ) throws {
    let it = try claim(
      try scheme(Schemes.uplift(base)),
      #"{"loss":"1234567.89","loan":{"term_months":36}}"#
    )
    #expect("\(it.claim.rate) \(it.claim.pay)" == "\(rate) \(pay)")
  }

  @Test func `T16 only the band between three and five percent is paid`() throws {
    // 34,567,901.24 × 12,000,000 ÷ 42,000,000 lies in the band.
    let it = try claim(
      try scheme(Schemes.shanghai2011),
      """
      {"loss":"34567901.24","layer":{"balance":"1000000000.00","loss":"42000000.00"}}
      """
    )
    #expect("\(it.claim.base) \(it.claim.pay)" == "9876543.21 4938271.60")
    let above = try claim(
      try scheme(Schemes.shanghai2011),
      """
      {"loss":"61000000.00","layer":{"balance":"1000000000.00","loss":"61000000.00"}}
      """
    )
    #expect("\(above.claim.base)" == "20000000.00")
  }

  @Test(arguments: [("false", "679012.33"), ("true", "740740.73")])
  func `T17 a first loan gains five points`(first: String, pay: String) throws {
    let it = try claim(
      try scheme(Schemes.shanghai2024),
      #"{"loss":"1234567.89","loan":{"first_loan":\#(first)}}"#
    )
    #expect("\(it.claim.pay)" == pay)
  }

  @Test(arguments: [
    ("floor", "500000.00"), ("half_up", "500000.01"), ("half_even", "500000.00"),
  ])
  func `T18 half a fen goes as the scheme rounds`(mode: String, pay: String) throws {
    let it = try claim(try scheme(Schemes.tianjin(mode)), #"{"loss":"1000000.01"}"#)
    #expect("\(it.claim.pay)" == pay)
  }

  @Test(
    arguments: [
      ("T19", 150_000_001, [40, 40, 20], [60_000_000, 60_000_000, 30_000_001]),
      (
        "T23", 1_234_567_890, [20, 40, 20, 20],
        [246_913_578, 493_827_156, 246_913_578, 246_913_578]
      ),
      (
        "T23", 1_000_000_001, [20, 40, 20, 20],
        [200_000_000, 400_000_000, 200_000_000, 200_000_001]
      ),
    ] as [(String, Int64, [Int64], [Int64])]
  )
  func `T19 T23 the last party takes what the floors leave`(
    name: String,
    amount: Int64,
    weights: [Int64],
    parts: [Int64]
  ) {
    #expect(Allocation.split(Fen(amount), by: weights).map(\.rawValue) == parts, "\(name)")
  }

  @Test(arguments: [("0", "150000.00"), ("400000", "105000.00")])
  func `T20 firms pay into the mutual pool by collateral and term`(
    collateral: String,
    pays: String
  ) throws {
    let contributions = #"""
      "coverage":{"base":"outstanding_principal_at_trigger"},"tier_combine":"first",
      "tiers":[{"when":"collateral_ppm >= 400000","rate_ppm":"25000"},
       {"when":"collateral_ppm = 0","rate_ppm":"40000"}],
      "addons":[{"ppm":"10000","per_year":"true"}]
      """#
    let it = try claim(
      try scheme(contributions),
      """
      {"loan":{"outstanding":"3000000.00","collateral_ppm":\(collateral),"term_months":24}}
      """
    )
    #expect("\(it.claim.pay)" == pays)
    let government = RoundedParts(mode: .down, unit: .fen)
    #expect("\(try government.part(Fen(300_000_000), PPM(15_000)))" == "45000.00")
  }

  @Test func `T21 deposits bear first, in their order, then province and city`() throws {
    let it = try claim(
      try scheme(Schemes.gansu),
      """
      {"loss":"1800000.00","absorbers":[{"name":"互助金","available":"600000.00"},
       {"name":"本企业互助金","available":"150000.00"}]}
      """
    )
    #expect(it.absorbed.map(\.party) == ["本企业互助金", "互助金"])
    #expect("\(it.claim.pay) \(it.amounts)" == #"1050000.00 ["700000.00", "350000.00"]"#)
  }

  @Test(arguments: [
    ("10000000.00", "14500000.00", "2000000.00"), ("9000000.00", "12345678.90", "1236543.12"),
  ])
  func `T22 four fifths above one hundred and twenty percent`(
    premium: String,
    paid: String,
    pay: String
  ) throws {
    let scheme = try scheme(Schemes.yunnan)
    let it = try claim(
      scheme,
      #"{"loss":"\#(paid)","layer":{"balance":"\#(premium)","loss":"\#(paid)"}}"#
    )
    #expect("\(it.claim.pay)" == pay)
    let rule = try BreakerRule(scheme)
    let reading = BreakerState.Reading(
      .payoutRatio,
      .programme,
      numerator: try #require(Fen(canonical: paid)),
      denominator: try #require(Fen(canonical: premium))
    )
    let state = rule.after(rule.initial, [reading], on: CivilDate(dayNumber: 0))
    #expect(rule.effects(state) == [.stopNew])
  }

  @Test func `T24 the city's part makes the pool, and the pool the lending`() throws {
    let sizing = PoolSizing(try scheme(Schemes.ningbo))
    let pool = try sizing.pool(fromContribution: Fen(2_500_000_000), of: "市")
    #expect("\(pool) \(try sizing.lending(behind: pool))" == "62500000.00 625000000.00")
  }

  @Test func `T25 a pool below a tenth of its loans is filled to the floor`() throws {
    let amount = try PoolSizing(try scheme(Schemes.ganzi)).topUp(
      balance: Fen(8_000_000_000),
      loans: Fen(90_000_000_000),
      lastYearLoss: .zero,
      original: Fen(20_000_000_000)
    )
    #expect("\(amount)" == "10000000.00")
  }

  @Test(
    arguments: [
      (49_999_999_900, []), (50_000_000_000, [.alert]),
      (80_000_000_000, [.alert, .stopClaims(holdsQueue: true)]),
    ] as [(Int64, [BreakerState.Effect])]
  )
  func `T26 a breaker trips at its threshold and not a hair below`(
    npl: Int64,
    effects: [BreakerState.Effect]
  ) throws {
    let rule = try BreakerRule(try scheme(Schemes.hubei))
    let reading = BreakerState.Reading(
      .nplRate,
      .bank,
      numerator: Fen(npl),
      denominator: Fen(1_000_000_000_000)
    )
    let state = rule.after(rule.initial, [reading], on: CivilDate(dayNumber: 0))
    #expect(rule.effects(state) == effects)
  }

  @Test func `T27 a short pool pays in order or in proportion`() {
    let batch = ClaimBatch(due: [Fen(50_000_000), Fen(33_333_333), Fen(41_666_668)])
    let cash = Fen(100_000_000)
    #expect(batch.inOrder(cash: cash).map(\.rawValue) == [50_000_000, 33_333_333, 16_666_667])
    #expect(batch.proRata(cash: cash).map(\.rawValue) == [40_000_000, 26_666_666, 33_333_334])
  }

  @Test func `T28 an advance is settled up or claimed back`() throws {
    let scheme = try scheme(Schemes.chongqing)
    let advance = try claim(
      scheme,
      #"{"loan":{"outstanding":"3765432.11"},"kind":"advance"}"#
    )
    #expect("\(advance.claim.entitlement) \(advance.claim.pay)" == "3012345.68 1506172.84")
    let more = try claim(
      scheme,
      #"{"loan":{"outstanding":"3000000.00"},"advanced":"1506172.84","kind":"final"}"#
    )
    #expect("\(more.claim.pay) \(more.claim.clawback)" == "893827.16 0.00")
    let less = try claim(
      scheme,
      #"{"loan":{"outstanding":"1500000.00"},"advanced":"1506172.84"}"#
    )
    #expect("\(less.claim.pay) \(less.claim.clawback)" == "0.00 306172.84")
  }

  @Test(arguments: [
    (#""share_basis":"nominal""#, "736000.00", "184000.00"),
    (#""share_basis":"actual_borne""#, "488655.73", "431344.27"),
    (#""order":"fund_first""#, "920000.00", "0.00"),
  ])
  func `T29 recoveries after a cap follow the basis of the scheme`(
    rule: String,
    fund: String,
    bank: String
  ) throws {
    let it = try recovery(
      try scheme(Schemes.chongqing + #","recovery":{\#(rule)}"#),
      """
      {"gross":"1000000.00","cost":"80000.00","fund_paid":"2000000.00","bank_loss":"1765432.11"}
      """
    )
    #expect("\(it.net) \(it.fundPart) \(it.bankPart)" == "920000.00 \(fund) \(bank)")
  }

  @Test func `T30 the fund gets back what it paid and no more`() throws {
    let it = try recovery(
      try scheme(Schemes.chongqing + #","recovery":{"share_basis":"nominal"}"#),
      """
      {"gross":"4000000.00","cost":"80000.00","fund_paid":"3012345.68","bank_loss":"753086.43"}
      """
    )
    #expect("\(it.net) \(it.fundPart) \(it.bankPart)" == "3920000.00 3012345.68 907654.32")
    #expect(it.funderShares.map(\.amount.description) == ["1204938.27", "1807407.41"])
    #expect(it.warnings.map(\.code) == [.recoveryAboveLoss])
  }

  @Test func `T31 what is lent above the cap of the base does not count`() throws {
    let counted = #"""
      "coverage":{"base":"outstanding_principal_at_trigger"},"tiers":[{"rate_ppm":"1000000"}],
      "counted_base_cap":{"loan":"3202775918.47"}
      """#
    let it = try claim(try scheme(counted), #"{"loan":{"outstanding":"3220275918.47"}}"#)
    #expect("\(it.claim.base) \(it.claim.deducted)" == "3202775918.47 17500000.00")
  }
}
