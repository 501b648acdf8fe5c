import Policies
import Quantities
import RiskPools

/// What a path tells about a claim (补偿申请).
struct ClaimRequest {
  /// The kind of the loan.
  var kind = 0
  /// What is owed and what of it is lost.
  var owed = Fen.zero
  var loss = Fen.zero
  /// What was paid before, by the windows of the caps.
  var counters = ClaimCase.Counters()
  /// The bank's balances.
  var priorYearBalance = Fen.zero
  var currentBalance = Fen.zero
  /// What was paid into the pool.
  var paidIn = Fen.zero
  /// What those have left who bear losses first, in the order of the scenario.
  var absorbers: [Fen] = []
  /// The year's loss, for schemes that compensate a band of it.
  var layer: ClaimCase.LayerFigures?
  /// The cash; `nil` where claims are paid together.
  var cash: Fen?
  /// What a breaker leaves of the rate.
  var ratePart = PPM.one
}

/// What a claim comes to, as far as a path needs it (审核结果).
struct ClaimDecision: Hashable, Sendable {
  /// The loss in the words of the scheme, and what others bore of it first.
  var loss: Int64
  var deducted: Int64
  /// What the rate was applied to, and the rate.
  var base: Int64
  var rate: PPM
  /// What the loan is entitled to, and what of it is due.
  var entitlement: Int64
  var due: Int64
  /// What the cash allows.
  var pay: Int64
  /// The limits that decided.
  var binding: Claim.Binding
}

extension ClaimDecision {
  init(_ claim: Claim) {
    loss = claim.loss.rawValue
    deducted = claim.deducted.rawValue
    base = claim.base.rawValue
    rate = claim.rate
    entitlement = claim.entitlement.rawValue
    due = claim.due.rawValue
    pay = claim.pay.rawValue
    binding = claim.binding
  }
}

/// Decides the claims of paths under a scheme (补偿审核).
protocol ClaimDesk: Sendable {
  /// What a claim comes to.
  mutating func decide(_ request: ClaimRequest) throws(Refusal) -> ClaimDecision
}

/// Decides by the very function that the ledger pays by; slow, and never wrong.
struct RuleDesk: ClaimDesk {
  private let rule: ClaimRule
  private let facts: [LoanFacts]
  private let absorbers: [String]

  init(_ scheme: Scheme, _ facts: [LoanFacts], _ pool: PoolTerms) throws(Refusal) {
    rule = try ClaimRule(scheme)
    self.facts = facts
    absorbers = pool.absorbers.map(\.name)
  }

  func decide(_ request: ClaimRequest) throws(Refusal) -> ClaimDecision {
    var it = ClaimCase()
    it.loan = facts[request.kind]
    it.loan.outstanding = request.owed
    it.loss = request.loss
    it.actualLiability = request.loss
    it.counters = request.counters
    it.priorYearBalance = request.priorYearBalance
    it.currentBalance = request.currentBalance
    it.poolPaidIn = request.paidIn
    it.absorbers = zip(absorbers, request.absorbers).map { .init(name: $0, available: $1) }
    for deduction in Coverage.Deduction.allCases { it.deductions[deduction.rawValue] = .zero }
    it.layer = request.layer
    it.poolCash = request.cash
    it.ratePart = request.ratePart
    return ClaimDecision(try rule.settle(it))
  }
}

/// Decides by the compiled rule.
struct KernelDesk: ClaimDesk {
  private let kernel: ClaimKernel
  private var loans: [KernelLoan]
  private let rates: [PPM?]
  private var it = KernelCase()
  private var held = KernelHoldings()
  /// The place in the scenario of each absorber of the scheme.
  private let absorbers: [Int]

  init(_ scheme: Scheme, _ model: PoolModel, _ pool: PoolTerms) throws(Refusal) {
    kernel = try ClaimKernel(scheme)
    loans = []
    var rates: [PPM?] = []
    for (kind, facts) in zip(model.kinds, model.facts) {
      var facts = facts
      facts.outstanding = Fen(kind.principal)
      loans.append(kernel.loan(facts))
      rates.append(kernel.isRateByOutstanding ? nil : try kernel.rate(for: loans[loans.count - 1]))
    }
    self.rates = rates
    absorbers = kernel.absorbers.map { party in
      pool.absorbers.firstIndex { $0.name == party } ?? 0
    }
    held.absorbers = Array(repeating: .zero, count: absorbers.count)
    it.deductions.collateral = .zero
    it.deductions.guarantor = .zero
    it.deductions.insurer = .zero
    it.deductions.recoveries = .zero
  }

  mutating func decide(_ request: ClaimRequest) throws(Refusal) -> ClaimDecision {
    loans[request.kind].outstanding = request.owed
    it.loss = request.loss
    it.actualLiability = request.loss
    it.counters = request.counters
    it.priorYearBalance = request.priorYearBalance
    it.currentBalance = request.currentBalance
    it.poolPaidIn = request.paidIn
    for index in absorbers.indices {
      held.absorbers[index] = request.absorbers[absorbers[index]]
    }
    it.layer = request.layer
    it.poolCash = request.cash
    let known = rates[request.kind]
    let rate = if let known { known } else { try kernel.rate(for: loans[request.kind]) }
    it.ratePart = request.ratePart
    return ClaimDecision(try kernel.decide(loans[request.kind], it, held, rate: rate))
  }
}
