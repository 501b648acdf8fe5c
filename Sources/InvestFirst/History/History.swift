public import Accounting
public import Findings
public import Policies

/// Business tables of earlier years as lives of projects under a policy (历史业务再现).
///
/// Nothing is guessed and nothing stops the reading: a row that does not fit a life is a finding,
/// and the documents of its project end there.
public struct History: Sendable {
  /// The projects, in the order of their table.
  public let projects: [Life]
  /// Everything that does not fit.
  public let findings: [Misfit]

  /// One project and what its rows say happened to it.
  public struct Life: Sendable {
    /// How it began.
    public let approval: Approval
    /// The head of the approval.
    public let head: DocumentHead
    /// Where it comes from.
    public let origin: Origin
    /// Its documents in the order of time, as far as they fit.
    public let documents: [Entry]
    /// What it is after them; `nil` when its approval does not hold.
    public let project: Project?
  }

  /// A document and the row that it comes from.
  public struct Entry: Sendable {
    /// The document.
    public let document: ProjectDocument
    /// Where it comes from.
    public let origin: Origin
  }

  /// A row of a table.
  public struct Origin: Hashable, Sendable {
    /// The table.
    public let table: HistoryTable
    /// The row as a spreadsheet counts it.
    public let row: Int
  }

  /// A finding and the table whose row it names.
  public struct Misfit: Hashable, Sendable {
    /// The table.
    public let table: HistoryTable
    /// What is wrong with the row.
    public let finding: Finding

    /// Creates a misfit.
    public init(table: HistoryTable, finding: Finding) {
      self.table = table
      self.finding = finding
    }
  }

  /// Under what the rows are read.
  public struct Terms: Sendable {
    /// The policy.
    public let policy: InvestFirstPolicy
    /// The SHA-256 of its file, in hexadecimal digits.
    public let digest: String
    /// Who answers for the documents: the tables name nobody.
    public let signatures: Signatures
    /// The SHA-256 of each table's file: the file is what proves its rows, and vouches for the
    /// papers that the policy asks for.
    public let files: [HistoryTable: String]

    /// Creates terms.
    public init(
      policy: InvestFirstPolicy,
      digest: String,
      signatures: Signatures,
      files: [HistoryTable: String]
    ) {
      self.policy = policy
      self.digest = digest
      self.signatures = signatures
      self.files = files
    }
  }

  /// Makes documents of rows and lives every project to its end.
  /// - Throws: what the policy leaves open that a contract needs.
  public init(_ tables: HistoryTables, under terms: Terms) throws(Refusal) {
    var mapping = HistoryMapping(terms)
    try mapping.take(tables)
    let lives = mapping.lives()
    projects = lives.map(\.life)
    findings = mapping.findings + lives.flatMap(\.misfits)
  }
}

extension History.Origin {
  /// What is wrong with the row.
  func misfit(_ finding: Finding) -> History.Misfit {
    var finding = finding
    finding.row = row
    return History.Misfit(table: table, finding: finding)
  }
}
