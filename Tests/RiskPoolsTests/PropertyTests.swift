import Findings
import Policies
import Quantities
@testable import RiskPools
import Testing

/// A stream of numbers that a seed repeats (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func amount(_ most: Int64 = 1_000_000_000) -> Int64 {
    .random(in: 0...most, using: &self)
  }
  mutating func share() -> Int64 { .random(in: 0...100, using: &self) * 10_000 }
  mutating func coin() -> Bool { .random(using: &self) }
}

/// A random scheme and case, and what the algorithm of the study makes of them, worked out as
/// plainly as it is written there.
struct Trial {
  var credit: Int64
  var isFirst: Bool
  var tiers: [(boundary: Int64, rate: Int64)] = []
  var combination: String
  var firstPoints: Int64
  var rateCap: Int64
  var rounding: String
  var caps: [(scope: String, amount: Int64?, share: Int64?)] = []
  var stack: Int64?
  var absorbers: [(available: Int64, limit: Int64?)] = []
  var countedCap: Int64?
  var funders: [Int64] = []
  var loss: Int64
  var liability: Int64
  var prior: Int64
  var other: Int64
  var counters: [String: Int64] = [:]
  var advance: Int64
  var isAdvance: Bool
  var advanced: Int64
  var cash: Int64?

  init(seed: UInt64) {
    var random = Seeded(seed)
    credit = random.share()
    isFirst = random.coin()
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      tiers.append((random.share(), random.share()))
    }
    combination = ["max", "min", "first", "sum_capped"].randomElement(using: &random) ?? "max"
    firstPoints = random.share() / 10
    rateCap = random.coin() ? 1_000_000 : random.share()
    rounding = ["floor", "half_up", "half_even"].randomElement(using: &random) ?? "floor"
    for scope in ["loan", "borrower", "bank", "programme"] where random.coin() {
      let amount = random.coin() ? random.amount() : nil
      let share = amount == nil || random.coin() ? random.share() : nil
      caps.append((scope, amount, share))
      counters[scope] = random.amount(200_000_000)
    }
    stack = random.coin() ? random.share() : nil
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      absorbers.append((random.amount(100_000_000), random.coin() ? random.amount() : nil))
    }
    countedCap = random.coin() ? random.amount() : nil
    for _ in 0..<Int.random(in: 1...4, using: &random) { funders.append(random.amount(10)) }
    loss = random.amount()
    liability = random.amount()
    prior = random.amount(2_000_000_000)
    other = random.amount(300_000_000)
    advance = random.share()
    isAdvance = random.coin()
    advanced = !isAdvance && random.coin() ? random.amount(300_000_000) : 0
    cash = random.coin() ? random.amount() : nil
  }

  func policy() -> String {
    let tierText = tiers.enumerated().map { index, tier in
      let when = index == 0 ? "first_loan = true" : "credit_share_ppm >= \(tier.boundary)"
      return #"{"when":"\#(when)","rate_ppm":"\#(tier.rate)"}"#
    }
    var capText = caps.map { cap in
      var text = #"{"scope":"\#(cap.scope)""#
      if let amount = cap.amount { text += #","abs":"\#(Fen(amount))""# }
      if let share = cap.share { text += #","pct_ppm":"\#(share)","of":"prior_year_balance""# }
      return text + "}"
    }
    if let stack {
      capText.append(#"{"scope":"loan","pct_ppm":"\#(stack)","of":"actual_liability"}"#)
    }
    let absorberText = absorbers.enumerated().map { index, absorber in
      let limit = absorber.limit.map { #","limit":"\#(Fen($0))""# } ?? ""
      return #"{"party":"P\#(index)"\#(limit)}"#
    }
    let funderText = funders.enumerated().map { #"{"party":"F\#($0)","weight":"\#($1)"}"# }
    let counted = countedCap.map { #""counted_base_cap":{"loan":"\#(Fen($0))"},"# } ?? ""
    return #"""
      "coverage":{"base":"net_principal_loss"},"tiers":[\#(tierText.joined(separator: ","))],
      "tier_combine":"\#(combination)","rate_cap_ppm":"\#(rateCap)",\#(counted)
      "addons":[{"when":"first_loan = true","ppm":"\#(firstPoints)"}],
      "caps":[\#(capText.joined(separator: ","))],
      "absorbers":[\#(absorberText.joined(separator: ","))],
      "funders":[\#(funderText.joined(separator: ","))],"rounding":{"mode":"\#(rounding)"},
      "triggers":[{"event":"npl","kind":"advance","share_ppm":"\#(advance)"}]
      """#
  }

  func claimCase() -> String {
    let names = ["loan": "loan", "borrower": "borrower", "bank": "bank_year", "programme": "year"]
    let used = counters.map { #""\#(names[$0] ?? "")":"\#(Fen($1))""# }.joined(separator: ",")
    let held = absorbers.enumerated().map {
      #"{"name":"P\#($0)","available":"\#(Fen($1.available))"}"#
    }
    let cash = cash.map { #","pool_cash":"\#(Fen($0))""# } ?? ""
    return #"""
      {"loan":{"credit_share_ppm":\#(credit),"first_loan":\#(isFirst)},"loss":"\#(Fen(loss))",
      "actual_liability":"\#(Fen(liability))","prior_year_balance":"\#(Fen(prior))",
      "other_government_paid":"\#(Fen(other))","counters":{\#(used)},
      "absorbers":[\#(held.joined(separator: ","))],"advanced":"\#(Fen(advanced))",
      "kind":"\#(isAdvance ? "advance" : "final")"\#(cash)}
      """#
  }

  /// `floor(a × ppm / 1,000,000)` and its sisters.
  func part(_ amount: Int64, _ share: Int64) -> Int64 {
    let (product, unit) = (Int(amount) * Int(share), 1_000_000)
    let (whole, rest) = (product / unit, product % unit)
    return switch rounding {
    case "half_up": Int64(whole + (rest * 2 >= unit ? 1 : 0))
    case "half_even":
      Int64(whole + (rest * 2 > unit || rest * 2 == unit && whole % 2 == 1 ? 1 : 0))
    default: Int64(whole)
    }
  }

  /// The figures: base, rate, raw, entitlement, pay, clawback.
  func expected() -> [Int64] {
    var base = min(loss, countedCap ?? loss)
    for absorber in absorbers {
      base -= min(base, absorber.available, absorber.limit ?? absorber.available)
    }
    let fitting = tiers.indices
      .filter { $0 == 0 ? isFirst : credit >= tiers[$0].boundary }
      .map { tiers[$0].rate }
    let combined =
      switch combination {
      case "min": fitting.min() ?? 0
      case "first": fitting.first ?? 0
      case "sum_capped": min(fitting.reduce(0, +), rateCap)
      default: fitting.max() ?? 0
      }
    let rate = min(combined + (isFirst ? firstPoints : 0), rateCap)
    let raw = part(base, rate)
    var entitlement = raw
    for cap in caps {
      let limits = [cap.amount, cap.share.map { part(prior, $0) }].compactMap { $0 }
      entitlement = min(entitlement, (limits.min() ?? 0) - (counters[cap.scope] ?? 0))
    }
    if let stack { entitlement = min(entitlement, part(liability, stack) - other) }
    entitlement = max(0, entitlement)
    let due = isAdvance ? part(entitlement, advance) : entitlement - advanced
    return [base, rate, raw, entitlement, min(max(due, 0), cash ?? .max), max(-due, 0)]
  }
}

@Suite struct PropertyTests {
  private static let first: UInt64 = 20_260_901

  @Test func `random claims come to what the algorithm of the study says, and hold its laws`()
    throws
  {
    for seed in Self.first..<(Self.first + 2_000) {
      let trial = Trial(seed: seed)
      let rule = try ClaimRule(try scheme(trial.policy()))
      let read = try ClaimCase(Array(trial.claimCase().utf8))
      let (claim, statement) = (try rule.settle(read), try rule.explain(read).figures)
      let figures = [
        claim.base.rawValue, claim.rate.rawValue, claim.raw.rawValue, claim.entitlement.rawValue,
        claim.pay.rawValue, claim.clawback.rawValue,
      ]
      let shared = statement.shares.reduce(0) { $0 + $1.amount.rawValue }
      let isLawful =
        shared == claim.pay.rawValue && statement.claim == claim
        && statement.limits.allSatisfy { claim.pay <= $0.remaining }
        && statement.shares.allSatisfy { $0.amount >= .zero }
        && !claim.binding.isEmpty && claim.pay <= read.poolCash ?? claim.pay
      if figures != trial.expected() || !isLawful {
        Issue.record("seed \(seed): \(figures), not \(trial.expected()); lawful: \(isLawful)")
      }
    }
  }

  @Test func `a hundredfold claim comes to a hundredfold within a fen for each floor`() throws {
    for seed in Self.first..<(Self.first + 300) {
      var trial = Trial(seed: seed)
      trial.rounding = "floor"
      let small = trial.expected()
      let rule = try ClaimRule(try scheme(trial.policy()))
      let read = try ClaimCase(Array(trial.claimCase().utf8))
      var large = trial
      large.caps = trial.caps.map { ($0.scope, $0.amount.map { $0 * 100 }, $0.share) }
      large.absorbers = trial.absorbers.map { ($0.available * 100, $0.limit.map { $0 * 100 }) }
      large.countedCap = trial.countedCap.map { $0 * 100 }
      large.counters = trial.counters.mapValues { $0 * 100 }
      large.loss *= 100
      large.liability *= 100
      large.prior *= 100
      large.other *= 100
      large.advanced *= 100
      large.cash = trial.cash.map { $0 * 100 }
      let pay = try ClaimRule(try scheme(large.policy()))
        .settle(try ClaimCase(Array(large.claimCase().utf8))).pay.rawValue
      // At most the floors of base by rate, of a cap and of the advance differ.
      let isNear = (small[4] * 100...small[4] * 100 + 300).contains(pay)
      let same = try rule.settle(read).pay.rawValue
      if !isNear || same != small[4] {
        Issue.record("seed \(seed): \(small[4]) and \(pay)")
      }
    }
  }

  @Test func `recoveries never return more than was paid, and never more than came in`() throws {
    let funders = #""funders":[{"party":"甲","weight":"3"},{"party":"乙","weight":"7"}]"#
    for seed in Self.first..<(Self.first + 1_000) {
      var random = Seeded(seed)
      let order = ["pro_rata", "fund_first", "bank_first"].randomElement(using: &random) ?? ""
      let basis = random.coin() ? "nominal" : "actual_borne"
      let paid = random.amount()
      let before = random.amount(paid)
      let it = try recovery(
        try scheme(
          funders + #"""
            ,"tiers":[{"rate_ppm":"\#(random.share())"}],
            "recovery":{"order":"\#(order)","share_basis":"\#(basis)"}
            """#
        ),
        """
        {"gross":"\(Fen(random.amount()))","cost":"\(Fen(random.amount(1_000)))",
         "fund_paid":"\(Fen(paid))","bank_loss":"\(Fen(random.amount()))",
         "fund_recovered_before":"\(Fen(before))"}
        """
      )
      let funded = it.funderShares.reduce(0) { $0 + $1.amount.rawValue }
      let isLawful =
        it.fundPart.rawValue + it.bankPart.rawValue == it.net.rawValue
        && it.fundPart.rawValue + before <= paid && it.bankPart >= .zero
        && it.fundPart >= .zero && funded == it.fundPart.rawValue
      if !isLawful { Issue.record("seed \(seed): \(it)") }
    }
  }

  @Test func `a batch pays what there is and nobody more than is due`() {
    for seed in Self.first..<(Self.first + 1_000) {
      var random = Seeded(seed)
      let due = (0..<Int.random(in: 1...8, using: &random)).map { _ in Fen(random.amount()) }
      let cash = Fen(random.amount(3_000_000_000))
      let owed = Fen.sum(due)
      let batch = ClaimBatch(due: due)
      for paid in [batch.inOrder(cash: cash), batch.proRata(cash: cash)] {
        let isLawful =
          Fen.sum(paid) == min(owed, Int128(cash.rawValue))
          && zip(paid, due).allSatisfy { $0 <= $1 && $0 >= .zero }
        if !isLawful { Issue.record("seed \(seed): \(paid) of \(due)") }
      }
    }
  }
}
