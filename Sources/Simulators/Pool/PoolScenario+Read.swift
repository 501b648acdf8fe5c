import CanonicalJSON
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
    let log = FindingLog()
    let fields = Fields(document, log)
    var findings: [Finding] = []
    var scheme: Scheme?
    var policyNode: Node?
    do throws(Findings) {
      let read = try Self.policy(fields, policy)
      policyNode = read?.root
      scheme = try read.map { document throws(Findings) in try Scheme(document) }
    } catch { findings = error.list }
    let draft = Draft(fields, log, ledger)
    fields.finish()
    findings += log.findings
    if findings.contains(where: { $0.severity == .error }) { throw Findings(findings) }
    guard let scheme, let policyNode, let draft else {
      preconditionFailure("what is missing leaves a finding")
    }
    self.init(draft, scheme, document.root.replacing("policy", with: policyNode))
  }

  private static func policy(
    _ fields: Fields,
    _ read: (String) throws(Findings) -> [UInt8]
  ) throws(Findings) -> Document? {
    guard let place = fields.place("policy") else {
      _ = fields.required("policy", .text)
      return nil
    }
    switch place.content {
    case .fields: return Document(place)
    case .text(let path): return try Document(read(path), .policy)
    case .flag, .number, .list:
      fields.log.refuse(place, expecting: .object)
      return nil
    }
  }

  private init(_ draft: Draft, _ scheme: Scheme, _ root: Node) {
    name = draft.name
    author = draft.author
    date = draft.date
    self.scheme = scheme
    horizon = draft.horizon
    seed = draft.seed
    paths = draft.paths
    assumptions = draft.reader.assumptions
    var writer = CanonicalWriter()
    writer.value(root.json(without: ["seed", "paths"]))
    canonical = writer.bytes
    start = draft.start
    pool = draft.pool
    loans = draft.loans
    lending = draft.lending
    factors = draft.factors
    behaviour = draft.behaviour
    recovery = draft.recovery
    claimDelay = draft.claimDelay
    variance = draft.variance
  }
}

/// The sections of a scenario as they were read.
private struct Draft {
  var reader: ScenarioReader
  let name: String
  let author: String
  let date: CivilDate?
  let horizon: Int
  let seed: UInt64?
  let paths: Int?
  let start: FiscalPeriod
  let pool: PoolTerms
  let loans: [LoanGroup]
  let lending: LendingTerms?
  let factors: FactorTerms
  let behaviour: LoanBehaviour
  let recovery: WorkoutTerms
  let claimDelay: Int
  let variance: PoolScenario.Variance

  init?(_ fields: Fields, _ log: FindingLog, _ ledger: [LedgerLoan]) {
    var reader = ScenarioReader(log)
    _ = fields.required("scenario", Notation<ScenarioKind>.word)
    name = fields.optional("name", .text) ?? ""
    author = fields.optional("author", .text) ?? ""
    date = fields.optional("date", .date)
    _ = fields.optional("note", .text)
    seed = fields.optional("seed", .seed)
    paths = fields.optional("paths", .integer(in: 1...Int64(RunPlan.pathsMax))).map(Int.init)
    variance = reader.variance(fields)
    let horizon = fields.required("horizon_months", .integer(in: 1...600)).map(Int.init) ?? 12
    self.horizon = horizon
    let january = FiscalPeriod(ordinal: 2000 * 12)
    let asOf = reader.value(fields, "as_of", .date, else: january.firstDay, "–01-01")
    start = asOf.period
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
}

extension Notation where Value == UInt64 {
  /// A seed: any whole number of 64 bits that is not negative.
  static let seed = Notation(.integer) { node in
    switch node.content {
    case .number(let number): UInt64(exactly: number)
    case .text(let text): UInt64(text).flatMap { "\($0)" == text ? $0 : nil }
    case .flag, .list, .fields: nil
    }
  }
}

extension Node {
  /// The object with another value in one field.
  fileprivate func replacing(_ key: String, with node: Node) -> Node {
    guard case .fields(let fields) = content else { return self }
    let replaced = fields.map { $0.key == key ? (key: key, node: node) : $0 }
    return Node(.fields(replaced), path: path, line: line)
  }

  /// The value as it was read, without some of its fields.
  fileprivate func json(without left: Set<String> = []) -> JSONValue {
    switch content {
    case .text(let text): .string(text)
    case .flag(let flag): .bool(flag)
    case .number(let number): .integer(number)
    case .list(let nodes): .array(nodes.map { $0.json() })
    case .fields(let fields):
      .object(
        fields.filter { !left.contains($0.key) }.map { .init($0.key, $0.node.json()) }
      )
    }
  }
}
