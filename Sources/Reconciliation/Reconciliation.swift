public import Quantities

/// What book and bank agree on and where they differ, on one day (银行对账).
public struct Reconciliation: Hashable, Sendable {
  /// Lines that belong together (已匹配).
  public struct Match: Hashable, Sendable {
    /// How many lines are on each side.
    public enum Kind: String, Sendable {
      /// One line each (一对一).
      case oneToOne = "one_to_one"
      /// One line of the books, several of the bank (一对多).
      case oneToMany = "one_to_many"
      /// Several lines of the books, one of the bank (多对一).
      case manyToOne = "many_to_one"
      /// A red line of the books and what it takes back or what corrects it (红蓝对冲).
      case cancelledInBook = "cancelled_in_book"
      /// A line of the bank and what takes it back (银行冲正).
      case cancelledAtBank = "cancelled_at_bank"
    }

    /// The kind.
    public let kind: Kind
    /// The lines of the books.
    public let book: [BookLine]
    /// The lines of the bank, without one that differs.
    public let bank: [BankLine]
  }

  /// A line that only one side has on the day (未达账项).
  public struct Open<Line: Hashable & Sendable>: Hashable, Sendable {
    /// The line.
    public let line: Line
    /// When the other side follows, as far as it is known by now; `nil` when it has not.
    public let clearedOn: CivilDate?
  }

  /// A bank line with the digits of what it should be in another order (金额不符).
  public struct Mismatch: Hashable, Sendable {
    /// The line of the books.
    public let book: BookLine
    /// The line of the bank.
    public let bank: BankLine
    /// What the bank line should do to the balance by the books, in fen, received positive.
    public let expected: Int128

    /// By how much it makes the adjusted book balance exceed the adjusted bank balance, in fen.
    public var difference: Int128 { expected - bank.change }
  }

  /// The last day that counts (截止日).
  public let asOf: CivilDate
  /// What agrees, in the order of days.
  public let matches: [Match]
  /// Booked, but not at the bank (账有银无), in the order of days.
  public let bookNotBank: [Open<BookLine>]
  /// At the bank, but not booked (银有账无), in the order of days.
  public let bankNotBook: [Open<BankLine>]
  /// Suspected slips of digits (金额不符), in the order of days.
  public let mismatches: [Mismatch]
  /// The two balances and what leads from one to the other (余额调节表).
  public let balances: AdjustedBalances
  /// How many lines of the books were looked at.
  public let bookLineCount: Int
  /// How many lines of the bank were looked at.
  public let bankLineCount: Int
  /// The last day on which the statement has a line; `nil` when it has none until ``asOf``.
  public let bankThrough: CivilDate?
  /// Whether a search was cut short, so that some sums may have gone unseen.
  public let isSearchCutShort: Bool

  /// Whether anything at all differs.
  public var hasDifferences: Bool {
    !bookNotBank.isEmpty || !bankNotBook.isEmpty || !mismatches.isEmpty || balances.remainder != 0
  }

  /// Matches the lines of an account with its statement.
  ///
  /// Lines after `asOf` may be given: a line before it that the other side has only afterwards is
  /// a timing difference. Book lines from before the statement begins count as settled unless the
  /// statement has them. The same lines give the same result in whatever order they come.
  /// - Parameters:
  ///   - book: what the books say.
  ///   - bank: what the bank says.
  ///   - asOf: the last day that counts.
  ///   - rules: how far lines may lie apart.
  /// - Returns: what agrees, what differs, and the two balances adjusted.
  public static func match(
    book: BookAccount,
    bank: BankAccount,
    asOf: CivilDate,
    rules: MatchingRules = .standard
  ) -> Reconciliation {
    let lines = book.lines.sorted {
      ($0.date, $0.number, $0.line) < ($1.date, $1.number, $1.line)
    }
    // What lies further behind the day cannot be about anything before it.
    let horizon = asOf.adding(days: max(rules.daysAfter, rules.daysBefore, rules.reversalDays))
    var matcher = Matcher(
      book: lines.filter { $0.date <= horizon },
      bank: bank.lines.filter { $0.date <= horizon },
      rules: rules
    )
    matcher.run()
    return Reconciliation(matcher, book, bank, asOf)
  }

  private init(_ matcher: Matcher, _ book: BookAccount, _ bank: BankAccount, _ asOf: CivilDate) {
    var result = Settlement(matcher, asOf, start: bank.start)
    for link in matcher.links { result.add(link) }
    result.addOpen()
    self.asOf = asOf
    matches = result.matches.sorted { ($0.day, $0.order) < ($1.day, $1.order) }.map(\.match)
    bookNotBank = result.bookNotBank.sorted { $0.key < $1.key }.map(\.value)
    bankNotBook = result.bankNotBook.sorted { $0.key < $1.key }.map(\.value)
    mismatches = result.mismatches.sorted { $0.key < $1.key }.map(\.value)
    balances = AdjustedBalances(
      book: book.balance(asOf: asOf),
      bank: bank.balance(asOf: asOf),
      bookNotBank: bookNotBank.map(\.line.change),
      bankNotBook: bankNotBook.map(\.line.change),
      explained: mismatches.reduce(0) { $0 + $1.difference }
    )
    bookLineCount = matcher.bookLines.count { $0.date <= asOf }
    bankLineCount = matcher.bankLines.count { $0.date <= asOf }
    bankThrough = bank.lines.last { $0.date <= asOf }?.date
    isSearchCutShort = matcher.isExhausted
  }
}
