import Accounting
import Audit
import Findings
import Quantities
import Signing
import Store
import Testing

/// Keys, signed heads and project totals: how they get into the log, and how forged ones are found.
@Suite struct EvidenceTests {
  /// Keys are slow to make, so all tests share some.
  static let keys: [[PEMSigner]] = (0..<2).map { _ in
    KeyAlgorithm.allCases.map { algorithm in
      do { return try PEMSigner(new: algorithm) } catch { preconditionFailure("\(error)") }
    }
  }

  static func signers(_ set: Int = 0) throws -> HeadSigners {
    try #require(HeadSigners(keys[set]))
  }

  static let program = "xiantou/test"

  /// A ledger with a payment, its month closed, and its head signed.
  static func signed() throws -> (Fixture, LedgerFile, CheckpointRecord) {
    let fixture = Fixture()
    let (ledger, book) = try fixture.ledger()
    let entries = try [
      Fixture.payment("2025-11-20", 30_000), Fixture.payment("2025-11-21", 500, "P002"),
    ]
    let signers = try signers()
    let head = try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      for entry in entries {
        try write.post(entry, in: book, signatures: Fixture.signatures)
      }
      try write.close(entries[0].date.period, of: book)
      return try write.checkpoint(.close, by: signers, program: program)
    }
    return (fixture, ledger, head)
  }

  @Test func `a signed head and its keys are in the log, and the check agrees`() throws {
    let (fixture, ledger, head) = try Self.signed()
    let report = try fixture.check()
    #expect(report.isSound && report.records == head.state.size + 1)
    let (keyring, heads, growth) = try ledger.read { (read) throws(StoreError) in
      (try read.keyring(), try read.heads(), try read.growth())
    }
    #expect(keyring.entries.map(\.key) == Self.keys[0].map(\.publicKey))
    #expect(heads.map(\.checkpoint) == [head] && heads[0].seq == head.state.size)
    #expect(growth.previous == head.state && growth.head.size == head.state.size + 1)
    #expect(head.statement.origin.name.hasPrefix("xiantou/"))
    let again = try ledger.write(by: "", at: fixture.moment) { (write) throws(StoreError) in
      try write.checkpoint(.demand, by: EvidenceTests.signersOrTrap(), program: Self.program)
    }
    #expect(again.statement.growth.previous == head.state)
    #expect(again.statement.keys == head.statement.keys)
    #expect(try fixture.check().isSound)
  }

  private static func signersOrTrap() -> HeadSigners {
    guard let signers = HeadSigners(keys[0]) else { preconditionFailure("three keys") }
    return signers
  }

  @Test func `closing states what the lines of each project sum up to`() throws {
    let (fixture, _, _) = try Self.signed()
    let bodies = try ForeignProgram(fixture.path).rows(
      "SELECT body FROM record WHERE body LIKE '%\"t\":\"project_head\"%'"
    )
    #expect(bodies.count == 1)
    let lines = bodies[0].split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].contains(#"{"data":{"credit":"0.00","debit":"300.00"},"n":"1""#))
    #expect(lines[2].contains(#""debit":"5.00"}"#) && lines[2].contains(#""project":"P002""#))
  }

  @Test func `one project can be headed, red amounts negative in their own column`() throws {
    let fixture = Fixture()
    let (ledger, book) = try fixture.ledger()
    let payment = try Fixture.payment("2025-11-20", 30_000)
    let place = try ledger.write(by: "何伟", at: fixture.moment) { (write) throws(StoreError) in
      let posted = try write.post(payment, in: book, signatures: Fixture.signatures)
      let mirror = Fixture.voucher(
        "2025-11-22",
        [("122101", .debit, -30_000, "P001"), ("100201", .credit, -30_000, nil)],
        reverses: posted.number
      )
      let red = Self.entry(mirror)
      try write.post(red, in: book, signatures: Fixture.signatures)
      return try write.headProject("P001")
    }
    let rows = try ForeignProgram(fixture.path).rows("SELECT body FROM record WHERE seq = \(place)")
    #expect(rows[0].contains(#"{"credit":"0.00","debit":"0.00"}"#))
    #expect(try fixture.check().isSound)
    let refused = #expect(throws: StoreError.self) {
      try ledger.write(by: "", at: fixture.moment) { (write) throws(StoreError) in
        try write.headProject("P009")
      }
    }
    #expect(Self.code(refused) == .projectUnknown)
  }

  private static func entry(_ voucher: Voucher) -> JournalEntry {
    do { return try Fixture.entry(voucher) } catch { preconditionFailure("\(error)") }
  }

  static func code(_ error: StoreError?) -> FindingCode? {
    guard case .findings(let findings) = error else { return nil }
    return findings.list.first?.code
  }

  // MARK: Keys

  @Test func `keys are replaced and revoked, and others cannot sign`() throws {
    let (fixture, ledger, _) = try Self.signed()
    let (old, new) = (Self.keys[0], Self.keys[1])
    func refusal(_ body: (LedgerTransaction) throws(StoreError) -> Void) -> FindingCode? {
      let error = #expect(throws: StoreError.self) {
        try ledger.write(by: "", at: fixture.moment) { (write) throws(StoreError) in
          try body(write)
        }
      }
      return Self.code(error)
    }
    let others = try Self.signers(1)
    #expect(
      refusal { (write) throws(StoreError) in try write.prepareSigning(others) } == .keyOther
    )
    let unknown = KeyRecord(revoking: new[0].publicKey.id, try #require(.init(.lost)))
    #expect(
      refusal { (write) throws(StoreError) in try write.change(unknown) } == .keyNotInUse
    )
    let early = KeyRecord(
      revoking: old[0].publicKey.id,
      try #require(.init(.compromised, since: 999))
    )
    #expect(refusal { (write) throws(StoreError) in try write.change(early) } == .keySince)
    try ledger.write(by: "", at: fixture.moment) { (write) throws(StoreError) in
      for (old, new) in zip(old, new) { try write.rotate(old, to: new) }
      try write.checkpoint(.demand, by: others, program: Self.program)
    }
    #expect(
      refusal { (write) throws(StoreError) in try write.rotate(new[0], to: old[0]) }
        == .keyUsedBefore
    )
    let keyring = try ledger.read { (read) throws(StoreError) in try read.keyring() }
    #expect(keyring.epoch == 6 && keyring.key(for: .sm2) == new[0].publicKey)
    #expect(keyring.entries.prefix(3).allSatisfy { $0.end != nil })
    #expect(try fixture.check().isSound)
  }

  @Test func `a head that was signed while another one was recorded is refused`() throws {
    let (fixture, ledger, head) = try Self.signed()
    let error = #expect(throws: StoreError.self) {
      try ledger.write(by: "", at: fixture.moment) { (write) throws(StoreError) in
        try write.recordCheckpoint(head)
      }
    }
    #expect(Self.code(error) == .headStale)
  }

  @Test func `a head of an earlier size is recorded when the log has grown meanwhile`() throws {
    let (fixture, ledger, _) = try Self.signed()
    let (origin, growth, keyring) = try ledger.read { (read) throws(StoreError) in
      (try read.origin(), try read.growth(), try read.keyring())
    }
    let statement = Statement(
      origin,
      .all,
      growth,
      manifest: nil,
      try #require(keyring.required()),
      try #require(Statement.Making(at: fixture.moment, program: Self.program))
    )
    let head = try CheckpointRecord(signing: statement, by: try Self.signers(), on: .export)
    try ledger.write(by: "", at: fixture.moment) { (write) throws(StoreError) in
      try write.headProject("P002")
      try write.recordCheckpoint(head)
    }
    #expect(try fixture.check().isSound)
  }
}
