import Accounting
package import Audit
import Findings
import Quantities
import Signing

/// Judges the vouchers of a log by the rules of double entry (凭证检查): the `vouchers` check.
///
/// Every voucher balances in each aspect on open leaf accounts with the dimensions they demand,
/// three persons signed it, it lies in the month of its date and in no closed period, numbers run
/// from 1 without gap, and a reversal mirrors its original once. The rules are those of
/// ``JournalEntry``, ``FiscalCalendar`` and ``Signatures``; here they meet the log as it stood at
/// each record.
package struct VoucherRules {
  private let isPartial: Bool
  private var reader: EventReader
  private var books: [String: BookRules] = [:]
  private var directory = DimensionDirectory()
  private let mirror = MirrorDigest()

  /// Starts before the first record.
  /// - Parameter partial: whether the records are an excerpt for one project; then nothing is said
  ///   that other lines, which are not shown, could explain.
  package init(partial: Bool) {
    isPartial = partial
    reader = EventReader(isPartial: partial)
  }

  /// Judges the next record.
  /// - Returns: what is wrong with it, or `nil`.
  package mutating func take(
    _ body: Span<UInt8>,
    _ layout: RecordLayout
  ) throws(EvidenceError) -> String? {
    try take(try reader.read(body, layout), seq: layout.seq)
  }

  /// Judges the next record, which has been read already.
  /// - Returns: what is wrong with it, or `nil`.
  package mutating func take(
    _ event: RecordedEvent,
    seq: Int64
  ) throws(EvidenceError) -> String? {
    let breach: String?
    switch event {
    case .book(let book):
      breach = books[book.code] == nil ? nil : "book \(book.code) begins twice"
      if breach == nil { books[book.code] = BookRules(book) }
    case .accounts(let accounts, let book):
      breach = withBook(book) { (book) in
        for account in accounts { book.chart.add(account) }
        return nil
      }
    case .dimensionValues(let values):
      for value in values { directory.add(value) }
      breach = nil
    case .voucher(let voucher): breach = try judge(voucher)
    case .close(let period, let book):
      breach = withBook(book) { book in book.close(period) }
    case .reopen(let period, let book):
      breach = withBook(book) { book in book.reopen(period) }
    case .person, .other: breach = nil
    }
    return breach.map { "record \(seq): \($0)" }
  }

  /// Judges what can be judged only at the end: that no number is missing.
  /// - Returns: what is wrong, or `nil`.
  package func finish() -> String? {
    if isPartial { return nil }
    for (code, book) in books.sorted(by: { $0.key < $1.key }) {
      if let missing = book.missingNumber { return "book \(code): \(missing) is missing" }
    }
    return nil
  }

  private mutating func withBook(
    _ code: String,
    _ body: (inout BookRules) -> String?
  ) -> String? {
    guard var book = books.removeValue(forKey: code) else { return "there is no book \(code)" }
    defer { books[code] = book }
    return body(&book)
  }

  private mutating func judge(_ record: RecordedVoucher) throws(EvidenceError) -> String? {
    guard var book = books.removeValue(forKey: record.book) else {
      return "there is no book \(record.book)"
    }
    defer { books[record.book] = book }
    let breach =
      entryBreach(record, book.chart) ?? book.dateBreach(record, isPartial: isPartial)
      ?? VoucherRules.signatureBreach(record)
    if let breach { return "\(record.number): \(breach)" }
    // Reversals are looked up first: an entry cannot mirror itself.
    if let original = record.voucher.reverses {
      guard let digest = try mirror.digest(of: record, negated: true),
        book.numbers.reverse(original, mirroredBy: digest)
      else {
        return "\(record.number): does not mirror \(original), or is not the first to reverse it"
      }
    }
    guard let digest = try mirror.digest(of: record, negated: false),
      book.numbers.add(record.number, digest)
    else { return "\(record.number): the number is given twice" }
    return nil
  }

  /// What breaks the rules of an entry.
  private func entryBreach(_ record: RecordedVoucher, _ chart: ChartOfAccounts) -> String? {
    for (line, posting) in zip(record.lines, record.voucher.postings) {
      guard let account = chart[posting.account], account.aspect != line.aspect else { continue }
      return "line \(line.number): \(account.code) is of the aspect \(account.aspect.rawValue)"
    }
    let findings = JournalEntry.findings(in: record.voucher, chart: chart, directory: directory)
    for finding in findings {
      if isPartial, VoucherRules.explainedElsewhere.contains(finding.code) { continue }
      let index = (finding.row ?? 1) - 1
      let line = record.lines.indices.contains(index) ? record.lines[index].number : index + 1
      return "line \(line): \(finding.code.rawValue) \(finding.value)"
    }
    return nil
  }

  /// What lines that are not shown, or values of other dimensions, can explain.
  private static let explainedElsewhere: Set<FindingCode> = [
    .unbalanced, .tooFewLines, .auxUnknown, .auxClosed,
  ]

  private static func signatureBreach(_ record: RecordedVoucher) -> String? {
    if record.number.word == .opening, record.signatures == Signatures() { return nil }
    return record.signatures.findings.first.map { "\($0.code.rawValue) \($0.value)" }
  }
}

/// One book as the rules know it.
private struct BookRules {
  let book: Book
  var chart = ChartOfAccounts()
  var numbers = NumberRegister()
  private var calendar: FiscalCalendar
  /// The period that took an entry last and is open; thousands of entries follow each other in one.
  private var inUse: FiscalPeriod?

  init(_ book: Book) {
    self.book = book
    calendar = FiscalCalendar(start: book.startPeriod)
  }

  mutating func close(_ period: FiscalPeriod) -> String? {
    inUse = nil
    do { try calendar.close(period) } catch { return "\(period) cannot be closed here" }
    return nil
  }

  mutating func reopen(_ period: FiscalPeriod) -> String? {
    inUse = nil
    do { try calendar.reopen(period, reason: "given") } catch {
      return "\(period) cannot be opened again here"
    }
    return nil
  }

  /// What keeps a voucher out of its period.
  mutating func dateBreach(_ record: RecordedVoucher, isPartial: Bool) -> String? {
    let period = record.number.period
    guard record.voucher.period == period else { return "its date is not in \(period)" }
    if record.number.word == .opening {
      guard period == book.startPeriod.previous else {
        return "opening balances stand before \(book.startPeriod)"
      }
      return !isPartial && calendar.isClosed(period) ? "\(period) is closed" : nil
    }
    if inUse == period { return nil }
    if let finding = calendar.finding(against: period) {
      return isPartial && finding.code == .periodClosed ? nil : "\(period) takes no entry"
    }
    do { try calendar.use(period) } catch { return "\(period) takes no entry" }
    inUse = period
    return nil
  }

  /// The first number that is missing.
  var missingNumber: VoucherNumber? { numbers.firstMissing }
}
