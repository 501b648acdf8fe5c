public import Findings
package import Policies
import Quantities
import RiskPools

extension PoolScenario {
  /// Reads a scenario from the bytes of its file.
  /// - Parameters:
  ///   - bytes: the file.
  ///   - policy: the bytes of the policy that a scenario names by its path.
  ///   - ledger: the loans of a ledger, for a scenario that takes its own from there.
  /// - Throws: everything that is wrong with it.
  public init(
    _ bytes: [UInt8],
    policy: (String) throws(Findings) -> [UInt8] = { path throws(Findings) in
      throw Findings(Finding(.fieldValue, column: "policy", value: path))
    },
    ledger: [LedgerLoan] = []
  ) throws(Findings) {
    try self.init(Document(bytes, .case), policy: policy, ledger: ledger)
  }

  /// Reads a scenario from a document.
  /// - Throws: everything that is wrong with it.
  package init(
    _ document: Document,
    policy: (String) throws(Findings) -> [UInt8],
    ledger: [LedgerLoan] = []
  ) throws(Findings) {
    // A loan that is paid back cannot fail.
    let ledger = ledger.filter { ($0.facts.outstanding ?? $0.facts.principal ?? .zero) > .zero }
    let log = FindingLog()
    let fields = Fields(document, log)
    var findings: [Finding] = []
    var scheme: Scheme?
    var policyNode: Node?
    do throws(Findings) {
      let read = try ScenarioParts.policy(fields, policy)
      policyNode = read?.root
      scheme = try read.map { document throws(Findings) in try Scheme(document) }
    } catch { findings = error.list }
    let draft = Draft(fields, log, ledger)
    fields.finish()
    findings += log.findings
    if findings.contains(where: { $0.severity == .error }) {
      // Whoever has to mend the scenario learns at once what the policy leaves open.
      let open = scheme.flatMap { scheme in draft.map { $0.openValues(scheme) } }
      throw Findings(findings + (open ?? []))
    }
    guard let scheme, let policyNode, let draft else {
      preconditionFailure("what is missing leaves a finding")
    }
    let root = ledger.isEmpty ? document.root : document.root.spelling(out: ledger)
    self.init(draft, scheme, ScenarioParts.canonical(root, policy: policyNode))
  }

  private init(_ draft: Draft, _ scheme: Scheme, _ canonical: [UInt8]) {
    name = draft.head.name
    author = draft.head.author
    date = draft.head.date
    self.scheme = scheme
    horizon = draft.horizon
    seed = draft.head.seed
    paths = draft.head.paths
    assumptions = draft.reader.assumptions
    self.canonical = canonical
    asOf = draft.asOf
    pool = draft.pool
    loans = draft.loans
    lending = draft.lending
    factors = draft.factors
    behaviour = draft.behaviour
    recovery = draft.recovery
    claimDelay = draft.claimDelay
    variance = draft.variance
    sampling = draft.sampling
  }
}

extension PoolScenario {
  /// The same scenario, drawn loan by loan and as likely as it is.
  var drawnByLoan: PoolScenario {
    var other = self
    (other.sampling, other.variance) = (.loan, .plain)
    return other
  }

  /// The scenario with other rates of its scheme, up to nothing and to all; `nil` where they are
  /// not simply given.
  func covering(points: Int64) -> PoolScenario? {
    guard let document = try? Document(canonical, .case) else { return nil }
    let changed = document.root.changing(["policy", "tiers", "rate_ppm"]) { node in
      let value = node["value"] ?? node
      guard let text = value.text, let rate = Int64(text) else { return node }
      let moved = min(max(rate + points, 0), 1_000_000)
      return Node(.text("\(moved)"), path: node.path, line: node.line)
    }
    let refuse = { (path: String) throws(Findings) -> [UInt8] in
      throw Findings(Finding(.fieldValue, column: "policy", value: path))
    }
    guard var other = try? PoolScenario(Document(changed), policy: refuse) else { return nil }
    (other.loans, other.lending, other.pool) = (loans, lending, pool)
    (other.factors, other.recovery) = (factors, recovery)
    (other.sampling, other.variance) = (sampling, variance)
    return other
  }
}

/// The sections of a scenario as they were read.
private struct Draft {
  var reader: ScenarioReader
  let head: ScenarioHead
  let horizon: Int
  let asOf: CivilDate
  let pool: PoolTerms
  let loans: [LoanGroup]
  let lending: LendingTerms?
  let factors: FactorTerms
  let behaviour: LoanBehaviour
  let recovery: WorkoutTerms
  let claimDelay: Int
  let variance: PoolScenario.Variance
  let sampling: PoolScenario.Sampling

  init?(_ fields: Fields, _ log: FindingLog, _ ledger: [LedgerLoan]) {
    var reader = ScenarioReader(log)
    _ = fields.required("scenario", Notation<ScenarioKind>.word)
    head = ScenarioHead(fields, &reader)
    variance = fields.optional("variance", .word) ?? .plain
    sampling = fields.optional("sampling", .word) ?? .line
    let horizon = fields.required("horizon_months", .integer(in: 1...600)).map(Int.init) ?? 12
    self.horizon = horizon
    let january = FiscalPeriod(ordinal: 2000 * 12)
    asOf = reader.value(fields, "as_of", .date, else: january.firstDay, "\(january.firstDay)")
    pool =
      fields.place("pool").map { reader.pool(Fields($0, log)) }
      ?? reader.pool(fields.section("pool"))
    let loanFields = fields.section("loans")
    behaviour = reader.behaviour(loanFields)
    let loans = reader.loans(loanFields, ledger: ledger, on: asOf)
    self.loans = loans
    loanFields.finish()
    let lending = reader.lending(fields.place("new_lending"), horizon: horizon, loans: loans)
    self.lending = lending
    let all = loans + (lending?.groups ?? [])
    if !all.contains(where: { $0.count > 0 }) {
      log.add(Finding(.portfolioEmpty, row: loanFields.node.line, column: "loans"))
    }
    var sectors: [String] = []
    for loan in all where !sectors.contains(loan.sector) { sectors.append(loan.sector) }
    factors = reader.factors(fields.section("factors"), sectors: sectors)
    recovery = reader.recovery(fields.section("recovery"))
    claimDelay = Int(
      reader.value(fields, "claim_delay_months", .integer(in: 0...120), else: 0, "0")
    )
    self.reader = reader
  }

  private enum ScenarioKind: String, CaseIterable {
    case pool
  }

  /// What a scheme leaves open that the pool needs; one yuan stands for loans that cannot be read.
  func openValues(_ scheme: Scheme) -> [Finding] {
    var obstacles = Obstacles()
    _ = obstacles.rules(scheme, pool)
    var yuan = LoanFacts()
    (yuan.principal, yuan.outstanding) = (Fen(100), Fen(100))
    let all = loans + (lending?.groups ?? [])
    let told = all.isEmpty ? [(yuan, Fen(100))] : all.map { ($0.facts, $0.principal) }
    obstacles.claims(scheme, pool, on: told)
    return obstacles.openValues
  }
}

extension Node {
  /// The scenario with the loans of a ledger written out, so that it stands for itself.
  fileprivate func spelling(out ledger: [LedgerLoan]) -> Node {
    guard let loans = self["loans"], case .fields(let fields) = loans.content,
      let standard = loans["ledger"], case .fields(let risks) = standard.content
    else { return self }
    let written = ledger.map { loan in
      Node(.fields(loan.fields(line: line) + risks), path: "loans.list", line: line)
    }
    var listed: [Node] = []
    if case .list(let nodes)? = loans["list"]?.content { listed = nodes }
    let rest = fields.filter { $0.key != "ledger" && $0.key != "list" }
    let list = Node(.list(listed + written), path: "loans.list", line: line)
    let all = Node(.fields(rest + [(key: "list", node: list)]), path: "loans", line: line)
    return replacing("loans", with: all)
  }
}

extension LedgerLoan {
  /// The loan as an entry of a scenario's list.
  fileprivate func fields(line: Int?) -> [(key: String, node: Node)] {
    let texts: [(String, String?)] = [
      ("id", facts.id), ("borrower", facts.borrower), ("bank", facts.bank),
      ("principal", facts.principal?.description), ("outstanding", facts.outstanding?.description),
      ("credit_share_ppm", facts.creditShare.map { "\($0.rawValue)" }),
      ("collateral_ppm", facts.collateralShare.map { "\($0.rawValue)" }),
      ("pure_credit", facts.isPureCredit ? "true" : nil),
      ("first_loan", facts.isFirstLoan ? "true" : nil), ("mode", facts.mode),
      ("revenue", facts.revenue?.description), ("grade", facts.grade), ("region", facts.region),
      ("product", facts.product), ("pledge", facts.pledge), ("borrower_kind", facts.borrowerKind),
      ("borrower_age_years", facts.borrowerAge.map { "\($0)" }),
      ("term_months", facts.termMonths.map { "\($0)" }), ("from", from?.description),
      ("to", to?.description),
    ]
    return texts.compactMap { key, text in
      text.map { (key: key, node: Node(.text($0), path: "loans.list." + key, line: line)) }
    }
  }
}
