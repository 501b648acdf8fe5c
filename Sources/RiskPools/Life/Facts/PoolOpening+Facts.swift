public import CanonicalJSON
public import Findings
import Policies

extension PoolOpening {
  /// What a record holds of the opening.
  public var facts: JSONValue {
    .facts([
      "pool": .text(pool), "accounts": .array(accounts.map { .string($0) }),
      "scheme": scheme.facts,
    ])
  }

  /// Reads an opening.
  ///
  /// - Parameters:
  ///   - facts: what the record, or a person's file, says about it.
  ///   - scheme: the scheme with a digest; an adoption is made again from its bytes.
  /// - Throws: every member that is unknown, missing or wrong, with its path.
  public init(
    facts: JSONValue,
    scheme: (_ digest: String) throws(Findings) -> Scheme
  ) throws(Findings) {
    let log = FindingLog()
    let fields = Fields(try Document(facts: facts), log)
    let pool = fields.required("pool", .text)
    let accounts = fields.required("accounts", .list(of: .text))
    let section = fields.section("scheme")
    let adopted = try AdoptedScheme(section, scheme)
    section.finish()
    fields.finish()
    try log.check()
    guard let pool, let accounts, let adopted else {
      preconditionFailure("complete without findings")
    }
    self.init(pool: pool, accounts: accounts, scheme: adopted)
  }
}

extension AdoptedScheme: Facts {
  /// The scheme by identity and digest; the rest is in the policy's bytes.
  var facts: JSONValue {
    .facts(["policy": .text(policy), "digest": .text(digest), "from": .text(from)])
  }

  /// An adoption is read together with the scheme that it froze.
  init?(_ fields: Fields) { nil }

  init?(
    _ fields: Fields,
    _ scheme: (String) throws(Findings) -> Scheme
  ) throws(Findings) {
    let id = fields.required("policy", .identifier)
    let digest = fields.required("digest", .digest)
    let from = fields.required("from", .date)
    guard let id, let digest, let from else { return nil }
    let adopted = try scheme(digest)
    guard adopted.header.id == id else {
      let range = ["range": "= \(adopted.header.id)"]
      fields.log.add(Finding(.fieldValue, column: "policy", value: id, arguments: range))
      return nil
    }
    do throws(Refusal) {
      try self.init(adopted, digest: digest, from: from)
    } catch {
      error.findings.forEach(fields.log.add)
      return nil
    }
  }
}

extension Refusal {
  /// The refusal as findings: what is open is missing.
  var findings: [Finding] {
    switch self {
    case .open(let paths): paths.map { Finding(.fieldMissing, column: $0) }
    case .findings(let findings): findings.list
    }
  }
}
