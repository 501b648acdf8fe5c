public import Accounting
public import Quantities
public import Reconciliation

/// A bank statement as it is put into the ledger (银行对账单).
public struct BankStatement: Hashable, Sendable {
  /// The account in the books that stands for the bank account (科目).
  public let account: AccountCode
  /// What the file was called.
  public let name: String
  /// The SHA-256 of the file in hexadecimal digits.
  public let digest: String
  /// The lines in the order of the statement.
  public let lines: [BankLine]

  /// Creates a statement.
  public init(account: AccountCode, name: String, digest: String, lines: [BankLine]) {
    self.account = account
    self.name = name
    self.digest = digest
    self.lines = lines
  }
}

/// What became of a bank statement (导入结果).
public struct BankReceipt: Hashable, Sendable {
  /// How many lines the ledger did not have.
  public let added: Int
  /// How many it had already.
  public let known: Int
  /// Where the ledger's lines do not join on to the new ones: the days between which some are
  /// missing, and by how much the balances differ, in fen.
  public let gaps: [Gap]

  /// A place where lines are missing.
  public struct Gap: Hashable, Sendable {
    /// The day of the line before.
    public let after: CivilDate
    /// The day of the line behind.
    public let before: CivilDate
    /// What the missing lines come to, received positive, in fen.
    public let difference: Int128
  }
}

/// A bank statement as it stands in the log.
public struct RecordedBankStatement: Hashable, Sendable {
  /// The place of its record.
  public let sequence: Int64
  /// The account.
  public let account: AccountCode
  /// What the file was called.
  public let name: String
  /// The SHA-256 of the file in hexadecimal digits.
  public let digest: String
  /// How many lines it added.
  public let count: Int
  /// The day of its first line.
  public let first: CivilDate
  /// The day of its last line.
  public let last: CivilDate
}
