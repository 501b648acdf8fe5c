import Findings
public import Policies
public import Quantities

/// What was used of every cap in one run of a pool (已用额度), in arrays made once.
///
/// A simulator keeps one for each path that it works on and calls ``reset()`` before the next. A
/// scope without a cap is not counted and costs nothing.
public struct ClaimCounters: Sendable {
  private var loan: Tally
  private var borrower: Tally
  private var bank: Tally
  private var programme: Tally
  private var funder: Tally
  /// What of each borrower's loans counts under the cap of the base.
  private var countedBase: [Int64]
  private var own: [Own]
  private var year: Int32 = 0

  /// Where a claim counts.
  public struct Place: Hashable, Sendable {
    /// The loan, from 0.
    public var loan: Int
    /// Its borrower, from 0.
    public var borrower: Int
    /// Its bank, from 0.
    public var bank: Int

    /// Creates a place.
    public init(loan: Int, borrower: Int, bank: Int) {
      self.loan = loan
      self.borrower = borrower
      self.bank = bank
    }
  }

  /// What a loan that is not settled already used itself.
  private struct Own: Sendable {
    var paid: Int64 = 0
    var entitled: Int64 = 0
    var counted: Int64 = 0
    var year: Int32 = 0
  }

  /// One counter for each loan, borrower or bank.
  private struct Tally: Sendable {
    var used: [Int64]
    let rule: Counting?

    init(_ rule: Counting?, _ count: Int) {
      self.rule = rule
      used = rule == nil ? [] : Array(repeating: 0, count: count)
    }

    mutating func reset() {
      for index in used.indices { used[index] = 0 }
    }

    func others(at place: Int, _ own: Own, _ year: Int32) -> Fen {
      guard let rule else { return .zero }
      return Fen(used[place] - rule.own(own, year))
    }

    mutating func add(_ claim: Claim, at place: Int, _ own: Own, _ year: Int32) {
      guard let rule else { return }
      used[place] +=
        rule.isByEntitlement
        ? claim.entitlement.rawValue - own.entitled
        : claim.pay.rawValue - (rule.covers(own, year) ? claim.clawback.rawValue : 0)
    }
  }

  /// What moves a counter, and when it starts anew.
  private struct Counting: Sendable {
    let isYearly: Bool
    let isByEntitlement: Bool

    func covers(_ own: Own, _ year: Int32) -> Bool { !isYearly || own.year == year }

    func own(_ own: Own, _ year: Int32) -> Int64 {
      covers(own, year) ? isByEntitlement ? own.entitled : own.paid : 0
    }
  }

  init(
    _ caps: [Cap],
    countsBase: Bool,
    loans: Int,
    borrowers: Int,
    banks: Int
  ) throws(Refusal) {
    var gaps = Gaps()
    func tally(_ scope: Cap.Scope, _ count: Int) -> Tally {
      Tally(ClaimCounters.counting(caps, scope, &gaps), count)
    }
    loan = tally(.loan, loans)
    borrower = tally(.borrower, borrowers)
    bank = tally(.bank, banks)
    programme = tally(.programme, 1)
    funder = tally(.funder, 1)
    countedBase = countsBase ? Array(repeating: 0, count: borrowers) : []
    own = Array(repeating: Own(), count: loans)
    try gaps.check()
  }

  /// How the caps of a scope count; one counter cannot count in two ways.
  private static func counting(
    _ caps: [Cap],
    _ scope: Cap.Scope,
    _ gaps: inout Gaps
  ) -> Counting? {
    var counting: Counting?
    for (index, cap) in caps.enumerated()
    where cap.scope.value == scope && cap.of.value != .actualLiability {
      let isYearlyScope = scope == .bank || scope == .programme
      let window = gaps.take(cap.window, else: nil) ?? (isYearlyScope ? .year : .life)
      let counts = gaps.take(cap.counts, else: nil) ?? .paid
      let found = Counting(isYearly: window == .year, isByEntitlement: counts == .entitlement)
      let first = counting ?? found
      counting = first
      if window == .rolling || window == .year && !first.isYearly
        || window == .life && first.isYearly
      {
        gaps.note(unsupported("caps[\(index)].window", window.rawValue))
      }
      if counts == .allLevels || found.isByEntitlement != first.isByEntitlement {
        gaps.note(unsupported("caps[\(index)].counts", counts.rawValue))
      }
    }
    return counting
  }

  private static func unsupported(_ path: String, _ value: String) -> Finding {
    Finding(.fieldValue, column: path, value: value)
  }

  /// Nothing used: the next path begins.
  public mutating func reset() {
    loan.reset()
    borrower.reset()
    bank.reset()
    programme.reset()
    funder.reset()
    for index in countedBase.indices { countedBase[index] = 0 }
    for index in own.indices { own[index] = Own() }
    year = 0
  }

  /// A year begins: what is counted by the year starts anew.
  public mutating func startYear() {
    year += 1
    if loan.rule?.isYearly == true { loan.reset() }
    if borrower.rule?.isYearly == true { borrower.reset() }
    if bank.rule?.isYearly == true { bank.reset() }
    if programme.rule?.isYearly == true { programme.reset() }
    if funder.rule?.isYearly == true { funder.reset() }
  }

  /// What a loan was advanced that is not settled.
  public func advanced(_ loan: Int) -> Fen { Fen(own[loan].paid) }

  /// Fills in what was used before, without the loan's own advance, and that advance.
  func fill(_ it: inout KernelCase, at place: Place) {
    let own = own[place.loan]
    it.advanced = Fen(own.paid)
    it.counters.loan = loan.others(at: place.loan, own, year)
    it.counters.borrower = borrower.others(at: place.borrower, own, year)
    it.counters.bankYear = bank.others(at: place.bank, own, year)
    it.counters.year = programme.others(at: 0, own, year)
    it.counters.funder = funder.others(at: 0, own, year)
    if !countedBase.isEmpty {
      it.counters.countedBase = Fen(countedBase[place.borrower] - own.counted)
    }
  }

  /// Counts a claim that was decided.
  mutating func add(_ claim: Claim, _ kind: ClaimKind, counted: Fen, at place: Place) {
    let before = own[place.loan]
    loan.add(claim, at: place.loan, before, year)
    borrower.add(claim, at: place.borrower, before, year)
    bank.add(claim, at: place.bank, before, year)
    programme.add(claim, at: 0, before, year)
    funder.add(claim, at: 0, before, year)
    var after = Own(counted: counted.rawValue, year: year)
    if kind == .advance {
      after.paid = before.paid + claim.pay.rawValue
      after.entitled = claim.entitlement.rawValue
    }
    own[place.loan] = after
    if !countedBase.isEmpty {
      countedBase[place.borrower] += counted.rawValue - before.counted
    }
  }
}

extension ClaimKernel {
  /// Counters for a run of the pool, all at nothing.
  /// - Throws: the place of a cap that counts in a way of its own: over a rolling year, or two
  ///   caps of one scope that count differently.
  public func counters(
    loans: Int,
    borrowers: Int,
    banks: Int
  ) throws(Refusal) -> ClaimCounters {
    try ClaimCounters(
      schemeCaps,
      countsBase: countedPerBorrower != nil,
      loans: loans,
      borrowers: borrowers,
      banks: banks
    )
  }

  /// Decides a claim of a run and counts it.
  ///
  /// The counters of the case and what was advanced are filled in; the rate was looked up before.
  /// - Throws: what ``decide(_:_:rate:)`` throws; then nothing is counted.
  public func claim(
    _ loan: KernelLoan,
    _ it: inout KernelCase,
    _ held: KernelHoldings = KernelHoldings(),
    rate: PPM,
    at place: ClaimCounters.Place,
    _ counters: inout ClaimCounters
  ) throws(Refusal) -> Claim {
    counters.fill(&it, at: place)
    var counted = Fen.zero
    let claim = try decide(loan, it, held, rate, &counted)
    counters.add(claim, it.kind, counted: counted, at: place)
    return claim
  }
}
