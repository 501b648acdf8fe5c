import Signing
import Testing

@testable import Audit

@Suite struct CompactRangeTests {
  /// The leaves and the roots of the first eight trees that Certificate Transparency's
  /// implementations test with (github.com/transparency-dev/merkle, testonly/constants.go).
  static let inputs: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], Array(0x40...0x43), Array(0x50...0x57),
    Array(0x60...0x6F),
  ]
  static let roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  @Test func `published roots`() throws {
    var hasher = try TreeHasher(.sha256)
    var range = CompactRange()
    #expect(try range.root(&hasher).description == CompactRangeTests.roots[0])
    for (input, root) in zip(CompactRangeTests.inputs, CompactRangeTests.roots.dropFirst()) {
      try range.append(hasher.leaf(input.span), &hasher)
      #expect(try range.root(&hasher).description == root)
    }
  }

  @Test(arguments: DigestAlgorithm.allCases)
  func `equals the recursive definition and survives storing`(_ algorithm: DigestAlgorithm) throws {
    var hasher = try TreeHasher(algorithm)
    var range = CompactRange()
    var leaves: [Digest] = []
    for size in 0...130 {
      #expect(range.size == Int64(size))
      #expect(try range.root(&hasher) == definition(leaves[...], &hasher))
      range = try #require(CompactRange(size: Int64(size), bytes: range.bytes))
      let input = [UInt8](repeating: UInt8(size), count: size % 7)
      leaves.append(try hasher.leaf(input.span))
      try range.append(leaves[size], &hasher)
    }
  }

  @Test func `bytes of another size are refused`() {
    #expect(CompactRange(size: 1, bytes: []) == nil)
    #expect(CompactRange(size: 0, bytes: [UInt8](repeating: 0, count: 32)) == nil)
    #expect(CompactRange(size: 3, bytes: [UInt8](repeating: 0, count: 63)) == nil)
    #expect(CompactRange(size: -1, bytes: [UInt8](repeating: 0, count: 64 * 32)) == nil)
  }

  /// `MTH` as RFC 6962 section 2.1 defines it.
  private func definition(
    _ leaves: ArraySlice<Digest>,
    _ hasher: inout TreeHasher
  ) throws -> Digest {
    guard let first = leaves.first else { return try hasher.hash([UInt8]().span) }
    if leaves.count == 1 { return first }
    var half = 1
    while half * 2 < leaves.count { half *= 2 }
    let left = try definition(leaves.prefix(half), &hasher)
    let right = try definition(leaves.dropFirst(half), &hasher)
    return try hasher.node(left, right)
  }
}

@Suite struct LogHeadTests {
  @Test func `the bytes are read back`() throws {
    let head = try SampleLog().head
    #expect(LogHead(bytes: head.bytes) == head)
    #expect(LogHead(bytes: LogHead().bytes) == LogHead())
    #expect(head.bytes.count == 8 + 32 + 2 * 2 * 32)
  }

  @Test func `other bytes are refused`() throws {
    let bytes = try SampleLog().head.bytes
    for length in 0..<bytes.count { #expect(LogHead(bytes: Array(bytes.prefix(length))) == nil) }
    #expect(LogHead(bytes: bytes + [0]) == nil)
    #expect(LogHead(bytes: [0xFF] + bytes.dropFirst()) == nil)
    #expect(LogHead(bytes: [UInt8](repeating: 0, count: 39) + [1]) == nil)
  }
}
