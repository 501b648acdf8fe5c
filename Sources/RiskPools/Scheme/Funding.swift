package import Policies
package import Quantities

/// Who pays into a pool, and for it (出资方).
package struct Funder: Hashable, Sendable {
  /// The name of the party.
  package let party: Parameter<String>
  /// The part of each payment, against the other funders' weights.
  package let weight: Parameter<Int64>
  /// What it has promised.
  package let committed: Parameter<Fen?>
  /// What it has paid in.
  package let paidIn: Parameter<Fen?>
  /// Its place in line; by the order of the list where none is given.
  package let order: Parameter<Int64?>
  /// What happens when its own account is short (A17).
  package let onEmpty: Parameter<OnEmpty>

  /// What happens when a funder's own account is short.
  package enum OnEmpty: String, Hashable, Sendable, CaseIterable {
    /// The other funders pay its part.
    case othersCover = "others_cover"
    /// The payment shrinks by what is missing.
    case shrink
  }

  static let notation = Notation.object { fields in
    Funder(
      party: fields.parameter("party", .text),
      weight: fields.parameter("weight", .count),
      committed: fields.perhaps("commit", or: "committed", .amount),
      paidIn: fields.perhaps("paid_in", .amount),
      order: fields.perhaps("order", .count),
      onEmpty: fields.parameter("on_empty", .word, standard: .shrink)
    )
  }
}

/// An account of the pool (专户).
package struct SubPool: Hashable, Sendable {
  /// The account.
  package let account: Parameter<String>
  /// The bank that keeps it.
  package let bank: Parameter<String?>
  /// Where its interest goes.
  package let interestTo: Parameter<InterestTo?>
  /// The pools with which its money is interchangeable.
  package let shareWith: Parameter<[String]>

  /// Where interest goes.
  package enum InterestTo: String, Hashable, Sendable, CaseIterable {
    case principal, treasury
    case feesFirst = "fees_first"
  }

  static let notation = Notation.object { fields in
    SubPool(
      account: fields.parameter("account", .text),
      bank: fields.perhaps("bank", .text),
      interestTo: fields.perhaps("interest_to", .word),
      shareWith: fields.list("share_with", of: .text)
    )
  }
}

/// How much lending stands behind each yuan of the pool (放大倍数).
package struct Leverage: Hashable, Sendable {
  /// The multiple.
  package let multiple: Parameter<PPM?>
  /// The money that is multiplied (A18).
  package let basis: Parameter<Basis>
  /// Whether banks must lend that much, or may lend no more.
  package let direction: Parameter<Direction?>

  /// The money that is multiplied.
  package enum Basis: String, Hashable, Sendable, CaseIterable {
    case paidIn = "paid_in"
    case committed
    case bankSlice = "bank_slice"
  }

  /// Whether a multiple is a duty or a ceiling.
  package enum Direction: String, Hashable, Sendable, CaseIterable {
    case bankMust = "bank_must"
    case atMost = "at_most"
  }

  init(_ fields: Fields) {
    multiple = fields.perhaps("multiple_ppm", .multiple)
    basis = fields.parameter("basis", .word, standard: .paidIn)
    direction = fields.perhaps("direction", .word)
  }
}

/// How a pool is filled up again (补充).
package struct Replenishment: Hashable, Sendable {
  /// What decides the amount.
  package let rule: Parameter<Rule>
  /// The floor or target, as a part of the loan balance or of the original size.
  package let target: Parameter<PPM?>
  /// The day of the year, for example `03-31`.
  package let date: Parameter<String?>
  /// The most that a budget gives in a year.
  package let budgetCap: Parameter<Fen?>
  /// Who pays.
  package let split: Parameter<[String]>
  /// How far a pool below its floor is filled (A16).
  package let topUpTo: Parameter<TopUpTo>

  /// What decides the amount.
  package enum Rule: String, Hashable, Sendable, CaseIterable {
    case lastYearLoss = "last_year_loss"
    case floorOfBalance = "floor_ppm_of_balance"
    case target
    case fixedBudget = "fixed_budget"
    case none
  }

  /// How far a pool is filled.
  package enum TopUpTo: String, Hashable, Sendable, CaseIterable {
    case floor, original
  }

  private init(_ fields: Fields, rule: Parameter<Rule>) {
    self.rule = rule
    target = fields.perhaps("target_ppm", .multiple)
    date = fields.perhaps("date", .text)
    budgetCap = fields.perhaps("budget_cap", .amount)
    split = fields.list("split", of: .text)
    topUpTo = fields.parameter("top_up_to", .word, standard: .floor)
  }

  /// Reads `{"rule":…}` with what belongs to it, or the bare rule.
  static func read(_ fields: Fields) -> Replenishment {
    let key = "replenish"
    guard let place = fields.node[key], let text = (place["value"] ?? place).text, text != "?"
    else {
      return fields.part(key) { section in
        let rule = section.parameter("rule", .word, standard: Rule.none)
        return Replenishment(section, rule: rule)
      }
    }
    let none = Fields(Node(.fields([]), path: key, line: place.line), fields.log)
    return Replenishment(none, rule: fields.parameter(key, .word))
  }
}
