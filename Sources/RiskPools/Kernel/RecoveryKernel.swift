import Findings
public import Policies
public import Quantities

/// How recoveries are shared, compiled (追偿分配编译): the figures of
/// ``Recovery/share(_:under:)`` without its words.
public struct RecoveryKernel: Sendable {
  @usableFromInline let costFirst: Bool
  @usableFromInline let way: Way
  @usableFromInline let isCapped: Bool

  /// Who gets how much.
  @usableFromInline
  enum Way: Sendable {
    case fundFirst
    case bankFirst
    /// By the rate that was applied.
    case nominal
    /// By what each bore.
    case borne
  }

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
    switch gaps.take(rule.order, else: .fundFirst) {
    case .fundFirst: way = .fundFirst
    case .bankFirst: way = .bankFirst
    case .proRata:
      way = gaps.take(rule.shareBasis, else: .actualBorne) == .nominal ? .nominal : .borne
    }
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
    let (net, part) = split(
      it.gross.rawValue,
      it.cost.rawValue,
      it.fundPaid.rawValue,
      it.bankLoss.rawValue,
      outstanding,
      it.rate.rawValue
    )
    return Parts(net: Fen(net), fund: Fen(part))
  }

  /// Whether both share by what each bore, the fund up to what it paid.
  @inlinable public var isByLoss: Bool { way == .borne && isCapped }

  /// ``firstShare(of:cost:paid:bankLoss:rate:)`` where ``isByLoss`` and nothing is spent; `loss` is
  /// what both bore, and nothing is negative.
  @inlinable
  @inline(__always)
  public func lossShare(of net: Int64, paid: Int64, loss: Int64) -> Int64 {
    let (product, isTooLarge) = net.multipliedReportingOverflow(by: paid)
    if isTooLarge || loss <= 0 { return min(floor(net, paid, of: loss &- paid), paid) }
    let part = UInt64(bitPattern: product) / UInt64(bitPattern: loss)
    return min(Int64(truncatingIfNeeded: part), paid)
  }

  /// The same of amounts below 2³¹ fen, whose products fit, and of no more than the loss.
  @inlinable
  @inline(__always)
  public func smallShare(of net: Int64, paid: Int64, loss: Int64) -> Int64 {
    // Without a loss nothing was paid.
    Int64(
      bitPattern: UInt64(bitPattern: net &* paid) / UInt64(bitPattern: loss | (loss == 0 ? 1 : 0))
    )
  }

  /// The fund's part of the first recovery after a claim, all in fen: nothing came back before.
  @inlinable
  public func firstShare(
    of gross: Int64,
    cost: Int64,
    paid: Int64,
    bankLoss: Int64,
    rate: Int64
  ) -> Int64 {
    split(gross, cost, paid, bankLoss, paid, rate).fund
  }

  @inlinable
  @inline(__always)
  func split(
    _ gross: Int64,
    _ cost: Int64,
    _ paid: Int64,
    _ bankLoss: Int64,
    _ outstanding: Int64,
    _ rate: Int64
  ) -> (net: Int64, fund: Int64) {
    let net = max(gross - (costFirst ? cost : 0), 0)
    let part =
      switch way {
      case .fundFirst: min(net, outstanding)
      case .bankFirst: net - min(net, bankLoss)
      case .nominal: floor(net, rate, of: 1_000_000 - rate)
      case .borne: floor(net, paid, of: bankLoss)
      }
    return (net, isCapped ? min(part, outstanding) : part)
  }

  /// The floor of the fund's weight against that of the bank.
  @inlinable
  @inline(__always)
  func floor(_ net: Int64, _ fund: Int64, of bank: Int64) -> Int64 {
    precondition(fund >= 0 && bank >= 0, "a weight is not negative")
    let (product, isTooLarge) = net.multipliedReportingOverflow(by: fund)
    // Neither weight is negative, so their sum fits without a sign.
    let whole = UInt64(bitPattern: fund &+ bank)
    if whole == 0 { return 0 }
    guard !isTooLarge, product >= 0 else { return wideFloor(net, fund, of: bank) }
    return Int64(truncatingIfNeeded: UInt64(bitPattern: product) / whole)
  }

  @usableFromInline
  func wideFloor(_ net: Int64, _ fund: Int64, of bank: Int64) -> Int64 {
    Int64(Int128(net) * Int128(fund) / (Int128(fund) + Int128(bank)))
  }
}
