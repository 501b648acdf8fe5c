public import Accounting
public import Findings
public import Policies

/// Whose book an entry is for (账簿角色).
public enum BookRole: String, Hashable, Sendable, CaseIterable {
  /// 财政总会计
  case treasury
  /// 单位: the bureau or centre that runs the scheme
  case unit
  /// 代持单位
  case holder
  /// 原代持单位: the one that hands equity over
  case formerHolder = "former_holder"
  /// 房屋产权单位: the one that bears rent or is paid for it
  case landlord
  /// 备查: rights, shares in custody and written-off cases, off the balance sheet
  case control
}

/// How events are booked (分录模板), as data: event × role × accounting choice → lines.
public struct PostingTemplates: Sendable {
  /// The identity of the set.
  public let id: String
  /// What it is called.
  public let title: String
  /// The templates in the order of the file.
  public let templates: [Template]

  /// How one event is booked in the book of one role.
  public struct Template: Sendable {
    /// The event.
    public let event: ProjectEvent.Kind
    /// Whose book.
    public let role: BookRole
    /// Where the treatment was read; empty when nowhere.
    public let source: String
    /// The treatments under which it applies.
    let conditions: [AccountingChoices.Key: String]
    /// The lines.
    public let lines: [Line]
  }

  /// One line of a template.
  public struct Line: Sendable {
    /// The account, with the mark that says how sure its code is; open until somebody keys it in.
    public let account: Parameter<AccountCode>
    /// The column.
    public let side: Side
    /// Which amount.
    public let measure: Measure
    /// Which details the line names.
    let details: [Detail]
    /// What the line is about.
    public let summary: String
  }

  /// The details that a line may name.
  enum Detail: String, CaseIterable {
    case project, zone, holder
    case formerHolder = "former_holder"
  }

  /// Reads a file of templates.
  /// - Throws: everything that is wrong with it.
  public init(_ bytes: [UInt8]) throws(Findings) {
    let log = FindingLog()
    let document = try Document(bytes, .policy)
    let fields = Fields(document, log)
    let id = fields.required("postings", .identifier)
    title = fields.optional("title", .text) ?? ""
    let list = fields.place("templates")
    let templates = list.flatMap { Notation.list(of: .template).read($0, log) }
    if list == nil { log.add(.needed("templates")) }
    fields.finish()
    if let list { PostingTemplates.demandDistinct(templates ?? [], list, log) }
    try log.check()
    guard let id, let templates else { preconditionFailure("complete without findings") }
    self.id = id
    self.templates = templates
  }

  /// Two templates for one event and role must differ in a choice that both depend on.
  private static func demandDistinct(
    _ templates: [Template],
    _ list: Node,
    _ log: FindingLog
  ) {
    guard case .list(let places) = list.content else { return }
    for (index, template) in templates.enumerated() {
      let isAmbiguous = templates[..<index].contains { other in
        other.event == template.event && other.role == template.role
          && template.conditions.allSatisfy { other.conditions[$0] ?? $1 == $1 }
      }
      if isAmbiguous { log.add(.fieldValue, places[index], ["range": "event × role × when"]) }
    }
  }

  /// The template for an event in a role's book; `nil` when the role books nothing for it.
  ///
  /// - Throws: the open choices on which it depends, or that none fits them.
  func template(
    for event: ProjectEvent.Kind,
    _ role: BookRole,
    _ choices: AccountingChoices?
  ) throws(Refusal) -> Template? {
    let candidates = templates.filter { $0.event == event && $0.role == role }
    if candidates.isEmpty { return nil }
    let fitting = candidates.first { template in
      template.conditions.allSatisfy { choices?[$0] == $1 }
    }
    if let fitting { return fitting }
    let keys = AccountingChoices.Key.allCases.filter { key in
      candidates.contains { $0.conditions[key] != nil }
    }
    let open = keys.filter { choices?[$0] == nil }.map(\.path)
    if !open.isEmpty { throw .open(open) }
    let known = candidates.flatMap { $0.conditions.map { "\($0.rawValue)=\($1)" } }
    let arguments = ["role": role.rawValue, "choices": Set(known).sorted().joined(separator: "|")]
    throw Refusal(Finding(.templateMissing, value: event.rawValue, arguments: arguments))
  }
}

extension Notation where Value == PostingTemplates.Template {
  /// One template.
  static let template = Notation.object { fields in
    let event = fields.required("event", Notation<ProjectEvent.Kind>.word)
    let role = fields.required("role", Notation<BookRole>.word)
    let source = fields.optional("source", .text) ?? ""
    let conditions = fields.optional("when", .conditions)
    guard let lines = fields.required("lines", .list(of: .postingLine)), let event, let role
    else { return nil }
    return PostingTemplates.Template(
      event: event,
      role: role,
      source: source,
      conditions: conditions ?? [:],
      lines: lines
    )
  }
}

extension Notation where Value == [AccountingChoices.Key: String] {
  /// Choices with the word that each must be.
  fileprivate static let conditions = Notation.object { fields in
    var conditions: [AccountingChoices.Key: String] = [:]
    for key in AccountingChoices.Key.allCases {
      let words = key.words
      let word = Notation<String>.text.limited(to: words.joined(separator: "|")) {
        words.contains($0)
      }
      conditions[key] = fields.optional(key.rawValue, word)
    }
    return conditions
  }
}

/// How sides are written.
private enum SideWord: String, CaseIterable {
  case debit, credit
}

extension Notation where Value == PostingTemplates.Line {
  /// One line.
  fileprivate static let postingLine = Notation.object { fields in
    let account = fields.parameter("account", .account)
    let side = fields.required("side", Notation<SideWord>.word)
    let measure = fields.required("amount", Notation<Measure>.word)
    let details = fields.optional("details", .list(of: Notation<PostingTemplates.Detail>.word))
    guard let summary = fields.required("summary", .text), let side, let measure else { return nil }
    return PostingTemplates.Line(
      account: account,
      side: side == .debit ? .debit : .credit,
      measure: measure,
      details: details ?? [],
      summary: summary
    )
  }
}

extension Notation where Value == AccountCode {
  /// The code of an account.
  fileprivate static let account = Notation(.text) { node in node.text.flatMap { AccountCode($0) } }
}
