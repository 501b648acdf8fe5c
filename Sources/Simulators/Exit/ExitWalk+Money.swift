import InvestFirst
import Quantities

extension ExitWalk {
  /// What is booked for one project.
  struct Account {
    private(set) var schedule = 0
    private(set) var stageClass = 0
    private(set) var largest: Int64?
    /// The payments so far, and the place of the next one among all.
    private(set) var paid = 0
    private(set) var next = 0
    var sums = LossLimit.Sums()
    /// What could not be converted and stays a right.
    var kept: Int64 = 0

    /// Nothing is booked yet for a project.
    mutating func start(_ member: ExitModel.Member) {
      (schedule, stageClass, largest) = (member.schedule, member.stageClass, member.largest)
      (paid, next, kept) = (0, member.firstInstalment, 0)
      sums = LossLimit.Sums()
      sums.approved = member.approved
    }

    /// Books a payment.
    mutating func pay(_ amount: Int64) {
      sums.invested += amount
      paid += 1
      next += 1
    }
  }

  /// Pays what is due; after a conversion nothing more is.
  mutating func pay(through month: Int) {
    while true {
      let instalment = model.instalments[account.next]
      guard instalment.month <= Int32(month) else { return }
      figures.flows[Int(instalment.place)] -= instalment.amount
      figures[.paidTime] += instalment.time
      account.pay(instalment.amount)
    }
  }

  /// The project fails: what was paid is lost but for what liquidation brings.
  mutating func fail(_ month: Int, _ principal: Int64) {
    figures[.failed] += 1
    let back = Self.part(model.scenario.events.liquidation.rawValue, of: principal)
    if back > 0 {
      receive(principal: back, at: month)
      figures[.liquidation] += back
    }
    account.sums.lost += principal - back
  }

  /// So many millionths of an amount.
  private static func part(_ share: Int64, of amount: Int64) -> Int64 {
    Part.down(amount, share, over: 1_000_000)
  }

  /// The latest time for a conversion has come.
  ///
  /// - Returns: whether the project goes on.
  mutating func meetDeadline(_ month: Int) -> Bool {
    switch model.trigger.onDeadline {
    case .extend: return true
    case .waive:
      figures[.waived] += 1
      account.sums.lost += account.sums.invested
      return false
    case .convertAtAppraisal:
      guard account.paid > 0 else { return true }
      convert(month, 0, course.valueAsked())
      return true
    case .repay:
      let right = DealDesk.Holding(
        schedule: account.schedule,
        paid: account.paid,
        capital: 0,
        since: model.dates[month],
        principal: account.sums.invested
      )
      let value = course.valueAsked()
      guard account.paid > 0, let demand = demand(right, month, value), demand.least <= value
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
  mutating func sell(_ event: ProjectCourse.Event, _ month: Int) -> Bool {
    switch event {
    case .buyback: wait(event, ExitModel.Wait.buyback, from: month)
    case .offer: wait(event, ExitModel.Wait.transfer, from: month)
    default: course[event] = ProjectCourse.never
    }
    guard let holding = course.holding else { return true }
    let company = course.valueAsked()
    let worth = Self.share(holding.capital, of: course.capital, worth: company)
    // Most bids fail here, before the day's price is worked out.
    if model.sales.demandsPrincipal, worth < holding.counted { return true }
    guard let demand = demand(holding, month, worth),
      let bid = bid(event, worth, demand)
    else { return true }
    let price = demand.price(of: bid)
    guard price <= bid, price > 0 else { return true }
    let fees = event == .buyback ? 0 : Self.part(model.sales.terms.fees.rawValue, of: price)
    settle(model.sales.split.split(price: price, fees: fees, principal: demand.principal), month)
    figures[.fees] += fees
    figures[.saleValue] += withRounds(company, in: month)
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
      return demand.least + Self.part(terms.premium.rawValue, of: worth - demand.least)
    case .offer: return worth - Self.part(terms.discount.rawValue, of: worth)
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
    let company = course.valueAsked()
    figures[.residual] +=
      Self.share(holding.capital, of: course.capital, worth: company) + account.kept
  }

  /// What a part of a company's capital is worth, rounded down.
  private static func share(_ part: Int64, of whole: Int64, worth value: Int64) -> Int64 {
    part < whole ? Part.down(value, part, over: whole) : value
  }

  /// Adds a project to its class and holds it against the limits on single projects.
  mutating func close() {
    figures[.invested] += account.sums.invested
    figures[.lost] += account.sums.lost
    figures.classes[account.stageClass] += account.sums
    guard model.limitsProjects, account.sums.lost > 0 else { return }
    let stage = model.classes[account.stageClass]
    for (index, limit) in model.limits.enumerated() where limit.scope == .project {
      let speaks = limit.stage.isEmpty || limit.stage == stage
      if speaks, !limit.judge(account.sums, fund: model.fund).isWithin {
        figures.projectsBeyond[index] += 1
      }
    }
  }

  mutating func receive(principal: Int64, at month: Int) {
    let place = model.pastCount + month
    figures.flows[place] += principal
    figures.received[place] += principal
    figures[.principalReturned] += principal
    figures[.toTreasury] += principal
    // In yuan by the days since the first payment.
    figures[.returnedTime] += principal / 100 * model.days[place]
  }

  mutating func receive(gain: Int64, at month: Int) {
    figures.flows[model.pastCount + month] += gain
    figures.received[model.pastCount + month] += gain
    figures[.gainReturned] += gain
    figures[.toTreasury] += gain
  }
}
