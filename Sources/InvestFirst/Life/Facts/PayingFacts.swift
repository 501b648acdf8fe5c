import CanonicalJSON
import Findings
import Policies
import Quantities

/// Contract, instalments and rent as records hold them.
extension Contract: Facts {
  /// The policy by identity and digest, and the weights; the rest is in the policy's bytes.
  var facts: JSONValue {
    let weights = weights.map { JSONValue.Member($0.rawValue, .text($1.rawValue)) }
    return .facts(["policy": .text(policy), "digest": .text(digest), "weights": .facts(weights)])
  }

  /// A contract is made again from the policy that it froze.
  init?(
    _ fields: Fields,
    _ policy: (String) throws(Findings) -> InvestFirstPolicy
  ) throws(Findings) {
    let id = fields.required("policy", .identifier)
    let digest = fields.required("digest", .digest)
    let weights = fields.required("weights", .weights)
    guard let id, let digest, let weights else { return nil }
    let adopted = try policy(digest)
    guard adopted.header.id == id else {
      let range = ["range": "= \(adopted.header.id)"]
      fields.log.add(Finding(.fieldValue, column: "policy", value: id, arguments: range))
      return nil
    }
    do throws(Refusal) {
      self = try Contract(adopted, digest: digest, weights: weights)
    } catch {
      error.findings.forEach(fields.log.add)
      return nil
    }
  }
}

extension Tranche: Facts {
  var facts: JSONValue {
    .facts([
      "number": .text(number), "amount": .text(amount), "kind": .word(kind),
      "source": .unlessEmpty(source), "since": since.map { .text($0) },
    ])
  }

  init?(_ fields: Fields) {
    let number = fields.required("number", .ordinal)
    let amount = fields.required("amount", .amount)
    let kind = fields.required("kind", Notation<SupportKind>.word)
    let source = fields.optional("source", .text) ?? ""
    let since = fields.optional("since", .date)
    guard let number, let amount, let kind else { return nil }
    self.init(number: number, amount: amount, kind: kind, source: source, since: since)
  }
}

extension MilestoneReview: Facts {
  var facts: JSONValue {
    .facts(["tranche": .text(tranche), "passed": .text(isPassed)])
  }

  init?(_ fields: Fields) {
    let tranche = fields.required("tranche", .ordinal)
    guard let isPassed = fields.required("passed", .flag), let tranche else { return nil }
    self.init(tranche: tranche, isPassed: isPassed)
  }
}

extension Lease: Facts {
  var facts: JSONValue {
    .facts([
      "lease": .text(code), "landlord": .text(landlord), "premises": .text(premises),
      "from": .text(from), "to": .text(to),
    ])
  }

  init?(_ fields: Fields) {
    let code = fields.required("lease", .text)
    let landlord = fields.required("landlord", .text)
    let premises = fields.required("premises", .text)
    let (from, to) = (fields.required("from", .date), fields.required("to", .date))
    guard let code, let landlord, let premises, let from, let to else { return nil }
    self.init(code: code, landlord: landlord, premises: premises, from: from, to: to)
  }
}

extension RentMonth: Facts {
  var facts: JSONValue {
    .facts([
      "lease": .text(lease), "month": .text(month), "amount": .text(amount),
      "source": .unlessEmpty(source),
    ])
  }

  init?(_ fields: Fields) {
    let lease = fields.required("lease", .text)
    let month = fields.required("month", .month)
    let source = fields.optional("source", .text) ?? ""
    guard let amount = fields.required("amount", .amount), let lease, let month else { return nil }
    self.init(lease: lease, month: month, amount: amount, source: source)
  }
}

extension TriggerMet: Facts {
  var facts: JSONValue { .facts(["trigger": .word(kind), "note": .unlessEmpty(note)]) }

  init?(_ fields: Fields) {
    let kind = fields.required("trigger", Notation<ConversionTerms.Trigger.Kind>.word)
    let note = fields.optional("note", .text) ?? ""
    guard let kind else { return nil }
    self.init(kind, note: note)
  }
}

extension Notation where Value == [SupportKind: PPM] {
  /// The kinds that count with their weights.
  fileprivate static let weights = Notation.object { fields in
    var weights: [SupportKind: PPM] = [:]
    for kind in SupportKind.allCases { weights[kind] = fields.optional(kind.rawValue, .share) }
    return weights
  }
}

extension Notation where Value == Int {
  /// A place in a row, from 1.
  static let ordinal = Notation(.integer) { node in
    node.text.flatMap { Int($0) }.flatMap { "\($0)" == node.text ? $0 : nil }
  }.limited(to: "≥ 1") { $0 >= 1 }
}

extension Refusal {
  /// The refusal as findings: what is open is missing.
  var findings: [Finding] {
    switch self {
    case .open(let paths): paths.map { .needed($0) }
    case .findings(let findings): findings.list
    }
  }
}
