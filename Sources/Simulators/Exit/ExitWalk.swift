import InvestFirst
import Quantities

/// Walks the projects of a path through their lives (模拟一条路径).
struct ExitWalk {
  let model: ExitModel
  var figures: ExitFigures
  /// The project at hand, and what is booked for it.
  var course = ProjectCourse()
  var account = Account()
  /// The law of its stage.
  private var law: StageLaw
  private var desk: DealDesk
  /// What the market has added to the logarithm of values by each month.
  private var market: [Double]

  init(_ model: ExitModel) {
    self.model = model
    figures = ExitFigures(model)
    law = model.stages[0]
    desk = DealDesk(model)
    market = Array(repeating: 0, count: model.dates.count)
  }

  /// Works out a path.
  mutating func walk(seed: UInt64, path: UInt64) {
    figures.reset()
    drawMarket(seed, path)
    var entity: UInt32 = 0
    for member in model.members {
      for _ in 0..<member.count {
        entity += 1
        course.start(member, seed: seed, path: path, entity: entity)
        account.start(member)
        live(member)
      }
    }
  }

  private mutating func drawMarket(_ seed: UInt64, _ path: UInt64) {
    let law = model.market
    guard law.deviation > 0 else { return }
    var stream = ExponentialStream(
      seed: seed,
      path: path,
      purpose: ProjectCourse.Purpose.market
    )
    let fresh = (1 - law.memory * law.memory).squareRoot()
    var (factor, sum) = (stream.normal(), 0.0)
    for month in 1..<market.count {
      sum += law.drift + law.deviation * factor
      market[month] = sum
      factor = law.memory * factor + fresh * stream.normal()
    }
  }

  private mutating func live(_ member: ExitModel.Member) {
    law = model.stages[member.stage]
    pay(through: 0)
    if let held = member.held { take(held) }
    course.begin(law, in: 0)
    for month in model.trigger.months where course.holding == nil {
      course[.agreedDay] = min(course[.agreedDay], Int32(month))
    }
    if model.trigger.onRequest, course.holding == nil {
      let rate = StageLaw.monthly(model.scenario.events.request)
      course[.request] = ProjectCourse.wait(rate, from: 0, &course.life)
    }
    while let (event, month) = course.next(until: model.horizon) {
      pay(through: month)
      course.pass(to: month, law, market)
      let goesOn = happen(event, month)
      if !goesOn {
        close()
        return
      }
    }
    pay(through: model.horizon)
    course.pass(to: model.horizon, law, market)
    account.isAlive = true
    remain()
    close()
  }

  /// - Returns: whether the project goes on.
  private mutating func happen(
    _ event: ProjectCourse.Event,
    _ month: Int
  ) -> Bool {
    switch event {
    case .stageEnd: return endStage(month)
    case .round:
      finance(month)
      return true
    case .agreedDay, .request:
      course[event] = ProjectCourse.never
      trigger(1 << (event == .request ? 5 : 4), month, 0)
      return true
    case .deadline:
      course[.deadline] = ProjectCourse.never
      return course.holding != nil || meetDeadline(month)
    case .buyback, .offer, .listing: return sell(event, month)
    }
  }

  private mutating func endStage(
    _ month: Int
  ) -> Bool {
    guard course.succeeds else {
      fail(month)
      return false
    }
    course.raise(by: law.logStep)
    let passed = course.stage
    course.stage += 1
    law = model.stages[course.stage]
    course.begin(law, in: month)
    if passed == model.stages.count - 2, course.life.next() > model.sales.listing {
      course[.listing] = Int32(month + max(model.sales.terms.lockup, 1))
    }
    if model.trigger.stages.contains(passed) {
      trigger(1 << (8 + UInt32(passed)), month, 0)
    }
    return true
  }

  /// A round with outside money; it converts when the policy says so, and dilutes otherwise.
  private mutating func finance(
    _ month: Int
  ) {
    course[.round] = ProjectCourse.wait(law.rounds, from: month, &course.life)
    guard law.sold > 0 else { return }
    let left = 1_000_000 - law.sold
    let before = course.capital
    if let least = model.trigger.roundMin, course.holding == nil {
      let value = course.value(after: false)
      let cash = Int64(Int128(value) * Int128(law.sold) / Int128(left))
      if cash >= least { trigger(1, month, cash, value) }
    } else {
      // The number that nobody needs is left out, so that the next ones are the same.
      course.life.skip()
    }
    if course.capital == before {
      let issued = Int128(before) * Int128(law.sold) / Int128(left)
      course.capital = Int64(clamping: Int128(before) + issued)
    }
    // What was paid in is worth what was paid.
    course.raise(by: law.raise)
  }

  /// Something that the policy names has happened.
  private mutating func trigger(
    _ bit: UInt32,
    _ month: Int,
    _ cash: Int64,
    _ value: Int64? = nil
  ) {
    guard course.holding == nil, course.paid > 0 else { return }
    course.met |= bit
    if model.trigger.needsAll, course.met.nonzeroBitCount < model.trigger.kinds { return }
    convert(month, cash, value ?? course.value(after: false))
  }

  mutating func convert(
    _ month: Int,
    _ cash: Int64,
    _ value: Int64
  ) {
    let event = DealDesk.Event(
      schedule: account.schedule,
      paid: course.paid,
      month: month,
      value: value,
      capital: course.capital,
      cash: cash,
      largest: account.largest
    )
    guard let deal = desk.convert(event) else { return }
    let holding = deal.holding
    course.capital = deal.capitalAfter
    figures[.converted] += 1
    let rest = account.sums.invested - holding.principal
    switch deal.excessGoes {
    case .repay: receive(principal: rest, at: month)
    case .waive: account.sums.lost += rest
    case .keepAsRight: account.kept = rest
    case .reducePrice, nil: break
    }
    offer(holding, month)
  }

  private mutating func take(_ held: ExitScenario.ProjectGroup.Held) {
    let schedule = model.schedules[account.schedule]
    let paid = schedule.payments.prefix { $0.date <= held.since }.count
    let holding = DealDesk.Holding(
      schedule: account.schedule,
      paid: paid,
      payments: nil,
      capital: held.capital.rawValue,
      since: held.since,
      principal: schedule.payments.prefix(paid).reduce(0) { $0 + $1.amount.rawValue },
      counted: 0
    )
    account.kept = account.sums.invested - holding.principal
    offer(holding, 0)
  }

  private mutating func offer(_ holding: DealDesk.Holding, _ month: Int) {
    course.holding = holding
    course[.deadline] = ProjectCourse.never
    let first = month + model.sales.terms.pause
    course[.buyback] = ProjectCourse.wait(model.sales.buyback, from: first, &course.deals)
    course[.offer] = ProjectCourse.wait(model.sales.transfer, from: first, &course.deals)
  }

  mutating func demand(_ holding: DealDesk.Holding, _ month: Int, _ value: Int64) -> DealDesk
    .Demand?
  {
    desk.demand(holding, in: month, worth: value)
  }
}
