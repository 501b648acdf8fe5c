/// A detached signature (分离签名) in the bytes that are stored and handed over.
///
/// A signature that exists has the form of its algorithm; whether it is right only
/// ``PublicKey/verifies(_:of:)`` can say. Several signatures over one message are equally right,
/// so a signature never serves as the name of what it signs.
public struct Signature: Hashable, Sendable {
  /// What made it.
  public let algorithm: KeyAlgorithm
  /// For SM2 and ECDSA the DER of the sequence of two integers, for Ed25519 the 64 bytes of
  /// RFC 8032.
  public let bytes: [UInt8]

  /// Takes the bytes of a signature.
  /// - Throws: ``SigningError`` when they are cut off, prolonged, or not DER.
  public init(_ algorithm: KeyAlgorithm, _ bytes: some Collection<UInt8>) throws(SigningError) {
    let bytes = Array(bytes)
    let isWellFormed = algorithm == .ed25519 ? bytes.count == 64 : Signature.isPair(bytes)
    guard isWellFormed else { throw SigningError(.signature) }
    self.algorithm = algorithm
    self.bytes = bytes
  }

  /// Whether bytes are exactly the DER of two positive integers of at most 256 bits.
  private static func isPair(_ bytes: [UInt8]) -> Bool {
    // 70 bytes of content at most, so the length is one byte.
    guard bytes.count >= 8, bytes[0] == 0x30, Int(bytes[1]) == bytes.count - 2 else {
      return false
    }
    guard let first = Signature.endOfInteger(bytes, at: 2),
      let second = Signature.endOfInteger(bytes, at: first)
    else { return false }
    return second == bytes.count
  }

  private static func endOfInteger(_ bytes: [UInt8], at start: Int) -> Int? {
    guard start + 2 < bytes.count, bytes[start] == 0x02 else { return nil }
    let (first, count) = (start + 2, Int(bytes[start + 1]))
    guard count > 0, first + count <= bytes.count, bytes[first] < 0x80 else { return nil }
    guard bytes[first] == 0 else { return count <= 32 ? first + count : nil }
    // A zero stands in front only where the number would read as negative without it.
    guard count >= 2, count <= 33, bytes[first + 1] >= 0x80 else { return nil }
    return first + count
  }
}
