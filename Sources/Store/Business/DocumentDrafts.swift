public import Accounting
import Audit
public import CanonicalJSON
import Findings
public import Quantities

/// A business document, or a file to be adopted, on its way into the log (业务草稿).
public struct DocumentDraft: Hashable, Sendable {
  /// What was handed in.
  public struct Body: Hashable, Sendable {
    /// What it is about: an area of documents, or `file`.
    public let area: String
    /// The project, the pool, or the identity of the file.
    public let subject: String
    /// The number of the document.
    public let number: String
    /// What happened, or the kind of file.
    public let kind: String
    /// The day.
    public let date: CivilDate
    /// What was said, as an object of texts.
    public let content: JSONValue

    /// Creates a body.
    public init(
      area: String,
      subject: String,
      number: String,
      kind: String,
      date: CivilDate,
      content: JSONValue
    ) {
      self.area = area
      self.subject = subject
      self.number = number
      self.kind = kind
      self.date = date
      self.content = content
    }
  }

  /// The number of the draft, shown as `B-000012`; never used twice.
  public let id: Int64
  /// How far it is, and who has signed.
  public let position: WorkflowPosition
  /// What was handed in.
  public let body: Body
  /// The place of the record that it became; `nil` until it is posted.
  public let document: Int64?
  /// What happened to it so far.
  public let history: [WorkflowEvent]

  /// The number as people write it, for example `B-000012`.
  public var label: String { DocumentDraft.label(id) }

  /// `B-000012` for draft 12.
  public static func label(_ id: Int64) -> String {
    let digits = String(id)
    return "B-" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
  }

  /// The draft that `B-000012` stands for.
  public static func id(_ label: String) -> Int64? {
    guard label.hasPrefix("B-") || label.hasPrefix("b-") else { return nil }
    return Int64(label.dropFirst(2))
  }
}

extension LedgerSnapshot {
  /// A draft.
  /// - Throws: `E-DRAFT-UNKNOWN`.
  public func documentDraft(_ id: Int64) throws(StoreError) -> DocumentDraft {
    guard let draft = try documentDrafts("id = ?1", id).first else {
      let label = DocumentDraft.label(id)
      throw .finding(.draftUnknown, value: label, ["draft": label])
    }
    return draft
  }

  /// The drafts that are not posted yet, in the order of their numbers.
  public func documentDrafts() throws(StoreError) -> [DocumentDraft] {
    try documentDrafts("state <> 'posted' AND ?1 = 0", 0)
  }

  private func documentDrafts(
    _ condition: String,
    _ value: Int64
  ) throws(StoreError) -> [DocumentDraft] {
    let query = try database.statement(
      """
      SELECT id, state, prepared_by, reviewed_by, approved_by, area, subject, number, kind, day,
        body, document, history
      FROM document_draft WHERE \(condition) ORDER BY id
      """
    )
    defer { query.reset() }
    query.bind(value, 1)
    var found: [DocumentDraft] = []
    while try query.step() {
      guard let state = VoucherState(rawValue: query.text(1)),
        let content = try? JSONValue(query.blob(10), profile: .record)
      else { throw .damaged(detail: DocumentDraft.label(query.integer(0))) }
      let signatures = Signatures(
        preparedBy: query.textOrNil(2),
        reviewedBy: query.textOrNil(3),
        approvedBy: query.textOrNil(4)
      )
      found.append(
        DocumentDraft(
          id: query.integer(0),
          position: WorkflowPosition(state: state, signatures: signatures),
          body: .init(
            area: query.text(5),
            subject: query.text(6),
            number: query.text(7),
            kind: query.text(8),
            date: CivilDate(dayNumber: Int32(truncatingIfNeeded: query.integer(9))),
            content: content
          ),
          document: query.integerOrNil(11),
          history: StoredText.history(query.text(12))
        )
      )
    }
    return found
  }
}

extension LedgerTransaction {
  /// Saves a new draft that the actor has made and hands in for review (送审).
  /// - Throws: `E-ROLE`, `E-TEXT-CHARACTER`.
  @discardableResult
  public func submit(_ body: DocumentDraft.Body) throws(StoreError) -> DocumentDraft {
    let actor = try person(named: person)
    let fresh = WorkflowPosition(state: .draft, signatures: Signatures())
    let position: WorkflowPosition
    do { position = try fresh.after(.submit, by: actor) } catch { throw .findings(error) }
    var writer = CanonicalWriter()
    writer.value(body.content)
    let content = String(decoding: writer.bytes, as: UTF8.self)
    for text in [body.subject, body.number] {
      if let forbidden = RecordText.firstForbidden(in: text) { throw StoreError(.text(forbidden)) }
    }
    guard (try? JSONValue(writer.bytes, profile: .record)) != nil else {
      throw .finding(.textCharacter, ["kind": RecordText.Kind.control.rawValue])
    }
    let insert = try database.statement(
      """
      INSERT INTO document_draft
        (state, area, subject, number, kind, day, body, prepared_by, history)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """
    )
    insert.bind(position.state.rawValue, 1)
    insert.bind(body.area, 2)
    insert.bind(body.subject, 3)
    insert.bind(body.number, 4)
    insert.bind(body.kind, 5)
    insert.bind(Int64(body.date.dayNumber), 6)
    insert.bind(content, 7)
    insert.bind(position.signatures.preparedBy, 8)
    let event = WorkflowEvent(
      time: time,
      person: person,
      step: VoucherStep.submit.rawValue,
      reason: ""
    )
    insert.bind(StoredText.text([event]), 9)
    try insert.run()
    return try documentDraft(try database.integer("SELECT last_insert_rowid()") ?? 0)
  }

  /// Takes a step with a draft: return, withdraw, submit again, review, approve or post.
  ///
  /// Posting needs the record that the draft became, which `post` makes of the draft as it will be
  /// after the step.
  /// - Returns: the draft after the step.
  /// - Throws: `E-ROLE`, `E-STATE`, `E-SOD`, `E-TEXT-CHARACTER`; what `post` throws.
  @discardableResult
  public func take(
    _ step: VoucherStep,
    documentDraft id: Int64,
    reason: String = "",
    post: (DocumentDraft) throws(StoreError) -> Int64
  ) throws(StoreError) -> DocumentDraft {
    let draft = try documentDraft(id)
    let actor = try person(named: person)
    let position: WorkflowPosition
    do { position = try draft.position.after(step, by: actor) } catch { throw .findings(error) }
    guard position != draft.position else { return draft }
    if let forbidden = RecordText.firstForbidden(in: reason) { throw StoreError(.text(forbidden)) }
    let event = WorkflowEvent(time: time, person: person, step: step.rawValue, reason: reason)
    let next = DocumentDraft(
      id: id,
      position: position,
      body: draft.body,
      document: nil,
      history: draft.history + [event]
    )
    let place = step == .post ? try post(next) : nil
    let update = try database.statement(
      """
      UPDATE document_draft SET state = ?1, prepared_by = ?2, reviewed_by = ?3, approved_by = ?4,
        document = ?5, history = ?6 WHERE id = ?7
      """
    )
    update.bind(position.state.rawValue, 1)
    update.bind(position.signatures.preparedBy, 2)
    update.bind(position.signatures.reviewedBy, 3)
    update.bind(position.signatures.approvedBy, 4)
    update.bind(place, 5)
    update.bind(StoredText.text(next.history), 6)
    update.bind(id, 7)
    try update.run()
    return try documentDraft(id)
  }
}
