import Findings
import Policies
import Quantities
@testable import RiskPools
import Testing

@Suite struct ClaimTests {
  private static let plain = #"""
    "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"500000"}]
    """#

  private static func findings(_ scheme: Scheme, _ claimCase: String) throws -> [String] {
    let read = try ClaimCase(Array(claimCase.utf8))
    do throws(Refusal) {
      _ = try ClaimRule(scheme).settle(read)
    } catch {
      if case .findings(let findings) = error {
        return findings.list.map { "\($0.code.rawValue) \($0.column)" }
      }
      Issue.record(error)
    }
    return []
  }

  @Test func `everything a rule needs and the case lacks is named at once`() throws {
    let scheme = try scheme(
      #"""
      "coverage":{"base":"net_principal_loss","net_of":["collateral"]},
      "absorbers":[{"party":"互助金"}],"layer":{"measure":"npl_rate","attach_ppm":"1"},
      "tiers":[{"when":"revenue < 5","rate_ppm":"500000"}],
      "addons":[{"ppm":"1","per_year":"true"}],
      "caps":[{"scope":"bank","pct_ppm":"1","of":"prior_year_balance"},
      {"scope":"loan","pct_ppm":"1","of":"actual_liability"}]
      """#
    )
    #expect(
      try Self.findings(scheme, "{}") == [
        "E-FIELD-MISSING loss", "E-FIELD-MISSING deductions.collateral",
        "E-FIELD-MISSING absorbers.互助金", "E-FIELD-MISSING layer",
        "E-FIELD-MISSING loan.revenue", "E-FIELD-MISSING loan.term_months",
        "E-FIELD-MISSING prior_year_balance", "E-FIELD-MISSING actual_liability",
      ]
    )
  }

  @Test(arguments: [
    (#"{"loss":"1.00","absorbers":[{"name":"谁","available":"1.00"}]}"#, "E-FIELD-VALUE absorbers"),
    (#"{"loss":"1.00","kind":"advance"}"#, "E-FIELD-VALUE kind"),
  ])
  func `what the scheme does not know is refused`(claimCase: String, finding: String) throws {
    #expect(try Self.findings(try scheme(Self.plain), claimCase) == [finding])
  }

  @Test func `an unknown attribute matters only where the answer turns on it`() throws {
    let picked = try scheme(
      #"""
      "coverage":{"base":"net_principal_loss"},"tier_combine":"max",
      "tiers":[{"when":"revenue < 5 or first_loan = true","rate_ppm":"500000"},
      {"when":"revenue < 5 and pure_credit = true","rate_ppm":"900000"}]
      """#
    )
    let it = try claim(picked, #"{"loss":"8.00","loan":{"first_loan":true}}"#)
    #expect("\(it.claim.pay)" == "4.00")
    #expect(try Self.findings(picked, #"{"loss":"8.00"}"#) == ["E-FIELD-MISSING loan.revenue"])
  }

  @Test(arguments: [
    ("max", "600000"), ("min", "300000"), ("first", "400000"), ("sum_capped", "950000"),
  ])
  func `tiers combine as the scheme says`(combination: String, rate: String) throws {
    let it = try claim(
      try scheme(
        #"""
        "coverage":{"base":"net_principal_loss"},"tier_combine":"\#(combination)",
        "tiers":[{"rate_ppm":"400000"},{"rate_ppm":"600000"},{"rate_ppm":"300000"}],
        "rate_cap_ppm":"950000"
        """#
      ),
      #"{"loss":"1.00"}"#
    )
    #expect("\(it.claim.rate.rawValue)" == rate)
  }

  @Test func `limits that are equal all bind, and cash binds beside them`() throws {
    let scheme = try scheme(
      Self.plain + #"""
        ,"caps":[{"scope":"loan","abs":"5.00"},{"scope":"programme","abs":"9.00"},
        {"scope":"borrower","abs":"6.00"}]
        """#
    )
    let equal = try claim(scheme, #"{"loss":"10.00","counters":{"borrower":"1.00"}}"#)
    #expect(equal.claim.binding.names == ["raw", "loan_cap", "borrower_cap"])
    let short = try claim(
      scheme,
      #"{"loss":"12.00","counters":{"year":"8.00"},"pool_cash":"0.50"}"#
    )
    #expect(short.claim.binding.names == ["year_cap", "pool_cash"])
    #expect("\(short.claim.due) \(short.claim.pay) \(short.claim.unpaid)" == "1.00 0.50 0.50")
    let spent = try claim(scheme, #"{"loss":"12.00","counters":{"year":"20.00"}}"#)
    #expect("\(spent.claim.pay) \(spent.claim.binding.names)" == #"0.00 ["year_cap"]"#)
    #expect(
      spent.limits.map { "\($0.name) \($0.remaining)" } == [
        "loan_cap 5.00", "year_cap 0.00", "borrower_cap 6.00",
      ]
    )
  }

  @Test(arguments: [
    ("", "0.00", "5.00"), (#","clawback":"false""#, "0.00", "0.00"),
    (#","true_up":"none""#, "0.00", "0.00"),
  ])
  func `too large an advance is claimed back unless the scheme lets it stand`(
    more: String,
    pay: String,
    clawback: String
  ) throws {
    let it = try claim(try scheme(Self.plain + more), #"{"loss":"10.00","advanced":"10.00"}"#)
    #expect("\(it.claim.pay) \(it.claim.clawback)" == "\(pay) \(clawback)")
  }

  @Test(arguments: [
    ("shrink", "7.50", ["2.50", "5.00"], ["raw", "funder_cash"]),
    ("others_cover", "10.00", ["2.50", "7.50"], ["raw"]),
  ])
  func `a funder without cash shrinks the payment or is covered`(
    onEmpty: String,
    pay: String,
    shares: [String],
    binding: [String]
  ) throws {
    let it = try claim(
      try scheme(
        Self.plain + #"""
          ,"funders":[{"party":"省","weight":"1","on_empty":"\#(onEmpty)"},
          {"party":"市","weight":"1"}]
          """#
      ),
      #"{"loss":"20.00","funder_cash":[{"name":"省","available":"2.50"}]}"#
    )
    #expect("\(it.claim.pay)" == pay)
    #expect(it.amounts == shares)
    #expect(it.claim.binding.names == binding)
  }

  @Test func `the payer takes the residual where the scheme says so`() throws {
    let funders = #","funders":[{"party":"甲","weight":"1"},{"party":"乙","weight":"1"}]"#
    let it = try claim(
      try scheme(Self.plain + funders + #","rounding":{"residual":"payer"}"#),
      #"{"loss":"0.02"}"#
    )
    #expect(it.amounts == ["0.01", "0.00"])
  }

  @Test func `losses above the loan are flagged with both figures`() throws {
    let it = try claim(
      try scheme(Self.plain),
      #"{"loss":"10.00","loan":{"principal":"9.00"}}"#
    )
    #expect(it.warnings.map(\.code) == [.claimAboveLoan])
    #expect(it.warnings.first?.arguments == ["limit": "9.00"])
  }

  @Test func `a band counts losses as they came where the scheme says so`() throws {
    let scheme = try scheme(
      Self.plain + #"""
        ,"layer":{"measure":"npl_rate","attach_ppm":"30000","detach_ppm":"50000",
        "attribution":"chronological"}
        """#
    )
    let bases = try ["25.00", "29.00", "40.00", "50.00"].map { before in
      let year = #""layer":{"balance":"1000.00","loss":"60.00","loss_before":"\#(before)"}"#
      return try claim(scheme, #"{"loss":"12.00",\#(year)}"#).claim.base.description
    }
    #expect(bases == ["7.00", "11.00", "10.00", "0.00"])
  }

  @Test func `every step of a claim is told with its clause`() throws {
    let scheme = try scheme(
      #"""
      "funders":[{"party":"省","weight":"1"},{"party":"市","weight":"3"}],
      "coverage":{"base":{"value":"net_principal_loss","clause":"第三条","mark":"V"}},
      "tiers":[{"rate_ppm":{"value":"500000","clause":"第五条"}}],
      "caps":[{"scope":"loan","abs":{"value":"3.00","clause":"第六条"}}]
      """#
    )
    let trace = try ClaimRule(scheme).explain(try ClaimCase(Array(#"{"loss":"10.00"}"#.utf8))).trace
    #expect(
      trace.map { "\($0.step) \($0.clause) \($0.value)" } == [
        "损失口径 第三条 10.00", "补偿比例 第五条 50%", "补偿额  5.00", "限额 loan_cap 第六条 3.00",
        "应补偿  3.00", "出资分担  省 0.75; 市 2.25",
      ]
    )
  }

  @Test func `breakers resume below their threshold at the end of a quarter`() throws {
    let rule = try BreakerRule(try scheme(Schemes.hubei))
    func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }
    func reading(_ npl: Int64) -> [BreakerState.Reading] {
      [.init(.nplRate, .bank, numerator: Fen(npl), denominator: Fen(100))]
    }
    var state = rule.after(rule.initial, reading(8), on: try day("2025-02-10"))
    state = rule.after(state, reading(4), on: try day("2025-03-15"))
    #expect(rule.effects(state) == [.alert, .stopClaims(holdsQueue: true)])
    state = rule.after(state, reading(5), on: try day("2025-03-31"))
    #expect(rule.effects(state) == [.alert])
    #expect(rule.effects(rule.resumed(state, 0)) == [])
    state = rule.after(state, reading(4), on: try day("2025-06-30"))
    #expect(rule.effects(state) == [])
  }
}
