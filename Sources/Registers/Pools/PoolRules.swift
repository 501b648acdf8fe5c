public import RiskPools
import Findings
import Policies
public import Store

/// The schemes and posting templates of pools that the ledger has adopted (已采用的补偿办法).
public final class PoolRules {
  private let snapshot: LedgerSnapshot
  private var schemes: [String: Scheme] = [:]
  private var templateSets: [String: PoolPostings] = [:]

  /// The rules of a ledger.
  public init(_ snapshot: LedgerSnapshot) { self.snapshot = snapshot }

  /// The adopted scheme with a digest.
  /// - Throws: `E-POLICY-UNKNOWN` when no such file was adopted.
  public func scheme(_ digest: String) throws(RegisterError) -> Scheme {
    if let known = schemes[digest] { return known }
    let adopted = try RegisterError.stored { () throws(StoreError) in
      try snapshot.adoption(digest: digest, kind: .riskPool)
    }
    guard let adopted else { throw .finding(.policyUnknown, value: digest, ["policy": digest]) }
    let scheme = try RegisterError.found { () throws(Findings) in
      try Scheme(Document(adopted.file.bytes, .policy))
    }
    schemes[digest] = scheme
    return scheme
  }

  /// The scheme with an identity that was adopted last, and its digest.
  /// - Throws: `E-POLICY-UNKNOWN`.
  public func scheme(named name: String) throws(RegisterError) -> (scheme: Scheme, digest: String) {
    let adopted = try RegisterError.stored { () throws(StoreError) in
      try snapshot.adoption(named: name, kind: .riskPool)
    }
    guard let adopted else { throw .finding(.policyUnknown, value: name, ["policy": name]) }
    return (try scheme(adopted.digest), adopted.digest)
  }

  /// The templates in force: those that were adopted last.
  /// - Throws: `E-TEMPLATES-UNKNOWN` when none were.
  public func templates() throws(RegisterError) -> (digest: String, templates: PoolPostings) {
    let adopted = try RegisterError.stored { () throws(StoreError) in
      try snapshot.adoptions(.poolPostings).last
    }
    guard let adopted else { throw .finding(.templatesUnknown) }
    return (adopted.digest, try templates(adopted.digest))
  }

  /// The adopted templates with a digest.
  /// - Throws: `E-TEMPLATES-UNKNOWN`.
  public func templates(_ digest: String) throws(RegisterError) -> PoolPostings {
    if let known = templateSets[digest] { return known }
    let adopted = try RegisterError.stored { () throws(StoreError) in
      try snapshot.adoption(digest: digest, kind: .poolPostings)
    }
    guard let adopted else { throw .finding(.templatesUnknown, value: digest) }
    let templates = try RegisterError.found { () throws(Findings) in
      try PoolPostings(adopted.file.bytes)
    }
    templateSets[digest] = templates
    return templates
  }
}
