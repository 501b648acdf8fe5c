public import Quantities

/// The internal rate of return of dated payments (内部收益率), effective, a year of 365 days.
///
/// It is the rate at which what came in was worth what had gone out (XIRR, ACT/365). Payments that
/// change sign more than once may have several such rates, or none; all of them are told.
public struct InternalRate: Hashable, Sendable {
  /// Every rate between −99.99 % and +10,000 % a year, the lowest first.
  public let rates: [Double]

  /// Whether there is one answer.
  public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// There is one rate.
    case unique
    /// There are several.
    case multiple
    /// There is none, for example when nothing came back.
    case none
  }

  /// Whether there is one answer.
  public var verdict: Verdict {
    rates.isEmpty ? .none : rates.count == 1 ? .unique : .multiple
  }

  /// The rate nearest to nothing; `nil` when there is none.
  public var rate: Double? { rates.min { $0.magnitude < $1.magnitude } }

  /// Finds the rates of dated payments, in any order; what is paid out is negative.
  public init(_ payments: [(date: CivilDate, amount: Fen)]) {
    var sorted = payments.filter { $0.amount != .zero }
    let isSorted = zip(sorted, sorted.dropFirst()).allSatisfy { $0.date <= $1.date }
    if !isSorted { sorted.sort { $0.date < $1.date } }
    let first = sorted.first?.date.dayNumber ?? 0
    let years = sorted.map { Double(Int64($0.date.dayNumber) - Int64(first)) / 365 }
    var solver = RateSolver(years: years)
    self.init(solver.solve(sorted.map(\.amount.rawValue)))
  }

  /// Takes forces of interest.
  init(_ forces: Forces) {
    switch forces {
    case .none: rates = []
    case .one(let force): rates = [Self.annual(force)]
    case .several(let forces): rates = forces.map(Self.annual)
    }
  }

  /// The forces of interest that solve a stream; one needs no memory of its own.
  package enum Forces {
    case none
    case one(Double)
    case several([Double])
  }

  /// e^δ − 1, without losing the digits of a small force.
  package static func annual(_ force: Double) -> Double {
    guard force.magnitude < 0x1p-6 else { return DetMath.exp(force) - 1 }
    let q = force * force
    return force + (0.5 * q + q * force * (1.0 / 6 + force * (1.0 / 24 + force * (1.0 / 120))))
  }
}
