import Accounting
import Findings
public import Policies
public import Quantities
public import RiskPools

extension PoolRegister {
  /// What a claim would come to if every step that is left were taken today (补偿试算); nothing is
  /// written.
  ///
  /// The checklist counts as kept where it has not been answered yet.
  /// - Parameters:
  ///   - id: the claim; with `filing`, one that nobody has filed yet.
  ///   - code: the pool.
  ///   - day: the day.
  ///   - filing: the claim itself, when it is still to be filed.
  ///   - decision: what it would be decided on beside what the pool knows.
  ///   - account: the account that would pay; the first one of the pool without it.
  /// - Returns: the claim after the approval, and the steps to it.
  /// - Throws: every guard that is broken; what the scheme leaves open.
  public func quoteClaim(
    _ id: String,
    of code: String,
    on day: CivilDate,
    filing: ClaimFiling? = nil,
    decision: ClaimDecision? = nil,
    account: String? = nil
  ) throws(RegisterError) -> Explained<PoolClaim> {
    var pool = try pool(code)
    var trace: [Step] = []
    var count = 0
    func take(_ event: PoolEvent) throws(RegisterError) {
      count += 1
      let head = DocumentHead(
        number: "试算\(count)",
        date: day,
        signatures: Signatures(
          preparedBy: "制单\(count)",
          reviewedBy: Signatures.rehearsal.reviewedBy,
          approvedBy: Signatures.rehearsal.approvedBy
        ),
        evidence: BusinessStatement.paper.map { [$0] } ?? []
      )
      trace += try RegisterError.ruled { () throws(Refusal) in
        try pool.take(PoolDocument(head, event)).trace
      }
    }
    if let filing { try take(.claimFiled(filing)) }
    guard pool.claims[id] != nil else { throw .finding(.valueUnknown, value: id) }
    if pool.claims[id]?.state == .filed {
      let items = pool.checklist(of: id).map { ChecklistItem($0, isKept: true) }
      try take(.claimChecked(ClaimCheck(claim: id, items: items)))
    }
    if pool.claims[id]?.state == .checked {
      try take(.claimDecided(decision ?? ClaimDecision(claim: id)))
    }
    if pool.claims[id]?.state == .decided {
      let payer = account ?? pool.accounts.keys.sorted().first ?? ""
      try take(.claimsApproved(ClaimApproval(claims: [id], account: payer)))
    }
    guard let claim = pool.claims[id] else { throw .finding(.valueUnknown, value: id) }
    return Explained(claim, trace: trace)
  }
}
