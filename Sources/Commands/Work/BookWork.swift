import Accounting
import Findings
import Interchange
import Quantities
import Registers
import Reports
import Store

extension NewBookOptions {
  /// The book with a code.
  /// - Throws: `E-USAGE` when code or name cannot be used.
  func book(_ code: String) throws(Failure) -> Book {
    guard let book = Book(code: code, name: name, startPeriod: start) else {
      throw Failure(.usage, ["detail": "\(code) --name \(name)"])
    }
    return book
  }

  /// The accounts of the chart; none without one.
  func accounts() throws(Failure) -> [Account] {
    guard let chart else { return [] }
    let table: ReadTable<Account>
    do throws(InputError) {
      if let builtIn = EmbeddedCharts.all[chart] {
        table = try AccountsImport.read(ByteSource(bytes: builtIn, path: chart))
      } else {
        table = try AccountsImport.read(ByteSource(path: chart))
      }
    } catch { throw Failure(error) }
    guard table.isAccepted else { throw Failure(table.findings) }
    return table.values
  }
}

extension Book {
  /// The book as commands show it.
  func members(accounts: [Account]) -> [JSON.Member] {
    [
      .init("book", .string(code)), .init("name", .string(name)),
      .init("start", .string("\(startPeriod)")), .init("accounts", .integer(Int64(accounts.count))),
      .init("leaves", .integer(Int64(accounts.filter(\.isLeaf).count))),
    ]
  }
}

extension BookInit: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let book = try new.book(code)
    let accounts = try new.accounts()
    if !common.dryRun {
      try session.stored(file) { () throws(StoreError) in try LedgerFile.create(path: file) }
      do throws(Failure) { try fill(book, accounts, session) } catch {
        // What was created a moment ago holds nothing yet.
        System.remove(file)
        throw error
      }
    }
    try session.print(
      .object(book.members(accounts: accounts) + [.init("path", .string(file))]),
      else: { lines(book, accounts, session.language) }
    )
  }

  private func fill(_ book: Book, _ accounts: [Account], _ session: Session) throws(Failure) {
    let (moment, actor) = (try session.now(), try session.actor())
    try session.stored(file) { () throws(StoreError) in
      let ledger = try LedgerFile(path: file, mode: .write)
      try ledger.write(by: actor ?? "", at: moment) { (transaction) throws(StoreError) in
        try transaction.addBook(book)
        try transaction.addAccounts(accounts, to: book)
      }
    }
  }

  private func lines(_ book: Book, _ accounts: [Account], _ language: Language) -> [String] {
    let (all, leaves) = (accounts.count, accounts.filter(\.isLeaf).count)
    let next =
      accounts.isEmpty
      ? "xiantou account import accounts.csv --book \(file)"
      : "xiantou user add 张敏 --role maker --book \(file)"
    return [
      Phrase(
        "已建立账套 \(book.code) \(file)  科目 \(all) 个(末级 \(leaves))  启用期间 \(book.startPeriod)",
        "created book \(book.code) in \(file): \(all) accounts (\(leaves) leaves), from "
          + "\(book.startPeriod)"
      ).text(in: language),
      Phrase("下一步: \(next)", "next: \(next)").text(in: language),
    ]
  }
}

extension BookAdd: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let book = try new.book(code)
    let accounts = try new.accounts()
    let ledger = try session.ledger(.write)
    let (moment, actor) = (try session.now(), try session.actor())
    try session.stored { () throws(StoreError) in
      try ledger.write(by: actor ?? "", at: moment, keep: !common.dryRun) {
        (transaction) throws(StoreError) in
        if try transaction.hasActors() { try transaction.actor([.chief, .sysadmin]) }
        try transaction.addBook(book)
        try transaction.addAccounts(accounts, to: book)
      }
    }
    try session.print(
      .object(book.members(accounts: accounts)),
      else: {
        [
          Phrase("已增加账套 \(book.code) \(book.name)", "added book \(book.code)").text(
            in: session.language
          )
        ]
      }
    )
  }
}

extension BookInfo: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let path = try session.ledgerPath(file)
    let (records, books, roles) = try session.stored(path) { () throws(StoreError) in
      let ledger = try LedgerFile(path: path, mode: .read)
      return try ledger.read { (snapshot) throws(StoreError) in
        let books = try snapshot.books().map { book throws(StoreError) in
          (book, try snapshot.chart(of: book).count, try snapshot.calendar(of: book).latestClosed)
        }
        return (try snapshot.recordCount(), books, try snapshot.bookRoles())
      }
    }
    let list = books.map { book, accounts, closed in
      JSON.object([
        .init("code", .string(book.code)), .init("name", .string(book.name)),
        .init("start", .string("\(book.startPeriod)")),
        .init("accounts", .integer(Int64(accounts))),
        .init("closed", .optional(closed?.description)),
      ])
    }
    try session.print(
      .object([
        .init("path", .string(path)), .init("records", .integer(records)),
        .init("books", .array(list)), .init("roles", .array(roles.map(\.json))),
      ]),
      else: {
        [
          Phrase("\(path)  记录 \(records) 条", "\(path): \(records) records").text(
            in: session.language
          )
        ]
          + books.map { book, accounts, closed in
            let closed = closed?.description ?? "-"
            return Phrase(
              "账套 \(book.code) \(book.name)  启用 \(book.startPeriod)  科目 \(accounts) 个  "
                + "已结账至 \(closed)",
              "book \(book.code) \(book.name): from \(book.startPeriod), \(accounts) accounts, "
                + "closed through \(closed)"
            ).text(in: session.language)
          } + roles.map { $0.line(session.language) }
      }
    )
  }
}

extension BookRoleSetting {
  /// The setting for programs.
  var json: JSON {
    ["role": .string(role), "party": .string(party), "book": .string(book)]
  }

  /// The setting for people.
  func line(_ language: Language) -> String {
    let name = [language.term("book_role", role), party].filter { !$0.isEmpty }
    return "\(name.joined(separator: " ")) → \(book)"
  }
}

extension BookCheck: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let path = try session.ledgerPath(file)
    let (report, difference) = try session.stored(path) { () throws(StoreError) in
      let ledger = try LedgerFile(path: path, mode: .read)
      return try ledger.read { (snapshot) throws(StoreError) in
        let report = try snapshot.check()
        // Rules are computed again only from a log that is what it was.
        var difference = report.firstDifference
        if difference == nil {
          var computed = try ProjectRegister(snapshot).check()
          if computed == nil { computed = try PoolRegister(snapshot).check() }
          difference = computed.map(CheckDifference.init)
        }
        if difference == nil { difference = try RecordedRun.check(snapshot) }
        return (report, difference)
      }
    }
    let result: [JSON.Member] = [
      .init("ok", .bool(difference == nil)), .init("records", .integer(report.records)),
      .init("first_difference", difference?.json ?? .null),
    ]
    if let difference {
      var failure = Failure(
        .verification,
        ["where": difference.place, "expected": difference.expected, "found": difference.found]
      )
      failure.result = result
      throw failure
    }
    try session.print(
      .object(result),
      else: {
        [
          Phrase(
            "核验通过: \(report.records) 条记录, 账表、余额与记录一致",
            "sound: \(report.records) records; tables, balances and log agree"
          ).text(in: session.language)
        ]
      }
    )
  }
}

extension CheckDifference {
  /// A document that the rules do not make.
  fileprivate init(_ difference: DocumentDifference) {
    self.init(
      "document record \(difference.sequence), \(difference.what)",
      expected: difference.expected,
      found: difference.found
    )
  }

  fileprivate var json: JSON {
    .object([
      .init("where", .string(place)), .init("expected", .string(expected)),
      .init("found", .string(found)),
    ])
  }
}

extension BookBackup: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let ledger = try session.ledger(.read)
    try session.stored { () throws(StoreError) in try ledger.copy(to: file) }
    try session.print(
      .object([.init("path", .string(file))]),
      else: { [Phrase("已备份到 \(file)", "copied to \(file)").text(in: session.language)] }
    )
  }
}

extension BookUpgrade: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    // Opening an older file for writing upgrades it.
    let path = try session.ledger(.write).path
    try session.print(
      .object([.init("path", .string(path)), .init("version", .integer(Int64(LedgerFile.version)))]
      ),
      else: {
        [
          Phrase(
            "\(path) 已是当前格式 (\(LedgerFile.version))",
            "\(path) is in the present format (\(LedgerFile.version))"
          ).text(in: session.language)
        ]
      }
    )
  }
}
