import CanonicalJSON
import Policies
import Quantities

/// What a project achieves and what is known about its company, as records hold it.
extension StageReached: Facts {
  var facts: JSONValue { .facts(["stage": .word(stage)]) }

  init?(_ fields: Fields) {
    guard let stage = fields.required("stage", Notation<ProjectStage>.word) else { return nil }
    self.init(stage)
  }
}

extension OutputReport: Facts {
  var facts: JSONValue { .facts(["year": .text(year), "amount": .text(amount)]) }

  init?(_ fields: Fields) {
    let year = fields.required("year", .ordinal)
    guard let amount = fields.required("amount", .amount), let year else { return nil }
    self.init(year: year, amount: amount)
  }
}

extension DeadlineExtended: Facts {
  var facts: JSONValue { .facts(["until": .text(until)]) }

  init?(_ fields: Fields) {
    guard let until = fields.required("until", .date) else { return nil }
    self.init(until: until)
  }
}

extension Appraisal: Facts {
  var facts: JSONValue {
    .facts(["worth": .text(value), "as_of": .text(asOf), "filing": .unlessEmpty(filing)])
  }

  init?(_ fields: Fields) {
    let value = fields.required("worth", .amount)
    let filing = fields.optional("filing", .text) ?? ""
    guard let asOf = fields.required("as_of", .date), let value else { return nil }
    self.init(value: value, asOf: asOf, filing: filing)
  }
}

extension Reward: Facts {
  var facts: JSONValue {
    .facts([
      "payee": .text(payee), "role": .word(role), "basis": .text(basis), "amount": .text(amount),
    ])
  }

  init?(_ fields: Fields) {
    let payee = fields.required("payee", .text)
    let role = fields.required("role", Notation<Role>.word)
    let basis = fields.required("basis", .text)
    let amount = fields.required("amount", .amount)
    guard let payee, let role, let basis, let amount else { return nil }
    self.init(payee: payee, role: role, basis: basis, amount: amount)
  }
}

extension Exposure: Facts {
  var facts: JSONValue {
    .facts([
      "exposure": .text(code), "kind": .word(kind), "party": .text(party),
      "amount": .text(amount), "until": .text(until),
    ])
  }

  init?(_ fields: Fields) {
    let code = fields.required("exposure", .text)
    let kind = fields.required("kind", Notation<Kind>.word)
    let party = fields.required("party", .text)
    let amount = fields.required("amount", .amount)
    let until = fields.required("until", .date)
    guard let code, let kind, let party, let amount, let until else { return nil }
    self.init(code: code, kind: kind, party: party, amount: amount, until: until)
  }
}

extension ExposureEnd: Facts {
  var facts: JSONValue { .facts(["exposure": .text(code)]) }

  init?(_ fields: Fields) {
    guard let code = fields.required("exposure", .text) else { return nil }
    self.init(code: code)
  }
}

extension Commitment: Facts {
  var facts: JSONValue {
    .facts(["commitment": .text(code), "holder": .text(holder), "text": .text(text)])
  }

  init?(_ fields: Fields) {
    let code = fields.required("commitment", .text)
    let holder = fields.required("holder", .text)
    guard let text = fields.required("text", .text), let code, let holder else { return nil }
    self.init(code: code, holder: holder, text: text)
  }
}

extension Recovery: Facts {
  var facts: JSONValue { .facts(["amount": .text(amount)]) }

  init?(_ fields: Fields) {
    guard let amount = fields.required("amount", .amount) else { return nil }
    self.init(amount: amount)
  }
}
