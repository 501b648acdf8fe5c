import Accounting
import CanonicalJSON
import Registers
import Reports
import Store

/// A command that takes one step with documents.
protocol DocumentStepCommand: RunnableCommand {
  /// The step.
  static var step: VoucherStep { get }
  /// The documents, and why.
  var options: DocumentStepOptions { get }
}

extension DocumentStepCommand {
  func execute(in session: Session) throws(Failure) {
    let step = Self.step
    let reason = options.reason ?? ""
    let request = ["document \(step.rawValue)", reason] + options.drafts.map { "\($0)" }
    try session.desk(request) { (desk) throws(RegisterError) in
      let namesBooks = try desk.keepsSeveralBooks
      let reports = try options.drafts.map { id throws(RegisterError) in
        FiledReport(
          filed: try desk.take(step, draft: id, reason: reason),
          language: session.language,
          namesBooks: namesBooks,
          explains: false
        )
      }
      return Answer(
        json: ["documents": .array(reports.map(\.json))],
        lines: reports.flatMap(\.lines)
      )
    }
  }
}

extension DocumentList: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let drafts = try session.readAll { (snapshot) throws(StoreError) in
      try snapshot.documentDrafts()
    }
    try session.show(DraftListReport(drafts: drafts, language: session.language))
  }
}

extension DocumentShow: RunnableCommand {
  func execute(in session: Session) throws(Failure) {
    let draft = try session.readAll { (snapshot) throws(StoreError) in
      try snapshot.documentDraft(self.draft)
    }
    let report = DraftReport(draft: draft, language: session.language)
    try session.print(report.json) { report.lines }
  }
}

/// Documents on their way (在办单据表).
struct DraftListReport: Report {
  let drafts: [DocumentDraft]
  let language: Language

  var table: Table {
    var table = Table(
      title: Phrase("在办单据", "Documents on their way"),
      remarks: [Phrase("\(drafts.count) 张", "\(drafts.count)")],
      columns: [
        .init(Phrase("单据", "Document"), .text), .init(Phrase("对象", "Subject"), .text),
        .init(Phrase("事项", "Kind"), .text), .init(Phrase("业务单号", "Number"), .text),
        .init(Phrase("日期", "Date"), .date), .init(Phrase("状态", "State"), .text),
        .init(Phrase("制单", "Prepared by"), .text),
      ]
    )
    for draft in drafts {
      table.add([
        .text(draft.label), .text(draft.body.subject), .text(draft.kindName(language)),
        .text(draft.body.number), .date(draft.body.date),
        .text(language.term("state", draft.position.state.rawValue)),
        .text(draft.position.signatures.preparedBy ?? ""),
      ])
    }
    return table
  }

  var json: JSON {
    ["documents": .array(drafts.map { DraftReport(draft: $0, language: language).json })]
  }
}

/// One document on its way.
struct DraftReport {
  let draft: DocumentDraft
  let language: Language

  var json: JSON {
    let signed = draft.position.signatures
    let history = draft.history.map { event -> JSON in
      [
        "time": .string(event.time), "person": .string(event.person), "step": .string(event.step),
        "reason": .string(event.reason),
      ]
    }
    return [
      "draft": .string(draft.label), "state": .string(draft.position.state.rawValue),
      "subject": .string(draft.body.subject), "kind": .string(draft.body.kind),
      "number": .string(draft.body.number), "date": .string("\(draft.body.date)"),
      "facts": draft.body.content["facts"]?.shown ?? .null,
      "evidence": draft.body.content["evidence"]?.shown ?? .array([]),
      "prepared_by": .optional(signed.preparedBy), "reviewed_by": .optional(signed.reviewedBy),
      "approved_by": .optional(signed.approvedBy), "history": .array(history),
    ]
  }

  var lines: [String] {
    let state = language.term("state", draft.position.state.rawValue)
    let body = draft.body
    var lines = [
      "\(draft.label)  \(body.subject)  \(draft.kindName(language))  \(body.number)  "
        + "\(body.date)  \(state)"
    ]
    if let facts = body.content["facts"] {
      lines += WorkReport.pairs(facts, "fact", of: body.kind, language)
    }
    for event in draft.history {
      let step = language.term("step", event.step)
      lines.append("  \(event.time)  \(step)  \(event.person)  \(event.reason)")
    }
    return lines
  }
}

extension DocumentDraft {
  /// What it is about, for people.
  func kindName(_ language: Language) -> String {
    language.term(BusinessDocument.Area(rawValue: body.area).eventTerm, body.kind)
  }
}
