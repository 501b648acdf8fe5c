import Audit
import CanonicalJSON

/// Rows on their way into the tables, in the order in which they were made (待写的行).
struct RowBatch: Sendable {
  private struct Entry: Sendable {
    let sealed: RecordSealer.Sealed
    let body: Range<Int>
    let rows: EntryRows
  }

  private var bodies = CanonicalWriter(capacity: 1 << 18)
  private var entries: [Entry] = []
  private var mark = PostingMark(person: "", time: "")
  private var turnover: Turnover?

  /// Whether there is nothing to write.
  var isEmpty: Bool { entries.isEmpty && turnover == nil }

  /// Whether handing the batch on costs little beside writing it.
  var isFull: Bool { entries.count >= 128 || bodies.count >= 1 << 18 }

  /// Whether the next batch should wait until this one is written, so that memory stays bounded.
  var isHuge: Bool { bodies.count >= 1 << 21 }

  mutating func add(
    _ sealed: RecordSealer.Sealed,
    by sealer: borrowing RecordSealer,
    _ rows: EntryRows,
    _ mark: PostingMark
  ) {
    let start = bodies.count
    sealer.appendBody(to: &bodies)
    entries.append(Entry(sealed: sealed, body: start..<bodies.count, rows: rows))
    self.mark = mark
  }

  /// Adds turnover, which goes in after the entries.
  mutating func add(_ turnover: Turnover) { self.turnover = turnover }

  /// Writes everything.
  mutating func write(_ inserts: AppendStatements) throws(StoreError) {
    try bodies.withBytes { bytes throws(StoreError) in
      for entry in entries {
        try inserts.insert(entry.sealed, bytes.extracting(entry.body))
        try inserts.insert(entry.rows, mark)
      }
    }
    try turnover?.flush(to: inserts.turnover)
  }

  /// Forgets everything and keeps the room.
  mutating func clear() {
    bodies.reset()
    entries.removeAll(keepingCapacity: true)
    turnover = nil
  }
}
