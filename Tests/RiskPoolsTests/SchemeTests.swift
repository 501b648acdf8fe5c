import Findings
import Foundation
@testable import Policies
import Quantities
@testable import RiskPools
import Testing

@Suite struct SchemeTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "policies")

  private static func files() throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
  }

  @Test func `every scheme that is shipped can be read, and is named like its file`() throws {
    var ids: [String] = []
    for file in try Self.files() {
      let bytes = Array(try Data(contentsOf: file))
      guard try Document(bytes, .policy).root["policy"]?.text == "risk_pool" else { continue }
      let scheme = try Scheme(bytes)
      #expect(scheme.header.id + ".json" == file.lastPathComponent)
      #expect(scheme.warnings == [], "\(scheme.header.id)")
      ids.append(scheme.header.id)
    }
    #expect(ids.count >= 19)
  }

  @Test func `a shipped scheme refuses what its text leaves open`() throws {
    let bytes = Array(try Data(contentsOf: Self.folder.appending(path: "dalian-2025.json")))
    #expect(throws: Refusal.open(["tiers", "tier_combine", "caps"])) {
      try ClaimRule(try Scheme(bytes))
    }
    let hubei = Array(try Data(contentsOf: Self.folder.appending(path: "hubei-2025.json")))
    let rule = try ClaimRule(try Scheme(hubei))
    #expect(throws: Refusal.open(["tiers[0].rate_ppm"])) {
      try rule.settle(try ClaimCase(Array(#"{"loss":"1.00"}"#.utf8)))
    }
  }

  @Test func `an open tier only matters to the loans that fit it`() throws {
    let rule = try ClaimRule(
      try scheme(
        #"""
        "coverage":{"base":"net_principal_loss"},"tier_combine":"max",
        "tiers":[{"when":"pure_credit = true","rate_ppm":"500000"},
        {"when":"pure_credit = false","rate_ppm":{"value":"?","clause":"第九条"}}]
        """#
      )
    )
    let credit = try ClaimCase(Array(#"{"loss":"8.00","loan":{"pure_credit":true}}"#.utf8))
    #expect("\(try rule.settle(credit).pay)" == "4.00")
    #expect(throws: Refusal.open(["tiers[1].rate_ppm"])) {
      try rule.settle(try ClaimCase(Array(#"{"loss":"8.00"}"#.utf8)))
    }
  }

  @Test(arguments: [
    (#""tiers":[{"when":"height > 3","rate_ppm":"1"}]"#, FindingCode.predicate, "tiers[0].when"),
    (#""tiers":[{"when":"mode > 3","rate_ppm":"1"}]"#, .predicate, "tiers[0].when"),
    (#""tiers":[{"rate_ppm":"1000001"}]"#, .fieldValue, "tiers[0].rate_ppm"),
    (#""caps":[{"scope":"loan"}]"#, .fieldMissing, "caps[0].abs"),
    (#""caps":[{"scope":"bank","pct_ppm":"20000"}]"#, .fieldMissing, "caps[0].of"),
    (#""caps":[{"scope":"planet","abs":"1.00"}]"#, .fieldValue, "caps[0].scope"),
    (#""tierz":[]"#, .fieldUnknown, "tierz"),
    (#""rounding":{"mode":"up"}"#, .fieldValue, "rounding.mode"),
    (#""layer":{"measure":"npl_rate","attach_ppm":"x"}"#, .fieldValue, "layer.attach_ppm"),
    (#""counted_base_cap":{"loan":"1"}"#, .fieldValue, "counted_base_cap.loan"),
  ])
  func `what a scheme gets wrong is told with its place`(
    fields: String,
    code: FindingCode,
    column: String
  ) {
    let error = #expect(throws: Findings.self) { try scheme(fields) }
    #expect(error?.list.map(\.code) == [code])
    #expect(error?.list.map(\.column) == [column])
  }

  @Test(arguments: [
    (#""tiers":[]"#, [FindingCode.schemeNeverPays]),
    (#""tiers":[{"rate_ppm":"0"}]"#, [.schemeNeverPays]),
    (#""tiers":[{"rate_ppm":"1"},{"rate_ppm":"2"}]"#, [.tierCombinationMissing]),
    (#""tiers":[{"rate_ppm":"1"}],"caps":[{"scope":"loan","abs":"0.00"}]"#, [.schemeNeverPays]),
    (#""tiers":[{"rate_ppm":"1"}]"#, []),
    (#""tiers":"?""#, []),
  ])
  func `a scheme that can hardly be meant is flagged`(
    fields: String,
    codes: [FindingCode]
  ) throws {
    #expect(try scheme(fields).warnings.map(\.code) == codes)
  }

  @Test func `every question that texts leave open has an answer`() throws {
    let silent = try scheme(
      #"""
      "coverage":{"base":"net_principal_loss"},"tiers":[{"rate_ppm":"1"}],
      "funders":[{"party":"市","weight":"1"}],"layer":{"measure":"npl_rate","attach_ppm":"1"},
      "breakers":[{"measure":"npl_rate","ppm":"1","effect":"alert"}]
      """#
    )
    let answers = Ambiguity.all(in: silent)
    #expect(Set(answers.map(\.number)) == Set((1...18).map { "A\($0)" }))
    let defaults = answers.filter(\.isDefault).map { "\($0.number) \($0.choice)" }
    #expect(
      defaults == [
        "A1 max", "A3 settle_at_final", "A5 calendar", "A5 payment", "A6 enrolled_balance",
        "A6 gross", "A7 ge", "A8 true", "A8 below", "A9 lost", "A10 later", "A11 actual_borne",
        "A12 true", "A12 bank", "A13 ", "A14 pro_rata", "A15 floor", "A15 fen", "A15 last_funder",
        "A16 floor", "A17 shrink", "A18 paid_in",
      ]
    )
  }
}
