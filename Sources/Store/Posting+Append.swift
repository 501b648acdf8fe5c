public import Accounting
import Audit
import CanonicalJSON
import Findings
public import Quantities
import Signing

/// Numbers run within one of these (编号序列).
struct NumberSeries: Hashable {
  let book: Int64
  let period: Int
  let word: VoucherWord

  /// Hashes the period: it has one word, or a few.
  func hash(into hasher: inout Hasher) { hasher.combine(period) }
}

/// A period of one book.
struct BookPeriod: Hashable {
  let book: Int64
  let period: Int
}

/// One thing that happened to a voucher on its way into the books (流转记录).
public struct WorkflowEvent: Hashable, Sendable {
  /// When, RFC 3339 UTC.
  public let time: String
  /// Who.
  public let person: String
  /// What: a ``VoucherStep`` or `reverse`.
  public let step: String
  /// Why; empty when no reason was given.
  public let reason: String

  /// Creates an event.
  public init(time: String, person: String, step: String, reason: String = "") {
    self.time = time
    self.person = person
    self.step = step
    self.reason = reason
  }
}

/// What a posting answers (记账回执).
public struct PostingReceipt: Hashable, Sendable {
  /// The final number.
  public let number: VoucherNumber
  /// The record's position in the log, from 0.
  public let sequence: Int64
}

extension LedgerTransaction {
  /// Posts an entry: a record in the log, its lines, its balances.
  ///
  /// `number` is the number of loaded history, `nil` gives the next one; `history` holds the steps
  /// that led here and is kept in the record.
  /// - Throws: `E-PERIOD-CLOSED`, `E-BEFORE-START`, `E-VOUCHER-DUP`, `E-PEOPLE-MISSING`, `E-SOD`,
  ///   `E-REVERSAL-UNKNOWN`, `E-REVERSAL-MISMATCH` or `E-REVERSED`.
  @discardableResult
  public func post(
    _ entry: JournalEntry,
    in book: Book,
    number: Int? = nil,
    signatures: Signatures,
    history: [WorkflowEvent] = []
  ) throws(StoreError) -> PostingReceipt {
    let opened = try open(book)
    let voucher = entry.voucher
    let isOpening = voucher.word == .opening
    if !isOpening || signatures != Signatures() {
      let findings = signatures.findings
      guard findings.isEmpty else { throw .findings(Findings(findings)) }
    }
    try requireOpen(voucher, book, opened.id)
    let reversed = try voucher.reverses.map { number throws(StoreError) in
      try mirrored(number, by: voucher, in: book)
    }
    let series = NumberSeries(
      book: opened.id,
      period: voucher.period.ordinal,
      word: voucher.word
    )
    let last = try lastNumber(series)
    let given = number ?? last + 1
    let voucherNumber = VoucherNumber(
      period: voucher.period,
      word: voucher.word,
      number: given
    )
    if given <= last, try isTaken(series, given) {
      throw .finding(.voucherDuplicate, value: "\(voucherNumber)", ["voucher": "\(voucherNumber)"])
    }
    let accounts = try opened.keys(of: voucher.postings)
    let sequence = try whole { () throws(StoreError) in
      try use(voucher.period, opened.id)
      let cells = try cells(of: voucher, accounts)
      let sealed = try sealVoucher(voucher, voucherNumber, accounts, book, signatures, history)
      try insert(
        sealed,
        EntryRows(
          sequence: sealed.seq,
          book: opened.id,
          voucher: voucher,
          number: given,
          cells: cells,
          reversed: reversed,
          signatures: signatures,
          history: StoredText.text(history)
        )
      )
      return sealed.seq
    }
    numbers[series] = max(last, given)
    if turnover.count >= 20_000 { try settle() }
    return PostingReceipt(number: voucherNumber, sequence: sequence)
  }

  // MARK: Rules that need the tables

  private func requireOpen(
    _ voucher: Voucher,
    _ book: Book,
    _ bookID: Int64
  ) throws(StoreError) {
    let period = voucher.period
    let key = BookPeriod(book: bookID, period: period.ordinal)
    let isInPlace = (voucher.word == .opening) == (period < book.startPeriod)
    if isInPlace, openPeriods.contains(key) { return }
    try requireUnlocked(voucher, in: book)
  }

  /// Opens a period that is used for the first time.
  private func use(_ period: FiscalPeriod, _ bookID: Int64) throws(StoreError) {
    let key = BookPeriod(book: bookID, period: period.ordinal)
    guard openPeriods.insert(key).inserted else { return }
    if try periodIsOpen(key) == nil { try openPeriod(period, bookID) }
  }

  /// What a voucher's date has to keep: within the book, and in no closed period.
  ///
  /// Closing a period closes every earlier one with it, used or not, and the opening balances.
  func requireUnlocked(_ voucher: Voucher, in book: Book) throws(StoreError) {
    let period = voucher.period
    let isOpening = voucher.word == .opening
    guard isOpening ? period == book.startPeriod.previous : period >= book.startPeriod else {
      throw .finding(
        .beforeStart,
        row: 1,
        column: Field.date,
        value: "\(voucher.date)",
        ["start": "\(book.startPeriod)"]
      )
    }
    let calendar = try calendar(of: book)
    guard isOpening ? calendar.latestClosed == nil : !calendar.isClosed(period) else {
      throw .finding(
        .periodClosed,
        row: 1,
        column: Field.date,
        value: "\(voucher.date)",
        ["period": "\(period)"]
      )
    }
  }

  /// Whether a period is open; `nil` when it has never been used.
  func periodIsOpen(_ key: BookPeriod) throws(StoreError) -> Bool? {
    let query = try database.statement(
      "SELECT is_open FROM period WHERE book_id = ?1 AND period = ?2"
    )
    defer { query.reset() }
    query.bind(key.book, 1)
    query.bind(key.period, 2)
    return try query.step() ? query.int(0) == 1 : nil
  }

  /// Periods open by themselves when they are first used; that is no decision, so no record.
  func openPeriod(_ period: FiscalPeriod, _ bookID: Int64) throws(StoreError) {
    let insert = try database.statement(
      """
      INSERT INTO period (book_id, period, first_day, last_day, is_open) VALUES (?1, ?2, ?3, ?4, 1)
      """
    )
    insert.bind(bookID, 1)
    insert.bind(period.ordinal, 2)
    insert.bind(Int64(period.firstDay.dayNumber), 3)
    insert.bind(Int64(period.lastDay.dayNumber), 4)
    try insert.run()
  }

  func mirrored(
    _ number: VoucherNumber,
    by red: Voucher,
    in book: Book
  ) throws(StoreError) -> Int64 {
    guard let original = try postedEntry(number, in: book) else {
      throw .finding(
        .reversalUnknown,
        row: 1,
        column: Field.reverses,
        value: "\(number)",
        ["voucher": "\(number)"]
      )
    }
    if let reversedBy = original.reversedBy {
      throw .finding(
        .reversedAlready,
        row: 1,
        column: Field.reverses,
        value: "\(number)",
        ["voucher": "\(number)", "by": "\(reversedBy)"]
      )
    }
    let findings = Reversal.findings(in: red, mirroring: original.voucher)
    guard findings.isEmpty else { throw .findings(Findings(findings)) }
    return original.sequence
  }

  private func lastNumber(_ series: NumberSeries) throws(StoreError) -> Int {
    if let known = numbers[series] { return known }
    return try highestNumber(series)
  }

  private func isTaken(_ series: NumberSeries, _ number: Int) throws(StoreError) -> Bool {
    let query = try database.statement(
      "SELECT 1 FROM entry WHERE book_id = ?1 AND period = ?2 AND word = ?3 AND number = ?4"
    )
    defer { query.reset() }
    query.bind(series.book, 1)
    query.bind(series.period, 2)
    query.bind(series.word.text, 3)
    query.bind(number, 4)
    return try query.step()
  }

  // MARK: The record and its tables

  private func sealVoucher(
    _ voucher: Voucher,
    _ number: VoucherNumber,
    _ accounts: [OpenBook.AccountKey],
    _ book: Book,
    _ signatures: Signatures,
    _ history: [WorkflowEvent]
  ) throws(StoreError) -> RecordSealer.Sealed {
    try seal(
      "voucher",
      book: book.code,
      lines: voucher.postings.count,
      data: { VoucherRecord.writeHeader(voucher, number, signatures, history, &$0) },
      project: { voucher.postings[$0].dimensions[.project] },
      line: { index, data in
        VoucherRecord.writeLine(voucher.postings[index], accounts[index].aspect, &data)
      }
    )
  }

  /// Where the lines of a voucher count, and adds them up there.
  private func cells(
    of voucher: Voucher,
    _ accounts: [OpenBook.AccountKey]
  ) throws(StoreError) -> [Turnover.Cell] {
    let day = Int64(voucher.date.dayNumber)
    var cells: [Turnover.Cell] = []
    cells.reserveCapacity(accounts.count)
    for (account, posting) in zip(accounts, voucher.postings) {
      let cell = Turnover.Cell(
        account: account.id,
        dimensions: try dimensionID(posting.dimensions)
      )
      cells.append(cell)
      let side = Int64(posting.side.rawValue)
      do throws(Overflow) {
        try turnover.add(cell, day: day, side: side, amount: posting.amount.rawValue)
      } catch {
        throw .finding(.overflow, row: cells.count)
      }
    }
    return cells
  }
}

extension LedgerSnapshot {
  /// The highest number posted in a period under a word; 0 when there is none.
  public func highestNumber(
    in period: FiscalPeriod,
    word: VoucherWord,
    of book: Book
  ) throws(StoreError) -> Int {
    try highestNumber(
      NumberSeries(book: try open(book).id, period: period.ordinal, word: word)
    )
  }

  func highestNumber(_ series: NumberSeries) throws(StoreError) -> Int {
    let query = try database.statement(
      "SELECT coalesce(max(number), 0) FROM entry WHERE book_id = ?1 AND period = ?2 AND word = ?3"
    )
    defer { query.reset() }
    query.bind(series.book, 1)
    query.bind(series.period, 2)
    query.bind(series.word.text, 3)
    _ = try query.step()
    return query.int(0)
  }
}
