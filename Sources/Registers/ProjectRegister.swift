import Accounting
public import CanonicalJSON
import Findings
public import InvestFirst
public import Policies
public import Quantities
public import Store

/// The projects of a ledger (项目台账): what each is, made again from its documents.
///
/// Nothing here is stored beside the log. A project is read when it is asked for and remembered as
/// long as the register lives.
public final class ProjectRegister {
  let snapshot: LedgerSnapshot
  /// The adopted policies and templates.
  public let rules: AdoptedRules
  var projects: [String: Project] = [:]

  /// The projects of a ledger.
  public init(_ snapshot: LedgerSnapshot) {
    self.snapshot = snapshot
    rules = AdoptedRules(snapshot)
  }

  /// A project as its documents made it.
  /// - Throws: `E-PROJECT-UNKNOWN` when it has no approval; what a document breaks that was taken
  ///   over from tables and does not follow the rules.
  public func project(_ code: String) throws(RegisterError) -> Project {
    if let known = projects[code] { return known }
    guard let project = try project(code, asOf: nil) else {
      throw .finding(.projectUnknown, value: code, ["project": code])
    }
    projects[code] = project
    return project
  }

  /// A project as it was at the end of a day; `nil` before it was approved.
  public func project(_ code: String, asOf day: CivilDate?) throws(RegisterError) -> Project? {
    let documents = try RegisterError.stored { () throws(StoreError) in
      try snapshot.documents(.project, of: code)
    }
    .filter { recorded in day.map { recorded.document.head.date <= $0 } ?? true }
    guard let first = documents.first else { return nil }
    var project = try begin(first.document)
    for recorded in documents.dropFirst() {
      let document = try document(recorded.document)
      project = try RegisterError.found { () throws(Findings) in try project.apply(document) }
    }
    return project
  }

  /// The project that an approval begins.
  func begin(_ document: BusinessDocument) throws(RegisterError) -> Project {
    try RegisterError.found { () throws(Findings) in
      guard document.kind == Approval.kind else {
        throw Findings(
          Finding(.eventOrder, value: document.kind, arguments: ["next": Approval.kind])
        )
      }
      return try Project(Approval(facts: document.facts), document.head)
    }
  }

  /// The document of the rules that a stored document is.
  public func document(_ document: BusinessDocument) throws(RegisterError) -> ProjectDocument {
    let event = try event(document.kind, document.facts)
    return ProjectDocument(document.head, event)
  }

  /// The event that facts tell.
  /// - Throws: `E-VALUE-UNKNOWN` for a kind that does not exist; every member that is wrong.
  public func event(_ kind: String, _ facts: JSONValue) throws(RegisterError) -> ProjectEvent {
    guard let known = ProjectEvent.Kind(rawValue: kind) else {
      let choices = ProjectEvent.Kind.allCases.map(\.rawValue).joined(separator: "|")
      throw .finding(.valueUnknown, value: kind, ["choices": choices])
    }
    // The rules read a policy while they read a contract; what the ledger says of it comes first.
    if known == .contract, case .string(let digest)? = facts["digest"] {
      _ = try rules.policy(digest)
    }
    return try RegisterError.found { () throws(Findings) in
      try ProjectEvent(known, facts: facts) { (digest) throws(Findings) in
        do throws(RegisterError) { return try rules.policy(digest) } catch {
          throw Findings(Finding(.policyUnknown, value: digest, arguments: ["policy": digest]))
        }
      }
    }
  }

  /// What a document would do to a project and the books; nothing is written.
  /// - Throws: every guard that is broken; what the policy leaves open.
  public func propose(
    _ document: ProjectDocument,
    of code: String,
    books: BookAssignment,
    explained steps: [Step] = []
  ) throws(RegisterError) -> Proposal {
    let project = try project(code)
    let templates = try rules.templates().templates
    return try RegisterError.ruled { () throws(Refusal) in
      try project.propose(
        document,
        templates: templates,
        roles: books.roles,
        explained: steps
      )
    }
  }
}

extension Approval {
  /// The name of an approval among the kinds of documents.
  public static let kind = "approval"
}
