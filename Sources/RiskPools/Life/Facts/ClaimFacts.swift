import CanonicalJSON
import Policies
import Quantities

/// Claims from filing to payment as records hold them.
extension ClaimFiling: Facts {
  var facts: JSONValue {
    .facts([
      "claim": .text(claim), "loan": .text(loan), "kind": .word(kind),
      "outstanding": .text(outstanding),
    ])
  }

  init?(_ fields: Fields) {
    let (claim, loan) = (fields.required("claim", .text), fields.required("loan", .text))
    let kind = fields.required("kind", Notation<ClaimKind>.word)
    let outstanding = fields.required("outstanding", .amount)
    guard let claim, let loan, let kind, let outstanding else { return nil }
    self.init(claim: claim, loan: loan, kind: kind, outstanding: outstanding)
  }
}

extension ClaimCheck: Facts {
  var facts: JSONValue {
    .facts(["claim": .text(claim), "items": items.isEmpty ? nil : items.facts])
  }

  init?(_ fields: Fields) {
    let items = fields.optional("items", .list(of: .checklistItem)) ?? []
    guard let claim = fields.required("claim", .text) else { return nil }
    self.init(claim: claim, items: items)
  }
}

extension [ChecklistItem] {
  /// The answers in their order.
  var facts: JSONValue {
    .array(map { .facts(["item": .text($0.item), "kept": .text($0.isKept)]) })
  }
}

extension Notation where Value == ChecklistItem {
  /// A question with its answer.
  static let checklistItem = Notation.object { fields in
    let item = fields.required("item", .text)
    guard let isKept = fields.required("kept", .flag), let item else { return nil }
    return ChecklistItem(item, isKept: isKept)
  }
}

extension ClaimDecision: Facts {
  var facts: JSONValue {
    let layer = layer.map { layer in
      JSONValue.facts([
        "balance": .text(layer.balance), "loss": .text(layer.loss),
        "loss_before": layer.lossBefore.map { .text($0) },
      ])
    }
    let deductions = deductions.map { JSONValue.Member($0, .text($1)) }
    return .facts([
      "claim": .text(claim), "loss": loss.map { .text($0) },
      "actual_liability": actualLiability.map { .text($0) },
      "other_government_paid": otherGovernmentPaid == .zero ? nil : .text(otherGovernmentPaid),
      "deductions": deductions.isEmpty ? nil : .facts(deductions),
      "absorbers": absorbers.isEmpty ? nil : absorbers.facts, "layer": layer,
      "prior_year_balance": priorYearBalance.map { .text($0) },
    ])
  }

  init?(_ fields: Fields) {
    let claim = fields.required("claim", .text)
    // The rest is a part of the case that the rule decides on, written and read as such.
    let known = ClaimCase(decided: fields)
    guard let claim else { return nil }
    self.init(
      claim: claim,
      loss: known.loss,
      actualLiability: known.actualLiability,
      otherGovernmentPaid: known.otherGovernmentPaid,
      deductions: known.deductions,
      absorbers: known.absorbers,
      layer: known.layer,
      priorYearBalance: known.priorYearBalance
    )
  }
}

extension [ClaimCase.Holding] {
  /// What each has, in their order.
  var facts: JSONValue {
    .array(map { .facts(["name": .text($0.name), "available": .text($0.available)]) })
  }
}

extension ClaimApproval: Facts {
  var facts: JSONValue {
    .facts([
      "claims": .array(claims.map { .string($0) }), "account": .text(account),
      "funder_cash": funderCash.isEmpty ? nil : funderCash.facts,
    ])
  }

  init?(_ fields: Fields) {
    let claims = fields.required("claims", .list(of: .text))
    let account = fields.required("account", .text)
    let cash = fields.optional("funder_cash", .list(of: ClaimCase.Holding.notation)) ?? []
    guard let claims, let account else { return nil }
    self.init(claims: claims, account: account, funderCash: cash)
  }
}

extension ClaimPayment: Facts {
  var facts: JSONValue { .facts(["claim": .text(claim)]) }

  init?(_ fields: Fields) {
    guard let claim = fields.required("claim", .text) else { return nil }
    self.init(claim: claim)
  }
}

extension ClaimRefusal: Facts {
  var facts: JSONValue { .facts(["claim": .text(claim), "reason": .text(reason)]) }

  init?(_ fields: Fields) {
    let claim = fields.required("claim", .text)
    guard let reason = fields.required("reason", .text), let claim else { return nil }
    self.init(claim: claim, reason: reason)
  }
}

extension Overpayment: Facts {
  var facts: JSONValue {
    .facts(["claim": .text(claim), "amount": .text(amount), "reason": .text(reason)])
  }

  init?(_ fields: Fields) {
    let claim = fields.required("claim", .text)
    let amount = fields.required("amount", .amount)
    guard let reason = fields.required("reason", .text), let claim, let amount else { return nil }
    self.init(claim: claim, amount: amount, reason: reason)
  }
}

extension OverpaymentReturn: Facts {
  var facts: JSONValue {
    .facts(["claim": .text(claim), "account": .text(account), "amount": .text(amount)])
  }

  init?(_ fields: Fields) {
    let claim = fields.required("claim", .text)
    let account = fields.required("account", .text)
    guard let amount = fields.required("amount", .amount), let claim, let account else {
      return nil
    }
    self.init(claim: claim, account: account, amount: amount)
  }
}
