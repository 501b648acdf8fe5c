import Testing

@testable import Signing

@Suite struct KeyTests {
  let message = Array("先投后股".utf8)

  private func operation(_ work: () throws -> Void) -> SigningError.Operation? {
    do { try work() } catch { return (error as? SigningError)?.operation }
    return nil
  }

  @Test(arguments: KeyAlgorithm.allCases)
  func `a new key signs what its public half verifies`(_ algorithm: KeyAlgorithm) throws {
    let signer = try PEMSigner(new: algorithm)
    let signature = try signer.sign(message)
    #expect(signature.algorithm == algorithm)
    #expect(try signer.publicKey.verifies(signature, of: message))
    #expect(try !signer.publicKey.verifies(signature, of: message + [0]))
    #expect(try !signer.publicKey.verifies(signature, of: []))
    let other = try PEMSigner(new: algorithm).publicKey
    #expect(other != signer.publicKey)
    #expect(try !other.verifies(signature, of: message))
    #expect(try signer.publicKey.verifies(signer.sign([]), of: []))
  }

  @Test func `a signature of one algorithm is none of another`() throws {
    let (sm2, p256) = (try PEMSigner(new: .sm2), try PEMSigner(new: .p256))
    let signature = try p256.sign(message)
    let disguised = try Signature(.sm2, signature.bytes)
    #expect(try !sm2.publicKey.verifies(signature, of: message))
    #expect(try !p256.publicKey.verifies(disguised, of: message))
    #expect(try !sm2.publicKey.verifies(disguised, of: message))
  }

  @Test(arguments: KeyAlgorithm.allCases)
  func `a public key is read back from its encodings`(_ algorithm: KeyAlgorithm) throws {
    let key = try PEMSigner(new: algorithm).publicKey
    #expect(try PublicKey(der: key.der) == key)
    #expect(try PublicKey(pem: Array(key.pem.utf8)) == key)
    #expect(try PublicKey(pem: Array(key.pem.replacing("\n", with: "\r\n").utf8)) == key)
    #expect(try PublicKey(algorithm, point: key.point) == key)
    var hasher = try TreeHasher(.sha256)
    #expect(try hasher.hash(key.der.span) == key.id)
    #expect(throws: SigningError.self) { try PublicKey(der: key.der + [0]) }
    #expect(throws: SigningError.self) { try PublicKey(der: key.der.dropLast()) }
    let private_ = try PEMSigner(new: algorithm).plainPEM()
    #expect(throws: SigningError.self) { try PublicKey(pem: Array(private_.utf8)) }
  }

  @Test(arguments: [KeyAlgorithm.sm2, .p256])
  func `points off the curve and other encodings are no keys`(_ algorithm: KeyAlgorithm) throws {
    let key = try PEMSigner(new: algorithm).publicKey
    var point = key.point
    point[63] ^= 1
    #expect(throws: SigningError.self) { try PublicKey(algorithm, point: point) }
    let zeros = [UInt8](repeating: 0, count: 64)
    #expect(throws: SigningError.self) { try PublicKey(algorithm, point: zeros) }
    // The same point compressed: OpenSSL reads it, but its digest would be another name.
    var compressed = Array(key.der.prefix(27)) + key.point.prefix(32)
    compressed[1] -= 32
    compressed[24] -= 32
    compressed[26] = 2 + key.point[63] % 2
    #expect(throws: SigningError.self) { try PublicKey(der: compressed) }
  }

  @Test(arguments: KeyAlgorithm.allCases)
  func `a private key is read back, encrypted or not`(_ algorithm: KeyAlgorithm) throws {
    let signer = try PEMSigner(new: algorithm)
    let secret = Array("口令 with spaces".utf8)
    let sealed = Array(try signer.encryptedPEM(passphrase: secret).utf8)
    let plain = Array(try signer.plainPEM().utf8)
    let opened = try PEMSigner(encryptedPEM: sealed, passphrase: secret)
    #expect(opened.publicKey == signer.publicKey)
    #expect(try signer.publicKey.verifies(opened.sign(message), of: message))
    #expect(try PEMSigner(plainPEM: plain).publicKey == signer.publicKey)
    #expect(PEMSigner.isEncrypted(sealed))
    #expect(!PEMSigner.isEncrypted(plain))
    #expect(
      operation { _ = try PEMSigner(encryptedPEM: sealed, passphrase: secret + [1]) }
        == .passphrase
    )
  }

  @Test func `a text that is no key says so`() throws {
    let signer = try PEMSigner(new: .ed25519)
    let plain = Array(try signer.plainPEM().utf8)
    let broken = Array(String(decoding: plain, as: UTF8.self).replacing("MC4", with: "MC5").utf8)
    let texts: [[UInt8]] = [
      [], Array("-----BEGIN PRIVATE KEY-----\n".utf8), Array(signer.publicKey.pem.utf8), broken,
      [UInt8](repeating: 0xFF, count: 100), [UInt8](repeating: 0x20, count: 1 << 20),
    ]
    for text in texts {
      #expect(operation { _ = try PEMSigner(plainPEM: text) } == .privateKey)
      #expect(operation { _ = try PEMSigner(encryptedPEM: text, passphrase: [1]) } == .privateKey)
    }
    #expect(operation { _ = try PEMSigner(encryptedPEM: plain, passphrase: [1]) } == .privateKey)
  }

  @Test(arguments: [KeyAlgorithm.sm2, .p256])
  func `a private key beside another's public key is refused`(_ algorithm: KeyAlgorithm) throws {
    let (mine, other) = (try PEMSigner(new: algorithm), try PEMSigner(new: algorithm))
    let (_, bytes) = try #require(PEM.decode(Array(mine.plainPEM().utf8)))
    let point = mine.publicKey.point
    #expect(Array(bytes.suffix(64)) == point)
    let forged = PEM.encode("PRIVATE KEY", bytes.dropLast(64) + other.publicKey.point)
    #expect(operation { _ = try PEMSigner(plainPEM: Array(forged.utf8)) } == .privateKey)
  }
}

@Suite struct Base64Tests {
  @Test(arguments: [
    // RFC 4648, section 10.
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `standard examples`(_ plain: String, _ text: String) {
    #expect(Base64.encode(Array(plain.utf8)) == text)
    #expect(Base64.decode(Array(text.utf8)) == Array(plain.utf8))
  }

  @Test func `every byte in every place is read back`() {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<5 {
        var bytes = [UInt8](repeating: 0, count: 5)
        bytes[place] = byte
        #expect(Base64.decode(Array(Base64.encode(bytes).utf8)) == bytes)
      }
    }
  }

  @Test(arguments: [
    "Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "Z===", "====", "=", "Zm9v\n", " Zm9", "Zm-_", "Zg=A",
    "Zm9vYg=", "Zm 9v", "Zm9v=", "A=BC",
  ])
  func `any other spelling is refused`(_ text: String) {
    #expect(Base64.decode(Array(text.utf8)) == nil)
  }
}
