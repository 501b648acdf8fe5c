import COpenSSL

/// The cryptographic library, or the system's random source, did not do its work.
public struct SigningError: Error, Hashable, Sendable {
  /// What was being done.
  public let operation: Operation
  /// OpenSSL's reasons, the oldest first; empty when it gave none.
  public let reasons: [String]

  /// The operations that can fail.
  public enum Operation: String, Sendable {
    /// Looking up a digest algorithm.
    case fetch
    /// Computing a digest.
    case digest
    /// Reading random bytes from the system.
    case random
  }

  /// Takes the reasons from OpenSSL's queue of this thread and leaves it empty.
  init(draining operation: Operation) {
    var reasons: [String] = []
    while case let code = ERR_get_error(), code != 0 {
      var text = [CChar](repeating: 0, count: 256)
      ERR_error_string_n(code, &text, text.count)
      let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      reasons.append(String(decoding: bytes, as: UTF8.self))
    }
    self.init(operation, reasons: reasons)
  }

  init(_ operation: Operation, reasons: [String] = []) {
    self.operation = operation
    self.reasons = reasons
  }
}

extension SigningError: CustomStringConvertible {
  /// The operation and OpenSSL's reasons.
  public var description: String { ([operation.rawValue] + reasons).joined(separator: ": ") }
}
