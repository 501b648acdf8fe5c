import Findings
import Policies
import Quantities

/// Exits, money that comes back, and losses.
extension Transition {
  mutating func take(_ price: ExitPrice) throws(Overflow) {
    guard let holding = project.holding, let contract = project.contract else { return }
    if !contract.ways.contains(price.way) {
      let choices = contract.ways.map(\.rawValue).joined(separator: "|")
      findings.append(
        Finding(
          .valueUnknown,
          column: "way",
          value: price.way.rawValue,
          arguments: ["choices": choices]
        )
      )
    }
    demand(price.capital, "capital")
    demand(price.price, "price", orZero: true)
    demand(price.concession, "concession", orZero: true)
    demand(price.fees, "fees", orZero: true)
    demand(price.capital, "capital", atMost: Int128(holding.capital.rawValue))
    if price.capital <= holding.capital, Int128(price.capital.rawValue) > holding.free {
      let pledges = holding.pledges.keys.sorted().joined(separator: ", ")
      let found = ["available": Fen.yuan(holding.free), "pledges": pledges]
      findings.append(
        Finding(.pledged, column: "capital", value: "\(price.capital)", arguments: found)
      )
    }
    try demandAppraised(price, holding)
    guard findings.isEmpty else { return }
    try demandCovered(price, amount: price.price, holding)
    project.pending = price
    project.state = .exiting
  }

  mutating func callOff() {
    project.pending = nil
    project.state = .held
  }

  mutating func take(_ payment: ExitPayment) throws(Overflow) {
    guard let price = project.pending, var holding = project.holding else { return }
    if payment.amount != price.price, payment.reason.isEmpty {
      findings.append(Finding(.reasonMissing, column: "reason", value: "\(payment.amount)"))
    }
    demand(payment.amount, "amount", orZero: true)
    guard findings.isEmpty else { return }
    let cost = try demandCovered(price, amount: payment.amount, holding)
    guard findings.isEmpty else { return }
    trace.append(
      Step(
        "结转成本",
        formula: "持股成本 × 退出股本 ÷ 持有股本, 最后一笔取余额",
        ["持股成本": holding.cost, "退出股本": price.capital, "持有股本": holding.capital],
        value: cost
      )
    )
    holding.capital = try holding.capital.subtracting(price.capital)
    holding.cost = try holding.cost.subtracting(cost)
    let sold = holding.use(cost)
    movement[.cost] = cost
    movement[.capital] = price.capital
    movement[.fees] = price.fees
    movement[.concession] = price.concession
    movement.holder = holding.holder
    let costs = try price.fees.adding(price.concession)
    try comeBack(payment.amount, of: cost, less: costs, sold)
    let buyer: CapTable.Class = price.way == .founderBuyback ? .founders : .investors
    project.owners = try project.owners.moving(price.capital, from: .fund, to: buyer)
    project.pending = nil
    project.holding = holding.capital == .zero ? nil : holding
    project.state = project.holding != nil ? .held : project.right.left > 0 ? .convertible : .exited
  }

  mutating func take(_ repayment: Repayment) throws(Overflow) {
    demandRentsDone()
    demand(repayment.principal, "principal")
    demand(repayment.gain, "gain", orZero: true)
    demand(repayment.principal, "principal", atMost: project.right.left)
    guard findings.isEmpty else { return }
    let back = try useRight(repayment.principal)
    try comeBack(
      try repayment.principal.adding(repayment.gain),
      of: repayment.principal,
      less: .zero,
      back
    )
    if project.right.left == 0, project.holding == nil { project.state = .exited }
  }

  mutating func take(_ money: MoneyReturn) throws(Overflow) {
    demand(money.principal, "principal", orZero: true)
    demand(money.gain, "gain", orZero: true)
    demand(money.principal, "principal", atMost: Int128(project.due.principal.rawValue))
    demand(money.gain, "gain", atMost: Int128(project.due.gain.rawValue))
    // What rolls on in the pool stays where it is.
    if money.to == .treasury {
      movement[.returned] = money.principal
      movement[.gain] = money.gain
      movement[.paid] = try money.principal.adding(money.gain)
    }
    if money.to == .pool { project.rolled += Int128(money.principal.rawValue) }
    project.due.principal = try project.due.principal.subtracting(money.principal)
    project.due.gain = try project.due.gain.subtracting(money.gain)
  }

  mutating func take(_ stop: Stop) {
    let reasons = project.contract?.stopReasons ?? []
    if stop.reason.isEmpty {
      findings.append(Finding(.reasonMissing, column: "reason"))
    } else if !reasons.isEmpty, !reasons.contains(stop.reason) {
      let choices = ["choices": reasons.joined(separator: "|")]
      findings.append(
        Finding(.valueUnknown, column: "reason", value: stop.reason, arguments: choices)
      )
    }
    project.state = .stopped
  }

  mutating func take(_ clawback: Clawback) throws(Overflow) {
    demandRentsDone()
    demand(clawback.amount, "amount")
    demand(clawback.amount, "amount", atMost: project.right.left)
    guard findings.isEmpty else { return }
    let back = try useRight(clawback.amount)
    try comeBack(clawback.amount, of: clawback.amount, less: .zero, back)
    if project.right.left == 0 { project.state = .exited }
  }

  mutating func take(_ decision: WriteOff) throws(Overflow) {
    guard decision.isApproved else {
      project.state = project.holding == nil ? .stopped : .held
      return
    }
    demandRentsDone()
    demand(papers: project.contract?.writeOffEvidence ?? [])
    let right = try Fen(sum: project.right.left)
    let held = project.holding?.cost ?? .zero
    let total = try right.adding(held)
    demand(decision.recovered, "recovered", orZero: true)
    demand(decision.recovered, "recovered", atMost: Int128(total.rawValue))
    guard findings.isEmpty else { return }
    let written = try useRight(right) + (project.holding?.payments ?? [])
    movement[.cost] = total
    movement[.heldCost] = held
    movement[.capital] = project.holding?.capital ?? .zero
    movement.holder = project.holding?.holder
    try comeBack(decision.recovered, of: total, less: .zero, written)
    project.chargedOff += Int128(movement[.loss].rawValue)
    movement[.recovered] = decision.recovered
    project.holding = nil
    project.state = .writtenOff
  }

  mutating func release() throws(Overflow) {
    if project.holding != nil, project.right.left == 0 {
      return refuseOrder(.release, next: project.state.next.filter { $0 != .release })
    }
    demandRentsDone()
    guard findings.isEmpty else { return }
    let given = try Fen(sum: project.right.left)
    for part in try useRight(given) {
      project.sources[part.source, default: .init()].lost += Int128(part.amount.rawValue)
    }
    project.control.lost += Int128(given.rawValue)
    movement[.loss] = given
    if project.holding == nil { project.state = .released }
  }

  mutating func close() {
    var ways: [ProjectEvent.Kind] = []
    if project.due.principal != .zero || project.due.gain != .zero { ways.append(.moneyReturned) }
    if !project.due.dividends.isEmpty { ways.append(.dividendReceived) }
    if project.right.left > 0 { ways += [.repayment, .clawback, .writeOffReview, .release] }
    if !project.openRents.isEmpty { ways += [.rentSettled, .rentWaived] }
    if !ways.isEmpty { return refuseOrder(.closing, next: ways) }
    project.state = .closed
  }

  /// Money for what cost `cost`; principal first, the gain apart, never netted.
  ///
  /// Each source gets back its part of the principal; the payments add up to the cost.
  private mutating func comeBack(
    _ price: Fen,
    of cost: Fen,
    less costs: Fen,
    _ payments: [Disbursement]
  ) throws(Overflow) {
    let principal = min(price, cost)
    let back = Allocation.largestRemainder(principal, by: payments.map(\.amount.rawValue))
    for (payment, part) in zip(payments, back) {
      let lost = Int128(payment.amount.rawValue) - Int128(part.rawValue)
      project.sources[payment.source, default: .init()].returned += Int128(part.rawValue)
      project.sources[payment.source, default: .init()].lost += lost
    }
    movement[.price] = price
    movement[.returned] = principal
    movement[.gain] = try price.subtracting(principal)
    movement[.loss] = try cost.subtracting(principal)
    project.control.returned += Int128(principal.rawValue)
    project.control.lost += Int128(movement[.loss].rawValue)
    project.control.gains += Int128(movement[.gain].rawValue)
    let net = try price.subtracting(costs)
    let due = min(net, cost)
    project.due.principal = try project.due.principal.adding(due)
    project.due.gain = try project.due.gain.adding(try net.subtracting(due))
  }

  /// Costs of sale and the founders' part are paid out of the price, their part out of the gain.
  @discardableResult
  private mutating func demandCovered(
    _ price: ExitPrice,
    amount: Fen,
    _ holding: Holding
  ) throws(Overflow) -> Fen {
    let cost = try Exit.averageCost(
      of: price.capital,
      in: holding.capital,
      costing: holding.cost
    )
    let gain = max(0, Int128(amount.rawValue) - Int128(cost.rawValue))
    demand(price.concession, "concession", atMost: gain)
    let rest = Int128(amount.rawValue) - Int128(price.concession.rawValue)
    demand(price.fees, "fees", atMost: rest)
    return cost
  }
}
