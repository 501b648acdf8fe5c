public import Accounting
import CanonicalJSON
import Findings
import Quantities

/// Business documents in the file: each is a record, found again by its subject and number.
extension LedgerSnapshot {
  /// The documents about one subject in the order in which they were recorded.
  public func documents(
    _ area: BusinessDocument.Area,
    of subject: String
  ) throws(StoreError) -> [RecordedDocument] {
    var found: [RecordedDocument] = []
    try forEachDocument(area, of: subject) { found.append($0) }
    return found
  }

  /// Hands over documents one after the other: subject by subject, each in the order of the log.
  public func forEachDocument(
    _ area: BusinessDocument.Area,
    of subject: String? = nil,
    _ body: (RecordedDocument) throws(StoreError) -> Void
  ) throws(StoreError) {
    let query = try database.statement(
      """
      SELECT d.seq, r.body FROM document AS d JOIN record AS r ON r.seq = d.seq
      WHERE d.area = ?1 \(subject == nil ? "" : "AND d.subject = ?2") ORDER BY d.subject, d.seq
      """
    )
    defer { query.reset() }
    query.bind(area.rawValue, 1)
    if let subject { query.bind(subject, 2) }
    while try query.step() {
      let place = query.integer(0)
      let vouchers = try vouchers(ofDocument: place)
      guard let document = DocumentRecord.read(query.blob(1), vouchers: vouchers) else {
        throw .damaged(detail: "document record \(place)")
      }
      try body(document)
    }
  }

  /// The subjects of an area in order, with how many documents each has.
  public func subjects(
    _ area: BusinessDocument.Area
  ) throws(StoreError) -> [(subject: String, count: Int)] {
    let query = try database.statement(
      "SELECT subject, count(*) FROM document WHERE area = ?1 GROUP BY subject ORDER BY subject"
    )
    defer { query.reset() }
    query.bind(area.rawValue, 1)
    var found: [(subject: String, count: Int)] = []
    while try query.step() { found.append((query.text(0), query.int(1))) }
    return found
  }

  /// Whether a subject has a document with a number.
  public func hasDocument(
    _ number: String,
    _ area: BusinessDocument.Area,
    of subject: String
  ) throws(StoreError) -> Bool {
    let query = try database.statement(
      "SELECT 1 FROM document WHERE area = ?1 AND subject = ?2 AND number = ?3"
    )
    defer { query.reset() }
    query.bind(area.rawValue, 1)
    query.bind(subject, 2)
    query.bind(number, 3)
    return try query.step()
  }

  /// The vouchers that book a document.
  func vouchers(ofDocument place: Int64) throws(StoreError) -> [BookedVoucher] {
    let query = try database.statement(
      """
      SELECT e.period, e.word, e.number, b.code, e.id
      FROM document_entry AS l JOIN entry AS e ON e.id = l.entry_id
        JOIN book AS b ON b.id = e.book_id
      WHERE l.document = ?1 ORDER BY e.id
      """
    )
    defer { query.reset() }
    query.bind(place, 1)
    var found: [BookedVoucher] = []
    while try query.step() {
      guard let number = StoredEntry.number(query, from: 0) else {
        throw .damaged(detail: "vouchers of document record \(place)")
      }
      found.append(BookedVoucher(book: query.text(3), number: number, sequence: query.integer(4)))
    }
    return found
  }

  /// The lines of a voucher that books a document.
  public func postings(of voucher: BookedVoucher) throws(StoreError) -> [Posting] {
    try postings(of: voucher.sequence, in: try book(voucher.book))
  }
}

extension LedgerTransaction {
  /// Records a document together with the vouchers that book it.
  ///
  /// The vouchers stand in the log already: posted just before, or long ago when a table of history
  /// is linked to them.
  /// - Returns: the place of the record.
  /// - Throws: `E-DOCUMENT-DUP`; `E-PEOPLE-MISSING` or `E-SOD` when it was computed and three
  ///   different persons have not signed it.
  @discardableResult
  public func record(
    _ document: BusinessDocument,
    vouchers: [BookedVoucher],
    history: [WorkflowEvent] = []
  ) throws(StoreError) -> Int64 {
    let findings = document.basis == .rule ? document.head.signatures.findings : []
    guard findings.isEmpty else { throw .findings(Findings(findings)) }
    if try hasDocument(document.head.number, document.area, of: document.subject) {
      throw .finding(
        .documentDuplicate,
        value: document.head.number,
        ["document": document.head.number]
      )
    }
    let lines = DocumentRecord.lines(document)
    let project = document.area == .project ? document.subject : nil
    return try whole { () throws(StoreError) in
      let place = try append(
        DocumentRecord.type,
        book: "",
        lines: lines.count,
        data: { DocumentRecord.writeHeader(document, vouchers, history, &$0) },
        project: { _ in project },
        line: { $1.members(of: lines[$0]) }
      )
      try insert(document, vouchers, at: place)
      return place
    }
  }

  private func insert(
    _ document: BusinessDocument,
    _ vouchers: [BookedVoucher],
    at place: Int64
  ) throws(StoreError) {
    let insert = try database.statement(
      """
      INSERT OR FAIL INTO document (seq, area, subject, number, kind, day)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """
    )
    insert.bind(place, 1)
    insert.bind(document.area.rawValue, 2)
    insert.bind(document.subject, 3)
    insert.bind(document.head.number, 4)
    insert.bind(document.kind, 5)
    insert.bind(Int64(document.head.date.dayNumber), 6)
    try insert.run()
    let link = try database.statement(
      "INSERT OR FAIL INTO document_entry (document, entry_id) VALUES (?1, ?2)"
    )
    for sequence in Set(vouchers.map(\.sequence)).sorted() {
      link.bind(place, 1)
      link.bind(sequence, 2)
      try link.run()
    }
  }
}
