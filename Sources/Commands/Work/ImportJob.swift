import Accounting
import Findings
import Interchange
import Quantities
import Store

/// One import into one book (一次导入): files are taken in the order in which tables depend on each
/// other, and all of them or none.
final class ImportJob {
  /// What several files come to together.
  struct Total {
    var outcome = ImportOutcome.accept
    var vouchers = 0
    var rows = 0
    var debit: Int128 = 0
    var credit: Int128 = 0
    var findings: [Finding] = []
    var furtherFindings = 0
  }

  /// What happened to one file.
  struct Table {
    let path: String
    let kind: TableKind
    let rows: Int
    let isLoaded: Bool
  }

  let path: String
  let transaction: LedgerTransaction
  let book: Book
  private let isPosting: Bool
  let encoding: TextEncoding?
  private let report: (Int, Int) -> Void
  let inputs: InputFiles
  private var namesFiles = false
  private var batch: String?
  private var people: Set<String> = []
  var business: BusinessLoad
  var pool: PoolLoad
  /// How many business documents were recorded.
  var documents = 0
  /// The accounts of bank statements, by the names of their files.
  var bankAccounts: [String: AccountCode] = [:]
  /// The tables dealt with so far.
  private(set) var tables: [Table] = []
  /// What the voucher files among them hold together.
  var total = Total()

  /// Prepares an import.
  ///
  /// `report` is told how much of a long file has been read.
  init(
    path: String,
    _ transaction: LedgerTransaction,
    _ book: Book,
    isPosting: Bool,
    isBooking: Bool,
    encoding: TextEncoding?,
    inputs: InputFiles,
    report: @escaping (Int, Int) -> Void
  ) throws(StoreError) {
    self.path = path
    self.transaction = transaction
    self.book = book
    self.isPosting = isPosting
    self.encoding = encoding
    self.report = report
    self.inputs = inputs
    business = BusinessLoad(isBooking: isBooking)
    pool = PoolLoad(isBooking: isBooking)
    people = Set(try transaction.people().map(\.name))
  }

  /// The batch that the drafts went into, if there are any.
  var draftBatch: String? { batch }

  /// Takes files whose tables are recognised by their headings; `kinds` are those that are wanted.
  func take(_ files: [String], of kinds: [TableKind] = TableKind.allCases) throws(Failure) {
    namesFiles = true
    var recognized: [(kind: TableKind, file: String)] = []
    for file in files {
      let kind = try table(file) { (source) throws(TableFailure) in
        try TableImport.recognize(source, encoding: encoding).kind
      }
      guard let kind else { continue }
      if kinds.contains(kind) {
        recognized.append((kind, file))
      } else {
        note([Finding(.tableUnknown, row: 1)], in: file)
      }
    }
    let order = TableKind.allCases
    let sorted = recognized.sorted {
      (order.firstIndex(of: $0.kind) ?? 0, $0.file) < (order.firstIndex(of: $1.kind) ?? 0, $1.file)
    }
    for (kind, file) in sorted { try take(kind, file) }
    try takeBusiness()
  }

  private func take(_ kind: TableKind, _ file: String) throws(Failure) {
    switch kind {
    case .vouchers: try takeVouchers(file)
    case .accounts: try takeAccounts(file)
    case .openings: try takeOpenings(file)
    case .bankStatement where bankAccounts[System.name(of: file)] != nil:
      try takeBank(file)
    case _ where DimensionImport.kinds.contains(kind): try takeDimensions(kind, file)
    case _ where BusinessImport.kinds.contains(kind) && batch == nil: try takeRows(kind, file)
    case _ where PoolImport.kinds.contains(kind) && batch == nil: try takePoolRows(kind, file)
    default:
      let rows = try table(file) { (source) throws(TableFailure) in
        try TableImport.rowCount(source, encoding: encoding)
      }
      guard let rows else { return }
      tables.append(Table(path: file, kind: kind, rows: rows, isLoaded: false))
      // No table says which account a bank statement is of.
      let finding =
        kind == .bankStatement
        ? Finding(.bankAccountUntold)
        : Finding(.tableLeftOut, arguments: ["table": kind.rawValue])
      note([finding], in: file)
    }
  }

  /// Looks into a file; what is wrong with it is noted.
  private func table<Result>(
    _ file: String,
    _ look: (ByteSource) throws(TableFailure) -> Result
  ) throws(Failure) -> Result? {
    let source = try source(file)
    do throws(TableFailure) { return try look(source) } catch {
      switch error {
      case .input(let failure): throw Failure(failure)
      case .findings(let findings): note(findings, in: file)
      }
      return nil
    }
  }

  // MARK: Vouchers

  /// Takes a file of vouchers.
  func takeVouchers(_ file: String) throws(Failure) {
    let source = try source(file)
    let context = try stored { () throws(StoreError) in try LedgerContext(transaction, book) }
    let reader = Interchange.VoucherImport(
      context: context,
      isPosting: isPosting,
      encoding: encoding
    )
    if isPosting { transaction.writeAhead() }
    var refused: [Finding] = []
    let summary: ImportSummary
    do throws(ImportFailure<StoreError>) {
      summary = try reader.read(source, progress: report) { (voucher) throws(StoreError) in
        if Interruption.isRequested { throw .cancelled }
        // Nothing is kept once the ledger has refused a voucher, but the rest is still looked at.
        guard refused.isEmpty else { return }
        do throws(StoreError) { try take(voucher, file) } catch {
          guard case .findings(let findings) = error else { throw error }
          refused = findings.list.map { $0.inFile(rows: voucher.rows) }
        }
      }
    } catch {
      switch error {
      case .input(let failure): throw Failure(failure)
      case .ledger(let failure): throw Failure(failure, path: path)
      }
    }
    total.vouchers += summary.vouchers
    total.rows += summary.rows
    total.debit += summary.debit
    total.credit += summary.credit
    total.furtherFindings += summary.furtherFindings
    if isPosting, refused.isEmpty { refused = try catchUp(settling: summary.outcome.isKept) }
    let knowsOutcome = refused.isEmpty || summary.outcome == .conflict
    note(
      (summary.findings + refused).sorted { ($0.row ?? 0) < ($1.row ?? 0) },
      in: file,
      outcome: knowsOutcome ? summary.outcome : nil
    )
    tables.append(Table(path: file, kind: .vouchers, rows: summary.rows, isLoaded: true))
  }

  /// Waits for the ledger, which takes vouchers a little behind the reading.
  /// - Returns: what it refused.
  private func catchUp(settling: Bool) throws(Failure) -> [Finding] {
    do throws(StoreError) { try transaction.catchUp(settling: settling) } catch {
      guard case .findings(let findings) = error else { throw Failure(error, path: path) }
      return findings.list
    }
    return []
  }

  private func take(_ voucher: ReadVoucher, _ file: String) throws(StoreError) {
    if isPosting {
      try transaction.post(
        voucher.entry,
        in: book,
        number: voucher.number.number,
        signatures: voucher.signatures
      )
      try register(voucher.signatures)
    } else {
      if batch == nil { batch = try transaction.openBatch(source: file) }
      try transaction.saveDraft(
        voucher.entry,
        in: book,
        position: WorkflowPosition(
          state: .draft,
          signatures: Signatures(preparedBy: voucher.signatures.preparedBy)
        ),
        fileNumber: voucher.number.number,
        batch: batch
      )
    }
  }

  /// Persons named in loaded history become known, without being able to act.
  func register(_ signatures: Signatures) throws(StoreError) {
    let named = [signatures.preparedBy, signatures.reviewedBy, signatures.approvedBy]
    for case let name? in named where people.insert(name).inserted {
      try transaction.setPerson(Person(name: name, roles: [], canSignIn: false))
    }
  }

  // MARK: Master data

  /// Takes a chart of accounts.
  func takeAccounts(_ file: String) throws(Failure) {
    let (existing, kinds) = try stored { () throws(StoreError) in
      (try transaction.chart(of: book), try transaction.directory().kinds)
    }
    let table = try read(file) { (source) throws(InputError) in
      try AccountsImport.read(source, existing: existing, kinds: kinds, encoding: encoding)
    }
    try load(table, .accounts, file) { (accounts) throws(StoreError) in
      try transaction.addAccounts(accounts, to: book)
    }
  }

  /// Takes a master file of dimension values.
  func takeDimensions(_ kind: TableKind, _ file: String) throws(Failure) {
    if kind == .banks {
      let rates = try read(file) { (source) throws(InputError) in
        try pool.take(kind, source, encoding)
      }
      let own = ["补偿比例(%)", "年度补偿上限"]
      note(rates.findings.filter { own.contains($0.column) }, in: file)
      pool.note(kind, file, try inputs.digest(of: file))
    }
    if kind == .projects {
      let approvals = try read(file) { (source) throws(InputError) in
        try business.takeProjects(source, encoding)
      }
      let own = ["立项日期", "批准资金", "租金是否计入先投"]
      note(approvals.findings.filter { own.contains($0.column) }, in: file)
      business.note(kind, file, try inputs.digest(of: file))
    }
    let table = try read(file) { (source) throws(InputError) in
      try DimensionImport.read(source, encoding: encoding)
    }
    try load(table, kind, file) { (values) throws(StoreError) in
      try transaction.addDimensionValues(values)
    }
  }

  /// Takes opening balances: one entry before the first period, posted or drafted like the rest.
  private func takeOpenings(_ file: String) throws(Failure) {
    let (chart, directory) = try stored { () throws(StoreError) in
      (try transaction.chart(of: book), try transaction.directory())
    }
    let table = try read(file) { (source) throws(InputError) in
      try OpeningImport.read(source, chart: chart, directory: directory, encoding: encoding)
    }
    try load(table, .openings, file) { (postings) throws(StoreError) in
      try transaction.addOpening(postings, to: book, isPosting: isPosting)
    }
  }

  /// Takes the statement of an account that the command line names.
  private func takeBank(_ file: String) throws(Failure) {
    guard let account = bankAccounts[System.name(of: file)] else { return }
    let table = try read(file) { (source) throws(InputError) in
      try BankImport.read(source, encoding: encoding)
    }
    let statement = BankStatement(
      account: account,
      name: System.name(of: file),
      digest: try inputs.digest(of: file),
      lines: table.values
    )
    var gaps: [Finding] = []
    try load(table, .bankStatement, file) { (_) throws(StoreError) in
      gaps = try transaction.addBankStatement(statement, to: book).gaps.map(Finding.init)
    }
    note(gaps, in: file)
  }

  func read<Value>(
    _ file: String,
    _ read: (ByteSource) throws(InputError) -> ReadTable<Value>
  ) throws(Failure) -> ReadTable<Value> {
    let source = try source(file)
    do throws(InputError) { return try read(source) } catch { throw Failure(error) }
  }

  func load<Value>(
    _ table: ReadTable<Value>,
    _ kind: TableKind,
    _ file: String,
    _ add: ([Value]) throws(StoreError) -> Void
  ) throws(Failure) {
    note(table.findings, in: file)
    total.furtherFindings += table.furtherFindings
    tables.append(
      Table(path: file, kind: kind, rows: table.values.count, isLoaded: table.isAccepted)
    )
    guard table.isAccepted else { return }
    do throws(StoreError) { try add(table.values) } catch {
      guard case .findings(let findings) = error else { throw Failure(error, path: path) }
      note(findings.list, in: file)
    }
  }

  // MARK: Findings

  func note(_ findings: [Finding], in file: String, outcome: ImportOutcome? = nil) {
    for var finding in findings {
      if namesFiles { finding.arguments["file"] = System.name(of: file) }
      total.findings.append(finding)
    }
    let judged =
      outcome
      ?? (findings.contains { $0.code.category == .conflict }
        ? .conflict
        : findings.contains { $0.severity == .error }
          ? .reject : findings.isEmpty ? .accept : .warn)
    if judged.weight > total.outcome.weight { total.outcome = judged }
  }

  func stored<Result>(
    _ body: () throws(StoreError) -> Result
  ) throws(Failure) -> Result {
    do throws(StoreError) { return try body() } catch { throw Failure(error, path: path) }
  }

  private func source(_ file: String) throws(Failure) -> ByteSource {
    do throws(InputError) { return try inputs.open(file) } catch { throw Failure(error) }
  }
}
