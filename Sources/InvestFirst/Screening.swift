public import Policies
public import Quantities

/// Whether a company may be supported at all (申报条件审查).
public struct Screening: Hashable, Sendable {
  /// Whether the founders pay enough in cash.
  public let paysEnough: Bool
  /// Whether the company is young enough.
  public let isYoungEnough: Bool

  /// Whether the company may be supported.
  public var passes: Bool { paysEnough && isYoungEnough }

  /// Judges a company.
  ///
  /// - Parameters:
  ///   - paidIn: the founders' cash.
  ///   - input: what the project is expected to cost.
  ///   - founded: the day the company was founded.
  ///   - applied: the day of the application.
  ///   - scope: who may be supported.
  /// - Throws: the open values that are needed.
  public init(
    paidIn: Fen,
    of input: Fen,
    founded: CivilDate,
    applied: CivilDate,
    scope: ScopeTerms
  ) throws(Refusal) {
    if scope.founderPaidInMin.isAsked {
      let least = try needed(scope.founderPaidInMin)
      // Compared as fractions, so that a fen short is short.
      let demanded = try exactly { () throws(Overflow) in
        try Ratio(input).multiplied(by: least.ratio)
      }
      paysEnough = Ratio(paidIn) >= demanded
    } else {
      paysEnough = true
    }
    guard case .open = scope.foundedAfter, scope.foundedAfter.provision.isSilent else {
      let (boundary, side) = try needed(scope.foundedAfter, scope.boundary)
      isYoungEnough = side == .inclusive ? founded >= boundary : founded > boundary
      return
    }
    guard scope.eligibleMaxAgeMonths.isAsked else {
      isYoungEnough = true
      return
    }
    let months = try needed(scope.eligibleMaxAgeMonths)
    isYoungEnough = months == 0 || applied <= founded.adding(months: Int(months))
  }
}

extension Parameter {
  /// Whether the policy speaks of it at all, if only to leave it open.
  var isAsked: Bool {
    if case .open(_, let provision) = self { !provision.isSilent } else { true }
  }
}

extension ScopeTerms {
  /// Whether the policy asks anything of a company.
  var isAsked: Bool {
    founderPaidInMin.isAsked || foundedAfter.isAsked || eligibleMaxAgeMonths.isAsked
  }
}
