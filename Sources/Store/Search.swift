public import Accounting
public import Quantities

/// What an auditor looks for in the lines of a book (凭证查询); everything given must hold.
public struct LineSearch: Hashable, Sendable {
  /// The periods to look in.
  public var range: PeriodRange
  /// A part of the summary (摘要).
  public var summary: String?
  /// The accounts (科目), from the first to the last with all below.
  public var accounts: ClosedRange<AccountCode>?
  /// The accounts of which one stands on the other side of the entry (对方科目).
  public var counterAccounts: ClosedRange<AccountCode>?
  /// The smallest amount, without its sign.
  public var least: Fen?
  /// The largest amount, without its sign.
  public var most: Fen?
  /// Who made the voucher (制单人).
  public var preparedBy: String?
  /// The dimension values that the line carries.
  public var tags: [Dimensions.Tag] = []

  /// Creates a search that finds every line of a range.
  public init(range: PeriodRange) { self.range = range }
}

/// A line that a search found.
public struct FoundLine: Hashable, Sendable {
  /// The line.
  public let line: PostedLine
  /// The maker (制单人).
  public let preparedBy: String
}

extension LedgerSnapshot {
  /// The lines that a search finds, in the order of books.
  public func lines(
    matching search: LineSearch,
    in book: Book,
    knownAt known: Int64? = nil
  ) throws(StoreError) -> [FoundLine] {
    let chart = try chart(of: book)
    var found: [FoundLine] = []
    for sequence in try candidates(search, in: book, known) {
      let entry = try entry(at: sequence, in: book)
      if let person = search.preparedBy, entry.signatures.preparedBy != person { continue }
      let person = entry.signatures.preparedBy ?? ""
      found += entry.lines(chart: chart).filter(search.matches)
        .map { FoundLine(line: $0, preparedBy: person) }
    }
    return found.sorted {
      ($0.line.date, $0.line.number, $0.line.line) < ($1.line.date, $1.line.number, $1.line.line)
    }
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
        AND abs(p.amount) BETWEEN ?5 AND ?6 AND p.entry_id < ?7
        AND a.code >= ?8 AND (a.code <= ?9 OR substr(a.code, 1, length(?9)) = ?9)
      """
    )
    defer { query.reset() }
    query.bind(try open(book).id, 1)
    query.bind(Int64(search.range.firstDay.dayNumber), 2)
    query.bind(Int64(search.range.lastDay.dayNumber), 3)
    query.bind(search.summary ?? "", 4)
    query.bind(search.least?.rawValue ?? 0, 5)
    query.bind(search.most?.rawValue ?? .max, 6)
    query.bind(known ?? .max, 7)
    query.bind(search.accounts?.lowerBound.text ?? "", 8)
    query.bind(search.accounts?.upperBound.text ?? "", 9)
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
      && (accounts.map { posting.account.lies(in: $0) } ?? true)
      && (counterAccounts.map { part in line.counterAccounts.contains { $0.lies(in: part) } }
        ?? true)
      && (least.map { magnitude >= $0.rawValue.magnitude } ?? true)
      && (most.map { magnitude <= $0.rawValue.magnitude } ?? true)
      && tags.allSatisfy { posting.dimensions[$0.kind] == $0.value }
  }
}
