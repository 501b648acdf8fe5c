public import Accounting
import Findings
public import Quantities

/// Account statements and searches, line by line.
extension LedgerSnapshot {
  /// The statement of an account over a range of periods (明细账); a parent account has the lines of
  /// all its leaves, and with `tags` only the lines that carry them all count.
  /// - Throws: `E-ACCOUNT-UNKNOWN`.
  public func statement(
    of code: AccountCode,
    _ range: PeriodRange,
    in book: Book,
    with tags: [Dimensions.Tag] = [],
    knownAt known: Int64? = nil
  ) throws(StoreError) -> AccountStatement {
    let chart = try chart(of: book)
    guard let account = chart[code] else {
      throw .finding(.accountUnknown, value: code.text, ["account": code.text])
    }
    let part = LedgerPart(leaves: Set(chart.leaves(under: code).map(\.code)), tags: tags)
    let first = max(range.first, book.startPeriod)
    let lines = try lines(of: part, from: first, through: range.last, in: book, known, chart)
    let opening = try balance(of: part, before: first, in: book, known)
    let yearToDate = try yearToDate(of: part, before: range.first, in: book, known)
    return try checked { () throws(Overflow) in
      try AccountStatement(
        account: account,
        range: range,
        opening: opening,
        yearToDate: yearToDate,
        lines: lines
      )
    }
  }

  private func lines(
    of part: LedgerPart,
    from first: FiscalPeriod,
    through last: FiscalPeriod,
    in book: Book,
    _ known: Int64?,
    _ chart: ChartOfAccounts
  ) throws(StoreError) -> [PostedLine] {
    let keys = try open(book).keys
    var found: [PostedLine] = []
    for code in part.leaves {
      guard let id = keys[code]?.id else { continue }
      let start = PagePosition.start(of: first.firstDay)
      let places = try places(of: id, after: start, through: last.lastDay, knownAt: known) {
        (set) throws(StoreError) in
        guard !part.tags.isEmpty else { return true }
        return part.fits(try dimensions(set))
      }
      found += try postedLines(places, in: book, chart)
    }
    return found.sorted {
      ($0.date, $0.number, $0.line) < ($1.date, $1.number, $1.line)
    }
  }

  /// One page of an account's lines, newest last, found by where the page before ended rather than
  /// by counting, so that every page costs the same (明细账分页).
  ///
  /// `position` is where the page before ended; `nil` starts at `first`. At most `limit` lines come
  /// back, with the position for the next page when there may be one.
  public func page(
    of code: AccountCode,
    in book: Book,
    from first: CivilDate,
    after position: PagePosition?,
    limit: Int
  ) throws(StoreError) -> (lines: [PostedLine], next: PagePosition?) {
    guard let id = try open(book).keys[code]?.id else {
      throw .finding(.accountUnknown, value: code.text, ["account": code.text])
    }
    let places = try places(
      of: id,
      after: position ?? .start(of: first),
      through: nil,
      limit: limit
    )
    let lines = try postedLines(places, in: book, chart(of: book))
    let next = places.count == limit ? places.last : nil
    return (lines, next)
  }

  private func postedLines(
    _ places: [PagePosition],
    in book: Book,
    _ chart: ChartOfAccounts
  ) throws(StoreError) -> [PostedLine] {
    var current: (entry: Int64, lines: [PostedLine])?
    var found: [PostedLine] = []
    found.reserveCapacity(places.count)
    for place in places {
      if current?.entry != place.entry {
        current = (place.entry, try lines(of: place, in: book, chart))
      }
      if let lines = current?.lines, lines.indices ~= place.line - 1 {
        found.append(lines[place.line - 1])
      }
    }
    return found
  }

  /// All lines of the entry in which a place lies.
  private func lines(
    of place: PagePosition,
    in book: Book,
    _ chart: ChartOfAccounts
  ) throws(StoreError) -> [PostedLine] {
    guard let number = try number(ofRecord: place.entry) else {
      throw .damaged(detail: "record \(place.entry)")
    }
    let date = CivilDate(dayNumber: Int32(truncatingIfNeeded: place.day))
    let postings = try postings(of: place.entry, in: book)
    return PostedLine.lines(of: postings, date: date, number: number, chart: chart)
  }

  // MARK: Sums before a statement

  private func balance(
    of part: LedgerPart,
    before period: FiscalPeriod,
    in book: Book,
    _ known: Int64?
  ) throws(StoreError) -> Fen {
    let balances = try balances(asOf: period.firstDay.adding(days: -1), of: book, knownAt: known)
    let sum = Fen.sum(balances.lazy.filter(part.contains).map(\.closing))
    return try checked { () throws(Overflow) in try Fen(sum: sum) }
  }

  private func yearToDate(
    of part: LedgerPart,
    before period: FiscalPeriod,
    in book: Book,
    _ known: Int64?
  ) throws(StoreError) -> Balance {
    guard period.month > 1, let january = FiscalPeriod(year: period.year, month: 1),
      let range = PeriodRange(january, through: period.previous)
    else { return .zero }
    let balances = try balances(range, of: book, knownAt: known).filter(part.contains)
    return try checked { () throws(Overflow) in
      Balance(
        debit: try Fen(sum: Fen.sum(balances.map(\.debit))),
        credit: try Fen(sum: Fen.sum(balances.map(\.credit)))
      )
    }
  }
}

/// The lines that a statement is about.
private struct LedgerPart {
  let leaves: Set<AccountCode>
  let tags: [Dimensions.Tag]

  func fits(_ dimensions: Dimensions) -> Bool {
    tags.allSatisfy { dimensions[$0.kind] == $0.value }
  }

  func contains(_ balance: AccountBalance) -> Bool {
    leaves.contains(balance.account) && fits(balance.dimensions)
  }
}
