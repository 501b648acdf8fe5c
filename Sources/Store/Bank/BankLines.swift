public import Accounting
import Findings
public import Quantities
public import Reconciliation

/// Bank statements in the file: each import is a record, its lines are found by account and day.
extension LedgerSnapshot {
  /// The lines that the bank's statements have for an account, in their order (银行流水).
  ///
  /// Within a day they stand as they were imported, which is the order of balances.
  /// - Throws: `E-ACCOUNT-UNKNOWN`.
  public func bankLines(
    of account: AccountCode,
    in book: Book,
    from first: CivilDate? = nil,
    through last: CivilDate? = nil
  ) throws(StoreError) -> [BankLine] {
    let query = try database.statement(
      BankRow.select + " WHERE account_id = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day, seq, line"
    )
    query.bind(try accountID(account, in: book), 1)
    query.bind(first.map { Int64($0.dayNumber) } ?? .min, 2)
    query.bind(last.map { Int64($0.dayNumber) } ?? .max, 3)
    return try BankRow.lines(query)
  }

  /// The statements of a book, or of one account, in the order in which they were imported.
  public func bankStatements(
    of account: AccountCode? = nil,
    in book: Book
  ) throws(StoreError) -> [RecordedBankStatement] {
    let query = try database.statement(
      """
      SELECT s.seq, a.code, s.name, s.sha256, count(*), min(l.day), max(l.day)
      FROM bank_statement AS s JOIN account AS a ON a.id = s.account_id
        JOIN bank_line AS l ON l.seq = s.seq
      WHERE a.book_id = ?1 AND (?2 IS NULL OR a.id = ?2)
      GROUP BY s.seq ORDER BY s.seq
      """
    )
    defer { query.reset() }
    query.bind(try open(book).id, 1)
    query.bind(try account.map { code throws(StoreError) in try accountID(code, in: book) }, 2)
    var found: [RecordedBankStatement] = []
    while try query.step() {
      guard let code = AccountCode(query.text(1)) else {
        throw .damaged(detail: "bank statement \(query.integer(0))")
      }
      found.append(
        RecordedBankStatement(
          sequence: query.integer(0),
          account: code,
          name: query.text(2),
          digest: query.text(3),
          count: query.int(4),
          first: CivilDate(dayNumber: Int32(truncatingIfNeeded: query.integer(5))),
          last: CivilDate(dayNumber: Int32(truncatingIfNeeded: query.integer(6)))
        )
      )
    }
    return found
  }

  fileprivate func accountID(
    _ code: AccountCode,
    in book: Book
  ) throws(StoreError) -> Int64 {
    guard let id = try open(book).keys[code]?.id else {
      throw .finding(.accountUnknown, value: code.text, ["account": code.text])
    }
    return id
  }

  /// The line with which the bank's lines go on or from which they come.
  fileprivate func bankLine(
    _ condition: String,
    _ account: Int64,
    _ day: CivilDate
  ) throws(StoreError) -> BankLine? {
    let query = try database.statement(
      BankRow.select + " WHERE account_id = ?1 AND day \(condition) LIMIT 1"
    )
    query.bind(account, 1)
    query.bind(Int64(day.dayNumber), 2)
    return try BankRow.lines(query).first
  }
}

extension LedgerTransaction {
  /// Puts a bank statement into the ledger.
  ///
  /// Lines that the ledger has already are passed over, so that statements may overlap: a line with
  /// a number of the bank is known by it, another one by all that it says.
  /// - Returns: how many lines were new, and where lines are missing between statements.
  /// - Throws: `E-ACCOUNT-UNKNOWN`, `E-ACCOUNT-NOT-LEAF`, `E-BANK-CONFLICT` when a number of the
  ///   bank stands for something else.
  public func addBankStatement(
    _ statement: BankStatement,
    to book: Book
  ) throws(StoreError) -> BankReceipt {
    let code = statement.account
    let id = try accountID(code, in: book)
    guard try open(book).accounts[id]?.isLeaf == true else {
      throw .finding(.accountNotLeaf, value: code.text, ["account": code.text])
    }
    let fresh = try unknownLines(of: statement, id)
    let known = statement.lines.count - fresh.count
    guard let first = fresh.first, let last = fresh.last else {
      return BankReceipt(added: 0, known: known, gaps: [])
    }
    let before = try bankLine("<= ?2 ORDER BY day DESC, seq DESC, line DESC", id, first.date)
    let behind = try bankLine("> ?2 ORDER BY day, seq, line", id, last.date)
    let added = BankStatement(
      account: code,
      name: statement.name,
      digest: statement.digest,
      lines: fresh
    )
    try whole { () throws(StoreError) in try insert(added, id, book) }
    return BankReceipt(
      added: fresh.count,
      known: known,
      gaps: [(before, first), (last, behind)].compactMap { earlier, later in
        earlier.flatMap { earlier in later.flatMap { BankReceipt.Gap(earlier, $0) } }
      }
    )
  }

  /// The lines that the ledger does not have.
  private func unknownLines(
    of statement: BankStatement,
    _ account: Int64
  ) throws(StoreError) -> [BankLine] {
    let bySerial = try database.statement(
      BankRow.select + " WHERE account_id = ?1 AND serial = ?2 AND serial <> ''"
    )
    let byDay = try database.statement(
      BankRow.select + " WHERE account_id = ?1 AND day = ?2 AND serial = ''"
    )
    var days: [CivilDate: [BankLine]] = [:]
    var findings: [Finding] = []
    var fresh: [BankLine] = []
    for line in statement.lines {
      if line.serial.isEmpty {
        if days[line.date] == nil {
          byDay.bind(account, 1)
          byDay.bind(Int64(line.date.dayNumber), 2)
          days[line.date] = try BankRow.lines(byDay)
        }
        guard let place = days[line.date]?.firstIndex(of: line) else {
          fresh.append(line)
          continue
        }
        days[line.date]?.remove(at: place)
      } else {
        bySerial.bind(account, 1)
        bySerial.bind(line.serial, 2)
        let stored = try BankRow.lines(bySerial).first
        if stored == nil { fresh.append(line) }
        guard let stored, stored != line else { continue }
        findings.append(
          Finding(
            .bankConflict,
            column: "流水号",
            value: line.serial,
            arguments: ["date": "\(stored.date)"]
          )
        )
      }
    }
    guard findings.isEmpty else { throw .findings(Findings(findings)) }
    return fresh
  }

  private func insert(
    _ statement: BankStatement,
    _ account: Int64,
    _ book: Book
  ) throws(StoreError) {
    let place = try append(
      BankRecord.type,
      book: book.code,
      lines: statement.lines.count,
      data: { BankRecord.writeHeader(statement, &$0) },
      line: { BankRecord.write(statement.lines[$0], &$1) }
    )
    let insert = try database.statement(
      """
      INSERT OR FAIL INTO bank_statement (seq, account_id, name, sha256) VALUES (?1, ?2, ?3, ?4)
      """
    )
    insert.bind(place, 1)
    insert.bind(account, 2)
    insert.bind(statement.name, 3)
    insert.bind(statement.digest, 4)
    try insert.run()
    let row = try database.statement(BankRow.insert)
    for (index, line) in statement.lines.enumerated() {
      BankRow.bind(line, row)
      row.bind(place, 10)
      row.bind(index + 1, 11)
      row.bind(account, 12)
      try row.run()
    }
  }
}

/// One row of the table of bank lines.
private enum BankRow {
  private static let columns =
    "day, time, paid, received, balance, counterparty, counterparty_account, memo, serial"

  static let select = "SELECT \(columns) FROM bank_line"

  static let insert = """
    INSERT OR FAIL INTO bank_line (\(columns), seq, line, account_id)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
    """

  static func bind(_ line: BankLine, _ row: Statement) {
    row.bind(Int64(line.date.dayNumber), 1)
    row.bind(line.time, 2)
    row.bind(line.paid.rawValue, 3)
    row.bind(line.received.rawValue, 4)
    row.bind(line.balance.rawValue, 5)
    row.bind(line.counterparty, 6)
    row.bind(line.counterpartyAccount, 7)
    row.bind(line.memo, 8)
    row.bind(line.serial, 9)
  }

  static func lines(_ query: Statement) throws(StoreError) -> [BankLine] {
    defer { query.reset() }
    var lines: [BankLine] = []
    while try query.step() {
      lines.append(
        BankLine(
          date: CivilDate(dayNumber: Int32(truncatingIfNeeded: query.integer(0))),
          time: query.text(1),
          paid: Fen(query.integer(2)),
          received: Fen(query.integer(3)),
          balance: Fen(query.integer(4)),
          counterparty: query.text(5),
          counterpartyAccount: query.text(6),
          memo: query.text(7),
          serial: query.text(8)
        )
      )
    }
    return lines
  }
}

extension BankReceipt.Gap {
  /// The gap between two lines that should follow each other; `nil` when they do.
  fileprivate init?(_ earlier: BankLine, _ later: BankLine) {
    let expected = Int128(earlier.balance.rawValue) + later.change
    difference = Int128(later.balance.rawValue) - expected
    guard difference != 0 else { return nil }
    after = earlier.date
    before = later.date
  }
}
