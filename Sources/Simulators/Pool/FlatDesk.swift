import Policies
import Quantities
import RiskPools

/// Decides where a scheme asks for no more than loss, rate and fixed limits: a product and a few
/// comparisons (简单方案审核).
struct FlatDesk: ClaimDesk {
  let takesNetLoss: Bool
  /// What of a loan counts at most.
  let counted: Int64
  /// The rate of each kind, in millionths.
  let rates: [Int64]
  /// The least limit of a loan, and of the programme, and whether there is one of a bank.
  let loanLimit: Int64
  let programmeLimit: Int64
  let hasBankLimit: Bool
  /// What is lent on a path on which no breaker trips.
  let lent: Int64
  private let rounding: RoundingRule.Mode
  private let limits: [Limit]

  /// A limit of the scheme.
  private struct Limit: Sendable {
    let binding: Claim.Binding
    let amount: Int64
    /// What of the bank's balance at the end of the year before it is at most.
    let share: PPM?
  }

  /// - Returns: `nil` when the scheme asks for more.
  init?(_ scheme: Scheme, _ model: PoolModel, _ rules: PoolRules) {
    guard !rules.hasLayer, !rules.countsBase, scheme.absorbers.value?.isEmpty == true,
      let rounding = scheme.rounding.mode.value, scheme.rounding.unit.value == .fen,
      let base = scheme.coverage.base.value,
      base == .netPrincipalLoss || base == .outstandingPrincipal,
      let counted = scheme.countedBaseCap.perLoan.value, let caps = scheme.caps.value,
      let kernel = try? ClaimKernel(scheme), !kernel.isRateByOutstanding
    else { return nil }
    takesNetLoss = base == .netPrincipalLoss
    self.counted = counted?.rawValue ?? .max
    var limits: [Limit] = []
    for cap in caps {
      guard case .some(let amount) = cap.amount.value, case .some(let share) = cap.share.value,
        cap.when.value?.condition == .always, amount != nil || share != nil,
        share == nil || cap.scope.value == .bank && cap.of.value == .some(.priorYearBalance)
      else { return nil }
      let binding: Claim.Binding
      switch cap.scope.value {
      case .loan: binding = .loanCap
      case .bank: binding = .bankYearCap
      case .programme: binding = .yearCap
      case .borrower, .funder, nil: return nil
      }
      limits.append(Limit(binding: binding, amount: amount?.rawValue ?? .max, share: share))
    }
    self.limits = limits
    func least(_ binding: Claim.Binding) -> Int64 {
      limits.filter { $0.binding == binding }.map(\.amount).min() ?? .max
    }
    loanLimit = least(.loanCap)
    hasBankLimit = limits.contains { $0.binding == .bankYearCap }
    programmeLimit = least(.yearCap)
    self.rounding = rounding
    lent = model.kinds.reduce(0) { $0 + $1.principal * Int64($1.count) }
    var rates: [Int64] = []
    for (kind, facts) in zip(model.kinds, model.facts) {
      var facts = facts
      facts.outstanding = Fen(kind.principal)
      guard let rate = try? kernel.rate(for: kernel.loan(facts)) else { return nil }
      rates.append(rate.rawValue)
    }
    self.rates = rates
  }

  func decide(_ request: ClaimRequest) throws(Refusal) -> ClaimDecision {
    let loss = takesNetLoss ? request.loss.rawValue : request.owed.rawValue
    let base = min(loss, counted)
    var rate = PPM(rates[request.kind])
    if request.ratePart != .one { rate = request.ratePart.part(of: rate) }
    var least = rounded(base * rate.rawValue)
    var binding = Claim.Binding.raw
    for limit in limits {
      let used =
        switch limit.binding {
        case .bankYearCap: request.counters.bankYear.rawValue
        case .yearCap: request.counters.year.rawValue
        default: Int64(0)
        }
      let left = max(amount(of: limit, request.priorYearBalance.rawValue) - used, 0)
      if left < least {
        (least, binding) = (left, limit.binding)
      } else if left == least {
        binding.insert(limit.binding)
      }
    }
    let cash = request.cash?.rawValue ?? .max
    if least > 0, cash <= least { binding.insert(.poolCash) }
    return ClaimDecision(
      loss: loss,
      deducted: loss - base,
      base: base,
      rate: rate,
      entitlement: least,
      due: least,
      pay: min(least, cash),
      binding: binding
    )
  }

  /// The least limit of a bank with a balance at the end of the year before.
  func bankLimit(_ balance: Int64) -> Int64 {
    var least = Int64.max
    for limit in limits where limit.binding == .bankYearCap {
      least = min(least, amount(of: limit, balance))
    }
    return least
  }

  private func amount(of limit: Limit, _ balance: Int64) -> Int64 {
    guard let share = limit.share else { return limit.amount }
    let (millionths, isTooLarge) = balance.multipliedReportingOverflow(by: share.rawValue)
    let part =
      isTooLarge || millionths > .max - 500_000
      ? wide(balance, share) : rounded(millionths)
    return min(limit.amount, part)
  }

  private func wide(_ balance: Int64, _ share: PPM) -> Int64 {
    let way: Rounding = rounding == .floor ? .down : rounding == .halfUp ? .halfUp : .halfEven
    return Int64(way.divide(Int128(balance) * Int128(share.rawValue), by: 1_000_000))
  }

  /// What is added before the rest is cut off, where that is all of the rounding.
  var bias: Int64? {
    switch rounding {
    case .floor: 0
    case .halfUp: 500_000
    case .halfEven: nil
    }
  }

  /// Millionths of a fen as whole fen; below 10¹² fen a loan, so that its products fit.
  @inline(__always)
  func rounded(_ millionths: Int64) -> Int64 {
    switch rounding {
    case .floor: return millionths / 1_000_000
    case .halfUp: return (millionths + 500_000) / 1_000_000
    case .halfEven:
      let above = (millionths + 500_000) / 1_000_000
      let isTie = millionths % 1_000_000 == 500_000
      return isTie && above % 2 == 1 ? above - 1 : above
    }
  }

  /// What the rate makes of a failure, before any limit.
  func raw(_ failed: Default) -> Int64 {
    let amount = takesNetLoss ? failed.loss : failed.owed
    return rounded(min(amount, counted) * rates[Int(failed.kind)])
  }

  /// Which limits of the loan itself decide what a failure is due.
  func own(_ failed: Default) -> Claim.Binding {
    let raw = raw(failed)
    return raw < loanLimit ? .raw : raw > loanLimit ? .loanCap : [.raw, .loanCap]
  }
}
