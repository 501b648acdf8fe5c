import Accounting
import Audit
import CanonicalJSON
import Quantities

/// How a document is written into its record and read from it: the header says who, what and when,
/// the first line facts and figures, and the trace follows, in the same line or one step a line.
enum DocumentRecord {
  static let type = "document"

  /// A line of a record may not be longer than this; what is longer is split into steps.
  private static let lineMax = 48 * 1024

  static func writeHeader(
    _ document: BusinessDocument,
    _ vouchers: [BookedVoucher],
    _ history: [WorkflowEvent],
    _ data: inout CanonicalWriter
  ) {
    let head = document.head
    let signed = head.signatures
    data.optional("approved_by", signed.approvedBy)
    data.member("area", document.area.rawValue)
    data.member("basis", document.basis.rawValue)
    data.member("date", "\(head.date)")
    data.list("entries", vouchers) { $1.string($0.text) }
    data.list("evidence", head.evidence) { paper, data in
      data.beginArray()
      data.string(paper.name)
      data.string(paper.digest)
      data.endArray()
    }
    if !history.isEmpty {
      data.list("history", history) { VoucherRecord.write($0, &$1) }
    }
    data.member("kind", document.kind)
    data.member("number", head.number)
    if !document.policy.isEmpty { data.member("policy", document.policy) }
    data.optional("prepared_by", signed.preparedBy)
    data.optional("reviewed_by", signed.reviewedBy)
    data.member("subject", document.subject)
    if !document.templates.isEmpty { data.member("templates", document.templates) }
  }

  /// The lines, each an object: one when everything fits into it.
  static func lines(_ document: BusinessDocument) -> [JSONValue] {
    let figures: [JSONValue.Member] = [
      .init("facts", document.facts), .init("figures", document.figures),
    ]
    if document.trace.isEmpty { return [.object(figures)] }
    let whole = JSONValue.object(figures + [.init("trace", .array(document.trace))])
    var writer = CanonicalWriter()
    writer.value(whole)
    if writer.bytes.count <= lineMax { return [whole] }
    return [.object(figures)] + document.trace
  }

  /// Reads a document from the bytes of its record, whose hashes are the business of the check.
  ///
  /// - Parameters:
  ///   - body: the record.
  ///   - vouchers: the vouchers that the tables know for it.
  /// - Returns: `nil` when the record is no document as this program writes it.
  static func read(_ body: [UInt8], vouchers: [BookedVoucher]) -> RecordedDocument? {
    var layout = RecordLayout()
    guard (try? layout.read(body.span)) != nil, layout.isType("document", in: body.span),
      let header = try? JSONValue(Array(body[layout.data]), profile: .record),
      let first = layout.lines.first,
      let main = try? JSONValue(Array(body[first.data]), profile: .record),
      var document = document(header, main)
    else { return nil }
    for line in layout.lines.dropFirst() {
      guard let step = try? JSONValue(Array(body[line.data]), profile: .record) else { return nil }
      document.trace.append(step)
    }
    return RecordedDocument(
      sequence: layout.seq,
      time: layout.at.description,
      person: layout.text(layout.by, in: body.span),
      document: document,
      vouchers: vouchers,
      history: header.items("history").compactMap(WorkflowEvent.init)
    )
  }

  /// The vouchers that the record of a document names.
  static func vouchers(_ body: [UInt8]) -> [String] {
    var layout = RecordLayout()
    guard (try? layout.read(body.span)) != nil,
      let header = try? JSONValue(Array(body[layout.data]), profile: .record)
    else { return [] }
    return header.items("entries").compactMap(\.text)
  }

  private static func document(_ header: JSONValue, _ main: JSONValue) -> BusinessDocument? {
    guard let facts = main["facts"], let figures = main["figures"],
      let area = header.text("area").flatMap(BusinessDocument.Area.init(rawValue:)),
      let basis = header.text("basis").flatMap(BusinessDocument.Basis.init(rawValue:)),
      let date = header.text("date").flatMap(CivilDate.init(iso:)),
      let kind = header.text("kind"), let number = header.text("number"),
      let subject = header.text("subject")
    else { return nil }
    return BusinessDocument(
      area: area,
      subject: subject,
      head: DocumentHead(
        number: number,
        date: date,
        signatures: Signatures(
          preparedBy: header.text("prepared_by"),
          reviewedBy: header.text("reviewed_by"),
          approvedBy: header.text("approved_by")
        ),
        evidence: header.pairs("evidence").compactMap { EvidencePaper(name: $0, digest: $1) }
      ),
      kind: kind,
      basis: basis,
      policy: header.text("policy") ?? "",
      templates: header.text("templates") ?? "",
      facts: facts,
      figures: figures,
      trace: main.items("trace")
    )
  }
}

extension WorkflowEvent {
  fileprivate init?(_ event: JSONValue) {
    guard let time = event.text("at"), let person = event.text("by"), let step = event.text("step")
    else { return nil }
    self.init(time: time, person: person, step: step, reason: event.text("reason") ?? "")
  }
}

extension JSONValue {
  /// The text that this is.
  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The text of a member.
  func text(_ key: String) -> String? { self[key]?.text }

  /// The items of a member that is an array.
  func items(_ key: String) -> [JSONValue] {
    guard case .array(let items)? = self[key] else { return [] }
    return items
  }

  /// The pairs of texts of a member.
  func pairs(_ key: String) -> [(String, String)] {
    items(key).compactMap { item in
      guard case .array(let pair) = item, pair.count == 2, let name = pair[0].text,
        let value = pair[1].text
      else { return nil }
      return (name, value)
    }
  }
}

extension CanonicalWriter {
  /// Writes a member that may be missing.
  mutating func optional(_ key: String, _ text: String?) {
    if let text { member(key, text) }
  }

  /// Writes a member that is a list.
  mutating func list<Item>(
    _ key: String,
    _ items: [Item],
    _ write: (Item, inout CanonicalWriter) -> Void
  ) {
    self.key(key)
    beginArray()
    for item in items { write(item, &self) }
    endArray()
  }

  /// Writes the members of an object whose braces are written already.
  mutating func members(of object: JSONValue) {
    guard case .object(let members) = object else { return }
    for member in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      key(member.key)
      value(member.value)
    }
  }
}
