import Findings
import InvestFirst
import Policies
import Quantities
import Testing

@testable import Simulators

/// The fast kernels against the rules that the ledger books by, fen by fen.
@Suite struct ExitKernelTests {
  private func policy(_ text: String) throws(Findings) -> InvestFirstPolicy {
    try InvestFirstPolicy(Array(text.utf8))
  }

  private func pick<Value>(_ values: [Value], _ stream: inout RandomStream) -> Value {
    values[Int(stream.uniform() * Double(values.count))]
  }

  private func amount(_ stream: inout RandomStream, upTo digits: Double) -> Int64 {
    Int64(DetMath.exp(stream.uniform() * digits * 2.302_585_092_994)) + 1
  }

  @Test(arguments: 0..<8)
  func `conversions are those of the rule`(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, path: 0, purpose: 200)
    var compared = 0
    for round in 0..<60 {
      let convert = """
        "trigger":[{"kind":"external_round"}],\
        "price_rule":"\(pick(["round_price", "par", "appraisal", "agreed_ratio"], &stream))",\
        "agreed_ratio_ppm":"\(Int(stream.uniform() * 300_000) + 1)",\
        "include_in_pre":"\(pick(["outside_pre", "inside_pre"], &stream))",\
        "discount_ppm":"\(pick(["0", "200000", "333333"], &stream))",\
        "valuation_cap_fen":"\(pick(["0", "1234567890"], &stream))",\
        "hold_max_ppm":"\(pick(["1000000", "250000", "333333"], &stream))",\
        "not_largest":"\(pick(["true", "false"], &stream))","excess":"waive",\
        "share_concession_ppm":"\(pick(["0", "500000", "123457"], &stream))",\
        "share_round":"\(pick(["down", "half_up", "half_even"], &stream))"
        """
      let policy = try policy(ExitTexts.policy(convert: convert))
      let kernel = try #require(ConversionKernel(policy))
      let payments = (0..<3).map { index in
        let kind: SupportKind = index == 2 ? .rent : .cash
        return Disbursement(
          date: CivilDate(dayNumber: 20_000 + Int32(index)),
          kind: kind,
          amount: Fen(amount(&stream, upTo: 10))
        )
      }
      let facts = ConversionKernel.Facts(
        base: payments.reduce(0) { $0 + kernel.counted($1) },
        value: amount(&stream, upTo: 12),
        capital: amount(&stream, upTo: 11),
        cash: amount(&stream, upTo: 12),
        largest: stream.uniform() < 0.5 ? nil : amount(&stream, upTo: 11)
      )
      guard let figures = kernel.convert(facts) else { continue }
      var question = ConversionCase()
      question.disbursements = payments
      question.preMoney = Fen(facts.value)
      question.capitalBefore = Fen(facts.capital)
      question.roundCash = Fen(facts.cash)
      question.largestHolding = facts.largest.map { Fen($0) }
      let quote = try Conversion.quote(question, policy: policy).figures
      #expect(quote.capitalToFund.rawValue == figures.capitalToFund, "seed \(seed) round \(round)")
      #expect(quote.capitalAfter.rawValue == figures.capitalAfter, "seed \(seed) round \(round)")
      #expect(quote.excess.rawValue == figures.excess, "seed \(seed) round \(round)")
      #expect(quote.excessGoes == figures.excessGoes, "seed \(seed) round \(round)")
      compared += 1
    }
    #expect(compared > 10, "seed \(seed)")
  }

  @Test(arguments: 0..<4)
  func `what a sale brings is split as the rule splits it`(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, path: 1, purpose: 200)
    for round in 0..<60 {
      let exit = """
        "round_mode":"\(pick(["half_up", "down", "half_even"], &stream))",\
        "hurdle_ppm":"\(pick(["0", "80001"], &stream))",\
        "gain_concession_ppm":"\(pick(["0", "500000", "333333"], &stream))",\
        "gain_cap_multiple_ppm":"\(pick(["0", "1000000"], &stream))",\
        "manager_reward_ppm":"\(pick(["0", "200001"], &stream))",\
        "tech_broker_ppm":"\(pick(["0", "10000"], &stream))",
        """
      let policy = try policy(ExitTexts.policy(exit: exit))
      let kernel = try SplitKernel(policy.exit)
      let (price, principal) = (amount(&stream, upTo: 11), amount(&stream, upTo: 10))
      let fees = stream.uniform() < 0.5 ? 0 : amount(&stream, upTo: 8)
      let parts = kernel.split(price: price, fees: fees, principal: principal)
      let rule = try Proceeds.split(
        price: Fen(price),
        fees: Fen(fees),
        principal: Fen(principal),
        terms: policy.exit
      ).figures
      #expect(parts.principalReturned == rule.principalReturned.rawValue, "\(seed) \(round)")
      #expect(parts.gainReturned == rule.gainReturned.rawValue, "\(seed) \(round)")
      #expect(parts.concession == rule.concession.rawValue, "\(seed) \(round)")
      #expect(parts.toTreasury == rule.toTreasury.rawValue, "\(seed) \(round)")
      let rewards = rule.managerReward.rawValue + rule.brokerReward.rawValue
      #expect(parts.rewards == rewards, "\(seed) \(round)")
    }
  }

  @Test(arguments: ["floor", "exact", "cap"], ["each_disbursement", "conversion"])
  func `remembered prices are those of the rule`(bound: String, clock: String) throws {
    let text = ExitTexts.policy().replacing("floor", with: bound)
      .replacing("each_disbursement", with: clock)
    let simulator = try ExitTexts.simulator(ExitTexts.scenario(policy: text))
    var desk = DealDesk(simulator.model)
    var stream = RandomStream(seed: 4, path: 2, purpose: 200)
    for round in 0..<80 {
      let month = 12 + Int(stream.uniform() * 108)
      let since = Int(stream.uniform() * Double(month))
      let paid = since < 12 ? 1 : 2
      let payments = Array(simulator.model.schedules[0].payments.prefix(paid))
      let holding = DealDesk.Holding(
        schedule: 0,
        paid: paid,
        capital: 1,
        since: simulator.model.dates[since],
        principal: 1
      )
      let offer = amount(&stream, upTo: 10)
      let asked = desk.demand(holding, in: month, worth: offer)
      let demand = try #require(asked)
      var sale = ExitCase()
      sale.disbursements = payments
      sale.conversionDate = holding.since
      sale.exitDate = simulator.model.dates[month]
      sale.offeredPrice = Fen(offer)
      let rule = try Exit.quote(
        sale,
        policy: simulator.scenario.policy,
        rates: simulator.scenario.rates
      ).figures.proceeds
      #expect(demand.price(of: offer) == rule.price.rawValue, "round \(round)")
      #expect(demand.principal == rule.principal.rawValue, "round \(round)")
    }
  }

  @Test(arguments: ["each_slice", "total"], ["half_up", "down", "half_even"])
  func `parts of payments have the price of the rule`(round: String, mode: String) throws {
    let exit = #""round_at":"\#(round)","round_mode":"\#(mode)","#
    let text = ExitTexts.scenario(policy: ExitTexts.policy(exit: exit))
    let simulator = try ExitTexts.simulator(text)
    var desk = DealDesk(simulator.model)
    var stream = RandomStream(seed: 9, path: 2, purpose: 200)
    for round in 0..<60 {
      let month = 12 + Int(stream.uniform() * 108)
      let holding = DealDesk.Holding(
        schedule: 0,
        paid: 2,
        capital: 1,
        since: simulator.model.dates[0],
        principal: min(amount(&stream, upTo: 8) + 1, 149_999_999),
        isPart: true
      )
      let parts = desk.parts(holding)
      #expect(parts.reduce(0) { $0 + $1.amount.rawValue } == holding.principal)
      let asked = desk.demand(holding, in: month, worth: 1)
      let demand = try #require(asked)
      var sale = ExitCase()
      sale.disbursements = parts
      sale.exitDate = simulator.model.dates[month]
      let rule = try Exit.quote(
        sale,
        policy: simulator.scenario.policy,
        rates: simulator.scenario.rates
      ).figures
      #expect(demand.least == rule.floor.rawValue, "round \(round)")
      #expect(demand.principal == rule.proceeds.principal.rawValue, "round \(round)")
    }
  }

  @Test func `losses stand against limits as the rule judges them`() throws {
    let fail = """
      "tolerance":[{"scope":"class","stage":"","limit_ppm":"333333","denominator":"invested"},\
      {"scope":"fund","stage":"","limit_ppm":"500000","denominator":"approved"}]
      """
    let scenario = try ExitTexts.read(ExitTexts.scenario(policy: ExitTexts.policy(fail: fail)))
    let (limits, classes) = try LossLimit.all(scenario)
    #expect(classes == ["seed"])
    var stream = RandomStream(seed: 5, path: 3, purpose: 200)
    for round in 0..<60 {
      var sums = LossLimit.Sums()
      sums.invested = amount(&stream, upTo: 9)
      sums.approved = sums.invested + amount(&stream, upTo: 8)
      sums.lost = pick([0, sums.invested / 3, sums.invested / 3 + 1, sums.invested], &stream)
      var facts = Tolerance.Sums(
        stage: "seed",
        invested: Fen(sums.invested),
        lost: Fen(sums.lost)
      )
      facts.approved = Fen(sums.approved)
      var question = try Tolerance.Case(Array("{}".utf8))
      question.classes = [facts]
      let standings = try Tolerance.judge(question, policy: scenario.policy).figures.limits
      for (limit, standing) in zip(limits, standings) {
        let (loss, isWithin) = limit.judge(sums, fund: 0)
        #expect(loss == standing.loss.rawValue, "round \(round)")
        #expect(isWithin == standing.within, "round \(round)")
      }
    }
  }
}
