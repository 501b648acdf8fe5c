public import Quantities

/// A loan under a scheme (在池贷款).
public struct PooledLoan: Hashable, Sendable {
  /// What was known when it was enrolled.
  public let facts: LoanFacts
  /// The number of the loan.
  public let id: String
  /// The bank.
  public let bank: String
  /// The borrower.
  public let borrower: String
  /// What was lent.
  public let principal: Fen
  /// The borrower's sector; empty when nobody said.
  public let sector: String
  /// The day it was lent.
  public let lent: CivilDate
  /// The day it came under the scheme.
  public let enrolledOn: CivilDate
  /// The day it was due at first.
  public let firstDue: CivilDate
  /// The day it is due.
  public internal(set) var due: CivilDate
  /// How often it was made to last longer.
  public internal(set) var extensions = 0
  /// What is not paid back.
  public internal(set) var outstanding: Fen
  /// Since when a payment is missing.
  public internal(set) var overdueSince: CivilDate?
  /// How good it is.
  public internal(set) var grade = LoanGrade.normal
  /// Since when it is non-performing.
  public internal(set) var failedOn: CivilDate?
  /// Steps against the borrower, with their days.
  public internal(set) var steps: [LoanTrigger.Step: CivilDate] = [:]
  /// Where it is in its life.
  public internal(set) var state = LoanState.active
  /// The numbers of the claims for it, in the order of filing.
  public internal(set) var claims: [String] = []
  /// The schemes in which it is as well.
  public let otherSchemes: [String]
  /// The day of the latest document about it.
  var lastDate: CivilDate

  /// What it adds to the figures of its bank.
  var exposure: Exposure {
    var exposure = Exposure()
    exposure.lent = Int128(principal.rawValue)
    guard outstanding > .zero else { return exposure }
    let balance = Int128(outstanding.rawValue)
    exposure.loans = 1
    exposure.balance = balance
    if grade.isNonPerforming || state == .compensated { exposure.failing = balance }
    if overdueSince != nil { exposure.overdue = balance }
    if state == .compensated { exposure.compensated = balance }
    return exposure
  }
}

/// Where a loan is in its life (贷款状态).
public enum LoanState: String, Hashable, Sendable, CaseIterable {
  /// 在池
  case active
  /// 已补偿
  case compensated
  /// 已结清
  case settled
  /// 已核销
  case writtenOff = "written_off"
}

/// What is lent, owed and failing (敞口): sums over loans.
public struct Exposure: Hashable, Sendable {
  /// How many loans are not paid back.
  public internal(set) var loans = 0
  /// What was lent since the pool began.
  public internal(set) var lent = Int128(0)
  /// What is not paid back.
  public internal(set) var balance = Int128(0)
  /// What of it is non-performing; what was compensated is, until it is written off.
  public internal(set) var failing = Int128(0)
  /// What of it is overdue.
  public internal(set) var overdue = Int128(0)
  /// What of it has been compensated.
  public internal(set) var compensated = Int128(0)
  /// What the pool paid for it, without what was paid too much.
  public internal(set) var paid = Int128(0)
  /// What of that came back.
  public internal(set) var recovered = Int128(0)

  /// Creates sums of nothing.
  public init() {}

  /// Adds the figures of a loan, or takes them off.
  mutating func add(_ other: Exposure, sign: Int = 1) {
    loans += sign * other.loans
    lent += Int128(sign) * other.lent
    balance += Int128(sign) * other.balance
    failing += Int128(sign) * other.failing
    overdue += Int128(sign) * other.overdue
    compensated += Int128(sign) * other.compensated
  }
}

/// A borrower with all its loans (借款企业).
public struct Firm: Hashable, Sendable {
  /// The numbers of its loans, in the order of enrolment.
  public internal(set) var loans: [String] = []
  /// What the fund has invested in it, as its books said last.
  public internal(set) var invested = Fen.zero
}

/// What a bank reported on a day (报送余额).
public struct ReportedBalance: Hashable, Sendable {
  /// The number of the document.
  public let document: String
  /// The day of the figures.
  public let asOf: CivilDate
  /// What the bank said.
  public let reported: Fen
  /// What the pool knew.
  public let known: Int128
}

extension Pool {
  /// The scopes to which a loan belongs.
  static func scopes(_ loan: PooledLoan) -> [PoolScope] {
    var scopes: [PoolScope] = [.programme, .bank(loan.bank)]
    if let region = loan.facts.region { scopes.append(.district(region)) }
    return scopes
  }

  /// Changes a loan and the sums that it belongs to.
  mutating func change(_ id: String, _ edit: (inout PooledLoan) -> Void) {
    guard var loan = loans[id] else { preconditionFailure("only a known loan is changed") }
    let before = loan.exposure
    edit(&loan)
    let after = loan.exposure
    for scope in Pool.scopes(loan) {
      exposures[scope, default: Exposure()].add(before, sign: -1)
      exposures[scope, default: Exposure()].add(after)
    }
    loans[id] = loan
  }

  /// Adds a loan.
  mutating func insert(_ loan: PooledLoan, invested: Fen) {
    loans[loan.id] = loan
    firms[loan.borrower, default: Firm()].loans.append(loan.id)
    if invested != .zero { firms[loan.borrower]?.invested = invested }
    for scope in Pool.scopes(loan) { exposures[scope, default: Exposure()].add(loan.exposure) }
  }

  /// What a firm owes at each bank, by the names of the banks.
  public func balances(of borrower: String) -> [(bank: String, balance: Int128)] {
    var balances: [String: Int128] = [:]
    for id in firms[borrower]?.loans ?? [] {
      guard let loan = loans[id] else { continue }
      balances[loan.bank, default: 0] += Int128(loan.outstanding.rawValue)
    }
    return balances.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
