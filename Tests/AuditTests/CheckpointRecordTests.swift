import CanonicalJSON
import Signing
import Testing

@testable import Audit

@Suite struct CheckpointRecordTests {
  private let record: CheckpointRecord
  private let keyring: Keyring

  /// The head of a log of three records, each of which begins a key.
  init() throws {
    let origin = Origin(firstLeaf: try #require(Digest(bytes: (0..<32).map { $0 })))
    let signers = try KeyAlgorithm.allCases.map { algorithm throws(SigningError) in
      try PEMSigner(new: algorithm)
    }
    var keyring = Keyring(origin)
    for (seq, signer) in signers.enumerated() {
      try keyring.apply(KeyRecord(adding: signer, in: origin), seq: Int64(seq))
    }
    let roots = DigestPair(sha256: .zero, sm3: .zero)
    let state = try #require(TreeState(size: 3, roots: roots))
    let statement = Statement(
      origin,
      .all,
      try #require(TreeGrowth(to: state)),
      manifest: nil,
      try #require(keyring.required()),
      try #require(Statement.Making(at: .epoch, program: "xiantou/test"))
    )
    let heads = try #require(HeadSigners(signers.reversed()))
    record = try CheckpointRecord(signing: statement, by: heads, on: .export)
    self.keyring = keyring
  }

  private var text: String {
    var writer = CanonicalWriter()
    writer.object { record.write(to: &$0) }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func code(_ text: String) -> EvidenceSyntaxError.Code? {
    do throws(EvidenceSyntaxError) {
      _ = try CheckpointRecord(data: Array(text.utf8))
      return nil
    } catch { return error.code }
  }

  @Test func `a log that nobody named is named by its first record`() {
    #expect(record.statement.origin.name == "xiantou/000102030405060708090a0b0c0d0e0f")
  }

  @Test func `a record is read back from its data`() throws {
    #expect(try CheckpointRecord(data: Array(text.utf8)) == record)
    #expect(try record.defect(at: 3, after: .empty, under: keyring) == nil)
    #expect(try record.defect(at: 2, after: .empty, under: keyring) == .size)
    #expect(try record.defect(at: 4, after: record.state, under: keyring) == .previous)
    let other = Keyring(Origin(firstLeaf: .zero))
    #expect(try record.defect(at: 3, after: .empty, under: other) == .origin)
    #expect(try record.defect(at: 3, after: .empty, under: Keyring(keyring.origin)) == .epoch)
  }

  @Test(arguments: [
    (#""occasion":"export""#, #""occasion":"whim""#), (#","occasion":"export""#, ""),
    (#""occasion":"export""#, #""occasion":"export","odd":"1""#),
    (#"{"algorithm":"#, #"{"algo":"#), (#"sm2-sm3","signature":""#, #"sm2-sm3","signature":"!"#),
    (#""funds-audit-statement/v1","#, ""), (#""note":"— "#, #""note":"- "#),
    (#""statement":["#, #""statement":[[],"#),
  ])
  func `data with anything else in it is refused`(_ old: String, _ new: String) {
    let changed = text.replacing(old, with: new)
    #expect(changed != text && code(changed) != nil)
  }

  @Test func `there is one signer of each algorithm, or none sign`() throws {
    let (one, two) = (try PEMSigner(new: .p256), try PEMSigner(new: .ed25519))
    #expect(HeadSigners([one, two]) == nil)
    #expect(HeadSigners([one, two, one]) == nil)
  }
}
