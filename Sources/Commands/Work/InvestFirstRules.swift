import Findings
import InvestFirst
import Policies
import Quantities
import Reports

extension RuleExit: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let table = try session.rates(rates, beside: rule.policy)
    let quote = try session.investFirst(rule, { (file) throws(Findings) in try ExitCase(file) }) {
      (facts, policy) throws(Refusal) in
      try Exit.quote(facts, policy: policy, rates: table)
    }
    let (figures, proceeds) = (quote.figures, quote.figures.proceeds)
    let report = RuleReport(
      title: Phrase("退出试算", "Exit"),
      figures: [
        ("principal", Phrase("本金", "Principal"), .amount(proceeds.principal)),
        ("floor", Phrase("应得", "Due"), .amount(figures.floor)),
        ("price", Phrase("价款", "Price"), .amount(proceeds.price)),
        ("fees", Phrase("费用", "Fees"), .amount(proceeds.fees)),
        ("gain", Phrase("收益(负数为损失)", "Gain (negative: loss)"), .amount(proceeds.gain)),
        ("loss", Phrase("损失", "Loss"), .amount(proceeds.loss)),
        ("hurdle", Phrase("门槛收益", "Hurdle"), .amount(proceeds.hurdle)),
        ("concession", Phrase("让利", "Concession"), .amount(proceeds.concession)),
        ("manager_reward", Phrase("管理人奖励", "Manager's reward"), .amount(proceeds.managerReward)),
        ("broker_reward", Phrase("技术经理人奖励", "Broker's reward"), .amount(proceeds.brokerReward)),
        (
          "principal_returned", Phrase("收回本金(冲减支出)", "Principal returned"),
          .amount(proceeds.principalReturned)
        ),
        ("gain_returned", Phrase("留存收益(列收入)", "Gain returned"), .amount(proceeds.gainReturned)),
        ("to_treasury", Phrase("上缴", "To the treasury"), .amount(proceeds.toTreasury)),
      ],
      lists: [.init("slices", .array(figures.slices.map(RuleExit.json)))],
      trace: quote.trace
    )
    try session.show(report, rule)
  }

  private static func json(_ slice: Exit.Slice) -> JSON {
    [
      "date": .string("\(slice.date)"), "amount": .amount(slice.amount),
      "from": .string("\(slice.start)"), "days": .integer(Int64(slice.days)),
      "tier": .integer(Int64(slice.tier)), "rate_ppm": .ppm(slice.rate),
      "interest": .amount(slice.interest),
      "segments": .array(
        slice.segments.map { segment in
          [
            "from": .string("\(segment.start)"), "to": .string("\(segment.end)"),
            "days": .integer(Int64(segment.days)), "rate_ppm": .ppm(segment.rate),
            "interest": .amount(segment.interest),
          ]
        }
      ),
    ]
  }
}

extension RuleConversion: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let table = try session.rates(rates, beside: rule.policy)
    let quote = try session.investFirst(
      rule,
      { (file) throws(Findings) in try ConversionCase(file) }
    ) { (facts, policy) throws(Refusal) in
      try Conversion.quote(facts, policy: policy, rates: table)
    }
    let figures = quote.figures
    let price = try session.ruled(rule) { () throws(Refusal) in
      do throws(Overflow) { return try figures.price.ratio.text(decimals: 2) } catch {
        throw Refusal(error)
      }
    }
    let report = RuleReport(
      title: Phrase("转股试算", "Conversion"),
      figures: [
        ("base", Phrase("转股基数", "Base"), .amount(figures.base)),
        ("price", Phrase("转股价格", "Price"), .string(price)),
        ("price_exact", Phrase("精确价格", "Exact price"), .string("\(figures.price.ratio)")),
        ("capital_to_fund", Phrase("股本", "Capital to the fund"), .amount(figures.capitalToFund)),
        (
          "capital_to_founders", Phrase("让利股本", "Capital to founders"),
          .amount(figures.capitalToFounders)
        ),
        ("capital_after", Phrase("转股后注册资本", "Capital after"), .amount(figures.capitalAfter)),
        ("surplus", Phrase("资本公积", "Surplus"), .amount(figures.surplus)),
        ("share_ppm", Phrase("持股比例(百万分率)", "Share in ppm"), .ppm(figures.share)),
        ("excess", Phrase("超额", "Excess"), .amount(figures.excess)),
        (
          "excess_goes", Phrase("超额去向", "What becomes of it"),
          .optional(figures.excessGoes?.rawValue)
        ),
      ],
      lists: [],
      trace: quote.trace
    )
    try session.show(report, rule)
  }
}

extension RuleRent: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let quote = try session.investFirst(rule, { (file) throws(Findings) in try Rent.Lease(file) }) {
      (lease, policy) throws(Refusal) in try Rent.accrue(lease, policy: policy)
    }
    let months = quote.figures.months
    let report = RuleReport(
      title: Phrase("租金试算", "Rent"),
      figures: [
        ("total", Phrase("合计", "Total"), .amount(quote.figures.total)),
        ("vat", Phrase("其中增值税", "VAT in it"), .amount(quote.figures.vat)),
      ],
      lists: [
        .init(
          "months",
          .array(
            months.map { month in
              [
                "month": .string("\(month.month)"), "days": .integer(Int64(month.days)),
                "amount": .amount(month.amount),
              ]
            }
          )
        )
      ],
      trace: quote.trace
    )
    try session.show(report, rule)
  }
}

extension RuleTolerance: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let quote = try session.investFirst(
      rule,
      { (file) throws(Findings) in try Tolerance.Case(file) }
    ) { (facts, policy) throws(Refusal) in try Tolerance.judge(facts, policy: policy) }
    let limits = quote.figures.limits.map { limit -> JSON in
      [
        "scope": .string(limit.scope.rawValue), "stage": .string(limit.stage),
        "loss_ppm": .ppm(limit.loss), "limit_ppm": .ppm(limit.limit), "within": .bool(limit.within),
      ]
    }
    let projects = quote.figures.projects.map { project -> JSON in
      [
        "id": .string(project.id), "loss_ppm": project.loss.map(JSON.ppm) ?? .null,
        "limit_ppm": project.limit.map(JSON.ppm) ?? .null,
        "outcome": .string(project.outcome.rawValue),
      ]
    }
    let breaches = quote.figures.limits.count { !$0.within }
    let uncovered = quote.figures.projects.count { $0.outcome != .exempt }
    let report = RuleReport(
      title: Phrase("容错试算", "Tolerance"),
      figures: [
        ("breaches", Phrase("超出比例的类别", "Limits exceeded"), .integer(Int64(breaches))),
        ("not_exempt", Phrase("未全部免责的项目", "Not exempt"), .integer(Int64(uncovered))),
      ],
      lists: [.init("limits", .array(limits)), .init("projects", .array(projects))],
      trace: quote.trace
    )
    try session.show(report, rule)
  }
}
