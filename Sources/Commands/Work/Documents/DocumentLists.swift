import Accounting
import CanonicalJSON
import Findings
import InvestFirst
import Policies
import Quantities
import Registers
import Reports
import Store

/// Documents as a table: what happened, when, what it came to, which vouchers book it (单据台账).
struct DocumentListReport: Report {
  let title: Phrase
  let documents: [RecordedDocument]
  let language: Language
  let namesBooks: Bool
  var area = BusinessDocument.Area.project

  private var subject: Phrase {
    switch area {
    case .project: Phrase("项目", "Project")
    case .pool: Phrase("资金池", "Pool")
    }
  }

  var table: Table {
    var table = Table(
      title: title,
      remarks: [Phrase("\(documents.count) 笔", "\(documents.count) documents")],
      columns: [
        .init(subject, .text), .init(Phrase("日期", "Date"), .date),
        .init(Phrase("业务单号", "Number"), .text), .init(Phrase("事项", "Kind"), .text),
        .init(Phrase("内容", "Facts"), .text), .init(Phrase("凭证", "Vouchers"), .text),
      ]
    )
    for recorded in documents {
      let document = recorded.document
      table.add([
        .text(document.subject), .date(document.head.date), .text(document.head.number),
        .text(language.term(Optional(document.area).eventTerm, document.kind)),
        .text(WorkReport.sentence(document, language)),
        .text(vouchers(recorded).joined(separator: " ")),
      ])
    }
    return table
  }

  var json: JSON {
    ["documents": .array(documents.map { object($0) })]
  }

  /// One document for programs.
  func object(_ recorded: RecordedDocument) -> JSON {
    let document = recorded.document
    let signed = document.head.signatures
    let papers = document.head.evidence.map { paper -> JSON in
      ["name": .string(paper.name), "sha256": .string(paper.digest)]
    }
    return [
      document.area.rawValue: .string(document.subject), "number": .string(document.head.number),
      "kind": .string(document.kind), "date": .string("\(document.head.date)"),
      "basis": .string(document.basis.rawValue), "facts": document.facts.shown,
      "figures": document.figures.shown, "evidence": .array(papers),
      "prepared_by": .optional(signed.preparedBy), "reviewed_by": .optional(signed.reviewedBy),
      "approved_by": .optional(signed.approvedBy),
      "vouchers": .array(vouchers(recorded).map { .string($0) }),
      "seq": .integer(recorded.sequence),
    ]
  }

  private func vouchers(_ recorded: RecordedDocument) -> [String] {
    recorded.vouchers.map { namesBooks ? "\($0.book)/\($0.number)" : "\($0.number)" }
  }
}

extension WorkReport {
  /// The facts of a document on one line.
  static func sentence(_ document: BusinessDocument, _ language: Language) -> String {
    pairs(document.facts, "fact", of: document.kind, language)
      .map { String($0.drop { $0 == " " }) }.joined(separator: "; ")
  }
}

extension Session {
  /// Shows the documents of some kinds, or of one project.
  func list(
    _ title: Phrase,
    _ kinds: [ProjectEvent.Kind]? = nil,
    of project: String? = nil
  ) throws(Failure) {
    let words = kinds.map { Set($0.map(\.rawValue)) }
    let (documents, namesBooks) = try readAll { (snapshot) throws(StoreError) in
      var found: [RecordedDocument] = []
      try snapshot.forEachDocument(.project, of: project) {
        if words?.contains($0.document.kind) ?? true { found.append($0) }
      }
      return (found, try snapshot.books().count > 1)
    }
    if let project, documents.isEmpty {
      throw Failure([Finding(.projectUnknown, value: project, arguments: ["project": project])])
    }
    try show(
      DocumentListReport(
        title: title,
        documents: documents,
        language: language,
        namesBooks: namesBooks
      )
    )
  }
}

extension ProjectTimeline: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.list(Phrase("项目时间线 \(project)", "Timeline of \(project)"), of: project)
  }
}

extension ConvertList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.list(Phrase("转股台账", "Conversions"), [.conversion])
  }
}

extension DividendList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.list(Phrase("股利台账", "Dividends"), [.dividendDeclared, .dividendReceived])
  }
}

extension ExitList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let kinds: [ProjectEvent.Kind] = [.exitPriced, .exitCalledOff, .exitPaid, .repayment]
    try session.list(Phrase("退出台账", "Exits"), kinds)
  }
}

extension WriteOffList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    try session.list(Phrase("核销台账", "Write-offs"), [.writeOffReview, .writeOffDecided])
  }
}

extension ConvertShow: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let (recorded, namesBooks) = try session.readAll { (snapshot) throws(StoreError) in
      let documents = try snapshot.documents(.project, of: project)
      return (
        documents.last { $0.document.kind == ProjectEvent.Kind.conversion.rawValue },
        try snapshot.books().count > 1
      )
    }
    guard let recorded else {
      throw Failure([Finding(.projectUnknown, value: project, arguments: ["project": project])])
    }
    let language = session.language
    let report = DocumentListReport(
      title: Phrase("转股", "Conversion"),
      documents: [recorded],
      language: language,
      namesBooks: namesBooks
    )
    var steps: [Step] = []
    for step in recorded.document.trace {
      do throws(Findings) { steps.append(try Step(json: step)) } catch { continue }
    }
    let trace = JSON.Member("trace", .array(steps.map(\.json)))
    guard case .object(let members) = report.object(recorded) else { return }
    try session.print(.object(members + [trace])) {
      [report.text(in: language), StepTable.text(steps, language)]
    }
  }
}
