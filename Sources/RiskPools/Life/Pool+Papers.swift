import Policies

/// What the schemes of a pool ask of those who handle its claims.
extension Pool {
  /// The questions that the scheme of a claim asks (尽职清单); none while they are open.
  public func checklist(of claim: String) -> [String] {
    guard let claim = claims[claim] else { return [] }
    return scheme(claim.scheme).scheme.tolerance.checklist.value ?? []
  }

  /// The papers that any of its schemes asks for before a right is given up (核销证据).
  public var writeOffPapers: [String] {
    schemes.flatMap { $0.scheme.writeOff.evidence.value ?? [] }
  }
}
