import Accounting
import Findings
import Quantities
import Testing

@testable import InvestFirst

@Suite struct CorrectionTests {
  private static func correct(
    _ story: Life.Story,
    _ of: String,
    reason: String = "金额有误",
    by kind: ProjectEvent.Kind = .correction
  ) throws(Findings) -> Project {
    let event = ProjectEvent.correction(Correction(of: of, reason: reason))
    let head = Life.head("更正", story.project.lastDate, kind)
    return try story.project.apply(ProjectDocument(head, event))
  }

  @Test func `a document that is taken back never counted`() throws {
    var story = try Life.Story.begun()
    let before = story.project
    try story.take(.trigger(TriggerMet(.externalRound)))
    let after = try Self.correct(story, "3")
    #expect(after.state == before.state && after.right == before.right)
    #expect(after.past == before.past)
    #expect(after.numbers == ["0", "1", "2", "3", "更正"])
  }

  @Test func `vouchers of a document that is taken back are named for reversal, none are made`()
    throws
  {
    let story = try Life.Story.begun()
    let event = ProjectEvent.correction(Correction(of: "2", reason: "重复拨付"))
    let head = Life.head("更正", story.project.lastDate, .correction)
    let proposal = try story.project.propose(
      ProjectDocument(head, event),
      templates: try Life.templates(),
      roles: [.unit, .control]
    )
    #expect(proposal.reverses == "2" && proposal.entries.isEmpty)
    #expect(proposal.figures[.principal] == Life.fen("1000000.00"))
    #expect(proposal.project.right.left == 0)
  }

  @Test(arguments: [
    ("2", "更正", ProjectEvent.Kind.correction, FindingCode.correctionBlocked),
    ("9", "更正", .correction, .valueUnknown),
    ("5", "", .correction, .reasonMissing),
    ("5", "更正", .tranche, .separationOfDuties),
  ])
  func `what rests on a document, its maker and missing reasons keep it`(
    _ of: String,
    _ reason: String,
    _ kind: ProjectEvent.Kind,
    _ code: FindingCode
  ) throws {
    let story = try Life.Story.held()
    let error = #expect(throws: Findings.self) {
      _ = try Self.correct(story, of, reason: reason, by: kind)
    }
    #expect(error?.list.map(\.code) == [code])
  }
}
