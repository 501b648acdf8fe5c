import Accounting
import Audit
import Findings
import Quantities
import Reports
import Store

extension PeriodList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let calendar = try session.read { (snapshot, book) throws(StoreError) in
      try snapshot.calendar(of: book)
    }
    let periods = calendar.used.map { ($0, calendar.isClosed($0) ? "closed" : "open") }
    try session.print(
      .object([
        .init(
          "periods",
          .array(
            periods.map { period, state in
              .object([.init("period", .string("\(period)")), .init("state", .string(state))])
            }
          )
        )
      ]),
      else: {
        periods.map { "\($0)  \(session.language.term("period_state", $1))" }
      }
    )
  }
}

extension PeriodCheck: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (checks, isClosed) = try session.read { (snapshot, book) throws(StoreError) in
      (
        try snapshot.checks(closing: which.period, of: book),
        try snapshot.calendar(of: book).isClosed(which.period)
      )
    }
    let answer = Answer(which.period, isClosed ? "closed" : "open", checks, session.language)
    try session.print(answer.json, else: { answer.lines })
    if checks.contains(where: { $0.isBlocking && !$0.isOK }) {
      throw Failure(silent: .differences)
    }
  }
}

extension PeriodClose: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let signing = try keys.map { keys throws(Failure) in
      try HeadSigning(KeyFolder(keys, passwordFile: password.file), to: nil, in: session)
    }
    try session.confirm(typing: "\(which.period)")
    let language = session.language
    let finish = { () throws(Failure) -> Void in try signing?.finish() }
    try session.write(["period close", "\(which.period)"], afterwards: finish) {
      (write, book) throws(StoreError) in
      try write.actor([.chief])
      let checks = try write.close(which.period, of: book)
      let head = try signing?.sign(.close, in: write)
      return Answer(which.period, "closed", checks, language, head: head)
    }
  }
}

extension PeriodReopen: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.confirm(typing: "\(which.period)")
    let language = session.language
    try session.write(["period reopen", "\(which.period)", reason]) {
      (write, book) throws(StoreError) in
      try write.actor([.chief])
      try write.reopen(which.period, of: book, reason: reason)
      return Answer(which.period, "open", [], language)
    }
  }
}

extension PeriodCarry: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.write(["period carry", "\(which.period)"]) { (write, book) throws(StoreError) in
      try write.actor([.maker])
      let balances = try write.balances(PeriodRange(which.period), of: book)
      let chart = try write.chart(of: book)
      let voucher: Voucher
      do throws(Findings) {
        voucher = try CarryForward.voucher(
          closing: which.period,
          balances: balances,
          chart: chart,
          to: targets(chart)
        )
      } catch { throw .findings(error) }
      let draft = try write.submit(voucher, in: book, reason: "")
      return Answer(drafts: [draft], session.language)
    }
  }

  /// The net-assets account of each aspect: the one named by `--to`, else the only leaf there is.
  private func targets(_ chart: ChartOfAccounts) -> [Aspect: AccountCode] {
    var targets: [Aspect: AccountCode] = [:]
    for aspect in Aspect.allCases {
      let leaves = chart.accounts.filter {
        $0.isLeaf && $0.isOpen && $0.aspect == aspect && $0.element == .netAssets
      }
      let named = leaves.first { to.contains($0.code) }
      targets[aspect] = named?.code ?? (leaves.count == 1 ? leaves.first?.code : nil)
    }
    return targets
  }
}

extension Answer {
  /// A period with its checks.
  init(
    _ period: FiscalPeriod,
    _ state: String,
    _ checks: [Accounting.PeriodCheck],
    _ language: Language,
    head: Answer? = nil
  ) {
    let list = checks.map { check in
      JSON.object([
        .init("name", .string(check.name.rawValue)), .init("ok", .bool(check.isOK)),
        .init("blocking", .bool(check.isBlocking)),
        .init("detail", .string(check.subjects.joined(separator: " "))),
      ])
    }
    let title = "\(period)  \(language.term("period_state", state))"
    self.init(
      json: .object(
        [
          .init("period", .string("\(period)")), .init("state", .string(state)),
          .init("checks", .array(list)),
        ] + (head.map { [.init("checkpoint", $0.json)] } ?? [])
      ),
      lines: [title]
        + checks.map { check in
          let mark = check.isOK ? "✓" : check.isBlocking ? "✗" : "!"
          let name = language.term("passed", check.name.rawValue)
          return "\(mark) \(name)  \(check.subjects.prefix(20).joined(separator: " "))"
        } + (head?.lines ?? [])
    )
  }
}
