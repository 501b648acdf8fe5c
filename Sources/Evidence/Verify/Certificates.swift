import Audit
import Signing

/// Judges certificates and time stamps.
///
/// What cannot be judged does not pass.
enum Certificates {
  /// The check `certificates`.
  static func check(
    _ source: BundleSource,
    _ statement: Statement,
    _ keys: [PublicKey],
    authorities: [UInt8]?
  ) throws(Defect) -> Verdict.Outcome {
    let certified = keys.filter { source[BundleFormat.certificate(of: $0)] != nil }
    // Who asks for roots asks it of each key: one certificate says nothing of the other.
    guard authorities == nil || certified == keys else { throw Defect(.noCertificate) }
    guard !certified.isEmpty else { return .notNeeded }
    let roots = try authorities.map { given throws(Defect) in try self.roots(given, "--ca") }
    for key in certified {
      let path = BundleFormat.certificate(of: key)
      let text = try source.bytes(path)
      try demand(text, path, key, at: statement.making.at, roots)
    }
    return .passed
  }

  /// Demands that a text is a certificate of a key.
  static func demand(
    _ text: [UInt8],
    _ path: String,
    _ key: PublicKey,
    at time: RecordTime,
    _ roots: [Certificate]? = nil
  ) throws(Defect) {
    guard let chain = try? CertificateChain(pem: text) else {
      throw Defect(.certificate, path, found: "unreadable")
    }
    let defect = try Defect.hashing { () throws(SigningError) in
      try chain.judge(key: key, at: time.secondsSince1970, roots: roots)
    }
    if let defect { throw Defect(.certificate, path, found: defect.rawValue) }
  }

  /// The check `timestamp`.
  static func checkStamp(
    _ source: BundleSource,
    _ statement: Statement,
    _ keys: [PublicKey],
    authorities: [UInt8]?
  ) throws(Defect) -> Verdict.Outcome {
    let (path, signaturePath) = (BundleFormat.token, BundleFormat.tokenSignature)
    guard source[path] != nil else {
      if source[signaturePath] != nil { throw Defect(.missing, path) }
      guard authorities == nil else { throw Defect(.noToken) }
      return .notNeeded
    }
    let response = try source.bytes(path, lengthMax: TimestampToken.lengthMax)
    let bytes = try source.bytes(signaturePath, lengthMax: 128)
    guard let key = keys.first(where: { $0.algorithm == .p256 }),
      let signature = try? Signature(.p256, bytes)
    else { throw Defect(.signature, signaturePath) }
    let isCountersigned = try Defect.hashing { () throws(SigningError) in
      try key.verifies(signature, of: response)
    }
    guard isCountersigned else { throw Defect(.signature, signaturePath) }
    let roots = try authorities.map { given throws(Defect) in try self.roots(given, "--tsa-ca") }
    guard let token = try? TimestampToken(response: response) else {
      throw Defect(.token, path, found: "unreadable")
    }
    let defect = try Defect.hashing { () throws(SigningError) in
      try token.judge(data: statement.bytes, roots: roots)
    }
    if let defect { throw Defect(.token, path, found: defect.code) }
    return .passed
  }

  private static func roots(
    _ given: [UInt8],
    _ option: String
  ) throws(Defect) -> [Certificate] {
    guard let roots = try? Certificate.list(pem: given) else { throw Defect(.rootFile, option) }
    return roots
  }
}
