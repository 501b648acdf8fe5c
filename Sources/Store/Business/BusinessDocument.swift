public import Accounting
public import CanonicalJSON

/// One business fact as the log keeps it (业务单据): facts, figures, how they came about.
///
/// The store knows who signed it, what it is about and which vouchers book it; what the facts mean
/// is the business of the rules.
public struct BusinessDocument: Hashable, Sendable {
  /// What a document is about.
  public enum Area: String, Hashable, Sendable, CaseIterable {
    /// 先投后股项目
    case project
    /// 风险补偿金
    case pool
  }

  /// Where the figures come from.
  public enum Basis: String, Hashable, Sendable, CaseIterable {
    /// Computed by the rules under the policy; the vouchers were made with the document.
    case rule
    /// Taken over from a table; the vouchers were there before (历史台账).
    case linked
  }

  /// What it is about.
  public var area: Area
  /// The project, or the pool.
  public var subject: String
  /// Number, day, persons and papers; nobody and nothing for what was taken over from a table.
  public var head: DocumentHead
  /// What happened, in the word of the rules, for example `tranche`.
  public var kind: String
  /// Where the figures come from.
  public var basis: Basis
  /// The SHA-256 of the policy file under which it was computed; empty when none.
  public var policy: String
  /// The SHA-256 of the posting templates by which it was booked; empty when none.
  public var templates: String
  /// What happened, as an object of texts.
  public var facts: JSONValue
  /// The amounts that follow, by name.
  public var figures: JSONValue
  /// How they follow, step by step.
  public var trace: [JSONValue]

  /// Creates a document.
  public init(
    area: Area,
    subject: String,
    head: DocumentHead,
    kind: String,
    basis: Basis,
    policy: String = "",
    templates: String = "",
    facts: JSONValue,
    figures: JSONValue = .object([]),
    trace: [JSONValue] = []
  ) {
    self.area = area
    self.subject = subject
    self.head = head
    self.kind = kind
    self.basis = basis
    self.policy = policy
    self.templates = templates
    self.facts = facts
    self.figures = figures
    self.trace = trace
  }
}

/// A voucher that books a document, by book and number (关联凭证).
public struct BookedVoucher: Hashable, Sendable {
  /// The code of the book.
  public let book: String
  /// The number in it.
  public let number: VoucherNumber
  /// The place of its record in the log.
  public let sequence: Int64

  /// Creates a reference to a voucher.
  public init(book: String, number: VoucherNumber, sequence: Int64) {
    self.book = book
    self.number = number
    self.sequence = sequence
  }

  /// The book's code, a slash and the number, as records write it.
  var text: String { "\(book)/\(number)" }
}

/// A document as it stands in the log (已入账业务单据).
public struct RecordedDocument: Hashable, Sendable {
  /// The place of its record in the log.
  public let sequence: Int64
  /// When it was recorded, RFC 3339 UTC.
  public let time: String
  /// Who recorded it.
  public let person: String
  /// The document.
  public let document: BusinessDocument
  /// The vouchers that book it, in the order of the document.
  public let vouchers: [BookedVoucher]
  /// The steps that led to it.
  public let history: [WorkflowEvent]
}
