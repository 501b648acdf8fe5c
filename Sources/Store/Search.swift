public import Accounting
public import Quantities

/// What an auditor looks for in the lines of a book (凭证查询); everything given must hold.
public struct LineSearch: Hashable, Sendable {
  /// The periods to look in.
  public var range: PeriodRange
  /// A part of the summary (摘要).
  public var summary: String?
  /// The account, or a parent of it (科目).
  public var account: AccountCode?
  /// An account on the other side of the entry (对方科目), or a parent of one.
  public var counterAccount: AccountCode?
  /// The smallest amount, without its sign.
  public var least: Fen?
  /// The largest amount, without its sign.
  public var most: Fen?
  /// Who made the voucher (制单人).
  public var preparedBy: String?
  /// A dimension value that the line carries.
  public var tag: Dimensions.Tag?

  /// Creates a search that finds every line of a range.
  public init(range: PeriodRange) { self.range = range }
}

extension LedgerSnapshot {
  /// The lines that a search finds, in the order of books.
  public func lines(
    matching search: LineSearch,
    in book: Book,
    knownAt known: Int64? = nil
  ) throws(StoreError) -> [PostedLine] {
    let chart = try chart(of: book)
    var found: [PostedLine] = []
    for sequence in try candidates(search, in: book, known) {
      let entry = try entry(at: sequence, in: book)
      if let person = search.preparedBy, entry.signatures.preparedBy != person { continue }
      found += entry.lines(chart: chart).filter { search.matches($0) }
    }
    return found.sorted { ($0.date, $0.number, $0.line) < ($1.date, $1.number, $1.line) }
  }

  /// The entries with a line whose text and amount fit; the rest is judged line by line.
  private func candidates(
    _ search: LineSearch,
    in book: Book,
    _ known: Int64?
  ) throws(StoreError) -> [Int64] {
    let query = try database.statement(
      """
      SELECT DISTINCT p.entry_id FROM posting AS p JOIN account AS a ON a.id = p.account_id
      WHERE a.book_id = ?1 AND p.day BETWEEN ?2 AND ?3 AND instr(p.summary, ?4)
        AND abs(p.amount) BETWEEN ?5 AND ?6 AND substr(a.code, 1, length(?7)) = ?7
        AND p.entry_id < ?8
      """
    )
    defer { query.reset() }
    query.bind(try open(book).id, 1)
    query.bind(Int64(search.range.firstDay.dayNumber), 2)
    query.bind(Int64(search.range.lastDay.dayNumber), 3)
    query.bind(search.summary ?? "", 4)
    query.bind(search.least?.rawValue ?? 0, 5)
    query.bind(search.most?.rawValue ?? .max, 6)
    query.bind(search.account?.text ?? "", 7)
    query.bind(known ?? .max, 8)
    var found: [Int64] = []
    while try query.step() { found.append(query.integer(0)) }
    return found
  }
}

extension LineSearch {
  func matches(_ line: PostedLine) -> Bool {
    let posting = line.posting
    let magnitude = posting.amount.rawValue.magnitude
    return (summary.map { posting.summary.contains($0) } ?? true)
      && (account.map { LineSearch.lies(posting.account, in: $0) } ?? true)
      && (counterAccount.map { wanted in
        line.counterAccounts.contains { LineSearch.lies($0, in: wanted) }
      } ?? true)
      && (least.map { magnitude >= $0.rawValue.magnitude } ?? true)
      && (most.map { magnitude <= $0.rawValue.magnitude } ?? true)
      && (tag.map { posting.dimensions[$0.kind] == $0.value } ?? true)
  }

  private static func lies(_ account: AccountCode, in parent: AccountCode) -> Bool {
    account == parent || account.isBelow(parent)
  }
}
