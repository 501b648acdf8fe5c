public import Accounting
public import Findings
import Policies
public import Quantities

/// Business tables of earlier years as the life of a pool under a scheme (历史业务再现).
///
/// Nothing is guessed and nothing stops the reading: a row that does not fit the scheme is a
/// finding, and the documents of its loan, claim or recovery end there.
public struct PoolHistory: Sendable {
  /// How the pool begins.
  public let opening: PoolOpening
  /// The head of the opening.
  public let head: DocumentHead
  /// The documents in the order of time, as far as they fit.
  public let documents: [Entry]
  /// What the pool is after them.
  public let pool: Pool
  /// Everything that does not fit.
  public let findings: [Misfit]

  /// A document and the row that it comes from.
  public struct Entry: Sendable {
    /// The document.
    public let document: PoolDocument
    /// What it moved.
    public let change: PoolChange
    /// Where it comes from; `nil` for what follows from the tables as a whole.
    public let origin: Origin?
  }

  /// A row of a table.
  public struct Origin: Hashable, Sendable {
    /// The table.
    public let table: PoolTable
    /// The row as a spreadsheet counts it.
    public let row: Int
  }

  /// A finding and the table whose row it names.
  public struct Misfit: Hashable, Sendable {
    /// The table.
    public let table: PoolTable
    /// What is wrong with the row.
    public let finding: Finding

    /// Creates a misfit.
    public init(table: PoolTable, finding: Finding) {
      self.table = table
      self.finding = finding
    }
  }

  /// Under what the rows are read.
  public struct Terms: Sendable {
    /// The pool's code.
    public let pool: String
    /// The account that holds its money.
    public let account: String
    /// The scheme; ``SampleScheme`` makes one of the table of banks.
    public let scheme: AdoptedScheme
    /// What the pool held before the first row; `nil` for all that the claims of the tables took.
    ///
    /// The tables say nothing of funding. It is carried forward and books nothing.
    public let carried: Fen?
    /// Who answers for the documents: the tables name nobody.
    ///
    /// Each step of a claim adds its post to the maker's name, because one person may not handle
    /// two.
    public let signatures: Signatures
    /// The SHA-256 of each table's file, which is what proves its rows.
    public let files: [PoolTable: String]

    /// Creates terms.
    public init(
      pool: String,
      account: String,
      scheme: AdoptedScheme,
      carried: Fen? = nil,
      signatures: Signatures,
      files: [PoolTable: String]
    ) {
      self.pool = pool
      self.account = account
      self.scheme = scheme
      self.carried = carried
      self.signatures = signatures
      self.files = files
    }
  }

  /// Makes documents of rows and leads the pool through them.
  /// - Throws: what is wrong with the terms.
  public init(_ tables: PoolTables, under terms: Terms) throws(Findings) {
    var mapping = PoolHistoryMapping(terms)
    mapping.take(tables)
    let opening = PoolOpening(
      pool: terms.pool,
      accounts: [terms.account],
      scheme: terms.scheme
    )
    let head = mapping.head("\(terms.pool)-设立", mapping.firstDay, .banks)
    var life = PoolHistoryLife(try Pool(opening, head), mapping.findings)
    if let carried = mapping.carried(tables) { life.take(carried) }
    for draft in mapping.inOrder { life.take(draft) }
    for report in mapping.reports(tables, life.pool) { life.take(report) }
    self.opening = opening
    self.head = head
    documents = life.entries
    pool = life.pool
    findings = life.findings
  }
}

/// A pool on its way through drafts.
struct PoolHistoryLife {
  private(set) var pool: Pool
  private(set) var entries: [PoolHistory.Entry] = []
  private(set) var findings: [PoolHistory.Misfit]
  /// The loans, claims and recoveries whose documents have ended.
  private var ended: Set<Subject> = []

  /// A loan, claim or recovery by the table that it stands in.
  private struct Subject: Hashable {
    let table: PoolTable?
    let id: String

    init(_ draft: PoolHistoryMapping.Draft) {
      table = draft.origin?.table
      id = draft.subject
    }
  }

  init(_ pool: Pool, _ findings: [PoolHistory.Misfit]) {
    self.pool = pool
    self.findings = findings
  }

  mutating func take(_ draft: PoolHistoryMapping.Draft) {
    guard !ended.contains(Subject(draft)) else { return }
    do throws(Refusal) {
      let change = try pool.take(draft.document)
      let entry = PoolHistory.Entry(
        document: draft.document,
        change: change,
        origin: draft.origin
      )
      entries.append(entry)
      if let misfit = draft.misfit(pool) { end(draft, [misfit]) }
    } catch { end(draft, error.findings) }
  }

  private mutating func end(_ draft: PoolHistoryMapping.Draft, _ wrong: [Finding]) {
    ended.insert(Subject(draft))
    let origin = draft.origin ?? PoolHistory.Origin(table: .banks, row: 1)
    for var finding in wrong {
      finding.row = origin.row
      findings.append(PoolHistory.Misfit(table: origin.table, finding: finding))
    }
  }
}
