public import Accounting
public import Findings
public import Policies
public import Quantities

/// What a pool is after its documents (风险补偿资金池).
///
/// A value of this type only comes from an opening and documents that kept every guard.
public struct Pool: Hashable, Sendable {
  /// The pool's code (资金池编码).
  public let code: String
  /// The schemes by which it pays, in the order in which they were adopted.
  public internal(set) var schemes: [AdoptedScheme]
  /// Whether it has been wound up.
  public internal(set) var isClosed = false
  /// Its accounts by their names.
  public internal(set) var accounts: [String: PoolAccount]
  /// Those who pay in, by their names.
  public internal(set) var funders: [String: FunderBalance] = [:]
  /// The loans by their numbers.
  public internal(set) var loans: [String: PooledLoan] = [:]
  /// What is lent, owed and failing, by bank, by district and in all.
  public internal(set) var exposures: [PoolScope: Exposure] = [:]
  /// The borrowers by name: one firm is one, at however many banks.
  public internal(set) var firms: [String: Firm] = [:]
  /// What banks reported.
  public internal(set) var reports: [String: [ReportedBalance]] = [:]
  /// The claims by their numbers.
  public internal(set) var claims: [String: PoolClaim] = [:]
  /// The recoveries by their numbers.
  public internal(set) var recoveries: [String: PoolRecovery] = [:]
  /// What of every cap is used.
  var usage = CapUsage()
  /// The claims that wait until a breaker ends, in the order of filing.
  public internal(set) var queue: [String] = []
  /// Which breakers have tripped.
  public internal(set) var breakers: [PoolScope: BreakerState] = [:]
  /// The figures behind them, as they were last looked at.
  public internal(set) var readings: [PoolReading] = []
  /// What came in and went out.
  public internal(set) var flows = PoolFlows()
  /// The day of the opening.
  public let openedOn: CivilDate
  /// The day of the latest look at the breakers.
  var reviewedOn: CivilDate?
  /// The numbers of all documents.
  public internal(set) var numbers: Set<String>

  /// What all accounts hold.
  public var cash: Int128 { Fen.sum(accounts.values.map(\.cash)) }

  /// What is to go to the treasury.
  public var dueToTreasury: Int128 { Fen.sum(accounts.values.map(\.dueToTreasury)) }

  /// Whether every fen that came in is on an account or went out.
  public var isBalanced: Bool { cash == flows.balance }

  /// Opens a pool.
  /// - Throws: everything that is wrong with the opening or its head.
  public init(_ opening: PoolOpening, _ head: DocumentHead) throws(Findings) {
    var findings = head.findings
    if opening.pool.isEmpty { findings.append(Finding(.fieldMissing, column: "pool")) }
    if opening.accounts.isEmpty { findings.append(Finding(.fieldMissing, column: "accounts")) }
    for (index, account) in opening.accounts.enumerated()
    where account.isEmpty || opening.accounts[..<index].contains(account) {
      findings.append(Finding(.codeDuplicate, column: "accounts[\(index)]", value: account))
    }
    if !findings.isEmpty { throw Findings(findings) }
    code = opening.pool
    schemes = [opening.scheme]
    accounts = Dictionary(uniqueKeysWithValues: opening.accounts.map { ($0, PoolAccount()) })
    openedOn = head.date
    numbers = [head.number]
  }

  /// Takes one more document, in place: what a pool of a hundred thousand loans is led with.
  ///
  /// A document that is refused leaves the pool as it was.
  /// - Returns: what moved, how the figures came about, and what a person should look at.
  /// - Throws: every guard that is broken; what the scheme leaves open.
  @discardableResult
  public mutating func take(_ document: PoolDocument) throws(Refusal) -> PoolChange {
    var transition = PoolTransition(document)
    try transition.run(&self)
    return PoolChange(
      figures: transition.movement,
      trace: transition.trace,
      warnings: transition.warnings
    )
  }

  /// The pool after one more document.
  /// - Throws: every guard that is broken; what the scheme leaves open.
  public func apply(_ document: PoolDocument) throws(Refusal) -> Pool {
    var pool = self
    try pool.take(document)
    return pool
  }
}

/// What a document did to a pool (变动).
public struct PoolChange: Hashable, Sendable {
  /// What moved.
  public let figures: PoolMovement
  /// How the figures came about.
  public let trace: [Step]
  /// What a person should look at.
  public let warnings: [Finding]
}

/// An account of a pool (专户).
public struct PoolAccount: Hashable, Sendable {
  /// What it holds.
  public internal(set) var cash = Fen.zero
  /// What of it is promised: claims approved and not paid, parts of recoveries that are a bank's.
  public internal(set) var reserved = Fen.zero

  /// What of it is to go to the treasury.
  public internal(set) var dueToTreasury = Fen.zero

  /// What can still be promised.
  public var available: Fen {
    Fen(max(cash.rawValue - reserved.rawValue - dueToTreasury.rawValue, 0))
  }
}

/// What a funder has in a pool (出资人权益).
public struct FunderBalance: Hashable, Sendable {
  /// Whose money it is.
  public internal(set) var nature = Funding.Nature.government
  /// What it has paid in.
  public internal(set) var paidIn = Fen.zero
  /// What it is to pay in: top-ups that were approved and have not come.
  public internal(set) var promised = Fen.zero
  /// What of the claims it bore.
  public internal(set) var borne = Fen.zero
  /// What of the recoveries came back to it.
  public internal(set) var recovered = Fen.zero
}

/// What came into a pool and went out of it (收支), each fen under one name.
public struct PoolFlows: Hashable, Sendable {
  /// The sums; wide enough for any pool.
  public private(set) var sums: [PoolFlow: Int128] = [:]

  /// What is left.
  public var balance: Int128 {
    sums.reduce(0) { $1.key.isIncome ? $0 + $1.value : $0 - $1.value }
  }

  /// What came in.
  var income: Int128 { sums.reduce(0) { $1.key.isIncome ? $0 + $1.value : $0 } }

  /// The sum of one kind.
  public subscript(flow: PoolFlow) -> Int128 { sums[flow] ?? 0 }

  /// Adds an amount.
  mutating func add(_ amount: Fen, _ flow: PoolFlow) {
    if amount != .zero { sums[flow, default: 0] += Int128(amount.rawValue) }
  }
}

/// Why money comes into a pool or leaves it (收支类别), in the order of the statement.
public enum PoolFlow: String, Hashable, Sendable, CaseIterable {
  /// 期初结转
  case opening
  /// 出资
  case funding
  /// 利息
  case interest
  /// 追偿收回
  case recoveries
  /// 多付退回
  case returns
  /// 补充
  case topUps = "top_ups"
  /// 补偿
  case claims
  /// 费用
  case fees
  /// 转付银行追偿款
  case passedOn = "passed_on"
  /// 上缴财政
  case treasury
  /// 清算分配
  case payouts

  /// Whether money comes in.
  public var isIncome: Bool {
    switch self {
    case .opening, .funding, .interest, .recoveries, .returns, .topUps: true
    case .claims, .fees, .passedOn, .treasury, .payouts: false
    }
  }
}
