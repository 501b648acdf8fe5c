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

/// Decides the claims of paths under a scheme (补偿审核).
protocol ClaimDesk: Sendable {
  /// What a claim comes to.
  mutating func decide(_ request: ClaimRequest) throws(Refusal) -> Claim
}

/// Decides by the very function that the ledger pays by; slow, and never wrong.
struct RuleDesk: ClaimDesk {
  private let rule: ClaimRule
  private let kernel: ClaimKernel
  private let facts: [LoanFacts]
  private let absorbers: [String]

  init(_ scheme: Scheme, _ model: PoolModel, _ pool: PoolTerms) throws(Refusal) {
    rule = try ClaimRule(scheme)
    kernel = try ClaimKernel(rule)
    facts = model.facts
    absorbers = pool.absorbers.map(\.name)
  }

  func decide(_ request: ClaimRequest) throws(Refusal) -> Claim {
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
    if request.ratePart == .one { return try rule.settle(it) }
    // Only the compiled rule takes a rate that a breaker has reduced.
    guard let known = KernelCase(it, for: kernel) else { return try rule.settle(it) }
    let loan = kernel.loan(it.loan)
    let rate = try kernel.rate(for: loan)
    return try kernel.decide(loan, known, rate: request.reduced(rate))
  }
}

/// Decides by the compiled rule.
struct KernelDesk: ClaimDesk {
  private let kernel: ClaimKernel
  private var loans: [KernelLoan]
  private let rates: [PPM?]
  private var it = KernelCase()
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
    it.absorbers = Array(repeating: .zero, count: absorbers.count)
    it.deductions.collateral = .zero
    it.deductions.guarantor = .zero
    it.deductions.insurer = .zero
    it.deductions.recoveries = .zero
  }

  mutating func decide(_ request: ClaimRequest) throws(Refusal) -> Claim {
    loans[request.kind].outstanding = request.owed
    it.loss = request.loss
    it.actualLiability = request.loss
    it.counters = request.counters
    it.priorYearBalance = request.priorYearBalance
    it.currentBalance = request.currentBalance
    it.poolPaidIn = request.paidIn
    for index in absorbers.indices { it.absorbers[index] = request.absorbers[absorbers[index]] }
    it.layer = request.layer
    it.poolCash = request.cash
    let known = rates[request.kind]
    let rate = if let known { known } else { try kernel.rate(for: loans[request.kind]) }
    return try kernel.decide(loans[request.kind], it, rate: request.reduced(rate))
  }
}

extension ClaimRequest {
  /// What a breaker leaves of a rate, rounded down to a millionth.
  fileprivate func reduced(_ rate: PPM) -> PPM {
    ratePart == .one ? rate : PPM(rate.rawValue * ratePart.rawValue / 1_000_000)
  }
}
