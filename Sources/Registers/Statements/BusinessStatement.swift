public import Accounting
public import CanonicalJSON
import Policies
public import Quantities
public import Store

/// What somebody states about a project or a pool (申报): facts, or a case from which a rule makes
/// them.
public struct BusinessStatement: Hashable, Sendable {
  /// What it is about.
  public var area: BusinessDocument.Area
  /// The code of the project or pool.
  public var subject: String
  /// What it is called; only the approval of a project needs it, for the list.
  public var name: String
  /// What happened, in the word of the rules; `approval` or `opening` for the beginning.
  public var kind: String
  /// The number of the document; empty for the next one of its kind.
  public var number: String
  /// The day of the fact.
  public var date: CivilDate
  /// What proves it.
  public var evidence: [EvidencePaper]
  /// What is stated.
  public var content: Content

  /// What is stated.
  public enum Content: Hashable, Sendable {
    /// The facts themselves; what follows from the project or pool may be left out.
    case facts(JSONValue)
    /// What a rule computes the facts from.
    case `case`(JSONValue)
  }

  /// Creates a statement.
  public init(
    _ area: BusinessDocument.Area,
    _ subject: String,
    name: String = "",
    kind: String,
    number: String = "",
    date: CivilDate,
    evidence: [EvidencePaper],
    content: Content
  ) {
    self.area = area
    self.subject = subject
    self.name = name
    self.kind = kind
    self.number = number
    self.date = date
    self.evidence = evidence
    self.content = content
  }
}

extension BusinessStatement {
  /// What a draft keeps of the statement, and of the facts that its maker saw.
  func draft(seeing facts: JSONValue) -> JSONValue {
    let papers = evidence.map { JSONValue.array([.string($0.name), .string($0.digest)]) }
    var members: [JSONValue.Member] = [
      .init("evidence", .array(papers)), .init("facts", facts),
    ]
    if !name.isEmpty { members.append(.init("name", .string(name))) }
    if case .case(let facts) = content { members.append(.init("case", facts)) }
    return .facts(members)
  }

  /// The statement that a draft keeps.
  init(_ area: BusinessDocument.Area, _ body: DocumentDraft.Body) {
    var evidence: [EvidencePaper] = []
    if case .array(let papers)? = body.content["evidence"] {
      for case .array(let paper) in papers {
        guard paper.count == 2, case .string(let name) = paper[0],
          case .string(let digest) = paper[1]
        else { continue }
        evidence += EvidencePaper(name: name, digest: digest).map { [$0] } ?? []
      }
    }
    var name = ""
    if case .string(let text)? = body.content["name"] { name = text }
    self.init(
      area,
      body.subject,
      name: name,
      kind: body.kind,
      number: body.number,
      date: body.date,
      evidence: evidence,
      content: body.content["case"].map { .case($0) } ?? .facts(body.content["facts"] ?? .object([]))
    )
  }
}
