package import Accounting
package import Audit
import Quantities
package import Store

/// Work on a ledger file that can be interrupted anywhere: each step is acknowledged after its
/// commit, and what was acknowledged has to be there ever after.
package final class Workload {
  /// A number that an acknowledged step was given, by the step's key.
  package struct Receipt: Hashable, Sendable {
    package let key: String
    package let answer: String

    package init(key: String, answer: String) {
      self.key = key
      self.answer = answer
    }

    /// Reads `key answer`.
    package init?(_ line: Substring) {
      let parts = line.split(separator: " ")
      guard parts.count == 2 else { return nil }
      self.init(key: String(parts[0]), answer: String(parts[1]))
    }
  }

  package static let accounts = [("100201", Side.debit), ("271101", .credit), ("660102", .debit)]
    .map { code, side in
      Account(
        code: known(AccountCode(code)),
        name: "科目\(code)",
        normalSide: side,
        element: .asset,
        isLeaf: true
      )
    }
  package static let book = known(
    Book(code: "001", name: "示例账套", startPeriod: known(FiscalPeriod(iso: "2025-01")))
  )
  package static let moment = known(RecordTime(iso: "2026-01-05T01:02:03Z"))
  static let signatures = Signatures(preparedBy: "张敏", reviewedBy: "王磊", approvedBy: "刘芳")

  let ledger: LedgerFile
  private let acknowledge: (Receipt) -> Void

  /// Opens the file, or creates and fills it with what work needs.
  package init(
    path: String,
    patience: Int32 = LedgerFile.defaultPatience,
    acknowledge: @escaping (Receipt) -> Void
  ) throws(StoreError) {
    self.acknowledge = acknowledge
    do throws(StoreError) {
      ledger = try LedgerFile(path: path, mode: .write, patience: patience)
    } catch .notFound {
      do throws(StoreError) { try LedgerFile.create(path: path) } catch .exists {}
      ledger = try LedgerFile(path: path, mode: .write, patience: patience)
    }
    try ledger.write(by: "", at: Workload.moment) { (write) throws(StoreError) in
      _ = try write.once("set-up", request: []) { () throws(StoreError) in
        try Workload.setUp(write)
        return "done"
      }
    }
  }

  private static func setUp(_ write: LedgerTransaction) throws(StoreError) {
    try write.addBook(book)
    try write.addAccounts(accounts, to: book)
    let people = [
      ("张敏", Role.maker), ("王磊", .reviewer), ("刘芳", .approver), ("何伟", .chief),
    ]
    for (name, role) in people {
      try write.setPerson(Person(name: name, roles: [role], canSignIn: true))
    }
  }

  // MARK: Steps

  /// The voucher of a step: the amount follows from the key.
  package static func voucher(_ amount: Int64, month: Int, lines: Int = 2) -> Voucher {
    let date = known(CivilDate(year: 2025, month: month, day: 15))
    let total = Posting(
      summary: "存入",
      account: accounts[0].code,
      side: .debit,
      amount: Fen(amount * Int64(lines - 1))
    )
    let parts = (1..<lines).map { line in
      Posting(
        summary: "第\(line)笔",
        account: accounts[1].code,
        side: .credit,
        amount: Fen(amount)
      )
    }
    return Voucher(date: date, postings: [total] + parts)
  }

  package static func entry(_ voucher: Voucher) -> JournalEntry {
    do {
      return try JournalEntry(
        voucher,
        chart: ChartOfAccounts(accounts),
        directory: DimensionDirectory()
      )
    } catch { preconditionFailure("the workload's vouchers are good") }
  }

  /// Posts entries in one transaction, each under its own key.
  package func post(_ keys: [(key: String, amount: Int64)], month: Int, lines: Int = 2)
    throws(StoreError)
  {
    let receipts = try ledger.write(by: "何伟", at: Workload.moment) { (write) throws(StoreError) in
      var receipts: [Receipt] = []
      for (key, amount) in keys {
        let answer = try write.once(key, request: ["\(amount)"]) { () throws(StoreError) in
          try write.post(
            Workload.entry(Workload.voucher(amount, month: month, lines: lines)),
            in: Workload.book,
            signatures: Workload.signatures
          ).number.description
        }
        receipts.append(Receipt(key: key, answer: answer.answer))
      }
      return receipts
    }
    for receipt in receipts { acknowledge(receipt) }
  }

  /// Posts so many entries in one transaction, under one key, that two threads are at it.
  package func load(_ key: String, amount: Int64, month: Int, entries: Int) throws(StoreError) {
    let answer = try ledger.write(by: "何伟", at: Workload.moment) { (write) throws(StoreError) in
      try write.once(key, request: ["\(amount)"]) { () throws(StoreError) in
        write.writeAhead()
        var last = ""
        for _ in 0..<entries {
          last = try write.post(
            Workload.entry(Workload.voucher(amount, month: month)),
            in: Workload.book,
            signatures: Workload.signatures
          ).number.description
        }
        return last
      }.answer
    }
    acknowledge(Receipt(key: key, answer: answer))
  }

  /// Writes a draft and takes it all the way into the books, one transaction a step.
  package func walk(_ key: String, amount: Int64, month: Int) throws(StoreError) {
    var label = ""
    func step(
      _ name: String,
      _ person: String,
      _ body: (LedgerTransaction) throws(StoreError) -> String
    )
      throws(StoreError) -> String
    {
      let answer = try ledger.write(by: person, at: Workload.moment) { (write) throws(StoreError) in
        try write.once("\(key)-\(name)", request: ["\(amount)"]) { () throws(StoreError) in
          try body(write)
        }.answer
      }
      acknowledge(Receipt(key: "\(key)-\(name)", answer: answer))
      return answer
    }
    label = try step("draft", "张敏") { (write) throws(StoreError) in
      Draft.label(
        try write.saveDraft(
          Workload.entry(Workload.voucher(amount, month: month)),
          in: Workload.book,
          position: WorkflowPosition(state: .draft, signatures: Signatures(preparedBy: "张敏"))
        )
      )
    }
    let steps = [
      (VoucherStep.submit, "张敏"), (.review, "王磊"), (.approve, "刘芳"), (.post, "何伟"),
    ]
    for (next, person) in steps {
      _ = try step(next.rawValue, person) { (write) throws(StoreError) in
        let draft = try write.take(next, draft: Draft.id(label) ?? 0, in: Workload.book)
        return draft.posted?.description ?? draft.position.state.rawValue
      }
    }
  }

  /// Closes a month.
  package func close(_ key: String, month: Int) throws(StoreError) {
    try ledger.write(by: "何伟", at: Workload.moment) { (write) throws(StoreError) in
      _ = try write.once(key, request: ["\(month)"]) { () throws(StoreError) in
        let period = Workload.known(FiscalPeriod(year: 2025, month: month))
        try write.close(period, of: Workload.book)
        return "closed"
      }
    }
    acknowledge(Receipt(key: key, answer: "closed"))
  }

  static func known<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("the workload's values are good") }
    return value
  }
}

extension Workload {
  /// The number of the latest closed month, 0 when none is.
  package func latestClosedMonth() throws(StoreError) -> Int {
    try ledger.read { (read) throws(StoreError) in
      try read.calendar(of: Workload.book).latestClosed?.month ?? 0
    }
  }

  /// Debits less credits of all accounts, as one reader sees them.
  package func netOfAllAccounts() throws(StoreError) -> Int128 {
    try ledger.read { (read) throws(StoreError) in
      let year = Workload.known(PeriodRange("2025"))
      return try read.balances(year, of: Workload.book).reduce(0) {
        $0 + Int128($1.closing.rawValue)
      }
    }
  }
}
