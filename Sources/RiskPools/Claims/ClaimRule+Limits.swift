import Findings
import Policies
import Quantities

extension ClaimRule {
  /// What the loan is entitled to: the least of base by rate and what every cap leaves (上限).
  func limit(
    _ claim: inout Claim,
    _ it: ClaimCase,
    _ gaps: inout Gaps,
    _ notes: inout ClaimNotes
  ) throws(Refusal) {
    var least = claim.raw
    var binding = Claim.Binding.raw
    for cap in caps where applies(cap, it.loan, &gaps) {
      guard let limit = try amount(of: cap, it, &gaps) else { continue }
      let kind = cap.kind
      let used = it.counters.used(kind) ?? it.otherGovernmentPaid
      let left = limit > used ? Fen(limit.rawValue - used.rawValue) : .zero
      if left < least {
        (least, binding) = (left, kind)
      } else if left == least {
        binding.insert(kind)
      }
      notes.limit(
        ClaimStatement.Limit(
          name: kind.names.joined(),
          limit: limit,
          used: used,
          remaining: left,
          clause: cap.clause
        )
      )
      notes.step(
        Step(
          "限额 \(kind.names.joined())",
          clause: cap.clause,
          formula: kind == .stackCap ? "实际责任 × 比例 − 其他财政资金已付" : "限额 − 已用",
          ["限额": limit, "已用": used],
          value: left
        )
      )
    }
    claim.entitlement = least
    claim.binding = binding
    let raw = claim.raw
    notes.step(
      Step(
        "应补偿",
        formula: "min(补偿额, 各限额余额)",
        ["补偿额": raw, "约束": binding.names.joined(separator: ", ")],
        value: least
      )
    )
  }

  /// Whether a cap is for a loan; one that turns on what is not known leaves a gap.
  private func applies(_ cap: CapRule, _ loan: LoanFacts, _ gaps: inout Gaps) -> Bool {
    switch cap.condition.judge(loan) {
    case .yes: return true
    case .no: return false
    case .unknown(let attribute):
      return gaps.field(nil, "loan.\(attribute.rawValue)", else: false)
    }
  }

  /// The limit of a cap; `nil` when it has none.
  private func amount(
    of cap: CapRule,
    _ it: ClaimCase,
    _ gaps: inout Gaps
  ) throws(Refusal) -> Fen? {
    let fixed = cap.amount
    guard let share = cap.share else { return fixed }
    let whole: Fen
    switch cap.of {
    case .priorYearBalance:
      whole = gaps.field(it.priorYearBalance, "prior_year_balance", else: .zero)
    case .currentBalance: whole = gaps.field(it.currentBalance, "current_balance", else: .zero)
    case .actualLiability: whole = gaps.field(it.actualLiability, "actual_liability", else: .zero)
    case .poolPaidIn:
      let paidIn = try paidIn()
      whole = gaps.field(it.poolPaidIn ?? paidIn, "pool_paid_in", else: .zero)
    case nil: return fixed
    }
    let part = try rounding.part(whole, share)
    return fixed.map { min($0, part) } ?? part
  }

  /// What all funders have paid in, where the scheme says so of each.
  func paidIn() throws(Refusal) -> Fen? {
    let amounts = funders.compactMap { $0.paidIn.value ?? nil }
    guard !funders.isEmpty, amounts.count == funders.count else { return nil }
    do throws(Overflow) { return try Fen(sum: Fen.sum(amounts)) } catch { throw Refusal(error) }
  }
}

extension Cap {
  /// The clause of whichever value is given.
  var clause: String {
    let cited = amount.value == .some(nil) ? share.clause : amount.clause
    return cited.isEmpty ? scope.clause : cited
  }
}

extension ClaimCase.Counters {
  /// What of a limit was used before; `nil` for the one that other public payers use up.
  func used(_ limit: Claim.Binding) -> Fen? {
    switch limit {
    case .loanCap: loan
    case .borrowerCap: borrower
    case .bankYearCap: bankYear
    case .yearCap: year
    case .stackCap: nil
    default: funder
    }
  }
}
