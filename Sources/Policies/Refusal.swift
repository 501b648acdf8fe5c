public import Findings
public import Quantities

/// Why a rule gives no figures (规则拒绝).
public enum Refusal: Error, Hashable, Sendable {
  /// The policy leaves values open that the rule needs; all of their paths.
  case open([String])
  /// The case is wrong, or lacks what the rule needs.
  case findings(Findings)

  /// The refusal of a single finding.
  public init(_ finding: Finding) { self = .findings(Findings(finding)) }

  /// The refusal of figures that do not fit.
  public init(_ overflow: Overflow) { self.init(Finding(.overflow)) }
}

/// Takes values out of parameters and remembers the open ones, so that a refusal names all of them.
package struct Needs {
  private var open: [String] = []

  /// Nothing taken yet.
  package init() {}

  /// The value of a parameter that the rule needs; `nil` when it is open.
  package mutating func take<Value>(_ parameter: Parameter<Value>) -> Value? {
    if case .open(let path, _) = parameter, !open.contains(path) { open.append(path) }
    return parameter.value
  }

  /// Names a path that is needed although the policy has no value there.
  package mutating func demand(_ path: String) {
    if !open.contains(path) { open.append(path) }
  }

  /// Whether everything taken so far was given.
  package var areMet: Bool { open.isEmpty }

  /// Stops when anything taken so far is open.
  /// - Throws: ``Refusal/open(_:)`` with every path.
  package func check() throws(Refusal) {
    if !open.isEmpty { throw .open(open) }
  }
}

/// What stands in the way of work that takes several rules (障碍): each is tried, so that one refusal
/// names it all.
package struct Obstacles {
  private var open: [String] = []
  private var findings: [Finding] = []

  /// Nothing tried yet.
  package init() {}

  /// What a step comes to; `nil` when something stands in its way, which is remembered.
  package mutating func attempt<Value>(_ step: () throws(Refusal) -> Value) -> Value? {
    do throws(Refusal) { return try step() } catch {
      switch error {
      case .open(let paths): paths.forEach { note(open: $0) }
      case .findings(let found): found.list.forEach { note($0) }
      }
      return nil
    }
  }

  /// The value of a parameter; `nil` when it is open, which is remembered.
  package mutating func take<Value>(_ parameter: Parameter<Value>) -> Value? {
    attempt { () throws(Refusal) in try needed(parameter) }
  }

  /// Remembers what else is wrong; rates that are missing on many days are told by the first.
  package mutating func note(_ finding: Finding) {
    if finding.code == .valueOpen { return note(open: finding.column) }
    func tells(_ known: Finding) -> Bool {
      known.code == .rateGap && known.arguments["series"] == finding.arguments["series"]
    }
    let isKnown = findings.contains { $0 == finding || finding.code == .rateGap && tells($0) }
    if !isKnown { findings.append(finding) }
  }

  private mutating func note(open path: String) {
    if !open.contains(path) { open.append(path) }
  }

  /// The open values, as findings among others.
  package var openValues: [Finding] { open.map { Finding(.valueOpen, column: $0) } }

  /// Stops when there was anything.
  /// - Throws: ``Refusal/open(_:)`` when values are open and nothing else is wrong; otherwise
  ///   findings, the open values among them.
  package func check() throws(Refusal) {
    if !findings.isEmpty { throw .findings(Findings(findings + openValues)) }
    if !open.isEmpty { throw .open(open) }
  }
}

/// The values of parameters that a rule needs, all together.
/// - Throws: ``Refusal/open(_:)`` with the path of each that is open.
package func needed<each Value>(
  _ parameter: repeat Parameter<each Value>
) throws(Refusal) -> (repeat each Value) {
  var needs = Needs()
  for parameter in repeat each parameter { _ = needs.take(parameter) }
  return (repeat try given(each parameter, needs))
}

private func given<Value>(
  _ parameter: Parameter<Value>,
  _ needs: Needs
) throws(Refusal) -> Value {
  try needs.check()
  guard let value = parameter.value else { preconditionFailure("needs name what is open") }
  return value
}
