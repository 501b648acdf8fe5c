import InvestFirst
import Quantities

extension ExitWalk {
  /// What is booked for one project.
  struct Account {
    private(set) var schedule = 0
    private(set) var stageClass = 0
    private(set) var largest: Int64?
    /// The month of the next payment.
    var nextPayment = 0
    var sums = LossLimit.Sums()
    /// What could not be converted and stays a right.
    var kept: Int64 = 0
    var isAlive = false

    /// Nothing is booked yet for a project.
    mutating func start(_ member: ExitModel.Member) {
      (schedule, stageClass, largest) = (member.schedule, member.stageClass, member.largest)
      (sums, kept, isAlive, nextPayment) = (LossLimit.Sums(), 0, false, -1)
    }
  }

  /// Pays what is due; after a conversion nothing more is paid.
  mutating func pay(through month: Int) {
    guard month >= account.nextPayment, course.holding == nil else { return }
    let schedule = model.schedules[account.schedule]
    while course.paid < schedule.payments.count, schedule.months[course.paid] <= month {
      let amount = schedule.payments[course.paid].amount.rawValue
      let place = schedule.places[course.paid]
      figures.flows[place] -= amount
      account.sums.invested += amount
      figures[.paidTime] += timed(amount, place)
      course.paid += 1
    }
    account.nextPayment =
      course.paid < schedule.months.count ? schedule.months[course.paid] : .max
  }

  /// The project fails: what was paid is lost but for what liquidation brings.
  mutating func fail(_ month: Int) {
    figures[.failed] += 1
    let principal = (course.holding?.principal ?? account.sums.invested) + account.kept
    let share = Int128(model.scenario.events.liquidation.rawValue)
    let back = Int64(Int128(principal) * share / 1_000_000)
    receive(principal: back, at: month)
    figures[.liquidation] += back
    account.sums.lost += principal - back
  }

  /// The latest time for a conversion has come.
  ///
  /// - Returns: whether the project goes on.
  mutating func meetDeadline(
    _ month: Int
  ) -> Bool {
    switch model.trigger.onDeadline {
    case .extend: return true
    case .waive:
      figures[.waived] += 1
      account.sums.lost += account.sums.invested
      return false
    case .convertAtAppraisal:
      guard course.paid > 0 else { return true }
      convert(month, 0, course.value(after: true))
      return true
    case .repay:
      let right = DealDesk.Holding(
        schedule: account.schedule,
        paid: course.paid,
        payments: nil,
        capital: 0,
        since: model.dates[month],
        principal: account.sums.invested,
        counted: 0
      )
      let value = course.value(after: true)
      guard course.paid > 0, let demand = demand(right, month, value), demand.least <= value
      else { return true }
      receive(principal: min(demand.least, right.principal), at: month)
      receive(gain: max(0, demand.least - right.principal), at: month)
      figures[.repaid] += demand.least
      return false
    }
  }

  /// Somebody wants to buy the fund's equity.
  ///
  /// Founders pay the least price and a part of what the holding is worth above it, and only when
  /// it is worth that much to them; others offer what it is worth less their discount.
  /// - Returns: whether the project goes on.
  mutating func sell(
    _ event: ProjectCourse.Event,
    _ month: Int
  ) -> Bool {
    switch event {
    case .buyback:
      course[event] = ProjectCourse.wait(model.sales.buyback, from: month, &course.deals)
    case .offer:
      course[event] = ProjectCourse.wait(model.sales.transfer, from: month, &course.deals)
    default: course[event] = ProjectCourse.never
    }
    guard let holding = course.holding else { return true }
    let company = course.value(after: true)
    let worth = Self.share(holding.capital, of: course.capital, worth: company)
    // Most bids fail here, before the day's price is worked out.
    if model.sales.demandsPrincipal, worth < holding.counted { return true }
    guard let demand = demand(holding, month, worth),
      let bid = bid(event, worth, demand)
    else { return true }
    let price = demand.price(of: bid)
    guard price <= bid, price > 0 else { return true }
    let share = event == .buyback ? 0 : Int128(model.sales.terms.fees.rawValue)
    let fees = Int64(Int128(price) * share / 1_000_000)
    settle(model.sales.split.split(price: price, fees: fees, principal: demand.principal), month)
    figures[.fees] += fees
    figures[.saleValue] += company / 100
    figures[event == .buyback ? .bought : event == .offer ? .transferred : .listed] += 1
    account.sums.lost += max(0, holding.principal - max(0, price - fees)) + account.kept
    return false
  }

  /// What a buyer offers; `nil` for founders to whom the equity is not worth its least price.
  private func bid(
    _ event: ProjectCourse.Event,
    _ worth: Int64,
    _ demand: DealDesk.Demand
  ) -> Int64? {
    let terms = model.sales.terms
    switch event {
    case .buyback:
      guard worth >= demand.least else { return nil }
      let above = Int128(worth - demand.least) * Int128(terms.premium.rawValue)
      return demand.least + Int64(above / 1_000_000)
    case .offer: return worth - Int64(Int128(worth) * Int128(terms.discount.rawValue) / 1_000_000)
    default: return worth
    }
  }

  private mutating func settle(_ parts: SplitKernel.Parts, _ month: Int) {
    receive(principal: parts.principalReturned, at: month)
    receive(gain: parts.toTreasury - parts.principalReturned, at: month)
    figures[.concession] += parts.concession
    figures[.rewards] += parts.rewards
  }

  /// What is left at the end: equity at its value, rights at their cost.
  mutating func remain() {
    guard let holding = course.holding else {
      figures[.residual] += account.sums.invested - account.sums.lost
      return
    }
    let company = course.value(after: true)
    figures[.residual] +=
      Self.share(holding.capital, of: course.capital, worth: company) + account.kept
  }

  /// What a part of a company's capital is worth, rounded down.
  private static func share(_ part: Int64, of whole: Int64, worth value: Int64) -> Int64 {
    guard part < whole else { return value }
    // A part is worth less than the whole, so the quotient fits.
    return whole.dividingFullWidth(value.multipliedFullWidth(by: part)).quotient
  }

  /// Adds a project to its class and holds it against the limits on single projects.
  mutating func close() {
    var sums = account.sums
    sums.approved = model.schedules[account.schedule].total
    figures[.invested] += sums.invested
    figures[.lost] += sums.lost
    figures[.alive] += account.isAlive ? 1 : 0
    figures.classes[account.stageClass] += sums
    guard sums.lost > 0 else { return }
    let fund = model.scenario.fundSize?.rawValue ?? 0
    let stage = model.classes[account.stageClass]
    for (index, limit) in model.limits.enumerated() where limit.scope == .project {
      let speaks = limit.stage.isEmpty || limit.stage == stage
      if speaks, !limit.judge(sums, fund: fund).isWithin { figures.projectsBeyond[index] += 1 }
    }
  }

  mutating func receive(principal: Int64, at month: Int) {
    let place = model.pastDays.count + month
    figures.flows[place] += principal
    figures.received[place] += principal
    figures[.principalReturned] += principal
    figures[.toTreasury] += principal
    figures[.returnedTime] += timed(principal, place)
  }

  mutating func receive(gain: Int64, at month: Int) {
    figures.flows[model.pastDays.count + month] += gain
    figures.received[model.pastDays.count + month] += gain
    figures[.gainReturned] += gain
    figures[.toTreasury] += gain
  }

  /// An amount in yuan by the days since the first payment.
  private func timed(_ amount: Int64, _ place: Int) -> Int64 { amount / 100 * model.days[place] }
}
