package import Findings
package import Quantities

/// One book held in memory, every figure a fold over its entries: the model against which the
/// stored ledger is tested, small enough to be seen to be right.
package struct InMemoryLedger: Sendable {
  package let book: Book
  package var chart: ChartOfAccounts
  package var directory: DimensionDirectory
  package private(set) var calendar: FiscalCalendar
  package private(set) var entries: [PostedEntry] = []

  package init(book: Book, chart: ChartOfAccounts, directory: DimensionDirectory) {
    self.book = book
    self.chart = chart
    self.directory = directory
    calendar = FiscalCalendar(start: book.startPeriod)
  }

  /// The entry with a number.
  package subscript(number: VoucherNumber) -> PostedEntry? { entries.first { $0.number == number } }

  /// The number that the next entry of a period and word gets.
  package func nextNumber(_ period: FiscalPeriod, _ word: VoucherWord) -> VoucherNumber {
    let taken = entries.filter { $0.number.period == period && $0.number.word == word }.count
    return VoucherNumber(period: period, word: word, number: taken + 1)
  }

  /// Posts a voucher.
  /// - Throws: every finding.
  @discardableResult
  package mutating func post(
    _ voucher: Voucher,
    signatures: Signatures,
    postedBy: String,
    postedAt: String = "1970-01-01T00:00:00Z"
  ) throws(Findings) -> PostedEntry {
    var findings = JournalEntry.findings(in: voucher, chart: chart, directory: directory)
    findings += reversalFindings(voucher)
    if voucher.word == .opening {
      findings += openingFindings(voucher, signatures)
    } else {
      findings += signatures.findings
      if let finding = calendar.finding(against: voucher.period, row: 1) {
        findings.append(finding)
      }
    }
    guard findings.isEmpty else { throw Findings(findings) }
    if voucher.word != .opening { try calendar.use(voucher.period) }
    let entry = PostedEntry(
      number: nextNumber(voucher.period, voucher.word),
      book: book.code,
      voucher: voucher,
      signatures: signatures,
      sequence: Int64(entries.count),
      postedBy: postedBy,
      postedAt: postedAt,
      leafSHA256: ""
    )
    entries = entries.map { $0.number == voucher.reverses ? $0.reversed(by: entry.number) : $0 }
    entries.append(entry)
    return entry
  }

  /// Opening balances stand in the month before the book starts, until a period is closed; they
  /// come from other books, so nobody need have signed them.
  private func openingFindings(_ voucher: Voucher, _ signatures: Signatures) -> [Finding] {
    let value = "\(voucher.date)"
    var findings = signatures == Signatures() ? [] : signatures.findings
    if voucher.period != book.startPeriod.previous {
      findings.append(Finding(.beforeStart, row: 1, column: Field.date, value: value))
    }
    if calendar.isClosed(voucher.period) {
      findings.append(Finding(.periodClosed, row: 1, column: Field.date, value: value))
    }
    return findings
  }

  private func reversalFindings(_ voucher: Voucher) -> [Finding] {
    guard let number = voucher.reverses else { return [] }
    let value = "\(number)"
    guard let original = self[number] else {
      return [Finding(.reversalUnknown, row: 1, column: Field.reverses, value: value)]
    }
    if original.reversedBy != nil {
      return [Finding(.reversedAlready, row: 1, column: Field.reverses, value: value)]
    }
    return Reversal.findings(in: voucher, mirroring: original.voucher)
  }

  /// The checks before closing a period; the model knows no drafts and no bank.
  package func checks(_ period: FiscalPeriod) throws(Overflow) -> [PeriodCheck] {
    let facts = PeriodFacts(
      period: period,
      earlierOpen: calendar.openPeriods(before: period),
      numbers: entries.map(\.number).filter { $0.period == period },
      balances: try balances(PeriodRange(period))
    )
    return try PeriodCheck.all(facts, chart: chart)
  }

  /// Closes a period when every blocking check passes.
  package mutating func close(_ period: FiscalPeriod) throws {
    try calendar.close(period, checks: checks(period))
  }

  /// Reopens the latest closed period.
  package mutating func reopen(_ period: FiscalPeriod, reason: String) throws(Findings) {
    try calendar.reopen(period, reason: reason)
  }

  /// The entries of the first `head` records, all of them when `head` is `nil`, in the order of
  /// books.
  private func known(at head: Int64?) -> [PostedEntry] {
    entries.filter { entry in head.map { entry.sequence < $0 } ?? true }
      .sorted { ($0.voucher.date, $0.number) < ($1.voucher.date, $1.number) }
  }

  /// The balances of a range by account and dimensions, as known at a log position.
  ///
  /// Opening vouchers (凭证字 初) are opening balances, never movement.
  package func balances(
    _ range: PeriodRange,
    knownAt head: Int64? = nil
  ) throws(Overflow) -> [AccountBalance] {
    var sums: [Place: Movement] = [:]
    for entry in known(at: head) where entry.voucher.date <= range.lastDay {
      let isBefore = entry.isOpening || entry.voucher.date < range.firstDay
      for posting in entry.voucher.postings {
        let place = Place(account: posting.account, dimensions: posting.dimensions)
        if isBefore {
          sums[place, default: Movement()].opening += posting.signed
        } else {
          sums[place, default: Movement()].debit += Int128(posting.debit.rawValue)
          sums[place, default: Movement()].credit += Int128(posting.credit.rawValue)
        }
      }
    }
    var balances: [AccountBalance] = []
    for (place, sum) in sums {
      balances.append(
        try AccountBalance(
          account: place.account,
          dimensions: place.dimensions,
          opening: Fen(sum: sum.opening),
          debit: Fen(sum: sum.debit),
          credit: Fen(sum: sum.credit)
        )
      )
    }
    return balances
  }

  /// The trial balance of a range.
  package func trialBalance(
    _ range: PeriodRange,
    knownAt head: Int64? = nil
  ) throws(Overflow) -> TrialBalance {
    try TrialBalance(range: range, balances: balances(range, knownAt: head), chart: chart)
  }

  /// The statement of an account, or of all leaves under it.
  package func statement(
    of account: Account,
    _ range: PeriodRange,
    knownAt head: Int64? = nil
  ) throws(Overflow) -> AccountStatement {
    var opening: Int128 = 0
    var yearToDate = Balance.zero
    var lines: [PostedLine] = []
    for entry in known(at: head) where entry.voucher.date <= range.lastDay {
      for line in entry.lines(chart: chart) {
        let code = line.posting.account
        guard code == account.code || code.isBelow(account.code) else { continue }
        if !entry.isOpening, line.date >= range.firstDay {
          lines.append(line)
          continue
        }
        opening += line.posting.signed
        if !entry.isOpening, line.date.period.year == range.first.year {
          yearToDate = try yearToDate.adding(line.posting)
        }
      }
    }
    return try AccountStatement(
      account: account,
      range: range,
      opening: Fen(sum: opening),
      yearToDate: yearToDate,
      lines: lines
    )
  }

  private struct Place: Hashable {
    let account: AccountCode
    let dimensions: Dimensions
  }

  private struct Movement {
    var opening: Int128 = 0
    var debit: Int128 = 0
    var credit: Int128 = 0
  }
}

extension PostedEntry {
  /// Whether the entry brings in opening balances (期初余额).
  public var isOpening: Bool { voucher.word == .opening }

  /// The same entry after another one has reversed it.
  package func reversed(by number: VoucherNumber) -> PostedEntry {
    PostedEntry(
      number: self.number,
      book: book,
      voucher: voucher,
      signatures: signatures,
      sequence: sequence,
      postedBy: postedBy,
      postedAt: postedAt,
      reversedBy: number,
      leafSHA256: leafSHA256
    )
  }
}
