import Signing
import Testing

@testable import Audit

@Suite struct NoteTests {
  // golang/mod sumdb/note/note_test.go.
  static let peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  static let enoch = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
  static let text =
    "If you think cryptography is the answer to your problem,\n"
    + "then you don't know what your problem is.\n"
  static let peterSignature =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb"
    + "6KE6RyyBwJnAM=\n"
  static let enochSignature =
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33"
    + "WWd1RvMc+QQ=\n"

  private func key(_ text: String) throws -> NoteKey { try NoteKey(Array(text.utf8)) }
  private func note(_ text: String) throws -> SignedNote { try SignedNote(Array(text.utf8)) }

  private func code(_ bytes: [UInt8]) -> EvidenceSyntaxError.Code? {
    do throws(EvidenceSyntaxError) { _ = try SignedNote(bytes) } catch { return error.code }
    return nil
  }

  @Test func `published keys are read and written`() throws {
    for text in [
      NoteTests.peter, NoteTests.enoch,
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
    ] {
      #expect(try key(text).description == text)
    }
  }

  @Test func `no part and no change of a key is a key`() {
    let bytes = Array(NoteTests.peter.utf8)
    for start in bytes.indices {
      for end in start...bytes.count where end - start < bytes.count {
        #expect(throws: EvidenceSyntaxError.self) { try NoteKey(Array(bytes[start..<end])) }
      }
    }
    for index in bytes.indices {
      var changed = bytes
      changed[index] += 1
      #expect(throws: EvidenceSyntaxError.self) { try NoteKey(changed) }
    }
    for text in [
      "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
      "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      NoteTests.peter.replacing("c74f20a3", with: "C74F20A3"),
    ] {
      #expect(throws: EvidenceSyntaxError.self) { try NoteKey(Array(text.utf8)) }
    }
  }

  @Test func `published notes say who signed`() throws {
    let (peter, enoch) = (try key(NoteTests.peter), try key(NoteTests.enoch))
    let both = NoteTests.text + "\n" + NoteTests.peterSignature + NoteTests.enochSignature
    let note = try note(both)
    #expect(note.bytes == Array(both.utf8))
    #expect(note.text == Array(NoteTests.text.utf8))
    #expect(try note.verdict(of: [peter]) == .signed([peter]))
    #expect(try note.verdict(of: [enoch, peter]) == .signed([peter, enoch]))
    #expect(try note.verdict(of: []) == .unknown)
    let twice = try self.note(both + NoteTests.peterSignature)
    #expect(try twice.verdict(of: [peter]) == .signed([peter]))
  }

  @Test func `a wrong signature of a known key spoils a note, of an unknown one not`() throws {
    let (peter, enoch) = (try key(NoteTests.peter), try key(NoteTests.enoch))
    let wrong = NoteTests.enochSignature.replacing("eBzmZa0S", with: "eBzmZa0T")
    let note = try note(NoteTests.text + "\n" + NoteTests.peterSignature + wrong)
    #expect(try note.verdict(of: [peter]) == .signed([peter]))
    #expect(try note.verdict(of: [peter, enoch]) == .wrong(enoch))
    let longer = NoteTests.peterSignature.replacing("SffcvI", with: "SffcvIABCD")
    #expect(try self.note(NoteTests.text + "\n" + longer).verdict(of: [peter]) == .wrong(peter))
    let other = try self.note(NoteTests.text.uppercased() + "\n" + NoteTests.peterSignature)
    #expect(try other.verdict(of: [peter]) == .wrong(peter))
  }

  /// The text with other lines of signatures.
  private static func signed(_ lines: String) -> String { "\(text)\n\(lines)" }

  /// The text with Peter's signature under another name.
  private static func named(_ name: String) -> String {
    signed(peterSignature.replacing("PeterNeumann ", with: name))
  }

  static let malformed: [(String, EvidenceSyntaxError.Code)] = [
    ("", .truncated),
    (text, .truncated),
    (signed(""), .signature),
    (signed(String(peterSignature.dropLast())), .truncated),
    ("\u{1}" + signed(peterSignature), .encoding),
    (signed("\r\n" + peterSignature), .encoding),
    (signed("\t\n" + peterSignature), .encoding),
    (named("Bad Name "), .signature),
    (named("Bad+Name "), .signature),
    (named("Bad\u{3000}Name "), .signature),
    (named(" "), .signature),
    (signed(peterSignature.replacing("— ", with: "- ")), .signature),
    (signed(peterSignature.replacing("=\n", with: "\n")), .signature),
    (signed("— PeterNeumann x08gow==\n"), .signature),
    (signed(peterSignature + "Unexpected line.\n"), .signature),
    (signed(String(repeating: peterSignature, count: 101)), .signature),
    (String(repeating: text, count: 20_000) + signed(peterSignature), .length),
  ]

  @Test(arguments: malformed)
  func `what is no note is refused`(_ text: String, _ expected: EvidenceSyntaxError.Code) {
    #expect(code(Array(text.utf8)) == expected)
  }

  @Test func `a note is UTF-8, and may have empty lines`() throws {
    let note = NoteTests.text + "\n" + NoteTests.peterSignature
    #expect(code([0xFF] + Array(note.utf8)) == .encoding)
    let lines = try self.note("\n\na\n\nb\n\n" + NoteTests.peterSignature)
    #expect(lines.text == Array("\n\na\n\nb\n".utf8))
    let many = String(repeating: NoteTests.enochSignature, count: 16)
    #expect(try self.note(NoteTests.text + "\n" + many).signatures.count == 16)
  }
}

@Suite struct CheckpointTests {
  static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

  private func code(_ text: String) -> EvidenceSyntaxError.Code? {
    do throws(EvidenceSyntaxError) { _ = try Checkpoint(Array(text.utf8)) } catch {
      return error.code
    }
    return nil
  }

  @Test(arguments: [
    // C2SP tlog-checkpoint.md; transparency-dev/formats log/checkpoint_test.go.
    "example.com/behind-the-sofa\n20852163\n\(root)\n",
    "Moon Log\n0\n\(root)\n6086d1a9\nWaxing gibbous\n",
    "日志\n9223372036854775807\n\(root)\n",
  ])
  func `a checkpoint is read and written`(_ text: String) throws {
    #expect(try Checkpoint(Array(text.utf8)).text == Array(text.utf8))
  }

  static let malformed: [(String, EvidenceSyntaxError.Code)] = [
    ("Log\n123\nYmFuYW5hcw==\n", .digest),
    ("Head\n9944\n", .truncated), ("\n9944\n\(root)\n", .value), ("Log\n9944\n\(root)", .truncated),
    ("Log\nbananas\n\(root)\n", .number), ("Log\n-34\n\(root)\n", .number),
    ("Log\n+34\n\(root)\n", .number), ("Log\n034\n\(root)\n", .number),
    ("Log\n\n\(root)\n", .number),
    ("Log\n3438945738945739845734895735\n\(root)\n", .number),
    ("Log\n9223372036854775808\n\(root)\n", .number), ("Log\n123\nThisIsn'tBase64\n", .digest),
    ("Log\n123\n\(root)\n\n", .trailing), ("Log\n123\n\(root)\r\n", .digest),
    ("Log\n123\n\(root) \n", .digest), ("L\u{202E}og\n123\n\(root)\n", .encoding),
    ("\u{212A}\n123\n\(root)\n", .encoding), ("", .truncated),
  ]

  @Test(arguments: malformed)
  func `what is no checkpoint is refused`(
    _ text: String,
    _ expected: EvidenceSyntaxError.Code
  ) {
    #expect(code(text) == expected)
  }

  @Test(arguments: DigestAlgorithm.allCases)
  func `a signed checkpoint is a note under the name of its log`(
    _ algorithm: DigestAlgorithm
  ) throws {
    let origin = try #require(Origin("gov.example/funds/zj"))
    let signer = try PEMSigner(new: .ed25519)
    let root = try #require(Digest(bytes: [UInt8](repeating: 7, count: 32)))
    let checkpoint = Checkpoint(origin, algorithm, size: 42, root: root)
    let name = algorithm == .sm3 ? "gov.example/funds/zj/sm3" : "gov.example/funds/zj"
    let note = try SignedNote(checkpoint.signed(by: signer).bytes)
    #expect(try Checkpoint(note.text) == checkpoint)
    #expect(checkpoint.origin == name)
    let key = try #require(try NoteKey(name: name, signer.publicKey))
    #expect(try note.verdict(of: [key]) == .signed([key]))
    let other = try #require(try NoteKey(name: "other", signer.publicKey))
    #expect(try note.verdict(of: [other]) == .unknown)
  }

  @Test(arguments: [
    "", "-", "a b", "a+b", "log/sm3", "日志", "a\u{7F}", String(repeating: "a", count: 201),
  ])
  func `these are no names of logs`(_ name: String) { #expect(Origin(name) == nil) }
}

@Suite struct ProofFileTests {
  static let checkpoint = "example.com/log\n8\n\(CheckpointTests.root)\n"
  static let signed = checkpoint + "\n" + NoteTests.peterSignature
  static let hash = CheckpointTests.root
  static let head = "c2sp.org/tlog-proof@v1\n"
  static let path = "\(hash)\n\(hash)\n\(hash)\n"

  private func code(_ text: String) -> EvidenceSyntaxError.Code? {
    do throws(EvidenceSyntaxError) { _ = try ProofFile(Array(text.utf8)) } catch {
      return error.code
    }
    return nil
  }

  @Test(arguments: [
    "\(head)index 5\n\(path)\n\(signed)",
    "\(head)extra ZXh0cmEgaW5mb3JtYXRpb24=\nindex 0\n\(path)\n\(signed)",
    "old 8\n\n\(signed)",
    "old 3\n\(path)\(hash)\n\n\(signed)",
  ])
  func `a proof file is read and written`(_ text: String) throws {
    let file = try ProofFile(Array(text.utf8))
    #expect(String(decoding: file.bytes, as: UTF8.self) == text)
    #expect(file.checkpoint.size == 8)
  }

  // The first ones as in transparency-dev/formats proof/tlog_proof_test.go.
  static let malformed: [(String, EvidenceSyntaxError.Code)] = [
    ("wrong-header\nindex 0\n\n\(signed)", .version),
    ("\(head)extra !!notbase64!!\nindex 0\n\n\(signed)", .value),
    ("\(head)\n\n\(signed)", .field),
    ("\(head)index notanumber\n\n\(signed)", .number),
    ("\(head)index -5\n\n\(signed)", .number),
    ("\(head)index 0\n!!notbase64!!\n\n\(signed)", .digest),
    ("\(head)index 0\n\(hash.dropLast(4))\n\n\(signed)", .digest),
    ("\(head)index 0\n\(String(repeating: "A", count: 88))\n\n\(signed)", .digest),
    ("\(head)index 8\n\(path)\n\(signed)", .contradiction),
    ("\(head)index 5\n\(path)\(hash)\n\n\(signed)", .contradiction),
    ("\(head)index 5\n\n\(signed)", .contradiction),
    ("\(head)index 05\n\(path)\n\(signed)", .number),
    ("\(head)extra \nindex 5\n\(path)\n\(signed)", .field),
    ("\(head)index 5\nextra AAAA\n\(path)\n\(signed)", .digest),
    ("\(head)index 5\n\(path)\n\(checkpoint)", .truncated),
    ("\(head)index 5\n\(path)", .truncated),
    ("\(head)index 5\n\(String(repeating: hash + "\n", count: 65))\n\(signed)", .length),
    ("old 0\n\n\(signed)", .contradiction),
    ("old 9\n\n\(signed)", .contradiction),
    ("old 8\n\(hash)\n\n\(signed)", .contradiction),
    ("old 3\n\(path)\n\(signed)", .contradiction),
    ("old 3\n\(path)\(hash)\n\n\(signed.replacing("\n8\n", with: "\n08\n"))", .number),
    ("", .truncated),
  ]

  @Test(arguments: malformed)
  func `what is no proof file is refused`(_ text: String, _ expected: EvidenceSyntaxError.Code) {
    #expect(code(text) == expected)
  }

  @Test func `a proof and a checkpoint of another size do not go together`() throws {
    let note = try SignedNote(Array(ProofFileTests.signed.utf8))
    let proof = try #require(InclusionProof(index: 0, size: 2, path: [.zero]))
    #expect(throws: EvidenceSyntaxError.self) { try ProofFile(proof, note) }
  }
}
