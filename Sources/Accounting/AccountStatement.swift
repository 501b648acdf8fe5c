public import Quantities

/// One line of an account statement (明细账行).
public struct StatementLine: Hashable, Sendable {
  /// The line of the entry.
  public let posted: PostedLine
  /// The balance after it (余额), debit positive.
  public let balance: Fen

  /// Creates a line.
  public init(posted: PostedLine, balance: Fen) {
    self.posted = posted
    self.balance = balance
  }

  /// The date of the entry.
  public var date: CivilDate { posted.date }
  /// The number of the entry.
  public var number: VoucherNumber { posted.number }
  /// The number of the line within the entry, from 1.
  public var line: Int { posted.line }
  /// The posting.
  public var posting: Posting { posted.posting }
  /// The counter accounts (对方科目).
  public var counterAccounts: [AccountCode] { posted.counterAccounts }
}

/// The statement of one account (明细账): opening, every line with the running balance, the
/// subtotals of each month, closing.
public struct AccountStatement: Hashable, Sendable {
  /// The subtotals under the lines of one month.
  public struct Month: Hashable, Sendable {
    /// The month.
    public let period: FiscalPeriod
    /// The movements of the month (本期合计).
    public let movement: Balance
    /// The movements since the first day of its year (本年累计).
    public let yearToDate: Balance
    /// The balance on the last day, debit positive.
    public let closing: Fen
  }

  /// The account; a parent account has the lines of all its leaves.
  public let account: Account
  /// The periods covered.
  public let range: PeriodRange
  /// The balance before the range (期初余额), debit positive.
  public let opening: Fen
  /// The lines in the order of books: by date, then by number and line.
  public let lines: [StatementLine]
  /// The subtotals of each month of the range.
  public let months: [Month]
  /// The balance after the range, debit positive.
  public let closing: Fen

  /// Runs the balance down the lines and adds up the months.
  /// - Parameters:
  ///   - account: The account.
  ///   - range: The periods covered.
  ///   - opening: The balance before the range, debit positive.
  ///   - yearToDate: The movements of the range's first year before the range, from which 本年累计
  ///     runs on.
  ///   - lines: The lines of the range in the order of books.
  /// - Throws: ``Overflow`` when a balance or subtotal does not fit.
  public init(
    account: Account,
    range: PeriodRange,
    opening: Fen,
    yearToDate: Balance = .zero,
    lines: [PostedLine]
  ) throws(Overflow) {
    self.account = account
    self.range = range
    self.opening = opening
    var running = Int128(opening.rawValue)
    var year = yearToDate
    var statement: [StatementLine] = []
    var months: [Month] = []
    var rest = lines[...]
    for ordinal in range.first.ordinal...range.last.ordinal {
      let period = FiscalPeriod(ordinal: ordinal)
      if period.month == 1 { year = .zero }
      var movement = Balance.zero
      while let line = rest.first, line.date.period == period {
        rest.removeFirst()
        running += line.posting.signed
        movement = try movement.adding(line.posting)
        statement.append(StatementLine(posted: line, balance: try Fen(sum: running)))
      }
      year = try year.adding(movement)
      months.append(
        Month(
          period: period,
          movement: movement,
          yearToDate: year,
          closing: try Fen(sum: running)
        )
      )
    }
    precondition(rest.isEmpty, "lines lie in the range, in the order of dates")
    self.lines = statement
    self.months = months
    closing = try Fen(sum: running)
  }
}
