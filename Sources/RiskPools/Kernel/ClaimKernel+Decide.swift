import Findings
public import Policies
public import Quantities

extension ClaimKernel {
  /// The figures of a claim.
  /// - Throws: the first thing that is open in the policy, absent in the case or out of range.
  public func decide(
    _ loan: KernelLoan,
    _ it: KernelCase,
    _ held: KernelHoldings = KernelHoldings()
  ) throws(Refusal) -> Claim {
    try decide(loan, it, held, rate: rate(for: loan))
  }

  /// The figures of a claim at a rate that was looked up before.
  /// - Throws: the first thing that is open in the policy, absent in the case or out of range.
  public func decide(
    _ loan: KernelLoan,
    _ it: KernelCase,
    _ held: KernelHoldings = KernelHoldings(),
    rate: PPM
  ) throws(Refusal) -> Claim {
    var counted = Fen.zero
    return try decide(loan, it, held, rate, &counted)
  }

  /// The figures, and what of the loss counts under the cap of the base.
  func decide(
    _ loan: KernelLoan,
    _ it: KernelCase,
    _ held: KernelHoldings,
    _ rate: PPM,
    _ counted: inout Fen
  ) throws(Refusal) -> Claim {
    var claim = Claim()
    let isBalance = base == .outstandingPrincipal
    guard let loss = isBalance ? loan.outstanding : it.loss else {
      throw missing(isBalance ? "loan.outstanding" : "loss")
    }
    claim.loss = loss
    counted = try net(loss, it)
    claim.base = try inLayer(absorb(counted, held.absorbers), it.layer)
    claim.rate = it.ratePart == .one ? rate : it.ratePart.part(of: rate)
    claim.raw = try rounding.part(claim.base, claim.rate)
    try limit(&claim, loan, it)
    try decideDue(&claim, it)
    try pay(&claim, it.poolCash, held.funders)
    return claim
  }

  private func net(_ loss: Fen, _ it: KernelCase) throws(Refusal) -> Fen {
    var net = loss
    for deduction in deductions {
      let given = it.deductions[deduction]
      let taken = deduction == .otherGovernment ? given ?? it.otherGovernmentPaid : given
      guard let taken else { throw missing("deductions.\(deduction.rawValue)") }
      net = net > taken ? Fen(net.rawValue - taken.rawValue) : .zero
    }
    if let countedPerLoan { net = min(net, countedPerLoan) }
    if let countedPerBorrower {
      let left = countedPerBorrower.rawValue - it.counters.countedBase.rawValue
      net = min(net, Fen(max(left, 0)))
    }
    return net
  }

  private func absorb(_ base: Fen, _ available: [Fen]) throws(Refusal) -> Fen {
    guard available.count == absorberLimits.count else { throw missing("absorbers") }
    var rest = base
    for index in absorberLimits.indices {
      let borne = min(rest, available[index], absorberLimits[index])
      rest = Fen(rest.rawValue - borne.rawValue)
    }
    return rest
  }

  private func inLayer(
    _ base: Fen,
    _ year: ClaimCase.LayerFigures?
  ) throws(Refusal) -> Fen {
    guard let layer else { return base }
    guard let year else { throw missing("layer") }
    if layer.isChronological, year.lossBefore == nil { throw missing("layer.loss_before") }
    return try layer.band(base, year).part
  }

  /// The least of base by rate and what every cap leaves.
  private func limit(
    _ claim: inout Claim,
    _ loan: KernelLoan,
    _ it: KernelCase
  ) throws(Refusal) {
    var least = claim.raw
    var binding = Claim.Binding.raw
    for index in caps.indices {
      let cap = caps[index]
      if let condition = cap.condition, try !conditions.hold(condition, loan) { continue }
      guard let limit = try amount(of: cap, it) else { continue }
      let used = it.counters.used(cap.kind) ?? it.otherGovernmentPaid
      let left = limit > used ? Fen(limit.rawValue - used.rawValue) : .zero
      if left < least {
        (least, binding) = (left, cap.kind)
      } else if left == least {
        binding.insert(cap.kind)
      }
    }
    claim.entitlement = least
    claim.binding = binding
  }

  private func amount(of cap: KernelCap, _ it: KernelCase) throws(Refusal) -> Fen? {
    guard let share = cap.share, let of = cap.of else { return cap.amount }
    let whole: Fen? =
      switch of {
      case .priorYearBalance: it.priorYearBalance
      case .currentBalance: it.currentBalance
      case .actualLiability: it.actualLiability
      case .poolPaidIn: it.poolPaidIn ?? poolPaidIn
      }
    guard let whole else { throw missing(of.rawValue) }
    let part = try rounding.part(whole, share)
    return cap.amount.map { min($0, part) } ?? part
  }

  private func decideDue(_ claim: inout Claim, _ it: KernelCase) throws(Refusal) {
    switch it.kind {
    case .final where it.advanced > .zero: try settleAdvance(&claim, it.advanced)
    case .final: claim.due = claim.entitlement
    case .advance:
      switch advance {
      case .share(let share): claim.due = try rounding.part(claim.entitlement, share)
      case .open(let path): throw .open([path])
      case .unknown:
        let only = ["choices": ClaimKind.final.rawValue]
        throw Refusal(Finding(.fieldValue, column: "kind", value: "advance", arguments: only))
      }
    }
  }

  private func settleAdvance(_ claim: inout Claim, _ advanced: Fen) throws(Refusal) {
    guard let trueUp = trueUp.value else { throw .open([trueUp.path]) }
    guard trueUp == .settleAtFinal else { return }
    let difference = claim.entitlement.rawValue - advanced.rawValue
    claim.due = Fen(max(difference, 0))
    if difference < 0 {
      guard let clawsBack = clawsBack.value else { throw .open([clawsBack.path]) }
      if clawsBack { claim.clawback = Fen(-difference) }
    }
  }

  private func pay(
    _ claim: inout Claim,
    _ poolCash: Fen?,
    _ accounts: [Fen?]
  ) throws(Refusal) {
    claim.pay = claim.due
    if let cash = poolCash {
      claim.pay = min(claim.due, max(cash, .zero))
      if claim.due > .zero, cash <= claim.due { claim.binding.insert(.poolCash) }
    }
    guard !accounts.isEmpty else { return }
    try split.check()
    let paid = split.paid(claim.pay, accounts)
    if paid < claim.pay {
      claim.pay = paid
      claim.binding.insert(.funderCash)
    }
  }

  private func missing(_ path: String) -> Refusal {
    Refusal(Finding(.fieldMissing, column: path))
  }
}
