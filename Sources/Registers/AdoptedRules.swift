import Findings
public import InvestFirst
import Policies
public import Store

/// The policies and posting templates that the ledger has adopted (已采用的政策与分录模板).
///
/// Each is read from the bytes in the log, once.
public final class AdoptedRules {
  private let snapshot: LedgerSnapshot
  private var policies: [String: InvestFirstPolicy] = [:]
  private var templateSets: [String: PostingTemplates] = [:]
  private var current: (digest: String, templates: PostingTemplates)?
  private var published: RateTable?

  /// The rules of a ledger.
  public init(_ snapshot: LedgerSnapshot) { self.snapshot = snapshot }

  /// Forgets what is in force, after something was adopted.
  public func refresh() {
    current = nil
    published = nil
  }

  /// The adopted policy of 先投后股 with a digest.
  /// - Throws: `E-POLICY-UNKNOWN` when no such file was adopted.
  public func policy(_ digest: String) throws(RegisterError) -> InvestFirstPolicy {
    if let known = policies[digest] { return known }
    let adopted = try RegisterError.stored { () throws(StoreError) in
      try snapshot.adoption(digest: digest, kind: .investFirst)
    }
    guard let adopted else {
      throw .finding(.policyUnknown, value: digest, ["policy": digest])
    }
    let policy = try RegisterError.found { () throws(Findings) in
      try InvestFirstPolicy(Document(adopted.file.bytes, .policy))
    }
    policies[digest] = policy
    return policy
  }

  /// The policy with an identity that was adopted last, and its digest.
  /// - Throws: `E-POLICY-UNKNOWN`.
  public func policy(
    named name: String
  ) throws(RegisterError) -> (policy: InvestFirstPolicy, digest: String) {
    let adopted = try RegisterError.stored { () throws(StoreError) in
      try snapshot.adoption(named: name, kind: .investFirst)
    }
    guard let adopted else { throw .finding(.policyUnknown, value: name, ["policy": name]) }
    return (try policy(adopted.digest), adopted.digest)
  }

  /// The templates in force: those that were adopted last.
  /// - Throws: `E-TEMPLATES-UNKNOWN` when none were.
  public func templates() throws(RegisterError) -> (digest: String, templates: PostingTemplates) {
    if let current { return current }
    let adopted = try RegisterError.stored { () throws(StoreError) in
      try snapshot.adoptions(.postings).last
    }
    guard let adopted else { throw .finding(.templatesUnknown) }
    let found = (adopted.digest, try templates(adopted.digest))
    current = found
    return found
  }

  /// The adopted templates with a digest.
  /// - Throws: `E-TEMPLATES-UNKNOWN`.
  public func templates(_ digest: String) throws(RegisterError) -> PostingTemplates {
    if let known = templateSets[digest] { return known }
    let adopted = try RegisterError.stored { () throws(StoreError) in
      try snapshot.adoption(digest: digest, kind: .postings)
    }
    guard let adopted else { throw .finding(.templatesUnknown, value: digest) }
    let templates = try RegisterError.found { () throws(Findings) in
      try PostingTemplates(adopted.file.bytes)
    }
    templateSets[digest] = templates
    return templates
  }

  /// The published rates in force: every file that was adopted, a later word about a day before an
  /// earlier one.
  public func rates() throws(RegisterError) -> RateTable {
    if let published { return published }
    let files = try RegisterError.stored { () throws(StoreError) in
      try snapshot.adoptions(.rates)
    }
    var table = RateTable()
    for adopted in files {
      let later = try RegisterError.found { () throws(Findings) in
        try RateTable(file: adopted.file.bytes)
      }
      table = table.replaced(by: later)
    }
    published = table
    return table
  }

  /// The targets in force: those that were adopted last; `nil` when none were.
  public func targets() throws(RegisterError) -> TargetSet? {
    let adopted = try RegisterError.stored { () throws(StoreError) in
      try snapshot.adoptions(.targets).last
    }
    guard let adopted else { return nil }
    return try RegisterError.found { () throws(Findings) in try TargetSet(adopted.file.bytes) }
  }

  /// The policy of 先投后股 that was adopted last.
  /// - Throws: `E-POLICY-UNKNOWN` when none was.
  public func newestPolicy() throws(RegisterError) -> InvestFirstPolicy {
    let adopted = try RegisterError.stored { () throws(StoreError) in
      try snapshot.adoptions(.investFirst).last
    }
    guard let adopted else { throw .finding(.policyUnknown) }
    return try policy(adopted.digest)
  }
}
