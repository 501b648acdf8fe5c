import Findings
import Policies

/// What a rule needed and did not find: open values of the policy, absent fields of the case.
///
/// A rule goes on with nothing in place of what is missing, so that one refusal names it all.
struct Gaps {
  private var needs = Needs()
  private var findings: [Finding] = []

  /// The value of a parameter; `standard` while it is open.
  mutating func take<Value>(_ parameter: Parameter<Value>, else standard: Value) -> Value {
    needs.take(parameter) ?? standard
  }

  /// Whether a parameter is given; one that is open leaves a gap.
  mutating func isGiven<Value>(_ parameter: Parameter<Value>) -> Bool {
    needs.take(parameter) != nil
  }

  /// The value of a field of the case; `standard` while it is absent.
  mutating func field<Value>(_ value: Value?, _ path: String, else standard: Value) -> Value {
    if let value { return value }
    note(Finding(.fieldMissing, column: path))
    return standard
  }

  /// Notes what else is wrong with the case.
  mutating func note(_ finding: Finding) {
    if !findings.contains(finding) { findings.append(finding) }
  }

  /// The paths of the open values.
  var open: [String] {
    do throws(Refusal) { try needs.check() } catch {
      if case .open(let paths) = error { return paths }
    }
    return []
  }

  /// Refuses when anything is missing; the policy's gaps first.
  func check() throws(Refusal) {
    try needs.check()
    if !findings.isEmpty { throw .findings(Findings(findings)) }
  }
}
