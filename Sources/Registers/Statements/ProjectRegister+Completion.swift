import CanonicalJSON
import InvestFirst
import Policies
import Quantities

/// What a statement may leave out because it follows from the project (补全).
extension ProjectRegister {
  /// The facts with everything that follows from the project as it is.
  ///
  /// What is stated is never changed; whether it is right is the business of the guards.
  func complete(
    _ facts: JSONValue,
    _ kind: ProjectEvent.Kind,
    of project: Project
  ) throws(RegisterError) -> JSONValue {
    let held = project.holding?.holder
    switch kind {
    case .contract: return try contract(facts)
    case .tranche:
      return facts.filling("number", "\(project.tranches.count + 1)")
        .filling("kind", SupportKind.cash.rawValue)
    case .milestone: return facts.filling("tranche", "\(project.tranches.count)")
    case .rentSettled, .rentWaived: return rent(facts, project)
    case .custodySet: return facts.filling("holder", held)
    case .custodyMoved: return facts.filling("from", held)
    case .laterRound:
      let full = facts.filling("cash", "0.00").filling("capital_to_fund", "0.00")
      return full["others"] == nil ? full.adding("others", .object([])) : full
    case .exitPriced: return facts.filling("concession", "0.00").filling("fees", "0.00")
    case .exitPaid: return facts.filling("amount", project.pending.map { "\($0.price)" })
    case .repayment: return facts.filling("gain", "0.00")
    case .moneyReturned:
      // Whoever names neither part returns all; whoever names one returns that alone.
      let isWhole = facts["principal"] == nil && facts["gain"] == nil
      return facts.filling("principal", isWhole ? "\(project.due.principal)" : "0.00")
        .filling("gain", isWhole ? "\(project.due.gain)" : "0.00")
    case .writeOffDecided: return facts.filling("recovered", "0.00")
    case .conversion:
      return facts["others"] == nil ? facts.adding("others", .object([])) : facts
    case .commitment: return facts.filling("holder", held)
    case .stage, .lease, .rentAccrued, .acceptance, .trigger, .custodyConfirmed,
      .dividendDeclared, .dividendReceived, .pledge, .pledgeReleased, .exitCalledOff, .stop,
      .clawback, .writeOffReview, .release, .closing, .correction, .deadlineExtended,
      .appraisal, .output, .reward, .exposure, .exposureEnded, .recovery:
      return facts
    }
  }

  /// A contract freezes the version of the policy that was adopted last, unless it names another.
  /// - Throws: the values that the policy leaves open and no contract may.
  private func contract(_ facts: JSONValue) throws(RegisterError) -> JSONValue {
    guard case .string(let name)? = facts["policy"] else { return facts }
    var digest = try rules.policy(named: name).digest
    if case .string(let stated)? = facts["digest"] { digest = stated }
    let policy = try rules.policy(digest)
    let frozen = try RegisterError.ruled { () throws(Refusal) in
      try Contract(policy, digest: digest)
    }
    let full = facts.filling("digest", digest)
    guard full["weights"] == nil, let weights = ProjectEvent.contract(frozen).facts["weights"]
    else { return full }
    return full.adding("weights", weights)
  }

  /// Rent is settled and waived for what has accrued.
  private func rent(_ facts: JSONValue, _ project: Project) -> JSONValue {
    let open = project.openRents.first {
      facts["lease"] == .string($0.lease) && facts["month"] == .string("\($0.month)")
    }
    return facts.filling("amount", open.map { "\($0.amount)" })
  }
}

extension JSONValue {
  /// The object with one more member.
  func adding(_ key: String, _ value: JSONValue) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .facts(members + [Member(key, value)])
  }

  /// The object with a text where it has none.
  func filling(_ key: String, _ text: String?) -> JSONValue {
    guard let text, self[key] == nil else { return self }
    return adding(key, .string(text))
  }
}
