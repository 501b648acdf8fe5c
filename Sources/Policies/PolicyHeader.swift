import Findings
public import Quantities

/// What a policy file says about the policy as a whole (政策出处).
public struct PolicyHeader: Hashable, Sendable {
  /// What the policy rules.
  public let kind: PolicyKind
  /// The identity of this version, for example `zhejiang-2008`.
  public let id: String
  /// The name of the policy; empty when the file gives none.
  public let title: String
  /// The number of the document (文号).
  public let documentNumber: String
  /// Who issued it.
  public let issuer: String
  /// The day of the document (发文日期).
  public let issuedOn: CivilDate?
  /// The first day it applies to.
  public let effectiveFrom: CivilDate?
  /// The last day it applies to.
  public let effectiveTo: CivilDate?
  /// Where the text was read.
  public let sourceURL: String
  /// The SHA-256 of what was read there, in hexadecimal digits.
  public let sourceSHA256: String
  /// How sure the file is as a whole.
  public let mark: Certainty?

  /// Reads the header; the fields of the kind are left to its own reader.
  /// - Returns: `nil` when something in it is wrong, which the log then tells.
  package init?(_ fields: Fields) {
    let kind = fields.required("policy", Notation<PolicyKind>.word)
    let id = fields.required("policy_id", .identifier)
    title = fields.optional("title", .text) ?? ""
    documentNumber = fields.optional("doc_no", .text) ?? ""
    issuer = fields.optional("issuer", .text) ?? ""
    issuedOn = fields.ifKnown("issued_on", .date)
    effectiveFrom = fields.ifKnown("effective_from", .date)
    effectiveTo = fields.ifKnown("effective_to", .orNothing(.date)) ?? nil
    sourceURL = fields.optional("source_url", .text) ?? ""
    sourceSHA256 = fields.ifKnown("source_sha256", .digest) ?? ""
    mark = fields.place("mark", or: "certainty").flatMap { Notation.word.read($0, fields.log) }
    if let first = effectiveFrom, let last = effectiveTo, last < first,
      let place = fields.node["effective_to"]
    {
      fields.log.add(.dateOrder, place, ["earlier": "\(first)"])
    }
    guard let kind, let id else { return nil }
    self.kind = kind
    self.id = id
  }
}

extension Fields {
  /// A value that no rule needs, so that it may be open.
  fileprivate func ifKnown<Value>(_ key: String, _ notation: Notation<Value>) -> Value? {
    log.parameter { optional(key, notation) }.value
  }
}

/// The kinds of policies (政策类别).
public enum PolicyKind: String, Hashable, Sendable, CaseIterable {
  /// 先投后股
  case investFirst = "invest_first"
  /// 风险补偿
  case riskPool = "risk_pool"
}

extension Document {
  /// The kind of policy that the file says it is; `nil` when it says none that is known.
  package var policyKind: PolicyKind? {
    root["policy"]?.text.flatMap { PolicyKind(rawValue: $0) }
  }
}

extension Notation {
  /// The notation of a value that may be an empty text instead, which stands for none.
  package static func orNothing<Some>(_ notation: Notation<Some>) -> Notation where Value == Some? {
    Notation { node, log in
      if node.text == "" { return .some(nil) }
      return notation.read(node, log).map { .some($0) }
    }
  }
}

extension Notation where Value == String {
  /// A name made of small letters, digits and hyphens.
  package static let identifier = Notation.text.limited(to: "a–z 0–9 -") { text in
    text.utf8.count <= 64
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
      }
  }
}
