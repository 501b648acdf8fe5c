import Accounting
import CanonicalJSON
import InvestFirst
import Policies
import Quantities
import Registers
import Reports
import Store

/// What came of something that was handed in or written, for programs and for people (受理结果).
struct FiledReport {
  let filed: DocumentDesk.Filed
  let language: Language
  /// Whether voucher numbers need the code of their book.
  let namesBooks: Bool
  /// Whether people want every step.
  let explains: Bool

  /// The answer.
  var answer: Answer { Answer(json: json, lines: lines) }

  var json: JSON {
    .object(
      [
        .init("draft", .optional(filed.draft?.label)),
        .init("state", .string((filed.draft?.position.state ?? .posted).rawValue)),
        .init("subject", .string(filed.subject)), .init("kind", .string(filed.kind)),
        .init("number", .string(filed.number)),
        .init("vouchers", .array(vouchers.map { .string($0) })),
      ] + (filed.work.map { WorkReport(work: $0).members(language) } ?? [])
    )
  }

  var lines: [String] {
    let state = language.term("state", (filed.draft?.position.state ?? .posted).rawValue)
    let kind = language.term(filed.area.eventTerm, filed.kind)
    let name = [filed.draft?.label, filed.number, filed.subject].compactMap { $0 }
      .filter { !$0.isEmpty }.joined(separator: "  ")
    var lines = ["\(name)  \(kind)  \(state)"]
    if let work = filed.work {
      lines += WorkReport(work: work).lines(language, in: filed.area, explains: explains)
    }
    if !vouchers.isEmpty {
      let numbers = vouchers.joined(separator: " ")
      lines.append(Phrase("凭证: \(numbers)", "vouchers: \(numbers)").text(in: language))
    }
    if let next { lines.append(next.text(in: language)) }
    return lines
  }

  private var vouchers: [String] {
    filed.vouchers.map { namesBooks ? "\($0.book)/\($0.number)" : "\($0.number)" }
  }

  /// What somebody does next with a draft.
  private var next: Phrase? {
    guard let draft = filed.draft else { return nil }
    let step: VoucherStep
    switch draft.position.state {
    case .draft, .returned, .withdrawn: step = .submit
    case .submitted: step = .review
    case .reviewed: step = .approve
    case .approved: step = .post
    case .posted: return nil
    }
    let command = "xiantou document \(step.rawValue) \(draft.label)"
    return Phrase("下一步: \(command)", "next: \(command)")
  }
}

/// What a document comes to: facts, figures, vouchers, steps (测算结果).
struct WorkReport {
  let work: StatementWork

  /// For programs.
  func members(_ language: Language) -> [JSON.Member] {
    [
      .init("date", .string("\(work.head.date)")), .init("facts", work.facts.shown),
      .init("figures", work.figures.shown),
      .init("entries", .array(work.vouchers.map(WorkReport.entry))),
      .init("trace", .array(work.trace.map(\.json))),
      .init("warnings", .array(work.warnings.map { $0.json(language) })),
    ]
  }

  /// For people.
  func lines(
    _ language: Language,
    in area: BusinessDocument.Area?,
    explains: Bool
  ) -> [String] {
    var lines = WorkReport.pairs(work.facts, "fact", of: work.kind, language)
    lines += WorkReport.pairs(work.figures, area.measureTerm, language)
    lines += work.warnings.map { $0.line(language) }
    for voucher in work.vouchers {
      let role = language.term("book_role", voucher.role)
      lines.append("\(voucher.book.code) \(voucher.book.name) (\(role))")
      for (posting, name) in zip(voucher.voucher.postings, voucher.accounts) {
        let side = posting.side == .debit ? Phrase("借", "Dr") : Phrase("贷", "Cr")
        let amount = Fen.grouped(Int128(posting.amount.rawValue))
        lines.append("  \(side.text(in: language)) \(posting.account) \(name)  \(amount)")
      }
    }
    guard explains, !work.trace.isEmpty else { return lines }
    return lines + [StepTable.text(work.trace, language)]
  }

  static func pairs(
    _ object: JSONValue,
    _ kind: String,
    of event: String = "",
    _ language: Language
  ) -> [String] {
    guard case .object(let members) = object else { return [] }
    return members.map { member in
      let value =
        member.key == "weights" ? member.value.shares(language) : member.value.words(language)
      // Some facts are called by another name in some documents.
      let special = "\(event).\(member.key)"
      let name = language.term(kind, special)
      return "  \(name == special ? language.term(kind, member.key) : name): \(value)"
    }
  }

  private static func entry(_ planned: StatementWork.PlannedVoucher) -> JSON {
    let lines = zip(planned.voucher.postings, planned.accounts).map { posting, name -> JSON in
      [
        "summary": .string(posting.summary), "account": .string(posting.account.text),
        "name": .string(name),
        "debit": .amount(posting.side == .debit ? posting.amount : .zero),
        "credit": .amount(posting.side == .credit ? posting.amount : .zero),
      ]
    }
    return [
      "book": .string(planned.book.code), "role": .string(planned.role),
      "party": .optional(planned.party), "lines": .array(lines),
    ]
  }
}

extension BusinessDocument.Area? {
  /// Under which head the catalogue has the names of what happens; files are adopted.
  var eventTerm: String {
    switch self {
    case .project: "event"
    case .pool: "pool_event"
    case nil: "adopted"
    }
  }

  /// Under which head the catalogue has the names of amounts.
  var measureTerm: String { self == .pool ? "pool_measure" : "measure" }
}

/// The steps of a calculation as a table.
enum StepTable {
  static func text(_ trace: [Step], _ language: Language) -> String {
    let report = RuleReport(title: Phrase("", ""), figures: [], lists: [], trace: trace)
    let text = "\n" + report.steps.text(in: language)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}

extension JSONValue {
  /// The value as commands print it.
  var shown: JSON {
    switch self {
    case .string(let text): .string(text)
    case .bool(let flag): .bool(flag)
    case .integer(let number): .integer(number)
    case .array(let items): .array(items.map(\.shown))
    case .object(let members): .object(members.map { JSON.Member($0.key, $0.value.shown) })
    }
  }

  /// The value as people read it.
  func words(_ language: Language) -> String {
    switch self {
    case .string(let text):
      if let amount = Fen(canonical: text) { return Fen.grouped(Int128(amount.rawValue)) }
      // A digest is told by its beginning; programs get all of it.
      return text.utf8.count == 64 ? "\(text.prefix(16))…" : language.term("word", text)
    case .bool(let flag): return "\(flag)"
    case .integer(let number): return "\(number)"
    case .array(let items): return items.map { $0.words(language) }.joined(separator: ", ")
    case .object(let members):
      return members.map { "\(language.term("word", $0.key)) \($0.value.words(language))" }
        .joined(separator: ", ")
    }
  }

  /// Parts per million by name, as percentages.
  fileprivate func shares(_ language: Language) -> String {
    guard case .object(let members) = self else { return words(language) }
    return members.map { member in
      guard case .string(let digits) = member.value, let share = Int64(digits) else {
        return member.value.words(language)
      }
      return "\(language.term("word", member.key)) \(PPM(share))"
    }.joined(separator: ", ")
  }
}
