import Accounting
import Findings
import Testing

/// Every state, step, role and relation of the person to the voucher, against the rules as a table.
@Suite struct WorkflowExhaustiveTests {
  /// Step, states it starts from, roles, state it leads to, who may not take it.
  static let rules: [VoucherStep: (from: String, roles: String, to: String, barred: String)] = [
    .submit: ("draft returned withdrawn", "maker", "submitted", "乙 丙 丁"),
    .withdraw: ("submitted", "maker", "withdrawn", "乙 丙 丁"),
    .review: ("submitted", "reviewer", "reviewed", "甲"),
    .approve: ("reviewed", "approver", "approved", "甲 乙"),
    .return: ("submitted reviewed approved", "reviewer approver chief", "returned", ""),
    .post: ("approved", "chief", "posted", ""),
  ]

  /// 甲 made, 乙 reviewed, 丙 approved, as far as the state says; 丁 has not touched the voucher.
  func position(_ state: VoucherState) -> WorkflowPosition {
    let reviewed = [.reviewed, .approved, .posted].contains(state)
    let approved = [.approved, .posted].contains(state)
    return WorkflowPosition(
      state: state,
      signatures: Signatures(
        preparedBy: "甲",
        reviewedBy: reviewed ? "乙" : nil,
        approvedBy: approved ? "丙" : nil
      )
    )
  }

  func expected(_ state: VoucherState, _ step: VoucherStep, _ person: Person) throws -> String {
    let rule = try #require(Self.rules[step])
    let words = { (text: String) in text.split(separator: " ").map(String.init) }
    // Who signed already is told so first, whatever their roles.
    let signed = position(state).signatures
    if step == .review, person.name == signed.preparedBy { return "E-SOD" }
    if step == .approve, [signed.preparedBy, signed.reviewedBy].contains(person.name) {
      return "E-SOD"
    }
    let hasRole = person.roles.contains { words(rule.roles).contains($0.rawValue) }
    if !person.canSignIn || !hasRole { return "E-ROLE" }
    if step == .submit, state == .submitted, person.name == "甲" { return "submitted" }
    if !words(rule.from).contains(state.rawValue) { return "E-STATE" }
    return words(rule.barred).contains(person.name) ? "E-SOD" : rule.to
  }

  @Test(arguments: VoucherStep.allCases)
  func `only the right person takes a step from the right state`(step: VoucherStep) throws {
    var wrong: [String] = []
    for state in VoucherState.allCases {
      for role in Role.allCases {
        for name in ["甲", "乙", "丙", "丁"] {
          for canSignIn in [true, false] {
            let person = Person(name: name, roles: [role], canSignIn: canSignIn)
            let outcome: String
            do {
              outcome = try position(state).after(step, by: person).state.rawValue
            } catch {
              outcome = error.list[0].code.rawValue
            }
            if try outcome != expected(state, step, person) {
              wrong.append("\(state) \(step) \(role) \(name): \(outcome)")
            }
          }
        }
      }
    }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: [VoucherState.submitted, .reviewed, .approved])
  func `a return clears review and approval and keeps the maker`(state: VoucherState) throws {
    let chief = Person(name: "丁", roles: [.chief], canSignIn: true)
    let returned = try position(state).after(.return, by: chief)
    #expect(returned.signatures == Signatures(preparedBy: "甲"))
  }

  @Test func `one person with every role still needs two others`() throws {
    let all = Person(name: "甲", roles: Set(Role.allCases), canSignIn: true)
    let submitted = try WorkflowPosition(state: .draft, signatures: Signatures())
      .after(.submit, by: all)
    #expect(refusal { _ = try submitted.after(.review, by: all) } == [.separationOfDuties])
    let alone = WorkflowPosition(
      state: .approved,
      signatures: Signatures(preparedBy: "甲", reviewedBy: "甲")
    )
    #expect(
      refusal { _ = try alone.after(.post, by: all) }
        == [.separationOfDuties, .voucherPeopleMissing]
    )
  }
}
