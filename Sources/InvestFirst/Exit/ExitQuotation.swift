import Findings
import Policies
import Quantities

/// Works an exit out, step by step (退出计算).
struct ExitQuotation {
  private let facts: ExitCase
  private let policy: InvestFirstPolicy
  private let settled: SettledExit
  private let rates: RateTable
  private var trace: [Step] = []

  init(
    _ facts: ExitCase,
    _ policy: InvestFirstPolicy,
    _ settled: SettledExit,
    _ rates: RateTable
  ) {
    self.facts = facts
    self.policy = policy
    self.settled = settled
    self.rates = rates
  }

  mutating func run() throws(Refusal) -> Explained<Exit.Figures> {
    let amounts = try amounts()
    let principal = try exactly { () throws(Overflow) in try Fen(sum: Fen.sum(amounts)) }
    let bases = try bases(amounts, principal)
    var slices: [Exit.Slice] = []
    var sums: [ExitTier.Bound: ExactSum] = [:]
    for (index, placed) in settled.slices.enumerated() {
      let accrual = try accrual(placed, on: bases[index])
      let slice = try slice(placed, amounts[index], accrual)
      let due =
        settled.roundAt == .total ? accrual?.interest ?? .zero : Ratio(slice.interest)
      try exactly { () throws(Overflow) in
        guard let bound = settled.tiers[placed.tier]?.bound else { return }
        try sums[bound, default: ExactSum()].add(Ratio(bases[index]))
        try sums[bound, default: ExactSum()].add(due)
      }
      slices.append(slice)
    }
    let demanded = try demanded(sums)
    let price = try price(demanded)
    let split = try settled.split.split(price: price, fees: facts.fees, principal: principal)
    let figures = Exit.Figures(floor: demanded.sum, proceeds: split.figures, slices: slices)
    return Explained(figures, trace: trace + split.trace)
  }

  // MARK: The principal

  /// What counts of each payment, and of that the part that is sold.
  ///
  /// The parts add up to the rounded sum.
  private mutating func amounts() throws(Refusal) -> [Fen] {
    var counted: [Fen] = []
    for placed in settled.slices {
      counted.append(
        try exactly { () throws(Overflow) in
          let exact = try Ratio(placed.payment.amount).multiplied(by: placed.weight.ratio)
          // What counts is the same sum when it is converted and when it is sold.
          return try Fen(exact, .halfUp)
        }
      )
    }
    let sold = try exactly { () throws(Overflow) in
      try share(facts.fraction.ratio, ofEach: counted)
    }
    let isWhole = facts.fraction == .one
    trace.append(
      Step(
        "本金",
        clause: policy.count.kinds.clause,
        formula: isWhole ? "Σ 拨付金额 × 计入比例" : "Σ 拨付金额 × 计入比例 × 本次退出比例",
        [
          "拨付笔数": settled.slices.count, "计入合计": Fen.yuan(Fen.sum(counted)),
          "本次退出比例": facts.fraction,
        ],
        value: Fen.yuan(Fen.sum(sold))
      )
    )
    return sold
  }

  /// A share of each amount, the rounding carried along so that the parts add up.
  private func share(_ share: Ratio, ofEach amounts: [Fen]) throws(Overflow) -> [Fen] {
    var parts: [Fen] = []
    var (total, given) = (Fen.zero, Fen.zero)
    for amount in amounts {
      total = try total.adding(amount)
      let due = try Fen(try Ratio(total).multiplied(by: share), settled.mode)
      parts.append(try due.adding(try given.negated()))
      given = due
    }
    return parts
  }

  /// What each slice's price is made from: its amount, or its part of what the holding is worth.
  private mutating func bases(_ amounts: [Fen], _ principal: Fen) throws(Refusal) -> [Fen] {
    var bases = amounts
    for base in [ExitTier.Base.market, .appraisal] {
      let members = settled.slices.indices.filter {
        settled.tiers[settled.slices[$0].tier]?.base == base
      }
      if members.isEmpty { continue }
      let worth = try worth(base)
      let parts = try exactly { () throws(Overflow) in
        let ratio = try Ratio(worth).divided(by: Ratio(max(principal, Fen(1))))
        return try share(ratio, ofEach: amounts)
      }
      for index in members { bases[index] = parts[index] }
    }
    return bases
  }

  /// What the part that is sold is worth.
  private mutating func worth(_ base: ExitTier.Base) throws(Refusal) -> Fen {
    let field = base == .market ? "market_value" : "appraised_value"
    let value = base == .market ? facts.marketValue : facts.appraisedValue ?? facts.marketValue
    guard let value else { throw Refusal(.needed(field)) }
    let worth = try sold(of: value)
    trace.append(
      Step(
        base == .market ? "市值" : "评估值",
        formula: "整体价值 × 本次退出比例",
        ["整体价值": value, "本次退出比例": facts.fraction],
        value: worth
      )
    )
    return worth
  }

  private func sold(of value: Fen) throws(Refusal) -> Fen {
    try exactly { () throws(Overflow) in
      try Fen(try Ratio(value).multiplied(by: facts.fraction.ratio), settled.mode)
    }
  }

  // MARK: The return

  private func accrual(
    _ placed: SettledExit.Placed,
    on base: Fen
  ) throws(Refusal) -> Accrual? {
    guard let tier = settled.tiers[placed.tier], let interest = tier.interest else { return nil }
    return try interest.accrual(
      on: base,
      over: .init(start: start(placed), end: settled.date),
      rates: rates,
      rounding: settled.roundAt == .eachSegment ? settled.mode : nil
    )
  }

  private func start(_ placed: SettledExit.Placed) -> CivilDate {
    guard let tier = settled.tiers[placed.tier] else { return placed.clockStart }
    let start = tier.interestFrom == .clock ? placed.clockStart : placed.payment.date
    guard tier.span == .tier else { return start }
    return max(start, placed.clockStart.adding(months: Int(tier.fromMonth)))
  }

  private mutating func slice(
    _ placed: SettledExit.Placed,
    _ amount: Fen,
    _ accrual: Accrual?
  ) throws(Refusal) -> Exit.Slice {
    let start = start(placed)
    let slice = try exactly { () throws(Overflow) in
      var segments: [Exit.Segment] = []
      for part in accrual?.parts ?? [] {
        segments.append(
          Exit.Segment(
            start: part.start,
            end: part.end,
            days: part.days,
            rate: try PPM(nearest: part.rate),
            interest: try Fen(part.interest, settled.mode)
          )
        )
      }
      return Exit.Slice(
        date: placed.payment.date,
        amount: amount,
        tier: placed.tier,
        start: start,
        days: accrual?.days ?? DayCount.actual365.days(from: start, to: settled.date),
        rate: try PPM(nearest: accrual?.rate ?? .zero),
        interest: try Fen(accrual?.interest ?? .zero, settled.mode),
        segments: segments
      )
    }
    explain(slice, placed)
    return slice
  }

  private mutating func explain(_ slice: Exit.Slice, _ placed: SettledExit.Placed) {
    guard let tier = settled.tiers[placed.tier] else { return }
    trace.append(
      Step(
        "档次",
        clause: tier.clause,
        formula: "退出日落在该笔起算日后的哪一档(对月对日, 当日仍属前档)",
        [
          "拨付日": slice.date, "起算日": placed.clockStart, "退出日": settled.date,
          "金额": slice.amount,
        ],
        value: "第 \(slice.tier + 1) 档"
      )
    )
    guard let interest = tier.interest else { return }
    for segment in slice.segments where slice.segments.count > 1 {
      trace.append(
        Step(
          interest.compound == .annual ? "分年计息" : "分段计息",
          clause: interest.clause.isEmpty ? tier.clause : interest.clause,
          formula: "金额 × 年利率 × 天数 ÷ \(interest.dayCount.basis)",
          ["起": segment.start, "止": segment.end, "年利率": segment.rate, "天数": segment.days],
          value: segment.interest
        )
      )
    }
    trace.append(
      Step(
        "计息",
        clause: interest.clause.isEmpty ? tier.clause : interest.clause,
        formula: formula(interest, segments: slice.segments.count),
        ["金额": slice.amount, "起": slice.start, "年利率": slice.rate, "天数": slice.days],
        value: slice.interest
      )
    )
  }

  private func formula(_ interest: SettledInterest, segments: Int) -> String {
    if segments > 1 { return interest.compound == .annual ? "逐年复利合计" : "各段合计" }
    let rounded = settled.roundAt == .total ? "(合计时才舍入)" : ""
    return "金额 × 年利率 × 天数 ÷ \(interest.dayCount.basis)" + rounded
  }

  // MARK: The price

  /// What the policy demands: in all, at least and at most.
  private struct Demand {
    let sum: Fen
    let least: Fen
    let most: Fen?
  }

  private mutating func demanded(
    _ sums: [ExitTier.Bound: ExactSum]
  ) throws(Refusal) -> Demand {
    let demand = try exactly { () throws(Overflow) in
      func sum(_ bounds: ExitTier.Bound...) throws(Overflow) -> Fen {
        var total = Fen.zero
        for bound in bounds {
          guard let sum = sums[bound] else { continue }
          total = try total.adding(try Fen(sum: sum.rounded(settled.mode)))
        }
        return total
      }
      return Demand(
        sum: try sum(.exact, .floor, .cap),
        least: try sum(.exact, .floor),
        most: sums[.floor] == nil ? try sum(.exact, .cap) : nil
      )
    }
    trace.append(
      Step(
        "应得",
        clause: policy.exit.roundAt.clause,
        formula: "Σ (计价基础 + 收益), \(settled.roundAt.chinese)",
        ["笔数": settled.slices.count],
        value: demand.sum
      )
    )
    return demand
  }

  private mutating func price(_ demand: Demand) throws(Refusal) -> Fen {
    var value = facts.offeredPrice
    if value == nil, let whole = facts.marketValue { value = try sold(of: whole) }
    let offer = value ?? demand.sum
    let raised = max(offer, demand.least)
    let price = demand.most.map { min(raised, $0) } ?? raised
    trace.append(
      Step(
        "价款",
        clause: policy.exit.tiers.clause,
        formula: "出价不低于下限, 不高于上限",
        [
          "出价": value.map { "\($0)" } ?? "无", "下限": demand.least,
          "上限": demand.most.map { "\($0)" } ?? "无",
        ],
        value: price
      )
    )
    return price
  }
}

extension ExitTerms.RoundAt {
  /// The rule in words.
  fileprivate var chinese: String {
    switch self {
    case .eachSlice: "逐笔舍入"
    case .eachSegment: "逐段舍入"
    case .total: "合计后舍入一次"
    }
  }
}
