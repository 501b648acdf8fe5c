public import Accounting
import CanonicalJSON
import Findings
import InvestFirst
import RiskPools
public import Store

/// Where documents and files are handed in, signed and written (业务受理台).
///
/// Everything is computed before it is kept: what would be refused when it is posted is refused at
/// once, and what is posted is computed again.
public final class DocumentDesk {
  let write: LedgerTransaction
  let projects: ProjectRegister
  let pools: PoolRegister
  private let books: BookAssignment
  private let poolBooks: PoolBooks

  /// What was handed in or written.
  public struct Filed: Sendable {
    /// What it belongs to; `nil` for files.
    public let area: BusinessDocument.Area?
    /// What it is about: the project or pool, or the identity of a file.
    public let subject: String
    /// Its number; empty for files.
    public let number: String
    /// What happened, or the kind of file.
    public let kind: String
    /// The draft; `nil` for what was written at once.
    public var draft: DocumentDraft?
    /// What was computed; `nil` for files and steps that compute nothing.
    public let work: StatementWork?
    /// The vouchers that were posted.
    public var vouchers: [BookedVoucher]
  }

  /// Whether vouchers need the code of their book to be told apart.
  public var keepsSeveralBooks: Bool {
    get throws(RegisterError) {
      try RegisterError.stored { () throws(StoreError) in try write.books().count > 1 }
    }
  }

  /// Opens the desk of a ledger.
  public init(_ write: LedgerTransaction) throws(RegisterError) {
    self.write = write
    projects = ProjectRegister(write)
    pools = PoolRegister(write)
    books = try BookAssignment(write)
    poolBooks = try PoolBooks(write)
  }

  // MARK: Statements

  /// Hands in a statement: its maker has signed it, others will.
  /// - Throws: everything that would keep it out of the log.
  public func submit(_ statement: BusinessStatement) throws(RegisterError) -> Filed {
    let maker = write.person
    let rehearsed = Signatures(
      preparedBy: maker,
      reviewedBy: "\(maker)(复核)",
      approvedBy: "\(maker)(审批)"
    )
    let work = try work(on: statement, signedBy: rehearsed)
    try write.rehearse(work)
    let draft = try RegisterError.stored { () throws(StoreError) in
      try write.submit(
        DocumentDraft.Body(
          area: statement.area.rawValue,
          subject: statement.subject,
          number: work.head.number,
          kind: statement.kind,
          date: statement.date,
          content: statement.draft(seeing: work.facts)
        )
      )
    }
    return Filed(
      area: statement.area,
      subject: statement.subject,
      number: work.head.number,
      kind: statement.kind,
      draft: draft,
      work: work,
      vouchers: []
    )
  }

  /// Writes a statement at once: three persons have signed it on paper.
  ///
  /// Who signed and is not known yet becomes known, without being able to act.
  /// - Throws: everything that keeps it out of the log.
  public func record(
    _ statement: BusinessStatement,
    signedBy signatures: Signatures
  ) throws(RegisterError) -> Filed {
    try RegisterError.stored { () throws(StoreError) in try write.register(signatures) }
    return try record(statement, signedBy: signatures, history: []).filed
  }

  func record(
    _ statement: BusinessStatement,
    signedBy signatures: Signatures,
    seeing agreed: JSONValue? = nil,
    history: [WorkflowEvent]
  ) throws(RegisterError) -> (filed: Filed, sequence: Int64) {
    let work = try work(on: statement, signedBy: signatures)
    if let agreed, agreed != work.facts {
      throw .finding(.documentStale, value: work.head.number, ["document": work.head.number])
    }
    let receipt = try receipt(of: work, statement, history)
    let filed = Filed(
      area: statement.area,
      subject: statement.subject,
      number: work.head.number,
      kind: statement.kind,
      work: work,
      vouchers: receipt.vouchers
    )
    return (filed, receipt.sequence)
  }

  private func work(
    on statement: BusinessStatement,
    signedBy signatures: Signatures
  ) throws(RegisterError) -> StatementWork {
    switch statement.area {
    case .project: try projects.work(on: statement, signedBy: signatures, books: books)
    case .pool: try pools.work(on: statement, signedBy: signatures, books: poolBooks)
    }
  }

  private func receipt(
    of work: StatementWork,
    _ statement: BusinessStatement,
    _ history: [WorkflowEvent]
  ) throws(RegisterError) -> DocumentReceipt {
    switch work.content {
    case .approval(let approval):
      try list(approval.project, named: statement.name)
      return try projects.begin(approval, work.head, in: write, history: history)
    case .project(let event):
      return try projects.record(
        ProjectDocument(work.head, event),
        of: statement.subject,
        books: books,
        explained: work.steps,
        in: write,
        history: history
      )
    case .opening(let opening):
      return try pools.open(opening, work.head, in: write, history: history)
    case .pool(let event):
      return try pools.record(
        PoolDocument(work.head, event),
        of: statement.subject,
        books: poolBooks,
        explained: work.steps,
        in: write,
        history: history
      )
    }
  }

  /// Enters a project in the list of projects when it is not there yet.
  private func list(_ project: String, named name: String) throws(RegisterError) {
    try RegisterError.stored { () throws(StoreError) in
      guard try write.directory()[.project, project] == nil else { return }
      let name = name.isEmpty ? project : name
      try write.addDimensionValues([DimensionValue(kind: .project, code: project, name: name)])
    }
  }
}

extension LedgerTransaction {
  /// Persons who signed on paper become known, without being able to act.
  func register(_ signatures: Signatures) throws(StoreError) {
    let known = Set(try people().map(\.name))
    let named = [signatures.preparedBy, signatures.reviewedBy, signatures.approvedBy]
    for name in Set(named.compactMap { $0 }).subtracting(known).sorted() where !name.isEmpty {
      try setPerson(Person(name: name, roles: [], canSignIn: false))
    }
  }
}
