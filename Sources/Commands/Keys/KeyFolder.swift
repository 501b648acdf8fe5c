import Audit
import Signing

/// A folder with the keys that sign (密钥文件夹).
///
/// Each key is either `NAME.key`, a private key as PEM, or `NAME.signer`, the command of a program
/// that holds it: one argument a line, first the program's absolute path. Beside it is `NAME.pub`.
/// Whatever would let somebody else sign, or sign with something else, is refused.
struct KeyFolder {
  /// Where it is.
  let path: String
  private let password: [UInt8]?

  /// How a private key is held.
  enum Holder: String {
    case file
    case program
  }

  /// Opens a folder; keys are read when they are asked for.
  /// - Parameters:
  ///   - path: the folder.
  ///   - passwordFile: the first line opens all keys that are encrypted.
  /// - Throws: `E-FILE-MISSING`, `E-PASSWORD-EMPTY`.
  init(_ path: String, passwordFile: String? = nil) throws(Failure) {
    guard System.isFolder(path) else { throw Failure(.fileMissing, ["path": path]) }
    self.path = path
    password = try passwordFile.map { file throws(Failure) in try KeyFolder.password(file) }
  }

  /// The first line of a file, without its end.
  static func password(_ path: String) throws(Failure) -> [UInt8] {
    let bytes = try KeyFolder.read(path)
    var line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard !line.isEmpty else { throw Failure(.passwordEmpty, ["path": path]) }
    return Array(line)
  }

  /// The file of a key with an ending.
  func file(_ name: KeyName, _ ending: String) -> String { "\(path)/\(name.rawValue).\(ending)" }

  /// How the private half of a key is held, `nil` when it is not here.
  func holder(of name: KeyName) -> Holder? {
    if case .file = System.kind(of: file(name, "key")) { return .file }
    if case .file = System.kind(of: file(name, "signer")) { return .program }
    return nil
  }

  /// The keys that can sign.
  var names: [KeyName] { KeyName.allCases.filter { holder(of: $0) != nil } }

  /// The public key, `nil` when it is not here.
  func publicKey(_ name: KeyName) throws(Failure) -> PublicKey? {
    guard case .file = System.kind(of: file(name, "pub")) else { return nil }
    let key = try KeyFolder.publicKey(file(name, "pub"))
    guard key.algorithm == name.algorithm else { throw refusal(name, "pub", "other-algorithm") }
    return key
  }

  /// Reads a public key.
  static func publicKey(_ path: String) throws(Failure) -> PublicKey {
    guard let key = try? PublicKey(pem: try read(path)) else {
      throw Failure(.keyFile, ["path": path, "reason": "no-public-key"])
    }
    return key
  }

  /// The signers of statement and note.
  /// - Throws: `E-KEY-MISSING` with all that are missing; as ``signer(_:)``.
  func headSigners() throws(Failure) -> HeadSigners {
    try require(KeyName.allCases)
    var signers: [any Signer] = []
    for name in KeyName.allCases { signers.append(try signer(name)) }
    guard let heads = HeadSigners(signers) else {
      preconditionFailure("there is one signer of each algorithm")
    }
    return heads
  }

  /// The certificates `NAME.crt` of the keys that sign statements, where there are any.
  /// - Throws: `E-KEY-FILE` for one that does not speak for its key now.
  func certificates(
    of signers: HeadSigners,
    at time: RecordTime
  ) throws(Failure) -> [KeyAlgorithm: [UInt8]] {
    var certificates: [KeyAlgorithm: [UInt8]] = [:]
    for name in KeyName.allCases where name.algorithm != .ed25519 {
      guard case .file = System.kind(of: file(name, "crt")),
        let key = signers.all.first(where: { $0.publicKey.algorithm == name.algorithm })?.publicKey
      else { continue }
      let text = try KeyFolder.read(file(name, "crt"))
      guard let chain = try? CertificateChain(pem: text) else {
        throw refusal(name, "crt", "no-certificate")
      }
      let defect: CertificateDefect?
      do throws(SigningError) {
        defect = try chain.judge(key: key, at: time.secondsSince1970, roots: nil)
      } catch { throw Failure(error) }
      if let defect { throw refusal(name, "crt", "certificate-\(defect.rawValue)") }
      certificates[name.algorithm] = text
    }
    return certificates
  }

  /// - Throws: `E-KEY-MISSING`.
  func require(_ names: [KeyName]) throws(Failure) {
    let missing = names.filter { holder(of: $0) == nil }.map(\.rawValue)
    guard let first = missing.first else { return }
    throw Failure(
      .keyMissing,
      ["path": path, "names": missing.joined(separator: ", "), "name": first]
    )
  }

  /// Whoever signs with a key.
  /// - Throws: `E-KEY-MISSING`, `E-KEY-FILE`, `E-KEY-EXPOSED`, `E-PASSWORD-NEEDED`,
  ///   `E-KEY-PASSWORD`.
  func signer(_ name: KeyName) throws(Failure) -> any Signer {
    try require([name])
    switch holder(of: name) {
    case .program: return try program(name)
    case .file, nil: break
    }
    let signer = try privateKey(name)
    guard signer.publicKey.algorithm == name.algorithm else {
      throw refusal(name, "key", "other-algorithm")
    }
    if let stated = try publicKey(name), stated != signer.publicKey {
      throw refusal(name, "key", "other-pair")
    }
    return signer
  }

  private func privateKey(_ name: KeyName) throws(Failure) -> PEMSigner {
    let path = file(name, "key")
    let pem = try KeyFolder.read(path)
    let isEncrypted = PEMSigner.isEncrypted(pem)
    if !isEncrypted { try requirePrivate(path, 0o077) }
    if isEncrypted, password == nil { throw Failure(.passwordNeeded, ["path": path]) }
    do throws(SigningError) {
      guard isEncrypted, let password else { return try PEMSigner(plainPEM: pem) }
      return try PEMSigner(encryptedPEM: pem, passphrase: password)
    } catch {
      if error.operation == .passphrase { throw Failure(.keyPassword, ["path": path]) }
      throw refusal(name, "key", "no-private-key")
    }
  }

  private func program(_ name: KeyName) throws(Failure) -> ExternalSigner {
    let path = file(name, "signer")
    try requirePrivate(path, 0o022)
    guard let key = try publicKey(name) else {
      throw Failure(.fileMissing, ["path": file(name, "pub")])
    }
    let text = String(decoding: try KeyFolder.read(path), as: UTF8.self)
    let command = text.split(whereSeparator: \.isNewline).map(String.init)
    guard command.first?.hasPrefix("/") == true else { throw refusal(name, "signer", "no-program") }
    return ExternalSigner(command: command, publicKey: key)
  }

  /// - Throws: `E-KEY-EXPOSED` when others than the owner have one of the permissions.
  private func requirePrivate(_ path: String, _ permissions: UInt32) throws(Failure) {
    guard case .file(let mode) = System.kind(of: path), mode & permissions != 0 else { return }
    throw Failure(.keyExposed, ["path": path])
  }

  private func refusal(_ name: KeyName, _ ending: String, _ reason: String) -> Failure {
    Failure(.keyFile, ["path": file(name, ending), "reason": reason])
  }

  private static func read(_ path: String) throws(Failure) -> [UInt8] {
    do throws(System.CallFailure) { return try System.read(path) } catch {
      throw Failure(reading: path, error)
    }
  }
}

extension KeyFolder {
  /// Makes a new key and writes both halves; nothing is ever overwritten.
  /// - Parameters:
  ///   - name: which one.
  ///   - path: the folder; it is made when it is not there.
  ///   - password: encrypts the private key; without one it is written as it is.
  ///   - keep: whether to write anything.
  /// - Returns: the public key and its file.
  /// - Throws: `E-FILE-EXISTS`, or what the system reported.
  static func make(
    _ name: KeyName,
    in path: String,
    password: [UInt8]?,
    keep: Bool
  ) throws(Failure) -> (key: PublicKey, file: String) {
    let base = "\(path)/\(name.rawValue)"
    for ending in ["key", "signer", "pub"] {
      if case .missing = System.kind(of: "\(base).\(ending)") { continue }
      throw Failure(.fileExists, ["path": "\(base).\(ending)"])
    }
    let (signer, pem): (PEMSigner, String)
    do throws(SigningError) {
      signer = try PEMSigner(new: name.algorithm)
      if let password {
        pem = try signer.encryptedPEM(passphrase: password)
      } else {
        pem = try signer.plainPEM()
      }
    } catch { throw Failure(error) }
    if keep {
      let files = [
        System.NewFile("\(base).key", Array(pem.utf8), mode: 0o600),
        System.NewFile("\(base).pub", Array(signer.publicKey.pem.utf8)),
      ]
      do throws(System.CallFailure) {
        try System.makeFolder(path, mode: 0o700)
        try System.create(files)
      } catch { throw Failure(writing: "\(base).key", error) }
    }
    return (signer.publicKey, "\(base).pub")
  }
}

extension Failure {
  private static let stamping: Set<SigningError.Operation> = [
    .timestamp, .timestampRefused, .timestampAddress, .startTransfer, .timestampAnswer,
    .httpStatus, .timestampDefect,
  ]

  /// What it means on the command line that somebody did not sign, or did not stamp.
  init(_ error: SigningError) {
    self.init(
      Failure.stamping.contains(error.operation) ? .timestamp : .signer,
      ["reason": error.operation.rawValue, "detail": error.reasons.joined(separator: "; ")]
    )
  }
}
