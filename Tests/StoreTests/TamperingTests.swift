import Store
import Testing

/// What the owner of the file does to it with every trigger out of the way, and the place where the
/// check notices first.
struct Tampering: CustomTestStringConvertible, Sendable {
  let sql: String
  let place: String

  init(_ sql: String, _ place: String) { (self.sql, self.place) = (sql, place) }

  var testDescription: String { sql }
}

@Suite struct TamperingTests {
  /// Edits of what is posted, judged by the record.
  static let posted = [
    "posting SET amount = 301 WHERE entry_id = {entry} AND line = 1": " line 1",
    "posting SET amount = amount + 1 WHERE entry_id = {entry} AND line <= 2": " line 1",
    "posting SET summary = '拨付先投资金 ' WHERE entry_id = {entry} AND line = 2": " line 2",
    "posting SET reference = '' WHERE entry_id = {entry} AND line = 4": " line 4",
    "posting SET account_id = 5 WHERE entry_id = {entry} AND line = 2": " line 2",
    "posting SET account_id = 9 WHERE entry_id = {entry} AND line = 2": "",
    "posting SET dims_id = 0 WHERE entry_id = {entry} AND line = 1": " line 1",
    "posting SET dims_id = 77 WHERE entry_id = {entry} AND line = 1": "",
    "posting SET quantity = 1 WHERE entry_id = {entry} AND line = 3": " line 3",
    "posting SET side = -side WHERE entry_id = {entry} AND line = 1": " line 1",
    "posting SET day = day + 1 WHERE entry_id = {entry} AND line = 2": " line 2 day",
    "posting SET line = 9 WHERE entry_id = {entry} AND line = 4": " line 4",
    "entry SET day = day + 1 WHERE id = {entry}": "",
    "entry SET period = period + 1 WHERE id = {entry}": "",
    "entry SET number = 9 WHERE id = {entry}": "",
    "entry SET word = '收' WHERE id = {entry}": "",
    "entry SET attachments = 2 WHERE id = {entry}": "",
    "entry SET prepared_by = '李四' WHERE id = {entry}": "",
    "entry SET reviewed_by = '李四' WHERE id = {entry}": "",
    "entry SET approved_by = NULL WHERE id = {entry}": "",
    "entry SET posted_by = '李四' WHERE id = {entry}": " by",
    "entry SET posted_at = '2026-01-05T01:02:04Z' WHERE id = {entry}": " at",
    "entry SET reverses = {opening} WHERE id = {entry}": "",
    "entry SET book_id = 2, number = 8 WHERE id = {entry}": "",
    "entry SET history = '2026-01-05T01:02:04Z' || char(9) || 'x' || char(9) || 'y' || char(9) "
      + "WHERE id = {entry}": "",
    "entry SET history = 'a line that cannot be read' WHERE id = {entry}": "",
    "record SET body = replace(body, '3.00', '3.10') WHERE seq = {entry}": " line",
    "record SET sha256 = zeroblob(32) WHERE seq = {entry}": " leaf-sha256",
    "record SET sm3 = zeroblob(32) WHERE seq = {entry}": " leaf-sm3",
    "record SET body = body || char(10) WHERE seq = {entry}": " line",
    "record SET body = CAST(body AS BLOB) || x'00' WHERE seq = {entry}": " line",
  ].map { Tampering("UPDATE \($0.key)", "record {entry}\($0.value)") }

  /// Entries and lines that come or go.
  static let pieces = [
    Tampering("DELETE FROM posting WHERE entry_id = {entry} AND line = 4", "record {entry} line 4"),
    Tampering("DELETE FROM posting WHERE entry_id = {entry}", "record {entry} line 1"),
    Tampering("DELETE FROM entry WHERE id = {entry}", "record {entry}"),
    Tampering("DELETE FROM record WHERE seq = {entry}", "record {entry}"),
    Tampering("DELETE FROM record WHERE seq = {next} - 1", "entry {other}"),
    Tampering(
      """
      DELETE FROM record WHERE seq = {entry}; DELETE FROM entry WHERE id = {entry};
      DELETE FROM posting WHERE entry_id = {entry}
      """,
      "record {entry}"
    ),
    Tampering(
      """
      DELETE FROM record WHERE seq = {other}; DELETE FROM entry WHERE id = {other};
      DELETE FROM posting WHERE entry_id = {other};
      DELETE FROM period WHERE book_id = 2;
      DELETE FROM balance WHERE account_id > 7; DELETE FROM balance_day WHERE account_id > 7;
      DELETE FROM balance_period WHERE account_id > 7
      """,
      "record {other} size"
    ),
    Tampering(
      """
      INSERT INTO posting SELECT entry_id, 5, account_id, day, dims_id, side, amount, quantity,
        summary, reference FROM posting WHERE entry_id = {entry} AND line = 4
      """,
      "record {entry}"
    ),
    Tampering(
      "INSERT INTO posting SELECT {next}, line, account_id, day, dims_id, side, amount, quantity, "
        + "summary, reference FROM posting WHERE entry_id = {entry}",
      "posting {next}"
    ),
    Tampering(
      "INSERT INTO posting VALUES (1, 1, 2, 20444, 0, 1, 5, NULL, 'orphan', '')",
      "record {opening} line 1"
    ),
    Tampering(
      "INSERT INTO entry SELECT 1, book_id, period, day, word, 9, attachments, prepared_by, "
        + "reviewed_by, approved_by, posted_by, posted_at, NULL, history FROM entry "
        + "WHERE id = {entry}",
      "record 1"
    ),
  ]

  /// What is derived from the log.
  static let derived = [
    Tampering("UPDATE balance SET debit = debit + 1 WHERE account_id = 3", "balance 0"),
    Tampering("UPDATE balance SET debit = debit + 1, credit = credit + 1", "balance 0"),
    Tampering("DELETE FROM balance WHERE account_id = 6", "balance"),
    Tampering("INSERT INTO balance VALUES (5, 0, 0, 0)", "balance 0"),
    Tampering("UPDATE balance_day SET credit = credit + 1 WHERE account_id = 2", "balance_day"),
    Tampering("UPDATE balance_day SET day = day + 1 WHERE account_id = 6", "balance_day"),
    Tampering("DELETE FROM balance_day", "balance_day"),
    Tampering("UPDATE balance_period SET debit = 0 WHERE account_id = 3", "balance_period"),
    Tampering("UPDATE balance_period SET period = period + 9", "balance_period"),
    Tampering("UPDATE balance_close SET debit = debit + 1", "balance_close"),
    Tampering("DELETE FROM balance_close WHERE account_id = 2", "balance_close"),
    Tampering("UPDATE account SET name = '其他' WHERE id = 3", "account 001\t122101"),
    Tampering("UPDATE account SET normal_side = -1 WHERE id = 2", "account 001\t100201"),
    Tampering("UPDATE account SET element = 'expense' WHERE id = 2", "account 001\t100201"),
    Tampering("UPDATE account SET is_open = 0 WHERE id = 2", "account 001\t100201"),
    Tampering("UPDATE account SET is_leaf = 1 WHERE id = 1", "account 001\t1002"),
    Tampering("UPDATE account SET dimensions = '' WHERE id = 3", "account 001\t122101"),
    Tampering("UPDATE account SET aspect = 3 WHERE id = 5", "account 001\t630101"),
    Tampering("UPDATE account SET code = '6302' WHERE id = 5", "account 001\t6302"),
    Tampering("DELETE FROM account WHERE id = 5", "account 001\t630101"),
    Tampering(
      "INSERT INTO account SELECT 99, 1, '9', name, 1, element, 0, 1, 1, '' FROM account LIMIT 1",
      "account 001\t9"
    ),
    Tampering("UPDATE book SET name = '另一账套' WHERE id = 2", "book 002"),
    Tampering("UPDATE book SET start_period = start_period - 1 WHERE id = 2", "book 002"),
    Tampering("UPDATE dimension_value SET name = 'x' WHERE code = 'P002'", "dimension_value"),
    Tampering("UPDATE dimension_value SET is_open = 0", "dimension_value project\tP001"),
    Tampering("UPDATE dimension_value SET attributes = 'a' || char(9) || 'b'", "dimension_value"),
    Tampering("DELETE FROM dimension_value WHERE code = 'P002'", "dimension_value project\tP002"),
    Tampering("UPDATE dimension_kind SET name = 'x' WHERE code = 'project'", "dimension_"),
    Tampering("UPDATE dimension_kind SET position = 5 WHERE code = 'project'", "dimension_kind"),
    Tampering("INSERT INTO dimension_kind VALUES ('extra', '额外', 9)", "dimension_kind"),
    Tampering(
      "UPDATE dimension_set SET tags = 'project=P002' WHERE id = 1",
      "record {entry} line 1"
    ),
    Tampering("UPDATE person SET roles = 'maker,chief' WHERE name = '张敏'", "person 张敏"),
    Tampering("UPDATE person SET can_sign_in = 0 WHERE name = '何伟'", "person 何伟"),
    Tampering("UPDATE person SET name = '张三' WHERE name = '张敏'", "person 张"),
    Tampering("DELETE FROM person WHERE name = '王磊'", "person 王磊"),
    Tampering("UPDATE period SET is_open = 1 WHERE period = 24310", "period 001\t2025-11"),
    Tampering("UPDATE period SET is_open = 0 WHERE period = 24311", "period 001\t2025-12"),
    Tampering("UPDATE period SET is_open = 1 WHERE period = 24309", "period 001\t2025-10"),
    Tampering("UPDATE period SET last_day = last_day + 9", "period 001\t2025-10"),
    Tampering("UPDATE period SET first_day = 0 WHERE book_id = 2", "period 002\t2025-12"),
    Tampering("DELETE FROM period WHERE book_id = 2", "period 002\t2025-12"),
    Tampering("INSERT INTO period VALUES (1, 24320, 0, 99999, 1)", "period 001\t2026-09"),
    Tampering("UPDATE project_head SET count = count + 1", "record {next} project-head"),
    Tampering("UPDATE project_head SET last = zeroblob(32)", "record {next} project-head"),
    Tampering("DELETE FROM project_head", "record {next} project-head"),
    Tampering(
      "INSERT INTO project_head VALUES ('P9', 1, zeroblob(32))",
      "record {next} project-head"
    ),
    Tampering("DELETE FROM log_head", "record {next} size"),
    Tampering("UPDATE log_head SET head = zeroblob(40)", "record {next} size"),
    Tampering("UPDATE log_head SET head = x'00'", "file"),
    Tampering(
      """
      UPDATE log_head
      SET head = CAST(substr(head, 1, 8) || zeroblob(32) || substr(head, 41) AS BLOB)
      """,
      "record {next} prev"
    ),
    Tampering(
      "UPDATE log_head SET head = CAST(substr(head, 1, length(head) - 1) || x'00' AS BLOB)",
      "record {next} tree-sm3"
    ),
    Tampering("UPDATE migration SET sha256 = zeroblob(32)", "schema migration 1"),
    Tampering("DELETE FROM migration", "schema migration 1"),
  ]

  /// The schema itself; the triggers are put back before the end, so these come last.
  static let schema = [
    Tampering("DROP TRIGGER entry_update", "schema trigger entry_update"),
    Tampering("DROP INDEX posting_day", "schema index posting_day"),
    Tampering("CREATE INDEX more ON posting (summary)", "schema index more"),
    Tampering("CREATE TABLE more (id)", "schema table more"),
    Tampering("CREATE VIEW more AS SELECT * FROM entry", "schema view more"),
    Tampering(
      """
      DROP TRIGGER posting_delete; CREATE TRIGGER posting_delete BEFORE DELETE ON posting
      WHEN OLD.amount > 99999 BEGIN SELECT RAISE(ABORT, 'xiantou: postings are never deleted'); END
      """,
      "schema trigger posting_delete"
    ),
    Tampering(
      """
      CREATE TRIGGER shave AFTER INSERT ON balance BEGIN
      UPDATE balance SET debit = debit - 1 WHERE account_id = NEW.account_id; END
      """,
      "schema trigger shave"
    ),
    Tampering(
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (amount <> 0)', '') WHERE name = 'posting'
      """,
      "schema table posting"
    ),
  ]

  @Test(arguments: posted + pieces + derived)
  func `the check names the first thing that the owner has changed`(tampering: Tampering) throws {
    let (fixture, places) = try SampleLedger.copy()
    let owner = try ForeignProgram(fixture.path)
    try owner.transactWithoutTriggers(Forgery.filled(tampering.sql, places))
    let difference = try fixture.check().firstDifference
    let place = Forgery.filled(tampering.place, places)
    #expect(difference?.place.hasPrefix(place) == true, "\(place): \(difference as Any)")
  }

  @Test(arguments: schema)
  func `the check names what is not in the program's own schema`(tampering: Tampering) throws {
    let (fixture, _) = try SampleLedger.copy()
    try ForeignProgram(fixture.path).run(tampering.sql)
    let difference = try fixture.check().firstDifference
    #expect(difference?.place == tampering.place, "\(difference as Any)")
  }

  @Test func `a line hidden from an index is found`() throws {
    let (fixture, places) = try SampleLedger.copy()
    let line = "entry_id = \(places.entry) AND line = 1"
    let kept = try hideIndex(fixture, "DELETE FROM posting WHERE \(line)")
    try ForeignProgram(fixture.path).transactWithoutTriggers(
      """
      INSERT INTO posting VALUES
        (\(places.entry), 1, 3, 20444, 1, 1, 300, NULL, '拨付先投资金', '拨1')
      """
    )
    let owner = try ForeignProgram(fixture.path)
    try owner.run("PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES (\(kept))")
    let difference = try fixture.check().firstDifference
    #expect(difference?.place == "file", "\(difference as Any)")
  }

  /// Runs a statement, then takes the index of accounts out of the schema.
  private func hideIndex(_ fixture: Fixture, _ sql: String) throws -> String {
    let owner = try ForeignProgram(fixture.path)
    let index = "FROM sqlite_schema WHERE name = 'posting_day'"
    try owner.transactWithoutTriggers(sql)
    let kept = try owner.rows(
      """
      SELECT quote(type) || ',' || quote(name) || ',' || quote(tbl_name) || ','
        || rootpage || ',' || quote(sql) \(index)
      """
    )
    try owner.run("PRAGMA writable_schema = ON; DELETE \(index)")
    return kept.joined()
  }

  @Test func `any byte of any record that is changed is found`() throws {
    let places = SampleLedger.made.places
    for sequence in 0..<places.next {
      let (fixture, _) = try SampleLedger.copy()
      let owner = try ForeignProgram(fixture.path)
      let length = try owner.rows("SELECT length(CAST(body AS BLOB)) FROM record")
        .compactMap { Int($0) }[Int(sequence)]
      let offset = Int.random(in: 1...length)
      try owner.transactWithoutTriggers(
        """
        UPDATE record SET body = CAST(
          substr(CAST(body AS BLOB), 1, \(offset) - 1)
          || iif(substr(CAST(body AS BLOB), \(offset), 1) = x'31', '2', '1')
          || substr(CAST(body AS BLOB), \(offset) + 1) AS TEXT)
        WHERE seq = \(sequence)
        """
      )
      let difference = try fixture.check().firstDifference
      let isThere = difference?.place.hasPrefix("record \(sequence)") == true
      #expect(isThere, "record \(sequence) byte \(offset): \(difference as Any)")
    }
  }
}
