public import Accounting
import Findings

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
}
