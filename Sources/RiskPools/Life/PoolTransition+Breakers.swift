import Accounting
import Findings
import Policies
public import Quantities

/// What a breaker watched, and what it did (熔断监测记录).
public struct PoolReading: Hashable, Sendable {
  /// The place of the breaker in the scheme, from 1.
  public let breaker: Int
  /// Which rate, by the name of the schemes.
  public let measure: String
  /// Whose loans.
  public let scope: PoolScope
  /// What has failed.
  public let numerator: Fen
  /// What it is divided by.
  public let denominator: Fen
  /// The threshold.
  public let threshold: PPM
  /// The day of the look.
  public let day: CivilDate
  /// The day on which it tripped; `nil` while it has not.
  public let trippedOn: CivilDate?
}

/// Breakers: what they watch, what they stop, and who waits.
extension PoolTransition {
  mutating func take(_ review: BreakerReview, _ pool: inout Pool) throws(Refusal) {
    if let last = pool.reviewedOn { demandOrder(head.date, after: last, "date") }
    var states = pool.breakers
    var readings: [PoolReading] = []
    for scope in pool.scopes {
      let step = try look(at: scope, review, pool)
      states[scope] = step.state
      readings += step.readings
    }
    for (index, figure) in review.figures.enumerated() where !pool.scopes.contains(figure.scope) {
      refuseUnknown(figure.scope.name, "figures[\(index)].name")
    }
    guard findings.isEmpty else { return }
    for reading in readings where reading.trippedOn == head.date {
      warnings.append(reading.warning)
    }
    pool.breakers = states
    pool.readings = readings
    pool.reviewedOn = head.date
    trace += readings.map(\.step)
    release(&pool)
  }

  /// Looks at the breakers of one bank, district or of all loans.
  private mutating func look(
    at scope: PoolScope,
    _ review: BreakerReview,
    _ pool: Pool
  ) throws(Refusal) -> (state: BreakerState, readings: [PoolReading]) {
    let rule = pool.scheme.breakers
    let before = pool.breakers[scope] ?? rule.initial
    var tripped = before.trippedOn
    var readings: [PoolReading] = []
    for (index, armed) in rule.breakers.enumerated() where armed.level == scope.level {
      let breaker = armed.breaker
      let figure = review.figures.last {
        $0.scope == scope && $0.measure == breaker.measure.value
      }
      guard let (over, under) = try pool.figures(breaker, scope, figure, on: head.date) else {
        let name = "figures.\(breaker.measure.value?.rawValue ?? "").\(scope.name)"
        findings.append(Finding(.fieldMissing, column: name))
        continue
      }
      if let since = tripped[index] {
        if armed.ends(since, over, under, on: head.date) { tripped[index] = nil }
      } else if armed.trips(over, under) {
        tripped[index] = head.date
      }
      readings.append(
        PoolReading(
          breaker: index + 1,
          measure: breaker.measure.value?.rawValue ?? "",
          scope: scope,
          numerator: over,
          denominator: under,
          threshold: armed.threshold,
          day: head.date,
          trippedOn: tripped[index]
        )
      )
    }
    return (BreakerState(trippedOn: tripped), readings)
  }

  mutating func take(_ resumption: BreakerResumption, _ pool: inout Pool) throws(Refusal) {
    let rule = pool.scheme.breakers
    let index = Int(clamping: resumption.breaker) - 1
    guard rule.breakers.indices.contains(index) else {
      return refuse("\(resumption.breaker)", "breaker", range: "1–\(rule.breakers.count)")
    }
    guard let state = pool.breakers[resumption.scope], let since = state.trippedOn[index] else {
      return refuseUnknown(resumption.scope.name, "name")
    }
    demandOrder(head.date, after: since, "date")
    guard findings.isEmpty else { return }
    pool.breakers[resumption.scope] = rule.resumed(state, index)
    trace.append(
      Step("熔断解除", formula: "决定恢复", ["熔断日": since], value: resumption.scope.name)
    )
    release(&pool)
  }

  /// Lets the claims go on that wait for nothing any more.
  private func release(_ pool: inout Pool) {
    var waiting: [String] = []
    for id in pool.queue {
      guard let claim = pool.claims[id], let loan = pool.loans[claim.loan] else { continue }
      if pool.stops(loan).isEmpty {
        pool.claims[id]?.state = .filed
      } else {
        waiting.append(id)
      }
    }
    pool.queue = waiting
  }

  /// Demands that no breaker keeps the claims of a loan from going on.
  /// - Returns: whether the claim may come and has to wait.
  @discardableResult
  mutating func demandRunning(_ loan: PooledLoan, _ pool: Pool, canWait: Bool = false) -> Bool {
    let stops = pool.stops(loan)
    if stops.isEmpty { return false }
    let waits = canWait && stops.allSatisfy { $0.effect == .stopClaims(holdsQueue: true) }
    if !waits { for stop in stops { refuse(stop) } }
    return waits
  }

  /// Demands that no breaker keeps new loans of the same bank out.
  mutating func demandNew(_ loan: PooledLoan, _ pool: Pool) {
    for stop in pool.effects(on: loan) where stop.effect == .stopNew || stop.effect == .cancel {
      refuse(stop)
    }
  }

  private mutating func refuse(_ stop: Pool.Stop) {
    findings.append(
      Finding(
        .poolStopped,
        column: "breakers[\(stop.breaker)]",
        value: stop.scope.name,
        arguments: ["since": "\(stop.since)", "measure": stop.measure]
      )
    )
  }
}

extension PoolReading {
  /// What a breaker that has just tripped tells.
  fileprivate var warning: Finding {
    Finding(
      .breakerTripped,
      column: "breakers[\(breaker - 1)]",
      value: scope.name,
      arguments: [
        "measure": measure, "numerator": "\(numerator)", "denominator": "\(denominator)",
        "threshold": "\(threshold)",
      ]
    )
  }

  fileprivate var step: Step {
    Step(
      "熔断 \(breaker) \(scope.name)",
      formula: "\(measure) 与阈值比较",
      ["分子": numerator, "分母": denominator, "阈值": threshold],
      value: trippedOn.map { "已熔断 \($0)" } ?? "正常"
    )
  }
}

extension Pool {
  /// A breaker that is in force for a loan.
  struct Stop {
    let breaker: Int
    let scope: PoolScope
    let measure: String
    let effect: BreakerState.Effect
    let since: CivilDate
  }

  /// Everybody whose loans are watched, in a fixed order.
  var scopes: [PoolScope] {
    let known = exposures.keys.filter { $0 != .programme }
    return [.programme]
      + known.sorted { ($0.level.rawValue, $0.name) < ($1.level.rawValue, $1.name) }
  }

  /// What is in force for a loan, in the order of the scheme.
  func effects(on loan: PooledLoan) -> [Stop] {
    let rule = scheme.breakers
    return rule.breakers.enumerated().flatMap { index, armed -> [Stop] in
      Pool.scopes(loan).compactMap { scope in
        guard let since = breakers[scope]?.trippedOn[index] else { return nil }
        return Stop(
          breaker: index,
          scope: scope,
          measure: armed.breaker.measure.value?.rawValue ?? "",
          effect: armed.effect,
          since: since
        )
      }
    }
  }

  /// What keeps the claims of a loan from going on.
  func stops(_ loan: PooledLoan) -> [Stop] {
    effects(on: loan).filter { stop in
      switch stop.effect {
      case .stopClaims, .cancel: true
      case .alert, .reduceRate, .stopNew: false
      }
    }
  }

  /// What breakers leave of the rate for a loan: the least of several.
  func ratePart(for loan: PooledLoan) -> PPM? {
    effects(on: loan).compactMap { stop in
      if case .reduceRate(let part) = stop.effect { part } else { nil }
    }.min()
  }

  /// Both sides of a breaker's rate; `nil` when a figure from outside is needed.
  func figures(
    _ breaker: Breaker,
    _ scope: PoolScope,
    _ figure: BreakerReview.Figure?,
    on day: CivilDate
  ) throws(Refusal) -> (Fen, Fen)? {
    let (measure, kept, under) = try needed(
      breaker.measure,
      breaker.numerator,
      breaker.denominator
    )
    let all = exposures[scope] ?? Exposure()
    let isNet = kept == .net
    let numerator: Int128 =
      switch measure {
      case .nplRate: isNet ? all.failing - all.compensated : all.failing
      case .overdueRate: all.overdue
      case .lossRate: isNet ? all.paid - all.recovered : all.paid
      case .compensationRate, .payoutRatio: isNet ? all.paid - all.recovered : all.paid
      }
    let denominator: Int128? =
      switch under {
      case .enrolledBalance: all.balance
      case .cumulativeLending: all.lent
      case .allLoans, .premium: nil
      }
    let given = figure?.denominator.map { Int128($0.rawValue) }
    guard let denominator = given ?? denominator else { return nil }
    let over = figure?.numerator.map { Int128($0.rawValue) } ?? max(numerator, 0)
    return try exactly { () throws(Overflow) in (try Fen(sum: over), try Fen(sum: denominator)) }
  }
}
