public import Accounting
public import CanonicalJSON
import Findings
public import InvestFirst
import Policies
import Store

/// What a statement comes to (测算结果): nothing of it is kept yet.
public struct StatementWork: Sendable {
  /// What happens, in the word of the rules.
  public let kind: String
  /// The head of the document.
  public let head: DocumentHead
  /// Its facts, complete.
  public let facts: JSONValue
  /// What it would do; `nil` for an approval, which moves nothing.
  public let proposal: Proposal?
  /// The vouchers in the books that are kept here.
  public let vouchers: [PlannedVoucher]
  let event: ProjectEvent?
  let steps: [Step]

  /// A voucher before it has a number (拟记凭证).
  public struct PlannedVoucher: Sendable {
    /// The book.
    public let book: Book
    /// Whose book it is, and in which treatment it is booked.
    public let entry: Proposal.BookEntry
    /// The names of the accounts, line by line; empty for an account that is not in the chart.
    public let accounts: [String]
  }
}

extension ProjectRegister {
  /// Works out what a statement would do.
  ///
  /// - Parameters:
  ///   - statement: the statement.
  ///   - signatures: who signs it.
  ///   - books: whose books are kept here.
  /// - Returns: the document with its figures, vouchers and steps.
  /// - Throws: everything that would keep it out of the log.
  public func work(
    on statement: ProjectStatement,
    signedBy signatures: Signatures,
    books: BookAssignment
  ) throws(RegisterError) -> StatementWork {
    var number = statement.number
    if number.isEmpty { number = try nextNumber(for: statement) }
    let head = DocumentHead(
      number: number,
      date: statement.date,
      signatures: signatures,
      evidence: statement.evidence
    )
    if statement.kind == Approval.kind { return try approval(statement, head) }
    let (facts, steps) = try facts(of: statement)
    let event = try event(statement.kind, facts)
    let proposal = try propose(
      ProjectDocument(head, event),
      of: statement.project,
      books: books,
      explained: steps
    )
    return StatementWork(
      kind: statement.kind,
      head: head,
      facts: event.facts,
      proposal: proposal,
      vouchers: try planned(proposal, books),
      event: event,
      steps: steps
    )
  }

  /// Works out what a statement would do before anybody has signed it or found its papers.
  /// - Throws: everything else that would keep it out of the log.
  public func rehearsal(of statement: ProjectStatement) throws(RegisterError) -> StatementWork {
    var statement = statement
    if statement.evidence.isEmpty {
      var names = ["试算"]
      if statement.kind != Approval.kind, let contract = try project(statement.project).contract {
        names += contract.trancheEvidence.flatMap { $0 } + contract.writeOffEvidence
      }
      let digest = String(repeating: "0", count: 64)
      statement.evidence = names.compactMap { EvidencePaper(name: $0, digest: digest) }
    }
    let work = try work(
      on: statement,
      signedBy: Signatures(preparedBy: "制单", reviewedBy: "复核", approvedBy: "审批"),
      books: try BookAssignment(snapshot)
    )
    try rehearse(work)
    return work
  }

  /// Checks what only the books can say: accounts, details, periods.
  func rehearse(_ work: StatementWork) throws(RegisterError) {
    try RegisterError.stored { () throws(StoreError) in
      for planned in work.vouchers {
        let voucher = planned.entry.voucher
        if let finding = try snapshot.calendar(of: planned.book).finding(against: voucher.period) {
          throw .findings(Findings(finding))
        }
        _ = try snapshot.checkedEntry(voucher, in: planned.book)
      }
      if work.event == nil, case .string(let code)? = work.facts["project"],
        try !snapshot.documents(.project, of: code).isEmpty
      {
        let known = Finding(.documentDuplicate, value: code, arguments: ["document": code])
        throw .findings(Findings(known))
      }
    }
  }

  private func approval(
    _ statement: ProjectStatement,
    _ head: DocumentHead
  ) throws(RegisterError) -> StatementWork {
    guard case .facts(let facts) = statement.content else {
      throw .finding(.valueUnknown, value: statement.kind)
    }
    let full = facts.filling("project", statement.project)
    try RegisterError.found { () throws(Findings) in
      let approval = try Approval(facts: full)
      if approval.project != statement.project {
        let range = ["range": "= \(statement.project)"]
        throw Findings(
          Finding(.fieldValue, column: "project", value: approval.project, arguments: range)
        )
      }
      _ = try Project(approval, head)
    }
    return StatementWork(
      kind: statement.kind,
      head: head,
      facts: full,
      proposal: nil,
      vouchers: [],
      event: nil,
      steps: []
    )
  }

  private func facts(of statement: ProjectStatement) throws(RegisterError) -> (JSONValue, [Step]) {
    guard let kind = ProjectEvent.Kind(rawValue: statement.kind) else {
      let choices = ProjectEvent.Kind.allCases.map(\.rawValue).joined(separator: "|")
      throw .finding(.valueUnknown, value: statement.kind, ["choices": choices])
    }
    let project = try project(statement.project)
    try demand(kind, of: project)
    switch statement.content {
    case .facts(let facts): return (try complete(facts, kind, of: project), [])
    case .case(let facts):
      let quote = try quote(kind, facts, of: statement.project, on: statement.date)
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

  /// The next number of a kind, those of open drafts counted in.
  private func nextNumber(for statement: ProjectStatement) throws(RegisterError) -> String {
    var taken: Set<String> = []
    if statement.kind != Approval.kind { taken = try project(statement.project).numbers }
    let drafts = try RegisterError.stored { () throws(StoreError) in
      try snapshot.documentDrafts()
    }
    let area = BusinessDocument.Area.project.rawValue
    for draft in drafts where draft.body.area == area && draft.body.subject == statement.project {
      taken.insert(draft.body.number)
    }
    return NumberWords.next(statement.kind, of: statement.project, taken: taken)
  }

  private func planned(
    _ proposal: Proposal,
    _ books: BookAssignment
  ) throws(RegisterError) -> [StatementWork.PlannedVoucher] {
    try RegisterError.stored { () throws(StoreError) in
      var vouchers: [StatementWork.PlannedVoucher] = []
      for entry in proposal.entries {
        guard let book = books.book(entry.role, entry.party) else { continue }
        let chart = try snapshot.chart(of: book)
        let names = entry.voucher.postings.map { chart[$0.account]?.name ?? "" }
        vouchers.append(.init(book: book, entry: entry, accounts: names))
      }
      return vouchers
    }
  }
}
