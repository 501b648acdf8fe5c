import Findings
public import Policies
public import Quantities

/// How recoveries are shared, compiled (追偿分配编译): the figures of
/// ``Recovery/share(_:under:)`` without its words.
public struct RecoveryKernel: Sendable {
  private let costFirst: Bool
  private let order: RecoveryRule.Order
  private let isNominal: Bool
  private let isCapped: Bool

  /// What came in, and what was paid and lost before.
  public struct Receipt: Sendable {
    /// What came in.
    public var gross = Fen.zero
    /// What it cost to get it.
    public var cost = Fen.zero
    /// What the fund paid for the loan so far.
    public var fundPaid = Fen.zero
    /// What of the loss the fund did not compensate.
    public var bankLoss = Fen.zero
    /// What the fund got back before; no more than it paid.
    public var fundRecoveredBefore = Fen.zero
    /// The rate that was applied.
    public var rate = PPM.zero

    /// Creates a receipt of nothing.
    public init() {}
  }

  /// The parts of a recovery.
  public struct Parts: Hashable, Sendable {
    /// What is shared.
    public let net: Fen
    /// What the fund gets back; ``ClaimKernel/split(_:cash:into:)`` divides it among the funders.
    public let fund: Fen
    /// What the bank gets.
    public var bank: Fen { Fen(net.rawValue - fund.rawValue) }
  }

  /// Compiles the rules of a scheme.
  /// - Throws: ``Refusal/open(_:)`` with the values that every recovery needs.
  public init(_ scheme: Scheme) throws(Refusal) {
    var gaps = Gaps()
    let rule = scheme.recovery
    costFirst = gaps.take(rule.costFirst, else: true)
    isCapped = gaps.take(rule.isCappedAtPaid, else: true)
    order = gaps.take(rule.order, else: .fundFirst)
    isNominal = order == .proRata && gaps.take(rule.shareBasis, else: .actualBorne) == .nominal
    try gaps.check()
  }

  /// Shares a recovery.
  /// - Throws: a finding when the fund got back more than it paid.
  public func share(_ it: Receipt) throws(Refusal) -> Parts {
    let outstanding = it.fundPaid.rawValue - it.fundRecoveredBefore.rawValue
    if outstanding < 0 {
      throw Refusal(
        Finding(
          .fieldValue,
          column: "fund_recovered_before",
          value: "\(it.fundRecoveredBefore)",
          arguments: ["range": "≤ \(it.fundPaid)"]
        )
      )
    }
    let (net, part) = split(it.gross, it.cost, it.fundPaid, it.bankLoss, outstanding, it.rate)
    return Parts(net: Fen(net), fund: Fen(part))
  }

  /// The fund's part of the first recovery after a claim: nothing came back before.
  package func firstShare(of gross: Fen, cost: Fen, paid: Fen, bankLoss: Fen, rate: PPM) -> Fen {
    Fen(split(gross, cost, paid, bankLoss, paid.rawValue, rate).fund)
  }

  @inline(__always)
  private func split(
    _ gross: Fen,
    _ cost: Fen,
    _ paid: Fen,
    _ bankLoss: Fen,
    _ outstanding: Int64,
    _ rate: PPM
  ) -> (net: Int64, fund: Int64) {
    let net = max(gross.rawValue - (costFirst ? cost.rawValue : 0), 0)
    let part =
      switch order {
      case .fundFirst: min(net, outstanding)
      case .bankFirst: net - min(net, bankLoss.rawValue)
      case .proRata where isNominal: floor(net, rate.rawValue, of: 1_000_000 - rate.rawValue)
      case .proRata: floor(net, paid.rawValue, of: bankLoss.rawValue)
      }
    return (net, isCapped ? min(part, outstanding) : part)
  }

  /// The floor of the fund's weight against that of the bank.
  private func floor(_ net: Int64, _ fund: Int64, of bank: Int64) -> Int64 {
    precondition(fund >= 0 && bank >= 0, "a weight is not negative")
    let (product, isTooLarge) = net.multipliedReportingOverflow(by: fund)
    let (sum, isTooLargeToo) = fund.addingReportingOverflow(bank)
    if !isTooLarge, !isTooLargeToo { return sum == 0 ? 0 : product / sum }
    let whole = Int128(fund) + Int128(bank)
    return whole == 0 ? 0 : Int64(Int128(net) * Int128(fund) / whole)
  }
}
