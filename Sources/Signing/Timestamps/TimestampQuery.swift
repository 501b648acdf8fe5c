/// What a time stamping authority is asked (时间戳请求): RFC 3161, section 2.4.1.
///
/// It tells the authority a digest only, never what is stamped. The answer has to repeat the nonce,
/// so that an old one cannot pass for it, and to bring the authority's certificate.
public struct TimestampQuery: Hashable, Sendable {
  /// The SHA-256 digest of what is stamped.
  public let digest: Digest
  /// The number that the answer repeats.
  public let nonce: UInt64

  /// Asks for a stamp of data.
  public init(data: [UInt8], nonce: UInt64) throws(SigningError) {
    var hasher = try TreeHasher(.sha256)
    digest = try hasher.hash(data.span)
    self.nonce = nonce
  }

  /// Asks with a nonce of the system's random source.
  public init(data: [UInt8]) throws(SigningError) {
    var bytes = [UInt8](repeating: 0, count: 8)
    try SystemRandom.fill(&bytes)
    try self.init(data: data, nonce: bytes.reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// The query as it is sent; two equal queries are equal bytes.
  public var der: [UInt8] {
    let sha256: [UInt8] = [
      0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
    ]
    let imprint = sha256 + [0x04, UInt8(Digest.byteCount)] + digest.bytes
    let version: [UInt8] = [0x02, 0x01, 0x01]
    let wantsCertificate: [UInt8] = [0x01, 0x01, 0xFF]
    let content =
      version + [0x30, UInt8(imprint.count)] + imprint + nonceInteger + wantsCertificate
    return [0x30, UInt8(content.count)] + content
  }

  /// The nonce as the shortest INTEGER that is not negative.
  private var nonceInteger: [UInt8] {
    var bytes = stride(from: 56, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: nonce >> UInt64($0))
    }
    bytes = Array(bytes.drop { $0 == 0 })
    if bytes.first ?? 0x80 >= 0x80 { bytes.insert(0, at: 0) }
    return [0x02, UInt8(bytes.count)] + bytes
  }
}
