import Policies
import Quantities
import RiskPools

/// Goes through the months of a path and applies the rules to what fails (逐月结算).
///
/// Within a month: new lending, interest, recoveries, what waits, claims in their order, breakers.
struct PoolSweep<Desk: ClaimDesk>: Sendable {
  let model: PoolModel
  let rules: PoolRules
  let calendar: PoolCalendar
  var desk: Desk
  var figures: PathFigures
  /// What the path has come to.
  var state: State
  /// The balances of loans, where anything turns on them.
  var book: LoanBook
  private var request = ClaimRequest()

  /// What changes from month to month.
  struct State: Sendable {
    var cash: Int64 = 0
    var paidIn: Int64 = 0
    /// What came in less what was due, without the opening cash.
    var flow: Int64 = 0
    /// What was paid in the year so far; what fills up the pool in the next.
    var paidThisYear: Int64 = 0
    /// What was used of caps.
    var borrowers: [Int64]
    var counted: [Int64]
    var banks: [Int64]
    var programme: Int64 = 0
    var funder: Int64 = 0
    /// What those have left who bear losses first.
    var absorbers: [Int64]
    /// What each claim was paid and still waits for, by its place in line.
    var paid: [Int64] = []
    var lost: [Int64] = []
    var rates: [PPM] = []
    var waiting: [(place: Int, amount: Int64)] = []
    /// Claims that wait for a breaker or for the end of the year.
    var held: [Int] = []
    /// The claims with a recovery in each month, chained.
    var firstRecovery: [Int32]
    var nextRecovery: [Int32] = []
    var breakers: BreakerKernel.State
  }

  init(_ model: PoolModel, _ rules: PoolRules, _ desk: Desk) {
    self.model = model
    self.rules = rules
    self.desk = desk
    calendar = PoolCalendar(model)
    book = LoanBook(model, rules)
    figures = calendar.figures(banks: model.banks.count)
    state = State(
      borrowers: Array(repeating: 0, count: model.sharedBorrowers),
      counted: Array(repeating: 0, count: model.sharedBorrowers),
      banks: Array(repeating: 0, count: model.banks.count),
      absorbers: rules.terms.absorbers.map(\.available.rawValue),
      firstRecovery: Array(repeating: -1, count: model.horizon + 1),
      breakers: rules.breakers.state(banks: model.banks.count)
    )
  }

  /// Works a path out.
  mutating func run(_ defaults: [Default]) throws(Refusal) {
    reset(defaults.count)
    var (failing, claiming) = (0, 0)
    for month in 1...model.horizon {
      if calendar.beginsYear(month) { try beginYear(month) }
      lend(month)
      takeIn(month, defaults)
      let first = claiming
      while failing < defaults.count, defaults[failing].claimMonth - model.claimDelay == month {
        book.fail(defaults[failing], model)
        failing += 1
      }
      while claiming < defaults.count, defaults[claiming].claimMonth == month { claiming += 1 }
      try payWaiting(month, defaults)
      try decide(first..<claiming, month, defaults)
      endMonth(month)
    }
    figures.cash = state.cash
    figures.unpaid += state.waiting.reduce(0) { $0 + $1.amount }
  }

  private mutating func reset(_ count: Int) {
    figures = calendar.figures(banks: model.banks.count)
    state.cash = rules.terms.opening.rawValue
    state.paidIn = state.cash
    (state.flow, state.paidThisYear, state.programme, state.funder) = (0, 0, 0, 0)
    for index in state.borrowers.indices { (state.borrowers[index], state.counted[index]) = (0, 0) }
    for index in state.banks.indices { state.banks[index] = 0 }
    for (index, holding) in rules.terms.absorbers.enumerated() {
      state.absorbers[index] = holding.available.rawValue
    }
    state.paid.removeAll(keepingCapacity: true)
    state.paid.append(contentsOf: repeatElement(0, count: count))
    state.lost.removeAll(keepingCapacity: true)
    state.lost.append(contentsOf: repeatElement(0, count: count))
    state.rates.removeAll(keepingCapacity: true)
    state.rates.append(contentsOf: repeatElement(.zero, count: count))
    state.nextRecovery.removeAll(keepingCapacity: true)
    state.nextRecovery.append(contentsOf: repeatElement(-1, count: count))
    for month in state.firstRecovery.indices { state.firstRecovery[month] = -1 }
    state.waiting.removeAll(keepingCapacity: true)
    state.held.removeAll(keepingCapacity: true)
    state.breakers.reset()
    book.reset()
    figures.lent = book.openingLent
  }

  // MARK: Money in

  private mutating func beginYear(_ month: Int) throws(Refusal) {
    book.closeYear(month)
    if rules.bankCap?.isYearly == true {
      for index in state.banks.indices { state.banks[index] = 0 }
    }
    if rules.borrowerCap?.isYearly == true {
      for index in state.borrowers.indices { state.borrowers[index] = 0 }
    }
    if rules.programmeCap?.isYearly == true { state.programme = 0 }
    if rules.funderCap?.isYearly == true { state.funder = 0 }
    if rules.terms.isReplenished {
      let topUp = try rules.sizing.topUp(
        balance: Fen(state.cash),
        loans: Fen(book.enrolled(month - 1)),
        lastYearLoss: Fen(state.paidThisYear),
        original: rules.terms.opening
      ).rawValue
      state.paidIn += topUp
      figures.topUps += topUp
      receive(topUp)
    }
    state.paidThisYear = 0
  }

  private mutating func receive(_ amount: Int64) {
    state.cash += amount
    state.flow += amount
  }

  private mutating func lend(_ month: Int) {
    var isStopped = false
    for vintage in book.vintages(startingIn: month) {
      let bank = book.vintages[vintage].bank
      let effects = rules.breakers.effects(state.breakers, bank: bank)
      let total = book.vintages[vintage].total
      if effects.stopsNew || effects.isCancelled {
        book.isLent[vintage] = false
        figures.notLent += total
        isStopped = true
      } else {
        book.isLent[vintage] = true
        book.lentSoFar[bank] += total
        figures.lent += total
      }
    }
    if isStopped { figures.monthsStopped += 1 }
  }

  private mutating func takeIn(_ month: Int, _ defaults: [Default]) {
    if rules.terms.interest > .zero {
      let product = Int128(state.cash) * Int128(rules.terms.interest.rawValue)
      let interest = Int64(product / 12_000_000)
      if rules.keepsInterest {
        figures.interest += interest
        receive(interest)
      }
    }
    var place = Int(state.firstRecovery[month])
    while place >= 0 {
      recover(place, defaults[place])
      place = Int(state.nextRecovery[place])
    }
  }

  private mutating func recover(_ place: Int, _ failed: Default) {
    var receipt = RecoveryKernel.Receipt()
    receipt.gross = Fen(failed.workout)
    let cost = Int128(failed.workout) * Int128(model.recovery.cost.rawValue) / 1_000_000
    receipt.cost = Fen(Int64(cost))
    receipt.fundPaid = Fen(state.paid[place])
    receipt.bankLoss = Fen(max(state.lost[place] - state.paid[place], 0))
    receipt.rate = state.rates[place]
    guard let parts = try? rules.recovery.share(receipt) else { return }
    figures.recovered += parts.fund.rawValue
    if rules.paysRecoveriesIn { receive(parts.fund.rawValue) }
  }

  // MARK: Claims

  /// Pays what waits for money, the oldest first.
  private mutating func payWaiting(_ month: Int, _ defaults: [Default]) throws(Refusal) {
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
  private mutating func decide(
    _ places: Range<Int>,
    _ month: Int,
    _ defaults: [Default]
  ) throws(Refusal) {
    if places.isEmpty, state.held.isEmpty { return }
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
        count(claim, defaults[place], place, pay: claim.pay.rawValue, month)
      }
    }
  }

  private mutating func decideTogether(
    _ ready: [Int],
    _ month: Int,
    _ defaults: [Default]
  ) throws(Refusal) {
    // Caps see what earlier claims of the batch would be paid in full.
    var claims: [Claim] = []
    let before = (state.borrowers, state.banks, state.programme, state.funder)
    for place in ready {
      let claim = try claim(place, defaults, month, cash: nil, ready)
      claims.append(claim)
      use(claim.due.rawValue, claim.entitlement.rawValue, defaults[place])
    }
    (state.borrowers, state.banks, state.programme, state.funder) = before
    let paid = ClaimBatch(due: claims.map(\.due)).proRata(cash: Fen(state.cash))
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
  ) throws(Refusal) -> Claim {
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
    request.absorbers = state.absorbers.map { Fen($0) }
    request.cash = cash
    if !rules.watched.isEmpty {
      request.ratePart = rules.breakers.effects(state.breakers, bank: kind.bank).ratePart
    }
    if rules.hasLayer { request.layer = layer(place, defaults, month, batch) }
    return try desk.decide(request)
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
    _ claim: Claim,
    _ failed: Default,
    _ place: Int,
    pay: Int64,
    _ month: Int
  ) {
    let due = claim.due.rawValue
    state.lost[place] = claim.loss.rawValue
    state.rates[place] = claim.rate
    figures.losses += failed.loss
    figures.claimCount += 1
    var binding = claim.binding
    if pay < due { binding.insert(.poolCash) }
    for limit in figures.binding.indices where binding.rawValue >> UInt16(limit) & 1 == 1 {
      figures.binding[limit] += 1
    }
    let kind = model.kinds[Int(failed.kind)]
    if rules.countsBase, kind.borrower >= 0 { state.counted[kind.borrower] += claim.base.rawValue }
    absorb(claim)
    use(0, claim.entitlement.rawValue, failed)
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

  /// Takes what others bore first off what they have.
  private mutating func absorb(_ claim: Claim) {
    guard !state.absorbers.isEmpty else { return }
    var rest = claim.deducted.rawValue
    for index in state.absorbers.indices {
      let borne = min(rest, state.absorbers[index])
      if !rules.ownAbsorbers[index] { state.absorbers[index] -= borne }
      rest -= borne
    }
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

  // MARK: The end of a month

  private mutating func endMonth(_ month: Int) {
    if !rules.watched.isEmpty {
      let readings = book.readings(month, rules, state.breakers)
      let day = FiscalPeriod(ordinal: model.start.ordinal + month - 1).lastDay
      rules.breakers.step(&state.breakers, readings, on: day)
      for bank in model.banks.indices {
        let effects = rules.breakers.effects(state.breakers, bank: bank)
        if effects.stopsNew || effects.stopsClaims || effects.isCancelled
          || effects.ratePart != .one
        {
          figures.bankStopped[bank] = true
          figures.breakerYear = min(figures.breakerYear, calendar.year(month))
        }
      }
    }
    if let point = calendar.pointOfMonth[month] { figures.fan[point] = state.cash }
  }
}
