import CanonicalJSON
import Findings
import Policies
import Quantities
import Testing

@testable import RiskPools

@Suite struct PoolFactsTests {
  static let digest = String(repeating: "0f", count: 32)

  static func adopted() throws -> AdoptedScheme {
    let from = CivilDate(dayNumber: 19_000)
    return try AdoptedScheme(try scheme(), digest: digest, from: from)
  }

  static func scheme() throws -> Scheme {
    let tiers = #""tiers":[{"rate_ppm":"500000"}],"coverage":{"base":"net_principal_loss"}"#
    return try Scheme(Array(#"{"policy":"risk_pool","policy_id":"sample",\#(tiers)}"#.utf8))
  }

  /// A value after it was written as a record and read again.
  static func recorded(_ value: JSONValue) throws -> JSONValue {
    var writer = CanonicalWriter()
    writer.value(value)
    #expect(writer.refusal == nil)
    return try JSONDocument(writer.bytes, profile: .record).value
  }

  static func known(_ digest: String) throws(Findings) -> Scheme {
    guard digest == Self.digest, let scheme = try? scheme() else {
      throw Findings(Finding(.valueUnknown, column: "digest", value: digest))
    }
    return scheme
  }

  @Test(arguments: PoolEvent.Kind.allCases)
  func `records give back every event`(kind: PoolEvent.Kind) throws {
    for seed in UInt64(1)...80 {
      var facts = RandomFacts(random: Seeded(seed), scheme: try Self.adopted())
      let event = facts.event(kind)
      #expect(event.kind == kind)
      let again = try PoolEvent(kind, facts: Self.recorded(event.facts), scheme: Self.known)
      #expect(again == event, "seed \(seed)")
    }
  }

  @Test func `records give back the opening`() throws {
    let opening = PoolOpening(pool: "F1", accounts: ["甲", "乙"], scheme: try Self.adopted())
    let again = try PoolOpening(facts: Self.recorded(opening.facts), scheme: Self.known)
    #expect(again == opening)
  }

  @Test(
    arguments: [
      (PoolEvent.Kind.fundingReceived, #"{"amount":"1.00","funder":"市"}"#, ["account", "nature"]),
      (
        .fundingReceived, #"{"account":"a","amount":"-1.00","funder":"市","nature":"gift"}"#,
        ["amount", "nature"]
      ),
      (
        .loanEnrolled, #"{"lent":"2025-01-01","due":"2025-02-30","loan":{"id":"L1"}}"#,
        ["loan.borrower", "loan.bank", "loan.principal", "due"]
      ),
      (
        .loanEnrolled, #"{"lent":"2025-01-01","due":"2025-02-20","loan":"L1","note":"x"}"#,
        ["loan", "note"]
      ),
      (
        .balanceReported,
        #"{"as_of":"2025-01-01","bank":"B","total":"1.00","loans":[{"loan":"L"}]}"#,
        ["loans[0].outstanding"]
      ),
      (.claimFiled, #"{"claim":"C","kind":"half","loan":"L","outstanding":"1.00"}"#, ["kind"]),
      (.claimDecided, #"{"claim":"C","deductions":{"luck":"1.00"}}"#, ["deductions.luck"]),
      (
        .breakerReviewed, #"{"figures":[{"level":"bank","measure":"npl_rate"}]}"#,
        ["figures[0].name"]
      ),
      (.breakerResumed, #"{"breaker":"0","level":"programme"}"#, ["breaker"]),
      (.breakerResumed, #"{"breaker":"1","level":"planet","name":"x"}"#, ["level"]),
      (.schemeAdopted, #"{"digest":"0f","from":"2025-01-01","policy":"sample"}"#, ["digest"]),
      (.closing, #"{"payouts":[{"party":"市"}]}"#, ["payouts[0].account", "payouts[0].amount"]),
    ] as [(PoolEvent.Kind, String, [String])]
  )
  func `facts that are wrong are refused by path`(
    kind: PoolEvent.Kind,
    text: String,
    paths: [String]
  ) throws {
    let facts = try JSONDocument(Array(text.utf8), profile: .policy).value
    let error = #expect(throws: Findings.self) {
      try PoolEvent(kind, facts: facts, scheme: Self.known)
    }
    let columns = Set((error?.list ?? []).map(\.column))
    #expect(columns.isSuperset(of: paths), "\(columns)")
  }

  @Test func `an adoption names a scheme that is known and the file says the same`() throws {
    let other = String(repeating: "ab", count: 32)
    for (policy, digest, column) in [("sample", other, "digest"), ("other", Self.digest, "policy")]
    {
      let text = #"{"digest":"\#(digest)","from":"2025-01-01","policy":"\#(policy)"}"#
      let facts = try JSONDocument(Array(text.utf8), profile: .policy).value
      let error = #expect(throws: Findings.self) {
        try PoolEvent(.schemeAdopted, facts: facts, scheme: Self.known)
      }
      #expect(error?.list.map(\.column) == [column])
    }
  }

  @Test func `a scheme with open values that every claim needs is not adopted`() throws {
    let text = #"{"policy":"risk_pool","policy_id":"sample","tiers":"?","coverage":{"base":"?"}}"#
    let scheme = try Scheme(Array(text.utf8))
    let from = CivilDate(dayNumber: 19_000)
    #expect(throws: Refusal.open(["coverage.base", "tiers"])) {
      try AdoptedScheme(scheme, digest: Self.digest, from: from)
    }
    let whole = try Self.scheme()
    let error = #expect(throws: Refusal.self) {
      try AdoptedScheme(whole, digest: "0F", from: from)
    }
    #expect(
      error
        == .findings(
          Findings(
            Finding(.fieldValue, column: "digest", value: "0F", arguments: ["expected": "digest"])
          )
        )
    )
  }
}
