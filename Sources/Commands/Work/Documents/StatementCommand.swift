import Accounting
import Audit
import CanonicalJSON
import InvestFirst
import RiskPools
import Policies
import Quantities
import Registers
import Reports
import Store

/// A command that states one fact about a project: every one of them takes the same way.
protocol StatementCommand: RunnableCommand {
  /// The project's code.
  var project: String { get }
  /// Day, number, papers, signatures.
  var document: DocumentOptions { get }
  /// What is stated.
  func stated(in session: Session) throws(Failure) -> Stated
}

/// What a command states (事项).
struct Stated {
  /// What happened.
  let kind: String
  /// What the project is called, when it begins.
  var name = ""
  /// The facts, or the case that they are computed from.
  let content: BusinessStatement.Content

  /// Facts, those that are `nil` left out.
  static func facts(
    _ kind: ProjectEvent.Kind,
    _ members: KeyValuePairs<String, JSONValue?> = [:]
  ) -> Stated {
    Stated(kind: kind.rawValue, content: .facts(.facts(members)))
  }

  /// Facts about a pool, those that are `nil` left out.
  static func facts(
    _ kind: PoolEvent.Kind,
    _ members: KeyValuePairs<String, JSONValue?> = [:]
  ) -> Stated {
    Stated(kind: kind.rawValue, content: .facts(.facts(members)))
  }

  /// A case for a rule, with what is `nil` left out.
  static func `case`(
    _ kind: ProjectEvent.Kind,
    _ members: KeyValuePairs<String, JSONValue?>
  ) -> Stated {
    Stated(kind: kind.rawValue, content: .case(.facts(members)))
  }
}

extension JSONValue {
  /// A text, if there is one.
  static func given(_ text: String?) -> JSONValue? { text.map { .string($0) } }

  /// Registered capital by class; `nil` when nobody is named.
  static func owners(_ owners: [OwnerOption]) -> JSONValue? {
    owners.isEmpty ? nil : .facts(owners.map { Member($0.name, .string($0.capital)) })
  }
}

extension StatementCommand {
  func execute(in session: Session) throws(Failure) {
    let stated = try stated(in: session)
    let statement = BusinessStatement(
      .project,
      project,
      name: stated.name,
      kind: stated.kind,
      number: document.number ?? "",
      date: try session.day(document.on),
      evidence: try session.evidence(document.papers),
      content: stated.content
    )
    try session.file(statement, document)
  }
}

extension Session {
  /// The day that is named, or today where the funds are.
  func day(_ named: CivilDate?) throws(Failure) -> CivilDate {
    if let named { return named }
    let chinaSeconds = System.secondsSince1970() + 8 * 3_600
    guard let now = RecordTime(secondsSince1970: chinaSeconds),
      let today = CivilDate(iso: String(now.description.prefix(10)))
    else { throw Failure(.bug, ["reason": "clock"]) }
    return today
  }

  /// The papers by their digests; files are hashed.
  func evidence(_ papers: [PaperOption]) throws(Failure) -> [EvidencePaper] {
    try papers.map { paper throws(Failure) in
      let digest: String
      switch paper.source {
      case .digest(let stated): digest = stated
      case .file(let path): digest = try InputFiles().digest(of: path)
      }
      guard let evidence = EvidencePaper(name: paper.name, digest: digest) else {
        throw Failure(.usage, ["detail": "--evidence \(paper.name)"])
      }
      return evidence
    }
  }

  /// Hands a statement in, or writes it at once when it was signed on paper.
  func file(_ statement: BusinessStatement, _ options: DocumentOptions) throws(Failure) {
    let signatures = options.signing.signed
    var request = ["document", statement.area.rawValue, statement.subject, statement.name, statement.kind, statement.number]
    request += ["\(statement.date)", "\(statement.content)"]
    request += statement.evidence.map { "\($0.name)=\($0.digest)" }
    request.append(signatures.map { "\($0)" } ?? "")
    try desk(request, isHistory: signatures != nil) { (desk) throws(RegisterError) in
      let filed =
        if let signatures { try desk.record(statement, signedBy: signatures) } else {
          try desk.submit(statement)
        }
      return FiledReport(
        filed: filed,
        language: language,
        namesBooks: try desk.keepsSeveralBooks,
        explains: options.explain
      ).answer
    }
  }
}
