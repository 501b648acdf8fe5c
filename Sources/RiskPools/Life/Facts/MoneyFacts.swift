import CanonicalJSON
import Policies
import Quantities

/// Money in and out as records hold it.
extension Funding: Facts {
  var facts: JSONValue {
    .facts([
      "funder": .text(funder), "account": .text(account), "amount": .text(amount),
      "nature": .word(nature),
    ])
  }

  init?(_ fields: Fields) {
    let funder = fields.required("funder", .text)
    let account = fields.required("account", .text)
    let amount = fields.required("amount", .amount)
    let nature = fields.required("nature", Notation<Nature>.word)
    guard let funder, let account, let amount, let nature else { return nil }
    self.init(funder: funder, account: account, amount: amount, nature: nature)
  }
}

extension TopUp: Facts {
  var facts: JSONValue { .facts(["funder": .text(funder), "amount": .text(amount)]) }

  init?(_ fields: Fields) {
    let funder = fields.required("funder", .text)
    guard let amount = fields.required("amount", .amount), let funder else { return nil }
    self.init(funder: funder, amount: amount)
  }
}

extension AccountTransfer: Facts {
  var facts: JSONValue {
    .facts(["from": .text(from), "to": .text(to), "amount": .text(amount)])
  }

  init?(_ fields: Fields) {
    let (from, to) = (fields.required("from", .text), fields.required("to", .text))
    guard let amount = fields.required("amount", .amount), let from, let to else { return nil }
    self.init(from: from, to: to, amount: amount)
  }
}

extension Interest: Facts {
  var facts: JSONValue { .facts(["account": .text(account), "amount": .text(amount)]) }

  init?(_ fields: Fields) {
    let account = fields.required("account", .text)
    guard let amount = fields.required("amount", .amount), let account else { return nil }
    self.init(account: account, amount: amount)
  }
}

extension Fee: Facts {
  var facts: JSONValue {
    .facts(["account": .text(account), "amount": .text(amount), "reason": .text(reason)])
  }

  init?(_ fields: Fields) {
    let account = fields.required("account", .text)
    let amount = fields.required("amount", .amount)
    let reason = fields.required("reason", .text)
    guard let account, let amount, let reason else { return nil }
    self.init(account: account, amount: amount, reason: reason)
  }
}

extension TreasuryPayment: Facts {
  var facts: JSONValue { .facts(["account": .text(account), "amount": .text(amount)]) }

  init?(_ fields: Fields) {
    let account = fields.required("account", .text)
    guard let amount = fields.required("amount", .amount), let account else { return nil }
    self.init(account: account, amount: amount)
  }
}

extension PoolClosing: Facts {
  var facts: JSONValue {
    let payouts = payouts.map { payout in
      JSONValue.facts([
        "party": .text(payout.party), "account": .text(payout.account),
        "amount": .text(payout.amount),
      ])
    }
    return .facts(["payouts": .array(payouts)])
  }

  init?(_ fields: Fields) {
    guard let payouts = fields.required("payouts", .list(of: .payout)) else { return nil }
    self.init(payouts: payouts)
  }
}

extension Notation where Value == PoolClosing.Payout {
  fileprivate static let payout = Notation.object { fields in
    let party = fields.required("party", .text)
    let account = fields.required("account", .text)
    guard let amount = fields.required("amount", .amount), let party, let account else {
      return nil
    }
    return PoolClosing.Payout(party: party, account: account, amount: amount)
  }
}
