/// A signer whose private key another program holds (外部签名程序): a certified device, a UKey, a
/// signature server.
///
/// The program gets the message on standard input and writes the signature to standard output:
/// DER, or for Ed25519 the 64 bytes, and nothing else. What it tells people goes to standard error.
/// It ends with exit code 0. For SM2 it has to sign under the ID ``KeyAlgorithm/sm2ID``. Each
/// signature is verified before it is used, so a device with another key, another ID or a loose
/// contact is found at once.
///
/// ```swift
/// let signer = ExternalSigner(
///   command: ["/opt/ukey/bin/sign", "--slot", "2"], publicKey: key, timeoutSeconds: 60)
/// ```
public struct ExternalSigner: Signer {
  /// The key that verifies what the program signs.
  public let publicKey: PublicKey
  private let command: [String]
  private let timeoutMilliseconds: Int

  /// No signature is longer, in bytes.
  private static let signatureMax = 1024

  /// Names the program.
  /// - Parameters:
  ///   - command: the path of the program and its arguments; no shell reads them.
  ///   - publicKey: the key that is expected to sign.
  ///   - timeoutSeconds: how long the program may take, 1 to 3600; then it is killed.
  public init(command: [String], publicKey: PublicKey, timeoutSeconds: Int = 60) {
    precondition(!command.isEmpty, "an external signer has a program")
    precondition((1...3600).contains(timeoutSeconds), "a signer gets between 1 and 3600 seconds")
    self.init(command, publicKey, timeoutMilliseconds: timeoutSeconds * 1000)
  }

  init(_ command: [String], _ publicKey: PublicKey, timeoutMilliseconds: Int) {
    self.command = command
    self.publicKey = publicKey
    self.timeoutMilliseconds = timeoutMilliseconds
  }

  /// Has the program sign a message, and verifies what it gives.
  public func sign(_ message: [UInt8]) throws(SigningError) -> Signature {
    let output = try output(for: message)
    guard let signature = try? Signature(publicKey.algorithm, output),
      try publicKey.verifies(signature, of: message)
    else { throw SigningError(.signerOutput) }
    return signature
  }

  private func output(for message: [UInt8]) throws(SigningError) -> [UInt8] {
    do throws(ChildProcess.Failure) {
      return try ChildProcess.run(
        command,
        input: message,
        outputMax: ExternalSigner.signatureMax,
        timeoutMilliseconds: timeoutMilliseconds
      )
    } catch {
      switch error {
      case .start(let code): throw SigningError(.startSigner, reasons: ["errno \(code)"])
      case .timeout: throw SigningError(.awaitSigner)
      case .excess: throw SigningError(.signerOutput)
      case .exit(let reason): throw SigningError(.signerExit, reasons: [reason])
      }
    }
  }
}
