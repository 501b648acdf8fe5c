import CanonicalJSON
import Policies
import Quantities

/// Recoveries, write-offs and breakers as records hold them.
extension RecoveryReceipt: Facts {
  var facts: JSONValue {
    .facts([
      "recovery": .text(recovery), "claim": .text(claim), "account": .text(account),
      "gross": .text(gross), "cost": .text(cost), "collector": .word(collector),
      "collected_on": .text(collectedOn),
    ])
  }

  init?(_ fields: Fields) {
    let recovery = fields.required("recovery", .text)
    let (claim, account) = (fields.required("claim", .text), fields.required("account", .text))
    let (gross, cost) = (fields.required("gross", .amount), fields.required("cost", .amount))
    let collector = fields.required("collector", Notation<Collector>.word)
    let collectedOn = fields.required("collected_on", .date)
    guard let recovery, let claim, let account, let gross, let cost, let collector,
      let collectedOn
    else { return nil }
    self.init(
      recovery: recovery,
      claim: claim,
      account: account,
      gross: gross,
      cost: cost,
      collector: collector,
      collectedOn: collectedOn
    )
  }
}

extension RecoveryPassage: Facts {
  var facts: JSONValue { .facts(["recovery": .text(recovery)]) }

  init?(_ fields: Fields) {
    guard let recovery = fields.required("recovery", .text) else { return nil }
    self.init(recovery: recovery)
  }
}

extension RightWriteOff: Facts {
  var facts: JSONValue {
    .facts([
      "claim": .text(claim), "items": items.isEmpty ? nil : items.facts, "outcome": .word(outcome),
      "bank_rate_ppm": bankRate.map { .text($0.rawValue) },
    ])
  }

  init?(_ fields: Fields) {
    let claim = fields.required("claim", .text)
    let items = fields.optional("items", .list(of: .checklistItem)) ?? []
    let outcome = fields.required("outcome", Notation<Outcome>.word)
    let bankRate = fields.optional("bank_rate_ppm", .share)
    guard let claim, let outcome else { return nil }
    self.init(claim: claim, items: items, outcome: outcome, bankRate: bankRate)
  }
}

extension BreakerReview: Facts {
  var facts: JSONValue {
    let figures = figures.map { figure in
      JSONValue.facts([
        "measure": .word(figure.measure), "level": .word(figure.scope.level),
        "name": .unlessEmpty(figure.scope.name), "numerator": figure.numerator.map { .text($0) },
        "denominator": figure.denominator.map { .text($0) },
      ])
    }
    return .facts(["figures": figures.isEmpty ? nil : .array(figures)])
  }

  init?(_ fields: Fields) {
    self.init(figures: fields.optional("figures", .list(of: .breakerFigure)) ?? [])
  }
}

extension Notation where Value == BreakerReview.Figure {
  fileprivate static let breakerFigure = Notation.object { fields in
    let measure = fields.required("measure", Notation<Breaker.Measure>.word)
    let scope = PoolScope(fields)
    let numerator = fields.optional("numerator", .amount)
    let denominator = fields.optional("denominator", .amount)
    guard let measure, let scope else { return nil }
    return BreakerReview.Figure(measure, scope, numerator: numerator, denominator: denominator)
  }
}

extension BreakerResumption: Facts {
  var facts: JSONValue {
    .facts([
      "breaker": .text(breaker), "level": .word(scope.level), "name": .unlessEmpty(scope.name),
    ])
  }

  init?(_ fields: Fields) {
    let breaker = fields.required("breaker", .integer(in: 1...1_000))
    guard let scope = PoolScope(fields), let breaker else { return nil }
    self.init(breaker: breaker, scope: scope)
  }
}

extension PoolScope {
  /// Reads a level, with the name of the bank or district.
  init?(_ fields: Fields) {
    let level = fields.required("level", Notation<Breaker.Level>.word)
    switch level {
    case nil:
      _ = fields.optional("name", .text)
      return nil
    case .programme: self = .programme
    case .bank:
      guard let name = fields.required("name", .text) else { return nil }
      self = .bank(name)
    case .district:
      guard let name = fields.required("name", .text) else { return nil }
      self = .district(name)
    }
  }
}
