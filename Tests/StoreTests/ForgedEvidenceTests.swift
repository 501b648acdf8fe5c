import Audit
import CanonicalJSON
import Quantities
import Signing
import Store
import Testing

/// Records about keys, heads and totals that are sealed as they should be and say what is not so.
@Suite struct ForgedEvidenceTests {
  private let fixture: Fixture
  private let ledger: LedgerFile
  private let head: CheckpointRecord
  private let next: Int64

  init() throws {
    (fixture, ledger, head) = try EvidenceTests.signed()
    next = head.state.size + 1
  }

  private func found() throws -> CheckDifference? { try fixture.check().firstDifference }

  private func forge(_ record: KeyRecord) throws -> CheckDifference? {
    try Forger(fixture: fixture).append(KeyRecord.type) { record.write(to: &$0) }
    return try found()
  }

  private func forge(_ record: CheckpointRecord) throws -> CheckDifference? {
    try Forger(fixture: fixture).append(CheckpointRecord.type) { record.write(to: &$0) }
    return try found()
  }

  @Test func `what the forger writes is good unless he lies`() throws {
    try Forger(fixture: fixture).append("project_head", data: { _ in }) {
      (lines) throws(AuditError) in
      try lines.add(project: "P001") {
        $0.member("credit", "0.00")
        $0.member("debit", "300.00")
      }
    }
    #expect(try found() == nil)
    #expect(try forge(try checkpoint()) == nil)
  }

  @Test(arguments: [
    ("P001", "0.00", "300.01"), ("P001", "300.00", "300.00"), ("P002", "0.00", "0.00"),
    ("P003", "0.00", "1.00"), (nil, "0.00", "0.00"),
  ])
  func `a total that the lines do not sum up to`(
    _ project: String?,
    _ credit: String,
    _ debit: String
  ) throws {
    try Forger(fixture: fixture).append("project_head", data: { _ in }) {
      (lines) throws(AuditError) in
      try lines.add(project: project) {
        $0.member("credit", credit)
        $0.member("debit", debit)
      }
    }
    #expect(try found()?.place == "record \(next) line 1")
  }

  @Test func `a key beside the one in use, or without its holder's signature`() throws {
    let key = EvidenceTests.keys[1][0]
    let added = try KeyRecord(adding: key, in: head.statement.origin)
    let difference = try forge(added)
    #expect(difference?.place == "record \(next)" && difference?.found == "already-there")
  }

  @Test func `a key for another log`() throws {
    let old = EvidenceTests.keys[0][0]
    let origin = try #require(Origin("gov.example/other"))
    let record = try KeyRecord(replacing: old, by: EvidenceTests.keys[1][0], in: origin)
    #expect(try forge(record)?.found == "not-released")
  }

  @Test func `a record that is no key record at all`() throws {
    try Forger(fixture: fixture).append(KeyRecord.type) { $0.member("change", "add") }
    #expect(try found()?.place == "record \(next)")
  }

  // MARK: Heads

  /// A head of the log as it stands, with something changed, signed by those who may.
  private func checkpoint(
    signers: Int = 0,
    _ change: (TreeGrowth) throws -> TreeGrowth = { $0 }
  ) throws -> CheckpointRecord {
    let (growth, keyring) = try ledger.read { (read) throws(StoreError) in
      (try read.growth(), try read.keyring())
    }
    let keys = EvidenceTests.keys[signers].dropLast().map {
      RequiredKeys.Key($0.publicKey.algorithm, $0.publicKey.id)
    }
    let statement = Statement(
      keyring.origin,
      .all,
      try change(growth),
      manifest: nil,
      try #require(RequiredKeys(keys, epoch: keyring.epoch)),
      try #require(Statement.Making(at: fixture.moment, program: EvidenceTests.program))
    )
    return try CheckpointRecord(
      signing: statement,
      by: try EvidenceTests.signers(signers),
      on: .demand
    )
  }

  @Test func `a head of a log that never was, signed by the keys themselves`() throws {
    let other = DigestPair(sha256: try #require(Digest(bytes: (0..<32).map { $0 })), sm3: .zero)
    let difference = try forge(
      try checkpoint { growth in
        let state = try #require(TreeState(size: growth.head.size, roots: other))
        return try #require(TreeGrowth(from: growth.previous, to: state))
      }
    )
    #expect(difference?.place == "record \(next)")
    #expect(difference?.found == "\(other.sha256)")
  }

  @Test func `a head that leaves out the one before`() throws {
    let difference = try forge(
      try checkpoint { growth in try #require(TreeGrowth(to: growth.head)) }
    )
    #expect(difference?.found == "previous")
  }

  @Test func `a head of records that are not there yet`() throws {
    let difference = try forge(
      try checkpoint { growth in
        let later = try #require(TreeState(size: 99, roots: growth.head.roots))
        return try #require(TreeGrowth(from: growth.previous, to: later))
      }
    )
    #expect(difference?.found == "size")
  }

  @Test func `a head signed by keys that are not in use`() throws {
    #expect(try forge(try checkpoint(signers: 1))?.found == "keys")
  }

  @Test func `signatures of another head`() throws {
    let good = try checkpoint()
    let mixed = CheckpointRecord(good.statement, head.signatures, good.note, .demand)
    #expect(try forge(mixed)?.found == "signatures")
    #expect(CheckpointRecord.Defect.allCases.count == 8)
  }

  @Test func `a note of another head`() throws {
    let good = try checkpoint()
    let text = CheckpointRecord.checkpoint(of: good.statement).text
    let note = SignedNote(text: text, signatures: head.note.signatures)
    #expect(
      try forge(CheckpointRecord(good.statement, good.signatures, note, .demand))?.found == "note"
    )
  }

  @Test(arguments: [
    ("DELETE FROM evidence_record WHERE type = 'key'", 11),
    ("INSERT INTO evidence_record VALUES (0, 'checkpoint')", 0),
    ("UPDATE evidence_record SET type = 'checkpoint' WHERE seq = 12", 12),
  ])
  func `a table of these records that does not agree with the log`(
    _ edit: String,
    _ place: Int64
  ) throws {
    try ForeignProgram(fixture.path).run(edit)
    #expect(try found()?.place == "evidence_record \(place)")
  }
}
