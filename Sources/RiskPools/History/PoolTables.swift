public import Quantities

/// The business tables of a pool's earlier years (历史业务表), row by row as they were typed in.
///
/// Words stay words: what they mean for a pool is decided in one place, by ``PoolHistory``.
public struct PoolTables: Hashable, Sendable {
  /// The banks (合作银行).
  public var banks: [BankRow] = []
  /// The loans (贷款).
  public var loans: [LoanRow] = []
  /// The claims (代偿).
  public var claims: [ClaimRow] = []
  /// The recoveries (追偿).
  public var recoveries: [RecoveryRow] = []

  /// Creates empty tables.
  public init() {}
}

/// The names of the tables, as their files are called (业务表).
public enum PoolTable: String, Hashable, Sendable, CaseIterable {
  case banks, loans, claims, recoveries
}

/// A bank of the scheme (合作银行).
public struct BankRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The bank (合作银行编码).
  public var bank: String
  /// What of a loss the pool bears (补偿比例).
  public var rate: PPM
  /// The most in a year (年度补偿上限).
  public var yearlyCap: Fen

  /// Creates a row.
  public init(row: Int, bank: String, rate: PPM, yearlyCap: Fen) {
    self.row = row
    self.bank = bank
    self.rate = rate
    self.yearlyCap = yearlyCap
  }
}

/// A loan (贷款).
public struct LoanRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The number of the loan (贷款编号).
  public var loan: String
  /// The bank (合作银行).
  public var bank: String
  /// The borrower (借款企业).
  public var borrower: String
  /// The day it was lent (发放日).
  public var lent: CivilDate
  /// The day it is due (到期日).
  public var due: CivilDate
  /// What was lent (金额).
  public var amount: Fen
  /// What secures it (担保方式).
  public var security: String
  /// What is not paid back (余额).
  public var balance: Fen
  /// How it stands, in words (状态).
  public var state: String

  /// Creates a row.
  public init(
    row: Int,
    loan: String,
    bank: String,
    borrower: String,
    lent: CivilDate,
    due: CivilDate,
    amount: Fen,
    security: String,
    balance: Fen,
    state: String
  ) {
    self.row = row
    self.loan = loan
    self.bank = bank
    self.borrower = borrower
    self.lent = lent
    self.due = due
    self.amount = amount
    self.security = security
    self.balance = balance
    self.state = state
  }
}

/// A claim with its payment (代偿).
public struct ClaimRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The number of the document (代偿单号).
  public var document: String
  /// The loan (贷款编号).
  public var loan: String
  /// The first day a payment was missing (逾期日).
  public var overdueOn: CivilDate
  /// The day of the payment (拨付日).
  public var paidOn: CivilDate
  /// What was not paid back (未偿本金).
  public var outstanding: Fen
  /// Base by rate (应补偿).
  public var entitled: Fen
  /// What was paid (实补偿).
  public var paid: Fen

  /// Creates a row.
  public init(
    row: Int,
    document: String,
    loan: String,
    overdueOn: CivilDate,
    paidOn: CivilDate,
    outstanding: Fen,
    entitled: Fen,
    paid: Fen
  ) {
    self.row = row
    self.document = document
    self.loan = loan
    self.overdueOn = overdueOn
    self.paidOn = paidOn
    self.outstanding = outstanding
    self.entitled = entitled
    self.paid = paid
  }
}

/// What came back of a claim (追偿).
public struct RecoveryRow: Hashable, Sendable {
  /// The row of the table.
  public var row: Int
  /// The number of the document (追偿单号).
  public var document: String
  /// The claim (代偿单号).
  public var claim: String
  /// The day (收回日).
  public var date: CivilDate
  /// What the bank collected (银行收回本金).
  public var collected: Fen
  /// What of it came back to the pool (归还风险金).
  public var returned: Fen

  /// Creates a row.
  public init(
    row: Int,
    document: String,
    claim: String,
    date: CivilDate,
    collected: Fen,
    returned: Fen
  ) {
    self.row = row
    self.document = document
    self.claim = claim
    self.date = date
    self.collected = collected
    self.returned = returned
  }
}
