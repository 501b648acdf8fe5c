import Findings
package import InvestFirst
package import Policies
package import Quantities

/// A limit of tolerance, compiled (容错限额内核): the same verdict as ``Tolerance``, in whole numbers.
package struct LossLimit: Sendable {
  package let scope: ToleranceLimit.Scope
  /// The name of the class; empty for all.
  package let stage: String
  package let limit: PPM
  package let denominator: ToleranceLimit.Denominator

  /// What of a class or project a limit looks at.
  package struct Sums: Hashable, Sendable {
    /// Paid.
    package var invested: Int64 = 0
    /// To be paid when all goes well.
    package var approved: Int64 = 0
    /// Lost.
    package var lost: Int64 = 0

    /// Nothing yet.
    package init() {}

    package static func += (left: inout Sums, right: Sums) {
      left.invested += right.invested
      left.approved += right.approved
      left.lost += right.lost
    }
  }

  /// The limits of a policy, and the classes of the projects.
  ///
  /// A limit for any class stands for one in each.
  /// - Throws: the open values, and the size of the fund where it is needed and not given.
  package static func all(
    _ scenario: ExitScenario
  ) throws(Refusal) -> (limits: [LossLimit], classes: [String]) {
    var classes: [String] = []
    for group in scenario.projects where !classes.contains(group.stageClass) {
      classes.append(group.stageClass)
    }
    let tolerance = scenario.policy.fail.tolerance
    if tolerance.value == nil, tolerance.provision.isSilent { return ([], classes) }
    var limits: [LossLimit] = []
    var obstacles = Obstacles()
    for limit in obstacles.take(tolerance) ?? [] {
      let terms = obstacles.attempt { () throws(Refusal) in
        try needed(limit.scope, limit.limit, limit.denominator)
      }
      guard let (scope, share, denominator) = terms else { continue }
      if denominator == .fundSize, scenario.fundSize == nil {
        obstacles.note(Finding(.fieldMissing, column: "fund_size"))
      }
      let isEach = scope == .class && limit.stage.isEmpty
      for stage in isEach ? classes : [limit.stage] {
        limits.append(
          LossLimit(scope: scope, stage: stage, limit: share, denominator: denominator)
        )
      }
    }
    try obstacles.check()
    return (limits, classes)
  }

  /// The loss in millionths and whether it is inside the limit.
  package func judge(_ sums: Sums, fund: Int64) -> (loss: Int64, isWithin: Bool) {
    if sums.lost == 0 { return (0, true) }
    let whole =
      switch denominator {
      case .invested, .paidOut: sums.invested
      case .approved: sums.approved
      case .fundSize: fund
      }
    guard whole > 0 else { return (1_000_000, false) }
    let scaled = Int128(sums.lost) * 1_000_000
    return (
      Int64(clamping: Rounding.halfUp.divide(scaled, by: Int128(whole))),
      scaled <= Int128(whole) * Int128(limit.rawValue)
    )
  }
}
