import Accounting
import Findings
import Interchange
import Quantities
import Reports
import Store

extension ImportRun: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let files = try System.files(of: paths)
    let names = Set(files.map(System.name))
    if let missing = bank.first(where: { !names.contains($0.file) }) {
      throw Failure(.fileMissing, ["path": missing.file])
    }
    let told = bank.map { " --bank \($0.account)=\($0.file)" }.joined()
    try session.load(
      "import run" + told,
      files,
      isPosting: post,
      isBooking: bookEvents,
      encoding: encoding
    ) { (job) throws(Failure) in
      for option in bank { job.bankAccounts[option.file] = option.account }
      try job.take(files)
    }
  }
}

extension PoolImportCommand: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let files = try System.files(of: paths)
    try session.load(
      "pool import",
      files,
      isPosting: false,
      isBooking: bookEvents,
      needsChief: true,
      encoding: encoding
    ) { (job) throws(Failure) in try job.take(files, of: PoolImportCommand.tables)
    }
  }

  /// The tables that make a pool; that of banks says what each gets.
  private static let tables: [TableKind] = [.banks, .loans, .claims, .recoveries]
}

extension System {
  /// The files of some paths: those in folders, and those that are named.
  fileprivate static func files(of paths: [String]) throws(Failure) -> [String] {
    var files: [String] = []
    for path in paths {
      guard isFolder(path) else {
        files.append(path)
        continue
      }
      do throws(CallFailure) { files += try tables(in: path) } catch {
        throw Failure(.fileRead, ["path": path, "reason": error.description])
      }
    }
    return files
  }
}

extension VoucherImport: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.load(
      "voucher import",
      [input.file],
      isPosting: post,
      encoding: input.encoding
    ) { (job) throws(Failure) in try job.takeVouchers(input.file)
    }
  }
}

extension AccountImport: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.load(
      "account import",
      [input.file],
      isPosting: false,
      needsChief: true,
      encoding: input.encoding
    ) { (job) throws(Failure) in try job.takeAccounts(input.file)
    }
  }
}

extension AuxImport: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.load(
      "aux import",
      [input.file],
      isPosting: false,
      needsChief: true,
      encoding: input.encoding
    ) { (job) throws(Failure) in try job.take([input.file], of: DimensionImport.kinds)
    }
  }
}

extension ImportUndo: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.write(["import undo", batch]) { (write, book) throws(StoreError) in
      try write.actor([.maker, .chief])
      let count = try write.undo(batch: batch, in: book)
      return Answer(
        json: .object([.init("batch", .string(batch)), .init("drafts", .integer(Int64(count)))]),
        lines: [
          Phrase("已撤销 \(batch): \(count) 张草稿", "undone \(batch): \(count) drafts").text(
            in: session.language
          )
        ]
      )
    }
  }
}

extension Session {
  /// Imports in one transaction: everything or nothing.
  ///
  /// Loading posted history and master data is the chief's business once anybody can act.
  fileprivate func load(
    _ command: String,
    _ files: [String],
    isPosting: Bool,
    isBooking: Bool = false,
    needsChief: Bool = false,
    encoding name: String?,
    _ take: (ImportJob) throws(Failure) -> Void
  ) throws(Failure) {
    let encoding = try inputEncoding(name)
    let path = try ledgerPath()
    let inputs = InputFiles()
    var request = [command] + files + (isPosting ? ["--post"] : [])
    if isBooking { request.append("--book-events") }
    if options.key != nil { request.append(try inputs.fingerprint(files)) }
    var progress: Progress?
    var job: ImportJob?
    var failure: Failure?
    do throws(Failure) {
      try write(request, needsActor: false) { (write, book) throws(StoreError) in
        if isPosting || isBooking || needsChief { try write.requireChief() }
        let current = try ImportJob(
          path: path,
          write,
          book,
          isPosting: isPosting,
          isBooking: isBooking,
          encoding: encoding,
          inputs: inputs
        ) { done, total in
          if progress == nil { progress = try? self.progress(total: total) }
          try? progress?.advance(to: done)
        }
        job = current
        do throws(Failure) { try take(current) } catch {
          failure = error
          throw .cancelled
        }
        guard !current.isRefused else { throw .cancelled }
        return current.answer(self)
      }
    } catch {
      try? progress?.finish()
      if let failure { throw failure }
      guard let job, job.isRefused else { throw error }
      throw job.failure
    }
    try progress?.finish()
    // What was left out the answer has told people already.
    let told: Set<FindingCode> = [.tableLeftOut, .bankAccountUntold]
    if let job { try warn(job.total.findings.filter { !told.contains($0.code) }) }
  }

  /// The encoding that is named, if any is.
  func inputEncoding(_ name: String?) throws(Failure) -> TextEncoding? {
    guard let name else { return nil }
    guard let encoding = TextEncoding(named: name) else {
      throw Failure(.usage, ["detail": "--encoding \(name)"])
    }
    return encoding
  }
}

extension ImportJob {
  /// Whether nothing may be kept.
  fileprivate var isRefused: Bool { total.outcome == .reject || total.outcome == .conflict }

  /// The refusal with everything that was found.
  fileprivate var failure: Failure {
    var failure = Failure(
      total.findings,
      exit: total.outcome == .conflict ? .conflict : .data
    )
    failure.result = members
    return failure
  }

  private var members: [JSON.Member] {
    [
      .init("outcome", .string(total.outcome.rawValue)),
      .init("vouchers", .integer(Int64(isRefused ? 0 : total.vouchers))),
      .init("rows", .integer(Int64(isRefused ? 0 : total.rows))),
      .init("debit", .string(Fen.yuan(isRefused ? 0 : total.debit))),
      .init("credit", .string(Fen.yuan(isRefused ? 0 : total.credit))),
    ]
  }

  /// The answer of an import that is kept.
  fileprivate func answer(_ session: Session) -> Answer {
    let files = tables.map { table in
      JSON.object([
        .init("file", .string(System.name(of: table.path))),
        .init("table", .string(table.kind.rawValue)), .init("rows", .integer(Int64(table.rows))),
        .init("loaded", .bool(table.isLoaded)),
      ])
    }
    return Answer(
      json: .object(
        members + [
          .init("documents", .integer(Int64(documents))),
          .init("batch", .optional(draftBatch)), .init("tables", .array(files)),
          .init("findings", .array(total.findings.map { $0.json(session.language) })),
        ]
      ),
      lines: lines(session.language)
    )
  }

  private func lines(_ language: Language) -> [String] {
    var lines = tables.filter(\.isLoaded).map { table in
      let name = language.term("table", table.kind.rawValue)
      return Phrase(
        "\(System.name(of: table.path))  \(name) \(table.rows) 行",
        "\(System.name(of: table.path)): \(name), \(table.rows) rows"
      ).text(in: language)
    }
    let left = tables.filter { !$0.isLoaded && $0.kind != .bankStatement }.map {
      System.name(of: $0.path)
    }
    if !left.isEmpty {
      let names = left.joined(separator: " ")
      lines.append(
        Phrase(
          "已识别, 本版本不登记, 未导入: \(names)",
          "recognised, not kept by this version, left out: \(names)"
        ).text(in: language)
      )
    }
    let banks = tables.filter { !$0.isLoaded && $0.kind == .bankStatement }
    if !banks.isEmpty {
      let names = banks.map { System.name(of: $0.path) }.joined(separator: " ")
      lines.append(
        Phrase(
          "银行流水, 请用 xiantou bank import 文件 --account 科目 导入: \(names)",
          "bank statements, for xiantou bank import FILE --account CODE: \(names)"
        ).text(in: language)
      )
    }
    guard total.vouchers > 0 else { return lines }
    let (debit, credit) = (Fen.grouped(total.debit), Fen.grouped(total.credit))
    let kind = draftBatch == nil ? Phrase("已记账", "posted") : Phrase("草稿", "drafts")
    lines.append(
      Phrase(
        "已导入 \(total.vouchers) 张凭证 \(total.rows) 行(\(kind.text(in: language)))  "
          + "借方合计 \(debit) = 贷方合计 \(credit)",
        "imported \(total.vouchers) vouchers, \(total.rows) lines (\(kind.text(in: language))): "
          + "debit \(debit) = credit \(credit)"
      ).text(in: language)
    )
    if let draftBatch {
      lines.append(
        Phrase(
          "导入批次 \(draftBatch)  撤销: xiantou import undo \(draftBatch)",
          "batch \(draftBatch); to undo: xiantou import undo \(draftBatch)"
        ).text(in: language)
      )
    }
    return lines
  }
}
