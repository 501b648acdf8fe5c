import Findings
public import Policies
public import Quantities

/// The most that is paid, without its words (上限).
struct KernelCap: Sendable {
  let kind: Claim.Binding
  let amount: Fen?
  let share: PPM?
  let of: Cap.Measure?
  /// Which loans it is for; `nil` for all.
  let condition: KernelConditions.Condition?

  init(_ cap: CapRule, _ condition: KernelConditions.Condition?) {
    self.condition = condition
    kind = cap.kind
    amount = cap.amount
    share = cap.share
    of = cap.of
  }
}

/// The rules of a scheme compiled for speed (补偿规则编译), equal to ``ClaimRule`` fen by fen.
///
/// It explains nothing and allocates nothing: a simulator calls it a billion times, ``ClaimRule``
/// tells a person why. Both refuse the same claims; where several things are missing, this one
/// names the first. What it cannot express is refused when it is made, never approximated.
public struct ClaimKernel: Sendable {
  /// Who bears a loss first, in the order of ``KernelHoldings/absorbers``.
  public let absorbers: [String]
  /// Who pays, in the order of ``KernelHoldings/funders`` and of the shares.
  public var funders: [String] { split.parties }
  let base: Coverage.Base
  let deductions: [Coverage.Deduction]
  let countedPerLoan: Fen?
  let countedPerBorrower: Fen?
  let absorberLimits: [Fen]
  let layer: LayerRule?
  let conditions: KernelConditions
  let rates: KernelRates
  let caps: [KernelCap]
  let poolPaidIn: Fen?
  let rounding: RoundedParts
  let advance: Advance
  let trueUp: Parameter<TrueUp>
  let clawsBack: Parameter<Bool>
  let split: KernelFunders
  let schemeCaps: [Cap]

  /// What an advance comes to.
  enum Advance: Sendable {
    case share(PPM)
    /// The scheme knows none.
    case unknown
    case open(String)
  }

  /// Compiles a scheme.
  /// - Throws: ``Refusal/open(_:)`` when a value that every claim needs is open, or the place of
  ///   what cannot be expressed.
  public init(_ scheme: Scheme) throws(Refusal) { try self.init(ClaimRule(scheme)) }

  /// Compiles a rule.
  /// - Throws: the place of what cannot be expressed.
  public init(_ rule: ClaimRule) throws(Refusal) {
    let scheme = rule.scheme
    var gaps = Gaps()
    absorbers = rule.absorbers.map(\.party)
    absorberLimits = rule.absorbers.map { $0.limit ?? Fen(.max) }
    base = rule.base
    deductions = rule.deductions
    countedPerLoan = rule.countedPerLoan
    countedPerBorrower = rule.countedPerBorrower
    layer = rule.layer
    var conditions = KernelConditions()
    rates = KernelRates(scheme, &conditions, &gaps)
    caps = rule.caps.enumerated().map { index, cap in
      let isForAll = cap.condition == .always
      let path = "caps[\(index)].when"
      return KernelCap(cap, isForAll ? nil : conditions.add(cap.condition, path, &gaps))
    }
    self.conditions = conditions
    poolPaidIn = caps.contains { $0.of == .poolPaidIn } ? try rule.paidIn() : nil
    rounding = rule.rounding
    advance = ClaimKernel.advance(rule)
    trueUp = scheme.trueUp
    clawsBack = scheme.clawsBack
    split = KernelFunders(rule.funders, residual: scheme.rounding.residual)
    schemeCaps = scheme.caps.value ?? []
    try gaps.check()
  }

  private static func advance(_ rule: ClaimRule) -> Advance {
    let triggers = rule.scheme.triggers
    guard triggers.value != nil else { return .open(triggers.path) }
    guard let advance = rule.advance else { return .unknown }
    return advance.share.map { .share($0) } ?? .open(advance.source.path)
  }

  /// A loan as this kernel knows it.
  public func loan(_ facts: LoanFacts) -> KernelLoan {
    KernelLoan(facts, conditions)
  }

  /// The rate for a loan, with its points and cap.
  ///
  /// Where no condition of the scheme asks for the outstanding principal, it is the same in every
  /// claim of a loan: look it up once and use ``decide(_:_:rate:)``.
  /// - Throws: what the rate turns on and is open in the policy or not known of the loan. Asking
  ///   for every loan before the first path is how a simulator refuses in time.
  public func rate(for loan: KernelLoan) throws(Refusal) -> PPM {
    PPM(try rates.rate(loan, conditions))
  }

  /// Whether the rate of a loan can change with its outstanding principal.
  public var isRateByOutstanding: Bool {
    rates.uses & LoanAttribute.outstanding.bit != 0
  }

  /// What each funder pays of an amount, within what its own account holds (出资分担).
  /// - Parameters:
  ///   - amount: not negative.
  ///   - cash: as in ``KernelHoldings/funders``.
  ///   - shares: one for each of ``funders``; overwritten.
  /// - Throws: ``Refusal/open(_:)`` while weights are open.
  public func split(
    _ amount: Fen,
    cash: [Fen?] = [],
    into shares: inout [Fen]
  ) throws(Refusal) {
    try split.check()
    split.split(amount, cash, into: &shares)
  }
}
