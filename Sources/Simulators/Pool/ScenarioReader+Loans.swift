import Findings
import Policies
public import Quantities
public import RiskPools

extension ScenarioReader {
  /// The loans of a scenario, with those that the caller found in a ledger.
  mutating func loans(_ fields: Fields, ledger: [LedgerLoan], on day: CivilDate) -> [LoanGroup] {
    var loans = fields.place("groups").map { groups($0) } ?? []
    if let list = fields.place("list") { loans += single(list, on: day) }
    if let place = fields.place("ledger") { loans += taken(place, ledger, on: day) }
    return loans
  }

  /// Groups of loans that are alike.
  mutating func groups(_ node: Node) -> [LoanGroup] {
    each(of: node) { reader, fields in
      let count = fields.required("count", .integer(in: 0...LoanGroup.countMax))
      let principal = fields.required("principal", .principal)
      let starts = fields.optional("starts_month", .integer(in: 1...600)) ?? 0
      let age = reader.value(fields, "age_months", .integer(in: 0...600), else: 0, "0")
      let risk = reader.risk(fields, Risk())
      // Read in any case: what stands behind a wrong value is not unknown.
      let (owed, given) = (principal ?? .zero, risk ?? Risk())
      let group = reader.group(fields, given, owed, count: count ?? 0, age: age, starts: starts)
      return count == nil || principal == nil || risk == nil ? nil : group
    }
  }

  /// Loans given one by one, each with its dates.
  private mutating func single(_ node: Node, on day: CivilDate) -> [LoanGroup] {
    each(of: node) { reader, fields in
      let principal = fields.required("principal", .principal)
      let outstanding = fields.optional("outstanding", .principal)
      if outstanding == nil { reader.assume(fields.node.path(of: "outstanding"), "principal") }
      let from = fields.optional("from", .date)
      if from == nil { reader.assume(fields.node.path(of: "from"), "\(day)") }
      let to = fields.optional("to", .date)
      if let from, let to, to <= from, let place = fields.node["to"] {
        reader.log.add(.dateOrder, place, ["earlier": "\(from)"])
      }
      if let outstanding, let principal, outstanding > principal,
        let place = fields.node["outstanding"]
      {
        reader.log.add(.fieldValue, place, ["range": "≤ \(principal)"])
      }
      let id = fields.optional("id", .text)
      let borrower = fields.optional("borrower", .text)
      let risk = reader.risk(fields, Risk())
      let owed = outstanding ?? principal ?? .zero
      var group = reader.group(fields, risk ?? Risk(), owed, count: 1, age: 0, starts: 0)
      guard let principal, risk != nil else { return nil }
      (group.facts.id, group.facts.borrower) = (id, borrower)
      group.facts.principal = principal
      group.date(from: from, to: to, on: day)
      return group
    }
  }

  /// Loans of a ledger, with the risks that the scenario gives them.
  private mutating func taken(
    _ node: Node,
    _ ledger: [LedgerLoan],
    on day: CivilDate
  ) -> [LoanGroup] {
    guard case .fields = node.content else {
      log.refuse(node, expecting: .object)
      return []
    }
    let fields = Fields(node, log)
    let standard = risk(fields, Risk())
    if ledger.isEmpty { log.add(.portfolioEmpty, node) }
    fields.finish()
    guard let standard else { return [] }
    return ledger.map { loan in
      let owed = loan.facts.outstanding ?? loan.facts.principal ?? .zero
      var group = LoanGroup(loan.facts, owed, standard)
      group.facts.principal = loan.facts.principal ?? owed
      group.date(from: loan.from, to: loan.to, on: day)
      return group
    }
  }

  /// How likely loans fail, and what is then lost.
  struct Risk {
    var defaultRate = 0.0
    var severity = LoanGroup.Severity.fixed(1)
    var sector = ""
  }

  mutating func risk(_ fields: Fields, _ standard: Risk) -> Risk? {
    let rate = fields.required("pd_year", .probability)
    let severity: LoanGroup.Severity?
    if fields.node["lgd"] == nil {
      _ = fields.place("lgd")
      assume(fields.node.path(of: "lgd"), "1")
      severity = .fixed(1)
    } else {
      severity = fields.optional("lgd", .severity)
    }
    let sector = value(fields, "sector", .text, else: "", "–")
    guard let rate, let severity else { return nil }
    return Risk(defaultRate: rate, severity: severity, sector: sector)
  }

  mutating func group(
    _ fields: Fields,
    _ risk: Risk,
    _ owed: Fen,
    count: Int64,
    age: Int64,
    starts: Int64
  ) -> LoanGroup {
    var facts = LoanFacts()
    facts.principal = owed
    facts.outstanding = owed
    facts.bank = value(fields, "bank", .text, else: "", "–")
    facts.creditShare = fields.optional("credit_share_ppm", .share)
    facts.collateralShare = fields.optional("collateral_ppm", .ppm(in: 0...1_000_000_000))
    facts.isPureCredit = fields.optional("pure_credit", .flag) ?? false
    facts.isFirstLoan = fields.optional("first_loan", .flag) ?? false
    facts.mode = fields.optional("mode", .text)
    facts.revenue = fields.optional("revenue", .amount)
    facts.grade = fields.optional("grade", .text)
    facts.region = fields.optional("region", .text)
    facts.product = fields.optional("product", .text)
    facts.pledge = fields.optional("pledge", .text)
    facts.borrowerKind = fields.optional("borrower_kind", .text)
    facts.borrowerAge = fields.optional("borrower_age_years", .integer(in: 0...1_000))
    facts.termMonths = fields.optional("term_months", .integer(in: 1...1_200))
    if facts.termMonths == nil, fields.node["to"] == nil {
      assume(fields.node.path(of: "term_months"), "≥ horizon")
    }
    if let term = facts.termMonths, age >= term, let place = fields.node["age_months"] {
      log.add(.fieldValue, place, ["range": "< \(term)"])
    }
    var group = LoanGroup(facts, owed, risk)
    group.count = Int(count)
    group.age = Int(age)
    group.starts = Int(starts)
    return group
  }

  /// Every object of a list.
  private mutating func each(
    of node: Node,
    _ read: (inout ScenarioReader, Fields) -> LoanGroup?
  ) -> [LoanGroup] {
    guard case .list(let nodes) = node.content else {
      log.refuse(node, expecting: .list)
      return []
    }
    return nodes.compactMap { node in
      guard case .fields = node.content else {
        log.refuse(node, expecting: .object)
        return nil
      }
      let fields = Fields(node, log)
      defer { fields.finish() }
      return read(&self, fields)
    }
  }
}

extension LoanGroup {
  /// The most loans of a group.
  static let countMax: Int64 = 2_000_000

  init(_ facts: LoanFacts, _ owed: Fen, _ risk: ScenarioReader.Risk) {
    count = 1
    self.facts = facts
    principal = owed
    defaultRate = risk.defaultRate
    severity = risk.severity
    sector = risk.sector
    term = facts.termMonths.map(Int.init)
    age = 0
    starts = 0
  }

  /// Takes age and term from dates.
  fileprivate mutating func date(from: CivilDate?, to: CivilDate?, on day: CivilDate) {
    let months = { (date: CivilDate) in date.period.ordinal - day.period.ordinal }
    if let from { age = max(-months(from), 0) }
    if let from { starts = max(months(from), 0) }
    if let to { term = max(months(to), 0) + age - starts }
  }
}

extension Notation where Value == Fen {
  /// The principal of a loan: more than nothing, and small enough to be exact in floating point.
  static let principal = amount.limited(to: "0.01–10000000000.00") {
    $0 > .zero && $0 <= Fen(1_000_000_000_000)
  }
}

extension Notation where Value == LoanGroup.Severity {
  /// `{"fixed":"0.7"}` or `{"mean":"0.7","sd":"0.25"}`.
  static let severity = Notation.object { fields in
    if fields.node["fixed"] != nil {
      return fields.required("fixed", Notation<Double>.probability).map { .fixed($0) }
    }
    let mean = fields.required("mean", Notation<Double>.probability)
    let deviation = fields.required("sd", Notation<Double>.probability)
    guard let mean, let deviation else { return nil }
    if deviation == 0 || mean == 0 || mean == 1 { return .fixed(mean) }
    guard deviation * deviation < mean * (1 - mean) else {
      fields.log.add(.fieldValue, fields.node, ["range": "sd² < mean (1 − mean)"])
      return nil
    }
    return .beta(mean: mean, deviation: deviation)
  }
}

/// A loan as a ledger knows it (在池贷款), for scenarios that take theirs from one.
public struct LedgerLoan: Hashable, Sendable {
  /// What is known about it; principal and what is outstanding must be there.
  public let facts: LoanFacts
  /// The day it was lent.
  public let from: CivilDate?
  /// The day it is due.
  public let to: CivilDate?

  /// Creates a loan.
  public init(facts: LoanFacts, from: CivilDate?, to: CivilDate?) {
    self.facts = facts
    self.from = from
    self.to = to
  }
}
