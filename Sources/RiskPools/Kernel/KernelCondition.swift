import Policies
import Quantities

/// The conditions of a scheme as one small program (条件编译).
///
/// A condition is a run of instructions in postfix order. Whatever was compared in words is by now
/// a test of whether a number lies between two others, so that a condition is judged by comparing
/// integers, without branches that depend on the loan and without looking anything up.
struct KernelConditions: Sendable {
  private(set) var code: [Instruction] = []
  private(set) var texts = KernelTexts()

  /// One step of a condition.
  struct Instruction: Sendable {
    let operation: Operation
    let isNegated: Bool
    let attribute: LoanAttribute
    let low: Int64
    let high: Int64
  }

  enum Operation: Sendable {
    case holds, isBetween, and, or
  }

  /// Where a condition stands in the program.
  struct Condition: Sendable {
    let range: Range<Int>
    /// The attributes on which it can turn, one bit for each.
    let uses: UInt32
  }

  /// How a condition turns out: neither when it turns on what is not known.
  struct Truth: Sendable {
    let holds: Bool
    let fails: Bool
  }

  /// The deepest stack of half-judged conditions: one bit of a word for each.
  static let depthLimit = 64

  /// Adds a condition to the program; `nil` when it is nested too deeply.
  mutating func add(_ condition: LoanCondition) -> Condition? {
    let first = code.count
    let depth = compile(condition, isNegated: false)
    let uses = code[first...].reduce(UInt32(0)) {
      $1.operation == .isBetween ? $0 | $1.attribute.bit : $0
    }
    return depth > Self.depthLimit ? nil : Condition(range: first..<code.count, uses: uses)
  }

  /// Judges a loan, as ``LoanCondition/judge(_:)`` does.
  func judge(_ condition: Condition, _ loan: borrowing KernelLoan) -> Truth {
    var holds: UInt64 = 0
    var fails: UInt64 = 0
    for index in condition.range {
      let step = code[index]
      switch step.operation {
      case .holds, .isBetween:
        let value = loan.values[step.attribute.place]
        let isKnown = loan.known & step.attribute.bit != 0 || step.operation == .holds
        let isTrue = (step.low <= value && value <= step.high) != step.isNegated
        holds = holds << 1 | (isKnown && isTrue ? 1 : 0)
        fails = fails << 1 | (isKnown && !isTrue ? 1 : 0)
      case .and:
        holds = bothOf(holds)
        fails = eitherOf(fails)
      case .or:
        holds = eitherOf(holds)
        fails = bothOf(fails)
      }
    }
    return Truth(holds: holds & 1 != 0, fails: fails & 1 != 0)
  }

  /// Replaces the two answers on top of a stack of bits by whether both are set.
  private func bothOf(_ stack: UInt64) -> UInt64 {
    (stack >> 1) & ~1 | stack & (stack >> 1) & 1
  }

  /// Replaces the two answers on top of a stack of bits by whether either is set.
  private func eitherOf(_ stack: UInt64) -> UInt64 { stack >> 1 | stack & 1 }

  /// Appends a condition or, by De Morgan's laws, its opposite; gives how deep its stack grows.
  private mutating func compile(_ condition: LoanCondition, isNegated: Bool) -> Int {
    switch condition {
    case .always: test(.holds, .id, Int64.min...Int64.max, isNegated)
    case .number(let attribute, let relation, let limit):
      test(
        .isBetween,
        attribute,
        relation.range(limit, unit: attribute.billionths),
        isNegated != (relation == .unequal)
      )
    case .text(let attribute, let text, let isEqual):
      test(.isBetween, attribute, one(texts.add(text)), isNegated == isEqual)
    case .flag(let attribute, let flag):
      test(.isBetween, attribute, one(flag ? 1 : 0), isNegated)
    case .not(let inner): return compile(inner, isNegated: !isNegated)
    case .and(let left, let right): return join(left, right, isNegated ? .or : .and, isNegated)
    case .or(let left, let right): return join(left, right, isNegated ? .and : .or, isNegated)
    }
    return 1
  }

  private mutating func join(
    _ left: LoanCondition,
    _ right: LoanCondition,
    _ operation: Operation,
    _ isNegated: Bool
  ) -> Int {
    let depth = compile(left, isNegated: isNegated)
    let rest = compile(right, isNegated: isNegated)
    code.append(
      Instruction(operation: operation, isNegated: false, attribute: .id, low: 0, high: 0)
    )
    return max(depth, rest + 1)
  }

  /// A test of a range; no range is one that nothing lies in.
  private mutating func test(
    _ operation: Operation,
    _ attribute: LoanAttribute,
    _ range: ClosedRange<Int64>?,
    _ isNegated: Bool
  ) {
    code.append(
      Instruction(
        operation: operation,
        isNegated: isNegated,
        attribute: attribute,
        low: range?.lowerBound ?? 1,
        high: range?.upperBound ?? 0
      )
    )
  }

  private func one(_ number: Int64) -> ClosedRange<Int64> { number...number }
}

extension Predicate.Relation {
  /// The whole numbers of units that stand in the relation to a limit in billionths; for `!=`
  /// those that do not. Nothing when there are none.
  fileprivate func range(_ limit: Int128, unit: Int128) -> ClosedRange<Int64>? {
    let floor = Rounding.down.divide(limit, by: unit)
    let isWhole = floor * unit == limit
    let (low, high): (Int128, Int128) =
      switch self {
      case .equal, .unequal: isWhole ? (floor, floor) : (1, 0)
      case .less: (.min, isWhole ? floor - 1 : floor)
      case .lessOrEqual: (.min, floor)
      case .greater: (floor + 1, .max)
      case .greaterOrEqual: (isWhole ? floor : floor + 1, .max)
      }
    guard low <= high, low <= Int128(Int64.max), high >= Int128(Int64.min) else { return nil }
    return Int64(clamping: low)...Int64(clamping: high)
  }
}
