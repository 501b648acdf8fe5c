public import Accounting
import Findings
public import Quantities

/// Posted entries, read back.
extension LedgerSnapshot {
  /// The posted entry with a number.
  public func postedEntry(
    _ number: VoucherNumber,
    in book: Book
  ) throws(StoreError) -> PostedEntry? {
    let query = try database.statement(
      StoredEntry.select
        + " WHERE e.book_id = ?1 AND e.period = ?2 AND e.word = ?3 AND e.number = ?4"
    )
    query.bind(try open(book).id, 1)
    query.bind(number.period.ordinal, 2)
    query.bind(number.word.text, 3)
    query.bind(number.number, 4)
    return try entries(query, in: book, limit: 1).first
  }

  /// The posted entry at a position of the log.
  func entry(at sequence: Int64, in book: Book) throws(StoreError) -> PostedEntry {
    let query = try database.statement(StoredEntry.select + " WHERE e.id = ?1")
    query.bind(sequence, 1)
    guard let entry = try entries(query, in: book, limit: 1).first else {
      throw .damaged(detail: "record \(sequence)")
    }
    return entry
  }

  /// The posted entries of a range in the order of periods, words and numbers (序时).
  ///
  /// `known` leaves out what stands at that position of the log or after it. `body` gets one entry
  /// after the other, so that a long range needs no memory.
  public func forEachEntry(
    in book: Book,
    from first: CivilDate,
    through last: CivilDate,
    knownAt known: Int64? = nil,
    _ body: (PostedEntry) throws(StoreError) -> Void
  ) throws(StoreError) {
    let query = try database.statement(
      StoredEntry.select + """
         WHERE e.book_id = ?1 AND e.period BETWEEN ?2 AND ?3 AND e.day BETWEEN ?4 AND ?5
           AND e.id < ?6
         ORDER BY e.period, e.word, e.number
        """
    )
    query.bind(try open(book).id, 1)
    query.bind(first.period.ordinal, 2)
    query.bind(last.period.ordinal, 3)
    query.bind(Int64(first.dayNumber), 4)
    query.bind(Int64(last.dayNumber), 5)
    query.bind(known ?? .max, 6)
    defer { query.reset() }
    while try query.step() {
      try body(try StoredEntry.entry(query, in: book, self))
    }
  }

  private func entries(
    _ query: Statement,
    in book: Book,
    limit: Int
  ) throws(StoreError) -> [PostedEntry] {
    defer { query.reset() }
    var found: [PostedEntry] = []
    while found.count < limit, try query.step() {
      found.append(try StoredEntry.entry(query, in: book, self))
    }
    return found
  }

  /// The lines of an entry.
  func postings(of entry: Int64, in book: Book) throws(StoreError) -> [Posting] {
    let query = try database.statement(
      """
      SELECT account_id, dims_id, side, amount, quantity, summary, reference
      FROM posting WHERE entry_id = ?1 ORDER BY line
      """
    )
    query.bind(entry, 1)
    return try postings(query, in: book)
  }

  /// The lines that a query gives, of an entry or of a draft.
  func postings(_ query: Statement, in book: Book) throws(StoreError) -> [Posting] {
    defer { query.reset() }
    let opened = try open(book)
    var postings: [Posting] = []
    while try query.step() { postings.append(try posting(query, opened)) }
    return postings
  }

  /// The line in the current row, whose first seven columns are account, dimension set, side,
  /// amount, quantity, summary and reference.
  func posting(_ row: Statement, _ opened: OpenBook) throws(StoreError) -> Posting {
    guard let account = opened.accounts[row.integer(0)],
      let side = Side(rawValue: Int8(truncatingIfNeeded: row.int(2)))
    else { throw .damaged(detail: "account \(row.integer(0)) of a line") }
    return Posting(
      summary: row.text(5),
      account: account.code,
      side: side,
      amount: Fen(row.integer(3)),
      quantity: row.integerOrNil(4).map { Quantity(millionths: $0) },
      dimensions: try dimensions(row.integer(1)),
      reference: row.text(6)
    )
  }

  /// The number of the entry that stands at a position of the log.
  func number(ofRecord sequence: Int64) throws(StoreError) -> VoucherNumber? {
    let query = try database.statement("SELECT period, word, number FROM entry WHERE id = ?1")
    defer { query.reset() }
    query.bind(sequence, 1)
    guard try query.step() else { return nil }
    return StoredEntry.number(query, from: 0)
  }
}

/// One row of the entry table.
struct StoredEntry {
  static let select = """
    SELECT e.id, e.period, e.word, e.number, e.day, e.attachments, e.prepared_by, e.reviewed_by,
      e.approved_by, e.posted_by, e.posted_at, e.reverses, e.history,
      (SELECT r.id FROM entry AS r WHERE r.reverses = e.id), hex(record.sha256)
    FROM entry AS e JOIN record ON record.seq = e.id
    """

  let sequence: Int64
  let number: VoucherNumber
  let date: CivilDate
  let attachments: Int
  let signatures: Signatures
  let postedBy: String
  let postedAt: String
  let reverses: Int64?
  let history: [WorkflowEvent]

  /// Reads a row whose first thirteen columns are those of ``select``.
  init(_ query: Statement) throws(StoreError) {
    guard let number = StoredEntry.number(query, from: 1) else {
      throw .damaged(detail: "number of record \(query.integer(0))")
    }
    sequence = query.integer(0)
    self.number = number
    date = CivilDate(dayNumber: Int32(truncatingIfNeeded: query.integer(4)))
    attachments = query.int(5)
    signatures = Signatures(
      preparedBy: query.textOrNil(6),
      reviewedBy: query.textOrNil(7),
      approvedBy: query.textOrNil(8)
    )
    postedBy = query.text(9)
    postedAt = query.text(10)
    reverses = query.integerOrNil(11)
    history = StoredText.history(query.text(12))
  }

  static func number(_ query: Statement, from column: Int32) -> VoucherNumber? {
    guard let word = VoucherWord(stored: query.text(column + 1)), query.int(column + 2) >= 1 else {
      return nil
    }
    return VoucherNumber(
      period: FiscalPeriod(ordinal: query.int(column)),
      word: word,
      number: query.int(column + 2)
    )
  }

  /// The entry of the current row of ``select``.
  static func entry(
    _ query: Statement,
    in book: Book,
    _ snapshot: LedgerSnapshot
  ) throws(StoreError) -> PostedEntry {
    let row = try StoredEntry(query)
    let reversedBy = query.integerOrNil(13)
    let leaf = query.text(14).lowercased()
    return try row.entry(in: book, snapshot, reversedBy, leaf)
  }

  private func entry(
    in book: Book,
    _ snapshot: LedgerSnapshot,
    _ reversedBy: Int64?,
    _ leaf: String
  ) throws(StoreError) -> PostedEntry {
    let voucher = Voucher(
      date: date,
      word: number.word,
      attachments: attachments,
      postings: try snapshot.postings(of: sequence, in: book),
      reverses: try reverses.flatMap { id throws(StoreError) in
        try snapshot.number(ofRecord: id)
      }
    )
    return PostedEntry(
      number: number,
      book: book.code,
      voucher: voucher,
      signatures: signatures,
      sequence: sequence,
      postedBy: postedBy,
      postedAt: postedAt,
      reversedBy: try reversedBy.flatMap { id throws(StoreError) in
        try snapshot.number(ofRecord: id)
      },
      leafSHA256: leaf
    )
  }
}
