import Audit
import Signing

/// Runs every check of a bundle (审计包核验).
///
/// Nothing is taken from the bundle on trust: the auditor says which keys may have signed, they
/// say what the statement is, the statement says what the files are, and only then are they read
/// for what they say.
public struct Verifier {
  private var outcomes: [Check: Verdict.Outcome] = [:]
  private let demands: Demands

  /// Verifies the bundle at a path.
  /// - Parameters:
  ///   - path: a folder or tar file.
  ///   - demands: what the auditor brings along.
  /// - Returns: what became of each check.
  public static func verify(_ path: String, _ demands: Demands) -> Verdict {
    var verifier = Verifier(demands: demands)
    let statement = verifier.run(path)
    let head = statement.map { statement in
      Verdict.Head(
        size: statement.growth.head.size,
        rootSHA256: "\(statement.growth.head.roots.sha256)",
        rootSM3: "\(statement.growth.head.roots.sm3)"
      )
    }
    return Verdict(
      results: Check.allCases.map { check in
        Verdict.Result(check: check, outcome: verifier.outcomes[check] ?? .notRun)
      },
      head: head
    )
  }

  private init(demands: Demands) { self.demands = demands }

  /// Runs a check.
  /// - Returns: what it found out; `nil` when it failed.
  private mutating func check<Result>(
    _ check: Check,
    _ body: () throws(Defect) -> Result
  ) -> Result? {
    do throws(Defect) {
      let result = try body()
      outcomes[check] = result as? Verdict.Outcome ?? .passed
      return result
    } catch {
      outcomes[check] = .failed(error)
      return nil
    }
  }

  private mutating func run(_ path: String) -> Statement? {
    let source = check(.files) { () throws(Defect) in try FileChecks.open(path) }
    guard let source else { return nil }
    let statement = check(.statement) { () throws(Defect) in try FileChecks.statement(source) }
    guard let statement else { return nil }
    let demands = demands
    let keys = check(.pins) { () throws(Defect) in
      try SignatureChecks.keys(source, statement, pinned: try demands.pinnedKeys())
    }
    guard let keys else { return statement }
    _ = check(.certificates) { () throws(Defect) in
      try Certificates.check(source, statement, keys, authorities: demands.authorities)
    }
    let signed: Void? = check(.signatures) { () throws(Defect) in
      try SignatureChecks.signatures(source, statement, keys)
    }
    _ = check(.timestamp) { () throws(Defect) in
      let authorities = demands.stampAuthorities
      return try Certificates.checkStamp(source, statement, keys, authorities: authorities)
    }
    guard signed != nil else { return statement }
    let manifests = check(.manifest) { () throws(Defect) in
      try FileChecks.manifests(source, statement)
    }
    if let manifests { readFiles(source, statement, manifests) }
    return statement
  }

  private mutating func readFiles(
    _ source: BundleSource,
    _ statement: Statement,
    _ manifests: FileChecks.Manifests
  ) {
    let seen = Result { () throws(Defect) in try demands.since.map(SeenState.init) }
    let read = check(.digests) { () throws(Defect) in
      try FileChecks.checkPaths(source, manifests)
      let size = (try? seen.get())?.flatMap(\.size)
      let hashing = try FileHashing(then: size)
      for file in source.files
      where BundleFormat.isListed(file.path) && !file.path.hasPrefix(BundleFormat.entriesPrefix) {
        try hashing.read(source.open(file))
      }
      let pass = try RecordPass(source, statement, then: size)
      try pass.read(hashing)
      try FileChecks.checkDigests(hashing.digests, manifests)
      return pass
    }
    guard let pass = read else { return }
    let sound: Void? = check(.records) { () throws(Defect) in try pass.checkRecords() }
    guard sound != nil else { return }
    judge(source, statement, pass, seen)
  }

  private mutating func judge(
    _ source: BundleSource,
    _ statement: Statement,
    _ pass: RecordPass,
    _ seen: Result<SeenState?, Defect>
  ) {
    _ = check(.tree) { () throws(Defect) in try pass.checkTree() }
    let keys: Void? = check(.keys) { () throws(Defect) in try pass.checkKeys() }
    if keys != nil {
      _ = check(.checkpoint) { () throws(Defect) in
        try SignatureChecks.checkpoints(source, statement, pass.keyring)
      }
      _ = check(.history) { () throws(Defect) in try pass.checkHistory() }
    }
    _ = check(.since) { () throws(Defect) -> Verdict.Outcome in
      guard let seen = try seen.get() else { return .notNeeded }
      try SinceCheck.check(seen, source, statement, pass.rootsThen)
      return .passed
    }
    _ = check(.vouchers) { () throws(Defect) in try pass.checkVouchers() }
    _ = check(.project) { () throws(Defect) in try pass.checkProject() }
    _ = check(.derived) { () throws(Defect) in try pass.checkDerived() }
  }
}
