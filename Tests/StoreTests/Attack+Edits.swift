extension Attack {
  /// Attempts to change, repeat, replace or delete what stands in the file, by the rule that stops
  /// them.
  static let edits = [
    ("records never change", recordUpdates), ("records are never deleted", recordDeletions),
    ("records are appended in order", recordInsertions),
    ("postings never change", postingUpdates), ("postings are never deleted", postingDeletions),
    ("gets no further lines", postingInsertions),
    ("posted entries never change", entryUpdates),
    ("posted entries are never deleted", entryDeletions),
    ("belongs to the newest record", entryInsertions),
    ("answers never change", answerUpdates), ("answers are never deleted", answerDeletions),
    ("an answer is given once", answerInsertions),
  ].flatMap { rule, statements in statements.map { Attack($0, rule, $0) } }

  private static let recordUpdates = [
    "UPDATE record SET body = '{}' WHERE seq = 3",
    "UPDATE record SET seq = 99 WHERE seq = {entry}",
    "UPDATE record SET sha256 = zeroblob(32)",
    "UPDATE OR REPLACE record SET seq = 4 WHERE seq = 3",
    "UPDATE record SET body = body",
  ]
  private static let recordDeletions = [
    "DELETE FROM record WHERE seq = {next} - 1",
    "DELETE FROM record WHERE seq = 3",
    "DELETE FROM record",
  ]
  private static let recordInsertions = [
    "INSERT INTO record SELECT * FROM record WHERE seq = 3",
    "INSERT OR IGNORE INTO record SELECT * FROM record WHERE seq = 3",
    "INSERT OR REPLACE INTO record SELECT seq, '{}', sha256, sm3 FROM record WHERE seq = 3",
    "REPLACE INTO record SELECT seq, '{}', sha256, sm3 FROM record WHERE seq = {next} - 1",
    "INSERT INTO record SELECT {next} + 5, body, sha256, sm3 FROM record WHERE seq = 3",
    "INSERT INTO record SELECT -1, body, sha256, sm3 FROM record WHERE seq = 3",
    """
    INSERT INTO record SELECT * FROM record WHERE seq = 3
    ON CONFLICT (seq) DO UPDATE SET body = '{}'
    """,
  ]

  private static let postingUpdates = [
    "UPDATE posting SET amount = 1 WHERE entry_id = {entry}",
    "UPDATE posting SET amount = amount WHERE entry_id = {entry}",
    "UPDATE posting SET summary = 'x' WHERE entry_id = {entry} AND line = 1",
    "UPDATE posting SET entry_id = {other} WHERE entry_id = {entry}",
    "UPDATE OR REPLACE posting SET line = 1 WHERE entry_id = {entry}",
    "UPDATE OR IGNORE posting SET side = -side",
  ]
  private static let postingDeletions = [
    "DELETE FROM posting WHERE entry_id = {entry} AND line = 1",
    "DELETE FROM posting WHERE entry_id = {entry}",
    "DELETE FROM posting",
  ]
  private static let postingInsertions = [
    "INSERT INTO posting VALUES ({entry}, 5, 2, 20444, 0, 1, 5, NULL, 'late', '')",
    "INSERT OR IGNORE INTO posting VALUES ({entry}, 5, 2, 20444, 0, 1, 5, NULL, 'late', '')",
    "INSERT OR REPLACE INTO posting VALUES ({entry}, 1, 2, 20444, 0, 1, 5, NULL, 'other', '')",
    """
    INSERT INTO posting VALUES ({entry}, 5, 2, 20444, 0, 1, 5, NULL, 'x', ''),
      ({entry}, 6, 4, 20444, 0, -1, 5, NULL, 'x', '')
    """,
    """
    INSERT INTO posting SELECT * FROM posting WHERE entry_id = {entry}
    ON CONFLICT DO UPDATE SET amount = 1
    """,
  ]

  private static let entryUpdates = [
    "UPDATE entry SET day = day + 1 WHERE id = {entry}",
    "UPDATE entry SET number = 500 WHERE id = {entry}",
    "UPDATE entry SET approved_by = '王' WHERE id = {entry}",
    "UPDATE entry SET reverses = NULL WHERE id = {reversal}",
    "UPDATE entry SET id = {next} + 1 WHERE id = {entry}",
    "UPDATE OR REPLACE entry SET number = 1 WHERE id = {reversed}",
  ]
  private static let entryDeletions = [
    "DELETE FROM entry WHERE id = {entry}",
    "DELETE FROM entry WHERE id = {other}",
    "DELETE FROM entry",
  ]
  private static let entryInsertions = [
    "INSERT INTO entry SELECT * FROM entry WHERE id = {entry}",
    "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE id = {entry}",
    "REPLACE INTO entry SELECT * FROM entry WHERE id = {other}",
    """
    INSERT INTO entry SELECT * FROM entry WHERE id = {entry}
    ON CONFLICT DO UPDATE SET day = day + 1
    """,
  ]

  private static let answerUpdates = [
    "UPDATE idempotency SET answer = 'x'",
    "UPDATE idempotency SET key = 'other'",
    "UPDATE idempotency SET request = x'00'",
  ]
  private static let answerDeletions = ["DELETE FROM idempotency"]
  private static let answerInsertions = [
    "INSERT INTO idempotency SELECT * FROM idempotency",
    "INSERT OR REPLACE INTO idempotency SELECT key, request, 'x', at FROM idempotency",
    """
    INSERT INTO idempotency SELECT * FROM idempotency WHERE true
    ON CONFLICT DO UPDATE SET answer = 'x'
    """,
  ]
}
