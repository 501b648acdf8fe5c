import Testing

@testable import Signing

@Suite(.enabled(if: OpenSSLTool.isThere, OpenSSLTool.missing))
struct TimestampTests {
  let workshop: CertificateWorkshop
  let root: Certificate
  let data = Array("funds-audit-statement/v1\nsize 42\n".utf8)

  init() throws {
    workshop = try CertificateWorkshop()
    root = try workshop.certify("root", .p256, as: "root")
    try workshop.certify("tsa", .p256, as: "stamps", by: "root")
  }

  private func token(_ reply: [UInt8]) throws -> TimestampToken {
    try TimestampToken(response: reply)
  }

  @Test(arguments: [0, 1, 0x7F, 0x80, 0xFFFF, UInt64.max, 0x00FF_0000_0000_0000])
  func `a query is the one that openssl would send`(_ nonce: UInt64) throws {
    let query = try TimestampQuery(data: data, nonce: nonce).der
    try workshop.tool.write(query, "query")
    try workshop.tool.write(data, "data")
    let text = try workshop.tool.run("ts -query -in query -text").output
    #expect(text.contains("Hash Algorithm: sha256"))
    #expect(text.contains("Certificate required: yes"))
    #expect(text.contains("Nonce: 0x"))
    try workshop.tool.run("ts -query -data data -sha256 -cert -no_nonce -out bare")
    let bare = try workshop.tool.read("bare")
    let ours = query.dropFirst(2).dropLast(3)
    #expect(Array(ours).starts(with: bare.dropFirst(2).dropLast(3)))
    #expect(DER.isExact(query))
    let token = try token(workshop.stamp(data, query: query))
    #expect(try token.judge(data: data, nonce: nonce, roots: [root]) == nil)
  }

  @Test func `queries of the same data differ`() throws {
    let (first, second) = (try TimestampQuery(data: data), try TimestampQuery(data: data))
    #expect(first.digest == second.digest)
    #expect(first.nonce != second.nonce)
  }

  @Test func `a stamp is one of its data, its query and its authority`() throws {
    let token = try token(workshop.stamp(data))
    let tsa = try workshop.certificate("tsa")
    #expect((tsa.notBefore..<tsa.notBefore + 600).contains(token.time))
    #expect(token.serial == "02")
    #expect(token.authority == tsa.subject)
    for roots in [nil, [root]] {
      #expect(try token.judge(data: data, roots: roots) == nil)
      #expect(try token.judge(data: data, nonce: 7, roots: roots) == nil)
      #expect(try token.judge(data: data, nonce: 8, roots: roots) == .otherNonce)
      #expect(try token.judge(data: data + [0], roots: roots) == .otherData)
    }
    let other = try workshop.certify("other", .p256, as: "root")
    #expect(try token.judge(data: data, roots: [other]) == .certificate(.noRoot))
    #expect(try token.judge(data: data, roots: []) == .certificate(.noRoot))
  }

  @Test func `a stamp by another digest than SHA-256 is not taken`() throws {
    try workshop.tool.write(data, "data")
    for digest in ["sha512", "sm3"] {
      try workshop.tool.run("ts -query -data data -\(digest) -cert -out other")
      let reply = try workshop.stamp(data, query: workshop.tool.read("other"))
      #expect(try token(reply).judge(data: data, roots: nil) == .otherData)
    }
  }

  @Test func `a stamp without a nonce answers no query of ours`() throws {
    try workshop.tool.write(data, "data")
    try workshop.tool.run("ts -query -data data -sha256 -cert -no_nonce -out bare")
    let token = try token(workshop.stamp(data, query: workshop.tool.read("bare")))
    #expect(try token.judge(data: data, roots: [root]) == nil)
    #expect(try token.judge(data: data, nonce: 7, roots: [root]) == .otherNonce)
  }

  @Test func `a stamp has to bring its certificate`() throws {
    try workshop.tool.write(data, "data")
    try workshop.tool.run("ts -query -data data -sha256 -out bare")
    let token = try token(workshop.stamp(data, query: workshop.tool.read("bare")))
    #expect(token.authority == "")
    #expect(try token.judge(data: data, roots: [root]) == .signature)
  }

  @Test func `a stamp may name all certificates up to the root`() throws {
    try workshop.certify("middle", .p256, as: "last", by: "root")
    try workshop.certify("tsa", .p256, as: "stamps", by: "middle")
    let issuers = try workshop.tool.read("middle.crt") + workshop.tool.read("root.crt")
    try workshop.tool.write(issuers, "chain.pem")
    let reply = try workshop.stamp(data, options: "-section whole-chain -chain chain.pem")
    for roots in [nil, [root]] {
      #expect(try token(reply).judge(data: data, nonce: 7, roots: roots) == nil)
    }
    let other = try workshop.certify("other", .p256, as: "root")
    #expect(try token(reply).judge(data: data, roots: [other]) == .certificate(.noRoot))
  }

  /// Signs like an authority with a certificate that is none: openssl itself would refuse, so the
  /// stamp is made with a right certificate of the same key and the certificate is exchanged.
  @Test(arguments: ["mail", "stamps-and-mail", "stamps-casually", "signer"])
  func `only the certificate of an authority counts`(_ section: String) throws {
    let tool = workshop.tool
    let made = try tool.run(
      "x509 -new -force_pubkey tsa.pub -subj /CN=tsa -CA root.crt -CAkey root.key -sha256"
        + " -extfile configuration -extensions \(section) -out wrong.crt"
    )
    try #require(made.status == 0, "\(made.output)")
    let wrong = try workshop.certificate("wrong")
    #expect(!wrong.handle.allowsTimestamps)
    // As CMS: signed attributes name the certificate, the content is that of a real stamp.
    _ = try workshop.stamp(data)
    try tool.run("ts -reply -in reply -token_out -out token")
    try tool.run("cms -verify -inform DER -in token -noverify -out content")
    let signed = try tool.run(
      "cms -sign -binary -nodetach -in content -econtent_type 1.2.840.113549.1.9.16.1.4"
        + " -signer wrong.crt -inkey tsa.key -cades -md sha256 -outform DER -out token"
    )
    try #require(signed.status == 0, "\(signed.output)")
    try tool.run("ts -reply -in token -token_in -out reply")
    let token = try token(tool.read("reply"))
    #expect(try token.judge(data: data, roots: nil) == .notForTimestamps)
    #expect(try token.judge(data: data, roots: [root]) == .notForTimestamps)
  }

  @Test func `a stamp of a time at which the certificate was not valid does not count`() throws {
    // The clock of the authority is ours, so its certificate is one that has already ended.
    try workshop.certify("tsa", .p256, as: "stamps", by: "root", days: -1)
    let reply = try? workshop.stamp(data)
    let defect = try reply.map { try token($0).judge(data: data, roots: nil) }
    #expect(defect == .certificate(.expired))
  }

  @Test func `a refusal says why`() throws {
    let reply = try workshop.stamp(data, options: "-section picky")
    do throws(SigningError) {
      _ = try TimestampToken(response: reply)
      Issue.record("took a refusal for a stamp")
    } catch {
      #expect(error.operation == .timestampRefused)
      #expect(error.reasons.contains { $0.contains("not supported") })
    }
  }

  @Test func `whatever is no exact answer is refused`() throws {
    let reply = try workshop.stamp(data)
    #expect(DER.isExact(reply))
    for length in 0..<reply.count {
      #expect(throws: SigningError(.timestamp)) { try token(Array(reply.prefix(length))) }
    }
    let bare = try workshop.certificate("tsa").der
    let indefinite = [0x30, 0x80] + reply.dropFirst(4) + [0, 0]
    let long = [0x30, 0x83, 0] + reply[2..<4] + reply.dropFirst(4)
    for bytes in [reply + [0], reply + reply, [0x30] + reply, indefinite, long, bare, [0x30, 0]] {
      #expect(throws: SigningError.self) { try token(bytes) }
    }
  }

  /// The parts that the authority's signature covers, and the signature itself.
  private func signedParts(of reply: [UInt8]) throws -> [Range<Int>] {
    let type = try #require([UInt8](hex: "060b2a864886f70d0109100104"))
    let content = try #require(reply.firstRange(of: type)).upperBound + 4
    let attribute = try #require([UInt8](hex: "06092a864886f70d010903"))
    let attributes = try #require(reply.firstRange(of: attribute)).lowerBound - 2
    let algorithm = try #require([UInt8](hex: "300a06082a8648ce3d040302"))
    let method = try #require(reply.ranges(of: algorithm).last)
    let certificate = try #require(reply.firstRange(of: workshop.certificate("tsa").der))
    return [
      content..<content + Int(reply[content - 1]), certificate, attributes..<method.lowerBound,
      method.upperBound..<reply.count,
    ]
  }

  private func isGood(_ reply: [UInt8]) -> Bool {
    do { return try token(reply).judge(data: data, nonce: 7, roots: [root]) == nil } catch {
      return false
    }
  }

  @Test func `no bit of what is signed can be changed, and some of the envelope can`() throws {
    let reply = try workshop.stamp(data)
    let parts = try signedParts(of: reply)
    var free: Set<Int> = []
    for bit in 0..<reply.count * 8 {
      var changed = reply
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      if isGood(changed) { free.insert(bit / 8) }
    }
    #expect(free.allSatisfy { place in !parts.contains { $0.contains(place) } }, "\(free)")
    // The status: 0 and 1 both grant. This is why the signer signs the whole answer once more.
    #expect(free.contains(8))
  }
}
