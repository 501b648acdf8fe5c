import Testing

@testable import Signing

@Suite(.enabled(if: OpenSSLTool.isThere, OpenSSLTool.missing))
struct OpenSSLToolTests {
  let tool: OpenSSLTool
  let message = Array("funds-audit-statement/v1\nsize 42\n".utf8)

  init() throws { tool = try OpenSSLTool() }

  /// What an auditor types, with `-verify public.pem -signature s` or `-sign private.pem -out s`.
  private func digest(_ algorithm: KeyAlgorithm) -> String {
    algorithm == .sm2 ? "dgst -sm3 \(OpenSSLTool.distid)" : "dgst -sha256"
  }

  @Test(arguments: KeyAlgorithm.allCases)
  func `openssl verifies what we sign`(_ algorithm: KeyAlgorithm) throws {
    let signer = try PEMSigner(new: algorithm)
    try tool.write(message, "m")
    try tool.write(signer.sign(message).bytes, "s")
    try tool.write(signer.publicKey.pem.utf8, "public.pem")
    let command =
      algorithm == .ed25519
      ? "pkeyutl -verify -rawin -pubin -inkey public.pem -in m -sigfile s"
      : "\(digest(algorithm)) -verify public.pem -signature s m"
    #expect(try tool.run(command).status == 0)
    try tool.write(message + [10], "m")
    #expect(try tool.run(command).status != 0)
  }

  @Test(arguments: KeyAlgorithm.allCases)
  func `we verify what openssl signs with a key that it made`(_ algorithm: KeyAlgorithm) throws {
    let kind =
      switch algorithm {
      case .sm2: "SM2"
      case .p256: "EC -pkeyopt ec_paramgen_curve:P-256"
      case .ed25519: "ED25519"
      }
    try tool.write(message, "m")
    #expect(try tool.run("genpkey -algorithm \(kind) -out private.pem").status == 0)
    #expect(try tool.run("pkey -in private.pem -pubout -out public.pem").status == 0)
    let command =
      algorithm == .ed25519
      ? "pkeyutl -sign -rawin -inkey private.pem -in m -out s"
      : "\(digest(algorithm)) -sign private.pem -out s m"
    #expect(try tool.run(command).status == 0)
    let key = try PublicKey(pem: tool.read("public.pem"))
    let signature = try tool.read("s")
    #expect(try key.accepts(signature, of: message))
    #expect(try !key.accepts(signature, of: message + [10]))
    let signer = try PEMSigner(plainPEM: tool.read("private.pem"))
    #expect(signer.publicKey == key)
    let id = try tool.run("pkey -pubin -in public.pem -outform DER | openssl dgst -sha256 -r")
    #expect(id.output.hasPrefix(key.id.description))
  }

  @Test func `an SM2 signature under the empty ID does not count, ours not under the empty ID`()
    throws
  {
    let signer = try PEMSigner(new: .sm2)
    try tool.write(message, "m")
    try tool.write(signer.plainPEM().utf8, "private.pem")
    try tool.write(signer.publicKey.pem.utf8, "public.pem")
    #expect(try tool.run("dgst -sm3 -sign private.pem -out s m").status == 0)
    #expect(try !signer.publicKey.accepts(tool.read("s"), of: message))
    #expect(try tool.run("dgst -sm3 -verify public.pem -signature s m").status == 0)
    try tool.write(signer.sign(message).bytes, "s")
    #expect(try tool.run("dgst -sm3 -verify public.pem -signature s m").status != 0)
  }

  @Test func `another digest under the same key does not count`() throws {
    let signer = try PEMSigner(new: .p256)
    try tool.write(message, "m")
    try tool.write(signer.plainPEM().utf8, "private.pem")
    for digest in ["sha1", "sha384", "sha512", "sm3"] {
      #expect(try tool.run("dgst -\(digest) -sign private.pem -out s m").status == 0)
      #expect(try !signer.publicKey.accepts(tool.read("s"), of: message))
    }
  }

  @Test(arguments: ["EC -pkeyopt ec_paramgen_curve:P-384", "RSA -pkeyopt rsa_keygen_bits:2048"])
  func `keys of other kinds are refused`(_ kind: String) throws {
    #expect(try tool.run("genpkey -algorithm \(kind) -out private.pem").status == 0)
    #expect(try tool.run("pkey -in private.pem -pubout -out public.pem").status == 0)
    #expect(throws: SigningError.self) { try PEMSigner(plainPEM: tool.read("private.pem")) }
    #expect(throws: SigningError.self) { try PublicKey(pem: tool.read("public.pem")) }
  }

  @Test func `the encryption of a key is what it says, and openssl opens it`() throws {
    let signer = try PEMSigner(new: .sm2)
    try tool.write(signer.encryptedPEM(passphrase: Array("correct horse".utf8)).utf8, "k")
    let parts = try tool.run("asn1parse -in k").output
    for part in ["PBES2", "PBKDF2", ":0927C0", "hmacWithSHA256", "aes-256-cbc"] {
      #expect(parts.contains(part))
    }
    #expect(try tool.run("pkey -in k -passin 'pass:correct horse' -pubout -out p").status == 0)
    #expect(try PublicKey(pem: tool.read("p")) == signer.publicKey)
  }

  @Test func `a key that openssl encrypted is opened`() throws {
    let signer = try PEMSigner(new: .p256)
    try tool.write(signer.plainPEM().utf8, "plain")
    let scheme = "-v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 1000"
    #expect(
      try tool.run("pkcs8 -topk8 -in plain -out k -passout pass:x \(scheme)").status == 0
    )
    #expect(
      try PEMSigner(encryptedPEM: tool.read("k"), passphrase: [120]).publicKey == signer.publicKey
    )
  }
}
