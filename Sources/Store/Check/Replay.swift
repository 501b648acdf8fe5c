import Accounting
import Audit
import CanonicalJSON
import Quantities
import Signing

/// Replays the log record by record beside the rows that were made from it.
///
/// A voucher is judged by writing its record's data again from the table rows and comparing bytes:
/// whatever a row says differently shows. Everything else is read and held against the tables at
/// the end.
final class Replay {
  private let snapshot: LedgerSnapshot
  private let database: Database
  private let records: Statement
  private let entries: Statement
  private let postings: Statement
  private var log: LogReplay
  private var writer = CanonicalWriter()
  private var masters = ReplayedMasters()
  private var balances = ReplayedBalances()
  private var evidence: ReplayedEvidence
  private var business = ReplayedBusiness()
  private var bank = ReplayedBank()
  private var rules = EntryRules()
  private var books: [Int64: Book] = [:]

  init(_ snapshot: LedgerSnapshot) throws(CheckFailure) {
    self.snapshot = snapshot
    let database = snapshot.database
    self.database = database
    do throws(StoreError) {
      records = try database.statement("SELECT seq, body, sha256, sm3 FROM record ORDER BY seq")
      entries = try database.statement(
        """
        SELECT id, period, word, number, day, attachments, prepared_by, reviewed_by, approved_by,
          posted_by, posted_at, reverses, history, book_id
        FROM entry ORDER BY id
        """
      )
      postings = try database.statement(
        """
        SELECT account_id, dims_id, side, amount, quantity, summary, reference, entry_id, line, day
        FROM posting ORDER BY entry_id, line
        """
      )
    } catch { throw .store(error) }
    do throws(AuditError) { log = try LogReplay() } catch { throw .store(StoreError(error)) }
    evidence = try ReplayedEvidence(snapshot)
    books = try CheckFailure.wrap { () throws(StoreError) in try snapshot.booksByID() }
    hasEntry = try step(entries)
    hasPosting = try step(postings)
  }

  private static let voucher = Array("voucher".utf8)
  /// The moment of the record before, as text: a load of history has one moment for all.
  private var time: (moment: RecordTime?, text: String) = (nil, "")
  private var hasEntry = false
  private var hasPosting = false

  private func step(_ statement: Statement) throws(CheckFailure) -> Bool {
    do throws(StoreError) { return try statement.step() } catch { throw .store(error) }
  }

  /// Replays the next record.
  /// - Returns: whether there was one.
  func next() throws(CheckFailure) -> Bool {
    guard try step(records) else { return false }
    let sequence = records.integer(0)
    guard sequence == log.head.size else {
      throw difference("record \(log.head.size)", "present", "absent")
    }
    guard let sha256 = Digest(bytes: records.bytes(2)), let sm3 = Digest(bytes: records.bytes(3))
    else { throw difference("record \(sequence)", "leaf hashes", "none") }
    let body = records.bytes(1).assumingMemoryBound(to: UInt8.self).span
    do throws(AuditError) {
      try log.confirm(body, stored: DigestPair(sha256: sha256, sm3: sm3))
    } catch {
      guard case .differs(let found) = error else { throw .store(StoreError(error)) }
      throw .difference(CheckDifference(found))
    }
    if sequence == 0 { evidence.begin(sha256) }
    if Replay.isSame(Replay.voucher.span, body.extracting(log.layout.type)) {
      try compareVoucher(body, sequence)
    } else {
      let type = text(body, log.layout.type)
      if hasEntry, entries.integer(0) == sequence {
        throw difference("record \(sequence)", type, "voucher")
      }
      if try evidence.apply(type, body, log.layout, sequence) { return true }
      if try business.apply(type, body, log.layout, sequence) { return true }
      if try bank.apply(type, body, log.layout, sequence) { return true }
      try masters.apply(type, body, log.layout, sequence)
    }
    return true
  }

  private func text(_ body: Span<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: range.map { body[$0] }, as: UTF8.self)
  }

  private func difference(_ place: String, _ expected: String, _ found: String) -> CheckFailure {
    .difference(CheckDifference(place, expected: expected, found: found))
  }

  // MARK: Vouchers

  private func compareVoucher(
    _ body: Span<UInt8>,
    _ sequence: Int64
  ) throws(CheckFailure) {
    func place() -> String { "record \(sequence)" }
    guard hasEntry, entries.integer(0) == sequence, let book = books[entries.integer(13)] else {
      throw difference(place(), "entry \(sequence)", "no entry")
    }
    let layout = log.layout
    let row: StoredEntry
    let reverses: VoucherNumber?
    do throws(StoreError) {
      row = try StoredEntry(entries)
      reverses = try row.reverses.flatMap { id throws(StoreError) in
        try snapshot.number(ofRecord: id)
      }
    } catch { throw .store(error) }
    let voucher = Voucher(
      date: row.date,
      word: row.number.word,
      attachments: row.attachments,
      postings: [],
      reverses: reverses
    )
    writeHeader(row, voucher)
    try compare(body, layout.data, place())
    try compare(body, quoted: layout.book, book.code, "\(place()) book")
    try compare(body, quoted: layout.by, row.postedBy, "\(place()) by")
    if layout.at != time.moment { time = (layout.at, layout.at.description) }
    guard time.text == row.postedAt else {
      throw difference("\(place()) at", time.text, row.postedAt)
    }
    guard StoredText.text(row.history) == entries.text(12) else {
      throw difference("\(place()) history", StoredText.text(row.history), entries.text(12))
    }
    rules.begin(isReversal: row.reverses != nil)
    try compareLines(body, sequence, book, entries.integer(4))
    try judge(row, voucher, book)
    hasEntry = try step(entries)
  }

  /// Holds an entry that agrees with its record against the rules of double entry.
  private func judge(_ row: StoredEntry, _ voucher: Voucher, _ book: Book) throws(CheckFailure) {
    func place() -> String { "record \(row.sequence)" }
    let period = row.number.period
    let isOpening = row.number.word == .opening
    guard masters.periods.use(period, in: book.code, isOpening: isOpening) else {
      throw difference("\(place()) period", "\(period) open", "closed")
    }
    if let breach = rules.judge(row) { throw difference(place(), breach.rule, breach.found) }
    guard let reverses = row.reverses else { return }
    let original = try CheckFailure.wrap { () throws(StoreError) in
      try snapshot.entry(at: reverses, in: book)
    }
    if let breach = rules.judge(voucher, mirroring: original) {
      throw difference(place(), breach.rule, breach.found)
    }
  }

  private func writeHeader(_ row: StoredEntry, _ voucher: Voucher) {
    writer.reset()
    writer.beginObject()
    VoucherRecord.writeHeader(
      voucher,
      row.number,
      row.signatures,
      row.history,
      &writer
    )
    writer.endObject()
  }

  private func compareLines(
    _ body: Span<UInt8>,
    _ sequence: Int64,
    _ book: Book,
    _ day: Int64
  ) throws(CheckFailure) {
    let opened = try CheckFailure.wrap { () throws(StoreError) in try snapshot.open(book) }
    let lines = log.layout.lines
    for index in lines.indices {
      func place() -> String { "record \(sequence) line \(index + 1)" }
      guard hasPosting, postings.integer(7) == sequence, postings.int(8) == index + 1 else {
        throw difference(place(), "posting", "no posting")
      }
      let posting: Posting
      do throws(StoreError) {
        posting = try snapshot.posting(postings, opened)
      } catch {
        guard case .damaged(let detail) = error else { throw .store(error) }
        throw difference(place(), "posting", detail)
      }
      guard let account = opened.accounts[postings.integer(0)] else {
        throw difference(place(), "an account", posting.account.text)
      }
      writer.reset()
      writer.beginObject()
      VoucherRecord.writeLine(posting, account.aspect, &writer)
      writer.endObject()
      try compare(body, lines[index].data, place())
      guard postings.integer(9) == day else {
        throw difference("\(place()) day", "\(day)", "\(postings.integer(9))")
      }
      if let breach = rules.add(posting, account) {
        throw difference(place(), breach.rule, breach.found)
      }
      try balances.add(postings, day)
      evidence.add(posting, dimensions: postings.integer(1))
      hasPosting = try step(postings)
    }
    if hasPosting, postings.integer(7) == sequence {
      throw difference(
        "record \(sequence)",
        "\(lines.count) lines",
        "a line \(postings.integer(8))"
      )
    }
  }

  private func compare(
    _ body: Span<UInt8>,
    _ range: Range<Int>,
    _ place: @autoclosure () -> String
  ) throws(CheckFailure) {
    guard Replay.isSame(writer.bytes.span, body.extracting(range)) else {
      throw difference(place(), text(body, range), String(decoding: writer.bytes, as: UTF8.self))
    }
  }

  private static func isSame(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }

  private func compare(
    _ body: Span<UInt8>,
    quoted token: JSONScanner.Token,
    _ text: String,
    _ place: @autoclosure () -> String
  ) throws(CheckFailure) {
    writer.reset()
    writer.string(text)
    try compare(body, token.range.lowerBound - 1..<token.range.upperBound + 1, place())
  }

  // MARK: The end

  /// Compares what the tables hold once the log is at its end.
  func finish() throws(CheckFailure) {
    if hasEntry { throw difference("entry \(entries.integer(0))", "absent", "present") }
    if hasPosting { throw difference("posting \(postings.integer(7))", "absent", "present") }
    try masters.compare(with: snapshot)
    try business.compare(with: snapshot)
    try bank.compare(with: snapshot)
    try balances.compare(with: snapshot)
    try evidence.compare(with: snapshot)
    try compareHeads()
  }

  private func compareHeads() throws(CheckFailure) {
    let (head, projects) = try CheckFailure.wrap { () throws(StoreError) in
      try LogTables.heads(database)
    }
    do throws(AuditError) {
      try log.confirmEnd(head, projects: projects.all)
    } catch {
      guard case .differs(let found) = error else { throw .store(StoreError(error)) }
      throw .difference(CheckDifference(found))
    }
  }
}

extension CheckDifference {
  init(_ difference: LogDifference) {
    let line = difference.line > 0 ? " line \(difference.line)" : ""
    self.init(
      "record \(difference.seq)\(line) \(difference.code.rawValue)",
      expected: difference.expected,
      found: difference.found
    )
  }
}
