/// The statements that every entry runs, prepared once and at hand.
struct AppendStatements {
  let record: Statement
  let posting: Statement
  let entry: Statement

  init(_ database: Database) throws(StoreError) {
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
}
