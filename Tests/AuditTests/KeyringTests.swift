import CanonicalJSON
import Signing
import Testing

@testable import Audit

@Suite struct KeyringTests {
  let origin: Origin
  let (first, second, third): (PEMSigner, PEMSigner, PEMSigner)

  init() throws {
    origin = try #require(Origin("gov.example/funds/zj"))
    first = try PEMSigner(new: .p256)
    second = try PEMSigner(new: .p256)
    third = try PEMSigner(new: .sm2)
  }

  private func refusal(
    _ ring: Keyring,
    _ record: KeyRecord,
    seq: Int64 = 100
  ) throws -> Keyring.Refusal? {
    var ring = ring
    let before = (ring.entries, ring.epoch)
    do throws(Keyring.Refusal) { try ring.apply(record, seq: seq) } catch {
      #expect(ring.entries == before.0)
      #expect(ring.epoch == before.1)
      return error
    }
    return nil
  }

  /// First from record 3 to 7, second from then to 20, the SM2 key from record 9 on.
  private func ring(_ revocation: KeyRecord.Revocation) throws -> Keyring {
    var ring = Keyring(origin)
    try ring.apply(KeyRecord(adding: first, in: origin), seq: 3)
    try ring.apply(KeyRecord(replacing: first, by: second, in: origin), seq: 7)
    try ring.apply(KeyRecord(adding: third, in: origin), seq: 9)
    try ring.apply(KeyRecord(revoking: second.publicKey.id, revocation), seq: 20)
    return ring
  }

  @Test func `a key is valid by the size of the log`() throws {
    let lost = try #require(KeyRecord.Revocation(.lost))
    let ring = try ring(lost)
    func standings(_ signer: PEMSigner, _ sizes: [Int64]) -> [Keyring.Standing] {
      sizes.map { ring.standing(of: signer.publicKey.id, at: $0) }
    }
    #expect(standings(first, [3, 4, 7, 8]) == [.early, .valid, .valid, .replaced])
    #expect(standings(second, [7, 8, 20, 21]) == [.early, .valid, .valid, .revoked])
    #expect(standings(third, [9, 10, .max]) == [.early, .valid, .valid])
    #expect(ring.standing(of: .zero, at: 10) == .unknown)
    #expect(ring.epoch == 4)
    #expect([0, 3, 4, 9, 10, 99].map { ring.epoch(at: $0) } == [0, 0, 1, 2, 3, 4])
    let signers = [3, 4, 7, 8, 20, 21].map { ring.key(for: .p256, at: $0)?.id }
    let (one, two) = (first.publicKey.id, second.publicKey.id)
    #expect(signers == [nil, one, one, two, two, nil])
    #expect(ring.key(for: .p256) == nil)
    #expect(ring.key(for: .sm2) == third.publicKey)
    #expect(ring.required() == nil)
    #expect(ring.required([.sm2])?.keys.map(\.id) == [third.publicKey.id])
  }

  @Test func `a compromised key is in doubt from a size before its end`() throws {
    let stolen = try #require(KeyRecord.Revocation(.compromised, since: 12))
    let ring = try ring(stolen)
    let id = second.publicKey.id
    let standings = [12, 13, 20, 21].map { ring.standing(of: id, at: $0) }
    #expect(standings == [.valid, .doubtful, .doubtful, .revoked])
  }

  @Test func `a key record that cannot stand where it stands is refused`() throws {
    let retired = try #require(KeyRecord.Revocation(.retired))
    let ring = try ring(retired)
    let (sm2, fourth) = (try PEMSigner(new: .sm2), try PEMSigner(new: .p256))
    let add = try KeyRecord(adding: sm2, in: origin)
    let lost = try #require(KeyRecord.Revocation(.lost))
    let future = try #require(KeyRecord.Revocation(.lost, since: 101))
    #expect(try refusal(ring, add, seq: 20) == .order)
    #expect(try refusal(ring, add) == .alreadyThere(third.publicKey.id))
    let again = try KeyRecord(adding: first, in: origin)
    #expect(try refusal(ring, again) == .usedBefore(first.publicKey.id))
    let gone = KeyRecord(revoking: second.publicKey.id, lost)
    #expect(try refusal(ring, gone) == .notInUse(second.publicKey.id))
    let unknown = try KeyRecord(replacing: fourth, by: sm2, in: origin)
    #expect(try refusal(ring, unknown) == .notInUse(fourth.publicKey.id))
    let crossed = try KeyRecord(replacing: third, by: fourth, in: origin)
    #expect(try refusal(ring, crossed) == .otherAlgorithm(fourth.publicKey.id))
    let late = KeyRecord(revoking: third.publicKey.id, future)
    #expect(try refusal(ring, late) == .future(101))
    #expect(try refusal(ring, KeyRecord(adding: fourth, in: origin)) == nil)
  }

  @Test func `a change that was signed for another log or by another key is refused`() throws {
    let retired = try #require(KeyRecord.Revocation(.retired))
    let ring = try ring(retired)
    let (sm2, fourth) = (try PEMSigner(new: .sm2), try PEMSigner(new: .p256))
    let elsewhere = try #require(Origin("gov.example/funds/js"))
    let foreign = try KeyRecord(adding: fourth, in: elsewhere)
    #expect(try refusal(ring, foreign) == .notProved(fourth.publicKey.id))
    let unreleased = try KeyRecord(
      replacing: Impostor(publicKey: third.publicKey, signer: sm2),
      by: sm2,
      in: origin
    )
    #expect(try refusal(ring, unreleased) == .notReleased(third.publicKey.id))
    let unproved = try KeyRecord(
      replacing: third,
      by: Impostor(publicKey: sm2.publicKey, signer: third),
      in: origin
    )
    #expect(try refusal(ring, unproved) == .notProved(sm2.publicKey.id))
  }

  /// Claims one key and signs with another.
  struct Impostor: Signer {
    let publicKey: PublicKey
    let signer: PEMSigner
    func sign(_ message: [UInt8]) throws(SigningError) -> Signature { try signer.sign(message) }
  }

  private func data(_ record: KeyRecord) -> [UInt8] {
    var writer = CanonicalWriter()
    writer.object { record.write(to: &$0) }
    return writer.bytes
  }

  private func code(_ text: String) -> EvidenceSyntaxError.Code? {
    do throws(EvidenceSyntaxError) { _ = try KeyRecord(data: Array(text.utf8)) } catch {
      return error.code
    }
    return nil
  }

  @Test func `key records are read back from their data`() throws {
    let stolen = try #require(KeyRecord.Revocation(.compromised, since: 0))
    let lost = try #require(KeyRecord.Revocation(.lost))
    let records = [
      try KeyRecord(adding: first, in: origin),
      try KeyRecord(replacing: first, by: second, in: origin),
      KeyRecord(revoking: .zero, stolen),
      KeyRecord(revoking: .zero, lost),
    ]
    for record in records { #expect(try KeyRecord(data: data(record)) == record) }
    #expect(KeyRecord.Revocation(.lost, since: -1) == nil)
  }

  @Test func `data with anything else in it is refused`() throws {
    let add = String(decoding: data(try KeyRecord(adding: first, in: origin)), as: UTF8.self)
    let revocation = try #require(KeyRecord.Revocation(.lost, since: 12))
    let revoke = String(decoding: data(KeyRecord(revoking: .zero, revocation)), as: UTF8.self)
    #expect(code(add) == nil)
    let id = first.publicKey.id.description
    let cases: [(String, EvidenceSyntaxError.Code)] = [
      ("", .encoding), ("{}", .version), ("[]", .encoding), (add + "\n", .encoding),
      (add.replacing(#""add""#, with: #""sell""#), .version),
      (add.replacing(#""add""#, with: #""rotate""#), .field),
      (add.replacing(#""add""#, with: "true"), .value),
      (add.replacing(id, with: Digest.zero.description), .contradiction),
      (add.replacing(id, with: id.uppercased()), .digest),
      (add.replacing(#""key":"MFk"#, with: #""key":"MFj"#), .key),
      (add.replacing("=\"}", with: "\"}"), .signature),
      (add.replacing(#""proof":"#, with: #""release":"#), .field),
      (revoke.replacing("lost", with: "sold"), .value),
      (revoke.replacing(#""12""#, with: #""012""#), .number),
      (revoke.replacing(#""12""#, with: #""-1""#), .number),
    ]
    for (text, expected) in cases where text != add { #expect(code(text) == expected, "\(text)") }
  }

  @Test func `what the holders sign is fixed text`() throws {
    let change = KeyRecord.Change.rotate(from: .zero, to: first.publicKey)
    let text = """
      funds-audit-key/v1
      origin gov.example/funds/zj
      change rotate
      key ecdsa-p256-sha256 \(first.publicKey.id)
      replaces \(Digest.zero)

      """
    #expect(String(decoding: KeyRecord.statement(of: change, in: origin), as: UTF8.self) == text)
  }
}
