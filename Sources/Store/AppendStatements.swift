import Accounting
import Audit
import Quantities
import Signing

/// What a posted voucher puts into the tables beside its record (凭证的行).
struct EntryRows: Sendable {
  /// The position of the record, which is the entry's identifier.
  let sequence: Int64
  let book: Int64
  let voucher: Voucher
  let number: Int
  /// The account and the dimension set of each line.
  let cells: [Turnover.Cell]
  /// The entry that this one reverses.
  let reversed: Int64?
  let signatures: Signatures
  let history: String
}

/// Who posts, and when: the same for all entries of a transaction.
struct PostingMark: Sendable {
  let person: String
  let time: String
}

/// The statements that every entry runs, prepared once and at hand.
struct AppendStatements {
  let turnover: TurnoverStatements
  private let database: Database
  private let record: Statement
  private let posting: Statement
  private let entry: Statement

  init(_ database: Database) throws(StoreError) {
    self.database = database
    turnover = try TurnoverStatements(database)
    record = try database.statement(
      "INSERT OR FAIL INTO record (seq, body, sha256, sm3) VALUES (?1, ?2, ?3, ?4)"
    )
    posting = try database.statement(
      """
      INSERT OR FAIL INTO posting
        (entry_id, line, account_id, day, dims_id, side, amount, quantity, summary, reference)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      """
    )
    entry = try database.statement(
      """
      INSERT OR FAIL INTO entry
        (id, book_id, period, day, word, number, attachments, prepared_by, reviewed_by,
         approved_by, posted_by, posted_at, reverses, history)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
      """
    )
  }

  /// Inserts a record.
  /// - Throws: `constraint` when the transaction is over: a full disk may have ended it.
  func insert(_ sealed: RecordSealer.Sealed, _ body: Span<UInt8>) throws(StoreError) {
    guard database.isInTransaction else { throw .constraint(detail: "the transaction has ended") }
    record.bind(sealed.seq, 1)
    record.bind(sealed.leaf.sha256, 3)
    record.bind(sealed.leaf.sm3, 4)
    try record.run(text: body, 2)
  }

  /// Inserts the lines of an entry and, last, the entry, which seals them.
  func insert(_ rows: EntryRows, _ mark: PostingMark) throws(StoreError) {
    let day = Int64(rows.voucher.date.dayNumber)
    for index in rows.cells.indices {
      let line = rows.voucher.postings[index]
      posting.bind(rows.sequence, 1)
      posting.bind(index + 1, 2)
      posting.bind(rows.cells[index].account, 3)
      posting.bind(day, 4)
      posting.bind(rows.cells[index].dimensions, 5)
      posting.bind(Int64(line.side.rawValue), 6)
      posting.bind(line.amount.rawValue, 7)
      posting.bind(line.quantity?.millionths, 8)
      posting.bind(line.summary, 9)
      posting.bind(line.reference, 10)
      try posting.run()
    }
    entry.bind(rows.sequence, 1)
    entry.bind(rows.book, 2)
    entry.bind(rows.voucher.period.ordinal, 3)
    entry.bind(day, 4)
    entry.bind(rows.voucher.word.text, 5)
    entry.bind(rows.number, 6)
    entry.bind(rows.voucher.attachments, 7)
    entry.bind(rows.signatures.preparedBy, 8)
    entry.bind(rows.signatures.reviewedBy, 9)
    entry.bind(rows.signatures.approvedBy, 10)
    entry.bind(mark.person, 11)
    entry.bind(mark.time, 12)
    entry.bind(rows.reversed, 13)
    entry.bind(rows.history, 14)
    try entry.run()
  }
}
