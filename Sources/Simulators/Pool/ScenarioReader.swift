import CanonicalJSON
import Findings
import Policies
import Quantities
import RiskPools

/// Reads the sections of a scenario and remembers what they do not say.
struct ScenarioReader {
  let log: FindingLog
  private var assumed: [Assumption] = []

  init(_ log: FindingLog) { self.log = log }

  /// What was taken for granted; the same about several entries of a list is said once, with their
  /// number in place of their places.
  var assumptions: [Assumption] {
    var (order, counts): ([Assumption], [Assumption: Int]) = ([], [:])
    for assumption in assumed {
      let same = assumption.aboutAnyEntry
      if counts[same] == nil { order.append(same) }
      counts[same, default: 0] += 1
    }
    let alone = Dictionary(assumed.map { ($0.aboutAnyEntry, $0) }) { first, _ in first }
    return order.compactMap { same in
      guard let count = counts[same], count > 1 else { return alone[same] }
      return Assumption(path: same.path, value: "\(same.value) (× \(count))")
    }
  }

  /// A value that is taken for granted where the file is silent, and then named.
  mutating func value<Value>(
    _ fields: Fields,
    _ key: String,
    _ notation: Notation<Value>,
    else standard: Value,
    _ text: String
  ) -> Value {
    guard fields.node[key] != nil else {
      _ = fields.place(key)
      assume(fields.node.path(of: key), text)
      return standard
    }
    return fields.optional(key, notation) ?? standard
  }

  mutating func assume(_ path: String, _ value: String) {
    let assumption = Assumption(path: path, value: value)
    assumed.append(assumption)
  }

  // MARK: Sections

  mutating func pool(_ fields: Fields) -> PoolTerms {
    let opening = fields.required("opening", .amount) ?? .zero
    let rule = value(fields, "replenish", Notation<TopUps>.word, else: .policy, "policy")
    let interest = value(fields, "interest_year", .rate, else: 0, "0")
    let absorbers = value(fields, "absorbers", .list(of: .holding), else: [], "–")
    fields.finish()
    return PoolTerms(
      opening: opening,
      isReplenished: rule == .policy,
      interest: PPM(Int64((interest * 1_000_000).rounded())),
      absorbers: absorbers
    )
  }

  private enum TopUps: String, CaseIterable {
    case none, policy
  }

  mutating func behaviour(_ fields: Fields) -> LoanBehaviour {
    let behaviour = LoanBehaviour(
      prepayment: value(fields, "prepay_year", .probability, else: 0, "0"),
      renewal: value(fields, "renew", .probability, else: 0, "0"),
      isAmortised: value(fields, "repayment", Notation<Repayment>.word, else: .atEnd, "at_end")
        == .equalParts,
      curve: value(fields, "hazard_by_age", .list(of: .ageFactor), else: [], "constant")
    )
    let ends = behaviour.curve.map(\.to)
    if zip(ends, ends.dropFirst()).contains(where: { $0 >= $1 }),
      let place = fields.place("hazard_by_age")
    {
      log.add(.fieldValue, place, ["range": "to ↑"])
    }
    return behaviour
  }

  private enum Repayment: String, CaseIterable {
    case atEnd = "at_end"
    case equalParts = "equal_parts"
  }

  mutating func recovery(_ fields: Fields) -> WorkoutTerms {
    let rate = fields.optional("rate", .probability)
    if fields.node["rate"] == nil { assume(fields.node.path(of: "rate"), "1 − lgd") }
    let terms = WorkoutTerms(
      rate: rate,
      delay: (
        median: value(fields, "delay_months", .months, else: 18, "18"),
        spread: value(fields, "delay_spread", .spread, else: 0, "0")
      ),
      cost: PPM(
        Int64((value(fields, "cost", .probability, else: 0, "0") * 1_000_000).rounded())
      )
    )
    fields.finish()
    return terms
  }

  mutating func lending(_ node: Node?, horizon: Int, loans: [LoanGroup]) -> LendingTerms? {
    guard let node else {
      assume("new_lending", "none")
      return nil
    }
    if node.text == "none" { return nil }
    guard case .fields = node.content else {
      log.refuse(node, expecting: .object)
      return nil
    }
    let fields = Fields(node, log)
    let every = fields.required("every_months", .integer(in: 1...600)) ?? 12
    let until = value(fields, "until_month", .integer(in: 1...600), else: Int64(horizon), "horizon")
    let growth = value(fields, "growth_year", .growth, else: 0, "0")
    let groups = fields.place("groups").map { self.groups($0) } ?? loans
    if fields.node["groups"] == nil { assume("new_lending.groups", "loans.groups") }
    fields.finish()
    return LendingTerms(
      every: Int(every),
      until: Int(until),
      growth: growth,
      groups: groups.filter { $0.starts == 0 }
    )
  }
}

extension Assumption {
  /// The same about any entry of its list, for example `loans.list[*].lgd`.
  fileprivate var aboutAnyEntry: Assumption {
    var (path, isInside) = ("", false)
    for character in self.path {
      if character == "]" { isInside = false }
      if !isInside { path.append(character) }
      if character == "[" {
        isInside = true
        path.append("*")
      }
    }
    return Assumption(path: path, value: value)
  }
}

extension Notation where Value == Double {
  /// A decimal number, exact up to nine decimals.
  static let real = Notation(.decimal) { node in
    let ratio: Ratio? =
      switch node.content {
      case .number(let number): Ratio(Int128(number))
      case .text(let text): Ratio(decimal: text)
      case .flag, .list, .fields: nil
      }
    return ratio.map { Double($0.numerator) / Double($0.denominator) }
  }

  static let probability = real(0...1, "0–1")
  static let rate = real(0...1, "0–1")
  static let growth = real(-1...10, "-1–10")
  static let months = real(0...1_200, "0–1200")
  static let spread = real(0...5, "0–5")

  static func real(_ range: ClosedRange<Double>, _ text: String) -> Notation {
    real.limited(to: text) { range.contains($0) }
  }
}

extension Notation where Value == ClaimCase.Holding {
  /// Who bears losses first, and what it has.
  static let holding = Notation.object { fields in
    let name = fields.required("name", .text)
    let available = fields.required("available", .amount)
    guard let name, let available else { return nil }
    return ClaimCase.Holding(name: name, available: available)
  }
}

extension Notation where Value == (to: Int, factor: Double) {
  /// Up to which age, in months, the hazard is multiplied by what.
  static let ageFactor = Notation.object { fields in
    let to = fields.required("to_month", .integer(in: 1...1_200))
    let factor = fields.required("factor", Notation<Double>.real(0...1_000, "0–1000"))
    guard let to, let factor else { return nil }
    return (to: Int(to), factor: factor)
  }
}
