public import Accounting
public import CanonicalJSON
public import Findings
import InvestFirst
public import Policies
import RiskPools
import Store

/// What a statement comes to (测算结果): nothing of it is kept yet.
public struct StatementWork: Sendable {
  /// What happens, in the word of the rules.
  public let kind: String
  /// The head of the document.
  public let head: DocumentHead
  /// Its facts, complete.
  public let facts: JSONValue
  /// What moves, by name; empty for a beginning, which moves nothing.
  public let figures: JSONValue
  /// How the facts and figures came about.
  public let trace: [Step]
  /// What a person should look at.
  public let warnings: [Finding]
  /// The vouchers in the books that are kept here.
  public let vouchers: [PlannedVoucher]
  let content: Content
  /// The part of the trace that comes before the rules of the document.
  let steps: [Step]

  /// What is recorded.
  enum Content: Sendable {
    case approval(Approval)
    case project(ProjectEvent)
    case opening(PoolOpening)
    case pool(PoolEvent)
  }

  /// A voucher before it has a number (拟记凭证).
  public struct PlannedVoucher: Sendable {
    /// The book.
    public let book: Book
    /// Whose book it is, in the word of the templates.
    public let role: String
    /// The code of the holder or landlord whose book it is; `nil` for roles that are one body.
    public let party: String?
    /// The voucher.
    public let voucher: Voucher
    /// The names of the accounts, line by line; empty for an account that is not in the chart.
    public let accounts: [String]
  }

  /// Creates what a statement comes to.
  init(
    _ kind: String,
    _ head: DocumentHead,
    _ content: Content,
    facts: JSONValue,
    figures: JSONValue = .object([]),
    trace: [Step] = [],
    warnings: [Finding] = [],
    vouchers: [PlannedVoucher] = [],
    steps: [Step] = []
  ) {
    self.kind = kind
    self.head = head
    self.content = content
    self.facts = facts
    self.figures = figures
    self.trace = trace
    self.warnings = warnings
    self.vouchers = vouchers
    self.steps = steps
  }
}

extension LedgerSnapshot {
  /// A voucher with the names of its accounts.
  func planned(
    _ voucher: Voucher,
    in book: Book,
    _ role: String,
    _ party: String? = nil
  ) throws(RegisterError) -> StatementWork.PlannedVoucher {
    let chart = try RegisterError.stored { () throws(StoreError) in try self.chart(of: book) }
    return StatementWork.PlannedVoucher(
      book: book,
      role: role,
      party: party,
      voucher: voucher,
      accounts: voucher.postings.map { chart[$0.account]?.name ?? "" }
    )
  }

  /// Checks what only the ledger can say: accounts, details, periods, and whether a beginning comes
  /// twice.
  func rehearse(_ work: StatementWork) throws(RegisterError) {
    try RegisterError.stored { () throws(StoreError) in
      for planned in work.vouchers {
        let calendar = try calendar(of: planned.book)
        if let finding = calendar.finding(against: planned.voucher.period) {
          throw .findings(Findings(finding))
        }
        _ = try checkedEntry(planned.voucher, in: planned.book)
      }
      switch work.content {
      case .approval(let approval): try demandNew(.project, approval.project)
      case .opening(let opening): try demandNew(.pool, opening.pool)
      case .project, .pool: break
      }
    }
  }

  private func demandNew(
    _ area: BusinessDocument.Area,
    _ subject: String
  ) throws(StoreError) {
    guard try !documents(area, of: subject).isEmpty else { return }
    let arguments = ["document": subject]
    throw .findings(
      Findings(Finding(.documentDuplicate, value: subject, arguments: arguments))
    )
  }

  /// The next number of a kind, those of open drafts counted in.
  func nextNumber(
    for statement: BusinessStatement,
    taken numbers: Set<String>
  ) throws(RegisterError) -> String {
    var taken = numbers
    let drafts = try RegisterError.stored { () throws(StoreError) in try documentDrafts() }
    let area = statement.area.rawValue
    for draft in drafts where draft.body.area == area && draft.body.subject == statement.subject {
      taken.insert(draft.body.number)
    }
    return NumberWords.next(statement.area, statement.kind, of: statement.subject, taken: taken)
  }
}

extension Signatures {
  /// Three persons who are nobody, for what is only computed.
  static let rehearsal = Signatures(preparedBy: "制单", reviewedBy: "复核", approvedBy: "审批")
}

extension BusinessStatement {
  /// A paper that stands for one that has not been found yet.
  static var paper: EvidencePaper? { stand(for: "试算") }

  private static func stand(for name: String) -> EvidencePaper? {
    EvidencePaper(name: name, digest: String(repeating: "0", count: 64))
  }

  /// The statement with papers that stand for those that a document will need.
  func rehearsed(with names: [String]) -> BusinessStatement {
    guard evidence.isEmpty else { return self }
    var statement = self
    statement.evidence = (["试算"] + names).compactMap(BusinessStatement.stand(for:))
    return statement
  }
}
