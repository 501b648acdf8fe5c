public import Quantities

/// What a ``ClaimKernel`` is told when a claim is decided (补偿申请情况): a ``ClaimCase`` without
/// its loan, names replaced by places.
///
/// A value without references. What stays `nil` is not known; a scheme that turns on it refuses.
/// What others hold, in lists as long as the scheme decides, is in ``KernelHoldings``.
public struct KernelCase: Sendable {
  /// What the payee lost; not read where the scheme compensates the outstanding principal.
  public var loss: Fen?
  /// What was used of each cap before, without this loan's own advance.
  public var counters = ClaimCase.Counters()
  /// What this loan was already advanced.
  public var advanced = Fen.zero
  /// What the payee would bear without public money.
  public var actualLiability: Fen?
  /// The bank's balance at the end of last year.
  public var priorYearBalance: Fen?
  /// The bank's balance now.
  public var currentBalance: Fen?
  /// What was paid into the pool; the scheme's own figures where it has them of every funder.
  public var poolPaidIn: Fen?
  /// What other public payers already paid for this loan.
  public var otherGovernmentPaid = Fen.zero
  /// What can be taken off before the rate.
  public var deductions = Deductions()
  /// The figures on which a layer stands.
  public var layer: ClaimCase.LayerFigures?
  /// What a breaker leaves of the rate, see ``BreakerKernel/Effects/ratePart``.
  public var ratePart = PPM.one
  /// What the pool can pay; `nil` for enough.
  public var poolCash: Fen?
  /// Whether an advance is due or the loan is settled.
  public var kind = ClaimKind.final

  /// Creates a case of which nothing is known yet.
  public init() {}

  /// What can be taken off before the rate, by who paid it (扣减).
  public struct Deductions: Sendable {
    /// From collateral.
    public var collateral: Fen?
    /// By a guarantor.
    public var guarantor: Fen?
    /// By an insurer.
    public var insurer: Fen?
    /// Recovered so far.
    public var recoveries: Fen?
    /// By other public payers; ``KernelCase/otherGovernmentPaid`` where nothing is given.
    public var otherGovernment: Fen?

    /// Nothing known.
    public init() {}

    subscript(deduction: Coverage.Deduction) -> Fen? {
      switch deduction {
      case .collateral: collateral
      case .guarantor: guarantor
      case .insurer: insurer
      case .recoveries: recoveries
      case .otherGovernment: otherGovernment
      }
    }
  }
}

/// What others hold when a claim is decided (各方余额), in lists that are made once.
public struct KernelHoldings: Sendable {
  /// What each of ``ClaimKernel/absorbers`` has left, in that order.
  public var absorbers: [Fen]
  /// What each of ``ClaimKernel/funders`` has on its own account, in that order, `nil` for enough;
  /// empty when funders have none.
  public var funders: [Fen?]

  /// Creates holdings; most schemes know none.
  public init(absorbers: [Fen] = [], funders: [Fen?] = []) {
    self.absorbers = absorbers
    self.funders = funders
  }

  /// The holdings of a case; `nil` when it lacks an absorber of the scheme, or has another.
  public init?(_ it: ClaimCase, for kernel: ClaimKernel) {
    let held = kernel.absorbers.compactMap { party in it.absorbers.first { $0.name == party } }
    guard held.count == kernel.absorbers.count,
      it.absorbers.allSatisfy({ kernel.absorbers.contains($0.name) })
    else { return nil }
    absorbers = held.map(\.available)
    funders =
      it.funderCash.isEmpty
      ? []
      : kernel.funders.map { party in it.funderCash.first { $0.name == party }?.available }
  }
}

extension KernelCase {
  /// The same case without its loan and what others hold.
  public init(_ it: ClaimCase) {
    loss = it.loss
    counters = it.counters
    advanced = it.advanced
    actualLiability = it.actualLiability
    priorYearBalance = it.priorYearBalance
    currentBalance = it.currentBalance
    poolPaidIn = it.poolPaidIn
    otherGovernmentPaid = it.otherGovernmentPaid
    deductions.collateral = it.deductions[Coverage.Deduction.collateral.rawValue]
    deductions.guarantor = it.deductions[Coverage.Deduction.guarantor.rawValue]
    deductions.insurer = it.deductions[Coverage.Deduction.insurer.rawValue]
    deductions.recoveries = it.deductions[Coverage.Deduction.recoveries.rawValue]
    deductions.otherGovernment = it.deductions[Coverage.Deduction.otherGovernment.rawValue]
    layer = it.layer
    ratePart = it.ratePart ?? .one
    poolCash = it.poolCash
    kind = it.kind
  }
}
