import Accounting
import Quantities
import Store
import Testing
import Trials

extension ModelTrial {
  private struct Place: Hashable {
    let account: AccountCode
    let dimensions: Dimensions
  }

  /// Compares some figures at random dates and positions of the log.
  func compareFigures() throws {
    let index = Int.random(in: 0..<model.books.count, using: &random)
    let book = model.books[index]
    let first = book.book.startPeriod.ordinal + Int.random(in: 0...4, using: &random)
    let last = first + Int.random(in: 0...3, using: &random)
    let range = try #require(
      PeriodRange(FiscalPeriod(ordinal: first), through: FiscalPeriod(ordinal: last))
    )
    let date = range.firstDay.adding(days: Int32.random(in: -40...60, using: &random))
    let coin = random.oneIn(2)
    var known: Int64?
    if coin {
      let most = model.sequences.joined().max() ?? 0
      known = Int64.random(in: 0...most + 1, using: &random)
    }
    let head = known.map { known in Int64(model.sequences[index].count { $0 < known }) }
    let (trial, balances) = try ledger.read { (read) throws(StoreError) in
      (
        try read.trialBalance(range, of: book.book, knownAt: known),
        try read.balances(asOf: date, of: book.book, knownAt: known)
      )
    }
    let expected = try book.trialBalance(range, knownAt: head)
    let place = "\(range) \(date) known at \(known ?? -1): \(ending)"
    try #require(rows(trial) == rows(expected), "\(place)")
    try #require(trial.isBalanced, "\(place)")
    try #require(closings(balances) == folded(book, through: date, head), "\(place)")
  }

  /// The rows that show anything.
  private func rows(_ trial: TrialBalance) -> [String] {
    trial.rows.filter { $0.opening != .zero || $0.debit != .zero || $0.credit != .zero }
      .map { "\($0.account.code) \($0.opening) \($0.debit) \($0.credit) \($0.closing)" }
  }

  private func closings(_ balances: [AccountBalance]) -> [Place: Int128] {
    var closings: [Place: Int128] = [:]
    for balance in balances where balance.closing != .zero {
      closings[Place(account: balance.account, dimensions: balance.dimensions)] =
        Int128(balance.closing.rawValue)
    }
    return closings
  }

  /// The same by adding up every posting.
  private func folded(
    _ book: InMemoryLedger,
    through date: CivilDate,
    _ head: Int64?
  ) -> [Place: Int128] {
    var closings: [Place: Int128] = [:]
    for entry in book.entries
    where entry.voucher.date <= date && entry.sequence < head ?? .max {
      for posting in entry.voucher.postings {
        closings[
          Place(account: posting.account, dimensions: posting.dimensions),
          default: 0
        ] += posting.signed
      }
    }
    return closings.filter { $0.value != 0 }
  }

  /// Compares every entry, draft, period and account, and has the file checked.
  func compareEverything() throws {
    let report = try fixture.check()
    try #require(report.firstDifference == nil, "\(ending)")
    try ledger.read { (read) throws(StoreError) in
      do {
        for book in model.books { try compare(book, read) }
        for (id, draft) in model.drafts {
          let found = try read.draft(id, in: model.books[draft.book].book)
          try #require(found.position == draft.position && found.voucher == draft.voucher)
        }
      } catch let error as StoreError { throw error } catch { Issue.record("\(ending): \(error)") }
    }
  }

  private func compare(_ book: InMemoryLedger, _ read: LedgerSnapshot) throws {
    var found: [PostedEntry] = []
    let start = book.book.startPeriod
    let year = try #require(PeriodRange(start, through: FiscalPeriod(ordinal: start.ordinal + 12)))
    try read.forEachEntry(
      in: book.book,
      from: start.firstDay.adding(days: -31),
      through: year.lastDay
    ) { (entry) throws(StoreError) in found.append(entry) }
    try #require(found.count == book.entries.count)
    for entry in found {
      let expected = try #require(book[entry.number])
      try #require(entry.voucher == expected.voucher && entry.signatures == expected.signatures)
      try #require(entry.reversedBy == expected.reversedBy)
    }
    for account in book.chart.accounts {
      let statement = try read.statement(of: account.code, year, in: book.book)
      let expected = try book.statement(of: account, year)
      try #require(statement == expected, "\(account.code)")
    }
    let calendar = try read.calendar(of: book.book)
    for period in (start.ordinal...year.last.ordinal).map({ FiscalPeriod(ordinal: $0) }) {
      try #require(calendar.isClosed(period) == book.calendar.isClosed(period), "\(period)")
    }
  }
}
