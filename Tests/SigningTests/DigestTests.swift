import Testing

@testable import Signing

extension TreeHasher {
  mutating func hash(_ bytes: [UInt8]) throws -> Digest { try hash(bytes.span) }
  mutating func leaf(_ bytes: [UInt8]) throws -> Digest { try leaf(bytes.span) }
}

@Suite struct DigestTests {
  static let vectors: [(DigestAlgorithm, String, String)] = [
    // FIPS 180-4, examples of NIST's Cryptographic Standards and Guidelines.
    (.sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (.sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      .sha256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    // GB/T 32905-2016, annex A.
    (.sm3, "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    (
      .sm3, String(repeating: "abcd", count: 16),
      "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    ),
  ]

  @Test(arguments: vectors)
  func `standard examples`(_ algorithm: DigestAlgorithm, _ text: String, _ hex: String) throws {
    var hasher = try TreeHasher(algorithm)
    let first = try hasher.hash(Array(text.utf8))
    _ = try hasher.leaf(Array("something between".utf8))
    let second = try hasher.hash(Array(text.utf8))
    #expect(first.description == hex)
    #expect(second == first)
  }

  @Test(arguments: DigestAlgorithm.allCases)
  func `leaf and node are digests of prefixed bytes`(_ algorithm: DigestAlgorithm) throws {
    var hasher = try TreeHasher(algorithm)
    let bytes = Array("先投后股".utf8)
    let leaf = try hasher.leaf(bytes)
    #expect(try hasher.hash([0] + bytes) == leaf)
    let other = try hasher.leaf([])
    let node = try hasher.node(leaf, other)
    #expect(try hasher.hash([1] + leaf.bytes + other.bytes) == node)
  }

  @Test func `a slice is hashed like its copy`() throws {
    var hasher = try TreeHasher(.sm3)
    let bytes = [UInt8](0..<200)
    let slice = try hasher.leaf(bytes.span.extracting(30..<150))
    #expect(try hasher.leaf(Array(bytes[30..<150])) == slice)
  }

  @Test func `an algorithm that OpenSSL does not know is an error with its reasons`() throws {
    do throws(SigningError) {
      _ = try TreeHasher(.sha256, name: "no-such-digest")
      Issue.record("fetched a digest that does not exist")
    } catch {
      #expect(error.operation == .fetch)
      #expect(error.reasons.count == 1)
      #expect(SigningError(draining: .digest).reasons.isEmpty)
    }
  }
}

@Suite struct HexTests {
  @Test func `every byte is written and read`() throws {
    for start in stride(from: 0, to: 256, by: 8) {
      let bytes = (0..<32).map { UInt8(truncatingIfNeeded: start + $0) }
      let digest = try #require(Digest(bytes: bytes))
      let expected = bytes.map { byte in
        let digits = String(byte, radix: 16)
        return digits.utf8.count == 1 ? "0" + digits : digits
      }.joined()
      #expect(digest.description == expected)
      #expect(Digest(hex: expected) == digest)
      #expect(digest.bytes == bytes)
    }
  }

  @Test func `only lower case hexadecimal digits are read, whichever place is wrong`() {
    let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: 64)
    var accepted: Set<UInt8> = []
    for place in 0..<64 {
      for byte in UInt8.min..<0x80 {
        var digits = zeros
        digits[place] = byte
        if Digest(hex: String(decoding: digits, as: UTF8.self)) != nil { accepted.insert(byte) }
      }
    }
    #expect(accepted == Set("0123456789abcdef".utf8))
  }

  @Test(arguments: ["", "00", String(repeating: "0", count: 63), String(repeating: "0", count: 65)])
  func `the length is checked`(_ hex: String) {
    #expect(Digest(hex: hex) == nil)
    #expect(Digest(bytes: Array(hex.utf8)) == nil)
  }
}

@Suite struct SystemRandomTests {
  @Test func `buffers are filled to the end and differ`() throws {
    var first = [UInt8](repeating: 0, count: 70_000)
    var second = first
    try SystemRandom.fill(&first)
    try SystemRandom.fill(&second)
    #expect(first != second)
    #expect(first.suffix(64).contains { $0 != 0 })
    var none: [UInt8] = []
    try SystemRandom.fill(&none)
    #expect(none.isEmpty)
  }
}
