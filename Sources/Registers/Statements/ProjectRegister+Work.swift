import Accounting
import CanonicalJSON
import Findings
import InvestFirst
import Policies
import Store

extension ProjectRegister {
  /// Works out what a statement would do.
  ///
  /// - Parameters:
  ///   - statement: the statement.
  ///   - signatures: who signs it.
  ///   - books: whose books are kept here.
  /// - Returns: the document with its figures, vouchers and steps.
  /// - Throws: everything that would keep it out of the log.
  func work(
    on statement: BusinessStatement,
    signedBy signatures: Signatures,
    books: BookAssignment
  ) throws(RegisterError) -> StatementWork {
    let isBeginning = statement.kind == Approval.kind
    var number = statement.number
    if number.isEmpty {
      let taken = isBeginning ? [] : try project(statement.subject).numbers
      number = try snapshot.nextNumber(for: statement, taken: taken)
    }
    let head = DocumentHead(
      number: number,
      date: statement.date,
      signatures: signatures,
      evidence: statement.evidence
    )
    if isBeginning { return try approval(statement, head) }
    let (facts, steps) = try facts(of: statement)
    let event = try event(statement.kind, facts)
    let proposal = try propose(
      ProjectDocument(head, event),
      of: statement.subject,
      books: books,
      explained: steps
    )
    return StatementWork(
      statement.kind,
      head,
      .project(event),
      facts: event.facts,
      figures: proposal.figures.figures,
      trace: proposal.trace,
      vouchers: try planned(proposal, books),
      steps: steps
    )
  }

  /// Works out what a statement would do before anybody has signed it or found its papers.
  /// - Throws: everything else that would keep it out of the log.
  public func rehearsal(of statement: BusinessStatement) throws(RegisterError) -> StatementWork {
    var names: [String] = []
    if statement.kind != Approval.kind, let contract = try project(statement.subject).contract {
      names = contract.trancheEvidence.flatMap { $0 } + contract.writeOffEvidence
    }
    let work = try work(
      on: statement.rehearsed(with: names),
      signedBy: .rehearsal,
      books: try BookAssignment(snapshot)
    )
    try snapshot.rehearse(work)
    return work
  }

  private func approval(
    _ statement: BusinessStatement,
    _ head: DocumentHead
  ) throws(RegisterError) -> StatementWork {
    guard case .facts(let facts) = statement.content else {
      throw .finding(.valueUnknown, value: statement.kind)
    }
    let full = facts.filling("project", statement.subject)
    let approval = try RegisterError.found { () throws(Findings) in
      let approval = try Approval(facts: full)
      if approval.project != statement.subject {
        let range = ["range": "= \(statement.subject)"]
        throw Findings(
          Finding(.fieldValue, column: "project", value: approval.project, arguments: range)
        )
      }
      _ = try Project(approval, head)
      return approval
    }
    return StatementWork(statement.kind, head, .approval(approval), facts: full)
  }

  private func facts(of statement: BusinessStatement) throws(RegisterError) -> (JSONValue, [Step]) {
    guard let kind = ProjectEvent.Kind(rawValue: statement.kind) else {
      let choices = ProjectEvent.Kind.allCases.map(\.rawValue).joined(separator: "|")
      throw .finding(.valueUnknown, value: statement.kind, ["choices": choices])
    }
    let project = try project(statement.subject)
    try demand(kind, of: project)
    switch statement.content {
    case .facts(let facts): return (try complete(facts, kind, of: project), [])
    case .case(let facts):
      let quote = try quote(kind, facts, of: statement.subject, on: statement.date)
      return (quote.figures, quote.trace)
    }
  }

  /// Demands that a project is where such a document may come; what it lacks otherwise is beside
  /// the point.
  func demand(_ kind: ProjectEvent.Kind, of project: Project) throws(RegisterError) {
    guard !project.state.next.contains(kind) else { return }
    let way = project.state.next.map(\.rawValue).joined(separator: "|")
    let arguments = ["state": project.state.rawValue, "next": way]
    throw .finding(.eventOrder, value: kind.rawValue, arguments)
  }

  private func planned(
    _ proposal: Proposal,
    _ books: BookAssignment
  ) throws(RegisterError) -> [StatementWork.PlannedVoucher] {
    var vouchers: [StatementWork.PlannedVoucher] = []
    for entry in proposal.entries {
      guard let book = books.book(entry.role, entry.party) else { continue }
      vouchers.append(
        try snapshot.planned(entry.voucher, in: book, entry.role.rawValue, entry.party)
      )
    }
    return vouchers
  }
}
