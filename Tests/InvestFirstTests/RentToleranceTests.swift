import Findings
import Policies
import Quantities
import Testing

@testable import InvestFirst

/// The worked cases of the domain about rent, screening and tolerance, by their numbers.
@Suite struct RentToleranceTests {
  static let steps =
    (Array(repeating: "\"1000000\"", count: 12) + Array(repeating: "\"500000\"", count: 12))
    .joined(separator: ",")

  static func accrue(_ proration: String, _ more: String = "") throws -> Rent.Figures {
    let policy = try Sample.policy(
      #""rent":{"rent_free_ppm_by_month":[\#(steps)],"rent_proration":"\#(proration)"\#(more)}"#
    )
    let lease = try Rent.Lease(
      Array(
        #"""
        {"area_m2":200,"price_per_m2_month":"35.00","from":"2025-10-13","to":"2027-10-12"}
        """#.utf8
      )
    )
    return try Rent.accrue(lease, policy: policy).figures
  }

  @Test func `T13 part months by actual days, free steps by months of the lease`() throws {
    let figures = try Self.accrue("actual_days_of_month")
    let months = Dictionary(
      uniqueKeysWithValues: figures.months.map { ("\($0.month)", "\($0.amount)") }
    )
    #expect(months.count == 25)
    #expect(months["2025-10"] == "4290.32" && months["2026-09"] == "7000.00")
    #expect(months["2026-10"] == "4854.84" && months["2026-11"] == "3500.00")
    #expect(months["2027-10"] == "1354.84" && "\(figures.total)" == "126000.00")
  }

  @Test func `T13 VAT is taken out of a rent that includes it`() throws {
    let (net, vat) = try Rent.splitVAT(Fen(700_000), rate: PPM(90_000))
    #expect("\(net) \(vat)" == "6422.02 577.98")
    let figures = try Self.accrue(
      "actual_days_of_month",
      #","vat_included":"true","vat_rate_ppm":"90000""#
    )
    #expect("\(figures.vat)" == "10403.67")
  }

  @Test func `months of thirty days, and the caps of area and months`() throws {
    let thirty = try Self.accrue("30")
    #expect("\(thirty.months[0].amount) \(thirty.months[12].amount)" == "4433.33 4900.00")
    let capped = try Self.accrue(
      "actual_days_of_month",
      #","rent_area_cap":"100","rent_months_cap":"12""#
    )
    #expect("\(capped.total)" == "42000.00" && capped.months.last?.amount == .zero)
  }

  @Test func `a lease refuses while its policy or its facts are open`() throws {
    let policy = try Sample.policy(#""rent":{"rent_free_ppm_by_month":"?"}"#)
    let open = ["rent.rent_free_ppm_by_month", "rent.rent_proration"]
    #expect(throws: Refusal.open(open)) { _ = try Rent.accrue(Rent.Lease(), policy: policy) }
    let given = try Sample.policy(
      #""rent":{"free_ppm_by_month":["1000000"],"proration":"30"}"#
    )
    do throws(Refusal) {
      _ = try Rent.accrue(Rent.Lease(), policy: given)
      Issue.record("a lease without facts was computed")
    } catch {
      guard case .findings(let findings) = error else { throw error }
      #expect(
        findings.list.map(\.column) == ["area_m2", "price_per_m2_month", "from", "to"]
      )
    }
  }

  static let guangkai = #"""
    "fail":{"tolerance":[
      {"scope":"project","stage":"seed","limit_ppm":"1000000"},
      {"scope":"project","stage":"angel","limit_ppm":"1000000"},
      {"scope":"class","stage":"seed","limit_ppm":"500000"},
      {"scope":"class","stage":"angel","limit_ppm":"400000"},
      {"scope":"class","stage":"industry","limit_ppm":"300000"}]}
    """#

  static func judge(_ policy: String, _ facts: String) throws -> Tolerance.Figures {
    let facts = try Tolerance.Case(Array(facts.utf8))
    return try Tolerance.judge(facts, policy: try Sample.policy(policy)).figures
  }

  @Test func `T9 losses by class, and single projects`() throws {
    let figures = try Self.judge(
      Self.guangkai,
      #"""
      {"classes":[{"stage":"seed","invested":"120000000.00","lost":"58000000.00"},
        {"stage":"angel","invested":"80000000.00","lost":"33000000.00"},
        {"stage":"industry","invested":"200000000.00","lost":"55000000.00"}],
       "projects":[{"id":"P1","stage":"seed","invested":"1.00","lost":"1.00","diligent":true},
        {"id":"P2","stage":"industry","invested":"1.00","lost":"1.00","diligent":true},
        {"id":"P3","stage":"seed","invested":"1.00","lost":"1.00","diligent":false}]}
      """#
    )
    #expect(figures.limits.map(\.loss) == [PPM(483_333), PPM(412_500), PPM(275_000)])
    #expect(figures.limits.map(\.within) == [true, false, true])
    #expect(figures.projects.map(\.outcome) == [.exempt, .notCovered, .notCovered])
  }

  @Test(arguments: [("paid_out", 1_000_000, "partly"), ("approved", 500_000, "exempt")])
  func `T17 the denominator decides`(
    _ denominator: String,
    _ loss: Int64,
    _ outcome: String
  ) throws {
    let figures = try Self.judge(
      #"""
      "fail":{"tolerance":[{"scope":"project","stage":"","limit_ppm":"500000",
        "denominator":"\#(denominator)"}]}
      """#,
      #"""
      {"projects":[{"id":"P1","stage":"seed","paid_out":"1500000.00","approved":"3000000.00",
        "lost":"1500000.00","diligent":"true"}]}
      """#
    )
    #expect(figures.projects.map(\.loss) == [PPM(loss)])
    #expect(figures.projects.map(\.outcome.rawValue) == [outcome])
  }

  @Test func `the fund as a whole is judged from its classes or its projects`() throws {
    let rule = #"""
      "fail":{"tolerance":[{"scope":"fund","limit_ppm":"200000","denominator":"fund_size"},
        {"scope":"class","stage":"seed","limit_ppm":"500000","condition":"none"}]}
      """#
    let figures = try Self.judge(
      rule,
      #"""
      {"fund_size":"100.00","projects":[
        {"id":"P1","stage":"seed","invested":"40.00","lost":"10.00"},
        {"id":"P2","stage":"seed","invested":"40.00","lost":"10.01"}]}
      """#
    )
    #expect(figures.limits.map(\.loss) == [PPM(200_100), PPM(250_125)])
    #expect(figures.limits.map(\.within) == [false, true])
    #expect(try Self.judge(rule, "{}").limits.isEmpty)
  }

  @Test(arguments: [
    ("inclusive", "799999.99", "2020-07-12", false), ("inclusive", "800000.00", "2020-07-11", true),
    ("exclusive", "800000.00", "2020-07-11", false), ("exclusive", "800000.00", "2020-07-12", true),
  ])
  func `T18 a fen short is short, and the boundary day is a switch`(
    _ boundary: String,
    _ cash: String,
    _ founded: String,
    _ passes: Bool
  ) throws {
    let policy = try Sample.policy(
      #""scope":{"founder_paid_in_min_ppm":"100000","founded_after":"2020-07-11","#
        + #""boundary":"\#(boundary)"}"#
    )
    let screening = try Screening(
      paidIn: try #require(Fen(canonical: cash)),
      of: Fen(800_000_000),
      founded: try Sample.date(founded),
      applied: try Sample.date("2025-11-20"),
      scope: policy.scope
    )
    #expect(screening.passes == passes)
  }
}
