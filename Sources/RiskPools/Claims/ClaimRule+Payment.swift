import Findings
import Policies
import Quantities

extension ClaimRule {
  /// What is due now (先行补偿、清算、收回).
  func decideDue(
    _ claim: inout Claim,
    _ it: ClaimCase,
    _ gaps: inout Gaps,
    _ notes: inout ClaimNotes
  ) throws(Refusal) {
    let entitlement = claim.entitlement
    switch it.kind {
    case .advance:
      guard let advance else {
        if gaps.isGiven(scheme.triggers) {
          let only = ["choices": ClaimKind.final.rawValue]
          gaps.note(Finding(.fieldValue, column: "kind", value: "advance", arguments: only))
        }
        return
      }
      let share = advance.share ?? gaps.take(advance.source, else: .zero)
      let due = try rounding.part(entitlement, share)
      claim.due = due
      notes.step(
        Step(
          "先行补偿",
          clause: advance.source.clause,
          formula: "应补偿 × 先行比例",
          ["应补偿": entitlement, "先行比例": share],
          value: due
        )
      )
    case .final where it.advanced > .zero:
      settleAdvance(&claim, it.advanced, &gaps, &notes)
    case .final:
      claim.due = entitlement
    }
  }

  private func settleAdvance(
    _ claim: inout Claim,
    _ advanced: Fen,
    _ gaps: inout Gaps,
    _ notes: inout ClaimNotes
  ) {
    let entitlement = claim.entitlement
    guard trueUp ?? gaps.take(scheme.trueUp, else: TrueUp.none) == .settleAtFinal else {
      notes.step(
        Step(
          "清算",
          clause: scheme.trueUp.clause,
          formula: "先行补偿即终结",
          ["已先行": advanced],
          value: Fen.zero
        )
      )
      return
    }
    let difference = entitlement.rawValue - advanced.rawValue
    claim.due = Fen(max(difference, 0))
    if difference < 0, clawsBack ?? gaps.take(scheme.clawsBack, else: false) {
      claim.clawback = Fen(-difference)
    }
    notes.step(
      Step(
        "清算",
        clause: difference < 0 ? scheme.clawsBack.clause : scheme.trueUp.clause,
        formula: "应补偿 − 已先行",
        ["应补偿": entitlement, "已先行": advanced],
        value: Fen(difference)
      )
    )
  }

  /// What the pool can pay, and who pays it (资金、出资分担).
  func pay(
    _ claim: inout Claim,
    _ it: ClaimCase,
    _ gaps: inout Gaps,
    _ notes: inout ClaimNotes
  ) throws(Refusal) {
    let due = claim.due
    claim.pay = due
    if let cash = it.poolCash {
      claim.pay = min(due, max(cash, .zero))
      if due > .zero, cash <= due { claim.binding.insert(.poolCash) }
      let paid = claim.pay
      notes.step(
        Step(
          "可付资金",
          clause: scheme.shortage.onShortfall.clause,
          formula: "min(应付, 可用资金)",
          [
            "应付": due, "可用资金": cash,
            "不足": scheme.shortage.onShortfall.value?.rawValue ?? "",
          ],
          value: paid
        )
      )
    }
    guard notes.isKept || !it.funderCash.isEmpty else { return }
    let split = FunderSplit(funders, residual: scheme.rounding.residual, &gaps)
    let shares = split.shares(of: claim.pay, cash: it.funderCash)
    guard !funders.isEmpty else { return }
    let paid = Fen(shares.reduce(0) { $0 + $1.amount.rawValue })
    if paid < claim.pay {
      claim.pay = paid
      claim.binding.insert(.funderCash)
    }
    notes.shares = shares
    notes.step(
      Step(
        "出资分担",
        clause: funders.first?.weight.clause ?? "",
        formula: "⌊补偿 × 权重 ÷ 权重和⌋, 余数归末位",
        ["权重": split.weights.map(String.init).joined(separator: ":")],
        value: shares.map { "\($0.party) \($0.amount)" }.joined(separator: "; ")
      )
    )
  }
}

/// How a payment is split among the funders (出资分担).
struct FunderSplit {
  let parties: [String]
  let weights: [Int64]
  let covers: [Bool]
  /// Who takes what the floors leave.
  let residual: RoundingRule.Residual

  init(_ funders: [Funder], residual: Parameter<RoundingRule.Residual>, _ gaps: inout Gaps) {
    parties = funders.map { gaps.take($0.party, else: "") }
    // The only funder pays everything, whatever its weight.
    weights = funders.count == 1 ? [1] : funders.map { gaps.take($0.weight, else: 1) }
    covers = funders.map { gaps.take($0.onEmpty, else: .shrink) == .othersCover }
    self.residual = gaps.take(residual, else: .lastFunder)
  }

  /// What each funder pays of an amount, within what its account holds.
  func shares(of amount: Fen, cash: [ClaimCase.Holding]) -> [ClaimStatement.Share] {
    var parts = split(amount).map(\.rawValue)
    if !cash.isEmpty {
      let available = parties.map { party in cash.first { $0.name == party }?.available.rawValue }
      var uncovered: Int64 = 0
      for index in parts.indices {
        guard let held = available[index], held < parts[index] else { continue }
        if covers[index] { uncovered += parts[index] - held }
        parts[index] = held
      }
      for index in parts.indices where uncovered > 0 {
        let room = available[index].map { $0 - parts[index] } ?? uncovered
        let more = min(room, uncovered)
        parts[index] += more
        uncovered -= more
      }
    }
    return zip(parties, parts).map { ClaimStatement.Share(party: $0, amount: Fen($1)) }
  }

  private func split(_ amount: Fen) -> [Fen] {
    guard residual == .payer, let first = weights.first else {
      return Allocation.split(amount, by: weights)
    }
    let parts = Allocation.split(amount, by: weights.dropFirst() + [first])
    return parts.suffix(1) + parts.dropLast()
  }
}
