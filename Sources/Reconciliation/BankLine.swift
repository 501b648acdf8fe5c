public import Quantities

/// A line of a bank statement (银行流水).
public struct BankLine: Hashable, Sendable {
  /// The day on which the bank booked it (交易日期).
  public let date: CivilDate
  /// The time of day as the statement writes it (交易时间), empty when it does not say.
  public let time: String
  /// Money that left the account (支出); negative when the bank takes it back.
  public let paid: Fen
  /// Money that came in (收入); negative when the bank takes it back.
  public let received: Fen
  /// The balance after the line (余额).
  public let balance: Fen
  /// The other party's name (对方户名).
  public let counterparty: String
  /// The other party's account (对方账号).
  public let counterpartyAccount: String
  /// What the bank says about it (摘要).
  public let memo: String
  /// The bank's number of the transaction (流水号), empty when the statement has none.
  public let serial: String

  /// Creates a line.
  public init(
    date: CivilDate,
    time: String = "",
    paid: Fen = .zero,
    received: Fen = .zero,
    balance: Fen = .zero,
    counterparty: String = "",
    counterpartyAccount: String = "",
    memo: String = "",
    serial: String = ""
  ) {
    self.date = date
    self.time = time
    self.paid = paid
    self.received = received
    self.balance = balance
    self.counterparty = counterparty
    self.counterpartyAccount = counterpartyAccount
    self.memo = memo
    self.serial = serial
  }

  /// What the line does to the balance, in fen: received less paid.
  public var change: Int128 { Int128(received.rawValue) - Int128(paid.rawValue) }

  /// Whether the bank takes back what it booked: a red amount, or a memo that says so (冲正, 退汇).
  public var isReversal: Bool {
    received < .zero || paid < .zero || BankLine.reversalWords.contains { memo.contains($0) }
  }

  private static let reversalWords = ["冲正", "冲销", "抹账", "撤销", "退汇"]
}

/// What the bank says of an account (银行对账单).
public struct BankAccount: Hashable, Sendable {
  /// The lines in the order of the statement, which within a day is the order of balances.
  public let lines: [BankLine]

  /// Creates the account; statements that follow each other are one.
  public init(lines: [BankLine]) {
    self.lines = lines.enumerated()
      .sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }
      .map(\.element)
  }

  /// The balance before the first line, in fen.
  public var opening: Int128 {
    lines.first.map { Int128($0.balance.rawValue) - $0.change } ?? 0
  }

  /// The balance at the end of a day, in fen (银行余额).
  public func balance(asOf date: CivilDate) -> Int128 {
    lines.last { $0.date <= date }.map { Int128($0.balance.rawValue) } ?? opening
  }

  /// The first day for which the statement speaks; `nil` when it begins with an empty account, so
  /// that nothing can have happened before it.
  var start: CivilDate? { opening == 0 ? nil : lines.first?.date }
}
