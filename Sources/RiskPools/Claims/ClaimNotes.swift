import Findings
import Policies

/// What is written down while a claim is worked out; nothing when only the figures are wanted.
struct ClaimNotes {
  let isKept: Bool
  private(set) var steps: [Step] = []
  private(set) var limits: [ClaimStatement.Limit] = []
  private(set) var absorbed: [ClaimStatement.Share] = []
  private(set) var warnings: [Finding] = []
  var shares: [ClaimStatement.Share] = []

  init(isKept: Bool) { self.isKept = isKept }

  mutating func step(_ step: @autoclosure () -> Step) {
    if isKept { steps.append(step()) }
  }

  mutating func limit(_ limit: @autoclosure () -> ClaimStatement.Limit) {
    if isKept { limits.append(limit()) }
  }

  mutating func absorbed(_ share: @autoclosure () -> ClaimStatement.Share) {
    if isKept { absorbed.append(share()) }
  }

  mutating func warning(_ finding: @autoclosure () -> Finding) {
    if isKept { warnings.append(finding()) }
  }
}
