import Accounting
import Audit
import Glibc
import Quantities
import Store

/// A fresh ledger file with one book of 2,000 accounts.
struct BenchLedger {
  let ledger: LedgerFile
  let book: Book
  let accounts: [AccountCode]
  private let chart: ChartOfAccounts
  private let directory = DimensionDirectory()
  private let signatures = Signatures(preparedBy: "张敏", reviewedBy: "王磊", approvedBy: "周正")

  init(_ path: String) throws {
    for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    try LedgerFile.create(path: path)
    let all = BenchLedger.chart()
    guard let book = Book(code: "bench", name: "bench", startPeriod: EntryStream.firstDay.period)
    else { LedgerBench.fail("a good book") }
    let ledger = try LedgerFile(path: path, mode: .write)
    try ledger.write(by: "", at: BenchLedger.now) { (write) throws(StoreError) in
      try write.addBook(book)
      _ = try write.addAccounts(all, to: book)
    }
    self.ledger = ledger
    self.book = book
    chart = ChartOfAccounts(all)
    accounts = all.filter(\.isLeaf).map(\.code)
  }

  private static func chart() -> [Account] {
    (0..<EntryStream.accountCount).flatMap { number in
      let code = EntryStream.code(number)
      let head = number % 100 == 0 ? [account(String(code.prefix(4)), isLeaf: false)] : []
      return (head + [account(code, isLeaf: true)]).compactMap { $0 }
    }
  }

  private static func account(_ code: String, isLeaf: Bool) -> Account? {
    AccountCode(code).map { account in
      Account(
        code: account,
        name: "科目\(code)",
        normalSide: .debit,
        element: .asset,
        isLeaf: isLeaf
      )
    }
  }

  static var now: RecordTime {
    guard let now = RecordTime(secondsSince1970: Int64(time(nil))) else {
      LedgerBench.fail("the clock stands outside the calendar")
    }
    return now
  }

  /// Checks and posts up to `count` entries, `batch` a commit; gives how many there were.
  func post(_ stream: inout EntryStream, count: Int, batch: Int) throws -> Int {
    var posted = 0
    while posted < count {
      var vouchers: [JournalEntry] = []
      while vouchers.count < min(batch, count - posted), let voucher = stream.voucher(accounts) {
        vouchers.append(try JournalEntry(voucher, chart: chart, directory: directory))
      }
      guard !vouchers.isEmpty else { break }
      try ledger.write(by: "何伟", at: BenchLedger.now) { (write) throws(StoreError) in
        for entry in vouchers { _ = try write.post(entry, in: book, signatures: signatures) }
      }
      posted += vouchers.count
    }
    return posted
  }

  func closeMonths(_ months: ClosedRange<Int>) throws {
    let first = EntryStream.firstDay.period
    for month in months {
      let period = FiscalPeriod(ordinal: first.ordinal + month - 1)
      try ledger.write(by: "何伟", at: BenchLedger.now) { (write) throws(StoreError) in
        _ = try write.close(period, of: book)
      }
    }
  }
}
