import Policies
import Quantities

/// How a payment is split among the funders, compiled (出资分担编译): what ``FunderSplit`` does,
/// into an array that the caller owns.
struct KernelFunders: Sendable {
  let parties: [String]
  private let weights: [Int64]
  private let covers: [Bool]
  private let whole: Int128
  /// Who takes what the floors leave.
  private let residual: Int
  private let open: [String]

  init(_ funders: [Funder], residual: Parameter<RoundingRule.Residual>) {
    var gaps = Gaps()
    let split = FunderSplit(funders, residual: residual, &gaps)
    parties = split.parties
    weights = split.weights
    covers = split.covers
    whole = weights.reduce(into: Int128(0)) { $0 += Int128($1) }
    self.residual = split.residual == .payer ? 0 : weights.count - 1
    open = gaps.open
  }

  /// Refuses while a weight is open.
  func check() throws(Refusal) {
    if !open.isEmpty { throw .open(open) }
  }

  /// What each funder pays of an amount, within what its account holds.
  func split(_ amount: Fen, _ cash: [Fen?], into shares: inout [Fen]) {
    precondition(shares.count == weights.count, "one share for each funder")
    precondition(amount >= .zero, "only what is there can be divided")
    guard !weights.isEmpty else { return }
    var rest = amount.rawValue
    for index in weights.indices where index != residual {
      let part = whole == 0 ? 0 : share(of: amount.rawValue, weights[index])
      shares[index] = Fen(part)
      rest -= part
    }
    shares[residual] = Fen(rest)
    if !cash.isEmpty { hold(&shares, to: cash) }
  }

  /// What all funders together pay of an amount, within what their accounts hold.
  func paid(_ amount: Fen, _ cash: [Fen?]) -> Fen {
    precondition(cash.count == weights.count, "one account for each funder")
    guard !weights.isEmpty else { return amount }
    var rest = amount.rawValue
    var short = Shortfall()
    for index in weights.indices where index != residual {
      let part = whole == 0 ? 0 : share(of: amount.rawValue, weights[index])
      rest -= part
      short.add(part, cash[index], isCovered: covers[index])
    }
    short.add(rest, cash[residual], isCovered: covers[residual])
    return Fen(amount.rawValue - short.unpaid)
  }

  /// What accounts do not hold, and what others can pay in their place.
  private struct Shortfall {
    private var missing: Int64 = 0
    private var uncovered: Int64 = 0
    private var room: Int128 = 0

    var unpaid: Int64 { missing - Int64(min(Int128(uncovered), room)) }

    mutating func add(_ part: Int64, _ held: Fen?, isCovered: Bool) {
      guard let held = held?.rawValue else { return room += Int128(Int64.max) }
      if held < part {
        missing += part - held
        if isCovered { uncovered += part - held }
      } else {
        room += Int128(held - part)
      }
    }
  }

  /// Takes from each what its account does not hold; those who stand in get it from the others.
  private func hold(_ shares: inout [Fen], to cash: [Fen?]) {
    precondition(cash.count == weights.count, "one account for each funder")
    var uncovered: Int64 = 0
    for index in weights.indices {
      guard let held = cash[index], held < shares[index] else { continue }
      if covers[index] { uncovered += shares[index].rawValue - held.rawValue }
      shares[index] = held
    }
    for index in weights.indices where uncovered > 0 {
      let room = cash[index].map { $0.rawValue - shares[index].rawValue } ?? uncovered
      let more = min(room, uncovered)
      shares[index] = Fen(shares[index].rawValue + more)
      uncovered -= more
    }
  }

  private func share(of amount: Int64, _ weight: Int64) -> Int64 {
    let (product, isWide) = amount.multipliedReportingOverflow(by: weight)
    if !isWide, let whole = Int64(exactly: whole) { return product / whole }
    return Int64(Int128(amount) * Int128(weight) / whole)
  }
}
