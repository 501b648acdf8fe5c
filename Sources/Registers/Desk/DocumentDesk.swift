public import Accounting
public import CanonicalJSON
import Findings
public import InvestFirst
public import Policies
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
    public let work: Work?
    /// The vouchers that were posted.
    public var vouchers: [BookedVoucher]
  }

  /// What a statement comes to.
  public struct Work: Sendable {
    /// The document.
    public let head: DocumentHead
    /// Its facts, complete.
    public let facts: JSONValue
    /// What it would do; `nil` for an approval, which moves nothing.
    public let proposal: Proposal?
    let event: ProjectEvent?
    let steps: [Step]
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
  public func submit(_ statement: Statement) throws(RegisterError) -> Filed {
    let maker = write.person
    let rehearsed = Signatures(
      preparedBy: maker,
      reviewedBy: "\(maker)(复核)",
      approvedBy: "\(maker)(审批)"
    )
    let work = try work(on: statement, signedBy: rehearsed)
    try rehearse(work)
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
    _ statement: Statement,
    signedBy signatures: Signatures
  ) throws(RegisterError) -> Filed {
    try RegisterError.stored { () throws(StoreError) in try write.register(signatures) }
    return try record(statement, signedBy: signatures, history: []).filed
  }

  /// What a statement would do; nothing is kept.
  /// - Throws: everything that would keep it out of the log.
  public func work(
    on statement: Statement,
    signedBy signatures: Signatures
  ) throws(RegisterError) -> Work {
    let number = try statement.number.isEmpty ? nextNumber(for: statement) : statement.number
    let head = DocumentHead(
      number: number,
      date: statement.date,
      signatures: signatures,
      evidence: statement.evidence
    )
    if statement.kind == Approval.kind {
      guard case .facts(let facts) = statement.content else {
        throw .finding(.valueUnknown, value: statement.kind)
      }
      let full = facts.filling("project", statement.project)
      try RegisterError.found { () throws(Findings) in
        _ = try Project(Approval(facts: full), head)
      }
      return Work(head: head, facts: full, proposal: nil, event: nil, steps: [])
    }
    let (facts, steps) = try facts(of: statement)
    let event = try projects.event(statement.kind, facts)
    let proposal = try projects.propose(
      ProjectDocument(head, event),
      of: statement.project,
      books: books,
      explained: steps
    )
    return Work(head: head, facts: event.facts, proposal: proposal, event: event, steps: steps)
  }

  func record(
    _ statement: Statement,
    signedBy signatures: Signatures,
    seeing agreed: JSONValue? = nil,
    history: [WorkflowEvent]
  ) throws(RegisterError) -> (filed: Filed, sequence: Int64) {
    let work = try work(on: statement, signedBy: signatures)
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
    _ statement: Statement,
    _ work: Work,
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

  private func facts(of statement: Statement) throws(RegisterError) -> (JSONValue, [Step]) {
    guard let kind = ProjectEvent.Kind(rawValue: statement.kind) else {
      let choices = ProjectEvent.Kind.allCases.map(\.rawValue).joined(separator: "|")
      throw .finding(.valueUnknown, value: statement.kind, ["choices": choices])
    }
    switch statement.content {
    case .facts(let facts):
      let project = try projects.project(statement.project)
      return (try projects.complete(facts, kind, of: project), [])
    case .case(let facts):
      let quote = try projects.quote(
        kind,
        facts,
        of: statement.project,
        on: statement.date
      )
      return (quote.figures, quote.trace)
    }
  }

  /// The next number of a kind, those of open drafts counted in.
  private func nextNumber(for statement: Statement) throws(RegisterError) -> String {
    var taken: Set<String> = []
    if statement.kind != Approval.kind { taken = try projects.project(statement.project).numbers }
    let drafts = try RegisterError.stored { () throws(StoreError) in try write.documentDrafts() }
    let own = drafts.filter {
      $0.body.area == BusinessDocument.Area.project.rawValue && $0.body.subject == statement.project
    }
    taken.formUnion(own.map(\.body.number))
    return NumberWords.next(statement.kind, of: statement.project, taken: taken)
  }

  /// Checks what only the books can say: accounts, details, periods.
  private func rehearse(_ work: Work) throws(RegisterError) {
    try RegisterError.stored { () throws(StoreError) in
      for entry in work.proposal?.entries ?? [] {
        guard let book = books.book(entry.role, entry.party) else { continue }
        if let finding = try write.calendar(of: book).finding(against: entry.voucher.period) {
          throw .findings(Findings(finding))
        }
        _ = try write.checkedEntry(entry.voucher, in: book)
      }
      if work.event == nil, case .string(let code)? = work.facts["project"],
        try !write.documents(.project, of: code).isEmpty
      {
        let known = Finding(.documentDuplicate, value: code, arguments: ["document": code])
        throw .findings(Findings(known))
      }
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
