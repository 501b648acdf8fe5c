import Findings
import Policies
import Quantities
@testable import RiskPools

/// Schemes and cases drawn from everything that the schema can say.
struct RandomScheme {
  private var random: Seeded
  private static let modes = ["直贷", "担保", "保险"]
  private static let grades = ["A", "B", "C"]

  init(seed: UInt64) { random = Seeded(seed) }

  private mutating func one(of choices: [String]) -> String {
    choices.randomElement(using: &random) ?? ""
  }

  private mutating func rarely() -> Bool { Int.random(in: 0..<12, using: &random) == 0 }

  private mutating func amount() -> String { "\"\(Fen(random.amount()))\"" }

  /// A value, now and then an open one.
  private mutating func given(_ value: String) -> String { rarely() ? "\"?\"" : value }

  private mutating func atom() -> String {
    let relation = one(of: ["=", "!=", "<", "<=", ">", ">="])
    switch Int.random(in: 0...7, using: &random) {
    case 0: return "first_loan = \(random.coin())"
    case 1: return "pure_credit != \(random.coin())"
    case 2: return "mode \(one(of: ["=", "!="])) \(one(of: Self.modes))"
    case 3: return "grade in (\(one(of: Self.grades)), \(one(of: Self.grades)))"
    case 4: return "credit_share_ppm \(relation) \(random.share())"
    case 5: return "term_months \(relation) \(Int.random(in: 0...5, using: &random) * 12).5"
    case 6:
      return "revenue \(relation) \(random.amount(100)).\(Int.random(in: 0...999, using: &random))"
    default:
      return "outstanding \(relation) \(random.amount(8) * 1_000_000)\(one(of: ["", ".005"]))"
    }
  }

  private mutating func condition(_ depth: Int = 3) -> String {
    switch depth == 0 ? 0 : Int.random(in: 0...4, using: &random) {
    case 0, 1: return atom()
    case 2: return "not (\(condition(depth - 1)))"
    case 3: return "(\(condition(depth - 1)) and \(condition(depth - 1)))"
    default: return "(\(condition(depth - 1)) or \(condition(depth - 1)))"
    }
  }

  private mutating func list(_ most: Int, _ make: (inout Self) -> String) -> String {
    let count = Int.random(in: 0...most, using: &random)
    return "[" + (0..<count).map { _ in make(&self) }.joined(separator: ",") + "]"
  }

  private mutating func tier() -> String {
    let when = given("\"\(condition())\"")
    return #"{"when":\#(when),"rate_ppm":\#(given("\"\(random.share())\""))}"#
  }

  private mutating func addon() -> String {
    let cap = random.coin() ? #","cap":"\#(random.share())""# : ""
    return #"""
      {"when":"\#(condition(1))","ppm":\#(given("\"\(random.share() / 10)\"")),
       "per_year":"\#(random.coin())"\#(cap)}
      """#
  }

  private mutating func cap() -> String {
    let scope = one(of: ["loan", "borrower", "bank", "funder", "programme"])
    let hasAmount = random.coin()
    let amount = hasAmount ? #","abs":\#(amount())"# : ""
    let measures = ["prior_year_balance", "current_balance", "pool_paid_in", "actual_liability"]
    let share =
      !hasAmount || random.coin()
      ? #","pct_ppm":"\#(random.share())","of":"\#(one(of: measures))""# : ""
    let when = random.coin() ? "" : #","when":"\#(condition(1))""#
    return #"{"scope":"\#(scope)"\#(amount)\#(share)\#(when)}"#
  }

  private mutating func funder(_ index: Int) -> String {
    let paid = random.coin() ? #","paid_in":\#(amount())"# : ""
    let empty = one(of: ["others_cover", "shrink"])
    return
      #"{"party":"F\#(index)","weight":"\#(random.amount(10))","on_empty":"\#(empty)"\#(paid)}"#
  }

  mutating func policy() -> String {
    let bases = [
      "outstanding_principal_at_trigger", "net_principal_loss", "principal_plus_interest",
    ]
    let funders = (0..<Int.random(in: 0...4, using: &random)).map { funder($0) }
    let absorbers = (0..<Int.random(in: 0...2, using: &random)).map { index in
      #"{"party":"P\#(index)"\#(random.coin() ? "" : #","limit":\#(amount())"#)}"#
    }
    let deductions = ["collateral", "guarantor", "insurer", "recoveries", "other_gov_comp"]
      .filter { _ in rarely() }.map { "\"\($0)\"" }
    let layer =
      rarely()
      ? #""layer":{"measure":"npl_rate","attach_ppm":"30000","detach_ppm":"\#(random.share())","#
        + #""attribution":"\#(one(of: ["pro_rata", "chronological"]))"},"# : ""
    let counted =
      rarely() ? #""counted_base_cap":{"loan":\#(amount()),"borrower":\#(amount())},"# : ""
    let advance = rarely() ? "" : #"{"kind":"advance","share_ppm":"\#(random.share())"},"#
    return #"""
      "coverage":{"base":"\#(one(of: bases))","net_of":[\#(deductions.joined(separator: ","))]},
      "tiers":\#(list(6) { $0.tier() }),"addons":\#(list(2) { $0.addon() }),
      "tier_combine":"\#(one(of: ["max", "min", "first", "sum_capped"]))",
      "rate_cap_ppm":"\#(random.share())","caps":\#(list(5) { $0.cap() }),\#(layer)\#(counted)
      "funders":[\#(funders.joined(separator: ","))],
      "absorbers":[\#(absorbers.joined(separator: ","))],
      "triggers":[\#(advance){"kind":"final"}],"true_up":"\#(one(of: ["settle_at_final", "none"]))",
      "clawback":\#(given("\"\(random.coin())\"")),
      "rounding":{"mode":"\#(one(of: ["floor", "half_up", "half_even"]))",
       "unit":"\#(one(of: ["fen", "yuan"]))","residual":"\#(one(of: ["last_funder", "payer"]))"}
      """#
  }

  private mutating func maybe(_ key: String, _ value: String) -> String {
    rarely() ? "" : #""\#(key)":\#(value),"#
  }

  /// What a breaker leaves of the rate, now and then.
  mutating func ratePart() -> PPM? { rarely() ? PPM(random.share()) : nil }

  /// A case; parties are those of the scheme.
  mutating func claimCase(_ rule: ClaimRule) -> String {
    let held = rule.absorbers.map { #"{"name":"\#($0.party)","available":\#(amount())}"# }
    let hasAccounts = random.coin() && random.coin()
    let accounts = rule.funders.compactMap(\.party.value)
      .filter { _ in hasAccounts && random.coin() }
      .map { #"{"name":"\#($0)","available":\#(amount())}"# }
    let counters = ["loan", "borrower", "bank_year", "year", "funder", "counted_base"]
      .map { "\"\($0)\":\"\(Fen(random.amount(200_000_000)))\"" }
    let deductions = ["collateral", "guarantor", "insurer", "recoveries"]
      .map { "\"\($0)\":\"\(Fen(random.amount(100_000_000)))\"" }
    let grade = one(of: Self.grades + ["D"])
    let loan =
      maybe("mode", "\"\(one(of: Self.modes))\"") + maybe("grade", "\"\(grade)\"")
      + maybe("credit_share_ppm", "\"\(random.share())\"") + maybe("revenue", amount())
      + maybe("term_months", "\"\(Int.random(in: 0...60, using: &random))\"")
      + maybe("outstanding", "\"\(Fen(random.amount(8) * 100_000_000 + random.amount(1)))\"")
    return #"""
      {"loan":{\#(loan)"first_loan":"\#(random.coin())","pure_credit":"\#(random.coin())"},
      \#(maybe("loss", amount()))\#(maybe("actual_liability", amount()))
      \#(maybe("prior_year_balance", amount()))\#(maybe("current_balance", amount()))
      \#(maybe("pool_paid_in", amount()))
       "other_government_paid":"\#(Fen(random.amount(9_000_000)))",
      \#(random.coin() ? #""pool_cash":\#(amount()),"# : "")
      "layer":{"balance":"9000000.00","loss":"700000.00","loss_before":\#(amount())},
      "deductions":{\#(deductions.joined(separator: ","))},
      "counters":{\#(counters.joined(separator: ","))},
      "absorbers":[\#(held.joined(separator: ","))],
      "funder_cash":[\#(accounts.joined(separator: ","))],
      "advanced":"\#(random.coin() ? Fen.zero : Fen(random.amount(300_000_000)))",
      "kind":"\#(one(of: ["advance", "final", "final"]))"}
      """#
  }
}
