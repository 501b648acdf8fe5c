import Policies
import Quantities
import RiskPools

extension PoolSweep {
  /// Pays what waits for money, the oldest first.
  mutating func payWaiting(_ month: Int, _ defaults: [Default]) throws(Refusal) {
    var done = 0
    while done < state.waiting.count, state.cash > 0 {
      let (place, amount) = state.waiting[done]
      let pay = min(amount, state.cash)
      settle(defaults[place], place, due: 0, pay: pay, month)
      state.waiting[done].amount -= pay
      if pay < amount { break }
      done += 1
    }
    state.waiting.removeFirst(done)
  }

  /// Decides the claims of a month, those that were held before first.
  mutating func decide(
    _ places: Range<Int>,
    _ month: Int,
    _ defaults: [Default]
  ) throws(Refusal) {
    if places.isEmpty, state.held.isEmpty { return }
    guard rules.canHold else {
      for place in places where book.isLent[model.vintage(defaults[place])] {
        let claim = try claim(place, defaults, month, cash: Fen(state.cash), [])
        count(claim, defaults[place], place, pay: claim.pay, month)
      }
      return
    }
    try decideHeld(places, month, defaults)
  }

  /// The same where claims can be held, or are paid together.
  private mutating func decideHeld(
    _ places: Range<Int>,
    _ month: Int,
    _ defaults: [Default]
  ) throws(Refusal) {
    var ready: [Int] = []
    let candidates = state.held + places.filter { book.isLent[model.vintage(defaults[$0])] }
    state.held.removeAll(keepingCapacity: true)
    for place in candidates {
      let bank = model.kinds[Int(defaults[place].kind)].bank
      let effects = rules.breakers.effects(state.breakers, bank: bank)
      if effects.stopsClaims {
        if effects.holdsQueue {
          state.held.append(place)
        } else {
          figures.refused += defaults[place].loss
        }
      } else if rules.hasLayer, !calendar.endsYear(month) {
        state.held.append(place)
      } else {
        ready.append(place)
      }
    }
    if rules.isProRata {
      try decideTogether(ready, month, defaults)
    } else {
      for place in ready {
        let claim = try claim(place, defaults, month, cash: Fen(state.cash), ready)
        count(claim, defaults[place], place, pay: claim.pay, month)
      }
    }
  }

  private mutating func decideTogether(
    _ ready: [Int],
    _ month: Int,
    _ defaults: [Default]
  ) throws(Refusal) {
    // Caps see what earlier claims of the batch would be paid in full.
    var claims: [ClaimDecision] = []
    let before = (state.borrowers, state.banks, state.programme, state.funder)
    for place in ready {
      let claim = try claim(place, defaults, month, cash: nil, ready)
      claims.append(claim)
      use(claim.due, claim.entitlement, defaults[place])
    }
    (state.borrowers, state.banks, state.programme, state.funder) = before
    let paid = ClaimBatch(due: claims.map { Fen($0.due) }).proRata(cash: Fen(state.cash))
    for (index, place) in ready.enumerated() {
      count(claims[index], defaults[place], place, pay: paid[index].rawValue, month)
    }
  }

  private mutating func claim(
    _ place: Int,
    _ defaults: [Default],
    _ month: Int,
    cash: Fen?,
    _ batch: [Int]
  ) throws(Refusal) -> ClaimDecision {
    let failed = defaults[place]
    let kind = model.kinds[Int(failed.kind)]
    request.kind = Int(failed.kind)
    request.owed = Fen(failed.owed)
    request.loss = Fen(failed.loss)
    request.counters.bankYear = Fen(state.banks[kind.bank])
    request.counters.year = Fen(state.programme)
    request.counters.funder = Fen(state.funder)
    if kind.borrower >= 0 {
      request.counters.borrower = Fen(state.borrowers[kind.borrower])
      request.counters.countedBase = Fen(state.counted[kind.borrower])
    } else {
      (request.counters.borrower, request.counters.countedBase) = (.zero, .zero)
    }
    if rules.needsBalances {
      request.priorYearBalance = Fen(book.priorYear[kind.bank])
      request.currentBalance = Fen(book.enrolled(month, bank: kind.bank))
    }
    request.paidIn = Fen(state.paidIn)
    if !rules.absorbers.isEmpty { request.absorbers = state.absorbers.map { Fen($0) } }
    request.cash = cash
    if !rules.watched.isEmpty {
      request.ratePart = rules.breakers.effects(state.breakers, bank: kind.bank).ratePart
    }
    if rules.hasLayer { request.layer = layer(place, defaults, month, batch) }
    let claim = try desk.decide(request)
    bear(claim, kind)
    return claim
  }

  /// Takes what others bore first off what they have, and what counted off what may count, so that
  /// the next claim finds the rest.
  private mutating func bear(_ claim: ClaimDecision, _ kind: PoolModel.Kind) {
    let shared = rules.countsBase && kind.borrower >= 0 ? kind.borrower : nil
    if !rules.absorbers.isEmpty {
      var rest = min(claim.loss, rules.countedPerLoan)
      let counted = shared.map { state.counted[$0] } ?? 0
      rest = min(rest, max(rules.countedPerBorrower - counted, 0))
      for absorber in rules.absorbers {
        let borne = min(rest, state.absorbers[absorber.place], absorber.limit)
        if !absorber.isOwn { state.absorbers[absorber.place] -= borne }
        figures.absorbed[absorber.place] += borne
        rest -= borne
      }
    }
    if let shared { state.counted[shared] += claim.base }
  }

  /// The year's loss of the bank or programme, and what of it came before a claim.
  private func layer(
    _ place: Int,
    _ defaults: [Default],
    _ month: Int,
    _ batch: [Int]
  ) -> ClaimCase.LayerFigures {
    let bank = model.kinds[Int(defaults[place].kind)].bank
    var (loss, before): (Int64, Int64) = (0, 0)
    for other in batch
    where !rules.layerIsByBank || model.kinds[Int(defaults[other].kind)].bank == bank {
      if other == place { before = loss }
      loss += rules.takesNetLoss ? defaults[other].loss : defaults[other].owed
    }
    let balance =
      rules.layerIsByBank ? book.enrolled(month, bank: bank) : book.enrolled(month)
    return ClaimCase.LayerFigures(balance: Fen(balance), loss: Fen(loss), lossBefore: Fen(before))
  }

  /// Books what a claim came to.
  private mutating func count(
    _ claim: ClaimDecision,
    _ failed: Default,
    _ place: Int,
    pay: Int64,
    _ month: Int
  ) {
    let due = claim.due
    state.lost[place] = claim.loss
    state.rates[place] = claim.rate
    figures.claimCount += 1
    var binding = claim.binding
    if pay < due { binding.insert(.poolCash) }
    var bits = binding.rawValue
    while bits != 0 {
      figures.binding[bits.trailingZeroBitCount] += 1
      bits &= bits - 1
    }
    use(0, claim.entitlement, failed)
    settle(failed, place, due: due, pay: pay, month)
    let year = calendar.year(month)
    if pay < due {
      figures.unpaidYear = min(figures.unpaidYear, year)
      figures.yearUnpaid[year] += due - pay
      if rules.queues {
        state.waiting.append((place, due - pay))
      } else {
        figures.unpaid += due - pay
      }
    }
    chainRecovery(place, failed, month)
  }

  private mutating func chainRecovery(_ place: Int, _ failed: Default, _ month: Int) {
    // A claim that had to wait may come after the borrower has paid; it is then shared at once.
    guard failed.workoutMonth > 0, !rules.takesNetLoss || model.recovery.rate != nil else { return }
    let when = max(Int(failed.workoutMonth), month + 1)
    guard when <= model.horizon else { return }
    state.nextRecovery[place] = state.firstRecovery[when]
    state.firstRecovery[when] = Int32(place)
  }

  /// Moves the counters of caps.
  private mutating func use(_ paid: Int64, _ entitled: Int64, _ failed: Default) {
    let kind = model.kinds[Int(failed.kind)]
    func amount(_ cap: PoolRules.Counting?) -> Int64 {
      cap.map { $0.isByEntitlement ? entitled : paid } ?? 0
    }
    state.banks[kind.bank] += amount(rules.bankCap)
    if kind.borrower >= 0 { state.borrowers[kind.borrower] += amount(rules.borrowerCap) }
    state.programme += amount(rules.programmeCap)
    state.funder += amount(rules.funderCap)
  }

  /// Pays.
  private mutating func settle(
    _ failed: Default,
    _ place: Int,
    due: Int64,
    pay: Int64,
    _ month: Int
  ) {
    let bank = model.kinds[Int(failed.kind)].bank
    use(pay, 0, failed)
    state.cash -= pay
    state.flow -= due
    state.paid[place] += pay
    state.paidThisYear += pay
    let year = calendar.year(month)
    figures.claims += due
    figures.paid += pay
    figures.yearClaims[year] += due
    figures.yearPaid[year] += pay
    figures.bankPaid[bank] += pay
    figures.needed = max(figures.needed, -state.flow)
    if state.cash == 0, pay > 0 { figures.emptyYear = min(figures.emptyYear, year) }
    book.compensate(failed, pay, model)
  }
}
