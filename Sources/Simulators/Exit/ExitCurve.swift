import InvestFirst
public import Policies
public import Quantities

/// What the treasury gets of one holding, by what the company is worth (退出收益曲线).
///
/// Nothing is drawn: prices are those of ``Exit/quote(_:policy:rates:)``, asked for each value.
public struct ExitCurve: Sendable {
  /// What the company was worth after the conversion; today, for a holding of today.
  public let entryValue: Fen
  /// The fund's registered capital, and that of the whole company.
  public let capital: (fund: Fen, company: Fen)
  /// The day of the conversion.
  public let since: CivilDate
  /// The day of the sale.
  public let date: CivilDate
  /// The ways of selling.
  public let routes: [Route]

  /// Who buys.
  public enum Way: String, Hashable, Sendable, CaseIterable {
    /// Founders: the least price, and a part of what the holding is worth above it.
    case buyback
    /// Outsiders: what the holding is worth less their discount.
    case transfer
    /// The market: what the holding is worth.
    case listing
  }

  /// The curve of one way of selling.
  public struct Route: Sendable {
    /// Who buys.
    public let way: Way
    /// Company values from nothing to ten times the value at entry, in steps of a tenth of it.
    public let points: [Point]
    /// Where the curve jumps or bends, by company value.
    public let breaks: [Break]
  }

  /// One company value.
  public struct Point: Hashable, Sendable {
    /// What the company is worth.
    public let companyValue: Fen
    /// What the holding is worth.
    public let worth: Fen
    /// What is paid for it; `nil` when there is no sale.
    public let price: Fen?
    /// What the treasury gets.
    public let toTreasury: Fen
  }

  /// Where a curve jumps or bends.
  public struct Break: Hashable, Sendable {
    /// Why.
    public let cause: Cause
    /// The least company value beyond it.
    public let point: Point
  }

  /// Why a curve jumps or bends.
  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// From here on somebody pays what the policy demands at least.
    case floor
    /// From here on all of the principal comes back.
    case principal
    /// From here on founders share in the gain.
    case shared
    /// From here on no more of the gain is kept.
    case gainCap = "gain_cap"
    /// From here on the policy allows no higher price.
    case priceCap = "price_cap"
  }
}

extension ExitSimulator {
  /// What the treasury gets of one project's equity, by what the company is worth.
  ///
  /// Everything that was to be paid is converted at the project's value of the first day, with the
  /// round that its stage sells when rounds convert; a holding of today is taken as it is.
  ///
  /// - Parameters:
  ///   - index: the group of the project.
  ///   - months: how long after the conversion the equity is sold.
  /// - Returns: `nil` when the policy gives no equity for what was paid.
  /// - Throws: what the rules lack for the day of the sale.
  public func curve(ofGroup index: Int = 0, after months: Int = 60) throws(Refusal) -> ExitCurve? {
    guard let holding = CurveHolding(self, index) else { return nil }
    let date = holding.since.adding(months: months)
    var routes: [ExitCurve.Route] = []
    for way in ExitCurve.Way.allCases where model.sales.allows(way) {
      let bidder = CurveBidder(self, holding, date, way)
      routes.append(try bidder.route())
    }
    return ExitCurve(
      entryValue: Fen(holding.entry),
      capital: (Fen(holding.capital), Fen(holding.company)),
      since: holding.since,
      date: date,
      routes: routes
    )
  }
}

extension SaleLaw {
  fileprivate func allows(_ way: ExitCurve.Way) -> Bool {
    switch way {
    case .buyback: yearly.buyback > 0
    case .transfer: yearly.transfer > 0
    case .listing: listing > 0
    }
  }
}

/// The holding of a curve.
private struct CurveHolding {
  let payments: [Disbursement]
  let since: CivilDate
  let capital: Int64
  let company: Int64
  let entry: Int64

  init?(_ simulator: ExitSimulator, _ index: Int) {
    let (scenario, model) = (simulator.scenario, simulator.model)
    let group = scenario.projects[index]
    let schedule = PaymentSchedule(group.disbursements, dates: model.dates, past: model.pastDays)
    let value = group.preMoney.rawValue
    if let held = group.held {
      payments = schedule.payments.filter { $0.date <= held.since }
      (since, capital) = (held.since, held.capital.rawValue)
      (company, entry) = (group.capital.rawValue, value)
      return
    }
    guard let place = model.schedules.firstIndex(of: schedule) else { return nil }
    let sold = Int128(scenario.stages[group.stage.place].sold.rawValue)
    let cash = model.trigger.roundMin == nil ? 0 : Int128(value) * sold / (1_000_000 - sold)
    let event = DealDesk.Event(
      schedule: place,
      paid: schedule.payments.count,
      month: max(schedule.months.last ?? 0, 0),
      value: value,
      capital: group.capital.rawValue,
      cash: Int64(cash),
      largest: group.largestHolding?.rawValue
    )
    let desk = DealDesk(model)
    guard let deal = desk.convert(event) else { return nil }
    payments = desk.parts(deal.holding).filter { $0.amount > .zero }
    (since, capital) = (deal.holding.since, deal.holding.capital)
    (company, entry) = (deal.capitalAfter, value + Int64(cash) + deal.holding.principal)
  }
}

/// What one kind of buyer pays for a holding.
private struct CurveBidder {
  private let scenario: ExitScenario
  private let holding: CurveHolding
  private let date: CivilDate
  private let way: ExitCurve.Way

  init(
    _ simulator: ExitSimulator,
    _ holding: CurveHolding,
    _ date: CivilDate,
    _ way: ExitCurve.Way
  ) {
    scenario = simulator.scenario
    (self.holding, self.date, self.way) = (holding, date, way)
  }

  /// A sale, or none at a bid below what the policy demands.
  private struct Sale {
    let point: ExitCurve.Point
    let bid: Int64
    let proceeds: Proceeds?
  }

  func route() throws(Refusal) -> ExitCurve.Route {
    var points: [ExitCurve.Point] = []
    for step in 0...100 {
      points.append(try sale(Int64(Int128(holding.entry) * Int128(step) / 10)).point)
    }
    var breaks: [ExitCurve.Break] = []
    for cause in ExitCurve.Cause.allCases {
      guard let point = try first(cause) else { continue }
      breaks.append(ExitCurve.Break(cause: cause, point: point))
    }
    breaks.sort { $0.point.companyValue < $1.point.companyValue }
    return ExitCurve.Route(way: way, points: points, breaks: breaks)
  }

  /// The least company value at which something is so; `nil` when it always is, or never.
  private func first(_ cause: ExitCurve.Cause) throws(Refusal) -> ExitCurve.Point? {
    var (low, high) = (Int64(0), Int64(clamping: Int128(holding.entry) * 10))
    guard try !holds(cause, try sale(low)), try holds(cause, try sale(high)) else { return nil }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if try holds(cause, try sale(middle)) { high = middle } else { low = middle }
    }
    return try sale(high).point
  }

  private func holds(_ cause: ExitCurve.Cause, _ sale: Sale) throws(Refusal) -> Bool {
    guard let proceeds = sale.proceeds else { return false }
    switch cause {
    case .floor: return true
    case .principal: return proceeds.principalReturned == proceeds.principal
    case .shared: return proceeds.concession > .zero
    case .gainCap:
      let cap = try needed(scenario.policy.exit.gainCapMultiple)
      let most = Int128(proceeds.principal.rawValue) * Int128(cap.rawValue) / 1_000_000
      return cap > .zero && Int128(proceeds.gainReturned.rawValue) >= most
    case .priceCap: return proceeds.price.rawValue < sale.bid
    }
  }

  private func sale(_ company: Int64) throws(Refusal) -> Sale {
    let worth = Int64(Int128(company) * Int128(holding.capital) / Int128(holding.company))
    let none = ExitCurve.Point(
      companyValue: Fen(company),
      worth: Fen(worth),
      price: nil,
      toTreasury: .zero
    )
    guard let bid = try bid(worth) else { return Sale(point: none, bid: 0, proceeds: nil) }
    var proceeds = try quote(worth, bid, fees: 0)
    guard proceeds.price.rawValue <= bid, proceeds.price > .zero else {
      return Sale(point: none, bid: bid, proceeds: nil)
    }
    let fees = Int128(proceeds.price.rawValue) * Int128(scenario.sales.fees.rawValue) / 1_000_000
    if way != .buyback, fees > 0 { proceeds = try quote(worth, bid, fees: Int64(fees)) }
    let point = ExitCurve.Point(
      companyValue: Fen(company),
      worth: Fen(worth),
      price: proceeds.price,
      toTreasury: proceeds.toTreasury
    )
    return Sale(point: point, bid: bid, proceeds: proceeds)
  }

  private func bid(_ worth: Int64) throws(Refusal) -> Int64? {
    func part(_ amount: Int64, _ share: PPM) -> Int64 {
      Int64(Int128(amount) * Int128(share.rawValue) / 1_000_000)
    }
    switch way {
    case .buyback:
      let least = try quote(worth, 0, fees: 0).price.rawValue
      return worth < least ? nil : least + part(worth - least, scenario.sales.premium)
    case .transfer: return worth - part(worth, scenario.sales.discount)
    case .listing: return worth
    }
  }

  private func quote(_ worth: Int64, _ bid: Int64, fees: Int64) throws(Refusal) -> Proceeds {
    var sale = ExitCase()
    sale.disbursements = holding.payments
    sale.conversionDate = holding.since
    sale.exitDate = date
    sale.marketValue = Fen(worth)
    sale.offeredPrice = Fen(bid)
    sale.fees = Fen(fees)
    return try Exit.quote(sale, policy: scenario.policy, rates: scenario.rates).figures.proceeds
  }
}
