import CanonicalJSON
import Policies
import Quantities

/// Exits, money that comes back, and losses as records hold them.
extension ExitPrice: Facts {
  var facts: JSONValue {
    .facts([
      "way": .word(way), "capital": .text(capital), "price": .text(price),
      "concession": .text(concession), "fees": .text(fees), "reason": .unlessEmpty(reason),
    ])
  }

  init?(_ fields: Fields) {
    let way = fields.required("way", Notation<ExitTerms.Way>.word)
    let capital = fields.required("capital", .amount)
    let price = fields.required("price", .amount)
    let concession = fields.required("concession", .amount)
    let fees = fields.required("fees", .amount)
    let reason = fields.optional("reason", .text) ?? ""
    guard let way, let capital, let price, let concession, let fees else { return nil }
    self.init(
      way: way,
      capital: capital,
      price: price,
      concession: concession,
      fees: fees,
      reason: reason
    )
  }
}

extension ExitPayment: Facts {
  var facts: JSONValue { .facts(["amount": .text(amount), "reason": .unlessEmpty(reason)]) }

  init?(_ fields: Fields) {
    let reason = fields.optional("reason", .text) ?? ""
    guard let amount = fields.required("amount", .amount) else { return nil }
    self.init(amount: amount, reason: reason)
  }
}

extension Repayment: Facts {
  var facts: JSONValue { .facts(["principal": .text(principal), "gain": .text(gain)]) }

  init?(_ fields: Fields) {
    let principal = fields.required("principal", .amount)
    guard let gain = fields.required("gain", .amount), let principal else { return nil }
    self.init(principal: principal, gain: gain)
  }
}

extension MoneyReturn: Facts {
  var facts: JSONValue {
    .facts(["principal": .text(principal), "gain": .text(gain), "to": .word(to)])
  }

  init?(_ fields: Fields) {
    let principal = fields.required("principal", .amount)
    let gain = fields.required("gain", .amount)
    let to = fields.required("to", Notation<CycleTerms.PrincipalTo>.word)
    guard let principal, let gain, let to else { return nil }
    self.init(principal: principal, gain: gain, to: to)
  }
}

extension Stop: Facts {
  var facts: JSONValue { .facts(["reason": .text(reason)]) }

  init?(_ fields: Fields) {
    guard let reason = fields.required("reason", .text) else { return nil }
    self.init(reason: reason)
  }
}

extension Correction: Facts {
  var facts: JSONValue { .facts(["of": .text(of), "reason": .text(reason)]) }

  init?(_ fields: Fields) {
    let of = fields.required("of", .text)
    guard let reason = fields.required("reason", .text), let of else { return nil }
    self.init(of: of, reason: reason)
  }
}

extension Clawback: Facts {
  var facts: JSONValue { .facts(["amount": .text(amount)]) }

  init?(_ fields: Fields) {
    guard let amount = fields.required("amount", .amount) else { return nil }
    self.init(amount: amount)
  }
}

extension WriteOff: Facts {
  var facts: JSONValue {
    .facts([
      "approved": .text(isApproved), "recovered": .text(recovered), "outcome": .word(outcome),
    ])
  }

  init?(_ fields: Fields) {
    let isApproved = fields.required("approved", .flag)
    let recovered = fields.required("recovered", .amount)
    let outcome = fields.required("outcome", Notation<Tolerance.Outcome>.word)
    guard let isApproved, let recovered, let outcome else { return nil }
    self.init(isApproved: isApproved, recovered: recovered, outcome: outcome)
  }
}
