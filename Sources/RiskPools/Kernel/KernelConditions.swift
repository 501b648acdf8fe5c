import Findings
import Policies
import Quantities

/// The conditions of a scheme as one small program (条件编译).
///
/// Whatever does not turn on the outstanding principal is a *fact* of a loan: judged once, when the
/// loan is made, and a single bit from then on. So nearly every condition is one instruction; those
/// that ask for the outstanding principal join facts and ranges of fen in postfix order.
struct KernelConditions: Sendable {
  /// What is judged when a loan is made, at most one for each bit of a word.
  private(set) var facts: [LoanCondition] = []
  private var code: [Instruction] = []

  private enum Instruction: Sendable {
    case fact(UInt64)
    case outstanding(low: Int64, high: Int64, isNegated: Bool)
    case not, and, or
  }

  /// A condition of the program.
  struct Condition: Sendable {
    fileprivate let form: Form
    /// The attributes on which it can turn, one bit for each.
    let uses: UInt32
  }

  fileprivate enum Form: Sendable {
    case fact(UInt64)
    case program(Range<Int>)
  }

  /// How a condition turns out: neither when it turns on what is not known.
  struct Truth: Sendable {
    let holds: Bool
    let fails: Bool
  }

  /// Adds a condition to the program; notes its path when a word has too few bits for its facts,
  /// or for the answers that wait to be joined.
  mutating func add(
    _ condition: LoanCondition,
    _ path: String,
    _ gaps: inout Gaps
  ) -> Condition? {
    let first = code.count
    let depth = compile(condition)
    guard depth <= UInt64.bitWidth, facts.count <= UInt64.bitWidth else {
      let most = ["range": "≤ \(UInt64.bitWidth)"]
      gaps.note(Finding(.fieldValue, column: path, value: "\(facts.count)", arguments: most))
      return nil
    }
    if code.count == first + 1, case .fact(let place) = code[first] {
      return Condition(form: .fact(place), uses: condition.uses)
    }
    return Condition(form: .program(first..<code.count), uses: condition.uses)
  }

  /// Whether a loan meets a condition.
  /// - Throws: what the condition turns on and is not known of the loan.
  func hold(_ condition: Condition, _ loan: KernelLoan) throws(Refusal) -> Bool {
    let truth = judge(condition, loan)
    if truth.holds { return true }
    if truth.fails { return false }
    let missing = condition.uses & ~loan.known
    throw .findings(
      Findings(
        LoanAttribute.allCases.filter { missing & $0.bit != 0 }
          .map { Finding(.fieldMissing, column: "loan.\($0.rawValue)") }
      )
    )
  }

  /// Judges a loan, as ``LoanCondition/judge(_:)`` does.
  func judge(_ condition: Condition, _ loan: KernelLoan) -> Truth {
    switch condition.form {
    case .fact(let place):
      Truth(holds: (loan.holds >> place) & 1 != 0, fails: (loan.fails >> place) & 1 != 0)
    case .program(let range): run(range, loan)
    }
  }

  private func run(_ range: Range<Int>, _ loan: KernelLoan) -> Truth {
    var holds: UInt64 = 0
    var fails: UInt64 = 0
    for index in range {
      switch code[index] {
      case .fact(let place):
        holds = holds << 1 | (loan.holds >> place) & 1
        fails = fails << 1 | (loan.fails >> place) & 1
      case .outstanding(let low, let high, let isNegated):
        let value = loan.outstanding?.rawValue
        let isInside = value.map { (low <= $0 && $0 <= high) != isNegated }
        holds = holds << 1 | (isInside == true ? 1 : 0)
        fails = fails << 1 | (isInside == false ? 1 : 0)
      case .not:
        let top = (holds ^ fails) & 1
        holds ^= top
        fails ^= top
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

  /// Appends a condition; gives how many answers wait at most.
  private mutating func compile(_ condition: LoanCondition) -> Int {
    if condition.uses & LoanAttribute.outstanding.bit == 0 {
      let place = facts.firstIndex(of: condition) ?? facts.endIndex
      if place == facts.endIndex { facts.append(condition) }
      code.append(.fact(UInt64(place)))
      return 1
    }
    switch condition {
    case .number(_, let relation, let limit):
      let range = relation.range(limit, unit: 10_000_000)
      code.append(
        .outstanding(
          low: range?.lowerBound ?? 1,
          high: range?.upperBound ?? 0,
          isNegated: relation == .unequal
        )
      )
      return 1
    case .not(let inner):
      let depth = compile(inner)
      code.append(.not)
      return depth
    case .and(let left, let right): return join(left, right, .and)
    case .or(let left, let right): return join(left, right, .or)
    case .always, .text, .flag: preconditionFailure("the outstanding principal is a number")
    }
  }

  private mutating func join(
    _ left: LoanCondition,
    _ right: LoanCondition,
    _ operation: Instruction
  ) -> Int {
    let depth = compile(left)
    let rest = compile(right)
    code.append(operation)
    return max(depth, rest + 1)
  }
}

extension LoanCondition {
  /// The attributes on which a condition can turn, one bit for each.
  fileprivate var uses: UInt32 {
    switch self {
    case .always: 0
    case .number(let attribute, _, _), .text(let attribute, _, _), .flag(let attribute, _):
      attribute.bit
    case .not(let inner): inner.uses
    case .and(let left, let right), .or(let left, let right): left.uses | right.uses
    }
  }
}

extension Predicate.Relation {
  /// The whole numbers of units that stand in the relation to a limit in billionths.
  ///
  /// For `!=` those that do not; nothing when there are none.
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
