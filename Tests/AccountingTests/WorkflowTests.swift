import Accounting
import Findings
import Testing

@Suite struct WorkflowTests {
  let maker = Person(name: "张敏", roles: [.maker, .reviewer], canSignIn: true)
  let reviewer = Person(name: "王磊", roles: [.reviewer, .approver], canSignIn: true)
  let approver = Person(name: "刘芳", roles: [.approver], canSignIn: true)
  let chief = Person(name: "何伟", roles: [.chief], canSignIn: true)

  func submitted() throws -> WorkflowPosition {
    try WorkflowPosition(state: .draft, signatures: Signatures()).after(.submit, by: maker)
  }

  @Test func `three different persons bring a voucher into the books`() throws {
    let position = try submitted().after(.review, by: reviewer).after(.approve, by: approver)
      .after(.post, by: chief)
    #expect(position.state == .posted)
    #expect(
      position.signatures
        == Signatures(preparedBy: "张敏", reviewedBy: "王磊", approvedBy: "刘芳")
    )
  }

  @Test func `a person cannot review or approve what they signed, whatever their roles`() throws {
    #expect(throws: Findings.self) { try submitted().after(.review, by: maker) }
    let reviewed = try submitted().after(.review, by: reviewer)
    #expect(throws: Findings.self) { try reviewed.after(.approve, by: reviewer) }
  }

  @Test func `submitting twice is harmless`() throws {
    let once = try submitted()
    #expect(try once.after(.submit, by: maker) == once)
  }
}
