import Accounting
import Findings
import Interchange
import InvestFirst
import Policies
import Quantities
import Registers
import Signing
import Store

/// The business tables of one import (业务表): read first, taken over when everything that they
/// refer to is there.
struct BusinessLoad {
  /// Whether the rows are booked as new documents instead of being linked to vouchers.
  let isBooking: Bool
  private var tables = HistoryTables()
  private var files: [HistoryTable: String] = [:]
  private var paths: [HistoryTable: String] = [:]

  init(isBooking: Bool) { self.isBooking = isBooking }

  /// Whether there is anything to take over; projects alone are master data.
  var isEmpty: Bool { files.keys.allSatisfy { $0 == .projects } }

  /// The file that a table came from.
  private func path(of table: HistoryTable) -> String { paths[table] ?? table.rawValue }

  /// Reads the approvals in the table of projects, which is read as master data too.
  mutating func takeProjects(
    _ source: ByteSource,
    _ encoding: TextEncoding?
  ) throws(InputError) -> ReadTable<ProjectRow> {
    let table = try BusinessImport.projects(source, encoding: encoding)
    tables.projects += table.values
    return table
  }

  /// Reads a business table.
  mutating func take(
    _ kind: TableKind,
    _ source: ByteSource,
    _ encoding: TextEncoding?
  ) throws(InputError) -> ReadTable<Int> {
    try BusinessImport.read(kind, source, encoding: encoding, into: &tables)
  }

  /// Notes where a table came from, and the file's digest, which proves its rows.
  mutating func note(_ kind: TableKind, _ path: String, _ digest: String) {
    guard let table = HistoryTable(rawValue: kind.rawValue) else { return }
    files[table] = digest
    paths[table] = path
  }

  /// Takes the rows over; `signatures` answer for documents that no voucher bears.
  func take(
    into write: LedgerTransaction,
    _ book: Book,
    _ signatures: Signatures
  ) throws(RegisterError) -> BusinessOutcome {
    var (tables, files) = (tables, files)
    do throws(StoreError) {
      tables.projects += try write.knownProjects(besides: tables.projects)
    } catch { throw .store(error) }
    if files[.projects] == nil {
      files[.projects] = files.min { $0.key.rawValue < $1.key.rawValue }?.value
    }
    let register = ProjectRegister(write)
    let (policy, digest, findings) = try adopt(write, register.rules, signatures)
    let history: History
    do throws(Refusal) {
      let terms = History.Terms(
        policy: policy,
        digest: digest,
        signatures: signatures,
        files: files
      )
      history = try History(tables, under: terms)
    } catch { throw .refused(error) }
    let load = HistoryLoad(register, in: write, book: book, mode: isBooking ? .booked : .linked)
    if isBooking, !history.findings.isEmpty {
      return BusinessOutcome(misfits: history.findings.map { (path(of: $0.table), $0.finding) })
    }
    let outcome = try load.take(history)
    let misfits = history.findings.map { (path(of: $0.table), $0.finding.asHistoryWarning) }
    return BusinessOutcome(
      documents: outcome.documents,
      vouchers: outcome.vouchers,
      misfits: misfits + outcome.misfits.map { (path(of: $0.table), $0.finding) },
      findings: findings
    )
  }

  /// The policy in force; the sample where none was adopted, so that history can be kept.
  private func adopt(
    _ write: LedgerTransaction,
    _ rules: AdoptedRules,
    _ signatures: Signatures
  ) throws(RegisterError) -> (InvestFirstPolicy, String, [Finding]) {
    do throws(StoreError) {
      if isBooking, try write.adoptions(.postings).isEmpty {
        try write.adoptSample("neutral", .postings, signatures)
      }
      var findings: [Finding] = []
      if try write.adoptions(.investFirst).isEmpty {
        try write.adoptSample("sample", .investFirst, signatures)
        findings.append(Finding(.samplePolicy, value: "sample"))
      }
      guard let newest = try write.adoptions(.investFirst).last else {
        preconditionFailure("a policy was adopted")
      }
      do throws(RegisterError) {
        return (try rules.policy(newest.digest), newest.digest, findings)
      } catch {
        guard case .refused(.findings(let wrong)) = error else { throw .cancelled }
        throw .findings(wrong)
      }
    } catch { throw .store(error) }
  }
}

/// What business tables came to (业务表登记结果).
struct BusinessOutcome {
  /// How many documents were recorded.
  var documents = 0
  /// How many vouchers were made.
  var vouchers = 0
  /// What does not fit, with the file of the row.
  var misfits: [(path: String, finding: Finding)] = []
  /// What is worth knowing about the whole.
  var findings: [Finding] = []
}

extension Finding {
  /// What keeps a row of linked history out of its register, told without refusing the rest.
  var asHistoryWarning: Finding {
    Finding(
      .historyMisfit,
      row: row,
      column: column,
      value: value,
      arguments: ["code": code.rawValue]
    )
  }
}

extension Fen {
  /// An amount as a cell of master data has it: digits, perhaps with a point.
  init?(typed text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty else { return nil }
    let cents = parts.count == 2 ? String(parts[1].prefix(3)) : ""
    guard cents.utf8.count <= 2 else { return nil }
    self.init(
      canonical: "\(parts[0]).\(cents)\(String(repeating: "0", count: 2 - cents.utf8.count))"
    )
  }
}

extension LedgerTransaction {
  /// The approvals of projects that came in as master data before.
  fileprivate func knownProjects(besides rows: [ProjectRow]) throws(StoreError) -> [ProjectRow] {
    let told = Set(rows.map(\.project))
    return try directory().values(of: .project).compactMap { project in
      guard !told.contains(project.code) else { return nil }
      func attribute(_ name: String) -> String? {
        project.attributes.first { $0.name == name }?.value
      }
      guard let date = attribute("立项日期").flatMap(CivilDate.init(iso:)),
        let amount = attribute("批准资金").flatMap({ Fen(typed: $0) })
      else { return nil }
      return ProjectRow(
        row: 0,
        project: project.code,
        zone: attribute("承载区") ?? "",
        approvedOn: date,
        amount: amount,
        countsRent: attribute("租金是否计入先投") == "是"
      )
    }
  }

  /// Adopts a file that the program carries.
  func adoptSample(
    _ name: String,
    _ kind: AdoptedFile.Kind,
    _ signatures: Signatures
  ) throws(StoreError) {
    guard let bytes = EmbeddedPolicies.all[name] else {
      preconditionFailure("the program carries \(name)")
    }
    try adopt(name, kind, bytes, signatures)
  }

  /// Adopts a file for history that comes without one.
  func adopt(
    _ name: String,
    _ kind: AdoptedFile.Kind,
    _ bytes: [UInt8],
    _ signatures: Signatures
  ) throws(StoreError) {
    guard let today = CivilDate(iso: String(time.prefix(10))) else {
      preconditionFailure("a moment has a day")
    }
    try adopt(
      AdoptedFile(
        kind: kind,
        code: name,
        name: "\(name).json",
        date: today,
        signatures: signatures,
        reason: "历史业务登记",
        bytes: bytes
      )
    )
  }

  /// Three persons who answer for history that names nobody: those who hold the roles here, or
  /// names that say what they are.
  func historySignatures() throws(StoreError) -> Signatures {
    let people = try people()
    var taken: Set<String> = []
    func first(_ role: Role, _ name: String) -> String {
      let found = people.first { $0.roles.contains(role) && !taken.contains($0.name) }?.name ?? name
      taken.insert(found)
      return found
    }
    return Signatures(
      preparedBy: first(.maker, "历史制单"),
      reviewedBy: first(.reviewer, "历史复核"),
      approvedBy: first(.approver, "历史审批")
    )
  }
}
