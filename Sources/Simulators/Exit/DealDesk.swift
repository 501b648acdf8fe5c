import InvestFirst
import Policies
import Quantities

/// Converts and prices by the rules that the ledger books by (转股与定价).
///
/// A desk belongs to one thread: it remembers the sums that a policy demands for a list of payments
/// on a day, which are the same on every path.
struct DealDesk {
  private let model: ExitModel
  private let isRemembered: Bool
  private let most: Int
  private let kernel: ConversionKernel?
  /// What was paid, and what counts of it, after each payment of each schedule; the latter −1 when
  /// no kernel says it.
  private let bases: [(paid: Int64, counted: Int64)]
  private var demands: [Remembered]
  private var others: [DemandKey: Remembered] = [:]
  /// What makes the price for parts of payments out of one for whole ones.
  private var kernels: [DemandKernel] = []

  /// What must be paid for a holding.
  struct Demand: Hashable, Sendable {
    /// The least price.
    let least: Int64
    /// The greatest price; `.max` without one.
    let greatest: Int64
    /// The principal that is sold.
    let principal: Int64

    /// The price for an offer.
    func price(of offer: Int64) -> Int64 { min(max(offer, least), greatest) }
  }

  /// A price for whole payments.
  private struct Quoted {
    let demand: Demand
    let kernel: DemandKernel?
  }

  /// The same, with the place of its kernel, or −1.
  private enum Remembered {
    case unknown, none
    case known(Demand, kernel: Int)
  }

  private struct DemandKey: Hashable {
    let schedule, paid, month: Int
    let since: CivilDate
  }

  /// What is for sale.
  struct Holding: Sendable {
    let schedule: Int
    /// How many of the payments were converted.
    let paid: Int
    var capital: Int64
    let since: CivilDate
    /// What was converted.
    let principal: Int64
    /// What counts of it at least; 0 when that is not known.
    var counted: Int64 = 0
    /// Whether only a part of the payments was.
    var isPart = false
  }

  init(_ model: ExitModel) {
    self.model = model
    let kernel = ConversionKernel(model.scenario.policy)
    self.kernel = kernel
    let most = (model.schedules.map(\.payments.count).max() ?? 0) + 1
    self.most = most
    bases = model.schedules.flatMap { schedule in
      var sums: [(paid: Int64, counted: Int64)] = [(0, kernel == nil ? -1 : 0)]
      for payment in schedule.payments {
        let last = sums[sums.count - 1]
        let counted = kernel.map { $0.counted(payment) + last.counted }
        sums.append((last.paid + payment.amount.rawValue, counted ?? -1))
      }
      return sums + repeatElement((0, -1), count: most - sums.count)
    }
    isRemembered = !model.sales.usesValue
    let size = isRemembered && !model.sales.usesConversion
    demands = Array(
      repeating: .unknown,
      count: size ? model.schedules.count * most * model.dates.count : 0
    )
  }

  /// What must be paid for a holding in a month; `nil` when the rules give no price.
  mutating func demand(_ holding: Holding, in month: Int, worth value: Int64) -> Demand? {
    guard isRemembered else { return quote(holding, month, value)?.demand }
    guard case .known(let demand, let place) = remembered(holding, month, value) else {
      return nil
    }
    guard holding.isPart else { return demand }
    guard place >= 0, let amounts = amounts(parts(holding)) else {
      return quote(holding, month, value)?.demand
    }
    return Demand(
      least: kernels[place].least(amounts),
      greatest: .max,
      principal: amounts.reduce(0, +)
    )
  }

  /// What was converted of each payment, in proportion.
  func parts(_ holding: Holding) -> [Disbursement] {
    let payments = Array(model.schedules[holding.schedule].payments.prefix(holding.paid))
    guard holding.isPart else { return payments }
    let parts = Allocation.largestRemainder(
      Fen(holding.principal),
      by: payments.map(\.amount.rawValue)
    )
    return zip(payments, parts).map {
      Disbursement(date: $0.date, kind: $0.kind, amount: $1)
    }
  }

  /// What counts of the parts of payments that count at all; `nil` when the kernel cannot say.
  private func amounts(_ parts: [Disbursement]) -> [Int64]? {
    guard let kernel, !parts.contains(where: { $0.amount == .zero }) else { return nil }
    return parts.filter { kernel.counts($0.kind) }.map { kernel.counted($0) }
  }

  private mutating func remembered(
    _ holding: Holding,
    _ month: Int,
    _ value: Int64
  ) -> Remembered {
    guard demands.isEmpty else {
      let place = (holding.schedule * most + holding.paid) * model.dates.count + month
      if case .unknown = demands[place] { demands[place] = remember(holding, month, value) }
      return demands[place]
    }
    let key = DemandKey(
      schedule: holding.schedule,
      paid: holding.paid,
      month: month,
      since: holding.since
    )
    if let known = others[key] { return known }
    let known = remember(holding, month, value)
    others[key] = known
    return known
  }

  private mutating func remember(_ holding: Holding, _ month: Int, _ value: Int64) -> Remembered {
    var whole = holding
    whole.isPart = false
    guard let quoted = quote(whole, month, value) else { return .none }
    guard let kernel = quoted.kernel else { return .known(quoted.demand, kernel: -1) }
    kernels.append(kernel)
    return .known(quoted.demand, kernel: kernels.count - 1)
  }

  private func quote(_ holding: Holding, _ month: Int, _ value: Int64) -> Quoted? {
    var sale = ExitCase()
    sale.disbursements = parts(holding).filter { $0.amount > .zero }
    sale.conversionDate = holding.since
    sale.exitDate = model.dates[month]
    sale.marketValue = Fen(value)
    sale.offeredPrice = .zero
    guard
      let low = try? Exit.quote(sale, policy: model.scenario.policy, rates: model.scenario.rates)
        .figures
    else { return nil }
    if model.sales.bounds == .floor {
      let demand = Demand(
        least: low.proceeds.price.rawValue,
        greatest: .max,
        principal: low.proceeds.principal.rawValue
      )
      return Quoted(demand: demand, kernel: DemandKernel(low.slices, model.scenario.policy.exit))
    }
    // An offer beyond all amounts of a simulation shows the cap, if there is one.
    let beyond = Fen(1 << 60)
    sale.offeredPrice = beyond
    guard
      let high = try? Exit.quote(sale, policy: model.scenario.policy, rates: model.scenario.rates)
        .figures
    else {
      return nil
    }
    let demand = Demand(
      least: low.proceeds.price.rawValue,
      greatest: high.proceeds.price == beyond ? .max : high.proceeds.price.rawValue,
      principal: low.proceeds.principal.rawValue
    )
    return Quoted(demand: demand, kernel: nil)
  }

  /// A round, or another event at which money converts.
  struct Event {
    let schedule: Int
    let paid: Int
    let month: Int
    let value: Int64
    let capital: Int64
    let cash: Int64
    let largest: Int64?
  }

  /// What a conversion comes to.
  struct Deal {
    let capitalAfter: Int64
    let holding: Holding
    /// What becomes of money that may not convert.
    let excessGoes: ConversionTerms.Excess?
  }

  /// Turns what was paid into equity; `nil` when the rules give no equity for it.
  func convert(_ event: Event) -> Deal? {
    let counted = bases[event.schedule * most + event.paid].counted
    if counted >= 0,
      let figures = kernel?.convert(
        ConversionKernel.Facts(
          base: counted,
          value: event.value,
          capital: event.capital,
          cash: event.cash,
          largest: event.largest
        )
      )
    {
      return deal(
        event,
        base: counted,
        excess: figures.excess,
        (figures.capitalToFund, figures.capitalAfter, figures.excessGoes)
      )
    }
    return quote(event)
  }

  /// The same by the policy's full rule.
  private func quote(_ event: Event) -> Deal? {
    let payments = Array(model.schedules[event.schedule].payments.prefix(event.paid))
    var round = ConversionCase()
    round.disbursements = payments
    round.preMoney = Fen(event.value)
    round.capitalBefore = Fen(event.capital)
    round.roundCash = Fen(event.cash)
    round.largestHolding = event.largest.map { Fen($0) }
    round.eventDate = model.dates[event.month]
    guard
      let figures = try? Conversion.quote(
        round,
        policy: model.scenario.policy,
        rates: model.scenario.rates
      ).figures,
      figures.capitalToFund > .zero
    else { return nil }
    return deal(
      event,
      base: figures.base.rawValue,
      excess: figures.excess.rawValue,
      (figures.capitalToFund.rawValue, figures.capitalAfter.rawValue, figures.excessGoes)
    )
  }

  /// What was paid leaves the right in the proportion in which the base converts.
  private func deal(
    _ event: Event,
    base: Int64,
    excess: Int64,
    _ figures: (fund: Int64, after: Int64, goes: ConversionTerms.Excess?)
  ) -> Deal {
    let (paid, counted) = bases[event.schedule * most + event.paid]
    let used = excess == 0 ? paid : Int64(Int128(paid) * Int128(base - excess) / Int128(base))
    var holding = Holding(
      schedule: event.schedule,
      paid: event.paid,
      capital: figures.fund,
      since: model.dates[event.month],
      principal: used,
      counted: max(counted, 0),
      isPart: used < paid
    )
    if holding.isPart {
      let parts = parts(holding)
      holding.counted = kernel.map { kernel in parts.reduce(0) { $0 + kernel.counted($1) } } ?? 0
    }
    return Deal(capitalAfter: figures.after, holding: holding, excessGoes: figures.goes)
  }
}
