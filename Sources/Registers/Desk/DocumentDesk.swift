public import Accounting
import CanonicalJSON
import Findings
import InvestFirst
public import Store

/// Where documents and files are handed in, signed and written (业务受理台).
///
/// Everything is computed before it is kept: what would be refused when it is posted is refused at
/// once, and what is posted is computed again.
public final class DocumentDesk {
  let write: LedgerTransaction
  /// The projects.
  public let projects: ProjectRegister
  let books: BookAssignment

  /// What was handed in or written.
  public struct Filed: Sendable {
    /// What it is about: the project, or the identity of a file.
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
    books = try BookAssignment(write)
  }

  // MARK: Statements

  /// Hands in a statement: its maker has signed it, others will.
  /// - Throws: everything that would keep it out of the log.
  public func submit(_ statement: ProjectStatement) throws(RegisterError) -> Filed {
    let maker = write.person
    let rehearsed = Signatures(
      preparedBy: maker,
      reviewedBy: "\(maker)(复核)",
      approvedBy: "\(maker)(审批)"
    )
    let work = try projects.work(on: statement, signedBy: rehearsed, books: books)
    try projects.rehearse(work)
    let draft = try RegisterError.stored { () throws(StoreError) in
      try write.submit(
        DocumentDraft.Body(
          area: BusinessDocument.Area.project.rawValue,
          subject: statement.project,
          number: work.head.number,
          kind: statement.kind,
          date: statement.date,
          content: statement.draft(seeing: work.facts)
        )
      )
    }
    return Filed(
      subject: statement.project,
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
    _ statement: ProjectStatement,
    signedBy signatures: Signatures
  ) throws(RegisterError) -> Filed {
    try RegisterError.stored { () throws(StoreError) in try write.register(signatures) }
    return try record(statement, signedBy: signatures, history: []).filed
  }

  func record(
    _ statement: ProjectStatement,
    signedBy signatures: Signatures,
    seeing agreed: JSONValue? = nil,
    history: [WorkflowEvent]
  ) throws(RegisterError) -> (filed: Filed, sequence: Int64) {
    let work = try projects.work(on: statement, signedBy: signatures, books: books)
    if let agreed, agreed != work.facts {
      throw .finding(.documentStale, value: work.head.number, ["document": work.head.number])
    }
    let receipt: DocumentReceipt
    if let event = work.event {
      receipt = try projects.record(
        ProjectDocument(work.head, event),
        of: statement.project,
        books: books,
        explained: work.steps,
        in: write,
        history: history
      )
    } else {
      receipt = try begin(statement, work, history)
    }
    let filed = Filed(
      subject: statement.project,
      number: work.head.number,
      kind: statement.kind,
      work: work,
      vouchers: receipt.vouchers
    )
    return (filed, receipt.sequence)
  }

  /// Begins a project and enters it in the list of projects when it is not there yet.
  private func begin(
    _ statement: ProjectStatement,
    _ work: StatementWork,
    _ history: [WorkflowEvent]
  ) throws(RegisterError) -> DocumentReceipt {
    let approval = try RegisterError.found { () throws(Findings) in
      try Approval(facts: work.facts)
    }
    try RegisterError.stored { () throws(StoreError) in
      guard try write.directory()[.project, approval.project] == nil else { return }
      let name = statement.name.isEmpty ? approval.project : statement.name
      let entry = DimensionValue(kind: .project, code: approval.project, name: name)
      try write.addDimensionValues([entry])
    }
    return try projects.begin(approval, work.head, in: write, history: history)
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
