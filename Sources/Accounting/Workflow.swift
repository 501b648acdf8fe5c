public import Findings

/// The states of a voucher on its way into the books (凭证状态).
public enum VoucherState: String, Sendable, CaseIterable {
  /// 草稿
  case draft
  /// 待复核
  case submitted
  /// 待审批
  case reviewed
  /// 待记账
  case approved
  /// 已记账: immutable from here on
  case posted
  /// 已退回, with a reason
  case returned
  /// 已撤回 by its maker
  case withdrawn
}

/// The steps people take with a voucher (凭证操作).
public enum VoucherStep: String, Sendable, CaseIterable {
  /// 送审
  case submit
  /// 退回
  case `return`
  /// 撤回
  case withdraw
  /// 复核
  case review
  /// 审批
  case approve
  /// 记账
  case post

  /// The role that may take the step.
  public var roles: Set<Role> {
    switch self {
    case .submit, .withdraw: [.maker]
    case .return: [.reviewer, .approver, .chief]
    case .review: [.reviewer]
    case .approve: [.approver]
    case .post: [.chief]
    }
  }

  /// The states from which the step may be taken.
  public var from: Set<VoucherState> {
    switch self {
    case .submit: [.draft, .returned, .withdrawn]
    case .return: [.submitted, .reviewed, .approved]
    case .withdraw: [.submitted]
    case .review: [.submitted]
    case .approve: [.reviewed]
    case .post: [.approved]
    }
  }

  /// The state after the step.
  public var to: VoucherState {
    switch self {
    case .submit: .submitted
    case .return: .returned
    case .withdraw: .withdrawn
    case .review: .reviewed
    case .approve: .approved
    case .post: .posted
    }
  }
}

/// The people behind a voucher (制单、复核、审批): three different persons by the time it is posted.
public struct Signatures: Hashable, Sendable {
  /// The maker (制单人).
  public var preparedBy: String?
  /// The reviewer (复核人).
  public var reviewedBy: String?
  /// The approver (审批人).
  public var approvedBy: String?

  /// Creates signatures.
  public init(preparedBy: String? = nil, reviewedBy: String? = nil, approvedBy: String? = nil) {
    self.preparedBy = preparedBy
    self.reviewedBy = reviewedBy
    self.approvedBy = approvedBy
  }

  /// Whether somebody who signed already may not take a further step.
  func exclude(_ person: String, from step: VoucherStep) -> Bool {
    switch step {
    case .review: preparedBy == person
    case .approve: preparedBy == person || reviewedBy == person
    case .submit, .return, .withdraw, .post: false
    }
  }

  /// What keeps these from standing under a posted entry: somebody missing, or one person twice.
  public var findings: [Finding] {
    if let preparedBy, let reviewedBy, let approvedBy, !preparedBy.isEmpty, !reviewedBy.isEmpty,
      !approvedBy.isEmpty, preparedBy != reviewedBy, preparedBy != approvedBy,
      reviewedBy != approvedBy
    {
      return []
    }
    let named = [
      (Field.preparedBy, preparedBy), (Field.reviewedBy, reviewedBy),
      (Field.approvedBy, approvedBy),
    ]
    var findings: [Finding] = []
    var seen: Set<String> = []
    for (field, person) in named {
      guard let person, !person.isEmpty else {
        findings.append(
          Finding(.voucherPeopleMissing, row: 1, column: field, arguments: ["field": field])
        )
        continue
      }
      if !seen.insert(person).inserted {
        findings.append(
          Finding(
            .separationOfDuties,
            row: 1,
            column: field,
            value: person,
            arguments: ["person": person, "step": field]
          )
        )
      }
    }
    return findings
  }
}

/// A voucher's place in the workflow: who has signed, and how far it is.
public struct WorkflowPosition: Hashable, Sendable {
  /// The state.
  public let state: VoucherState
  /// Who has signed so far.
  public let signatures: Signatures

  /// Creates a position.
  public init(state: VoucherState, signatures: Signatures) {
    self.state = state
    self.signatures = signatures
  }

  /// The position after `person` has taken `step`.
  ///
  /// Submitting again what is already submitted changes nothing, so that a repeated command is
  /// harmless. A return clears the signatures of review and approval.
  /// - Throws: `E-ROLE`, `E-STATE` or `E-SOD`.
  public func after(_ step: VoucherStep, by person: Person) throws(Findings) -> WorkflowPosition {
    // Whoever signed already is told so before any role is looked at: that is what matters to them.
    if signatures.exclude(person.name, from: step) { throw separation(step, person) }
    try person.require(step.roles)
    if step == .submit, state == .submitted, signatures.preparedBy == person.name { return self }
    guard step.from.contains(state) else {
      throw Findings(
        Finding(.state, value: state.rawValue, arguments: ["step": step.rawValue])
      )
    }
    var signed = signatures
    switch step {
    case .submit:
      guard signed.preparedBy == nil || signed.preparedBy == person.name else {
        throw separation(step, person)
      }
      signed.preparedBy = person.name
    case .withdraw:
      guard signed.preparedBy == person.name else { throw separation(step, person) }
    case .return:
      signed.reviewedBy = nil
      signed.approvedBy = nil
    case .review: signed.reviewedBy = person.name
    case .approve: signed.approvedBy = person.name
    case .post:
      let findings = signed.findings
      guard findings.isEmpty else { throw Findings(findings) }
    }
    return WorkflowPosition(state: step.to, signatures: signed)
  }

  private func separation(_ step: VoucherStep, _ person: Person) -> Findings {
    Findings(
      Finding(
        .separationOfDuties,
        value: person.name,
        arguments: ["person": person.name, "step": step.rawValue]
      )
    )
  }
}
