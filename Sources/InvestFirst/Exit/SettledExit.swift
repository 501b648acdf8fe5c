import Findings
import Policies
import Quantities

/// An exit with everything settled that the figures need: which payments are in which tier, and no
/// open value among what they ask for.
struct SettledExit {
  /// The day of the exit.
  let date: CivilDate
  /// The counted payments, each in its tier.
  let slices: [Placed]
  /// How the proceeds are split.
  let split: SplitTerms
  let roundAt: ExitTerms.RoundAt
  let mode: Rounding
  /// The tiers that are used, by their place in the policy.
  let tiers: [Int: Tier]

  /// A payment in its tier.
  struct Placed {
    let payment: Disbursement
    let weight: PPM
    let tier: Int
    /// What the tier's months are counted from.
    let clockStart: CivilDate
  }

  /// A tier that leaves nothing open.
  struct Tier {
    let fromMonth: Int64
    let base: ExitTier.Base
    let bound: ExitTier.Bound
    let interestFrom: ExitTier.InterestFrom
    let span: ExitTier.InterestSpan
    /// `nil` when the tier pays nothing for time.
    let interest: SettledInterest?
    let clause: String
  }

  /// Settles a case under a policy.
  /// - Throws: every open value that is needed; else what the case lacks.
  init(_ facts: ExitCase, _ policy: InvestFirstPolicy) throws(Refusal) {
    var needs = Needs()
    let terms = policy.exit
    let kinds = needs.take(policy.count.kinds)
    let split = SplitTerms(terms, &needs)
    let (roundAt, mode) = (needs.take(terms.roundAt), needs.take(terms.roundMode))
    let tiers = needs.take(terms.tiers)
    let times = tiers.flatMap { TierTimes($0, &needs) }
    var placed: [Placed] = []
    do throws(Refusal) {
      if let times, let kinds { placed = try times.place(facts, kinds) }
    } catch {
      // An open value is told before anything that is wrong with the case.
      try needs.check()
      throw error
    }
    var used: [Int: Tier] = [:]
    for index in Set(placed.map(\.tier)).sorted() {
      guard let tiers, let times else { continue }
      used[index] = Tier(
        tiers[index],
        from: times.spans[index].from,
        under: terms.tiers.clause,
        &needs
      )
    }
    try needs.check()
    guard let date = facts.exitDate, let split, let roundAt, let mode else {
      preconditionFailure("needs are met")
    }
    self.date = date
    self.split = split
    self.roundAt = roundAt
    self.mode = mode
    slices = placed
    self.tiers = used
  }
}

extension SettledExit.Tier {
  fileprivate init?(
    _ tier: ExitTier,
    from: Int64,
    under clause: String,
    _ needs: inout Needs
  ) {
    let (base, bound) = (needs.take(tier.base), needs.take(tier.bound))
    let interest = tier.interest.settled(&needs)
    let (start, span) = (needs.take(tier.interestFrom), needs.take(tier.interestSpan))
    guard let base, let bound, let start, let span else { return nil }
    fromMonth = from
    self.base = base
    self.bound = bound
    interestFrom = start
    self.span = span
    self.interest = interest
    self.clause = tier.bound.clause.isEmpty ? clause : tier.bound.clause
  }
}

/// From when to when the tiers of a policy run, and by which clock.
private struct TierTimes {
  let spans: [Span]

  struct Span {
    let from: Int64
    let to: Int64?
    let clock: ExitTier.Clock

    /// Whether a day is in the tier; the anniversary itself is still before the later one.
    func contains(_ date: CivilDate, since start: CivilDate) -> Bool {
      let hasBegun = from == 0 || date > start.adding(months: Int(from))
      return hasBegun && to.map { date <= start.adding(months: Int($0)) } ?? true
    }
  }

  init?(_ tiers: [ExitTier], _ needs: inout Needs) {
    var spans: [Span] = []
    for tier in tiers {
      let (from, to) = (needs.take(tier.fromMonth), needs.take(tier.toMonth))
      guard let clock = needs.take(tier.clock), let from, let to else { continue }
      spans.append(Span(from: from, to: to, clock: clock))
    }
    guard spans.count == tiers.count else { return nil }
    self.spans = spans
  }

  func place(
    _ facts: ExitCase,
    _ kinds: [CountTerms.CountedKind]
  ) throws(Refusal) -> [SettledExit.Placed] {
    guard let date = facts.exitDate else { throw Refusal(.needed("exit_date")) }
    let weights = Dictionary(uniqueKeysWithValues: kinds.map { ($0.kind, $0.weight) })
    let counted = facts.disbursements.filter { (weights[$0.kind] ?? .zero) != .zero }
    guard let first = counted.map(\.date).min(), let last = counted.map(\.date).max() else {
      throw Refusal(.needed("disbursements"))
    }
    if last > date {
      throw Refusal(
        Finding(
          .dateOrder,
          column: "exit_date",
          value: "\(date)",
          arguments: ["earlier": "\(last)"]
        )
      )
    }
    var placed: [SettledExit.Placed] = []
    for payment in counted {
      var found: (Int, CivilDate)?
      for (index, span) in spans.enumerated() where found == nil {
        let start: CivilDate
        switch span.clock {
        case .eachDisbursement: start = payment.date
        case .firstDisbursement: start = first
        case .lastDisbursement: start = last
        case .conversion: start = try conversion(facts, before: date)
        }
        if span.contains(date, since: start) { found = (index, start) }
      }
      guard let (tier, start) = found else {
        let end = spans.last?.to.map { "\($0)" } ?? "0"
        throw Refusal(
          Finding(.tierGap, column: "exit.tiers", arguments: ["from": end, "to": "∞"])
        )
      }
      let weight = weights[payment.kind] ?? .zero
      placed.append(.init(payment: payment, weight: weight, tier: tier, clockStart: start))
    }
    return placed
  }

  private func conversion(
    _ facts: ExitCase,
    before date: CivilDate
  ) throws(Refusal) -> CivilDate {
    guard let conversion = facts.conversionDate else { throw Refusal(.needed("conversion_date")) }
    guard conversion <= date else {
      throw Refusal(
        Finding(
          .dateOrder,
          column: "exit_date",
          value: "\(date)",
          arguments: ["earlier": "\(conversion)"]
        )
      )
    }
    return conversion
  }
}
