public import Accounting
import Findings
import Quantities

/// Imports as wholes (导入批次).
extension LedgerTransaction {
  /// Opens a batch for the drafts of one import.
  /// - Returns: its name, for example `IMP-20260105-0001`.
  public func openBatch(source: String) throws(StoreError) -> String {
    let day = time.prefix(10).filter { $0 != "-" }
    let count = try database.statement(
      "SELECT coalesce(max(substr(id, 14)), 0) + 1 FROM batch WHERE id LIKE ?1"
    )
    defer { count.reset() }
    count.bind("IMP-\(day)-%", 1)
    _ = try count.step()
    let batch = "IMP-\(day)-\(VoucherNumber.digits(count.int(0)))"
    let insert = try database.statement(
      "INSERT INTO batch (id, created_at, created_by, source) VALUES (?1, ?2, ?3, ?4)"
    )
    insert.bind(batch, 1)
    insert.bind(time, 2)
    insert.bind(person, 3)
    insert.bind(source, 4)
    try insert.run()
    return batch
  }

  /// Takes the drafts of a batch out again (撤销导入); none of them may be on its way yet.
  /// - Returns: how many drafts were removed.
  /// - Throws: `E-BATCH-UNKNOWN`; `E-STATE` for each draft that somebody has submitted.
  public func undo(batch: String, in book: Book) throws(StoreError) -> Int {
    let drafts = try drafts(ofBatch: batch, in: book)
    guard !drafts.isEmpty else { throw .finding(.batchUnknown, value: batch, ["batch": batch]) }
    let editable = VoucherStep.submit.from
    let moved = drafts.filter { !editable.contains($0.position.state) }
    guard moved.isEmpty else {
      throw .findings(
        Findings(
          moved.map {
            Finding(
              .state,
              value: $0.position.state.rawValue,
              arguments: ["step": "undo", "draft": $0.label]
            )
          }
        )
      )
    }
    let delete = try database.statement("DELETE FROM draft WHERE batch_id = ?1 AND book_id = ?2")
    delete.bind(batch, 1)
    delete.bind(try open(book).id, 2)
    try delete.run()
    return drafts.count
  }

  /// Adds the opening balances of a book (期初余额) as one entry on the day before it starts.
  ///
  /// They come from the books kept before, so that they need no signatures; whoever loads them is
  /// named in the record.
  /// - Throws: `E-OPENING-EXISTS` when there are some, and what ``JournalEntry`` finds.
  public func addOpening(
    _ postings: [Posting],
    to book: Book,
    isPosting: Bool
  ) throws(StoreError) {
    let period = book.startPeriod.previous
    guard try highestNumber(in: period, word: .opening, of: book) == 0 else {
      throw .finding(.openingExists)
    }
    let voucher = Voucher(date: period.lastDay, word: .opening, postings: postings)
    let entry = try checkedEntry(voucher, in: book)
    if isPosting {
      try post(entry, in: book, signatures: Signatures())
    } else {
      try saveDraft(
        entry,
        in: book,
        position: WorkflowPosition(state: .draft, signatures: Signatures())
      )
    }
  }
}

extension LedgerSnapshot {
  /// A voucher checked against the chart of a book and the dimension values of the ledger.
  /// - Throws: every finding.
  public func checkedEntry(_ voucher: Voucher, in book: Book) throws(StoreError) -> JournalEntry {
    let chart = try chart(of: book)
    let directory = try directory()
    do throws(Findings) {
      return try JournalEntry(voucher, chart: chart, directory: directory)
    } catch { throw .findings(error) }
  }
}
