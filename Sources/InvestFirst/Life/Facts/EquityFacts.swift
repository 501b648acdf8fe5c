import CanonicalJSON
package import Policies
import Quantities

/// Conversion, custody, dividends, rounds and pledges as records hold them.
extension ConversionDone: Facts {
  var facts: JSONValue {
    .facts([
      "used": .text(used), "capital_to_fund": .text(capitalToFund), "others": others.facts,
      "holder": .text(holder),
    ])
  }

  init?(_ fields: Fields) {
    let used = fields.required("used", .amount)
    let capital = fields.required("capital_to_fund", .amount)
    let others = fields.required("others", .capTable)
    let holder = fields.required("holder", .text)
    guard let used, let capital, let others, let holder else { return nil }
    self.init(used: used, capitalToFund: capital, others: others, holder: holder)
  }
}

extension CustodySet: Facts {
  var facts: JSONValue { .facts(["holder": .text(holder)]) }

  init?(_ fields: Fields) {
    guard let holder = fields.required("holder", .text) else { return nil }
    self.init(holder: holder)
  }
}

extension CustodyMove: Facts {
  var facts: JSONValue { .facts(["from": .text(from), "to": .text(to)]) }

  init?(_ fields: Fields) {
    let from = fields.required("from", .text)
    guard let to = fields.required("to", .text), let from else { return nil }
    self.init(from: from, to: to)
  }
}

extension Dividend: Facts {
  var facts: JSONValue {
    .facts(["declaration": .text(declaration), "amount": .text(amount)])
  }

  init?(_ fields: Fields) {
    let declaration = fields.required("declaration", .text)
    guard let amount = fields.required("amount", .amount), let declaration else { return nil }
    self.init(declaration: declaration, amount: amount)
  }
}

extension LaterRound: Facts {
  var facts: JSONValue {
    .facts([
      "others": others.facts, "capital_to_fund": .text(capitalToFund), "cash": .text(cash),
      "source": .unlessEmpty(source),
    ])
  }

  init?(_ fields: Fields) {
    let others = fields.required("others", .capTable)
    let capital = fields.required("capital_to_fund", .amount)
    let source = fields.optional("source", .text) ?? ""
    guard let cash = fields.required("cash", .amount), let others, let capital else { return nil }
    self.init(others: others, capitalToFund: capital, cash: cash, source: source)
  }
}

extension Pledge: Facts {
  var facts: JSONValue { .facts(["pledge": .text(code), "capital": .text(capital)]) }

  init?(_ fields: Fields) {
    let code = fields.required("pledge", .text)
    guard let capital = fields.required("capital", .amount), let code else { return nil }
    self.init(code: code, capital: capital)
  }
}

extension PledgeRelease: Facts {
  var facts: JSONValue { .facts(["pledge": .text(code)]) }

  init?(_ fields: Fields) {
    guard let code = fields.required("pledge", .text) else { return nil }
    self.init(code: code)
  }
}

extension CapTable {
  /// The registered capital by class, without the classes that have none.
  var facts: JSONValue {
    .facts(capital.map { JSONValue.Member($0.rawValue, .text($1)) })
  }
}

extension Notation where Value == CapTable {
  /// The registered capital by class.
  package static let capTable = Notation.object { fields in
    var capital: [CapTable.Class: Fen] = [:]
    for owner in CapTable.Class.allCases {
      capital[owner] = fields.optional(owner.rawValue, .amount)
    }
    return CapTable(capital)
  }
}
