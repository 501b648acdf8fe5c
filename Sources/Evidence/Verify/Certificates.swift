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
    let paths = [BundleFormat.certificateSM2, BundleFormat.certificateP256]
    for path in paths where source[path] != nil { throw Defect(.notJudged, path) }
    guard authorities == nil else { throw Defect(.noCertificate) }
    return .notNeeded
  }

  /// The check `timestamp`.
  static func checkStamp(
    _ source: BundleSource,
    _ statement: Statement,
    _ keys: [PublicKey],
    authorities: [UInt8]?
  ) throws(Defect) -> Verdict.Outcome {
    let paths = [BundleFormat.token, BundleFormat.tokenSignature]
    for path in paths where source[path] != nil { throw Defect(.notJudged, path) }
    guard authorities == nil else { throw Defect(.noToken) }
    return .notNeeded
  }
}
