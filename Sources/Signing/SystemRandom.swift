import COpenSSL
import Glibc

/// Random bytes from the operating system.
package enum SystemRandom {
  /// Fills `buffer`.
  /// - Throws: ``SigningError`` when the system gives none.
  package static func fill(_ buffer: inout [UInt8]) throws(SigningError) {
    var filled = 0
    while filled < buffer.count {
      // A signal may cut the call short or end it; then it is asked again for the rest.
      let count = buffer.withUnsafeMutableBytes { bytes in
        getrandom(bytes.baseAddress.map { $0 + filled }, bytes.count - filled, 0)
      }
      if count < 0 && errno != EINTR { throw SigningError(.random) }
      filled += max(0, count)
    }
  }
}
