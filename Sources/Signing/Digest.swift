/// The 32 bytes of a digest (摘要), SHA-256 or SM3.
public struct Digest: Hashable, Sendable {
  /// The bytes as they lie in memory, eight to a word.
  private var words: (UInt64, UInt64, UInt64, UInt64)

  /// 32 zero bytes: what stands where there is no predecessor.
  public static let zero = Digest()

  /// The number of bytes.
  public static let byteCount = 32

  init() { words = (0, 0, 0, 0) }

  /// Takes 32 bytes.
  /// - Returns: `nil` when there are more or fewer.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Digest.byteCount else { return nil }
    self.init()
    withMutableBytes { buffer in buffer.copyBytes(from: bytes) }
  }

  /// Reads 64 lower-case hexadecimal digits.
  /// - Returns: `nil` for anything else.
  public init?(hex: String) {
    let digits = hex.utf8.span
    self.init(hex: digits, at: 0)
    guard digits.count == 64 else { return nil }
  }

  /// Reads 64 lower-case hexadecimal digits at some place in `bytes`.
  /// - Returns: `nil` when they are not there.
  package init?(hex bytes: Span<UInt8>, at start: Int) {
    guard start >= 0, bytes.count - start >= 64,
      let first = Hex.word(bytes, at: start), let second = Hex.word(bytes, at: start + 16),
      let third = Hex.word(bytes, at: start + 32), let fourth = Hex.word(bytes, at: start + 48)
    else { return nil }
    words = (first.bigEndian, second.bigEndian, third.bigEndian, fourth.bigEndian)
  }

  /// The 32 bytes.
  public var bytes: [UInt8] {
    withUnsafeBytes(of: words) { Array($0) }
  }

  /// Writes 64 lower-case hexadecimal digits into 64 bytes.
  package func writeHex(to field: inout MutableSpan<UInt8>, at start: Int) {
    Hex.write(words.0.bigEndian, to: &field, at: start)
    Hex.write(words.1.bigEndian, to: &field, at: start + 16)
    Hex.write(words.2.bigEndian, to: &field, at: start + 32)
    Hex.write(words.3.bigEndian, to: &field, at: start + 48)
  }

  /// Lends the memory of the digest to whoever fills it.
  mutating func withMutableBytes(_ fill: (UnsafeMutableRawBufferPointer) -> Void) {
    withUnsafeMutableBytes(of: &words) { fill($0) }
  }

  /// Lends the memory of the digest to whoever reads it.
  package func withBytes(_ read: (UnsafeRawBufferPointer) -> Void) {
    withUnsafeBytes(of: words) { read($0) }
  }

  /// Compares byte for byte.
  public static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

extension Digest: CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  public var description: String {
    var digits = [UInt8](repeating: 0, count: 64)
    var field = digits.mutableSpan
    writeHex(to: &field, at: 0)
    return String(decoding: digits, as: UTF8.self)
  }
}

/// The digest algorithms of the evidence (摘要算法).
public enum DigestAlgorithm: String, CaseIterable, Sendable {
  /// SHA-256, FIPS 180-4.
  case sha256
  /// SM3 (国密杂凑算法), GB/T 32905.
  case sm3

  /// The name under which OpenSSL fetches it.
  var openSSLName: String {
    switch self {
    case .sha256: "SHA2-256"
    case .sm3: "SM3"
    }
  }
}
