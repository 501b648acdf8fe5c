public import Accounting
import Findings
public import Quantities
public import Reconciliation

/// The books held against the statements of the bank.
extension LedgerSnapshot {
  /// Reconciles an account with the statements of its bank (银行对账).
  ///
  /// Opening balances of the book are no lines: the bank has none for them.
  /// - Returns: `nil` when no statement of the account has been imported.
  /// - Throws: `E-ACCOUNT-UNKNOWN`.
  public func reconciliation(
    of account: AccountCode,
    in book: Book,
    asOf date: CivilDate,
    rules: MatchingRules = .standard
  ) throws(StoreError) -> Reconciliation? {
    let bank = BankAccount(lines: try bankLines(of: account, in: book))
    guard let first = bank.lines.first else { return nil }
    // Before the statement begins, only lines that it may still have are of interest.
    let start =
      bank.opening == 0
      ? min(first.date, book.startPeriod.firstDay) : first.date.adding(days: -rules.daysAfter)
    return Reconciliation.match(
      book: try bookAccount(account, in: book, from: start),
      bank: bank,
      asOf: date,
      rules: rules
    )
  }

  /// The accounts of a book that have bank statements, in the order of codes.
  public func bankAccounts(of book: Book) throws(StoreError) -> [AccountCode] {
    let query = try database.statement(
      """
      SELECT code FROM account WHERE book_id = ?1
        AND id IN (SELECT account_id FROM bank_statement) ORDER BY code
      """
    )
    defer { query.reset() }
    query.bind(try open(book).id, 1)
    var codes: [AccountCode] = []
    while try query.step() {
      if let code = AccountCode(query.text(0)) { codes.append(code) }
    }
    return codes
  }

  /// How many lines of the books or the bank differ on a day, in all accounts whose statements have
  /// begun by then.
  func bankDifferences(
    on date: CivilDate,
    of book: Book
  ) throws(StoreError) -> Int {
    var count = 0
    for account in try bankAccounts(of: book) {
      guard let result = try reconciliation(of: account, in: book, asOf: date),
        result.bankThrough != nil
      else { continue }
      count += result.bookNotBank.count + result.bankNotBook.count + result.mismatches.count
    }
    return count
  }

  /// What the books say of an account from a day on.
  private func bookAccount(
    _ code: AccountCode,
    in book: Book,
    from start: CivilDate
  ) throws(StoreError) -> BookAccount {
    try settle()
    let opened = try open(book)
    guard let id = opened.keys[code]?.id else {
      throw .finding(.accountUnknown, value: code.text, ["account": code.text])
    }
    let balances = try balances(asOf: start.adding(days: -1), of: book)
    var opening = Fen.sum(balances.lazy.filter { $0.account == code }.map(\.closing))
    let parts = try parts(ofEntriesOn: id, from: start)
    let query = try database.statement(
      """
      SELECT e.period, e.word, e.number, r.period, r.word, r.number, p.line, p.day, p.side,
        p.amount, p.summary, p.reference, p.entry_id
      FROM posting AS p JOIN entry AS e ON e.id = p.entry_id
        LEFT JOIN entry AS r ON r.id = e.reverses
      WHERE p.account_id = ?1 AND p.day >= ?2 ORDER BY p.day, p.entry_id, p.line
      """
    )
    defer { query.reset() }
    query.bind(id, 1)
    query.bind(Int64(start.dayNumber), 2)
    var lines: [BookLine] = []
    while try query.step() {
      guard let number = StoredEntry.number(query, from: 0),
        let side = Side(rawValue: Int8(truncatingIfNeeded: query.int(8)))
      else { throw .damaged(detail: "number of record \(query.integer(12))") }
      let amount = Fen(query.integer(9))
      guard number.word != .opening else {
        opening += Int128(side.rawValue) * Int128(amount.rawValue)
        continue
      }
      lines.append(
        BookLine(
          number: number,
          line: query.int(6),
          date: CivilDate(dayNumber: Int32(truncatingIfNeeded: query.integer(7))),
          received: side == .debit ? amount : .zero,
          paid: side == .credit ? amount : .zero,
          summary: query.text(10),
          reference: query.text(11),
          reverses: query.isNull(3) ? nil : StoredEntry.number(query, from: 3),
          parts: parts[query.integer(12)] ?? []
        )
      )
    }
    let sum = opening
    return BookAccount(
      opening: try checked { () throws(Overflow) in try Fen(sum: sum) },
      lines: lines
    )
  }

  /// What the entries on an account come to by zone, since a zone's operator is paid for all its
  /// projects at once.
  private func parts(
    ofEntriesOn account: Int64,
    from start: CivilDate
  ) throws(StoreError) -> [Int64: [Fen]] {
    let directory = try directory()
    let query = try database.statement(
      """
      SELECT entry_id, dims_id, side * amount FROM posting
      WHERE dims_id <> 0 AND account_id <> ?1 AND entry_id IN
        (SELECT entry_id FROM posting WHERE account_id = ?1 AND day >= ?2)
      """
    )
    defer { query.reset() }
    query.bind(account, 1)
    query.bind(Int64(start.dayNumber), 2)
    var sums: [Int64: [String: Int128]] = [:]
    while try query.step() {
      guard let project = try dimensions(query.integer(1))[.project],
        let zone = directory[.project, project]?.attributes
          .first(where: { $0.name == DimensionKind.zone.name })?.value
      else { continue }
      sums[query.integer(0), default: [:]][zone, default: 0] += Int128(query.integer(2))
    }
    return sums.mapValues { $0.values.compactMap { try? Fen(sum: $0) }.sorted() }
  }
}
