import Findings
import Policies
import Quantities

/// Works a conversion out, step by step (转股计算).
struct ConversionQuotation {
  private let facts: ConversionCase
  private let terms: ConversionTerms
  private let kinds: Parameter<[CountTerms.CountedKind]>
  private let rates: RateTable
  private let settled: Settled
  private var trace: [Step] = []

  /// The terms that every conversion needs, none open.
  private struct Settled {
    let weights: [SupportKind: PPM]
    let rule: ConversionTerms.PriceRule
    let discount: PPM
    let valuationCap: Fen
    let include: ConversionTerms.IncludeInPre
    let interest: SettledInterest?
    let holdMax: PPM
    let notLargest: Bool
    let concession: PPM
    let rounding: Rounding
  }

  init(
    _ facts: ConversionCase,
    _ policy: InvestFirstPolicy,
    _ rates: RateTable
  ) throws(Refusal) {
    self.facts = facts
    self.rates = rates
    terms = policy.convert
    kinds = policy.count.kinds
    var needs = Needs()
    let (kinds, rule) = (needs.take(policy.count.kinds), needs.take(terms.priceRule))
    // Only the price of a round is asked whether its value includes the money that converts.
    let isSilent = terms.includeInPre.provision.isSilent && rule != .roundPrice
    let include = isSilent ? .outside : needs.take(terms.includeInPre)
    if rule == .agreedRatio, facts.agreedRatio == nil { _ = needs.take(terms.agreedRatio) }
    let interest = needs.take(terms.baseInterest).flatMap { $0 }?.settled(&needs)
    let (discount, cap) = (needs.take(terms.discount), needs.take(terms.valuationCap))
    let (holdMax, notLargest) = (needs.take(terms.holdMax), needs.take(terms.notLargest))
    let (concession, round) = (needs.take(terms.shareConcession), needs.take(terms.shareRound))
    try needs.check()
    guard let kinds, let rule, let include, let discount, let cap, let holdMax, let notLargest,
      let concession, let round
    else { preconditionFailure("needs are met") }
    settled = Settled(
      weights: Dictionary(uniqueKeysWithValues: kinds.map { ($0.kind, $0.weight) }),
      rule: rule,
      discount: discount,
      valuationCap: cap,
      include: include,
      interest: interest,
      holdMax: holdMax,
      notLargest: notLargest,
      concession: concession,
      rounding: round
    )
  }

  mutating func run() throws(Refusal) -> Explained<Conversion.Figures> {
    let base = try base()
    guard let before = facts.capitalBefore, before > .zero else {
      throw Refusal(.needed("capital_before"))
    }
    let prices = try prices(base, before)
    let others = try others(prices.round)
    let most = try most(before, others)
    let full = try exactly { () throws(Overflow) in
      try Fen(try Ratio(base).divided(by: prices.conversion), settled.rounding)
    }
    let taken = try taken(base, full: full, most: most, price: prices.conversion)
    let given = try exactly { () throws(Overflow) in
      let exact = try Ratio(taken.capital).multiplied(by: settled.concession.ratio)
      return try Fen(exact, .halfUp)
    }
    let figures = try exactly { () throws(Overflow) in
      let capital = try taken.capital.adding(try given.negated())
      let after = try before.adding(others).adding(taken.capital)
      return Conversion.Figures(
        base: base,
        price: Conversion.Exact(taken.price),
        capitalToFund: capital,
        capitalToFounders: given,
        capitalToOthers: others,
        surplus: try taken.money.adding(try taken.capital.negated()),
        share: try PPM(nearest: Ratio(capital).divided(by: Ratio(after))),
        excess: try base.adding(try taken.money.negated()),
        excessGoes: taken.money < base ? taken.goes : nil,
        capitalAfter: after
      )
    }
    explain(figures)
    return Explained(figures, trace: trace)
  }

  // MARK: The base

  private mutating func base() throws(Refusal) -> Fen {
    var total = Int128(0)
    var counted = 0
    for payment in facts.disbursements {
      let weight = settled.weights[payment.kind] ?? .zero
      let amount = try weighted(payment.amount, weight)
      total += Int128(amount.rawValue)
      counted += weight == .zero ? 0 : 1
      total += Int128(try interest(on: amount, since: payment.date).rawValue)
    }
    for rent in facts.rents {
      let weight = settled.weights[.rent] ?? .zero
      let amount = try weighted(rent.amount, weight)
      total += Int128(amount.rawValue)
      counted += weight == .zero ? 0 : 1
      total += Int128(try interest(on: amount, since: rent.month.lastDay).rawValue)
    }
    let base = try exactly { () throws(Overflow) in try Fen(sum: total) }
    guard base > .zero else { throw Refusal(.needed("disbursements")) }
    trace.append(
      Step(
        "转股基数",
        clause: kinds.clause,
        formula: "Σ 各笔金额 × 计入比例" + (settled.interest == nil ? "" : " + 先投期间利息"),
        [
          "计入笔数": counted,
          "未计入笔数": facts.disbursements.count + facts.rents.count - counted,
        ],
        value: base
      )
    )
    return base
  }

  private func weighted(_ amount: Fen, _ weight: PPM) throws(Refusal) -> Fen {
    try exactly { () throws(Overflow) in
      try Fen(try Ratio(amount).multiplied(by: weight.ratio), .halfUp)
    }
  }

  private func interest(on amount: Fen, since date: CivilDate) throws(Refusal) -> Fen {
    guard let interest = settled.interest, amount > .zero else { return .zero }
    guard let event = facts.eventDate else { throw Refusal(.needed("event_date")) }
    guard date <= event else {
      let found = ["earlier": "\(date)"]
      throw Refusal(
        Finding(.dateOrder, column: "event_date", value: "\(event)", arguments: found)
      )
    }
    let accrual = try interest.accrual(
      on: amount,
      over: .init(start: date, end: event),
      rates: rates,
      rounding: nil
    )
    return try exactly { () throws(Overflow) in try Fen(accrual.interest, .halfUp) }
  }

  // MARK: The price

  private struct Prices {
    /// What others pay.
    let round: Ratio
    /// What the fund pays.
    let conversion: Ratio
  }

  private mutating func prices(_ base: Fen, _ before: Fen) throws(Refusal) -> Prices {
    switch settled.rule {
    case .agreedRatio: return try agreed(base, before)
    case .par: return try discounted(.one, before, formula: "每元注册资本 1 元", [:])
    case .roundPrice, .appraisal, .netAssets: break
    }
    let (field, value) = worth
    guard let value, value > .zero else { throw Refusal(.needed(field)) }
    let isInside = settled.include == .inside
    let converting = try exactly { () throws(Overflow) in try base.adding(facts.coConverting) }
    let price = try exactly { () throws(Overflow) in
      let worth = isInside ? try value.adding(try converting.negated()) : value
      return Ratio(Int128(worth.rawValue), over: Int128(before.rawValue))
    }
    guard price > .zero else {
      let range = "> \(converting)"
      throw Refusal(
        Finding(.fieldValue, column: field, value: "\(value)", arguments: ["range": range])
      )
    }
    return try discounted(
      price,
      before,
      formula: isInside ? "(投前估值 − 转股款合计) ÷ 投前注册资本" : "投前估值 ÷ 投前注册资本",
      isInside
        ? ["投前估值": value, "转股款合计": converting, "投前注册资本": before]
        : ["投前估值": value, "投前注册资本": before]
    )
  }

  /// What the company is worth under the rule of the price, and the field that says so.
  private var worth: (String, Fen?) {
    switch settled.rule {
    case .appraisal: ("appraised_value", facts.appraisedValue ?? facts.preMoney)
    case .netAssets: ("net_assets", facts.netAssets ?? facts.preMoney)
    case .roundPrice, .par, .agreedRatio: ("pre_money", facts.preMoney)
    }
  }

  /// The fund's price is lowered by the discount and does not rise above the valuation cap.
  private mutating func discounted(
    _ price: Ratio,
    _ before: Fen,
    formula: String,
    _ inputs: KeyValuePairs<String, any CustomStringConvertible & Sendable>
  ) throws(Refusal) -> Prices {
    let conversion = try exactly { () throws(Overflow) in
      let lowered = try price.multiplied(by: settled.discount.complement)
      guard settled.valuationCap > .zero else { return lowered }
      let cap = Ratio(Int128(settled.valuationCap.rawValue), over: Int128(before.rawValue))
      return min(lowered, cap)
    }
    trace.append(
      Step("每股价格", clause: terms.priceRule.clause, formula: formula, inputs, value: price)
    )
    if conversion != price {
      trace.append(
        Step(
          "转股价格",
          clause: terms.discount.clause,
          formula: settled.valuationCap > .zero
            ? "取小(每股价格 × (1 − 折扣), 估值上限 ÷ 投前注册资本)" : "每股价格 × (1 − 折扣)",
          ["折扣": settled.discount, "估值上限": settled.valuationCap],
          value: conversion
        )
      )
    }
    return Prices(round: price, conversion: conversion)
  }

  /// The price at which the base buys the share that was agreed up front.
  private mutating func agreed(_ base: Fen, _ before: Fen) throws(Refusal) -> Prices {
    guard let share = facts.agreedRatio ?? terms.agreedRatio.value, share > .zero, share < .one
    else { throw Refusal(.needed("agreed_ratio_ppm")) }
    let price = try exactly { () throws(Overflow) in
      let capital = try Ratio(before).multiplied(by: share.ratio.divided(by: share.complement))
      return try Ratio(base).divided(by: capital)
    }
    trace.append(
      Step(
        "转股价格",
        clause: terms.agreedRatio.clause,
        formula: "转股基数 ÷ (投前注册资本 × 约定比例 ÷ (1 − 约定比例))",
        ["转股基数": base, "投前注册资本": before, "约定比例": share],
        value: price
      )
    )
    return Prices(round: price, conversion: price)
  }

  /// The registered capital of those who join beside the fund, at the undiscounted price.
  private func others(_ price: Ratio) throws(Refusal) -> Fen {
    try exactly { () throws(Overflow) in
      let investors = try Fen(Ratio(facts.roundCash).divided(by: price), settled.rounding)
      let partners = try Fen(Ratio(facts.coConverting).divided(by: price), settled.rounding)
      return try investors.adding(partners)
    }
  }

  // MARK: The caps

  /// The most registered capital that the fund may hold; `nil` without a cap.
  private func most(_ before: Fen, _ others: Fen) throws(Refusal) -> Ratio? {
    try exactly { () throws(Overflow) in
      var most: Ratio?
      if settled.holdMax < .one {
        let rest = try before.adding(others)
        let ratio = try settled.holdMax.ratio.divided(by: settled.holdMax.complement)
        most = try Ratio(rest).multiplied(by: ratio)
      }
      if settled.notLargest {
        let largest = max(facts.largestHolding ?? before, others)
        let below = Ratio(Int128(largest.rawValue) - 1)
        most = most.map { min($0, below) } ?? below
      }
      return most
    }
  }

  private struct Taken {
    let money: Fen
    let capital: Fen
    let price: Ratio
    let goes: ConversionTerms.Excess?
  }

  /// What of the base converts, and into how much.
  ///
  /// The cap is rounded down, and so is the capital
  /// when rounding it otherwise would break the cap.
  private mutating func taken(
    _ base: Fen,
    full: Fen,
    most: Ratio?,
    price: Ratio
  ) throws(Refusal) -> Taken {
    guard let most, Ratio(full) > most else {
      return Taken(money: base, capital: full, price: price, goes: nil)
    }
    let limit = try exactly { () throws(Overflow) in
      (
        money: try Fen(try most.multiplied(by: price), .down),
        capital: try Fen(most, .down)
      )
    }
    if limit.money >= base {
      // Only rounding up would break the cap.
      return Taken(money: base, capital: limit.capital, price: price, goes: nil)
    }
    let goes = try needed(terms.excess)
    trace.append(
      Step(
        "持股上限",
        clause: settled.holdMax < .one ? terms.holdMax.clause : terms.notLargest.clause,
        formula: "可转股本 = 其他各方注册资本 × 上限 ÷ (1 − 上限), 可转金额向下舍到分",
        ["上限": settled.holdMax, "应转股本": full, "可转股本": limit.capital],
        value: limit.money
      )
    )
    if goes == .reducePrice {
      guard limit.capital > .zero else {
        let holdMax = Finding(
          .fieldValue,
          column: "convert.hold_max_ppm",
          value: "\(settled.holdMax.rawValue)",
          arguments: ["range": "> 0"]
        )
        throw Refusal(holdMax)
      }
      let raised = Ratio(Int128(base.rawValue), over: Int128(limit.capital.rawValue))
      return Taken(money: base, capital: limit.capital, price: raised, goes: goes)
    }
    let capital = try exactly { () throws(Overflow) in
      let bought = try Fen(try Ratio(limit.money).divided(by: price), settled.rounding)
      return min(bought, limit.capital)
    }
    return Taken(money: limit.money, capital: capital, price: price, goes: goes)
  }

  private mutating func explain(_ figures: Conversion.Figures) {
    let rounding = settled.rounding == .down ? "向下舍到分" : "四舍五入到分"
    trace.append(
      Step(
        "股本",
        clause: terms.shareRound.clause,
        formula: "转股金额 ÷ 转股价格, \(rounding)",
        ["转股价格": figures.price.ratio, "超额": figures.excess],
        value: figures.capitalToFund
      )
    )
    if figures.capitalToFounders != .zero {
      trace.append(
        Step(
          "转股让利",
          clause: terms.shareConcession.clause,
          formula: "股本 × 让利比例, 归创始团队",
          ["让利比例": settled.concession],
          value: figures.capitalToFounders
        )
      )
    }
    trace.append(
      Step(
        "资本公积",
        formula: "转股金额 − 新增注册资本",
        ["转股基数": figures.base, "超额": figures.excess],
        value: figures.surplus
      )
    )
    trace.append(
      Step(
        "持股比例",
        formula: "股本 ÷ 转股后注册资本",
        ["股本": figures.capitalToFund, "转股后注册资本": figures.capitalAfter],
        value: figures.share
      )
    )
  }
}
