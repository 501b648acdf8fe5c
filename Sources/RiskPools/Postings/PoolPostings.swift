public import Accounting
public import Findings
public import Policies

/// Whose book an entry is for (账簿角色), by the names of the books' settings.
public enum PoolRole: String, Hashable, Sendable, CaseIterable {
  /// 资金池分户账: the pool's own books
  case pool
  /// 财政总会计
  case treasury
  /// 单位: the bureau or centre that keeps the account
  case unit
  /// 受托管理机构: a state-owned manager or guarantor that keeps the account
  case manager
  /// 备查: loans under the scheme and rights to recover, off the balance sheet
  case control
}

/// How the events of a pool are booked (分录模板), as data: event × role → lines.
///
/// The table belongs to the bureau. An account that nobody has keyed in is "?", and refuses when it
/// is needed.
public struct PoolPostings: Sendable {
  /// The identity of the set.
  public let id: String
  /// What it is called.
  public let title: String
  /// The templates in the order of the file.
  public let templates: [Template]

  /// How one event is booked in the book of one role.
  public struct Template: Sendable {
    /// The event.
    public let event: PoolEvent.Kind
    /// Whose book.
    public let role: PoolRole
    /// Where the treatment was read; empty when nowhere.
    public let source: String
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
    public let measure: PoolMeasure
    /// Which details the line names.
    let details: [Detail]
    /// What the line is about.
    public let summary: String
  }

  /// The details that a line may name.
  enum Detail: String, CaseIterable {
    case bank, funder
  }

  /// Reads a file of templates.
  /// - Throws: everything that is wrong with it.
  public init(_ bytes: [UInt8]) throws(Findings) {
    let log = FindingLog()
    let document = try Document(bytes, .policy)
    let fields = Fields(document, log)
    let id = fields.required("pool_postings", .identifier)
    title = fields.optional("title", .text) ?? ""
    let templates = fields.required("templates", .list(of: .poolTemplate))
    fields.finish()
    if let place = fields.node["templates"], case .list(let places) = place.content {
      let known = templates ?? []
      for (index, template) in known.enumerated()
      where known[..<index].contains(where: {
        $0.event == template.event && $0.role == template.role
      }) {
        log.add(.fieldValue, places[index], ["range": "event × role × 1"])
      }
    }
    try log.check()
    guard let id, let templates else { preconditionFailure("complete without findings") }
    self.id = id
    self.templates = templates
  }

  /// The template for an event in a role's book; `nil` when the role books nothing for it.
  func template(for event: PoolEvent.Kind, _ role: PoolRole) -> Template? {
    templates.first { $0.event == event && $0.role == role }
  }
}

extension Notation where Value == PoolPostings.Template {
  /// One template.
  fileprivate static let poolTemplate = Notation.object { fields in
    let event = fields.required("event", Notation<PoolEvent.Kind>.word)
    let role = fields.required("role", Notation<PoolRole>.word)
    let source = fields.optional("source", .text) ?? ""
    guard let lines = fields.required("lines", .list(of: .poolLine)), let event, let role
    else { return nil }
    return PoolPostings.Template(event: event, role: role, source: source, lines: lines)
  }
}

/// How sides are written.
private enum SideWord: String, CaseIterable {
  case debit, credit
}

extension Notation where Value == PoolPostings.Line {
  /// One line.
  fileprivate static let poolLine = Notation.object { fields in
    let account = fields.parameter("account", .accountCode)
    let side = fields.required("side", Notation<SideWord>.word)
    let measure = fields.required("amount", Notation<PoolMeasure>.word)
    let details = fields.optional("details", .list(of: Notation<PoolPostings.Detail>.word))
    guard let summary = fields.required("summary", .text), let side, let measure else { return nil }
    return PoolPostings.Line(
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
  fileprivate static let accountCode = Notation(.text) { node in
    node.text.flatMap { AccountCode($0) }
  }
}
