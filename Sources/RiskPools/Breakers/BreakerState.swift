public import Policies
public import Quantities

/// Whether breakers have tripped, and what that means for loans and claims (熔断状态).
///
/// The state is stepped from day to day by ``after(_:on:)``; nothing in it reads a clock.
public struct BreakerState: Hashable, Sendable {
  /// When each breaker of the scheme tripped; `nil` while it has not.
  package let trippedOn: [CivilDate?]

  /// The figures that breakers watch, on one day and level (监测指标).
  package struct Reading: Hashable, Sendable {
    /// Which rate.
    package let measure: Breaker.Measure
    /// Whose loans.
    package let level: Breaker.Level
    /// What has failed.
    package let numerator: Fen
    /// What it is divided by.
    package let denominator: Fen

    /// Creates a reading.
    package init(
      _ measure: Breaker.Measure,
      _ level: Breaker.Level,
      numerator: Fen,
      denominator: Fen
    ) {
      self.measure = measure
      self.level = level
      self.numerator = numerator
      self.denominator = denominator
    }
  }

  /// What a breaker that has tripped does (熔断措施).
  public enum Effect: Hashable, Sendable {
    /// Somebody is told.
    case alert
    /// Rates are cut to a part.
    case reduceRate(to: PPM)
    /// No new loan comes under the scheme.
    case stopNew
    /// No claim is accepted; claims that come wait, or are refused.
    case stopClaims(holdsQueue: Bool)
    /// The bank leaves the scheme.
    case cancel
  }
}

/// The breakers of a scheme, ready to be stepped (熔断规则).
public struct BreakerRule: Sendable {
  let breakers: [Armed]

  /// A breaker looked up.
  struct Armed: Sendable {
    let breaker: Breaker
    let level: Breaker.Level
    let threshold: PPM
    let tripsAtThreshold: Bool
    let effect: BreakerState.Effect
    let resume: Breaker.Resume
    let resumeBelow: PPM
    let resumeDate: CivilDate?
  }

  /// Makes the breakers of a scheme ready.
  /// - Throws: ``Refusal/open(_:)`` with every value of theirs that is open.
  public init(_ scheme: Scheme) throws(Refusal) {
    var gaps = Gaps()
    breakers = gaps.take(scheme.breakers, else: []).map { breaker in
      let threshold = gaps.take(breaker.threshold, else: .zero)
      _ = gaps.take(breaker.measure, else: .nplRate)
      return Armed(
        breaker: breaker,
        level: gaps.take(breaker.level, else: .bank),
        threshold: threshold,
        tripsAtThreshold: gaps.take(breaker.comparison, else: .atLeast) == .atLeast,
        effect: BreakerRule.effect(breaker, &gaps),
        resume: gaps.take(breaker.resume, else: .below),
        resumeBelow: gaps.take(breaker.resumeBelow, else: nil) ?? threshold,
        resumeDate: gaps.take(breaker.resumeDate, else: nil)
      )
    }
    try gaps.check()
  }

  private static func effect(_ breaker: Breaker, _ gaps: inout Gaps) -> BreakerState.Effect {
    switch gaps.take(breaker.effect, else: .alert) {
    case .alert: .alert
    case .reduceRate: .reduceRate(to: gaps.take(breaker.reducedTo, else: nil) ?? .zero)
    case .stopNew: .stopNew
    case .stopClaims: .stopClaims(holdsQueue: gaps.take(breaker.holdsQueue, else: true))
    case .cancel: .cancel
    }
  }

  /// Nothing has tripped.
  public var initial: BreakerState { BreakerState(trippedOn: breakers.map { _ in nil }) }

  /// The state after the readings of a day.
  ///
  /// A breaker trips when its rate reaches the threshold, compared exactly. It ends on its day, or
  /// when the rate lies below at the end of a quarter after it tripped; one that waits for a
  /// decision, and one that cancelled a bank, end only by ``resumed(_:_:)``. A rate of nothing
  /// lent is none.
  package func after(
    _ state: BreakerState,
    _ readings: [BreakerState.Reading],
    on day: CivilDate
  ) -> BreakerState {
    let next = zip(breakers, state.trippedOn).map { armed, tripped -> CivilDate? in
      let reading = readings.first {
        $0.measure == armed.breaker.measure.value && $0.level == armed.level
      }
      let (numerator, denominator) = (reading?.numerator ?? .zero, reading?.denominator ?? .zero)
      guard let tripped else { return armed.trips(numerator, denominator) ? day : nil }
      return armed.ends(tripped, numerator, denominator, on: day) ? nil : tripped
    }
    return BreakerState(trippedOn: next)
  }

  /// The state after a decision to resume, by the place of the breaker in the scheme.
  package func resumed(_ state: BreakerState, _ index: Int) -> BreakerState {
    var tripped = state.trippedOn
    tripped[index] = nil
    return BreakerState(trippedOn: tripped)
  }

  /// What is in force, in the order of the scheme.
  public func effects(_ state: BreakerState) -> [BreakerState.Effect] {
    zip(breakers, state.trippedOn).compactMap { $1 == nil ? nil : $0.effect }
  }
}

extension BreakerRule.Armed {
  /// Whether the rate has reached the threshold; nothing to divide by is no rate.
  func trips(_ numerator: Fen, _ denominator: Fen) -> Bool {
    guard denominator > .zero else { return false }
    let (rate, limit) = against(threshold, numerator, denominator)
    return tripsAtThreshold ? rate >= limit : rate > limit
  }

  /// Whether a breaker that tripped on a day is over.
  func ends(
    _ tripped: CivilDate,
    _ numerator: Fen,
    _ denominator: Fen,
    on day: CivilDate
  ) -> Bool {
    if case .cancel = effect { return false }
    switch resume {
    case .manual: return false
    case .date: return resumeDate.map { day >= $0 } ?? false
    case .below:
      guard denominator > .zero, day > tripped else { return false }
      let isQuarterEnd = day == day.period.lastDay && day.period.month.isMultiple(of: 3)
      guard isQuarterEnd else { return false }
      let (rate, limit) = against(resumeBelow, numerator, denominator)
      return rate < limit
    }
  }

  /// Both sides of a comparison with a rate, without a division.
  private func against(
    _ rate: PPM,
    _ numerator: Fen,
    _ denominator: Fen
  ) -> (Int128, Int128) {
    (
      Int128(numerator.rawValue) * 1_000_000,
      Int128(denominator.rawValue) * Int128(rate.rawValue)
    )
  }
}
