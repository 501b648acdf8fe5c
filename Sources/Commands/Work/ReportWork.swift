import Accounting
import Findings
import Quantities
import Reports
import Store

extension Session {
  /// Reads what a report needs.
  func look<Result>(
    _ body: (LedgerSnapshot, Masthead) throws(StoreError) -> Result
  ) throws(Failure) -> Result {
    try named { () throws(Failure) in
      try read { (snapshot, book) throws(StoreError) in
        let citesBook = try snapshot.books().count > 1
        return try body(snapshot, Masthead(book: book, citesBook: citesBook))
      }
    }
  }

  /// Runs what is about things named on the command line: an account or dimension that does not
  /// exist is then something not found, not something wrong in a file.
  func named<Result>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    do throws(Failure) { return try body() } catch {
      let isMissing = error.findings.contains {
        $0.code == .accountUnknown || $0.code == .auxUnknown
      }
      throw isMissing ? Failure(error.findings, exit: .notFound) : error
    }
  }

  /// Prints a report in the form that is asked for, or writes it to the file of `-o`; a file named
  /// `.csv` or `.json` says the form itself.
  func show(_ report: some Report, _ output: OutputOptions? = nil) throws(Failure) {
    let form = form ?? output?.form
    let text =
      switch form {
      case .json: report.json.text + "\n"
      case .plain: report.table.plain(in: language)
      case .csv: report.csv(in: language)
      case nil: report.text(in: language)
      }
    guard let output else { return try console.output.write(text) }
    try write(output) { (sink) throws(Failure) in try sink.write(text) }
    try sayWritten(output)
  }

  /// Tells people which file was written.
  func sayWritten(_ output: OutputOptions) throws(Failure) {
    guard let file = output.file, file != "-" else { return }
    try say(Phrase("已写入 \(file)", "written to \(file)").text(in: language))
  }
}

extension OutputOptions {
  /// The form that the name of the file stands for.
  fileprivate var form: OutputForm? {
    guard let file else { return nil }
    return file.hasSuffix(".csv") ? .csv : file.hasSuffix(".json") ? .json : nil
  }
}

extension KnowledgeOptions {
  /// The position of the log before which everything counts.
  var position: Int64? { knownAt.map(Int64.init) }
}

extension ReportTrialBalance: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let options = TrialBalanceReport.Options(
      levels: level,
      leavesOnly: leaf,
      includesEmpty: all,
      balances: balance
    )
    let report = try session.look { (snapshot, head) throws(StoreError) in
      let known = range.knowledge.position
      let trial = try snapshot.trialBalance(range.period, of: head.book, knownAt: known)
      let isClosed = try snapshot.calendar(of: head.book).isClosed(range.period.last)
      let state: PeriodState? = known == nil ? isClosed ? .closed : .open : nil
      return TrialBalanceReport(head, trial, options: options, state: state)
    }
    try session.show(report, output)
  }
}

extension ReportAux: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let names = by.split(separator: ",").map(String.init)
    guard (1...2).contains(names.count) else { throw Failure(.usage, ["detail": "--by \(by)"]) }
    let report = try session.look { (snapshot, head) throws(StoreError) in
      let part = try snapshot.known(account, in: head.book)
      let kinds = try names.map { name throws(StoreError) in try snapshot.kind(named: name) }
      let leaves = Set(try snapshot.chart(of: head.book).leaves(under: account).map(\.code))
      let known = knowledge.position
      return AuxiliaryReport(
        head,
        asOf: asOf,
        account: part,
        by: kinds,
        balances: try snapshot.balances(asOf: asOf, of: head.book, knownAt: known)
          .filter { leaves.contains($0.account) },
        directory: try snapshot.directory(),
        includesEmpty: all
      )
    }
    try session.show(report, output)
  }
}

extension LedgerSnapshot {
  /// The account with a code.
  /// - Throws: `E-ACCOUNT-UNKNOWN`.
  func known(_ code: AccountCode, in book: Book) throws(StoreError) -> Account {
    guard let account = try chart(of: book)[code] else {
      throw .findings(
        Findings(
          Finding(.accountUnknown, value: code.text, arguments: ["account": code.text])
        )
      )
    }
    return account
  }

  /// The kind of dimensions with a name or code.
  /// - Throws: `E-AUX-UNKNOWN`.
  func kind(named name: String) throws(StoreError) -> DimensionKind {
    guard let kind = try directory().kind(named: name) else {
      throw .findings(Findings(Finding(.auxUnknown, value: name, arguments: ["kind": name])))
    }
    return kind
  }

  /// The dimension values that options name, each of which exists.
  /// - Throws: `E-AUX-UNKNOWN`.
  func tags(_ options: [DimensionOption]) throws(StoreError) -> [Dimensions.Tag] {
    let directory = try directory()
    return try options.map { option throws(StoreError) in
      let kind = try kind(named: option.kind)
      guard directory[kind, option.value] != nil else {
        throw .findings(
          Findings(
            Finding(.auxUnknown, value: option.value, arguments: ["kind": kind.name])
          )
        )
      }
      return Dimensions.Tag(kind, option.value)
    }
  }
}
