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
  /// The payments of all schedules, one schedule after the other, each with one that never comes at
  /// its end.
  let instalments: [Instalment]
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
  /// The days before the first one of the future that have a payment.
  let pastCount: Int
  /// The size of the fund, for limits that are shares of it.
  let fund: Int64
  /// How long everything is waited for; after the stages the other laws.
  let waits: WaitTable
  /// Whether a limit looks at single projects.
  let limitsProjects: Bool

  /// The places of what does not belong to a stage among all that is waited for.
  enum Wait {
    static let request = 8
    static let buyback = 9
    static let transfer = 10
  }

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
    let deadline: Int32
    /// The first month in which the policy does something by itself.
    let firstDue: Int32
    /// The place of the first payment among all, and what is to be paid in all.
    let firstInstalment: Int
    let approved: Int64
  }

  /// A payment (拨付).
  struct Instalment: Sendable {
    let month: Int32
    /// Its day among all that have a payment.
    let place: Int32
    let amount: Int64
    /// Yuan times days since the first payment.
    let time: Int64

    /// What never comes.
    static let never = Instalment(month: .max, place: 0, amount: 0, time: 0)
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
    let dates = scenario.months
    self.dates = dates
    let groups = scenario.projects.filter { $0.count > 0 }
    let past = scenario.projects.flatMap { $0.disbursements.map(\.date) }
      .filter { $0 < scenario.start }
    let pastDays = Set(past).sorted()
    self.pastDays = pastDays
    let plans = groups.map { PaymentSchedule($0.disbursements, dates: dates, past: pastDays) }
    var schedules: [PaymentSchedule] = []
    for plan in plans where !schedules.contains(plan) { schedules.append(plan) }
    var obstacles = Obstacles()
    let rules = obstacles.rules(scenario, schedules)
    try obstacles.check()
    guard let rules else { preconditionFailure("what is missing was refused") }
    (trigger, sales) = (rules.trigger, rules.sales)
    (limits, classes) = rules.tolerance
    let laws = scenario.stages.enumerated().map { StageLaw($1, $0) }
    stages = laws + laws.suffix(1).map(\.after)
    let quiet = [scenario.events.request, sales.yearly.buyback, sales.yearly.transfer]
    waits = WaitTable(
      scenario.stages.flatMap(StageLaw.quiet) + quiet.map { StageLaw.quiet(inYear: $0) },
      horizon: scenario.horizon
    )
    let grid = pastDays + dates
    let origin = Int64(grid.first?.dayNumber ?? 0)
    days = grid.map { Int64($0.dayNumber) - origin }
    var instalments: [Instalment] = []
    var firsts: [Int] = []
    for schedule in schedules {
      firsts.append(instalments.count)
      instalments += schedule.instalments(days) + [.never]
    }
    var members: [Member] = []
    for (group, schedule) in zip(groups, plans) {
      let place = schedules.firstIndex(of: schedule) ?? 0
      let first = schedule.payments.first?.date ?? scenario.start
      let deadline = trigger.deadline.map { first.adding(months: $0) }
        .flatMap { day in dates.firstIndex { $0 >= day } }.map(Int32.init)
      let agreed = trigger.months.min().map(Int32.init)
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
          deadline: deadline ?? ProjectCourse.never,
          firstDue: min(deadline ?? ProjectCourse.never, agreed ?? ProjectCourse.never),
          firstInstalment: firsts[place],
          approved: schedule.total
        )
      )
    }
    self.schedules = schedules
    self.instalments = instalments
    self.members = members
    pastCount = pastDays.count
    fund = scenario.fundSize?.rawValue ?? 0
    limitsProjects = limits.contains { $0.scope == .project }
    let monthly = scenario.market.volatility * scenario.market.volatility / 12
    market = (monthly.squareRoot(), scenario.market.memory, -0.5 * monthly)
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

  /// The payments with all numbers that a path needs.
  func instalments(_ days: [Int64]) -> [ExitModel.Instalment] {
    payments.indices.map { index in
      let amount = payments[index].amount.rawValue
      return ExitModel.Instalment(
        month: Int32(months[index]),
        place: Int32(places[index]),
        amount: amount,
        time: amount / 100 * days[places[index]]
      )
    }
  }

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
  /// The chance of success: a number below it succeeds.
  let success: Double
  /// Of numbers that succeed, those below the first are delayed; of the others, those below the
  /// second.
  private let delayed: (success: Double, failure: Double)
  /// The place of its end among all that is waited for.
  let ending: Int
  /// How long a delay is.
  let delayMonths: Int32
  let logStep: Double
  let drift: Double
  let variance: Double
  /// The place of its rounds among all that is waited for.
  let rounds: Int
  /// Whether it never ends.
  let isEndless: Bool
  /// The part of the company after a round that the round sells, and what that adds to the
  /// logarithm of its value.
  let sold: Int64
  let raise: Double

  init(_ terms: StageTerms, _ place: Int) {
    (ending, rounds) = (2 * place, 2 * place + 1)
    isEndless = false
    success = terms.success
    let chance = terms.delay.chance
    delayed = (success * chance, success + (1 - success) * chance)
    delayMonths = Int32(terms.delay.months)
    logStep = DetMath.log(terms.stepUp)
    let variance = terms.volatility * terms.volatility / 12
    self.variance = variance
    drift = DetMath.log(1 + terms.growth) / 12 - 0.5 * variance
    sold = terms.sold.rawValue
    raise = -DetMath.log(1 - Double(sold) / 1_000_000)
  }

  private init(_ law: StageLaw) {
    (success, delayed) = (1, (0, 0))
    (ending, isEndless, delayMonths, logStep) = (law.ending, true, 0, 0)
    (drift, variance, rounds) = (law.drift, law.variance, law.rounds)
    (sold, raise) = (law.sold, law.raise)
  }

  /// Whether a number that decides over success delays the stage too.
  ///
  /// Below the chance of success a number is evenly spread again, and so it is above it.
  func isDelayed(_ fate: Double) -> Bool {
    fate < (fate < success ? delayed.success : delayed.failure)
  }

  /// What a round issues on what there was before, rounded down.
  func issued(on whole: Int64) -> Int64 {
    let left = 1_000_000 - sold
    let fits = whole.multipliedFullWidth(by: sold).high < left >> 4
    // What would not fit is beyond any simulation.
    return fits ? Part.down(whole, sold, over: left) : 1 << 58
  }

  /// What comes after the last stage: the same without an end.
  var after: StageLaw { StageLaw(self) }

  /// The chances of both that a month passes without them.
  static func quiet(_ terms: StageTerms) -> [Double] {
    [1 - 1 / terms.months, quiet(inYear: terms.rounds)]
  }

  /// The chance that a month passes without what happens in a year with a probability.
  static func quiet(inYear probability: Double) -> Double {
    probability == 1 ? 0 : DetMath.exp(DetMath.log(1 - probability) / 12)
  }
}

/// How and at what price equity is sold (退出规律).
struct SaleLaw: Sendable {
  let terms: SaleTerms
  /// The chances in a year, where the policy allows the way.
  let yearly: (buyback: Double, transfer: Double)
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
    var obstacles = Obstacles()
    let split = obstacles.attempt { () throws(Refusal) in try SplitKernel(policy) }
    let tiers = obstacles.take(policy.tiers) ?? []
    try obstacles.check()
    guard let split else { preconditionFailure("what is missing was refused") }
    self.split = split
    usesConversion = tiers.contains { $0.clock.value == .conversion }
    usesValue = tiers.contains { $0.base.value != .principal }
    let ways = policy.ways.value
    assumptions = ways == nil ? [Assumption(path: "policy.exit.ways", value: "*")] : []
    func allowed(_ any: ExitTerms.Way...) -> Bool {
      ways.map { !$0.filter(any.contains).isEmpty } ?? true
    }
    yearly = (
      allowed(.founderBuyback) ? terms.buyback : 0,
      allowed(.holderTransfer, .exchangeListing, .merger) ? terms.transfer : 0
    )
    listing = allowed(.ipo) ? terms.listing : 0
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
