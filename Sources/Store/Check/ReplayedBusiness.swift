import Accounting
import Audit
import CanonicalJSON
import Quantities

/// Documents, adopted files and the roles of books as the log tells them, held against their
/// tables.
struct ReplayedBusiness {
  private var documents: [String: String] = [:]
  private var links: [String: String] = [:]
  private var adoptions: [String: String] = [:]
  private var roles: [String: String] = [:]

  /// Reads a record when it is of one of these kinds.
  /// - Returns: whether it was.
  mutating func apply(
    _ type: String,
    _ body: Span<UInt8>,
    _ layout: RecordLayout,
    _ place: Int64
  ) throws(CheckFailure) -> Bool {
    switch type {
    case DocumentRecord.type: try applyDocument(bytes(body), place)
    case AdoptionRecord.type: try applyAdoption(bytes(body), place)
    case "book_role":
      guard let data = try? JSONValue(layout.data.map { body[$0] }, profile: .record),
        let role = data.text("role"), let party = data.text("party")
      else { throw difference(place, "the role of a book", "another record") }
      roles["\(role)\t\(party)"] = layout.text(layout.book, in: body)
    default: return false
    }
    return true
  }

  private func bytes(_ body: Span<UInt8>) -> [UInt8] { body.indices.map { body[$0] } }

  private mutating func applyDocument(
    _ body: [UInt8],
    _ place: Int64
  ) throws(CheckFailure) {
    guard let record = DocumentRecord.read(body, vouchers: []) else {
      throw difference(place, "a document", "another record")
    }
    let document = record.document
    if document.basis == .rule, !document.head.signatures.findings.isEmpty {
      throw difference(place, "three different signatures", "others")
    }
    documents["\(place)"] = [
      document.area.rawValue, document.subject, document.head.number, document.kind,
      "\(document.head.date.dayNumber)",
    ].joined(separator: "\t")
    for voucher in DocumentRecord.vouchers(body) { links["\(place)\t\(voucher)"] = "" }
  }

  private mutating func applyAdoption(
    _ body: [UInt8],
    _ place: Int64
  ) throws(CheckFailure) {
    guard let adoption = AdoptionRecord.read(body) else {
      throw difference(place, "an adopted file with its digest", "another record")
    }
    let file = adoption.file
    guard file.signatures.findings.isEmpty else {
      throw difference(place, "three different signatures", "others")
    }
    adoptions["\(place)"] = "\(file.kind.rawValue)\t\(file.code)\t\(adoption.digest)"
  }

  /// Compares the tables with the log.
  func compare(with snapshot: LedgerSnapshot) throws(CheckFailure) {
    let database = snapshot.database
    try RowComparison.compare(
      documents,
      "document",
      """
      SELECT seq, area || char(9) || subject || char(9) || number || char(9) || kind || char(9)
        || day FROM document
      """,
      database
    )
    try RowComparison.compare(
      links,
      "document_entry",
      """
      SELECT l.document || char(9) || b.code || '/'
        || printf('%04d-%02d-%s-%04d', e.period / 12, e.period % 12 + 1, e.word, e.number), ''
      FROM document_entry AS l JOIN entry AS e ON e.id = l.entry_id AND e.id < l.document
        JOIN book AS b ON b.id = e.book_id
      """,
      database
    )
    try RowComparison.compare(
      adoptions,
      "adoption",
      "SELECT seq, kind || char(9) || code || char(9) || sha256 FROM adoption",
      database
    )
    try RowComparison.compare(
      roles,
      "book_role",
      """
      SELECT r.role || char(9) || r.party, b.code
      FROM book_role AS r JOIN book AS b ON b.id = r.book_id
      """,
      database
    )
  }

  private func difference(
    _ place: Int64,
    _ expected: String,
    _ found: String
  ) -> CheckFailure {
    .difference(CheckDifference("record \(place)", expected: expected, found: found))
  }
}
