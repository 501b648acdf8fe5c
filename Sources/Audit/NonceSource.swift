import Signing

/// Hands out the 128-bit nonces of records and lines (随机数).
///
/// A nonce keeps the hash of a hidden line from being guessed. The system is asked for 4 KiB at a
/// time, since a system call per nonce would cost more than hashing the line.
package struct NonceSource {
  private var pool: [UInt8]
  private var used: Int
  private let refill: (inout [UInt8]) throws(AuditError) -> Void

  /// Creates a source that takes its bytes from `refill`.
  package init(refill: @escaping (inout [UInt8]) throws(AuditError) -> Void) {
    pool = [UInt8](repeating: 0, count: 4096)
    used = pool.count
    self.refill = refill
  }

  /// The operating system's random source.
  package static func system() -> NonceSource {
    NonceSource { bytes throws(AuditError) in
      do throws(SigningError) { try SystemRandom.fill(&bytes) } catch { throw .signing(error) }
    }
  }

  /// The next nonce.
  mutating func next() throws(AuditError) -> (high: UInt64, low: UInt64) {
    if used == pool.count {
      try refill(&pool)
      used = 0
    }
    defer { used += 16 }
    let raw = pool.span.bytes
    return (
      raw.unsafeLoadUnaligned(fromByteOffset: used, as: UInt64.self).bigEndian,
      raw.unsafeLoadUnaligned(fromByteOffset: used + 8, as: UInt64.self).bigEndian
    )
  }
}
