import Glibc
import Quantities
import Signing
import Testing

@testable import Audit

/// The statement that docs/audit-format.md shows, over the log of ``SampleLog``.
enum SampleStatement {
  /// Keys of the standards: GB/T 32918.5 annex A, and the first one of Wycheproof.
  static let keys: [(KeyAlgorithm, String)] = [
    (
      .sm2,
      "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
        + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
    ),
    (
      .p256,
      "04aaec73635726f213fb8a9e64da3b8632e41495a944d0045b522eba7240fad5"
        + "87d9315798aaa3a5ba01775787ced05eaaf7b4e09fc81d6d1aa546e8365d525d"
    ),
  ]

  static let text = """
    funds-audit-statement/v1
    origin gov.example/funds/zj
    book zj
    period 2025-12
    project -
    size 3
    root-sha256 \(GoldenTests.roots[0])
    root-sm3 \(GoldenTests.roots[1])
    prev-size 0
    prev-root-sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    prev-root-sm3 1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b
    manifest-sha256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
    manifest-sm3 66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0
    require sm2-sm3 ecdsa-p256-sha256
    sm2-id 1234567812345678
    key sm2-sm3 c97c174acc1b56be277862230f92b0f9fa9b83c2aa471ceabb67533a91536bea
    key ecdsa-p256-sha256 0959b8a32ced68a78e40886d18b701098c146497c51790ce549456ddfef3ece9
    key-epoch 2
    made-at 2026-01-05T01:02:03Z
    program xiantou/0.1.0

    """

  static func statement(_ keys: [PublicKey]) throws -> Statement {
    let sample = try SampleLog()
    let head = try #require(try TreeState(size: 3, roots: sample.head.roots()))
    let time = try #require(RecordTime(iso: "2026-01-05T01:02:03Z"))
    return Statement(
      try #require(Origin("gov.example/funds/zj")),
      try #require(Statement.Scope(book: "zj", periods: PeriodRange("2025-12"))),
      try #require(TreeGrowth(to: head)),
      manifest: DigestPair(
        sha256: try #require(
          Digest(hex: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        ),
        sm3: try #require(
          Digest(hex: "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
        )
      ),
      try #require(RequiredKeys(keys.map { .init($0.algorithm, $0.id) }, epoch: 2)),
      try #require(Statement.Making(at: time, program: "xiantou/0.1.0"))
    )
  }
}

@Suite struct StatementTests {
  private func statement() throws -> Statement {
    try SampleStatement.statement(
      SampleStatement.keys.map { try PublicKey($0, point: #require(bytes(hex: $1))) }
    )
  }

  private func bytes(hex: String) -> [UInt8]? {
    guard let high = Digest(hex: String(hex.prefix(64))),
      let low = Digest(hex: String(hex.suffix(64)))
    else { return nil }
    return high.bytes + low.bytes
  }

  private func code(_ text: String) -> EvidenceSyntaxError.Code? {
    do throws(EvidenceSyntaxError) { _ = try Statement(Array(text.utf8)) } catch {
      return error.code
    }
    return nil
  }

  @Test func `the bytes are those that the public description shows`() throws {
    let statement = try statement()
    #expect(String(decoding: statement.bytes, as: UTF8.self) == SampleStatement.text)
    #expect(try Statement(Array(SampleStatement.text.utf8)) == statement)
    #expect(try page().contains(SampleStatement.text))
  }

  @Test func `the checkpoint and the proof in the public description are right`() throws {
    let (page, sample) = (try page(), try SampleLog())
    let root = try sample.head.roots().sha256
    let checkpoint = Checkpoint(try statement().origin, .sha256, size: 3, root: root)
    #expect(page.contains("```\n" + String(decoding: checkpoint.text, as: UTF8.self) + "```"))
    var tree = try MerkleTree<Never>(size: 3, .sha256) { run in
      sample.leaves[Int(run.lowerBound)..<Int(run.upperBound)].map(\.sha256)
    }
    let proof = try tree.inclusion(of: 1, at: 3)
    #expect(try proof.leads(from: sample.leaves[1].sha256, to: root, .sha256))
    let path = proof.path.map { Base64.encode($0.bytes) + "\n" }.joined()
    let text = "c2sp.org/tlog-proof@v1\nindex 1\n\(path)\n"
    #expect(page.contains(text + String(decoding: checkpoint.text, as: UTF8.self)))
  }

  private func page() throws -> String {
    let path = #filePath.replacing("Tests/AuditTests/StatementTests.swift", with: "docs/")
    let file = try #require(fopen(path + "audit-format.md", "r"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `any change of any bit is refused or is another statement`() throws {
    let bytes = try statement().bytes
    var read = 0
    // Every byte loses one or two of its bits, each time others.
    for bit in stride(from: 0, to: bytes.count * 8, by: 5) {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      guard let other = try? Statement(changed) else { continue }
      #expect(other.bytes == changed)
      read += 1
    }
    // Hexadecimal digits that became others, and letters of names; most changes are refused.
    #expect(read > 0 && read < bytes.count)
  }

  @Test func `lines left out, doubled, swapped, cut or added are refused`() throws {
    let lines = SampleStatement.text.split(separator: "\n").map { $0 + "\n" }
    for index in lines.indices {
      var (without, twice, swapped) = (lines, lines, lines)
      without.remove(at: index)
      twice.insert(lines[index], at: index)
      swapped.swapAt(index, (index + 1) % lines.count)
      for other in [without, twice, swapped] { #expect(code(other.joined()) != nil, "\(index)") }
      #expect(code(lines[..<index].joined()) == .truncated)
      for tail in [" ", "\r", "\t", " x", "\u{FEFF}"] {
        var longer = lines
        longer[index] = lines[index].dropLast() + tail + "\n"
        let changed = Array(longer.joined().utf8)
        // A longer name is another name; whatever is read is what was written.
        if let other = try? Statement(changed) { #expect(other.bytes == changed, "\(index)") }
      }
    }
  }

  static let changes: [(String, String, EvidenceSyntaxError.Code)] = [
    ("funds-audit-statement/v1", "funds-audit-statement/v2", .version),
    ("origin gov", "origin +gov", .value),
    ("book zj", "book ", .field),
    ("book zj", "book z\u{202E}j", .encoding),
    ("book zj", "book e\u{301}", .encoding),
    ("period 2025-12", "period 2025-13", .value),
    ("period 2025-12", "period 2025", .value),
    ("period 2025-12", "period 2025-12..2025-12", .value),
    ("\nsize 3", "\nsize 03", .number),
    ("\nsize 3", "\nsize 0", .contradiction),
    ("\nsize 3", "\nsize -3", .number),
    ("prev-size 0", "prev-size 1", .contradiction),
    ("manifest-sha256 ba", "manifest-sha256 BA", .digest),
    ("manifest-sm3 66", "manifest-sm3 6", .digest),
    ("require sm2-sm3 ecdsa-p256-sha256", "require ecdsa-p256-sha256 sm2-sm3", .field),
    ("require sm2-sm3 ecdsa-p256-sha256", "require sm2-sm3", .field),
    ("require sm2-sm3 ecdsa-p256-sha256", "require", .field),
    ("require sm2-sm3 ecdsa-p256-sha256", "require none", .value),
    ("sm2-id 1234567812345678", "sm2-id 1234567812345679", .field),
    ("key-epoch 2", "key-epoch 2.0", .number),
    ("01:02:03Z", "01:02:60Z", .value),
    ("01:02:03Z", "01:02:03+00:00", .value),
    ("program xiantou/0.1.0\n", "program xiantou/0.1.0\nmore\n", .trailing),
    ("program xiantou", "program xian tou", .value),
    ("program xiantou/0.1.0\n", String(repeating: "program x\n", count: 500), .length),
  ]

  @Test(arguments: changes)
  func `a field that is not as it has to be is named`(
    _ old: String,
    _ new: String,
    _ expected: EvidenceSyntaxError.Code
  ) {
    #expect(SampleStatement.text.contains(old))
    #expect(code(SampleStatement.text.replacing(old, with: new)) == expected)
  }

  @Test func `without files the list of files is left open`() throws {
    let text = SampleStatement.text
      .replacing(#/manifest-sha256 .*/#, with: "manifest-sha256 -")
      .replacing(#/manifest-sm3 .*/#, with: "manifest-sm3 -")
    #expect(try Statement(Array(text.utf8)).manifest == nil)
    let half = SampleStatement.text.replacing(#/manifest-sm3 .*/#, with: "manifest-sm3 -")
    #expect(code(half) == .digest)
  }

  @Test func `a log does not shrink, nor change without growing`() throws {
    let one = DigestPair(sha256: .zero, sm3: .zero)
    let other = DigestPair(sha256: DigestPair.ofNothing.sm3, sm3: .zero)
    let three = try #require(TreeState(size: 3, roots: one))
    let four = try #require(TreeState(size: 4, roots: one))
    #expect(TreeGrowth(from: three, to: four) != nil)
    #expect(TreeGrowth(from: three, to: three) != nil)
    #expect(TreeGrowth(from: four, to: three) == nil)
    let changed = try #require(TreeState(size: 3, roots: other))
    #expect(TreeGrowth(from: three, to: changed) == nil)
    #expect(TreeState(size: 0, roots: one) == nil)
    #expect(TreeState(size: 1, roots: .ofNothing) == nil)
    #expect(TreeState(size: 0, roots: .ofNothing) == .empty)
  }
}

@Suite struct StatementSignatureTests {
  let (sm2, p256, other): (PEMSigner, PEMSigner, PEMSigner)
  let statement: Statement

  init() throws {
    (sm2, p256) = (try PEMSigner(new: .sm2), try PEMSigner(new: .p256))
    other = try PEMSigner(new: .p256)
    statement = try SampleStatement.statement([sm2.publicKey, p256.publicKey])
  }

  @Test func `signed by both keys it has no defect`() throws {
    let signatures = try statement.signed(by: [p256, sm2])
    #expect(signatures.map(\.algorithm) == [.sm2, .p256])
    let trusted = [sm2.publicKey, p256.publicKey]
    #expect(try statement.defects(of: signatures, trusting: trusted) == [])
  }

  @Test func `each thing that is missing or wrong is named`() throws {
    let signatures = try statement.signed(by: [sm2, p256])
    let trusted = [sm2.publicKey, p256.publicKey]
    let forged = try other.sign(statement.bytes)
    let cases: [([Signature], [PublicKey], [Statement.SignatureDefect])] = [
      ([], trusted, [.missing(.sm2), .missing(.p256)]),
      ([signatures[0]], trusted, [.missing(.p256)]),
      ([signatures[0], forged], trusted, [.wrong(.p256)]),
      (signatures + [forged], trusted, [.wrong(.p256)]),
      (signatures, [sm2.publicKey, other.publicKey], [.otherKey(.p256), .wrong(.p256)]),
      (signatures, [p256.publicKey], [.notTrusted(.sm2)]),
    ]
    for (given, keys, expected) in cases {
      #expect(try statement.defects(of: given, trusting: keys) == expected)
    }
  }

  @Test func `a statement that asks for less than the reader does is refused`() throws {
    let less = try SampleStatement.statement([p256.publicKey])
    let signatures = try less.signed(by: [p256])
    #expect(try less.defects(of: signatures, trusting: [p256.publicKey]) == [])
    let trusted = [sm2.publicKey, p256.publicKey]
    #expect(try less.defects(of: signatures, trusting: trusted) == [.notRequired(.sm2)])
    let both = try less.defects(of: statement.signed(by: [sm2, p256]), trusting: trusted)
    #expect(both == [.notRequired(.sm2), .wrong(.p256)])
  }

  @Test func `only keys that can sign statements, in their order, are required`() throws {
    let ids = [sm2, p256].map { RequiredKeys.Key($0.publicKey.algorithm, $0.publicKey.id) }
    #expect(RequiredKeys(ids, epoch: 0) != nil)
    #expect(RequiredKeys([], epoch: 0) == nil)
    #expect(RequiredKeys(ids.reversed(), epoch: 0) == nil)
    #expect(RequiredKeys([ids[0], ids[0]], epoch: 0) == nil)
    #expect(RequiredKeys(ids, epoch: -1) == nil)
    #expect(RequiredKeys([.init(.ed25519, .zero)], epoch: 0) == nil)
  }
}
