import Accounting
import CanonicalJSON
import Findings
import Policies
import Quantities
import RiskPools
import Store

extension PoolRegister {
  /// Works out what a statement would do.
  ///
  /// - Parameters:
  ///   - statement: the statement.
  ///   - signatures: who signs it.
  ///   - books: whose books are kept here.
  /// - Throws: everything that would keep it out of the log.
  func work(
    on statement: BusinessStatement,
    signedBy signatures: Signatures,
    books: PoolBooks
  ) throws(RegisterError) -> StatementWork {
    let isBeginning = statement.kind == PoolOpening.kind
    var number = statement.number
    if number.isEmpty {
      let taken = isBeginning ? [] : try pool(statement.subject).numbers
      number = try snapshot.nextNumber(for: statement, taken: taken)
    }
    let head = DocumentHead(
      number: number,
      date: statement.date,
      signatures: signatures,
      evidence: statement.evidence
    )
    guard case .facts(let facts) = statement.content else {
      throw .finding(.valueUnknown, value: statement.kind)
    }
    if isBeginning { return try opening(facts, statement, head) }
    let pool = try pool(statement.subject)
    guard let kind = PoolEvent.Kind(rawValue: statement.kind) else {
      let choices = PoolEvent.Kind.allCases.map(\.rawValue).joined(separator: "|")
      throw .finding(.valueUnknown, value: statement.kind, ["choices": choices])
    }
    let event = try event(kind.rawValue, try complete(facts, kind, of: pool, on: statement.date))
    let proposal = try propose(PoolDocument(head, event), of: statement.subject, books: books)
    var vouchers: [StatementWork.PlannedVoucher] = []
    for entry in proposal.entries {
      guard let book = books.book(entry.role) else { continue }
      vouchers.append(try snapshot.planned(entry.voucher, in: book, entry.role.rawValue))
    }
    return StatementWork(
      statement.kind,
      head,
      .pool(event),
      facts: event.facts,
      figures: proposal.change.figures.figures,
      trace: proposal.trace,
      warnings: proposal.change.warnings,
      vouchers: vouchers
    )
  }

  /// Works out what a statement would do before anybody has signed it or found its papers.
  /// - Throws: everything else that would keep it out of the log.
  public func rehearsal(of statement: BusinessStatement) throws(RegisterError) -> StatementWork {
    let isBeginning = statement.kind == PoolOpening.kind
    let names = isBeginning ? [] : try pool(statement.subject).writeOffPapers
    let work = try work(
      on: statement.rehearsed(with: names),
      signedBy: .rehearsal,
      books: try PoolBooks(snapshot)
    )
    try snapshot.rehearse(work)
    return work
  }

  private func opening(
    _ facts: JSONValue,
    _ statement: BusinessStatement,
    _ head: DocumentHead
  ) throws(RegisterError) -> StatementWork {
    var full = facts.filling("pool", statement.subject)
    if case .object? = full["scheme"] {
      let named = try naming(full["scheme"] ?? .object([]), statement.date)
      full = full.replacing("scheme", named)
    }
    let opening = try opening(full)
    if opening.pool != statement.subject {
      let range = ["range": "= \(statement.subject)"]
      let finding = Finding(.fieldValue, column: "pool", value: opening.pool, arguments: range)
      throw .refused(Refusal(finding))
    }
    _ = try RegisterError.found { () throws(Findings) in try Pool(opening, head) }
    return StatementWork(statement.kind, head, .opening(opening), facts: full)
  }

  // MARK: What follows from the pool

  /// The facts with everything that follows from the pool as it is (补全).
  ///
  /// What is stated is never changed; whether it is right is the business of the guards.
  private func complete(
    _ facts: JSONValue,
    _ kind: PoolEvent.Kind,
    of pool: Pool,
    on day: CivilDate
  ) throws(RegisterError) -> JSONValue {
    let account = pool.accounts.count == 1 ? pool.accounts.keys.first : nil
    let claim = facts["claim"].flatMap(\.words).flatMap { pool.claims[$0] }
    switch kind {
    case .schemeAdopted: return try naming(facts, day)
    case .fundingReceived, .topUpReceived:
      return facts.filling("account", account)
        .filling("nature", Funding.Nature.government.rawValue)
    case .interestReceived, .feePaid, .claimsApproved: return facts.filling("account", account)
    case .treasuryPaid:
      let full = facts.filling("account", account)
      let payer = full["account"].flatMap(\.words).flatMap { pool.accounts[$0] }
      return full.filling("amount", payer.map { "\($0.dueToTreasury)" })
    case .balanceReported: return facts.filling("as_of", "\(day)")
    case .loanOverdue: return facts.filling("since", "\(day)")
    case .claimFiled:
      let loan = facts["loan"].flatMap(\.words).flatMap { pool.loans[$0] }
      return facts.filling("kind", ClaimKind.final.rawValue)
        .filling("outstanding", loan.map { "\($0.outstanding)" })
    case .claimChecked, .writeOffDecided:
      return answering(facts, claim.map { pool.checklist(of: $0.id) } ?? [])
    case .overpaymentReturned:
      return facts.filling("account", account).filling("amount", claim.map { "\($0.toReturn)" })
    case .recoveryReceived:
      return facts.filling("account", account).filling("cost", "0.00")
        .filling("collector", RecoveryReceipt.Collector.bank.rawValue)
        .filling("collected_on", "\(day)")
    case .topUpApproved, .accountTransfer, .loanEnrolled, .loanClassified, .loanTriggered,
      .loanExtended, .loanSettled, .claimDecided, .claimPaid, .claimRefused, .overpaymentFound,
      .recoveryPassedOn, .breakerReviewed, .breakerResumed, .closing:
      return facts
    }
  }

  /// A scheme by its identity is the version that was adopted last, in force from the day on.
  private func naming(
    _ scheme: JSONValue,
    _ day: CivilDate
  ) throws(RegisterError) -> JSONValue {
    guard let name = scheme["policy"].flatMap(\.words), scheme["digest"] == nil else {
      return scheme.filling("from", "\(day)")
    }
    let digest = try rules.scheme(named: name).digest
    return scheme.filling("digest", digest).filling("from", "\(day)")
  }

  /// Whoever answers `all` has found every question of the scheme kept.
  private func answering(_ facts: JSONValue, _ questions: [String]) -> JSONValue {
    guard facts["items"] == .string("all") else { return facts }
    let items = questions.map { question in
      JSONValue.facts(["item": .string(question), "kept": .string("true")])
    }
    return facts.replacing("items", items.isEmpty ? nil : .array(items))
  }
}

extension JSONValue {
  /// The text; `nil` for everything else.
  fileprivate var words: String? { if case .string(let text) = self { text } else { nil } }

  /// The object with another value for a key, or without it.
  fileprivate func replacing(_ key: String, _ value: JSONValue?) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .facts(members.filter { $0.key != key } + (value.map { [Member(key, $0)] } ?? []))
  }
}
