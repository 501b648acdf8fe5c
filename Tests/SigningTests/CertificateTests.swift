import Testing

@testable import Signing

@Suite(.enabled(if: OpenSSLTool.isThere, OpenSSLTool.missing))
struct CertificateTests {
  let workshop: CertificateWorkshop

  init() throws { workshop = try CertificateWorkshop() }

  private func judge(
    _ chain: CertificateChain,
    roots: [Certificate]?,
    at time: Int64? = nil
  ) throws -> CertificateDefect? {
    let key = try #require(chain.leaf.publicKey)
    return try chain.judge(key: key, at: time ?? chain.leaf.notBefore, roots: roots)
  }

  @Test func `a certificate says whose key it is, and from when to when`() throws {
    try workshop.certify("signer", .p256, as: "signer")
    let made = "req -new -x509 -utf8 -key signer.key -subj '/C=CN/O=财政局/CN=signer' -days 10"
    try workshop.tool.run("\(made) -config configuration -out signer.crt")
    let certificate = try workshop.certificate("signer")
    let key = try PEMSigner(plainPEM: workshop.tool.read("signer.key")).publicKey
    #expect(certificate.publicKey == key)
    #expect(certificate.subject == "CN=signer,O=财政局,C=CN")
    #expect(certificate.issuer == certificate.subject)
    #expect(certificate.notAfter - certificate.notBefore == 10 * 86_400)
    let start = try workshop.tool.run("x509 -in signer.crt -noout -checkend 863000")
    #expect(start.status == 0)
  }

  @Test(arguments: [KeyAlgorithm.sm2, .p256])
  func `a certificate leads to its root over any number of issuers`(
    _ algorithm: KeyAlgorithm
  ) throws {
    let root = try workshop.certify("root", algorithm, as: "root")
    let middle = try workshop.certify("middle", algorithm, as: "root", by: "root")
    try workshop.certify("last", algorithm, as: "last", by: "middle")
    try workshop.certify("signer", algorithm, as: "signer", by: "last")
    let whole = try workshop.chain("signer", "last", "middle", "root")
    #expect(try judge(whole, roots: [root]) == nil)
    #expect(try judge(workshop.chain("signer", "middle", "last"), roots: [root]) == nil)
    #expect(try judge(workshop.chain("signer", "last"), roots: [root]) == .noRoot)
    #expect(try judge(workshop.chain("signer", "last"), roots: [middle]) == nil)
    #expect(try judge(whole, roots: []) == .noRoot)
    #expect(try judge(workshop.chain("signer"), roots: nil) == nil)
  }

  @Test func `issuers may use the other algorithm`() throws {
    let root = try workshop.certify("root", .p256, as: "root")
    try workshop.certify("middle", .sm2, as: "root", by: "root")
    try workshop.certify("signer", .p256, as: "signer", by: "middle")
    #expect(try judge(workshop.chain("signer", "middle"), roots: [root]) == nil)
  }

  @Test(arguments: [KeyAlgorithm.sm2, .p256])
  func `dates are those of the time that is given, for every certificate on the way`(
    _ algorithm: KeyAlgorithm
  ) throws {
    let root = try workshop.certify("root", algorithm, as: "root", days: 5)
    try workshop.certify("signer", algorithm, as: "signer", by: "root", days: 3)
    try workshop.certify("longer", algorithm, as: "signer", by: "root", days: 9)
    let (chain, longer) = (try workshop.chain("signer"), try workshop.chain("longer"))
    let leaf = chain.leaf
    for roots in [nil, [root]] {
      #expect(try judge(chain, roots: roots, at: leaf.notBefore - 1) == .notYetValid)
      #expect(try judge(chain, roots: roots, at: leaf.notBefore) == nil)
      #expect(try judge(chain, roots: roots, at: leaf.notAfter - 1) == nil)
      #expect(try judge(chain, roots: roots, at: leaf.notAfter) == .expired)
    }
    #expect(try judge(longer, roots: [root], at: root.notAfter) == .expired)
    #expect(try judge(longer, roots: nil, at: root.notAfter) == nil)
  }

  @Test func `a certificate of another key is none of the signer`() throws {
    let certificate = try workshop.certify("signer", .sm2, as: "signer")
    for algorithm in [KeyAlgorithm.sm2, .p256] {
      let other = try PEMSigner(new: algorithm).publicKey
      let chain = try workshop.chain("signer")
      #expect(try chain.judge(key: other, at: certificate.notBefore, roots: nil) == .otherKey)
    }
  }

  @Test(arguments: [KeyAlgorithm.sm2, .p256])
  func `another authority does not help, whatever it calls itself`(
    _ algorithm: KeyAlgorithm
  ) throws {
    try workshop.certify("root", algorithm, as: "root")
    let other = try workshop.certify("other", algorithm, as: "root")
    let twin = try workshop.certify("twin", algorithm, as: "root", subject: "root")
    try workshop.certify("signer", algorithm, as: "signer", by: "root")
    try workshop.certify("unlinked", algorithm, as: "unlinked", by: "root")
    let chain = try workshop.chain("signer")
    #expect(try judge(chain, roots: [other]) == .noRoot)
    #expect(try judge(chain, roots: [twin]) == .noRoot)
    #expect(try judge(workshop.chain("unlinked"), roots: [twin]) == .signature)
    #expect(try judge(chain, roots: [chain.leaf]) == nil)
  }

  @Test(arguments: [
    ("no-ca", CertificateDefect.noAuthority), ("silent", .noAuthority),
    ("unknown", .other), ("lists-only", .noAuthority), ("signer", .noAuthority),
  ])
  func `only an authority may issue`(_ section: String, _ expected: CertificateDefect) throws {
    let root = try workshop.certify("root", .p256, as: "root")
    try workshop.certify("middle", .sm2, as: section, by: "root")
    try workshop.certify("signer", .sm2, as: "signer", by: "middle")
    #expect(try judge(workshop.chain("signer", "middle"), roots: [root]) == expected)
    let pretender = try workshop.certify("pretender", .p256, as: section)
    try workshop.certify("child", .p256, as: "signer", by: "pretender")
    #expect(try judge(workshop.chain("child"), roots: [pretender]) == expected)
  }

  @Test func `an authority may be allowed to issue to signers only`() throws {
    let root = try workshop.certify("root", .sm2, as: "root")
    try workshop.certify("last", .sm2, as: "last", by: "root")
    try workshop.certify("further", .sm2, as: "root", by: "last")
    try workshop.certify("signer", .sm2, as: "signer", by: "further")
    let chain = try workshop.chain("signer", "further", "last")
    #expect(try judge(chain, roots: [root]) == .noAuthority)
  }

  @Test func `the certificate of the other key of a pair, for encryption, is refused`() throws {
    try workshop.certify("signer", .sm2, as: "encryption")
    #expect(try judge(workshop.chain("signer"), roots: nil) == .notForSigning)
  }

  @Test func `a restriction that is not understood counts as broken`() throws {
    let root = try workshop.certify("root", .p256, as: "root")
    try workshop.certify("signer", .p256, as: "unknown", by: "root")
    #expect(try judge(workshop.chain("signer"), roots: [root]) == .other)
  }

  @Test(arguments: ["", "1234567812345679", "ALICE123@YAHOO.COM"])
  func `an SM2 certificate signed under another ID is not signed`(_ distid: String) throws {
    let root = try workshop.certify("root", .sm2, as: "root")
    try workshop.certify("signer", .sm2, as: "signer", by: "root", distid: distid)
    #expect(try judge(workshop.chain("signer"), roots: [root]) == .signature)
  }

  @Test func `no bit of a certificate can be changed`() throws {
    let root = try workshop.certify("root", .sm2, as: "root")
    let leaf = try workshop.certify("signer", .p256, as: "signer", by: "root")
    let key = try #require(leaf.publicKey)
    for bit in 0..<leaf.der.count * 8 {
      var changed = leaf.der
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      let pem = Array(PEM.encode("CERTIFICATE", changed).utf8)
      guard let chain = try? CertificateChain(pem: pem) else { continue }
      let defect = try chain.judge(key: key, at: leaf.notBefore, roots: [root])
      #expect(defect != nil, "bit \(bit)")
    }
  }
}

@Suite(.enabled(if: OpenSSLTool.isThere, OpenSSLTool.missing))
struct CertificateTextTests {
  let pem: String

  init() throws {
    let workshop = try CertificateWorkshop()
    try workshop.certify("signer", .p256, as: "signer")
    pem = String(decoding: try workshop.tool.read("signer.crt"), as: UTF8.self)
  }

  private func count(_ text: String) -> Int? {
    try? Certificate.list(pem: Array(text.utf8)).count
  }

  @Test func `blocks are read with the line ends of either system`() {
    #expect(count(pem) == 1)
    #expect(count(pem + pem) == 2)
    #expect(count(pem.replacing("\n", with: "\r\n") + "\r\n" + pem.dropLast()) == 2)
  }

  @Test func `anything else than blocks of certificates is refused`() throws {
    let lines = pem.split(separator: "\n")
    let body = lines.dropFirst().dropLast().joined(separator: "\n")
    let key = try PEMSigner(new: .p256).publicKey.pem
    let texts: [String] = [
      "", "\n", "subject=CN = signer\n\(pem)", "\(pem)x", " \(pem)", "\(pem)\(pem.dropLast(30))",
      pem.replacing("CERTIFICATE", with: "TRUSTED CERTIFICATE"), body,
      pem.replacing("-----END CERTIFICATE-----\n", with: ""),
      pem.replacing("-----BEGIN CERTIFICATE-----\n", with: ""),
      "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
      pem.replacing("MII", with: "MI I"), pem.replacing("MII", with: "MIJ"),
      "-----BEGIN CERTIFICATE-----\nA: b\n\(body)\n-----END CERTIFICATE-----\n",
      key, String(repeating: "\n", count: 1 << 20) + pem,
    ]
    for text in texts { #expect(count(text) == nil, "\(text.prefix(80))") }
    let certificate = try #require(Certificate.list(pem: Array(pem.utf8)).first)
    let tables: [[UInt8]] = [certificate.der + [0], certificate.der.dropLast(), []]
    for bytes in tables {
      #expect(throws: SigningError(.certificate)) { try Certificate(der: bytes) }
    }
    let many = Array(String(repeating: pem, count: CertificateChain.countMax + 1).utf8)
    #expect(throws: SigningError(.certificate)) { try CertificateChain(pem: many) }
  }
}
