import Findings
import InvestFirst
import Policies
import Quantities

/// A scenario with everything looked up that does not depend on the path (退出模型).
final class ExitModel: Sendable {
  let scenario: ExitScenario
  /// The days on which months begin, the first day of the future and that of the end included.
  let dates: [CivilDate]
  /// What was paid and when, each different list once.
  let schedules: [PaymentSchedule]
  /// The kinds of projects.
  let members: [Member]
  /// The laws of the four stages, and of what comes after the last.
  let stages: [StageLaw]
  let trigger: ConversionTrigger
  let sales: SaleLaw
  let limits: [LossLimit]
  /// The classes of the limits, by number.
  let classes: [String]
  /// The days of payments before the first one of the future.
  let pastDays: [CivilDate]
  /// The days of the grid, counted from its first.
  let days: [Int64]
  /// The deviation of a month, and what of the last one stays.
  let market: (deviation: Double, memory: Double, drift: Double)
  /// Added to the logarithm of every company's value.
  let shift: Double

  var horizon: Int { dates.count - 1 }
  /// How many days have a payment of the portfolio.
  var gridCount: Int { pastDays.count + dates.count }

  /// Projects that are alike, with their numbers looked up.
  struct Member: Sendable {
    let count: Int
    let schedule: Int
    let stage: Int
    let stageClass: Int
    let logValue: Double
    let capital: Int64
    let largest: Int64?
    let held: ExitScenario.ProjectGroup.Held?
    /// The month of the deadline; beyond all months without one.
    let deadline: Int
  }

  /// Compiles a scenario.
  ///
  /// - Parameters:
  ///   - scenario: the scenario.
  ///   - shift: the logarithm by which every company is worth more than the scenario says.
  /// - Throws: the open values, or what nothing can be simulated with.
  init(_ scenario: ExitScenario, shift: Double = 0) throws(Refusal) {
    self.scenario = scenario
    self.shift = shift
    let dates = (0...scenario.horizon).map { scenario.start.adding(months: $0) }
    self.dates = dates
    trigger = try ConversionTrigger(scenario, months: dates)
    sales = try SaleLaw(scenario)
    let laws = scenario.stages.map { StageLaw($0) }
    stages = laws + laws.suffix(1).map(\.after)
    (limits, classes) = try LossLimit.all(scenario)
    let past = scenario.projects.flatMap { $0.disbursements.map(\.date) }
      .filter { $0 < scenario.start }
    let pastDays = Set(past).sorted()
    self.pastDays = pastDays
    let grid = pastDays + dates
    let origin = Int64(grid.first?.dayNumber ?? 0)
    days = grid.map { Int64($0.dayNumber) - origin }
    var schedules: [PaymentSchedule] = []
    var members: [Member] = []
    for group in scenario.projects where group.count > 0 {
      let schedule = PaymentSchedule(group.disbursements, dates: dates, past: pastDays)
      let place = schedules.firstIndex(of: schedule) ?? schedules.count
      if place == schedules.count { schedules.append(schedule) }
      let first = schedule.payments.first?.date ?? scenario.start
      let deadline = trigger.deadline.map { first.adding(months: $0) }
      members.append(
        Member(
          count: group.count,
          schedule: place,
          stage: group.stage.place,
          stageClass: classes.firstIndex(of: group.stageClass) ?? 0,
          logValue: DetMath.log(Double(group.preMoney.rawValue)) + shift,
          capital: group.capital.rawValue,
          largest: group.largestHolding?.rawValue,
          held: group.held,
          deadline: deadline.flatMap { day in dates.firstIndex { $0 >= day } } ?? .max
        )
      )
    }
    self.schedules = schedules
    self.members = members
    let monthly = scenario.market.volatility * scenario.market.volatility / 12
    market = (monthly.squareRoot(), scenario.market.memory, -0.5 * monthly)
    try tryDeals()
  }

  /// Tries what any path may do: a conversion, and a sale in every month.
  private func tryDeals() throws(Refusal) {
    let (rules, rates) = (scenario.policy, scenario.rates)
    if rules.convert.holdMax.value ?? .zero < .one || rules.convert.notLargest.value == true {
      _ = try needed(rules.convert.excess)
    }
    let earliest = schedules.min { $0.start < $1.start }
    for schedule in schedules where !schedule.payments.isEmpty {
      let ends = [max(schedule.end, dates[0]), dates[horizon]]
      for date in schedule == earliest ? dates : ends {
        try trySale(schedule.payments.filter { $0.date <= date }, on: date)
      }
      var round = ConversionCase()
      round.disbursements = schedule.payments
      round.preMoney = Fen(Moments.magnitudeMax)
      round.capitalBefore = Fen(100)
      round.eventDate = dates[horizon]
      _ = try Conversion.quote(round, policy: rules, rates: rates)
    }
  }

  private func trySale(_ payments: [Disbursement], on date: CivilDate) throws(Refusal) {
    guard let first = payments.first else { return }
    var sale = ExitCase()
    sale.disbursements = payments
    sale.conversionDate = first.date
    sale.exitDate = date
    sale.marketValue = Fen(100)
    _ = try Exit.quote(sale, policy: scenario.policy, rates: scenario.rates)
  }
}

/// What is paid to a project and when (拨付计划).
struct PaymentSchedule: Hashable, Sendable {
  /// The payments by day.
  let payments: [Disbursement]
  /// The month of each; −1 before the first one.
  let months: [Int]
  /// The place of each among all days that have a payment.
  let places: [Int]

  /// What is paid in all.
  let total: Int64
  /// The days of the first and the last payment.
  var start: CivilDate { payments.first?.date ?? CivilDate(dayNumber: .max) }
  var end: CivilDate { payments.last?.date ?? CivilDate(dayNumber: .min) }

  init(_ payments: [Disbursement], dates: [CivilDate], past: [CivilDate]) {
    let sorted = payments.sorted { $0.date < $1.date }
      .filter { payment in dates.last.map { payment.date <= $0 } ?? false }
    self.payments = sorted
    total = sorted.reduce(0) { $0 + $1.amount.rawValue }
    let start = dates.first ?? CivilDate(dayNumber: 0)
    let months = sorted.map { payment in
      payment.date < start ? -1 : dates.firstIndex { $0 >= payment.date } ?? dates.count - 1
    }
    self.months = months
    places = zip(sorted, months).map { payment, month in
      month < 0 ? past.firstIndex(of: payment.date) ?? 0 : past.count + month
    }
  }
}

/// How a project passes a stage, month by month (阶段规律).
struct StageLaw: Sendable {
  /// −ln of the chance of success: an exponential number above it succeeds.
  let success: Double
  /// The mean of the exponential number whose whole part is a geometric one.
  let ending: Double
  let delay: (chance: Double, months: Int)
  let logStep: Double
  let drift: Double
  let variance: Double
  let rounds: Double
  /// The part of the company after a round that the round sells, and what that adds to the
  /// logarithm of its value.
  let sold: Int64
  let raise: Double

  init(_ terms: StageTerms) {
    success = Self.threshold(terms.success)
    ending = terms.months > 1 ? -1 / DetMath.log(1 - 1 / terms.months) : 0
    delay = (Self.threshold(terms.delay.chance), terms.delay.months)
    logStep = DetMath.log(terms.stepUp)
    let variance = terms.volatility * terms.volatility / 12
    self.variance = variance
    drift = DetMath.log(1 + terms.growth) / 12 - 0.5 * variance
    rounds = Self.monthly(terms.rounds)
    sold = terms.sold.rawValue
    raise = -DetMath.log(1 - Double(sold) / 1_000_000)
  }

  private init(_ law: StageLaw) {
    (success, ending, delay, logStep) = (0, .infinity, (.infinity, 0), 0)
    (drift, variance, rounds) = (law.drift, law.variance, law.rounds)
    (sold, raise) = (law.sold, law.raise)
  }

  /// What comes after the last stage: the same without an end.
  var after: StageLaw { StageLaw(self) }

  /// What an exponential number exceeds with a probability.
  static func threshold(_ probability: Double) -> Double {
    // Nothing exceeds infinity, and everything exceeds nothing.
    probability == 0 ? .infinity : probability == 1 ? 0 : -DetMath.log(probability)
  }

  /// The mean of the same for what happens in a year with a probability.
  static func monthly(_ year: Double) -> Double {
    year == 0 ? .infinity : year == 1 ? 0 : -12 / DetMath.log(1 - year)
  }
}

/// How and at what price equity is sold (退出规律).
struct SaleLaw: Sendable {
  let terms: SaleTerms
  let buyback: Double
  let transfer: Double
  let listing: Double
  let split: SplitKernel
  /// Whether a price depends on the day of the conversion.
  let usesConversion: Bool
  /// Whether no price is less than the principal that is sold.
  let demandsPrincipal: Bool
  /// How all tiers bind a price; `nil` when they differ.
  let bounds: ExitTier.Bound?
  /// Whether a price depends on what a company is worth.
  let usesValue: Bool
  let assumptions: [Assumption]

  init(_ scenario: ExitScenario) throws(Refusal) {
    terms = scenario.sales
    let policy = scenario.policy.exit
    split = try SplitKernel(policy)
    let tiers = try needed(policy.tiers)
    usesConversion = tiers.contains { $0.clock.value == .conversion }
    usesValue = tiers.contains { $0.base.value != .principal }
    let ways = policy.ways.value
    assumptions = ways == nil ? [Assumption(path: "policy.exit.ways", value: "*")] : []
    func allowed(_ any: ExitTerms.Way...) -> Bool {
      ways.map { !$0.filter(any.contains).isEmpty } ?? true
    }
    buyback = allowed(.founderBuyback) ? StageLaw.monthly(terms.buyback) : .infinity
    transfer =
      allowed(.holderTransfer, .exchangeListing, .merger)
      ? StageLaw.monthly(terms.transfer) : .infinity
    listing = allowed(.ipo) ? StageLaw.threshold(terms.listing) : .infinity
    let isPrincipal = tiers.allSatisfy { tier in
      tier.base.value == .principal && tier.bound.value != .cap
        && tier.interest.spread.value.map { $0 >= .zero } ?? false
    }
    demandsPrincipal = isPrincipal && scenario.rates.isNowhereNegative
    bounds = Set(tiers.compactMap(\.bound.value)).count == 1 ? tiers.first?.bound.value : nil
  }
}

extension RateTable {
  /// Whether interest never takes anything away.
  fileprivate var isNowhereNegative: Bool {
    InterestTerms.RateSource.allCases.allSatisfy { source in
      self[source]?.quotes.allSatisfy { $0.rate >= .zero } ?? true
    }
  }
}
