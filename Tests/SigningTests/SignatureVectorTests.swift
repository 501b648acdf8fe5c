import Glibc
import Testing

@testable import Signing

/// One case of a file in Tests/Vectors.
struct SignatureVector: CustomTestStringConvertible {
  let algorithm: KeyAlgorithm
  let number: Substring
  let key: [UInt8]
  let message: [UInt8]
  let signature: [UInt8]
  let isValid: Bool
  let what: Substring

  var testDescription: String { "\(algorithm.rawValue) \(number): \(what)" }

  init?(_ algorithm: KeyAlgorithm, _ line: Substring) {
    let fields = line.split(separator: "\t")
    guard fields.count == 6, let key = [UInt8](hex: fields[1]),
      let message = [UInt8](hex: fields[2] == "-" ? "" : fields[2]),
      let signature = [UInt8](hex: fields[3])
    else { return nil }
    self.algorithm = algorithm
    number = fields[0]
    self.key = key
    self.message = message
    self.signature = signature
    isValid = fields[4] == "valid"
    what = fields[5]
  }

  /// The cases of all algorithms; a line that cannot be read leaves the table short.
  static let all = KeyAlgorithm.allCases.flatMap { algorithm in
    lines(of: "\(algorithm.rawValue).txt").compactMap { SignatureVector(algorithm, $0) }
  }

  private static func lines(of name: String) -> [Substring] {
    let path = #filePath.replacing("SigningTests/SignatureVectorTests.swift", with: "Vectors/")
    guard let file = fopen(path + name, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
  }
}

extension [UInt8] {
  init?(hex: some StringProtocol) {
    let digits = Swift.Array(hex.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    self = []
    for place in stride(from: 0, to: digits.count, by: 2) {
      let pair = String(decoding: digits[place..<place + 2], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16) else { return nil }
      append(byte)
    }
  }
}

extension PublicKey {
  /// Whether bytes from a stranger are a signature of this key.
  func accepts(_ bytes: [UInt8], of message: [UInt8]) throws -> Bool {
    guard let signature = try? Signature(algorithm, bytes) else { return false }
    return try verifies(signature, of: message)
  }
}

@Suite struct SignatureVectorTests {
  @Test func `all published cases were read`() {
    let counts = KeyAlgorithm.allCases.map { algorithm in
      SignatureVector.all.count { $0.algorithm == algorithm }
    }
    #expect(counts == [8, 18, 29])
  }

  @Test(arguments: SignatureVector.all)
  func `a published case has its published result`(_ vector: SignatureVector) throws {
    let key = try PublicKey(der: vector.key)
    #expect(key.algorithm == vector.algorithm)
    #expect(try key.accepts(vector.signature, of: vector.message) == vector.isValid)
  }

  /// The order of each curve's group, and what lies around it.
  static let orders: [(KeyAlgorithm, String)] = [
    (.sm2, "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123"),
    (.p256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
  ]

  @Test(arguments: orders)
  func `r and s outside of 1 to n minus 1 are refused`(
    _ algorithm: KeyAlgorithm,
    _ order: String
  ) throws {
    let signer = try PEMSigner(new: algorithm)
    let message = Array("statement".utf8)
    let (n, real) = (try #require([UInt8](hex: order)), try signer.sign(message).bytes)
    let (r, s) = integers(of: real)
    #expect(signature(r, s) == real)
    var above = n
    above[31] += 1
    var below = n
    below[31] -= 1
    let special = [[0], [1], below, n, above, [UInt8](repeating: 0xFF, count: 32)]
    for value in special {
      for other in special + [s] {
        #expect(try !signer.publicKey.accepts(signature(value, other), of: message))
      }
      #expect(try !signer.publicKey.accepts(signature(r, value), of: message))
    }
  }

  @Test(arguments: KeyAlgorithm.allCases)
  func `a signature changed in any bit, cut or prolonged is refused`(
    _ algorithm: KeyAlgorithm
  ) throws {
    let signer = try PEMSigner(new: algorithm)
    let message = Array("statement".utf8)
    let real = try signer.sign(message).bytes
    #expect(try signer.publicKey.accepts(real, of: message))
    for bit in 0..<real.count * 8 {
      var changed = real
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(try !signer.publicKey.accepts(changed, of: message), "bit \(bit)")
    }
    for length in 0..<real.count {
      #expect(throws: SigningError.self) {
        try Signature(algorithm, real.prefix(length))
      }
    }
    for tail: [UInt8] in [[0], [0x05, 0x00], real] {
      #expect(throws: SigningError.self) { try Signature(algorithm, real + tail) }
    }
  }

  private func integers(of signature: [UInt8]) -> (r: [UInt8], s: [UInt8]) {
    let first = Array(signature[4..<4 + Int(signature[3])])
    return (first, Array(signature[(4 + first.count + 2)...]))
  }

  /// DER with an integer's leading zero where it is needed.
  private func signature(_ r: [UInt8], _ s: [UInt8]) -> [UInt8] {
    let parts = [r, s].map { value in
      let content = value[0] >= 0x80 ? [0] + value : value
      return [0x02, UInt8(content.count)] + content
    }.joined()
    return [0x30, UInt8(parts.count)] + parts
  }
}
