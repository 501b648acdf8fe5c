package import Policies

/// A condition on a loan with its attributes looked up (适用条件), fit to be judged a million times.
package indirect enum LoanCondition: Hashable, Sendable {
  case always
  case number(LoanAttribute, Predicate.Relation, billionths: Int128)
  case text(LoanAttribute, String, isEqual: Bool)
  case flag(LoanAttribute, Bool)
  case not(LoanCondition)
  case and(LoanCondition, LoanCondition)
  case or(LoanCondition, LoanCondition)

  /// How a condition turns out.
  package enum Truth: Hashable, Sendable {
    case yes
    case no
    /// It turns on an attribute that is not known.
    case unknown(LoanAttribute)
  }

  /// Looks the attributes of a condition up.
  init(_ predicate: Predicate) {
    switch predicate {
    case .comparison(let it):
      self = LoanCondition(.named(it.attribute), it.relation, it.value)
    case .membership(let name, let values):
      let equalities = values.map { LoanCondition(.named(name), .equal, $0) }
      self = equalities.dropFirst().reduce(equalities.first ?? .always) { .or($0, $1) }
    case .not(let inner): self = .not(LoanCondition(inner))
    case .and(let left, let right): self = .and(LoanCondition(left), LoanCondition(right))
    case .or(let left, let right): self = .or(LoanCondition(left), LoanCondition(right))
    }
  }

  private init(
    _ attribute: LoanAttribute,
    _ relation: Predicate.Relation,
    _ value: Predicate.Value
  ) {
    let isEqual = relation == .equal
    switch value {
    case .number(let number): self = .number(attribute, relation, billionths: number.billionths)
    case .text(let text): self = .text(attribute, text, isEqual: isEqual)
    case .flag(let flag): self = .flag(attribute, flag == isEqual)
    }
  }

  /// Judges a loan.
  ///
  /// An unknown attribute matters only where the answer turns on it: `a or b` holds when `b` does,
  /// whatever `a` is, and `a and b` fails when `b` does.
  package func judge(_ loan: LoanFacts) -> Truth {
    switch self {
    case .always: return .yes
    case .number(let attribute, let relation, let limit):
      guard let actual = loan.billionths(attribute) else { return .unknown(attribute) }
      return relation.holds(actual, limit) ? .yes : .no
    case .text(let attribute, let text, let isEqual):
      guard let actual = loan.text(attribute) else { return .unknown(attribute) }
      return (actual == text) == isEqual ? .yes : .no
    case .flag(let attribute, let flag):
      return loan.flag(attribute) == flag ? .yes : .no
    case .not(let inner):
      switch inner.judge(loan) {
      case .yes: return .no
      case .no: return .yes
      case .unknown(let attribute): return .unknown(attribute)
      }
    case .and(let left, let right):
      return LoanCondition.combine(left, right, loan, decisive: .no)
    case .or(let left, let right):
      return LoanCondition.combine(left, right, loan, decisive: .yes)
    }
  }

  /// Either side settles the matter alone when it turns out `decisive`.
  private static func combine(
    _ left: LoanCondition,
    _ right: LoanCondition,
    _ loan: LoanFacts,
    decisive: Truth
  ) -> Truth {
    let first = left.judge(loan)
    if first == decisive { return decisive }
    let second = right.judge(loan)
    if second == decisive { return decisive }
    if case .unknown = first { return first }
    return second
  }
}

extension LoanAttribute {
  /// The attribute with a name that the reader of conditions let pass.
  fileprivate static func named(_ name: String) -> LoanAttribute {
    guard let attribute = LoanAttribute(rawValue: name) else {
      preconditionFailure("conditions are read with the attributes of loans")
    }
    return attribute
  }
}

extension Predicate.Relation {
  /// Whether two numbers stand in the relation.
  fileprivate func holds(_ left: Int128, _ right: Int128) -> Bool {
    switch self {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}

/// A condition as a scheme words it (条件).
package struct LoanPredicate: Hashable, Sendable {
  /// What is judged.
  package let condition: LoanCondition
  /// The words.
  package let text: String

  /// No condition.
  package static let always = LoanPredicate(condition: .always, text: "")
}

extension Notation where Value == LoanPredicate {
  /// A condition on a loan; nothing, or `true`, for none.
  package static let loanPredicate = Notation { node, log in
    if node.text == "" || node.text == "true" { return .always }
    return Notation<Predicate>.predicate(LoanAttribute.kinds).read(node, log).map {
      LoanPredicate(condition: LoanCondition($0), text: $0.description)
    }
  }
}
