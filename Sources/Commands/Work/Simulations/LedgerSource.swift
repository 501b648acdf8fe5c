import Accounting
import CanonicalJSON
import Findings
import InvestFirst
import Policies
import Quantities
import Registers
import RiskPools
import Simulators
import Store

/// A ledger file from which a scenario takes its loans or projects, as of a day (账本来源).
struct LedgerSource {
  /// The ledger file.
  let path: String
  /// What happened later is not looked at; `nil` for all there is.
  let day: CivilDate?
  /// What a company is worth whose value no document tells, for each yuan approved.
  private let valueMultiple: Int64
  /// Whether the scenario says so, or nobody does.
  fileprivate let isMultipleGiven: Bool

  /// The class by which losses of projects are tolerated whose approval names none.
  fileprivate let standardClass: String

  /// How many times the approved money a company is taken to be worth where nobody says.
  static let standardMultiple: Int64 = 5

  /// The ledger that a scenario names, as `"ledger": PATH` or with `value_multiple` beside it.
  init?(_ file: ScenarioFile, _ session: Session) throws(Failure) {
    guard let field = file["ledger"] else { return nil }
    guard let name = field.text ?? field["file"]?.text else {
      throw Failure([
        Finding(.fieldType, column: "ledger", arguments: ["file": System.name(of: file.path)])
      ])
    }
    path = file.beside(name)
    var findings: [Finding] = []
    if case .object(let members) = field {
      for member in members where !LedgerSource.fields.contains(member.key) {
        findings.append(Finding(.fieldUnknown, column: "ledger.\(member.key)"))
      }
    }
    if file["as_of"] == nil { findings.append(Finding(.fieldMissing, column: "as_of")) }
    day = file["as_of"]?.text.flatMap { CivilDate(iso: $0) }
    standardClass = field["class"]?.text ?? ""
    isMultipleGiven = field["value_multiple"] != nil
    let multiple = field["value_multiple"].map { $0.text.flatMap { Int64($0) } ?? 0 }
    valueMultiple = multiple ?? LedgerSource.standardMultiple
    if !(1...1_000_000).contains(valueMultiple) {
      let value = field["value_multiple"]?.text ?? ""
      let range = ["range": "1–1000000"]
      findings.append(
        Finding(.fieldValue, column: "ledger.value_multiple", value: value, arguments: range)
      )
    }
    if !findings.isEmpty { throw Failure(findings.map { $0.about(file.path) }) }
  }

  private static let fields: Set = ["file", "value_multiple", "class"]
}

extension Session {
  /// The loans of a ledger's pools that can still fail.
  func loans(in source: LedgerSource) throws(Failure) -> [LedgerLoan] {
    try registers(of: source.path) { (snapshot) throws(RegisterError) in
      let register = PoolRegister(snapshot)
      var loans: [LedgerLoan] = []
      for code in try snapshot.codes(.pool) {
        guard let pool = try register.pool(code, asOf: source.day) else { continue }
        for (_, loan) in pool.loans.sorted(by: { $0.key < $1.key }) {
          if let loan = loan.inPool { loans.append(loan) }
        }
      }
      return loans
    }
  }

  /// The projects of a ledger in which there is still money, as groups of a scenario, and what is
  /// taken for granted about them.
  func projects(
    in source: LedgerSource
  ) throws(Failure) -> (groups: [JSONValue], assumed: [JSONValue]) {
    let found = try registers(of: source.path) { (snapshot) throws(RegisterError) in
      try snapshot.allProjects(asOf: source.day).compactMap { code, project in
        project?.group(code, source)
      }
    }
    var assumed = found.flatMap(\.assumed)
    if !source.isMultipleGiven, !found.isEmpty {
      assumed.insert(("ledger.value_multiple", "\(LedgerSource.standardMultiple)"), at: 0)
    }
    let rows = assumed.map { field, value -> JSONValue in
      .object([.init("field", .string(field)), .init("taken", .string(value))])
    }
    return (found.map(\.group), rows)
  }

  /// Reads the registers of a ledger that need not be the session's.
  func registers<Result>(
    of path: String,
    _ body: (LedgerSnapshot) throws(RegisterError) -> Result
  ) throws(Failure) -> Result {
    var refusal: RegisterError?
    do throws(StoreError) {
      let ledger = try LedgerFile(path: path, mode: .read, patience: console.patience)
      return try ledger.read { (snapshot) throws(StoreError) in
        do throws(RegisterError) { return try body(snapshot) } catch {
          refusal = error
          throw .cancelled
        }
      }
    } catch { throw Failure(refusal ?? .store(error), path: path) }
  }
}

extension LedgerSnapshot {
  fileprivate func codes(_ area: BusinessDocument.Area) throws(RegisterError) -> [String] {
    try RegisterError.stored { () throws(StoreError) in try subjects(area).map(\.subject) }
  }
}

extension PooledLoan {
  /// The loan for a simulation; `nil` when it cannot fail any more.
  fileprivate var inPool: LedgerLoan? {
    guard state == .active, outstanding > .zero else { return nil }
    var facts = facts
    facts.principal = principal
    facts.outstanding = outstanding
    return LedgerLoan(facts: facts, from: lent, to: due)
  }
}

extension Project {
  /// The project as a group of a scenario; `nil` when there is nothing left to come back.
  fileprivate func group(
    _ code: String,
    _ source: LedgerSource
  ) -> (group: JSONValue, assumed: [(field: String, value: String)])? {
    guard isRunning else { return nil }
    let payments = holding?.payments ?? right.payments
    let paid = payments.filter { $0.amount > .zero }
    guard !paid.isEmpty else { return nil }
    let capital = capital
    let lossClass = approval.stage.isEmpty ? source.standardClass : approval.stage
    var members: [JSONValue.Member] = [
      .init("id", .string(code)), .init("class", .string(lossClass)),
      .init("stage", .string(stage.rawValue)),
      .init("pre_money", .string("\(source.value(of: self))")),
      .init("capital", .string("\(capital)")),
      .init("disbursements", .array(paid.map(\.scenarioRow))),
    ]
    members.removeAll { $0.key == "class" && lossClass.isEmpty }
    if let holding, let since = heldSince {
      let held: [JSONValue.Member] = [
        .init("capital", .string("\(min(holding.capital, capital))")),
        .init("since", .string("\(since)")),
      ]
      members.append(.init("held", .object(held)))
    }
    var assumed: [(field: String, value: String)] = []
    if owners.total == 0 { assumed.append(("projects.groups[\(code)].capital", "approved")) }
    if stages.isEmpty { assumed.append(("projects.groups[\(code)].stage", stage.rawValue)) }
    return (.object(members), assumed)
  }

  private var isRunning: Bool {
    switch state {
    case .contracted, .disbursing, .accepted, .convertible, .converted, .held, .exiting: true
    case .approved, .exited, .stopped, .writeOffReview, .writtenOff, .released, .closed: false
    }
  }

  /// The registered capital; where no document tells it, as much as was approved.
  private var capital: Fen {
    let known = owners.total
    return known > 0 ? Fen(Int64(clamping: known)) : approval.amount
  }

  /// The last stage that it reached.
  private var stage: ExitScenario.Stage {
    switch stages.keys.max() {
    case .industry: .industry
    case .pilot: .pilot
    case .smallTrial: .laboratory
    case .conceptProof, .research, nil: .proofOfConcept
    }
  }

  /// The day of the last conversion.
  private var heldSince: CivilDate? {
    past.last { $0.document.event.kind == .conversion }?.document.head.date
  }
}

extension LedgerSource {
  /// What a company is worth: a multiple of what was approved for it.
  fileprivate func value(of project: Project) -> Fen {
    let value = Int128(project.approval.amount.rawValue) * Int128(valueMultiple)
    return Fen(Int64(clamping: value))
  }
}

extension Entitlement {
  /// What was paid and is not used up, payment by payment.
  fileprivate var payments: [Disbursement] {
    slices.map { Disbursement(date: $0.date, kind: $0.kind, amount: $0.left) }
  }
}

extension Disbursement {
  fileprivate var scenarioRow: JSONValue {
    .object([
      .init("date", .string("\(date)")), .init("kind", .string(kind.rawValue)),
      .init("amount", .string("\(amount)")),
    ])
  }
}
