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
  private let waits: WaitTable
  /// What the market has added to the logarithm of values by each month.
  private var market: [Double]
  /// With what the next projects begin.
  private var luck = FirstLuck()

  init(_ model: ExitModel) {
    self.model = model
    figures = ExitFigures(model)
    law = model.stages[0]
    desk = DealDesk(model)
    waits = model.waits
    market = Array(repeating: 0, count: model.dates.count)
  }

  /// Works out a path.
  mutating func walk(seed: UInt64, path: UInt64) {
    figures.reset()
    drawMarket(seed, path)
    let name = PathName(seed: seed, path: path)
    var entity: UInt32 = 1
    for index in model.members.indices {
      let member = model.members[index]
      let law = model.stages[member.stage]
      for number in 0..<member.count {
        let lane = number & 7
        if lane == 0 { luck.draw(name, from: entity, stage: member.stage) }
        let passage = ProjectCourse.Passage(law, luck.stage(lane), from: 0, waits)
        let round = luck.round(lane)
        let month = waits.month(law.rounds, from: 0, round.time)
        account.start(member)
        if !failsAtOnce(member, passage, month) {
          course.start(member, passage, (month, round), ProjectLuck(name, entity: entity))
          self.law = law
          live(member)
        }
        entity += 1
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

  /// Most projects that fail do so before anything else happens: nothing needs their value.
  private mutating func failsAtOnce(
    _ member: ExitModel.Member,
    _ passage: ProjectCourse.Passage,
    _ round: Int32
  ) -> Bool {
    guard !passage.succeeds, passage.end <= min(round, member.firstDue),
      passage.end <= Int32(model.horizon), member.held == nil, !model.trigger.onRequest
    else { return false }
    pay(through: Int(passage.end))
    fail(Int(passage.end), account.sums.invested)
    close()
    return true
  }

  private mutating func live(_ member: ExitModel.Member) {
    pay(through: 0)
    if let held = member.held { take(held) }
    if course.holding == nil {
      for month in model.trigger.months {
        course[.agreedDay] = min(course[.agreedDay], Int32(month))
      }
      if model.trigger.onRequest { wait(.request, ExitModel.Wait.request, from: 0) }
    }
    while let (event, month) = course.next(until: model.horizon) {
      if course.holding == nil { pay(through: month) }
      course.pass(to: month, law, market)
      let goesOn = happen(event, month)
      if !goesOn {
        close()
        return
      }
    }
    if course.holding == nil { pay(through: model.horizon) }
    course.pass(to: model.horizon, law, market)
    figures[.alive] += 1
    remain()
    close()
  }

  /// - Returns: whether the project goes on.
  private mutating func happen(_ event: ProjectCourse.Event, _ month: Int) -> Bool {
    switch event {
    case .stageEnd: return endStage(month)
    case .round:
      finance(month)
      return true
    case .agreedDay, .request:
      course[event] = ProjectCourse.never
      trigger(1 << (event == .request ? 5 : 4), month)
      return true
    case .deadline:
      course[.deadline] = ProjectCourse.never
      return course.holding != nil || meetDeadline(month)
    case .buyback, .offer, .listing: return sell(event, month)
    }
  }

  private mutating func endStage(_ month: Int) -> Bool {
    guard course.succeeds else {
      fail(month, (course.holding?.principal ?? account.sums.invested) + account.kept)
      return false
    }
    course.raise(by: law.logStep)
    let passed = course.stage
    let next = model.stages[passed + 1]
    course.begin(next, after: law, in: month, waits)
    law = next
    if passed == model.stages.count - 2, course.isListed(model.sales.listing) {
      course[.listing] = Int32(month + max(model.sales.terms.lockup, 1))
    }
    if model.trigger.passes(passed) { trigger(1 << (8 + UInt32(passed)), month) }
    return true
  }

  /// A round with outside money; it converts when the policy says so, and dilutes otherwise.
  private mutating func finance(_ month: Int) {
    defer { course.passRound(in: month, law, waits) }
    guard law.sold > 0 else { return }
    let before = course.capital
    if let least = model.trigger.roundMin {
      course.prepareDeals()
      let value = course.valueAtRound()
      let cash = law.issued(on: value)
      if cash >= least { trigger(1, month, cash, value) }
    }
    if course.capital == before { course.capital = min(before + law.issued(on: before), 1 << 58) }
    // What was paid in is worth what was paid.
    course.raise(by: law.raise)
  }

  /// Something that the policy names has happened.
  private mutating func trigger(
    _ bit: UInt32,
    _ month: Int,
    _ cash: Int64 = 0,
    _ value: Int64? = nil
  ) {
    guard course.holding == nil, account.paid > 0 else { return }
    course.met |= bit
    if model.trigger.needsAll, course.met.nonzeroBitCount < model.trigger.kinds { return }
    convert(month, cash, value ?? course.valueAsked())
  }

  mutating func convert(_ month: Int, _ cash: Int64, _ value: Int64) {
    let event = DealDesk.Event(
      schedule: account.schedule,
      paid: account.paid,
      month: month,
      value: value,
      capital: course.capital,
      cash: cash,
      largest: account.largest
    )
    guard let deal = desk.convert(event) else { return }
    course.capital = deal.capitalAfter
    figures[.converted] += 1
    let rest = account.sums.invested - deal.holding.principal
    switch deal.excessGoes {
    case .repay: receive(principal: rest, at: month)
    case .waive: account.sums.lost += rest
    case .keepAsRight: account.kept = rest
    case .reducePrice, nil: break
    }
    offer(deal.holding, month)
  }

  private mutating func take(_ held: ExitScenario.ProjectGroup.Held) {
    let schedule = model.schedules[account.schedule]
    let paid = schedule.payments.prefix { $0.date <= held.since }.count
    let holding = DealDesk.Holding(
      schedule: account.schedule,
      paid: paid,
      capital: held.capital.rawValue,
      since: held.since,
      principal: schedule.payments.prefix(paid).reduce(0) { $0 + $1.amount.rawValue }
    )
    account.kept = account.sums.invested - holding.principal
    offer(holding, 0)
  }

  private mutating func offer(_ holding: DealDesk.Holding, _ month: Int) {
    course.hold(holding)
    let first = month + model.sales.terms.pause
    wait(.buyback, ExitModel.Wait.buyback, from: first)
    wait(.offer, ExitModel.Wait.transfer, from: first)
  }

  mutating func wait(_ event: ProjectCourse.Event, _ law: Int, from month: Int) {
    course.wait(event, law, from: month, waits)
  }

  /// What a company is worth with the money of the rounds since the conversion, in yuan.
  mutating func withRounds(_ company: Int64, in month: Int) -> Int64 {
    let raised = course.raisedByRounds(until: month, model.stages, waits)
    return Int64(min(Double(company) * DetMath.exp(raised), 0x1p50)) / 100
  }

  mutating func demand(
    _ holding: DealDesk.Holding,
    _ month: Int,
    _ value: Int64
  ) -> DealDesk.Demand? {
    desk.demand(holding, in: month, worth: value)
  }
}
