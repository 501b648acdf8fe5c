import Testing

@testable import Signing

/// Certificates and time stamps made by the `openssl` program.
struct CertificateWorkshop {
  let tool: OpenSSLTool

  private static let configuration = """
    [req]
    distinguished_name = dn
    [dn]
    [root]
    basicConstraints = critical, CA:TRUE
    keyUsage = critical, keyCertSign, cRLSign
    [no-ca]
    basicConstraints = critical, CA:FALSE
    [silent]
    subjectKeyIdentifier = hash
    [last]
    basicConstraints = critical, CA:TRUE, pathlen:0
    keyUsage = critical, keyCertSign
    [lists-only]
    basicConstraints = critical, CA:TRUE
    keyUsage = critical, cRLSign
    [signer]
    basicConstraints = critical, CA:FALSE
    keyUsage = critical, digitalSignature, nonRepudiation
    [unlinked]
    authorityKeyIdentifier = none
    [encryption]
    keyUsage = critical, keyEncipherment, dataEncipherment
    [unknown]
    1.2.3.4.5 = critical, ASN1:NULL
    [stamps]
    basicConstraints = critical, CA:FALSE
    keyUsage = critical, digitalSignature
    extendedKeyUsage = critical, timeStamping
    [mail]
    extendedKeyUsage = critical, emailProtection
    [stamps-and-mail]
    extendedKeyUsage = critical, timeStamping, emailProtection
    [stamps-casually]
    extendedKeyUsage = timeStamping
    [tsa]
    default_tsa = authority
    [authority]
    serial = serial
    default_policy = 1.2.3.4.1
    digests = sha256, sha512, sm3
    signer_digest = sha256
    ess_cert_id_alg = sha256
    accuracy = secs:1
    [whole-chain]
    serial = serial
    default_policy = 1.2.3.4.1
    digests = sha256
    signer_digest = sha256
    ess_cert_id_alg = sha256
    ess_cert_id_chain = yes
    tsa_name = yes
    [picky]
    serial = serial
    default_policy = 1.2.3.4.1
    digests = sha512
    signer_digest = sha256

    """

  init() throws {
    tool = try OpenSSLTool()
    try tool.write(CertificateWorkshop.configuration.utf8, "configuration")
  }

  /// Makes `NAME.key` and its certificate `NAME.crt`, signed by the issuer's key or its own.
  @discardableResult
  func certify(
    _ name: String,
    _ algorithm: KeyAlgorithm,
    as section: String,
    by issuer: String? = nil,
    subject: String? = nil,
    days: Int = 1000,
    distid: String = KeyAlgorithm.sm2ID
  ) throws -> Certificate {
    let key = try PEMSigner(new: algorithm)
    try tool.write(key.plainPEM().utf8, "\(name).key")
    try tool.write(key.publicKey.pem.utf8, "\(name).pub")
    // Only the key that signs says which digest it is.
    let signer = try PEMSigner(plainPEM: tool.read("\(issuer ?? name).key")).publicKey.algorithm
    let digest = signer == .sm2 ? "-sm3 -sigopt distid:\(distid)" : "-sha256"
    let parent = issuer.map { "-CA \($0).crt -CAkey \($0).key" } ?? "-key \(name).key"
    let made = try tool.run(
      "x509 -new -force_pubkey \(name).pub -subj '/C=CN/O=Bureau/CN=\(subject ?? name)' \(parent)"
        + " \(digest) -days \(days) -extfile configuration -extensions \(section) -out \(name).crt"
    )
    try #require(made.status == 0, "\(made.output)")
    return try certificate(name)
  }

  func certificate(_ name: String) throws -> Certificate {
    try #require(Certificate.list(pem: tool.read("\(name).crt")).first)
  }

  /// The certificates as the file of a bundle.
  func chain(_ names: String...) throws -> CertificateChain {
    try CertificateChain(pem: names.flatMap { try tool.read("\($0).crt") })
  }

  /// Has data stamped by the key of some name.
  func stamp(
    _ data: [UInt8],
    by name: String = "tsa",
    nonce: UInt64 = 7,
    query: [UInt8]? = nil,
    options: String = ""
  ) throws -> [UInt8] {
    try tool.write("01\n".utf8, "serial")
    try tool.write(query ?? TimestampQuery(data: data, nonce: nonce).der, "query")
    let made = try tool.run(
      "ts -reply -config configuration -queryfile query -signer \(name).crt"
        + " -inkey \(name).key -out reply \(options)"
    )
    try #require(made.status == 0, "\(made.output)")
    return try tool.read("reply")
  }
}
