extension Predicate {
  /// Whether a condition holds, and why.
  package struct Verdict: Hashable, Sendable {
    /// Whether it holds.
    package let holds: Bool
    /// The comparisons that were made, in order.
    package let comparisons: [Made]

    /// A comparison that was made.
    package struct Made: Hashable, Sendable {
      /// The comparison.
      package let text: String
      /// The attribute's name.
      package let attribute: String
      /// What the attribute is.
      package let actual: Value
      /// Whether it holds.
      package let holds: Bool
    }
  }

  /// An attribute that the condition needs and nobody gave.
  package struct MissingAttribute: Error, Hashable, Sendable {
    /// Its name.
    package let name: String
  }

  /// Judges a case from left to right; what no longer matters is not asked for.
  /// - Throws: ``MissingAttribute`` for one that matters and has no value.
  package func judge(
    _ attribute: (String) -> Value?
  ) throws(MissingAttribute) -> Verdict {
    var made: [Verdict.Made] = []
    let holds = try holds(attribute, &made)
    return Verdict(holds: holds, comparisons: made)
  }

  private func holds(
    _ attribute: (String) -> Value?,
    _ made: inout [Verdict.Made]
  ) throws(MissingAttribute) -> Bool {
    switch self {
    case .not(let inner): return try !inner.holds(attribute, &made)
    case .and(let left, let right):
      guard try left.holds(attribute, &made) else { return false }
      return try right.holds(attribute, &made)
    case .or(let left, let right):
      if try left.holds(attribute, &made) { return true }
      return try right.holds(attribute, &made)
    case .comparison(let comparison):
      return try note(comparison.attribute, attribute, &made) { comparison.holds(for: $0) }
    case .membership(let name, let values):
      return try note(name, attribute, &made) { values.contains($0) }
    }
  }

  private func note(
    _ name: String,
    _ attribute: (String) -> Value?,
    _ made: inout [Verdict.Made],
    _ test: (Value) -> Bool
  ) throws(MissingAttribute) -> Bool {
    guard let actual = attribute(name) else { throw MissingAttribute(name: name) }
    let holds = test(actual)
    made.append(
      Verdict.Made(text: description, attribute: name, actual: actual, holds: holds)
    )
    return holds
  }
}

extension Predicate.Comparison {
  /// Whether the comparison holds for an actual value of the same kind.
  fileprivate func holds(for actual: Predicate.Value) -> Bool {
    switch relation {
    case .equal: return actual == value
    case .unequal: return actual != value
    case .less, .lessOrEqual, .greater, .greaterOrEqual: break
    }
    guard case .number(let left) = actual, case .number(let right) = value else { return false }
    return switch relation {
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    case .equal, .unequal: left == right
    }
  }
}
