import Accounting
import Findings
import Quantities

/// Conversion, custody, dividends, rounds and pledges.
extension Transition {
  mutating func take(_ trigger: TriggerMet) {
    let agreed = project.contract?.triggers ?? []
    if !agreed.isEmpty, !agreed.contains(trigger.kind) {
      let choices = ["choices": agreed.map(\.rawValue).joined(separator: "|")]
      findings.append(
        Finding(
          .valueUnknown,
          column: "trigger",
          value: trigger.kind.rawValue,
          arguments: choices
        )
      )
    }
    project.triggers.insert(trigger.kind)
    let waits = project.contract?.timing.needsAllTriggers == true
    if waits, !project.triggers.isSuperset(of: agreed) { return }
    project.state = .convertible
  }

  mutating func convert(_ conversion: ConversionDone) throws(Overflow) {
    demandRentsDone()
    demand(conversion.used, "used")
    demand(conversion.used, "used", atMost: project.right.left)
    demandBeforeDeadline()
    let mayBuy = project.mayBuyEquity
    let available = project.right.left { mayBuy($0.fund) }
    if Int128(conversion.used.rawValue) > available { refuseSource(conversion.used, available) }
    demand(conversion.capitalToFund, "capital_to_fund")
    demand(fund: conversion.others)
    let fund = CapTable([.fund: conversion.capitalToFund])
    let owners = try conversion.others.adding(fund)
    demandUnderCap(owners)
    guard findings.isEmpty else { return }
    let payments = try useRight(conversion.used) { mayBuy($0.fund) }
    project.owners = owners
    project.holding = Holding(
      holder: conversion.holder,
      isConfirmed: false,
      capital: conversion.capitalToFund,
      cost: conversion.used,
      payments: payments,
      pledges: [:]
    )
    movement[.capital] = conversion.capitalToFund
    movement.holder = conversion.holder
    project.state = .converted
  }

  mutating func set(_ custody: CustodySet) {
    guard let holding = demandHolder(custody.holder) else { return }
    movement[.cost] = holding.cost
    movement[.capital] = holding.capital
    movement.holder = custody.holder
    project.state = .held
  }

  mutating func take(_ move: CustodyMove) {
    guard let holding = demandHolder(move.from) else { return }
    if move.to == move.from || move.to.isEmpty {
      let range = ["range": "≠ \(move.from)"]
      findings.append(Finding(.fieldValue, column: "to", value: move.to, arguments: range))
    }
    movement[.cost] = holding.cost
    movement[.capital] = holding.capital
    movement.formerHolder = move.from
    movement.holder = move.to
    project.holding?.holder = move.to
    project.holding?.isConfirmed = false
  }

  mutating func declare(_ dividend: Dividend) {
    demand(dividend.amount, "amount")
    guard let holding = project.holding else { return }
    if project.due.dividends[dividend.declaration] != nil {
      findings.append(
        Finding(.documentDuplicate, column: "declaration", value: dividend.declaration)
      )
    }
    project.due.dividends[dividend.declaration] = .init(
      amount: dividend.amount,
      holder: holding.holder
    )
    movement[.dividend] = dividend.amount
    movement.holder = holding.holder
  }

  mutating func receive(_ dividend: Dividend) throws(Overflow) {
    guard var open = project.due.dividends[dividend.declaration] else {
      let known = project.due.dividends.keys.sorted().joined(separator: "|")
      return findings.append(
        Finding(
          .valueUnknown,
          column: "declaration",
          value: dividend.declaration,
          arguments: ["choices": known]
        )
      )
    }
    demand(dividend.amount, "amount")
    demand(dividend.amount, "amount", atMost: Int128(open.amount.rawValue))
    open.amount = try open.amount.subtracting(dividend.amount)
    project.due.dividends[dividend.declaration] = open.amount == .zero ? nil : open
    project.due.gain = try project.due.gain.adding(dividend.amount)
    project.control.gains += Int128(dividend.amount.rawValue)
    movement[.dividend] = dividend.amount
    movement.holder = open.holder
  }

  mutating func take(_ round: LaterRound) throws(Overflow) {
    demand(fund: round.others)
    demand(round.cash, "cash", orZero: true)
    if round.cash > .zero {
      demand(source: round.source)
      if !project.mayBuyEquity(round.source) { refuseSource(round.cash, 0) }
    }
    demand(round.capitalToFund, "capital_to_fund", orZero: round.cash == .zero)
    let bought = CapTable([.fund: round.capitalToFund])
    let owners = try project.owners.adding(round.others).adding(bought)
    demandUnderCap(owners)
    guard findings.isEmpty, var holding = project.holding else { return }
    holding.capital = try holding.capital.adding(round.capitalToFund)
    holding.cost = try holding.cost.adding(round.cash)
    if round.cash > .zero {
      holding.payments.append(
        Disbursement(date: document.head.date, amount: round.cash, source: round.source)
      )
      project.sources[round.source, default: .init()].paid += Int128(round.cash.rawValue)
      project.sources[round.source, default: .init()].counted += Int128(round.cash.rawValue)
    }
    project.holding = holding
    project.owners = owners
    project.control.counted += Int128(round.cash.rawValue)
    movement[.paid] = round.cash
    movement[.cost] = round.cash
    movement[.capital] = round.capitalToFund
    movement.holder = holding.holder
  }

  mutating func take(_ pledge: Pledge) {
    guard let holding = project.holding else { return }
    demand(pledge.capital, "capital")
    demand(pledge.capital, "capital", atMost: holding.free)
    if holding.pledges[pledge.code] != nil {
      findings.append(Finding(.documentDuplicate, column: "pledge", value: pledge.code))
    }
    project.holding?.pledges[pledge.code] = pledge.capital
  }

  mutating func take(_ release: PledgeRelease) {
    if project.holding?.pledges.removeValue(forKey: release.code) == nil {
      let known = (project.holding?.pledges.keys.sorted() ?? []).joined(separator: "|")
      findings.append(
        Finding(
          .valueUnknown,
          column: "pledge",
          value: release.code,
          arguments: ["choices": known]
        )
      )
    }
  }

  private mutating func demandHolder(_ name: String) -> Holding? {
    guard let holding = project.holding, holding.holder == name else {
      let holder = ["holder": project.holding?.holder ?? ""]
      findings.append(Finding(.holderOther, column: "holder", value: name, arguments: holder))
      return nil
    }
    return holding
  }

  /// The fund's own capital has a field of its own, and nobody's is negative.
  private mutating func demand(fund others: CapTable) {
    if others[.fund] != .zero {
      let range = ["range": "= 0.00"]
      findings.append(
        Finding(
          .fieldValue,
          column: "others.fund",
          value: "\(others[.fund])",
          arguments: range
        )
      )
    }
    for (owner, capital) in others.capital.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      demand(capital, "others.\(owner.rawValue)", orZero: true)
    }
  }

  /// Money that may not buy equity can only be paid back or given up.
  private mutating func refuseSource(_ amount: Fen, _ available: Int128) {
    let barred = (project.contract?.sources ?? [:]).filter { !$0.value }.keys.sorted()
    let found = ["available": Fen.yuan(available), "sources": barred.joined(separator: "|")]
    findings.append(
      Finding(.sourceBarred, column: "source", value: "\(amount)", arguments: found)
    )
  }

  private mutating func demandUnderCap(_ owners: CapTable) {
    if project.contract?.timing.notLargest == true {
      let others = owners.capital.filter { $0.key != .fund }.values.max() ?? .zero
      if owners[.fund] >= others {
        let range = ["range": "< \(others)"]
        findings.append(
          Finding(
            .fieldValue,
            column: "capital_to_fund",
            value: "\(owners[.fund])",
            arguments: range
          )
        )
      }
    }
    guard let cap = project.contract?.holdMax, owners.share(of: .fund) > cap.ratio else { return }
    let share = (try? PPM(nearest: owners.share(of: .fund))).map { "\($0)" } ?? ""
    findings.append(
      Finding(.holdCap, column: "capital_to_fund", value: share, arguments: ["cap": "\(cap)"])
    )
  }
}
