import Accounting
import CanonicalJSON
import Findings
import InvestFirst
import Policies
public import Store

/// Something about a document that the rules do not say (单据与规则不符).
public struct DocumentDifference: Error, Hashable, Sendable {
  /// The place of its record in the log.
  public let sequence: Int64
  /// What differs: `rule`, `figures`, `trace` or `vouchers`.
  public let what: String
  /// What the rules say.
  public let expected: String
  /// What the record, or the book, says.
  public let found: String
}

extension ProjectRegister {
  /// Computes every document again from the log (规则复算) and stops at the first one that differs.
  ///
  /// What was taken over from tables has no rule to be held against; it only says where later
  /// documents begin.
  /// - Returns: the difference; `nil` when figures, steps and vouchers are what the rules say.
  public func check() throws(StoreError) -> DocumentDifference? {
    var difference: DocumentDifference?
    var project: (code: String, state: Project)?
    try snapshot.forEachDocument(.project) { (recorded) throws(StoreError) in
      guard difference == nil else { return }
      let code = recorded.document.subject
      if recorded.document.basis == .linked {
        let before = project.flatMap { $0.code == code ? $0.state : nil }
        project = follow(recorded.document, before).map { (code, $0) }
        return
      }
      do throws(RegisterError) {
        guard let before = project, before.code == code else {
          project = (code, try begin(recorded.document))
          return
        }
        let (after, found) = try compare(recorded, before.state)
        project = (code, after)
        difference = found
      } catch { difference = try error.difference(at: recorded.sequence) }
    }
    return difference
  }

  /// The project after a document that was taken over; `nil` when it does not follow the rules.
  private func follow(_ document: BusinessDocument, _ project: Project?) -> Project? {
    do throws(RegisterError) {
      guard let project else { return try begin(document) }
      let next = try self.document(document)
      return try RegisterError.found { () throws(Findings) in try project.apply(next) }
    } catch { return nil }
  }

  private func compare(
    _ recorded: RecordedDocument,
    _ project: Project
  ) throws(RegisterError) -> (Project, DocumentDifference?) {
    let document = try document(recorded.document)
    guard !recorded.document.templates.isEmpty else {
      let next = try RegisterError.found { () throws(Findings) in try project.apply(document) }
      return (next, nil)
    }
    let templates = try rules.templates(recorded.document.templates)
    let (proposal, entries) = try proposed(document, project, templates)
    func differs(_ what: String, _ expected: String, _ found: String) -> DocumentDifference? {
      if expected == found { return nil }
      return DocumentDifference(
        sequence: recorded.sequence,
        what: what,
        expected: expected,
        found: found
      )
    }
    var difference = differs(
      "figures",
      proposal.figures.figures.canonicalText,
      recorded.document.figures.canonicalText
    )
    // What a correction reverses is held against the reversed vouchers by the book's own check.
    for voucher in recorded.vouchers where difference == nil && proposal.reverses == nil {
      let posted = try RegisterError.stored { () throws(StoreError) in
        try snapshot.postings(of: voucher)
      }
      let isProposed = entries.contains { $0.voucher.postings == posted }
      if !isProposed {
        difference = differs("vouchers", "\(recorded.document.kind)", "\(voucher.number)")
      }
    }
    return (proposal.project, difference)
  }
}

extension ProjectRegister {
  /// The vouchers of all roles, whoever keeps their books by now.
  ///
  /// A role whose accounts the templates leave open has no book here and is passed over.
  private func proposed(
    _ document: ProjectDocument,
    _ project: Project,
    _ templates: PostingTemplates
  ) throws(RegisterError) -> (Proposal, [Proposal.BookEntry]) {
    func propose(_ roles: Set<BookRole>) throws(RegisterError) -> Proposal {
      try RegisterError.ruled { () throws(Refusal) in
        try project.propose(document, templates: templates, roles: roles)
      }
    }
    do throws(RegisterError) {
      let whole = try propose(Set(BookRole.allCases))
      return (whole, whole.entries)
    } catch { guard case .refused(.open) = error else { throw error } }
    var entries: [Proposal.BookEntry] = []
    for role in BookRole.allCases {
      do throws(RegisterError) { entries += try propose([role]).entries } catch {
        guard case .refused(.open) = error else { throw error }
      }
    }
    return (try propose([]), entries)
  }
}

extension RegisterError {
  /// What a refusal says about a document that is in the log.
  func difference(at place: Int64) throws(StoreError) -> DocumentDifference {
    switch self {
    case .store(let error): throw error
    case .refused(.open(let paths)):
      return DocumentDifference(
        sequence: place,
        what: "rule",
        expected: "values in the policy",
        found: paths.joined(separator: " ")
      )
    case .refused(.findings(let findings)):
      return DocumentDifference(
        sequence: place,
        what: "rule",
        expected: "a document that the rules take",
        found: findings.list.map(\.code.rawValue).joined(separator: " ")
      )
    }
  }
}
