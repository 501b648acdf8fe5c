package import Quantities

/// A condition over named attributes (条件), for example
/// `first_loan = true or credit_share_ppm >= 700000 and not region in (东湖, '江 海')`.
///
/// The language is closed: comparisons, `and`, `or`, `not`, `in` and parentheses; no arithmetic, no
/// calls. `not` binds closer than `and`, `and` closer than `or`.
package indirect enum Predicate: Hashable, Sendable {
  /// An attribute compared with a value.
  case comparison(Comparison)
  /// An attribute that is one of some values.
  case membership(attribute: String, [Value])
  /// What must not hold.
  case not(Predicate)
  /// What must hold together.
  case and(Predicate, Predicate)
  /// Of what one must hold.
  case or(Predicate, Predicate)

  /// An attribute compared with a value.
  package struct Comparison: Hashable, Sendable {
    /// The attribute on the left.
    package let attribute: String
    /// How it is compared.
    package let relation: Relation
    /// The value on the right.
    package let value: Value
  }

  /// How two values are compared.
  package enum Relation: String, Hashable, Sendable, CaseIterable {
    case equal = "="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// A value, in a condition or of an attribute.
  package enum Value: Hashable, Sendable {
    /// A decimal number, exact to nine decimals; money counts in yuan.
    case number(Number)
    /// A word or text.
    case text(String)
    /// True or false.
    case flag(Bool)

    /// What kind of value it is.
    package var kind: Kind {
      switch self {
      case .number: .number
      case .text: .text
      case .flag: .flag
      }
    }
  }

  /// The kinds of values.
  package enum Kind: String, Hashable, Sendable {
    case number, text, flag
  }

  /// A decimal number in billionths, which makes equal numbers equal values.
  package struct Number: Hashable, Comparable, Sendable {
    /// The number in billionths.
    package let billionths: Int128

    /// Creates a whole number.
    package init(_ whole: Int64) { billionths = Int128(whole) * 1_000_000_000 }

    /// Creates an amount, which counts in yuan.
    package init(_ amount: Fen) { billionths = Int128(amount.rawValue) * 10_000_000 }

    /// Reads a decimal number.
    init?(_ text: String) {
      guard let ratio = Ratio(decimal: text) else { return nil }
      billionths = ratio.numerator * (1_000_000_000 / ratio.denominator)
    }

    /// Orders numbers by size.
    package static func < (left: Number, right: Number) -> Bool {
      left.billionths < right.billionths
    }
  }

  /// The attributes that the condition names, each once, in order.
  package var attributes: [String] {
    switch self {
    case .comparison(let comparison): [comparison.attribute]
    case .membership(let attribute, _): [attribute]
    case .not(let inner): inner.attributes
    case .and(let left, let right), .or(let left, let right):
      left.attributes + right.attributes.filter { !left.attributes.contains($0) }
    }
  }
}

extension Predicate.Value: CustomStringConvertible {
  /// The value as a condition writes it.
  package var description: String {
    switch self {
    case .number(let number): number.description
    case .text(let text): text
    case .flag(let flag): "\(flag)"
    }
  }
}

extension Predicate.Number: CustomStringConvertible {
  /// The number with its digits and no more.
  package var description: String {
    var decimals = "\(billionths.magnitude % 1_000_000_000)"
    decimals = String(repeating: "0", count: 9 - decimals.utf8.count) + decimals
    while decimals.last == "0" { decimals.removeLast() }
    let point = decimals.isEmpty ? "" : "."
    let sign = billionths < 0 ? "-" : ""
    return "\(sign)\(billionths.magnitude / 1_000_000_000)\(point)\(decimals)"
  }
}

extension Predicate: CustomStringConvertible {
  /// The condition in full, with parentheses wherever they could matter.
  package var description: String {
    switch self {
    case .comparison(let comparison): comparison.description
    case .membership(let attribute, let values):
      "\(attribute) in (\(values.map(\.description).joined(separator: ", ")))"
    case .not(let inner): "not \(inner.enclosed)"
    case .and(let left, let right): "\(left.enclosed) and \(right.enclosed)"
    case .or(let left, let right): "\(left.enclosed) or \(right.enclosed)"
    }
  }

  private var enclosed: String {
    switch self {
    case .comparison, .membership: description
    case .not, .and, .or: "(\(description))"
    }
  }
}

extension Predicate.Comparison: CustomStringConvertible {
  /// The comparison as it is written.
  package var description: String { "\(attribute) \(relation.rawValue) \(value)" }
}
