public import Policies
public import Quantities

/// How large a pool is, what stands behind it and how it is filled up (资金规模).
public struct PoolSizing: Sendable {
  private let scheme: Scheme

  /// Creates the formulas of a scheme.
  public init(_ scheme: Scheme) { self.scheme = scheme }

  /// The whole pool that belongs to one funder's contribution, by the weights: 25,000,000.00 of
  /// four in ten make 62,500,000.00.
  /// - Throws: what is open, or a finding for a party that is no funder.
  public func pool(fromContribution amount: Fen, of party: String) throws(Refusal) -> Fen {
    var gaps = Gaps()
    let funders = gaps.take(scheme.funders, else: [])
    let parties = funders.map { gaps.take($0.party, else: "") }
    let weights = funders.map { gaps.take($0.weight, else: 1) }
    let own = zip(parties, weights).first { $0.0 == party }?.1
    let weight = gaps.field(own, "funders.\(party)", else: 1)
    try gaps.check()
    guard weight > 0 else { return amount }
    let whole = weights.reduce(into: Int128(0)) { $0 += Int128($1) }
    return try fen { () throws(Overflow) in
      try Fen(try Ratio(amount).multiplied(by: Ratio(whole, over: Int128(weight))), .down)
    }
  }

  /// The lending that stands behind money in the pool (放大倍数).
  /// - Throws: ``Refusal/open(_:)`` when the multiple is not given.
  public func lending(behind money: Fen) throws(Refusal) -> Fen {
    var needs = Needs()
    let multiple = needs.take(scheme.leverage.multiple) ?? nil
    if multiple == nil { needs.demand("leverage.multiple_ppm") }
    try needs.check()
    return try part(money, multiple ?? .zero)
  }

  /// What must be paid in (补充): never more than a budget allows.
  ///
  /// It looks at what the pool holds, the balance of the loans under the scheme, what was
  /// compensated last year, net, and what the pool was set up with.
  /// - Throws: ``Refusal/open(_:)`` when a value that the rule needs is not given.
  public func topUp(
    balance: Fen,
    loans: Fen,
    lastYearLoss: Fen,
    original: Fen
  ) throws(Refusal) -> Fen {
    try TopUpRule(scheme).amount(
      balance: balance,
      loans: loans,
      lastYearLoss: lastYearLoss,
      original: original
    )
  }

  private func part(_ amount: Fen, _ share: PPM) throws(Refusal) -> Fen {
    try RoundedParts(mode: .down, unit: .fen).part(amount, share)
  }

  private func fen(_ make: () throws(Overflow) -> Fen) throws(Refusal) -> Fen {
    do throws(Overflow) { return try make() } catch { throw Refusal(error) }
  }
}

/// How a pool is filled up, looked up once (补充规则).
public struct TopUpRule: Sendable {
  private let kind: Replenishment.Rule
  private let target: PPM
  private let upTo: Replenishment.TopUpTo
  private let budget: Fen?

  /// Looks the rule of a scheme up.
  /// - Throws: ``Refusal/open(_:)`` when a value that the rule needs is not given.
  public init(_ scheme: Scheme) throws(Refusal) {
    let rule = scheme.replenishment
    var needs = Needs()
    kind = needs.take(rule.rule) ?? Replenishment.Rule.none
    let target = needs.take(rule.target) ?? nil
    upTo = needs.take(rule.topUpTo) ?? .floor
    budget = needs.take(rule.budgetCap) ?? nil
    if kind == .floorOfBalance || kind == .target, target == nil {
      needs.demand("replenish.target_ppm")
    }
    if kind == .fixedBudget, budget == nil { needs.demand("replenish.budget_cap") }
    try needs.check()
    self.target = target ?? (kind == .target ? .one : .zero)
  }

  /// What must be paid in; see ``PoolSizing/topUp(balance:loans:lastYearLoss:original:)``.
  /// - Throws: a finding for an amount out of range.
  public func amount(
    balance: Fen,
    loans: Fen,
    lastYearLoss: Fen,
    original: Fen
  ) throws(Refusal) -> Fen {
    let wanted: Fen
    switch kind {
    case .none: wanted = .zero
    case .lastYearLoss: wanted = lastYearLoss
    case .fixedBudget: wanted = budget ?? .zero
    case .target: wanted = missing(balance, to: try part(original))
    case .floorOfBalance:
      let floor = try part(loans)
      let goal = upTo == .original ? max(original, floor) : floor
      wanted = balance < floor ? missing(balance, to: goal) : .zero
    }
    return budget.map { min(wanted, $0) } ?? wanted
  }

  private func missing(_ balance: Fen, to goal: Fen) -> Fen {
    Fen(max(goal.rawValue - max(balance, .zero).rawValue, 0))
  }

  private func part(_ amount: Fen) throws(Refusal) -> Fen {
    try RoundedParts(mode: .down, unit: .fen).part(amount, target)
  }
}
