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
  var request = ClaimRequest()
  /// What was claimed and paid until each point of the fan.
  var course: [(claims: Int64, paid: Int64)]

  /// What changes from month to month.
  struct State: Sendable {
    /// The loans that fail, in the order in which claims are decided.
    var defaults: [Default] = []
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
    figures = calendar.figures(model, rules)
    course = calendar.points.map { _ in (0, 0) }
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
  mutating func run(_ failures: Failures) throws(Refusal) {
    var defaults = state.defaults
    state.defaults = []
    defaults.removeAll(keepingCapacity: true)
    let line = failures.line(months: model.horizon)
    for month in 1...model.horizon {
      for place in line.places(of: month) { defaults.append(failures.rows.start[line[place]]) }
    }
    defer { state.defaults = defaults }
    reset(defaults.count)
    var (failing, claiming) = (0, 0)
    for month in 1...model.horizon {
      if calendar.beginsYear(month) { try beginYear(month) }
      lend(month)
      takeIn(month, defaults)
      let first = claiming
      while failing < defaults.count, Int(defaults[failing].claimMonth) - model.claimDelay == month
      {
        if book.isLent[model.vintage(defaults[failing])] {
          figures.losses += defaults[failing].loss
          book.fail(defaults[failing], model)
        }
        failing += 1
      }
      while claiming < defaults.count, Int(defaults[claiming].claimMonth) == month { claiming += 1 }
      try payWaiting(month, defaults)
      try decide(first..<claiming, month, defaults)
      endMonth(month)
    }
    figures.cash = state.cash
    figures.unpaid += state.waiting.reduce(0) { $0 + $1.amount }
  }

  private mutating func reset(_ count: Int) {
    figures.reset()
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
    if let topUps = rules.topUps {
      let topUp = try topUps.amount(
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

  mutating func receive(_ amount: Int64) {
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
    if rules.terms.interest > .zero, rules.keepsInterest {
      let interest = rules.terms.monthly(of: state.cash)
      figures.interest += interest
      receive(interest)
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
    receipt.cost = Fen(model.recovery.cost(of: failed.workout))
    receipt.fundPaid = Fen(state.paid[place])
    receipt.bankLoss = Fen(max(state.lost[place] - state.paid[place], 0))
    receipt.rate = state.rates[place]
    guard let parts = try? rules.recovery.share(receipt) else { return }
    figures.recovered += parts.fund.rawValue
    if rules.paysRecoveriesIn { receive(parts.fund.rawValue) }
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
          let year = calendar.year(month)
          figures.bankYear[bank] = min(figures.bankYear[bank], year)
          figures.breakerYear = min(figures.breakerYear, year)
        }
      }
    }
    if let point = calendar.pointOfMonth[month] {
      figures.fan[point] = state.cash
      course[point] = (figures.claims, figures.paid)
    }
  }
}
