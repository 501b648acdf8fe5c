import COpenSSL

/// The cryptographic library, the random source, a key or a signer did not do its work.
public struct SigningError: Error, Hashable, Sendable {
  /// What was being done.
  public let operation: Operation
  /// OpenSSL's reasons, the oldest first; empty when it gave none.
  public let reasons: [String]

  /// The operations that can fail.
  public enum Operation: String, CaseIterable, Sendable {
    /// Looking up a digest algorithm.
    case fetch
    /// Computing a digest.
    case digest
    /// Reading random bytes from the system.
    case random
    /// Reading a public key: another algorithm, another encoding, or no point of the curve.
    case publicKey = "public-key"
    /// Reading a private key: no PKCS#8, another algorithm, or a key that does not fit itself.
    case privateKey = "private-key"
    /// Opening an encrypted private key: the passphrase is wrong, or the file is damaged.
    case passphrase
    /// Making a new key.
    case newKey = "new-key"
    /// Writing a private key.
    case writeKey = "write-key"
    /// Reading a signature: its bytes do not have the form of its algorithm.
    case signature
    /// Signing.
    case sign
    /// Preparing to verify a signature; a wrong signature is no error.
    case verify
    /// Starting the signing program; the reason is the number of the system's error.
    case startSigner = "start-signer"
    /// Waiting for the signing program: it took too long, and was ended.
    case awaitSigner = "await-signer"
    /// The signing program failed; the reason is its exit code or signal.
    case signerExit = "signer-exit"
    /// What the signing program wrote is no signature of its key over the message.
    case signerOutput = "signer-output"
    /// Reading certificates: not PEM blocks of certificates and nothing else, or not exact DER.
    case certificate
    /// Preparing to follow certificates to a root; a certificate that leads to none is no error.
    case certificatePath = "certificate-path"
    /// Reading the answer of a time stamping authority: no exact DER of RFC 3161.
    case timestamp
    /// The time stamping authority gave no stamp; the reasons are its own.
    case timestampRefused = "timestamp-refused"
    /// The address of a time stamping authority is none of `http` or `https`.
    case timestampAddress = "timestamp-address"
    /// Starting the program that asks the authority; the reason is the system's error number.
    case startTransfer = "start-transfer"
    /// The authority could not be reached or took too long; the reason is curl's exit code.
    case timestampAnswer = "timestamp-answer"
    /// The authority answered with another HTTP status than 200; the reason is the status.
    case httpStatus = "http-status"
    /// The answer is no stamp for the data that was sent; the reason is its defect.
    case timestampDefect = "timestamp-defect"
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
