import Findings
import InvestFirst
import Policies
import Quantities

/// What the policy of a portfolio comes to before any path is drawn (退出规则).
struct ExitRules {
  /// What makes a conversion happen.
  let trigger: ConversionTrigger
  /// How equity is sold.
  let sales: SaleLaw
  /// What may be lost, and the classes by which it is.
  let tolerance: (limits: [LossLimit], classes: [String])
}

extension ExitScenario {
  /// The days on which months begin, the first day of the future and that of the end included.
  var months: [CivilDate] { (0...horizon).map { start.adding(months: $0) } }

  /// What the policy leaves open that any portfolio needs (未定参数).
  ///
  /// The projects of a scenario that has to be mended are not looked at: one yuan of cash stands
  /// for all of them.
  var openValues: [Finding] {
    let yuan = Disbursement(date: start, kind: .cash, amount: Fen(100))
    var obstacles = Obstacles()
    _ = obstacles.rules(self, [PaymentSchedule([yuan], dates: months, past: [])])
    return obstacles.openValues
  }
}

extension Obstacles {
  /// Looks the rules of a scenario up and tries what any path may do: a conversion, and a sale in
  /// every month.
  mutating func rules(_ scenario: ExitScenario, _ schedules: [PaymentSchedule]) -> ExitRules? {
    let trigger = attempt { () throws(Refusal) in
      try ConversionTrigger(scenario, months: scenario.months)
    }
    let sales = attempt { () throws(Refusal) in try SaleLaw(scenario) }
    let tolerance = attempt { () throws(Refusal) in try LossLimit.all(scenario) }
    deals(scenario, schedules)
    guard let trigger, let sales, let tolerance else { return nil }
    return ExitRules(trigger: trigger, sales: sales, tolerance: tolerance)
  }

  private mutating func deals(_ scenario: ExitScenario, _ schedules: [PaymentSchedule]) {
    let (rules, dates) = (scenario.policy, scenario.months)
    let end = dates[scenario.horizon]
    if rules.convert.holdMax.value ?? .zero < .one || rules.convert.notLargest.value == true {
      _ = take(rules.convert.excess)
    }
    let earliest = schedules.min { $0.start < $1.start }
    for schedule in schedules where !schedule.payments.isEmpty {
      let ends = [max(schedule.end, dates[0]), end]
      for date in schedule == earliest ? dates : ends {
        sale(schedule.payments.filter { $0.date <= date }, on: date, scenario)
      }
      var round = ConversionCase()
      round.disbursements = schedule.payments
      round.preMoney = Fen(Moments.magnitudeMax)
      round.capitalBefore = Fen(100)
      round.eventDate = end
      _ = attempt { () throws(Refusal) in
        try Conversion.quote(round, policy: rules, rates: scenario.rates)
      }
    }
  }

  private mutating func sale(
    _ payments: [Disbursement],
    on date: CivilDate,
    _ scenario: ExitScenario
  ) {
    guard let first = payments.first else { return }
    var sale = ExitCase()
    sale.disbursements = payments
    sale.conversionDate = first.date
    sale.exitDate = date
    sale.marketValue = Fen(100)
    _ = attempt { () throws(Refusal) in
      try Exit.quote(sale, policy: scenario.policy, rates: scenario.rates)
    }
  }
}
