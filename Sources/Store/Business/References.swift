public import Accounting
public import Quantities

/// A voucher that bears a reference in one of its lines (按业务单号关联的凭证).
public struct ReferringVoucher: Hashable, Sendable {
  /// The voucher.
  public let voucher: BookedVoucher
  /// Its day.
  public let date: CivilDate
  /// Who made, reviewed and approved it.
  public let signatures: Signatures
  /// The projects of the lines that bear the reference.
  public internal(set) var projects: Set<String>
}

extension LedgerSnapshot {
  /// All references of a book's lines (业务单号) with the vouchers that bear them.
  ///
  /// Reversed vouchers and those that reverse them are left out: they book nothing any more.
  public func references(in book: Book) throws(StoreError) -> [String: [ReferringVoucher]] {
    let query = try database.statement(
      """
      SELECT DISTINCT e.period, e.word, e.number, p.reference, e.id, e.day, e.prepared_by,
        e.reviewed_by, e.approved_by, p.dims_id
      FROM posting AS p JOIN entry AS e ON e.id = p.entry_id
      WHERE e.book_id = ?1 AND p.reference <> '' AND e.reverses IS NULL
        AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id)
      ORDER BY e.id
      """
    )
    defer { query.reset() }
    query.bind(try open(book).id, 1)
    var found: [String: [ReferringVoucher]] = [:]
    while try query.step() {
      let (reference, place) = (query.text(3), query.integer(4))
      let project = try dimensions(query.integer(9))[.project]
      let last = found[reference]?.indices.last
      if let last, found[reference]?[last].voucher.sequence == place {
        if let project { found[reference]?[last].projects.insert(project) }
        continue
      }
      guard let number = StoredEntry.number(query, from: 0) else {
        throw .damaged(detail: "number of record \(place)")
      }
      found[reference, default: []].append(
        ReferringVoucher(
          voucher: BookedVoucher(book: book.code, number: number, sequence: place),
          date: CivilDate(dayNumber: Int32(truncatingIfNeeded: query.integer(5))),
          signatures: Signatures(
            preparedBy: query.textOrNil(6),
            reviewedBy: query.textOrNil(7),
            approvedBy: query.textOrNil(8)
          ),
          projects: project.map { [$0] } ?? []
        )
      )
    }
    return found
  }
}
