import Accounting
import Findings
import Interchange
import Quantities
import Reconciliation
import Reports
import Store

extension BankImportCommand: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let encoding = try session.inputEncoding(input.encoding)
    let inputs = InputFiles()
    let digest = try inputs.digest(of: input.file)
    let table: ReadTable<BankLine>
    do throws(InputError) {
      table = try BankImport.read(try inputs.open(input.file), encoding: encoding)
    } catch { throw Failure(error) }
    guard table.isAccepted else {
      var failure = Failure(table.findings)
      failure.result = BankImportCommand.members(which.account, .reject)
      throw failure
    }
    let statement = BankStatement(
      account: which.account,
      name: System.name(of: input.file),
      digest: digest,
      lines: table.values
    )
    var warnings: [Finding] = []
    try session.named { () throws(Failure) in
      try session.write(["bank import", which.account.text, digest], needsActor: false) {
        (write, book) throws(StoreError) in
        if try write.hasActors() { try write.actor([.cashier, .maker, .chief]) }
        let receipt = try write.addBankStatement(statement, to: book)
        warnings = table.findings + receipt.gaps.map(Finding.init)
        return answer(statement, receipt, warnings, session.language)
      }
    }
    try session.warn(warnings)
  }

  private static func members(
    _ account: AccountCode,
    _ outcome: ImportOutcome
  ) -> [JSON.Member] {
    [.init("outcome", .string(outcome.rawValue)), .init("account", .string(account.text))]
  }

  private func answer(
    _ statement: BankStatement,
    _ receipt: BankReceipt,
    _ warnings: [Finding],
    _ language: Language
  ) -> Answer {
    let days = (statement.lines.first?.date, statement.lines.last?.date)
    let closing = statement.lines.last?.balance ?? .zero
    let (first, last) = (days.0.map { "\($0)" } ?? "", days.1.map { "\($0)" } ?? "")
    let balance = Fen.grouped(Int128(closing.rawValue))
    return Answer(
      json: .object(
        BankImportCommand.members(statement.account, warnings.isEmpty ? .accept : .warn) + [
          .init("file", .string(statement.name)), .init("sha256", .string(statement.digest)),
          .init("lines", .integer(Int64(statement.lines.count))),
          .init("added", .integer(Int64(receipt.added))),
          .init("known", .integer(Int64(receipt.known))), .init("from", .string(first)),
          .init("to", .string(last)), .init("balance", .amount(closing)),
          .init("findings", .array(warnings.map { $0.json(language) })),
        ]
      ),
      lines: [
        Phrase(
          "\(statement.account): 流水 \(statement.lines.count) 条 (\(first) 至 \(last)), "
            + "新增 \(receipt.added) 条, 已有 \(receipt.known) 条, 余额 \(balance)",
          "\(statement.account): \(statement.lines.count) lines (\(first) to \(last)), "
            + "\(receipt.added) new, \(receipt.known) known, balance \(balance)"
        ).text(in: language)
      ]
    )
  }
}

extension Finding {
  /// What a gap between two statements means for whoever imports.
  init(_ gap: BankReceipt.Gap) {
    self.init(
      .bankGap,
      column: "余额",
      arguments: [
        "after": "\(gap.after)", "before": "\(gap.before)",
        "difference": Fen.yuan(gap.difference),
      ]
    )
  }
}

extension BankList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    guard let account else { return try listStatements(in: session) }
    let report = try session.look { (snapshot, head) throws(StoreError) in
      BankLinesReport(
        head,
        try snapshot.known(account, in: head.book),
        try snapshot.bankLines(of: account, in: head.book, from: from, through: to)
      )
    }
    try session.show(report)
  }

  private func listStatements(in session: Session) throws(Failure) {
    let report = try session.look { (snapshot, head) throws(StoreError) in
      BankStatementsReport(head, try snapshot.bankStatements(in: head.book))
    }
    try session.show(report)
  }
}

extension BankMatch: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (head, account, result) = try session.reconciliation(options)
    try session.show(ReconciliationReport(head, account, result), output)
    if result.hasDifferences { throw Failure(silent: .differences) }
  }
}

extension BankStatementCommand: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (head, account, result) = try session.reconciliation(options)
    try session.show(BalanceAdjustmentReport(head, account, result), output)
  }
}

extension Session {
  /// Reconciles an account.
  /// - Throws: not found when the account has no bank lines.
  fileprivate func reconciliation(
    _ options: ReconciliationOptions
  ) throws(Failure) -> (Masthead, Account, Reconciliation) {
    var rules = MatchingRules.standard
    rules.daysAfter = options.daysAfter ?? rules.daysAfter
    rules.daysBefore = options.daysBefore ?? rules.daysBefore
    let code = options.which.account
    let (head, account, result) = try look { (snapshot, head) throws(StoreError) in
      (
        head,
        try snapshot.known(code, in: head.book),
        try snapshot.reconciliation(of: code, in: head.book, asOf: options.to, rules: rules)
      )
    }
    guard let result else {
      let kind = Phrase("银行流水", "bank lines of account").text(in: language)
      throw Failure(.subjectMissing, ["kind": kind, "value": code.text])
    }
    return (head, account, result)
  }
}

/// The statements that were imported (已导入的对账单).
private struct BankStatementsReport: Report {
  private let masthead: Masthead
  private let statements: [RecordedBankStatement]

  init(_ masthead: Masthead, _ statements: [RecordedBankStatement]) {
    self.masthead = masthead
    self.statements = statements
  }

  var table: Table {
    let count = statements.count
    var table = Table(
      title: Phrase("银行对账单", "Bank statements"),
      remarks: [
        Phrase(masthead.book.name, masthead.book.name),
        Phrase("共 \(count) 份", "\(count) statements"),
      ],
      columns: [
        Table.Column(Phrase("科目编码", "Account"), .text),
        Table.Column(Phrase("起", "From"), .date), Table.Column(Phrase("止", "To"), .date),
        Table.Column(Phrase("新增流水", "Lines added"), .integer),
        Table.Column(Phrase("文件", "File"), .text), Table.Column(Phrase("记录", "Record"), .integer),
      ]
    )
    for statement in statements {
      table.add([
        .text(statement.account.text), .date(statement.first), .date(statement.last),
        .integer(statement.count), .text(statement.name), .integer(Int(statement.sequence)),
      ])
    }
    return table
  }

  var json: JSON {
    let list = statements.map { statement -> JSON in
      [
        "account": .string(statement.account.text), "from": .string("\(statement.first)"),
        "to": .string("\(statement.last)"), "added": .integer(Int64(statement.count)),
        "file": .string(statement.name), "sha256": .string(statement.digest),
        "seq": .integer(statement.sequence),
      ]
    }
    return ["statements": .array(list)]
  }
}
