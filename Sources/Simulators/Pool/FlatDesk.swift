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
  /// The least limit of a loan, of a bank and of the programme.
  let loanLimit: Int64
  let bankLimit: Int64
  let programmeLimit: Int64
  /// What is lent on a path on which no breaker trips.
  let lent: Int64
  private let rounding: RoundingRule.Mode
  private let limits: [(binding: Claim.Binding, amount: Int64)]

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
    var limits: [(binding: Claim.Binding, amount: Int64)] = []
    for cap in caps {
      guard case .some(.some(let amount)) = cap.amount.value, cap.share.value == .some(nil),
        cap.when.value?.condition == .always
      else { return nil }
      switch cap.scope.value {
      case .loan: limits.append((.loanCap, amount.rawValue))
      case .bank: limits.append((.bankYearCap, amount.rawValue))
      case .programme: limits.append((.yearCap, amount.rawValue))
      case .borrower, .funder, nil: return nil
      }
    }
    self.limits = limits
    func least(_ binding: Claim.Binding) -> Int64 {
      limits.filter { $0.binding == binding }.map(\.amount).min() ?? .max
    }
    loanLimit = least(.loanCap)
    bankLimit = least(.bankYearCap)
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
      let left = max(limit.amount - used, 0)
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

  /// Which limits of the loan itself decide what a failure is due.
  func own(_ failed: Int, _ failures: Failures) -> Claim.Binding {
    let amount = takesNetLoss ? failures.loss.start[failed] : failures.owed.start[failed]
    let raw = rounded(min(amount, counted) * rates[Int(failures.kind.start[failed])])
    return raw < loanLimit ? .raw : raw > loanLimit ? .loanCap : [.raw, .loanCap]
  }
}
