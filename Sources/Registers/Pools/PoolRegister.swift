public import Accounting
public import CanonicalJSON
import Findings
public import Policies
public import Quantities
public import RiskPools
public import Store

/// The pools of a ledger (资金池台账): what each is, made again from its documents.
public final class PoolRegister {
  let snapshot: LedgerSnapshot
  /// The adopted schemes and templates.
  public let rules: PoolRules
  private var pools: [String: Pool] = [:]

  /// The pools of a ledger.
  public init(_ snapshot: LedgerSnapshot) {
    self.snapshot = snapshot
    rules = PoolRules(snapshot)
  }

  /// A pool as its documents made it.
  /// - Throws: `E-POOL-UNKNOWN` when nothing opened it.
  public func pool(_ code: String) throws(RegisterError) -> Pool {
    if let known = pools[code] { return known }
    guard let pool = try pool(code, asOf: nil) else {
      throw .finding(.poolUnknown, value: code, ["pool": code])
    }
    pools[code] = pool
    return pool
  }

  /// A pool as it was at the end of a day; `nil` before it was opened.
  public func pool(_ code: String, asOf day: CivilDate?) throws(RegisterError) -> Pool? {
    var pool: Pool?
    var failure: RegisterError?
    try RegisterError.stored { () throws(StoreError) in
      try snapshot.forEachDocument(.pool, of: code) { (recorded) throws(StoreError) in
        if failure != nil || day.map({ recorded.document.head.date > $0 }) ?? false { return }
        do throws(RegisterError) {
          pool = try after(recorded.document, pool)
        } catch { failure = error }
      }
    }
    if let failure { throw failure }
    return pool
  }

  /// The pool after one more stored document; the first one opens it.
  func after(_ document: BusinessDocument, _ pool: Pool?) throws(RegisterError) -> Pool {
    guard var pool else {
      let opening = try opening(document.facts)
      return try RegisterError.found { () throws(Findings) in try Pool(opening, document.head) }
    }
    let next = try self.document(document)
    try RegisterError.ruled { () throws(Refusal) in _ = try pool.take(next) }
    return pool
  }

  /// The opening that facts tell.
  public func opening(_ facts: JSONValue) throws(RegisterError) -> PoolOpening {
    try RegisterError.found { () throws(Findings) in
      try PoolOpening(facts: facts) { (digest) throws(Findings) in try scheme(digest) }
    }
  }

  /// The document of the rules that a stored document is.
  public func document(_ document: BusinessDocument) throws(RegisterError) -> PoolDocument {
    PoolDocument(document.head, try event(document.kind, document.facts))
  }

  /// The event that facts tell.
  /// - Throws: `E-VALUE-UNKNOWN` for a kind that does not exist; every member that is wrong.
  public func event(_ kind: String, _ facts: JSONValue) throws(RegisterError) -> PoolEvent {
    guard let known = PoolEvent.Kind(rawValue: kind) else {
      let choices = PoolEvent.Kind.allCases.map(\.rawValue).joined(separator: "|")
      throw .finding(.valueUnknown, value: kind, ["choices": choices])
    }
    return try RegisterError.found { () throws(Findings) in
      try PoolEvent(known, facts: facts) { (digest) throws(Findings) in try scheme(digest) }
    }
  }

  private func scheme(_ digest: String) throws(Findings) -> Scheme {
    do throws(RegisterError) { return try rules.scheme(digest) } catch {
      throw Findings(Finding(.policyUnknown, value: digest, arguments: ["policy": digest]))
    }
  }

  /// What a document would do to a pool and the books; nothing is written.
  /// - Throws: every guard that is broken; what the scheme leaves open.
  public func propose(
    _ document: PoolDocument,
    of code: String,
    books: PoolBooks,
    explained steps: [Step] = []
  ) throws(RegisterError) -> PoolProposal {
    let pool = try pool(code)
    let templates = try rules.templates().templates
    return try RegisterError.ruled { () throws(Refusal) in
      try pool.propose(document, templates: templates, roles: books.roles, explained: steps)
    }
  }

  // MARK: Writing

  /// Opens a pool (设立).
  /// - Throws: what is wrong with the opening; `E-DOCUMENT-DUP` when the pool is open.
  @discardableResult
  public func open(
    _ opening: PoolOpening,
    _ head: DocumentHead,
    basis: BusinessDocument.Basis = .rule,
    in write: LedgerTransaction,
    history: [WorkflowEvent] = []
  ) throws(RegisterError) -> DocumentReceipt {
    let pool = try RegisterError.found { () throws(Findings) in try Pool(opening, head) }
    let isKnown = try RegisterError.stored { () throws(StoreError) in
      try write.subjects(.pool).contains { $0.subject == opening.pool }
    }
    if isKnown {
      throw .finding(.documentDuplicate, value: opening.pool, ["document": opening.pool])
    }
    let document = BusinessDocument(
      area: .pool,
      subject: opening.pool,
      head: head,
      kind: PoolOpening.kind,
      basis: basis,
      policy: opening.scheme.digest,
      facts: opening.facts
    )
    let place = try RegisterError.stored { () throws(StoreError) in
      try write.record(document, vouchers: [], history: history)
    }
    pools[opening.pool] = pool
    return DocumentReceipt(sequence: place, vouchers: [])
  }

  /// Writes a document: its vouchers in every book that is kept here, and its record.
  /// - Throws: as ``propose(_:of:books:explained:)``; what keeps a voucher out of a book.
  @discardableResult
  public func record(
    _ document: PoolDocument,
    of code: String,
    books: PoolBooks,
    explained steps: [Step] = [],
    in write: LedgerTransaction,
    history: [WorkflowEvent] = []
  ) throws(RegisterError) -> DocumentReceipt {
    var pool = try pool(code)
    // A pool of many loans is changed in place; it is given back when the document is in.
    pools[code] = nil
    let (digest, templates) = try rules.templates()
    let change = try RegisterError.ruled { () throws(Refusal) in try pool.take(document) }
    let entries = try RegisterError.ruled { () throws(Refusal) in
      try templates.entries(for: change.figures, document, pool: code, books.roles)
    }
    let receipt = try RegisterError.stored { () throws(StoreError) in
      var vouchers: [BookedVoucher] = []
      for entry in entries {
        guard let book = books.book(entry.role) else { continue }
        let checked = try write.checkedEntry(entry.voucher, in: book)
        let posted = try write.post(checked, in: book, signatures: document.head.signatures)
        vouchers.append(
          BookedVoucher(book: book.code, number: posted.number, sequence: posted.sequence)
        )
      }
      let stored = stored(document, code, .rule, steps + change.trace, change.figures, pool)
      let place = try write.record(
        stored.booked(by: vouchers.isEmpty ? "" : digest),
        vouchers: vouchers,
        history: history
      )
      return DocumentReceipt(sequence: place, vouchers: vouchers)
    }
    pools[code] = pool
    return receipt
  }

  /// Records a document whose vouchers are in the ledger already (历史台账); nothing is booked.
  func link(
    _ document: PoolDocument,
    of code: String,
    to vouchers: [BookedVoucher],
    in write: LedgerTransaction
  ) throws(RegisterError) {
    var pool = try pool(code)
    pools[code] = nil
    let change = try RegisterError.ruled { () throws(Refusal) in try pool.take(document) }
    let stored = stored(document, code, .linked, change.trace, change.figures, pool)
    try RegisterError.stored { () throws(StoreError) in
      _ = try write.record(stored, vouchers: vouchers)
    }
    pools[code] = pool
  }

  private func stored(
    _ document: PoolDocument,
    _ code: String,
    _ basis: BusinessDocument.Basis,
    _ trace: [Step],
    _ figures: PoolMovement,
    _ pool: Pool
  ) -> BusinessDocument {
    BusinessDocument(
      area: .pool,
      subject: code,
      head: document.head,
      kind: document.event.kind.rawValue,
      basis: basis,
      policy: pool.version(of: document.event),
      facts: document.event.facts,
      figures: figures.figures,
      trace: trace.map(\.json)
    )
  }
}

extension Pool {
  /// The digest of the scheme that rules an event: for a claim, the version that decides it.
  fileprivate func version(of event: PoolEvent) -> String {
    claims[event.subject]?.scheme ?? schemes.last?.digest ?? ""
  }
}

extension PoolOpening {
  /// The name of an opening among the kinds of documents.
  public static let kind = "opening"
}

extension BusinessDocument {
  /// The document with the templates by which it was booked.
  fileprivate func booked(by templates: String) -> BusinessDocument {
    var document = self
    document.templates = templates
    return document
  }
}
