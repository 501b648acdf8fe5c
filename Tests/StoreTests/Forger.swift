import Audit
import CanonicalJSON
import Signing
import Store

/// Somebody who owns the ledger file and the whole program: seals records of his own, hashes, heads
/// and tables all as they should be.
struct Forger {
  let fixture: Fixture

  /// Appends a record without lines.
  func append(_ type: String, data: (inout CanonicalWriter) -> Void) throws {
    try append(type, data: data) { _ in }
  }

  /// Appends a record.
  func append(
    _ type: String,
    data: (inout CanonicalWriter) -> Void,
    lines: (inout LineSealer) throws(AuditError) -> Void
  ) throws {
    let owner = try ForeignProgram(fixture.path)
    var sealer = try RecordSealer(head: try head(owner), projects: try projects(owner))
    let sealed = try sealer.seal(
      type: type,
      book: "",
      at: fixture.moment,
      by: "",
      data: data,
      lines: lines
    )
    let body = Forger.hex(sealer.body)
    var sql = """
      INSERT INTO record VALUES (\(sealed.seq), CAST(x'\(body)' AS TEXT), \
      x'\(sealed.leaf.sha256)', x'\(sealed.leaf.sm3)');
      UPDATE log_head SET head = x'\(Forger.hex(sealer.head.bytes))';
      """
    for (project, head) in sealer.changedProjects {
      sql += """
        INSERT OR REPLACE INTO project_head VALUES ('\(project)', \(head.count), x'\(head.last)');
        """
    }
    if type == KeyRecord.type || type == CheckpointRecord.type {
      sql += "INSERT INTO evidence_record VALUES (\(sealed.seq), '\(type)');"
    }
    try owner.transact(sql)
  }

  private func head(_ owner: ForeignProgram) throws -> LogHead {
    let rows = try owner.rows("SELECT hex(head) FROM log_head")
    guard let head = LogHead(bytes: Forger.bytes(rows[0])) else {
      preconditionFailure("the ledger has a head")
    }
    return head
  }

  private func projects(_ owner: ForeignProgram) throws -> ProjectHeads {
    var heads: [String: ProjectHead] = [:]
    for row in try owner.rows("SELECT project, count, hex(last) FROM project_head") {
      let parts = row.split(separator: "|")
      guard let last = Digest(bytes: Forger.bytes(String(parts[2]))),
        let count = Int64(parts[1])
      else { preconditionFailure("the projects have heads") }
      heads[String(parts[0])] = ProjectHead(count: count, last: last)
    }
    return ProjectHeads(heads)
  }

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.utf8.map { UInt8($0 < 0x3A ? $0 - 0x30 : $0 - 0x37) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
