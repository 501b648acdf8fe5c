public import Accounting
import Audit
import CanonicalJSON
import Findings
import Quantities

/// A voucher on its way into the books (凭证草稿): it may still change, be returned or be withdrawn.
public struct Draft: Hashable, Sendable {
  /// The number of the draft, shown as `D-000123`; never used twice.
  public let id: Int64
  /// How far it is, and who has signed.
  public let position: WorkflowPosition
  /// What it says; a voucher to be reversed that is a draft itself is named by its file's number.
  public let voucher: Voucher
  /// The draft to be reversed, as long as that is not posted: it must be posted before this one.
  public let waitsFor: Int64?
  /// The number it had in the file it came from; the final number is given when it is posted.
  public let fileNumber: Int?
  /// The import it came with.
  public let batch: String?
  /// The final number, once posted.
  public let posted: VoucherNumber?
  /// What happened to it so far.
  public let history: [WorkflowEvent]

  /// The number as people write it, for example `D-000123`.
  public var label: String { Draft.label(id) }

  /// `D-000123` for draft 123.
  public static func label(_ id: Int64) -> String {
    let digits = String(id)
    return "D-" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
  }

  /// The draft that `D-000123` stands for.
  public static func id(_ label: String) -> Int64? {
    guard label.hasPrefix("D-") || label.hasPrefix("d-") else { return nil }
    return Int64(label.dropFirst(2))
  }
}

extension LedgerSnapshot {
  /// A draft.
  /// - Throws: `E-DRAFT-UNKNOWN`.
  public func draft(_ id: Int64, in book: Book) throws(StoreError) -> Draft {
    guard let draft = try drafts(where: "id = ?2", bound: String(id), in: book).first else {
      throw .finding(.draftUnknown, value: Draft.label(id), ["draft": Draft.label(id)])
    }
    return draft
  }

  /// The label of the draft that a posted entry came from; `nil` for loaded history.
  public func draftLabel(of entry: PostedEntry) throws(StoreError) -> String? {
    let query = try database.statement("SELECT id FROM draft WHERE entry_id = ?1")
    defer { query.reset() }
    query.bind(entry.sequence, 1)
    return try query.step() ? Draft.label(query.integer(0)) : nil
  }

  /// The drafts of a book that are not posted yet, in the order of their numbers.
  public func drafts(in book: Book) throws(StoreError) -> [Draft] {
    try drafts(where: "state <> 'posted' AND ?2 = ''", bound: "", in: book)
  }

  /// The drafts that came with an import.
  public func drafts(ofBatch batch: String, in book: Book) throws(StoreError) -> [Draft] {
    try drafts(where: "batch_id = ?2", bound: batch, in: book)
  }

  private func drafts(
    where condition: String,
    bound value: String,
    in book: Book
  ) throws(StoreError) -> [Draft] {
    let query = try database.statement(
      """
      SELECT id, state, day, word, file_number, attachments, prepared_by, reviewed_by,
        approved_by, reverses, batch_id, entry_id, history, reverses_draft
      FROM draft WHERE book_id = ?1 AND \(condition) ORDER BY id
      """
    )
    defer { query.reset() }
    query.bind(try open(book).id, 1)
    query.bind(value, 2)
    var found: [Draft] = []
    while try query.step() { found.append(try draft(query, in: book)) }
    return found
  }

  private func draft(_ query: Statement, in book: Book) throws(StoreError) -> Draft {
    let id = query.integer(0)
    guard let state = VoucherState(rawValue: query.text(1)), let word = VoucherWord(query.text(3))
    else { throw .damaged(detail: Draft.label(id)) }
    let entry = query.integerOrNil(11)
    let reversal = try reversal(entry: query.integerOrNil(9), draft: query.integerOrNil(13))
    return Draft(
      id: id,
      position: WorkflowPosition(
        state: state,
        signatures: Signatures(
          preparedBy: query.textOrNil(6),
          reviewedBy: query.textOrNil(7),
          approvedBy: query.textOrNil(8)
        )
      ),
      voucher: Voucher(
        date: CivilDate(dayNumber: Int32(truncatingIfNeeded: query.integer(2))),
        word: word,
        attachments: query.int(5),
        postings: try draftLines(of: id, in: book),
        reverses: reversal.number
      ),
      waitsFor: reversal.waitsFor,
      fileNumber: query.integerOrNil(4).map { Int($0) },
      batch: query.textOrNil(10),
      posted: try entry.flatMap { id throws(StoreError) in try number(ofRecord: id) },
      history: StoredText.history(query.text(12))
    )
  }

  /// The number that a draft reverses, and the draft that bears it while it is not posted.
  private func reversal(
    entry: Int64?,
    draft: Int64?
  ) throws(StoreError) -> (number: VoucherNumber?, waitsFor: Int64?) {
    if let entry { return (try number(ofRecord: entry), nil) }
    guard let draft else { return (nil, nil) }
    let query = try database.statement(
      "SELECT entry_id, day, word, file_number FROM draft WHERE id = ?1"
    )
    defer { query.reset() }
    query.bind(draft, 1)
    guard try query.step() else { return (nil, nil) }
    if let posted = query.integerOrNil(0) { return (try number(ofRecord: posted), nil) }
    let date = CivilDate(dayNumber: Int32(truncatingIfNeeded: query.integer(1)))
    guard let word = VoucherWord(query.text(2)) else {
      throw .damaged(detail: Draft.label(draft))
    }
    return (VoucherNumber(period: date.period, word: word, number: query.int(3)), draft)
  }

  private func draftLines(of draft: Int64, in book: Book) throws(StoreError) -> [Posting] {
    let query = try database.statement(
      """
      SELECT account_id, dims_id, side, amount, quantity, summary, reference
      FROM draft_line WHERE draft_id = ?1 ORDER BY line
      """
    )
    query.bind(draft, 1)
    return try postings(query, in: book)
  }
}

extension LedgerTransaction {
  /// Saves a new draft.
  ///
  /// It is checked like an entry, so that only what could be posted is on its way; the period is
  /// looked at again when it is posted, and only then does it get its number.
  /// - Returns: the draft's number.
  /// What it reverses is posted, or came earlier with the same import.
  /// - Throws: `E-BEFORE-START`, `E-PERIOD-CLOSED`, `E-TEXT-CHARACTER`, or what keeps a reversal
  ///   from mirroring its original.
  @discardableResult
  public func saveDraft(
    _ entry: JournalEntry,
    in book: Book,
    position: WorkflowPosition,
    fileNumber: Int? = nil,
    batch: String? = nil,
    history: [WorkflowEvent] = []
  ) throws(StoreError) -> Int64 {
    let opened = try open(book)
    let voucher = entry.voucher
    try requireUnlocked(voucher, in: book)
    try requireRecordable(voucher.postings.flatMap { [$0.summary, $0.reference] })
    try requireRecordable(history.flatMap { [$0.person, $0.step, $0.reason] })
    let original = try voucher.reverses.flatMap { number throws(StoreError) in
      try draft(number, ofBatch: batch, in: book)
    }
    if let original { try requireReversible(original, by: voucher) }
    let reversed =
      try original == nil
      ? voucher.reverses.map { number throws(StoreError) in
        try reversible(number, by: voucher, in: book)
      } : nil
    let insert = try database.statement(
      """
      INSERT INTO draft (book_id, state, day, word, file_number, attachments, prepared_by,
        reviewed_by, approved_by, reverses, batch_id, history, reverses_draft)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
      """
    )
    insert.bind(opened.id, 1)
    insert.bind(position.state.rawValue, 2)
    insert.bind(Int64(voucher.date.dayNumber), 3)
    insert.bind(voucher.word.text, 4)
    insert.bind(fileNumber.map { Int64($0) }, 5)
    insert.bind(voucher.attachments, 6)
    insert.bind(position.signatures.preparedBy, 7)
    insert.bind(position.signatures.reviewedBy, 8)
    insert.bind(position.signatures.approvedBy, 9)
    insert.bind(reversed, 10)
    insert.bind(batch, 11)
    insert.bind(StoredText.text(history), 12)
    insert.bind(original?.id, 13)
    try insert.run()
    let id = try database.integer("SELECT last_insert_rowid()") ?? 0
    try insertLines(voucher.postings, opened, draft: id)
    return id
  }

  private func insertLines(
    _ postings: [Posting],
    _ opened: OpenBook,
    draft: Int64
  ) throws(StoreError) {
    let insert = try database.statement(
      """
      INSERT INTO draft_line
        (draft_id, line, account_id, dims_id, side, amount, quantity, summary, reference)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """
    )
    for (index, posting) in postings.enumerated() {
      insert.bind(draft, 1)
      insert.bind(index + 1, 2)
      insert.bind(opened.keys[posting.account]?.id, 3)
      insert.bind(try dimensionID(posting.dimensions), 4)
      insert.bind(Int64(posting.side.rawValue), 5)
      insert.bind(posting.amount.rawValue, 6)
      insert.bind(posting.quantity?.millionths, 7)
      insert.bind(posting.summary, 8)
      insert.bind(posting.reference, 9)
      try insert.run()
    }
  }

  /// Takes a step with a draft: submit, return, withdraw, review, approve or post (送审…记账).
  ///
  /// - Returns: the draft after the step.
  /// - Throws: `E-ROLE`, `E-STATE`, `E-SOD`, `E-TEXT-CHARACTER`; when posting, what keeps an entry
  ///   out of the books.
  @discardableResult
  public func take(
    _ step: VoucherStep,
    draft id: Int64,
    in book: Book,
    reason: String = ""
  ) throws(StoreError) -> Draft {
    let draft = try draft(id, in: book)
    let actor = try person(named: person)
    let position: WorkflowPosition
    do { position = try draft.position.after(step, by: actor) } catch { throw .findings(error) }
    guard position != draft.position else { return draft }
    try requireRecordable([reason])
    let event = WorkflowEvent(time: time, person: person, step: step.rawValue, reason: reason)
    let history = draft.history + [event]
    var entry: Int64?
    if step == .post {
      if let original = draft.waitsFor {
        let label = Draft.label(original)
        throw .finding(.reversalUnknown, value: label, ["voucher": label])
      }
      let checked = try checkedEntry(draft.voucher, in: book)
      entry = try post(
        checked,
        in: book,
        signatures: position.signatures,
        history: history
      ).sequence
    }
    try update(id, position, entry, history)
    return try self.draft(id, in: book)
  }

  /// Text that no record may hold is refused before it waits in a draft, where a line feed in a
  /// reason would read as a step that nobody took.
  private func requireRecordable(_ texts: [String]) throws(StoreError) {
    for text in texts {
      if let forbidden = RecordText.firstForbidden(in: text) { throw StoreError(.text(forbidden)) }
    }
  }

  private func update(
    _ id: Int64,
    _ position: WorkflowPosition,
    _ entry: Int64?,
    _ history: [WorkflowEvent]
  ) throws(StoreError) {
    let update = try database.statement(
      """
      UPDATE draft SET state = ?1, prepared_by = ?2, reviewed_by = ?3, approved_by = ?4,
        entry_id = ?5, history = ?6 WHERE id = ?7
      """
    )
    update.bind(position.state.rawValue, 1)
    update.bind(position.signatures.preparedBy, 2)
    update.bind(position.signatures.reviewedBy, 3)
    update.bind(position.signatures.approvedBy, 4)
    update.bind(entry, 5)
    update.bind(StoredText.text(history), 6)
    update.bind(id, 7)
    try update.run()
  }

  /// The draft of an import that had `number` in the file, unless that number is posted.
  private func draft(
    _ number: VoucherNumber,
    ofBatch batch: String?,
    in book: Book
  ) throws(StoreError) -> Draft? {
    guard let batch, try postedEntry(number, in: book) == nil else { return nil }
    let query = try database.statement(
      """
      SELECT id FROM draft WHERE batch_id = ?1 AND book_id = ?2 AND word = ?3 AND file_number = ?4
        AND day BETWEEN ?5 AND ?6 ORDER BY id DESC LIMIT 1
      """
    )
    defer { query.reset() }
    query.bind(batch, 1)
    query.bind(try open(book).id, 2)
    query.bind(number.word.text, 3)
    query.bind(number.number, 4)
    query.bind(Int64(number.period.firstDay.dayNumber), 5)
    query.bind(Int64(number.period.lastDay.dayNumber), 6)
    return try query.step() ? try draft(query.integer(0), in: book) : nil
  }

  /// Whether a posted entry can be withdrawn by `red`; drafts that would withdraw it count.
  private func reversible(
    _ number: VoucherNumber,
    by red: Voucher,
    in book: Book
  ) throws(StoreError) -> Int64 {
    let original = try mirrored(number, by: red, in: book)
    try requireNoRed(
      "reverses = ?1 OR reverses_draft = (SELECT id FROM draft WHERE entry_id = ?1)",
      original,
      "\(number)"
    )
    return original
  }

  /// The same for a draft.
  private func requireReversible(_ original: Draft, by red: Voucher) throws(StoreError) {
    try requireNoRed("reverses_draft = ?1", original.id, original.label)
    let findings = Reversal.findings(in: red, mirroring: original.voucher)
    guard findings.isEmpty else { throw .findings(Findings(findings)) }
  }

  private func requireNoRed(
    _ condition: String,
    _ original: Int64,
    _ name: String
  ) throws(StoreError) {
    let query = try database.statement(
      "SELECT id FROM draft WHERE (\(condition)) AND state <> 'posted'"
    )
    defer { query.reset() }
    query.bind(original, 1)
    guard try query.step() else { return }
    throw .finding(
      .reversedAlready,
      row: 1,
      column: Field.reverses,
      value: name,
      ["voucher": name, "by": Draft.label(query.integer(0))]
    )
  }
}
