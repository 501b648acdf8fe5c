import Findings
import Policies
import Quantities
import Testing

@testable import InvestFirst

/// Room in the pool, targets and alerts.
@Suite struct WatchTests {
  private static func policy(_ more: String = "") throws -> InvestFirstPolicy {
    try Sample.policy(
      """
      "scope":{"founder_paid_in_min_ppm":"100000"},
      "count":{"kinds":[{"kind":"cash"}],"project_cap_fen":"200000000",
               "annual_pool_fen":"500000000","pool_total_fen":"600000000",
               "quotas":[{"stage":"seed","most_ppm":"500000"},
                         {"zone":"ZQ02","most_ppm":"200000"}]},
      "convert":{"price_rule":"par","deadline_months":"24","on_deadline":"repay"},
      "hold":{"custody_model":"on_book"},
      "exit":{"exit_ways":["founder_buyback"],"appraisal_months":"12",
              "tiers":[{"clock":"conversion","bound":"floor","rate_source":"none"}]},
      "cycle":{"return_days":"30"}\(more)
      """
    )
  }

  private static func approval(
    _ code: String,
    _ yuan: String,
    stage: String = "",
    zone: String = "",
    cash: String = "800000.00"
  ) throws -> Approval {
    Approval(
      project: code,
      zone: zone,
      stage: stage,
      amount: Life.fen(yuan),
      application: Application(
        founderCash: Life.fen(cash),
        cost: Life.fen("8000000.00"),
        founded: try Sample.date("2024-01-01"),
        applied: try Sample.date("2025-01-01")
      )
    )
  }

  private static func project(_ approval: Approval, _ day: String) throws -> Project {
    try Project(approval, Life.head("0", try Sample.date(day)))
  }

  @Test(arguments: [
    ("2000000.00", "seed", "ZQ01", "800000.00", [] as [String]),
    ("2000000.01", "angel", "ZQ01", "800000.00", ["amount"]),
    ("1000000.00", "angel", "ZQ01", "799999.99", ["founder_cash"]),
    ("2000000.00", "angel", "ZQ02", "800000.00", ["count.quotas"]),
    (
      "2000000.01", "seed", "ZQ02", "0.01",
      [
        "founder_cash", "amount", "count.quotas", "count.quotas",
      ]
    ),
  ])
  func `an approval needs room under every limit, and all that is short is told`(
    _ yuan: String,
    _ stage: String,
    _ zone: String,
    _ cash: String,
    _ columns: [String]
  ) throws {
    let other = try Self.approval("P1", "500000.00", stage: "seed", zone: "ZQ03")
    let old = try Self.approval("P0", "1000000.00")
    let beside = [try Self.project(other, "2025-02-01"), try Self.project(old, "2024-02-01")]
    let approval = try Self.approval("P2", yuan, stage: stage, zone: zone, cash: cash)
    do throws(Refusal) {
      let steps = try approval.examine(
        on: beside[0].lastDate,
        policy: try policy(),
        beside: beside
      )
      #expect(columns.isEmpty && steps.count >= 4)
    } catch {
      guard case .findings(let findings) = error else { throw error }
      #expect(findings.list.map(\.column) == columns)
      let codes: Set<FindingCode> = [.exceeds, .screening]
      #expect(Set(findings.list.map(\.code)).isSubset(of: codes))
    }
  }

  private func policy() throws(Refusal) -> InvestFirstPolicy {
    do { return try Self.policy() } catch { throw .open(["policy"]) }
  }

  @Test func `the year's money and the whole pool are limits too`() throws {
    let day = try Sample.date("2025-06-01")
    let year = try (0..<2).map {
      try Self.project(try Self.approval("P\($0)", "2000000.00"), "2025-01-01")
    }
    let approval = try Self.approval("P9", "1000000.01")
    let error = #expect(throws: Refusal.self) {
      _ = try approval.examine(on: day, policy: try Self.policy(), beside: year)
    }
    guard case .findings(let findings)? = error else { return }
    #expect(findings.list.map(\.column) == ["count.annual_pool_fen"])
    #expect(findings.list.map { $0.arguments["available"] } == ["1000000.00"])
  }

  @Test func `targets are counted from documents, once for each project`() throws {
    let set = try TargetSet(try Life.file("policies/targets/lanzhou-xinqu-2027.json"))
    #expect(set.targets.map(\.goal) == [100, 30, 20, 200_000_000_000])
    var story = try Life.Story(Approval(project: "P1", zone: "ZQ01", amount: Life.fen("1.00")))
    for stage in [ProjectStage.conceptProof, .smallTrial, .pilot] {
      try story.take(.stage(StageReached(stage)))
    }
    #expect(story.refusal(of: .stage(StageReached(.smallTrial))) == [.fieldValue])
    for (year, yuan) in [(2024, "3.00"), (2025, "4.00"), (2026, "5.00")] {
      try story.take(.output(OutputReport(year: year, amount: Life.fen(yuan))))
    }
    let progress = set.progress(of: [story.project], on: story.project.lastDate)
    #expect(progress.map(\.reached) == [1, 1, 0, 700])
    #expect(progress[0].byZone == ["ZQ01": 1] && progress[2].byZone == [:])
    let before = set.progress(of: [story.project], on: try Sample.date("2025-01-03"))
    #expect(before.map(\.reached) == [1, 0, 0, 700])
  }

  @Test func `what falls due is told from its day on, and not before`() throws {
    let policy = try Self.policy(
      #"""
      ,"alerts":{"idle_months":"12","deadline_notice_months":"6","appraisal_notice_days":"30",
                 "milestone_months":"9"}
      """#
    )
    var story = try Life.Story.begun(policy)
    let exposure = Exposure(
      code: "D1",
      kind: .guarantee,
      party: "担保公司",
      amount: Life.fen("500000.00"),
      until: try Sample.date("2025-12-31")
    )
    try story.take(.exposure(exposure))
    try story.take(.appraisal(Appraisal(value: Fen(1), asOf: try Sample.date("2025-01-03"))))
    let back = Repayment(principal: Life.fen("100000.00"), gain: .zero)
    try story.take(.repayment(back))
    func kinds(_ day: String) throws -> [String] {
      Alert.all([story.project], policy: policy, on: try Sample.date(day)).map {
        "\($0.kind.rawValue) \($0.due) \($0.amount.map { "\($0)" } ?? "-")"
      }
    }
    #expect(try kinds("2025-02-05") == [])
    #expect(try kinds("2025-10-03") == ["return_overdue 2025-02-05 100000.00"])
    #expect(
      try kinds("2026-07-03") == [
        "idle_money 2026-01-03 1000000.00", "return_overdue 2025-02-05 100000.00",
        "deadline_near 2027-01-03 900000.00", "milestone_overdue 2025-10-03 -",
        "exposure_expired 2025-12-31 500000.00",
      ]
    )
    #expect(try kinds("2027-01-04").contains("deadline_passed 2027-01-03 900000.00"))
  }
}
