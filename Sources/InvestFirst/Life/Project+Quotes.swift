import Findings
public import Policies
public import Quantities

/// The calculations of a life: what a rule says about the project as it is, ready to be a document.
extension Project {
  /// Computes a conversion of the whole right.
  ///
  /// - Parameters:
  ///   - facts: the round; the payments are the project's own.
  ///   - before: the owners before the round.
  ///   - holder: who will hold the equity.
  ///   - policy: the policy of the contract.
  ///   - rates: the published rates.
  /// - Returns: the facts of the conversion and the steps to them.
  /// - Throws: the open values that are needed, or what the case lacks.
  public func quoteConversion(
    _ facts: ConversionCase,
    before: CapTable,
    holder: String,
    policy: InvestFirstPolicy,
    rates: RateTable = RateTable()
  ) throws(Refusal) -> Explained<ConversionDone> {
    try demand(policy)
    var facts = facts
    let slices = right.slices.filter { $0.left > .zero && mayBuyEquity($0.fund) }
    let payments = slices.map { Disbursement(date: $0.date, kind: $0.kind, amount: $0.left) }
    let left = Fen.sum(slices.map(\.left))
    facts.disbursements = try unweighted(payments, policy)
    facts.rents = []
    // A class is at least as large as anybody in it, as the guard of the conversion takes it.
    facts.largestHolding = facts.largestHolding ?? before.capital.values.max()
    facts.capitalBefore = try exactly { () throws(Overflow) in try Fen(sum: before.total) }
    let quote = try Conversion.quote(facts, policy: policy, rates: rates)
    let figures = quote.figures
    let conversion = try exactly { () throws(Overflow) in
      let others = CapTable([
        .founders: figures.capitalToFounders, .investors: figures.capitalToOthers,
      ])
      // Interest raises the base, not what was paid: the excess leaves its part of the right.
      let converts = try figures.base.subtracting(figures.excess)
      let part = Ratio(Int128(converts.rawValue), over: Int128(figures.base.rawValue))
      return ConversionDone(
        used: try Fen(try Ratio(left).multiplied(by: part), .down),
        capitalToFund: figures.capitalToFund,
        others: try before.adding(others),
        holder: holder
      )
    }
    return Explained(conversion, trace: quote.trace)
  }

  /// Computes the price for a part of the equity.
  ///
  /// - Parameters:
  ///   - facts: the day, the offer and the values of the part that is sold; the payments are the
  ///     project's own.
  ///   - capital: the registered capital that is sold.
  ///   - way: in which way.
  ///   - policy: the policy of the contract.
  ///   - rates: the published rates.
  /// - Returns: the price, and what is taken out of it.
  /// - Throws: the open values that are needed, or what the case lacks.
  public func quoteExit(
    _ facts: ExitCase,
    selling capital: Fen,
    by way: ExitTerms.Way,
    policy: InvestFirstPolicy,
    rates: RateTable = RateTable()
  ) throws(Refusal) -> Explained<ExitPrice> {
    try demand(policy)
    guard var holding, capital > .zero, capital <= holding.capital else {
      let available = ["available": "\(holding?.capital ?? .zero)"]
      throw Refusal(
        Finding(.exceeds, column: "capital", value: "\(capital)", arguments: available)
      )
    }
    let cost = try exactly { () throws(Overflow) in
      try Exit.averageCost(of: capital, in: holding.capital, costing: holding.cost)
    }
    var facts = facts
    facts.disbursements = try unweighted(holding.use(cost), policy)
    facts.fraction = .one
    let quote = try Exit.quote(facts, policy: policy, rates: rates)
    let proceeds = quote.figures.proceeds
    let price = ExitPrice(
      way: way,
      capital: capital,
      price: proceeds.price,
      concession: proceeds.concession,
      fees: proceeds.fees
    )
    return Explained(price, trace: quote.trace)
  }

  /// Computes what is due when the whole right is paid back.
  ///
  /// - Parameters:
  ///   - facts: the day and the offer; the payments are the project's own.
  ///   - policy: the policy of the contract.
  ///   - rates: the published rates.
  /// - Returns: principal and gain, apart.
  /// - Throws: the open values that are needed, or what the case lacks.
  public func quoteRepayment(
    _ facts: ExitCase,
    policy: InvestFirstPolicy,
    rates: RateTable = RateTable()
  ) throws(Refusal) -> Explained<Repayment> {
    try demand(policy)
    var facts = facts
    let payments = right.slices.filter { $0.left > .zero }
      .map { Disbursement(date: $0.date, kind: $0.kind, amount: $0.left) }
    facts.disbursements = try unweighted(payments, policy)
    facts.fraction = .one
    let quote = try Exit.quote(facts, policy: policy, rates: rates)
    let repayment = try exactly { () throws(Overflow) in
      let principal = try Fen(sum: right.left)
      let gain = try quote.figures.proceeds.price.subtracting(principal)
      return Repayment(principal: principal, gain: max(gain, .zero))
    }
    return Explained(repayment, trace: quote.trace)
  }

  /// Whether money of a source may buy equity; what the policy does not name may.
  func mayBuyEquity(_ source: String) -> Bool { contract?.sources[source] ?? true }

  /// A contract is ruled by the policy it froze.
  private func demand(_ policy: InvestFirstPolicy) throws(Refusal) {
    guard policy.header.id != contract?.policy else { return }
    let range = ["range": "= \(contract?.policy ?? "")"]
    throw Refusal(
      Finding(.fieldValue, column: "policy", value: policy.header.id, arguments: range)
    )
  }

  /// The payments before a rule weighs them; weighing gives back to the fen what counted.
  private func unweighted(
    _ payments: [Disbursement],
    _ policy: InvestFirstPolicy
  ) throws(Refusal) -> [Disbursement] {
    let kinds = try needed(policy.count.kinds)
    let weights = Dictionary(uniqueKeysWithValues: kinds.map { ($0.kind, $0.weight) })
    var gross: [Disbursement] = []
    for payment in payments {
      guard let weight = weights[payment.kind], weight > .zero else {
        let range = ["range": "> 0"]
        throw Refusal(
          Finding(
            .fieldValue,
            column: "count.kinds",
            value: payment.kind.rawValue,
            arguments: range
          )
        )
      }
      let amount = try exactly { () throws(Overflow) in
        try Fen(try Ratio(payment.amount).divided(by: weight.ratio), .halfUp)
      }
      gross.append(Disbursement(date: payment.date, kind: payment.kind, amount: amount))
    }
    return gross
  }
}
