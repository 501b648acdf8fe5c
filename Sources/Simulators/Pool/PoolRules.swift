import Findings
import Policies
import Quantities
import RiskPools

/// What a scheme says about the pool as a whole, looked up once (资金池规则).
struct PoolRules: Sendable {
  let scheme: Scheme
  let terms: PoolTerms
  let breakers: BreakerKernel
  let recovery: RecoveryKernel
  /// How the pool is filled up each year, where it is.
  let topUps: TopUpRule?
  let watched: [Watch]
  let borrowerCap: Counting?
  let bankCap: Counting?
  let programmeCap: Counting?
  let funderCap: Counting?
  let countsBase: Bool
  let isProRata: Bool
  let queues: Bool
  let hasLayer: Bool
  let layerIsByBank: Bool
  let keepsInterest: Bool
  let takesNetLoss: Bool
  /// How many months after the failure a claim on a borrower is given up.
  let writeOffMonths: Int?
  let paysRecoveriesIn: Bool
  /// Who bears losses first, in the order of the scheme.
  let absorbers: [Absorbing]
  /// What of a loan, and of all loans of a borrower, counts at most.
  let countedPerLoan: Int64
  let countedPerBorrower: Int64
  /// Whether claims can be held back, or are paid together.
  let canHold: Bool
  /// Whether anything turns on the balances of loans.
  let needsBalances: Bool

  /// How a cap counts.
  struct Counting: Sendable {
    let isYearly: Bool
    let isByEntitlement: Bool
  }

  /// Who bears a loss first (先行承担方).
  struct Absorbing: Sendable {
    /// Its place in the scenario.
    let place: Int
    /// The most that it bears of one loss.
    let limit: Int64
    /// Whether it has the same again for every loan.
    let isOwn: Bool
  }

  /// What a breaker watches.
  struct Watch: Sendable {
    let measure: Breaker.Measure
    let isNet: Bool
    let denominator: Breaker.Denominator
    let isByBank: Bool
  }

  /// Looks a scheme up.
  /// - Throws: what is open in it and what of it cannot be simulated, all together.
  init(_ scheme: Scheme, _ terms: PoolTerms) throws(Refusal) {
    self.scheme = scheme
    self.terms = terms
    var obstacles = Obstacles()
    let breakers = obstacles.attempt { () throws(Refusal) in try BreakerKernel(scheme) }
    let recovery = obstacles.attempt { () throws(Refusal) in try RecoveryKernel(scheme) }
    // What the rule leaves open is told with what claims leave open.
    topUps = terms.isReplenished ? try? TopUpRule(scheme) : nil
    let caps = obstacles.take(scheme.caps) ?? []
    borrowerCap = Self.counting(caps, .borrower, yearly: false, &obstacles)
    bankCap = Self.counting(caps, .bank, yearly: true, &obstacles)
    programmeCap = Self.counting(caps, .programme, yearly: true, &obstacles)
    funderCap = Self.counting(caps, .funder, yearly: false, &obstacles)
    let perLoan = obstacles.take(scheme.countedBaseCap.perLoan) ?? nil
    let perBorrower = obstacles.take(scheme.countedBaseCap.perBorrower) ?? nil
    countedPerLoan = perLoan?.rawValue ?? .max
    countedPerBorrower = perBorrower?.rawValue ?? .max
    countsBase = perBorrower != nil
    queues = obstacles.take(scheme.shortage.onShortfall) == .queue
    isProRata = obstacles.take(scheme.shortage.order) == .proRataBatch
    let layer = obstacles.take(scheme.layer) ?? nil
    hasLayer = layer != nil
    layerIsByBank = layer?.level.value == .bank
    let pools = obstacles.take(scheme.pools) ?? []
    keepsInterest = !pools.contains { $0.interestTo.value == .some(.treasury) }
    takesNetLoss = obstacles.take(scheme.coverage.base) == .netPrincipalLoss
    let afterDays = obstacles.take(scheme.writeOff.afterDays) ?? nil
    writeOffMonths = afterDays.map { Int($0 + 29) / 30 }
    paysRecoveriesIn = obstacles.take(scheme.recovery.returnTo) == .pool
    watched = (scheme.breakers.value ?? []).enumerated().map { index, breaker in
      Self.watch(breaker, index, &obstacles)
    }
    let named = obstacles.take(scheme.absorbers) ?? []
    absorbers =
      (try? ClaimKernel(scheme))?.absorbers.compactMap { party in
        guard let place = terms.absorbers.firstIndex(where: { $0.name == party }),
          let absorber = named.first(where: { $0.party.value == party })
        else { return nil }
        return Absorbing(
          place: place,
          limit: (absorber.limit.value ?? nil)?.rawValue ?? .max,
          isOwn: absorber.scope.value == .some(.own)
        )
      } ?? []
    if absorbers.contains(where: { !$0.isOwn }), countsBase || perLoan != nil {
      obstacles.note(Finding(.modelScope, column: "absorbers", value: "counted_base_cap"))
    }
    let usesBalance = caps.contains { cap in
      cap.of.value == .some(.priorYearBalance) || cap.of.value == .some(.currentBalance)
    }
    let floor = scheme.replenishment.rule.value == .floorOfBalance && terms.isReplenished
    canHold = !watched.isEmpty || hasLayer || isProRata
    needsBalances = usesBalance || floor || hasLayer || !watched.isEmpty
    try obstacles.check()
    guard let breakers, let recovery else { preconditionFailure("what is missing was refused") }
    (self.breakers, self.recovery) = (breakers, recovery)
  }

  private static func counting(
    _ caps: [Cap],
    _ scope: Cap.Scope,
    yearly: Bool,
    _ obstacles: inout Obstacles
  ) -> Counting? {
    var found: Counting?
    for (index, cap) in caps.enumerated()
    where cap.scope.value == scope && cap.of.value != .some(.actualLiability) {
      let window = (cap.window.value ?? nil) ?? (yearly ? .year : .life)
      let counts = (cap.counts.value ?? nil) ?? .paid
      let counting = Counting(isYearly: window == .year, isByEntitlement: counts == .entitlement)
      if window == .rolling || found.map({ $0.isYearly != counting.isYearly }) ?? false {
        obstacles.note(
          Finding(.modelScope, column: "caps[\(index)].window", value: window.rawValue)
        )
      }
      found = found ?? counting
    }
    return found
  }

  private static func watch(
    _ breaker: Breaker,
    _ index: Int,
    _ obstacles: inout Obstacles
  ) -> Watch {
    let denominator = breaker.denominator.value ?? .enrolledBalance
    let measure = breaker.measure.value ?? .nplRate
    let level = breaker.level.value ?? .bank
    let path = "breakers[\(index)]"
    if denominator == .premium {
      obstacles.note(
        Finding(.modelScope, column: path + ".denominator", value: denominator.rawValue)
      )
    }
    if measure == .payoutRatio {
      obstacles.note(Finding(.modelScope, column: path + ".measure", value: measure.rawValue))
    }
    if level == .district {
      obstacles.note(Finding(.modelScope, column: path + ".level", value: level.rawValue))
    }
    return Watch(
      measure: measure,
      isNet: breaker.numerator.value == .net,
      denominator: denominator,
      isByBank: level == .bank
    )
  }
}

extension Obstacles {
  /// What a scheme says about the pool as a whole.
  mutating func rules(_ scheme: Scheme, _ terms: PoolTerms) -> PoolRules? {
    if terms.isReplenished { _ = attempt { () throws(Refusal) in try TopUpRule(scheme) } }
    return attempt { () throws(Refusal) in try PoolRules(scheme, terms) }
  }

  /// Tries what every path does: a claim on each kind of loan.
  mutating func claims(
    _ scheme: Scheme,
    _ terms: PoolTerms,
    on loans: [(facts: LoanFacts, owed: Fen)]
  ) {
    let desk = attempt { () throws(Refusal) in try RuleDesk(scheme, loans.map(\.facts), terms) }
    guard let desk else { return }
    var request = ClaimRequest()
    request.absorbers = terms.absorbers.map(\.available)
    if scheme.layer.value ?? nil != nil {
      request.layer = .init(balance: .zero, loss: .zero, lossBefore: .zero)
    }
    for (kind, loan) in loans.enumerated() {
      (request.kind, request.owed, request.loss) = (kind, loan.owed, loan.owed)
      _ = attempt { () throws(Refusal) in try desk.decide(request) }
    }
  }
}
